"""Screens of the register: roster, record, own record."""

from flask import g, request, url_for
from werkzeug.wrappers import Response

from portal.core import navigation
from portal.core.actor import Actor
from portal.core.guard import GuardedBlueprint
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import Page
from portal.core.render import go, here, page
from portal.members import queries
from portal.members.forms import RosterForm
from portal.members.models import Member, State
from portal.members.policy import KEEPERS, Members, keeps
from portal.organizations.api import Organization, People, tell_people, units_of
from portal.organizations.api import get as get_unit

bp = GuardedBlueprint("members", __name__)
navigation.add("members", _l("Đảng viên"), "members.index", Members.LIST, 75, manage=True)


@bp.get("/dang-vien", may=Members.LIST)
def index() -> Response:
    """The roster of the units one keeps."""
    unit = _asked_unit()
    form = RosterForm.read()
    form.offer(_units(unit))
    valid = form.validate()
    found = (queries.roster(g.actor, text=form.text.data or "", unit=unit, state=form.state.data or "")
             if valid else queries.nobody())
    return page("members/index.html", fragments=("results",), form=form, found=Page.of(found),
                chips=_chips(form, unit) if valid else [], status=200 if valid else 422, has_errors=form.failed)


@bp.get("/dang-vien/toi", may=Members.OWN, of=queries.own)
def mine(member: Member) -> Response:
    """The way to one's own record."""
    return go(url_for("members.show", member_id=member.id))


@bp.get("/dang-vien/<int:member_id>", may=Members.READ, of=queries.get)
def show(member: Member) -> Response:
    """One record; numbers are masked."""
    return page("members/show.html", member=member, cell=member.membership_today, rights=Members)


def _asked_unit() -> Organization | None:
    raw = request.args.get("don_vi", "")
    return get_unit(g.actor, int(raw)) if raw.isascii() and raw.isdecimal() and len(raw) < 10 else None


def _units(asked: Organization | None) -> list[Organization]:
    units = units_of(g.actor, KEEPERS)
    return [*units, asked] if asked is not None and asked not in units else units


def _chips(form: RosterForm, unit: Organization | None) -> list[tuple[object, str]]:
    chips: list[tuple[object, str]] = []
    if form.text.data:
        chips.append((form.text.data, here(ten=None, trang=None)))
    if unit is not None:
        chips.append((unit.name, here(don_vi=None, trang=None)))
    if form.state.data:
        chips.append((State(form.state.data).label, here(trang_thai=None, trang=None)))
    return chips


def _people(actor: Actor, unit: Organization) -> People:
    return People(queries.posts(unit.id), queries.count_below(unit),
                  url_for("members.index", don_vi=unit.id) if keeps(actor, unit.path) else "")


tell_people(_people)
