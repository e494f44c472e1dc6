"""What columns, values and doubtful rows mean."""

from flask import flash, g, request
from werkzeug.wrappers import Response

from portal.core.i18n import gettext
from portal.core.render import go, page
from portal.imports import queries, services
from portal.imports.forms import ColumnsForm, DecideForm, ValuesForm
from portal.imports.models import FIELD_LABELS, MemberImport
from portal.imports.policy import Imports
from portal.imports.queries import RowOf
from portal.imports.views.blueprint import bp, show_url, told, veiled

SAMPLES = 3


@bp.get("/dang-vien/nhap/<int:import_id>/cot", may=Imports.WRITE, of=queries.get)
def columns(made: MemberImport) -> Response:
    """What each column holds; `hang` asks for another heading row, for now only to look."""
    row = request.args.get("hang", "")
    if row.isascii() and row.isdecimal() and len(row) < 7 and int(row) != made.heading_from:
        services.look_at_heading(made, int(row))
    return _columns(made, ColumnsForm.for_import(made, services.book(g.actor, made), sent=False))


@bp.post("/dang-vien/nhap/<int:import_id>/cot", may=Imports.WRITE, of=queries.get)
def save_columns(made: MemberImport) -> Response:
    """Save the meaning of the columns and begin the preview."""
    row = request.form.get("hang", "")
    if row.isascii() and row.isdecimal() and len(row) < 7 and int(row) != made.heading_from:
        services.look_at_heading(made, int(row))
    form = ColumnsForm.for_import(made, services.book(g.actor, made), sent=True)
    if form.validate() and form.attempt(lambda: services.save_columns(
            g.actor, made, form.columns, since=form.since.data or made.since, cell_id=form.cell_id.data,
            state=form.state.data)):
        return go(show_url(made))
    return _columns(made, form, 422)


@bp.get("/dang-vien/nhap/<int:import_id>/gia-tri", may=Imports.WRITE, of=queries.get)
def values(made: MemberImport) -> Response:
    """What values mean that nobody knows yet."""
    return _values(made, ValuesForm.for_import(made, services.book(g.actor, made), sent=False))


@bp.post("/dang-vien/nhap/<int:import_id>/gia-tri", may=Imports.WRITE, of=queries.get)
def save_values(made: MemberImport) -> Response:
    """Save them and preview anew."""
    form = ValuesForm.for_import(made, services.book(g.actor, made), sent=True)
    if form.validate() and form.attempt(lambda: services.save_values(
            g.actor, made, form.chosen, add_zeros=form.add_zeros.data)):
        return go(show_url(made))
    return _values(made, form, 422)


@bp.get("/dang-vien/nhap/<int:import_id>/dong/<int:row_id>", may=Imports.READ, of=queries.get_row)
def row(seen: RowOf) -> Response:
    """One row beside the people it may be."""
    return _row(seen, DecideForm.blank(choice=seen.row.choice or None))


@bp.post("/dang-vien/nhap/<int:import_id>/dong/<int:row_id>", may=Imports.WRITE, of=queries.get_row)
def decide(seen: RowOf) -> Response:
    """Say what the row is."""
    form = DecideForm.read()
    form.offer(seen.row, [member for member, _ in queries.beside(g.actor, seen.row)])
    if form.validate() and form.attempt(lambda: services.decide(g.actor, seen.made, seen.row, form.decided)):
        flash(gettext("Đã lưu cách xử lý dòng %(number)s.", number=seen.row.number), "success")
        return go(show_url(seen.made, loai="can-xem"))
    return _row(seen, form, 422)


def _columns(made: MemberImport, form: ColumnsForm, status: int = 200) -> Response:
    samples = queries.first_rows(made, SAMPLES, after=made.heading_to)
    return page("imports/columns.html", status=status, has_errors=status != 200, made=made, form=form,
                samples=[[veiled(cell) for cell in cells] for _, cells in samples], back=show_url(made))


def _values(made: MemberImport, form: ValuesForm, status: int = 200) -> Response:
    return page("imports/values.html", status=status, has_errors=status != 200, made=made, form=form,
                labels=FIELD_LABELS, back=show_url(made))


def _row(seen: RowOf, form: DecideForm, status: int = 200) -> Response:
    people = queries.beside(g.actor, seen.row)
    form.offer(seen.row, [member for member, _ in people])
    return page("imports/row.html", status=status, has_errors=status != 200, made=seen.made, row=seen.row,
                line=told([seen.row], seen.made)[0], people=people, form=form, back=show_url(seen.made, loai="can-xem"),
                can_decide=bool(seen.row.candidates or seen.row.choice))
