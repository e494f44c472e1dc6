"""Lists of transfers: what waits, what goes, what comes, what is late."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_, select, true
from sqlalchemy.orm import joinedload

from portal.core import clock, workdays
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l
from portal.core.statements import per_actor
from portal.members.api import KEEPERS, Member
from portal.organizations.api import holds_words, in_covered
from portal.transfers.models import Kind, State, Transfer
from portal.transfers.policy import OFFICERS, readable

RUNNING = (State.ASKED, State.RELEASED)
GROUPS: dict[str, Any] = {
    "": _l("Đang làm"), "di": _l("Chuyển đi"), "den": _l("Chuyển đến"), "qua-han": _l("Quá hạn"),
    "tam-thoi": _l("Đang sinh hoạt tạm thời"), "tat-ca": _l("Tất cả"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; empty means what runs."""

    group: str = ""
    kind: str = ""
    state: str = ""
    text: str = ""


def listed(actor: Actor, filters: Filters) -> Select[Any]:
    """The transfers the actor may see: those that run by the age of their decision, then the newest; not paged."""
    found = readable(actor).join(Member, Member.id == Transfer.member_id).where(_group(actor, filters.group)).options(
        joinedload(Transfer.member), joinedload(Transfer.from_unit), joinedload(Transfer.to_unit))
    if filters.kind:
        found = found.where(Transfer.kind == filters.kind)
    if filters.state:
        found = found.where(Transfer.state == filters.state)
    found = found.where(*holds_words(Member.search_key, filters.text))
    runs = Transfer.state.in_(RUNNING)
    return found.order_by(case((runs, 0), else_=1), case((runs, Transfer.decided_on)), case((runs, Transfer.id)),
                          Transfer.id.desc())


def rows(actor: Actor, filters: Filters, limit: int) -> list[Transfer]:
    """The same, whole up to a bound: for paper and sheets."""
    return list(db.session.execute(listed(actor, filters).limit(limit)).unique().scalars())


def of_member(member: Member) -> list[Transfer]:
    """All transfers of a member, the newest first."""
    found = (select(Transfer).where(Transfer.member_id == member.id).order_by(Transfer.id.desc()).limit(50)
             .options(joinedload(Transfer.from_unit), joinedload(Transfer.to_unit)))
    return list(db.session.execute(found).unique().scalars())


def waiting(actor: Actor, limit: int = 5) -> list[tuple[Transfer, bool]]:
    """(transfer, the actor owes the next step) for the home page: what waits for the offices one holds itself, and
    one's own that run."""
    found = db.session.execute(_waiting(actor).limit(limit)).unique().scalars()
    return [(one, one.member_id != actor.member_id) for one in found]


def is_waiting(actor: Actor) -> ColumnElement[bool]:
    """Condition: there is one."""
    return _waiting(actor).order_by(None).with_only_columns(Transfer.id).exists()


@per_actor
def _waiting(actor: Actor) -> Select[Transfer]:
    units = {holding.unit_id for holding in actor.scopes(OFFICERS)}
    mine = Transfer.member_id == (actor.member_id or 0)
    owed = and_(~mine, or_(
        and_(Transfer.state == State.ASKED, Transfer.from_unit_id.in_(units)),
        and_(Transfer.state == State.RELEASED, Transfer.to_unit_id.in_(units)),
        and_(Transfer.state == State.RELEASED, Transfer.to_unit_id.is_(None), Transfer.from_unit_id.in_(units))))
    return (readable(actor).where(Transfer.state.in_(RUNNING), or_(owed, mine)).order_by(Transfer.decided_on)
            .options(joinedload(Transfer.member), joinedload(Transfer.from_unit), joinedload(Transfer.to_unit)))


def staying_soon_over(today: date | None = None) -> Select[Any]:
    """Temporary stays that end within the days of notice; not restricted: for the worker."""
    today = today or clock.today()
    days = workdays.length("temporary_notice", today).length
    return (select(Transfer).where(Transfer.kind == Kind.TEMPORARY, Transfer.state == State.ACCEPTED,
                                   Transfer.until >= today, Transfer.until <= today + timedelta(days=days))
            .options(joinedload(Transfer.member), joinedload(Transfer.from_unit), joinedload(Transfer.to_unit)))


def _group(actor: Actor, group: str) -> ColumnElement[bool]:
    runs = Transfer.state.in_(RUNNING)
    if group == "di":
        return and_(runs, in_covered(actor, KEEPERS, Transfer.from_unit_id))
    if group == "den":
        return and_(runs, in_covered(actor, KEEPERS, Transfer.to_unit_id))
    if group == "qua-han":
        return is_overdue()
    if group == "tam-thoi":
        return and_(Transfer.kind == Kind.TEMPORARY, Transfer.state == State.ACCEPTED, Transfer.until >= clock.today())
    return true() if group == "tat-ca" else runs


def is_overdue() -> ColumnElement[bool]:
    """Condition: a clock of a running transfer is over. Computed from the calendar as it stands now."""
    return or_(
        and_(Transfer.kind == Kind.OFFICIAL, Transfer.state.in_(RUNNING),
             workdays.run_out("transfer_official", Transfer.decided_on)),
        and_(Transfer.state == State.RELEASED, workdays.run_out("transfer_slip", Transfer.released_on)))
