"""The contact with the place of residence: who has one, who has none, what was said."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import joinedload

from portal.core import clock, workdays
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.statements import still
from portal.members.api import KEEPERS, PRESENT, Member, Membership, MemberState, kept_people
from portal.members.api import State as MemberStates
from portal.members.api import readable_at_home as readable_members
from portal.organizations.api import Organization, holds_words
from portal.transfers.models import ResidenceCode, ResidenceContact, ResidenceGround, ResidenceRemark, Status
from portal.transfers.policy import readable_contacts, readable_remarks

WORKING = PRESENT - {MemberStates.EXEMPT, MemberStates.TEMPORARY_IN}
"""Whom the residence contact is asked of: those at work here; who is exempt from activities is not."""


@dataclass(frozen=True, slots=True)
class ContactFilters:
    """What the list is narrowed to; empty means all."""

    text: str = ""
    unit: Organization | None = None
    status: str = ""


def roster(actor: Actor, filters: ContactFilters) -> Select[Any]:
    """Rows (Member, cell, open contact or None, status, day last met) of working members in the units one keeps, in
    the order of names; not yet paged."""
    status, last = _status(), _last_met()
    found = (readable_members(actor)
             .add_columns(Organization.name, ResidenceContact, status.label("status"), last.label("last"))
             .join(Membership, _today(Membership)).join(Organization, Organization.id == Membership.unit_id)
             .join(MemberState, _today(MemberState)).where(still(MemberState.state).in_(WORKING))
             .outerjoin(ResidenceContact, and_(ResidenceContact.member_id == Member.id,
                                               ResidenceContact.valid_to.is_(None))))
    found = found.where(kept_people(actor, KEEPERS, filters.unit), *holds_words(Member.search_key, filters.text))
    if filters.unit is not None:
        found = found.where(Organization.path.startswith(filters.unit.path, autoescape=True))
    if filters.status:
        found = found.where(status == filters.status)
    return found.order_by(Member.sort_key, Member.id)


def roster_rows(actor: Actor, filters: ContactFilters, limit: int) -> list[Any]:
    """The same, whole up to a bound: for paper and sheets."""
    return list(db.session.execute(roster(actor, filters).limit(limit)).all())


def contact(actor: Actor, contact_id: int) -> ResidenceContact | None:
    """One contact of a member the actor may see."""
    found = readable_contacts(actor).where(ResidenceContact.id == contact_id).options(
        joinedload(ResidenceContact.member), joinedload(ResidenceContact.ground))
    return db.session.execute(found).unique().scalar_one_or_none()


def contact_of(member: Member) -> ResidenceContact | None:
    """Where a member lives today."""
    found = (select(ResidenceContact)
             .where(ResidenceContact.member_id == member.id, ResidenceContact.valid_to.is_(None))
             .options(joinedload(ResidenceContact.ground)))
    return db.session.execute(found).unique().scalar_one_or_none()


def past_contacts(member: Member) -> list[ResidenceContact]:
    """Where he lived before, the newest first."""
    found = (select(ResidenceContact).where(ResidenceContact.member_id == member.id,
                                            ResidenceContact.valid_to.is_not(None))
             .order_by(ResidenceContact.valid_from.desc()).limit(20))
    return list(db.session.execute(found).scalars())


def remarks_of(member: Member) -> list[ResidenceRemark]:
    """What the residence said, the newest first."""
    found = (select(ResidenceRemark).where(ResidenceRemark.member_id == member.id)
             .order_by(ResidenceRemark.year.desc(), ResidenceRemark.period.desc()).limit(60)
             .options(joinedload(ResidenceRemark.contact)))
    return list(db.session.execute(found).unique().scalars())


def remark(actor: Actor, remark_id: int) -> ResidenceRemark | None:
    """One remark about a member the actor may see."""
    found = readable_remarks(actor).where(ResidenceRemark.id == remark_id).options(
        joinedload(ResidenceRemark.contact).joinedload(ResidenceContact.member))
    return db.session.execute(found).unique().scalar_one_or_none()


def grounds(member: Member | None = None) -> list[ResidenceGround]:
    """The grounds of exemption in force today, and the one the member has, which may have ended since."""
    today, row = clock.today(), contact_of(member) if member else None
    found = select(ResidenceGround).where(or_(
        and_(or_(ResidenceGround.valid_from.is_(None), ResidenceGround.valid_from <= today),
             or_(ResidenceGround.valid_to.is_(None), ResidenceGround.valid_to >= today)),
        ResidenceGround.id == (row.ground_id if row else None))).order_by(ResidenceGround.id)
    return list(db.session.execute(found).scalars())


def code_of(digest: str) -> ResidenceCode | None:
    """The code with this digest that may still be used, its row held until the end of the transaction."""
    found = (select(ResidenceCode).where(ResidenceCode.digest == digest, ResidenceCode.used_at.is_(None),
                                         ResidenceCode.until >= clock.today()).with_for_update())
    return db.session.execute(found).scalar_one_or_none()


def _status() -> ColumnElement[str]:
    today = clock.today()
    exempt = and_(ResidenceContact.ground_id.is_not(None),
                  or_(ResidenceContact.ground_from.is_(None), ResidenceContact.ground_from <= today),
                  or_(ResidenceContact.ground_to.is_(None), ResidenceContact.ground_to >= today))
    return case((ResidenceContact.id.is_(None), Status.NONE.value), (exempt, Status.EXEMPT.value),
                (ResidenceContact.letter_on.is_(None), Status.NO_LETTER.value),
                (and_(workdays.run_out("residence_meeting", ResidenceContact.letter_on), ~_met_lately()),
                 Status.OVERDUE.value), else_=Status.FINE.value)


def _met_lately() -> ColumnElement[bool]:
    return exists().where(ResidenceRemark.member_id == Member.id, ResidenceRemark.met_on.is_not(None),
                          ~workdays.run_out("residence_meeting", ResidenceRemark.met_on)).correlate(Member)


def _last_met() -> Any:
    return (select(func.max(ResidenceRemark.met_on)).where(ResidenceRemark.member_id == Member.id)
            .correlate(Member).scalar_subquery())


def _today(table: Any) -> Any:
    today = clock.today()
    return and_(table.member_id == Member.id, table.valid_from <= today,
                or_(table.valid_to.is_(None), table.valid_to >= today))
