"""Acts on ticked rows or on the whole filtered set: print and export here, others registered by their rooms."""

from collections.abc import Iterator
from typing import Any

from flask import g, request, url_for
from flask_babel import force_locale
from werkzeug.wrappers import Response

from portal.core import clock, sheets
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import allowed
from portal.core.render import go, page
from portal.members import queries, services
from portal.members.forms import ExportForm, PrintForm, RosterForm
from portal.members.models import EXPORT_COLUMNS, Disclosure, Filters, Selection
from portal.members.models.bulk import add, named
from portal.members.models.lists import EXPORT, PRINT
from portal.members.policy import Members
from portal.members.services.disclosing import MOST
from portal.members.services.sheet import sheet_row
from portal.members.views.blueprint import bp
from portal.members.views.roster import roster_page, units_to_choose

add("print", _l("In danh sách"), "members.print_form", Members.PRINT, 10)
add("export", _l("Xuất ra tệp"), "members.export_form", Members.EXPORT, 20)


@bp.post("/dang-vien/chon", may=Members.LIST)
def choose() -> Response:
    """Take the ticked rows, or the filtered set, to the page of the act."""
    form = RosterForm.read().offer(units_to_choose())
    act = named(request.form.get("viec", ""))
    ids = [int(raw) for raw in request.form.getlist("chon") if raw.isascii() and raw.isdecimal() and len(raw) < 10]
    takes_all = bool(request.form.get("tat_ca"))
    if not form.validate() or act is None or not allowed(g.actor, act.right):
        return roster_page(form, message=gettext("Chọn một việc để làm với danh sách."), status=422)
    if not ids and not takes_all:
        return roster_page(form, message=gettext("Đánh dấu ít nhất một người, hoặc chọn cả danh sách."), status=422)
    chosen = services.choose(g.actor, form.filters, () if takes_all else ids)
    return go(url_for(act.endpoint, selection_id=chosen.id))


@bp.get("/dang-vien/chon/<int:selection_id>/in", may=Members.PRINT, of=queries.selection)
def print_form(chosen: Selection) -> Response:
    """How the list is printed."""
    return _ask("members/print_form.html", chosen, PrintForm.blank(), PRINT)


@bp.post("/dang-vien/chon/<int:selection_id>/in", may=Members.PRINT, of=queries.selection)
def print_list(chosen: Selection) -> Response:
    """Log the print and open it."""
    form = PrintForm.read()
    made = form.validate() and form.attempt(lambda: _take(chosen, form, PRINT, "a4"))
    if made:
        return go(url_for(".printed", print_id=made.id))
    return _ask("members/print_form.html", chosen, form, PRINT, 422)


@bp.get("/dang-vien/chon/<int:selection_id>/xuat", may=Members.EXPORT, of=queries.selection)
def export_form(chosen: Selection) -> Response:
    """Which file."""
    return _ask("members/export_form.html", chosen, ExportForm.blank(), EXPORT)


@bp.post("/dang-vien/chon/<int:selection_id>/xuat", may=Members.EXPORT, of=queries.selection)
def export(chosen: Selection) -> Response:
    """Log the export and send the file."""
    form = ExportForm.read()
    made = form.validate() and form.attempt(lambda: _take(chosen, form, EXPORT, form.kind.data))
    if not made:
        return _ask("members/export_form.html", chosen, form, EXPORT, 422)
    columns = [sheets.Column(one.heading, one.width, one.digits) for one in EXPORT_COLUMNS]
    with force_locale("vi"):
        return sheets.answer(f"dang-vien-{clock.today():%Y%m%d}", "Đảng viên", columns, _lines(made), made.kind)


def _take(chosen: Selection, form: PrintForm, act: str, kind: str) -> Disclosure:
    return services.take_list(g.actor, chosen, act=act, kind=kind, is_full=form.is_full.data,
                              reason=form.reason.data or "")


def _lines(made: Disclosure) -> Iterator[list[Any]]:
    cells = services.cells_then(g.actor, made)
    for number, (member, unit, state, whole) in enumerate(services.rows(g.actor, made), start=1):
        yield sheet_row(number, member, unit, state, whole=whole, cell_name=cells.get(unit.id, ""))


def _ask(template: str, chosen: Selection, form: PrintForm, act: str, status: int = 200) -> Response:
    filters = Filters.of(chosen.address)
    words = RosterForm.blank(**{name: getattr(filters, name) for name in filters.__slots__}).offer(units_to_choose())
    total = queries.count(queries.chosen(g.actor, filters, chosen.ids), MOST[act])
    said = [words.said(name) for name in filters.asked if name not in ("sort", "unit_id")]
    return page(template, chosen=chosen, form=form, total=total, most=MOST[act], said=said, status=status,
                unit=queries.unit_named(g.actor, filters.unit_id), has_errors=form.failed,
                back=url_for(".index", **filters.address), may_uncover=allowed(g.actor, Members.EXPORT))
