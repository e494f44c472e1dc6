"""Screens of documents: files come in."""

from flask import abort, g, request, url_for
from werkzeug.wrappers import Response

from portal.core import files
from portal.core.db import keep_now
from portal.core.i18n import gettext
from portal.core.render import go, page
from portal.documents import queries, services
from portal.documents.forms import UploadForm, largest_upload
from portal.documents.models import State, full_title
from portal.documents.policy import Documents
from portal.documents.views.blueprint import bp, show_url
from portal.organizations.api import CLERKS, Organization, units_of
from portal.papers.reasons import REASONS


@bp.get("/van-ban/them", may=Documents.ADD)
def new() -> Response:
    """The upload form of one of my units."""
    asked = request.args.get("don_vi", "")
    units = units_of(g.actor, CLERKS)
    unit = queries.unit_of_clerk(g.actor, int(asked)) if asked.isdecimal() else None
    unit = unit or next(iter(units), None) or abort(404)
    return _upload_page(UploadForm.for_unit(g.actor, unit), unit, units)


@bp.post("/van-ban/them", may=Documents.ADD)
def upload() -> Response:
    """Take files in; each becomes a document that a job reads."""
    form, units = UploadForm.read(), units_of(g.actor, CLERKS)
    unit = next(iter(units), None) if form.names_no_unit else queries.unit_of_clerk(g.actor, form.unit_id.data or 0)
    if unit is None:
        abort(404)
    form.offer(g.actor, unit)
    form.unit_id.process_data(unit.id)
    if form.validate():
        made = form.attempt(lambda: services.take_in(
            g.actor, unit, [files.keep(one) for one in form.files.data], declared=form.declared.data,
            readers=form.chosen))
        if made:
            return go(show_url(made[0]) if len(made) == 1 else url_for("documents.index", xem="cho-xac-nhan"))
    elif form.has_marked_name:
        services.report_marked_name(g.actor, unit)
        keep_now()
    return _upload_page(form, unit, units, status=422)


def _upload_page(form: UploadForm, unit: Organization, units: list[Organization], status: int = 200) -> Response:
    came = queries.came_in(g.actor)
    return page("documents/new.html", fragments=("recent",), status=status, has_errors=status != 200, form=form,
                unit=unit, units=units, largest=largest_upload(), came=came, State=State, title_of=full_title,
                waits=any(one.waits for one in came),
                reasons={code: gettext(reason) for code, reason in REASONS.items()})
