"""Lists, one transfer, its slip; the way in from the pages of a member and of the register; the home panel."""

from datetime import date
from typing import Any

from flask import g, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, navigation, panels, sheets
from portal.core.actor import Actor
from portal.core.guard import GuardedBlueprint
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import Page
from portal.core.policy import allowed
from portal.core.render import here, page
from portal.core.sheets import Column
from portal.members.api import Member
from portal.transfers import queries, services
from portal.transfers.forms import ListForm
from portal.transfers.models import Transfer
from portal.transfers.policy import Calendar, Residence, Transfers

bp = GuardedBlueprint("transfers", __name__)
navigation.add("transfers", _l("Chuyển sinh hoạt"), "transfers.index", Transfers.LIST, 76, manage=True)
navigation.beside("member", _l("Chuyển sinh hoạt"), "transfers.of_member", Transfers.HISTORY, 30)
navigation.beside("members", _l("Chuyển sinh hoạt"), "transfers.index", Transfers.LIST, 30)
MOST = 2000
COLUMNS = [Column(_l("Họ và tên"), 26), Column(_l("Loại"), 12), Column(_l("Nơi đi"), 34), Column(_l("Nơi đến"), 34),
           Column(_l("Bước"), 24), Column(_l("Ngày đề nghị"), 14), Column(_l("Ngày quyết định"), 14),
           Column(_l("Ngày giới thiệu"), 14), Column(_l("Từ ngày"), 14), Column(_l("Đến hết ngày"), 14),
           Column(_l("Đảng phí hết tháng"), 14), Column(_l("Hạn gần nhất"), 14)]


@bp.context_processor
def of_this_room() -> dict[str, Any]:
    """The room's rights, for `can(rights.RELEASE, transfer)`."""
    return {"rights": Transfers, "residence_rights": Residence, "calendar_rights": Calendar}


@bp.get("/chuyen-sinh-hoat", may=Transfers.LIST)
def index() -> Response:
    """Transfers from and to the units one keeps."""
    form, filters = _filters()
    found = Page.of(queries.listed(g.actor, filters))
    full = {one.id for one in found.rows if allowed(g.actor, Transfers.DETAIL, one)}
    return page("transfers/index.html", fragments=("results",), form=form, filters=filters, found=found, full=full,
                terms={one.id: queries.terms(one) for one in found.rows}, tab_items=_tabs(filters.group),
                query=_query(form))


@bp.get("/chuyen-sinh-hoat/in", may=Transfers.EXPORT)
def print_list() -> Response:
    """The list as it is filtered, on A4: for the office that receives."""
    _, filters = _filters()
    rows = queries.rows(g.actor, filters, MOST)
    return page("transfers/print_list.html", layout="layouts/print.html", rows=rows, filters=filters,
                group=queries.GROUPS[filters.group], today=clock.today(),
                full={one.id for one in rows if allowed(g.actor, Transfers.DETAIL, one)})


@bp.get("/chuyen-sinh-hoat/xuat", may=Transfers.EXPORT)
def export() -> Response:
    """The list as it is filtered, as a sheet."""
    _, filters = _filters()
    rows = (_row(one) for one in queries.rows(g.actor, filters, MOST))
    return sheets.answer("chuyen-sinh-hoat", gettext("Chuyển sinh hoạt"), COLUMNS, rows,
                         "csv" if request.args.get("dang") == "csv" else "xlsx")


@bp.get("/chuyen-sinh-hoat/<int:transfer_id>", may=Transfers.READ, of=queries.get)
def show(transfer: Transfer) -> Response:
    """Where it stands, days left, who did what, what comes next."""
    full = allowed(g.actor, Transfers.DETAIL, transfer)
    odd = queries.warnings(transfer.released_on or clock.today(), transfer.until) if transfer.until else []
    return page("transfers/show.html", transfer=transfer, full=full, lines=queries.lines(transfer, full=full),
                terms=queries.terms(transfer) if full else [], odd=odd if full else [])


@bp.get("/chuyen-sinh-hoat/<int:transfer_id>/giay", may=Transfers.PRINT, of=queries.get)
def slip(transfer: Transfer) -> Response:
    """How the slip will look; the card number is masked."""
    return _slip(transfer, card=transfer.member.masked_card_number, whole=False)


@bp.post("/chuyen-sinh-hoat/<int:transfer_id>/giay", may=Transfers.PRINT, of=queries.get)
def print_slip(transfer: Transfer) -> Response:
    """The slip with the whole card number, which the new cell compares with the card; the printing is recorded."""
    services.printed(g.actor, transfer)
    return _slip(transfer, card=transfer.member.card_number or "", whole=True)


@bp.get("/dang-vien/<int:member_id>/chuyen-sinh-hoat", may=Transfers.HISTORY, of=queries.member)
def of_member(member: Member) -> Response:
    """All transfers of a member, and the way to ask for one."""
    return page("transfers/member.html", member=member, transfers=queries.of_member(member))


def _slip(transfer: Transfer, *, card: str, whole: bool) -> Response:
    return page("transfers/slip.html", layout="layouts/print.html", transfer=transfer, card=card, whole=whole,
                hops=queries.hops(transfer), boxes=queries.BOXES)


def _filters() -> tuple[ListForm, queries.Filters]:
    form = ListForm.read()
    if not form.validate():
        return form, queries.Filters()
    group = form.group.data if form.group.data in queries.GROUPS else ""
    return form, queries.Filters(group, form.kind.data or "", form.state.data or "", form.text.data or "")


def _query(form: ListForm) -> dict[str, str]:
    """The filters of this page, for the addresses of its print and its sheet."""
    return {field.name: str(field.data) for field in form if field.data and not field.errors}


def _tabs(group: str) -> list[tuple[Any, str, bool]]:
    return [(label, here(nhom=key or None, buoc=None, trang=None), key == group)
            for key, label in queries.GROUPS.items()]


def _row(one: Transfer) -> list[Any]:
    if not allowed(g.actor, Transfers.DETAIL, one):
        return [one.member.full_name, "", "", one.to_name, one.stage.label, one.asked_on, *[""] * 6]
    due: list[date] = [term.due for _, term in queries.terms(one)]
    return [one.member.full_name, one.kind_label, one.from_name, one.to_name, one.stage.label, one.asked_on,
            one.decided_on, one.released_on, one.effective_on, one.until,
            f"{one.fees_until:%m/%Y}" if one.fees_until else "", min(due, default=None)]


def waiting(actor: Actor) -> panels.Panel | None:
    """Home: what waits for me, and my own transfer."""
    found = queries.waiting(actor)
    if not found:
        return None
    lines = [panels.Line(url_for("transfers.show", transfer_id=one.id), one.member.full_name, _words(one), owed=owed)
             for one, owed in found]
    whole = (url_for("transfers.index") if allowed(actor, Transfers.LIST)
             else url_for("transfers.of_member", member_id=actor.member_id))
    return panels.Panel(_l("Chuyển sinh hoạt đang chờ"), whole, lines)


def _words(one: Transfer) -> str:
    return gettext("%(state)s, đề nghị ngày %(day)s", state=one.stage.label, day=clock.show_date(one.asked_on))


panels.add("transfers", waiting, 15, gate=queries.is_waiting)
