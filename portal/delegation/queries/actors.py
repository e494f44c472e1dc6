"""The Actor of a request: posts and grants that live today, in two statements."""

from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import Integer, Row, and_, bindparam, literal, select, union_all
from sqlalchemy.orm import aliased

from portal.accounts.api import Account, UserSession, alive, owes_second_step, token_digest
from portal.core import clock
from portal.core.actor import STRANGER, Actor, Holding, Viewer
from portal.core.db import db
from portal.core.statements import TODAY, rows
from portal.delegation.models import Grant, Viewing
from portal.delegation.policy import ADMINISTRATORS, administers
from portal.delegation.queries.chains import comes_down, stands, within
from portal.members.api import TAKING_PART, Member, Membership, MemberState, Position, State, Stay
from portal.organizations.api import Organization


def actor_of_session(token: str) -> tuple[Actor, Any]:
    """The Actor behind a session token and when the session was last seen; two statements. A role that asks for a
    second step opens nothing to a session which began before it was given: the person signs in anew."""
    row: Any = next(iter(rows(_in_session(), digest=token_digest(token))), None)
    if row is None:
        return STRANGER, None
    actor = _actor(row, session_id=row[-3], own_device=row[-2])
    if not actor.must_change and owes_second_step(actor, {one.role for one in actor.holdings}):
        return STRANGER, None
    return actor, row[-1]


def actor_of_account(account_id: int) -> Actor:
    """The Actor a person would be now (commands, jobs, tests)."""
    db.session.flush()
    row = next(iter(rows(_of_account(), account=account_id)), None)
    return _actor(row) if row is not None else STRANGER


def as_another(actor: Actor, viewing_id: int) -> Actor:
    """The person this session looks on as: while it lasts, while the one who looks still is an administrator over that
    person, who is none, and in the session it was begun in; else the actor himself."""
    found = select(Viewing).where(
        Viewing.id == viewing_id, Viewing.viewer_id == actor.account_id, Viewing.session_id == actor.session_id,
        Viewing.ended_at.is_(None), Viewing.until > clock.now())
    row = db.session.execute(found).scalar_one_or_none()
    if row is None or actor.account_id is None or actor.holds_any(ADMINISTRATORS) is None:
        return actor
    other = actor_of_account(row.account_id)
    if not administers(actor, other.unit_path) or other.holds_any(ADMINISTRATORS) is not None:
        return actor
    return replace(other, session_id=actor.session_id, must_change=False,
                   language=actor.language, text_size=actor.text_size,
                   viewed_by=Viewer(actor.account_id, actor.name, row.id, row.until))


@cache
def _in_session() -> Any:
    """The statement of `actor_of_session`."""
    columns = UserSession.id, UserSession.own_device, UserSession.seen_at
    return _person().add_columns(*columns).join(UserSession, UserSession.account_id == Account.id).where(
        UserSession.token_digest == bindparam("digest"), alive())


@cache
def _of_account() -> Any:
    """The statement of `actor_of_account`."""
    return _person().where(Account.id == bindparam("account"))


def _person() -> Any:
    """What every request begins with."""
    in_cell = and_(Membership.member_id == Member.id, within(Membership))
    in_state = and_(MemberState.member_id == Member.id, within(MemberState))
    host = aliased(Organization)
    in_stay = and_(Stay.member_id == Member.id, Stay.valid_from <= TODAY, Stay.valid_to >= TODAY,
                   MemberState.state == State.TEMPORARY_OUT)
    return (
        select(Account.id, Account.must_change, Account.language, Account.text_size, Member.id, Member.full_name,
               Organization.id, Organization.path, Organization.name, MemberState.state, host.path, Account.unconfirmed)
        .select_from(Account).outerjoin(Member, Member.account_id == Account.id)
        .outerjoin(Membership, in_cell).outerjoin(Organization, Organization.id == Membership.unit_id)
        .outerjoin(MemberState, in_state)
        .outerjoin(Stay, in_stay).outerjoin(host, host.id == Stay.unit_id)
        .order_by(Membership.valid_from.desc(), MemberState.valid_from.desc()).limit(1)
    )


def _actor(row: Row[Any], *, session_id: int | None = None, own_device: bool = False) -> Actor:
    """Who is being transferred is in no cell, and holds nothing at the old one, from the day of the release; an
    unconfirmed account (opened by the letter's rule) stands for nobody yet."""
    account, change, language, size, member, name, unit, path, unit_name, state, guest_path, raw = tuple(row)[:12]
    present = state in TAKING_PART and not raw
    in_cell = present and state != State.TRANSFERRING
    return Actor(
        account_id=account, member_id=member, name=name or "", must_change=change, language=language, text_size=size,
        unit_id=unit if in_cell else None, unit_path=(path or "") if in_cell else "", unit_name=unit_name or "",
        member_state=str(state or ""), own_device=own_device, session_id=session_id, unconfirmed=raw,
        guest_path=(guest_path or "") if present else "",
        holdings=tuple(one for one in _holdings(account, member) if in_cell or one.unit_id != unit)
        if present or member is None else ())


def _holdings(account_id: int, member_id: int | None) -> tuple[Holding, ...]:
    """Posts and grants that live today, in one statement."""
    found: Any = rows(_posts_and_grants(), account=account_id, member=member_id)
    return tuple(Holding(role, unit, path, bool(subtree), source, source_id)
                 for role, unit, path, subtree, source, source_id in found)


@cache
def _posts_and_grants() -> Any:
    """The statement of `_holdings`."""
    member, account = bindparam("member", type_=Integer), bindparam("account", type_=Integer)
    posts = (
        select(Position.role, Position.unit_id, Organization.path, literal(False), literal("position"), Position.id)
        .join(Organization, Organization.id == Position.unit_id)
        .where(Position.member_id == member, within(Position), within(Organization)))
    mine = and_(Grant.account_id == account, stands(Grant))
    grants = (
        select(Grant.role, Grant.unit_id, Organization.path, Grant.subtree, literal("grant"), Grant.id)
        .join(Organization, Organization.id == Grant.unit_id).where(mine, comes_down(mine)))
    return union_all(posts, grants)
