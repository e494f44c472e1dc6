"""The contact with the place of residence: the list, its print and sheet, and a member's page."""

from typing import Any

from flask import g, request
from werkzeug.wrappers import Response

from portal.core import clock, navigation, sheets
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import Page
from portal.core.render import here, page
from portal.core.sheets import Column
from portal.members.api import KEEPERS, Member
from portal.organizations.api import Organization, units_of
from portal.organizations.api import get as get_unit
from portal.transfers import queries
from portal.transfers.forms import RosterForm, WardForm
from portal.transfers.models import ResidenceContact, Status
from portal.transfers.policy import Residence
from portal.transfers.views.reading import bp

navigation.beside("member", _l("Sinh hoạt hai chiều"), "transfers.contact", Residence.READ, 31)
navigation.beside("members", _l("Sinh hoạt hai chiều"), "transfers.residence", Residence.LIST, 31)
MOST = 5000
COLUMNS = [Column(_l("Họ và tên"), 26), Column(_l("Chi bộ"), 30), Column(_l("Tình trạng"), 24),
           Column(_l("Chi bộ nơi cư trú"), 30), Column(_l("Phường, xã"), 30), Column(_l("Tỉnh, thành phố"), 18),
           Column(_l("Phường, xã hiện nay"), 30), Column(_l("Số giấy giới thiệu"), 16),
           Column(_l("Ngày giấy giới thiệu"), 14), Column(_l("Gặp gần nhất"), 14)]


@bp.get("/sinh-hoat-hai-chieu", may=Residence.LIST)
def residence() -> Response:
    """Who has a contact, who has none, who is late."""
    form, filters = _filters()
    found = Page.of(queries.roster(g.actor, filters))
    return page("transfers/residence.html", fragments=("results",), form=form, found=found, statuses=Status,
                filters=filters, chips=_chips(filters), query=_query(form), has_errors=form.failed,
                status=422 if form.failed else 200)


@bp.get("/sinh-hoat-hai-chieu/in", may=Residence.LIST)
def print_residence() -> Response:
    """The list as it is filtered, on A4."""
    _, filters = _filters()
    return page("transfers/print_residence.html", layout="layouts/print.html", filters=filters, statuses=Status,
                rows=queries.roster_rows(g.actor, filters, MOST), today=clock.today())


@bp.get("/sinh-hoat-hai-chieu/xuat", may=Residence.LIST)
def export_residence() -> Response:
    """The list as it is filtered, as a sheet."""
    _, filters = _filters()
    rows = (_row(*one) for one in queries.roster_rows(g.actor, filters, MOST))
    return sheets.answer("sinh-hoat-hai-chieu", gettext("Sinh hoạt hai chiều"), COLUMNS, rows,
                         "csv" if request.args.get("dang") == "csv" else "xlsx")


@bp.get("/dang-vien/<int:member_id>/hai-chieu", may=Residence.READ, of=queries.member)
def contact(member: Member) -> Response:
    """Residence, letter, ground and remarks of one member."""
    return contact_page(member)


def contact_page(member: Member, status: int = 200, **more: Any) -> Response:
    """The page, with a form that was refused as it was typed."""
    row = queries.contact_of(member)
    offers = queries.offers(row.ward, row.province) if row is not None and not row.ward_now else []
    ward_form = more.pop("ward_form", None) or WardForm.blank().offer(one.now for one in offers)
    return page("transfers/contact.html", member=member, contact=row, past=queries.past_contacts(member),
                remarks=queries.remarks_of(member), offers=offers, ward_form=ward_form, status=status,
                has_errors=status >= 400)


def _filters() -> tuple[RosterForm, queries.ContactFilters]:
    unit = _asked_unit()
    units = units_of(g.actor, KEEPERS)
    form = RosterForm.read().offer([*units, unit] if unit is not None and unit not in units else units)
    if not form.validate():
        return form, queries.ContactFilters()
    return form, queries.ContactFilters(form.text.data or "", unit, form.status.data or "")


def _query(form: RosterForm) -> dict[str, str]:
    """The filters of this page, for the addresses of its print and its sheet."""
    return {field.name: str(field.data) for field in form if field.data and not field.errors}


def _asked_unit() -> Organization | None:
    raw = request.args.get("don_vi", "")
    return get_unit(g.actor, int(raw)) if raw.isascii() and raw.isdecimal() and len(raw) < 10 else None


def _chips(filters: queries.ContactFilters) -> list[tuple[object, str]]:
    chips: list[tuple[object, str]] = []
    if filters.text:
        chips.append((filters.text, here(ten=None, trang=None)))
    if filters.unit is not None:
        chips.append((filters.unit.name, here(don_vi=None, trang=None)))
    if filters.status:
        chips.append((Status(filters.status).label, here(tinh_trang=None, trang=None)))
    return chips


def _row(member: Member, cell: str, row: ResidenceContact | None, status: str, last: Any) -> list[Any]:
    where = [row.cell, row.ward, row.province, row.ward_now, row.letter_number, row.letter_on] if row else [""] * 6
    return [member.full_name, cell, Status(status).label, *where, last]
