"""What the tree and the table of steps allow: units one may give at, roles, and who may receive them."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, or_, select
from sqlalchemy.orm import aliased

from portal.accounts.api import Account
from portal.core.actor import Actor, Holding
from portal.core.db import db
from portal.core.statements import TODAY, rows
from portal.delegation.models import SAME_UNIT, DelegationStep, Grant
from portal.delegation.policy import ADMINISTRATORS, MANAGERS
from portal.delegation.queries.chains import belongs, living, there_is, within
from portal.members.api import Member, Membership, MemberState, Position, State, masked
from portal.organizations.api import Organization, Role, holds_words

RECEIVING = frozenset({State.OFFICIAL, State.PROBATIONARY, State.TEMPORARY_OUT, State.TEMPORARY_IN})
"""States in which a member may be given a role (98-CV/ĐU: a Party member, not one excused from Party life)."""
MOST = 20


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be given a role: name, masked number, cell of activity."""

    account_id: int
    name: str
    masked_id: str
    cell: str


@dataclass(frozen=True, slots=True)
class Way:
    """A step that may be taken: by which holding, which row of the table."""

    holding: Holding
    step: DelegationStep


def dated(step: Any = DelegationStep) -> ColumnElement[bool]:
    """Condition: the row is in force today."""
    return and_(or_(step.valid_from.is_(None), step.valid_from <= TODAY),
                or_(step.valid_to.is_(None), step.valid_to >= TODAY))


def _opens(actor: Actor, unit: Any) -> ColumnElement[bool]:
    """Condition: a confirmed step leads from a unit where the actor holds the right role to this one."""
    mine, step = aliased(Organization), aliased(DelegationStep)
    pairs = [and_(mine.id == one.unit_id, step.by_role == one.role) for one in actor.scopes(MANAGERS)]
    if not pairs:
        return false()
    return there_is(
        (mine, step), or_(*pairs), within(mine), step.from_kind == mine.kind_id, step.to_kind == unit.kind_id,
        step.confirmed.is_(True), dated(step), or_(and_(step.step == SAME_UNIT, mine.id == unit.id),
                         and_(step.step > SAME_UNIT, mine.id == unit.parent_id)))


def _near(actor: Actor) -> ColumnElement[bool]:
    """Condition, for the indexes: where the actor serves, and just below."""
    held = [one.unit_id for one in actor.scopes(MANAGERS)]
    return or_(Organization.id.in_(held), Organization.parent_id.in_(held))


def open_units(actor: Actor, among: Collection[int]) -> set[int]:
    """Those of the units at which the actor may give a role."""
    if not among:
        return set()
    found = select(Organization.id).where(Organization.id.in_(among), within(Organization), _opens(actor, Organization))
    return set(db.session.execute(found).scalars())


def units(actor: Actor, account_id: int | None = None) -> list[Organization]:
    """Units one step down at which the actor may give a role, in Vietnamese order; with an account: those its
    holder belongs to."""
    found = select(Organization).where(_near(actor), within(Organization), _opens(actor, Organization))
    if account_id is not None:
        found = found.where(there_is((Member,), Member.account_id == account_id, belongs(Member, Organization)))
    return list(db.session.execute(found.order_by(Organization.sort_key).limit(300)).scalars())


def hands_down(actor: Actor) -> bool:
    """There is a unit at which the actor may give a role."""
    found = select(Organization.id).where(_near(actor), within(Organization), _opens(actor, Organization)).limit(1)
    return db.session.execute(found).first() is not None


def ways(actor: Actor, unit: Organization) -> list[Way]:
    """Every step that leads from the actor's holdings to this unit, the unconfirmed ones too."""
    holdings = [one for one in actor.scopes(MANAGERS) if one.unit_id in (unit.parent_id, unit.id)]
    if not holdings:
        return []
    asked = {"places": [one.unit_id for one in holdings], "kind": unit.kind_id}
    return [Way(one, step) for step, unit_id in db.session.execute(_steps_from(), asked) for one in holdings
            if one.unit_id == unit_id and one.role == step.by_role
            and unit_id == (unit.id if step.step == SAME_UNIT else unit.parent_id)]


@cache
def _steps_from() -> Any:
    """The statement of `ways`."""
    mine = aliased(Organization)
    return (select(DelegationStep, mine.id).join(mine, mine.kind_id == DelegationStep.from_kind)
            .where(mine.id.in_(bindparam("places", expanding=True)), within(mine), dated(),
                   DelegationStep.to_kind == bindparam("kind")).order_by(DelegationStep.id))


def roles(actor: Actor, unit: Organization) -> list[str]:
    """The roles the actor may give at this unit, in the order of Role."""
    offered = {way.step.role for way in ways(actor, unit) if way.step.confirmed}
    return [role for role in Role if role in offered]


def hideable(actor: Actor, unit: Organization) -> set[str]:
    """Those of them that may be hidden from above."""
    return {way.step.role for way in ways(actor, unit) if way.step.confirmed and way.step.may_hide}


def candidates(actor: Actor, text: str, unit: Organization | None = None) -> Select[Any]:
    """Rows (account, name, citizen id, cell) of members whom the actor may give a role, by words of the name or the
    whole citizen id; not yet paged."""
    target = aliased(Organization)
    in_reach = there_is((target,), within(target), _opens(actor, target), belongs(Member, target),
                        *([target.id == unit.id] if unit is not None else []))
    return _by_words(actor, text).where(MemberState.state.in_(RECEIVING), in_reach)


def in_branch_of(actor: Actor, text: str) -> Select[Any]:
    """The same rows of all members active in the branch whose administrator account the actor keeps."""
    target = aliased(Organization)
    mine = [target.path.startswith(one.path, autoescape=True) for one in actor.scopes(ADMINISTRATORS)]
    return _by_words(actor, text).where(there_is(
        (target,), target.id == Membership.unit_id, or_(*mine) if mine else false()))


def _by_words(actor: Actor, text: str) -> Select[Any]:
    home = aliased(Organization)
    found: Any = (
        select(Member.account_id, Member.full_name, Member.citizen_id, home.name)
             .join(Account, Account.id == Member.account_id)
             .outerjoin(Membership, and_(Membership.member_id == Member.id, within(Membership)))
             .outerjoin(home, home.id == Membership.unit_id)
             .join(MemberState, and_(MemberState.member_id == Member.id, within(MemberState)))
             .where(Account.id != actor.account_id))
    if is_number(text):
        found = found.where(Member.citizen_id == text)
    else:
        found = found.where(*holds_words(Member.search_key, text))
    ordered: Select[Any] = found.order_by(Member.sort_key, Member.id)
    return ordered


def candidate(actor: Actor, account_id: int) -> Candidate | None:
    """One of them, by account."""
    return next(iter(people(candidates(actor, "").where(Member.account_id == account_id).limit(1))), None)


def find(actor: Actor, text: str, unit: Organization | None = None) -> list[Candidate]:
    """The first of them in the order of names."""
    return people(candidates(actor, text, unit).limit(MOST))


def is_number(text: str) -> bool:
    """A whole citizen id was typed."""
    return len(text) == 12 and text.isascii() and text.isdecimal()


def people(found: Select[Any]) -> list[Candidate]:
    """Rows of `candidates` as persons."""
    rows = db.session.execute(found)
    return [Candidate(account, name, masked(number), cell or "") for account, name, number, cell in rows]


@dataclass(frozen=True, slots=True)
class Receiver:
    """Whom a role is given to, as the rules ask: state of account and member, whether he belongs to the unit."""

    member_id: int | None
    account_state: str
    state: str
    belongs: bool


def receiver(account_id: int, unit: Organization) -> Receiver | None:
    """The facts about an account that decide whether it may receive a role at a unit; None where there is none."""
    row = db.session.execute(_receiver(), {"account": account_id, "unit": unit.id}).first()
    return Receiver(row[1], row[0], str(row[2] or ""), bool(row[3])) if row is not None else None


@cache
def _receiver() -> Select[Any]:
    target = aliased(Organization)
    found: Any = (
        select(Account.state, Member.id, MemberState.state,
               there_is((target,), target.id == bindparam("unit"), belongs(Member, target)))
        .outerjoin(Member, Member.account_id == Account.id)
        .outerjoin(MemberState, and_(MemberState.member_id == Member.id, within(MemberState)))
        .where(Account.id == bindparam("account")).order_by(MemberState.valid_from.desc()).limit(1))
    return found  # type: ignore[no-any-return]


def held_already(account_id: int, unit_id: int, among: Collection[str]) -> set[str]:
    """Those of the roles that the account was given at this unit and that still run or wait."""
    db.session.flush()
    return {role for role, in rows(_held(), account=account_id, unit=unit_id, among=list(among))}


@cache
def _held() -> Any:
    """The statement of `held_already`."""
    return select(Grant.role).where(
        Grant.account_id == bindparam("account"), Grant.unit_id == bindparam("unit"),
        Grant.role.in_(bindparam("among", expanding=True)), Grant.substitute_of.is_(None), Grant.revoked_at.is_(None),
        or_(Grant.valid_to.is_(None), Grant.valid_to >= TODAY),
        or_(Grant.pending, Grant.valid_from > TODAY, Grant.id.in_(living())))


def officers(unit_id: int) -> list[tuple[int, str, list[Any]]]:
    """(account, name, roles) of who serves this very unit today by post or by grant: who may stand in."""
    by_post = (select(Member.account_id, Member.full_name, Member.sort_key, Position.role)
               .join(Position, Position.member_id == Member.id)
               .where(Position.unit_id == unit_id, within(Position), Member.account_id.is_not(None)))
    by_grant = (select(Member.account_id, Member.full_name, Member.sort_key, Grant.role)
                .join(Grant, Grant.account_id == Member.account_id)
                .where(Grant.unit_id == unit_id, Grant.id.in_(living())))
    found: dict[int, tuple[str, str, list[Any]]] = {}
    for row in [*db.session.execute(by_post), *db.session.execute(by_grant)]:
        words = found.setdefault(row[0], (row[2], row[1], []))[2]
        if Role(row[3]).label not in words:
            words.append(Role(row[3]).label)
    return [(account, name, words) for account, (_, name, words)
            in sorted(found.items(), key=lambda one: one[1][0])]
