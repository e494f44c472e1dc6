"""Screens of the log: the list and the table to take away."""

from collections.abc import Iterable

from flask import g, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, navigation, sheets
from portal.core.guard import GuardedBlueprint
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import Page
from portal.core.render import go, here, page
from portal.journal import queries
from portal.journal.forms import JournalForm
from portal.journal.policy import REVIEWERS, Journal
from portal.members.api import Member
from portal.members.api import get as get_member
from portal.organizations.api import Organization, units_of
from portal.organizations.api import get as get_unit

bp = GuardedBlueprint("journal", __name__)
navigation.add("journal", _l("Nhật ký"), "journal.index", Journal.LIST, 85, manage=True)
navigation.beside("member", _l("Nhật ký về người này"), "journal.of_member", Journal.LIST, 90)
navigation.beside("unit", _l("Nhật ký của đơn vị"), "journal.of_unit", Journal.LIST, 90)
MOST = 5000
COLUMNS = [sheets.Column(_l("Lúc"), 17), sheets.Column(_l("Người làm"), 26), sheets.Column(_l("Việc"), 40),
           sheets.Column(_l("Đối tượng"), 40), sheets.Column(_l("Đơn vị"), 34), sheets.Column(_l("Chi tiết"), 40),
           sheets.Column(_l("Căn cứ"), 22)]


@bp.get("/nhat-ky", may=Journal.LIST)
def index() -> Response:
    """Who did what, newest first."""
    form = _asked()
    valid = form.validate()
    found = Page.of(queries.listed(g.actor, form.filters if valid else queries.Filters(kind="-")))
    return page("journal/index.html", fragments=("results",), form=form, found=found, kinds=queries.KINDS,
                acts=queries.told(g.actor, found.rows), chips=_chips(form) if valid else [],
                status=200 if valid else 422, has_errors=form.failed)


@bp.get("/nhat-ky/tai-ve", may=Journal.LIST)
def download() -> Response:
    """The same list as a table; at most MOST rows, the newest. What can't be asked, the list says at its field."""
    form = _asked()
    if not form.validate():
        return go(f"{url_for('journal.index')}?{request.query_string.decode('latin-1')}")
    entries = queries.rows(g.actor, queries.listed(g.actor, form.filters), MOST)
    rows: Iterable[tuple[str, ...]] = (
        (clock.show_moment(act.at), act.who, str(act.what), act.object, act.unit, act.facts, act.by)
        for act in queries.told(g.actor, entries))
    return sheets.answer(f"nhat-ky-{clock.today():%Y-%m-%d}", gettext("Nhật ký"), COLUMNS, rows, "csv")


@bp.get("/dang-vien/<int:member_id>/nhat-ky", may=Journal.LIST, of=get_member)
def of_member(member: Member) -> Response:
    """The way to what was done to one record."""
    return go(url_for("journal.index", loai="member", so=member.id))


@bp.get("/to-chuc/<int:organization_id>/nhat-ky", may=Journal.LIST, of=get_unit)
def of_unit(unit: Organization) -> Response:
    """The way to what was done at one unit."""
    return go(url_for("journal.index", don_vi=unit.id))


def _asked() -> JournalForm:
    form = JournalForm.read()
    units = units_of(g.actor, REVIEWERS)
    asked = form.unit_id.data and get_unit(g.actor, form.unit_id.data)
    form.offer([*units, asked] if asked and asked not in units else units)
    return form


def _chips(form: JournalForm) -> list[tuple[object, str]]:
    filters = form.filters
    unit = next((choice.label for choice in form.unit_id.choices if choice.value == str(filters.unit_id)), None)
    about = queries.KINDS.get(filters.kind)
    said = [("ten", filters.person), ("viec", queries.SUBJECTS.get(filters.subject)), ("don_vi", unit),
            ("tu", filters.since and f"{form.since.label.text} {clock.show_date(filters.since)}"),
            ("den", filters.until and f"{form.until.label.text} {clock.show_date(filters.until)}"),
            ("so", about and filters.object_id and f"{about} {filters.object_id}")]
    return [(words, here(**{name: None, "trang": None})) for name, words in said if words]
