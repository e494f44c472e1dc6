"""A file comes in; earlier imports; the example file."""

from flask import abort, g, request, url_for
from werkzeug.wrappers import Response

from portal.core import files
from portal.core.paging import Page
from portal.core.render import go, page
from portal.core.sheets import Column, answer
from portal.imports import queries, services
from portal.imports.forms import LARGEST, UploadForm
from portal.imports.models import STEP_LABELS, Step
from portal.imports.policy import Imports
from portal.imports.views.blueprint import bp, show_url
from portal.members.api import EXPORT_COLUMNS

LEFT_OUT = ("number", "record", "since", "cell_code")


@bp.get("/dang-vien/nhap", may=Imports.OPEN)
def index() -> Response:
    """The form for a file, and earlier imports."""
    unit = request.args.get("don_vi", "")
    return _page(UploadForm.blank(unit_id=int(unit) if unit.isascii() and unit.isdecimal() else None))


@bp.post("/dang-vien/nhap", may=Imports.OPEN)
def upload() -> Response:
    """Take a file in."""
    form = UploadForm.read()
    form.offer(queries.units_of_writer(g.actor))
    if form.validate():
        unit = queries.unit_of_writer(g.actor, form.unit_id.data) or abort(404)
        made = form.attempt(lambda: services.take_in(
            g.actor, unit, files.keep(form.file.data, field="file", largest=LARGEST)))
        if made:
            return go(show_url(made))
    return _page(form, 422)


@bp.get("/dang-vien/nhap/tep-mau", may=Imports.OPEN)
def example() -> Response:
    """An empty table with the headings that are understood at once."""
    columns = [Column(one.heading, one.width, one.digits) for one in EXPORT_COLUMNS if one.key not in LEFT_OUT]
    return answer("mau-danh-sach-dang-vien", "Danh sách", columns, [], "xlsx")


def _page(form: UploadForm, status: int = 200) -> Response:
    units = queries.units_of_writer(g.actor)
    form.offer(units)
    return page("imports/index.html", status=status, has_errors=status != 200, form=form, units=units,
                paged=Page.of(queries.listed(g.actor)), labels={step.value: STEP_LABELS[step] for step in Step},
                largest=LARGEST, roster=url_for("members.index"))
