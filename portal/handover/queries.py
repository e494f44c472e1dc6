"""Reads for handovers: what a unit holds, who may give and receive, past ones."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import joinedload

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.handing import Held, InHand, count_held
from portal.delegation.api import Reach, Work, actor_of_account, holders_over
from portal.documents import api as documents
from portal.feedback import api as feedback
from portal.handover.models import Handover
from portal.handover.policy import ABOVE, HANDED, readable
from portal.meetings import api as meetings
from portal.members.api import TAKING_PART, Member, Membership, MemberState, State
from portal.news import api as news
from portal.organizations.api import Organization, holds_words, units_of

KINDS: list[Held] = [documents.HELD, news.HELD, meetings.HELD, feedback.HELD]
MOST_RECEIVERS = 40
MOST_UNITS = 3
TAKING_ON = TAKING_PART - {State.EXEMPT, State.TRANSFERRING}


@dataclass(frozen=True, slots=True)
class Holder:
    """A person with roles at the unit today that can be handed over."""

    member_id: int
    name: str
    roles: tuple[str, ...]
    titles: tuple[Any, ...]


def get(actor: Actor, handover_id: int) -> Handover | None:
    """One handover the actor may read."""
    found = readable(actor).where(Handover.id == handover_id).options(
        joinedload(Handover.unit), joinedload(Handover.giver), joinedload(Handover.receiver))
    return db.session.execute(found).scalar_one_or_none()


def listed(actor: Actor) -> Select[Any]:
    """Handovers the actor may read, newest first; not yet paged."""
    return readable(actor).options(joinedload(Handover.unit), joinedload(Handover.giver),
                                   joinedload(Handover.receiver)).order_by(Handover.id.desc())


def served(actor: Actor) -> list[Organization]:
    """The units the actor leads or serves, highest first."""
    return units_of(actor, ABOVE)


def in_hand(unit: Organization, actor: Actor | None = None) -> list[InHand]:
    """The open work of a unit, room by room; also the rooms that have none, so that the paper says so. All is counted;
    what this actor may read is named, and without an actor, for the stored record, all."""
    return [kind.at(unit.id, actor) for kind in KINDS]


def counted(unit_ids: Collection[int]) -> dict[Any, int]:
    """The same over several units as words → numbers, in one statement: what is named before units end."""
    return count_held(KINDS, unit_ids)


def work_of(account_id: int) -> list[Work]:
    """Open work at the units an account leads or serves itself: what is named before a right is taken away (J6)."""
    own = {one.unit_id for one in actor_of_account(account_id).holdings if one.role in ABOVE}
    units = db.session.execute(select(Organization).where(Organization.id.in_(own)).limit(MOST_UNITS)).scalars().all()
    return [Work(f"{unit.name}: {label}", number) for unit in units for label, number in counted([unit.id]).items()]


def rights(unit: Organization) -> list[Reach]:
    """Who holds what at the unit itself today."""
    return [one for one in holders_over(unit.path, HANDED) if one.unit_id == unit.id]


def holders(unit: Organization) -> list[Holder]:
    """Those who can hand over, by name, each with the roles held at the unit by post or grant."""
    by_account: dict[int, list[Reach]] = {}
    for one in rights(unit):
        by_account.setdefault(one.account_id, []).append(one)
    found = select(Member.id, Member.account_id, Member.full_name).where(Member.account_id.in_(by_account))
    holders = []
    for member_id, account_id, name in db.session.execute(found.order_by(Member.sort_key)):
        titles = {one.key: one.role for one in by_account[account_id or 0]}
        holders.append(Holder(member_id, name, tuple(titles), tuple(titles.values())))
    return holders


def receivers(unit: Organization, text: str) -> list[Member]:
    """Members active in the unit or below it, by name; at most MOST_RECEIVERS. Exempt members have no account."""
    today = clock.today()
    found = (select(Member)
             .join(Membership, and_(Membership.member_id == Member.id, *_today(Membership, today)))
             .join(Organization, Organization.id == Membership.unit_id)
             .join(MemberState, and_(MemberState.member_id == Member.id, *_today(MemberState, today)))
             .where(Organization.path.startswith(unit.path, autoescape=True), MemberState.state.in_(TAKING_ON),
                    Member.account_id.is_not(None)))
    found = found.where(*holds_words(Member.search_key, text))
    return list(db.session.execute(found.order_by(Member.sort_key, Member.id).limit(MOST_RECEIVERS)).scalars())


def member(member_id: int) -> Member | None:
    """One person by id."""
    return db.session.get(Member, member_id)


def _today(table: Any, today: Any) -> tuple[Any, Any]:
    return table.valid_from <= today, or_(table.valid_to.is_(None), table.valid_to >= today)
