"""Reads of grants; the Actor of a request."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    literal,
    not_,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased, joinedload

from portal.accounts.api import Account, UserSession, alive, token_digest
from portal.core import clock
from portal.core.actor import STRANGER, Actor, Holding
from portal.core.db import db
from portal.delegation.models import Grant
from portal.delegation.policy import readable
from portal.members.api import TAKING_PART, Member, Membership, MemberState, Position
from portal.organizations.api import Organization, Role

DEEPEST = 10


def actor_of_session(token: str) -> tuple[Actor, Any]:
    """The Actor behind a session token and when the session was last seen; two statements."""
    found = _person(clock.today()).join(UserSession, UserSession.account_id == Account.id).where(
        UserSession.token_digest == token_digest(token), alive())
    row = db.session.execute(found.add_columns(UserSession.id, UserSession.own_device, UserSession.seen_at)).first()
    if row is None:
        return STRANGER, None
    return _actor(row, session_id=row[-3], own_device=row[-2]), row[-1]


def actor_of_account(account_id: int) -> Actor:
    """The Actor a person would be now (commands, jobs, tests)."""
    row = db.session.execute(_person(clock.today()).where(Account.id == account_id)).first()
    return _actor(row) if row is not None else STRANGER


@lru_cache(maxsize=2)
def _person(today: date) -> Any:
    """The statement every request begins with; made once a day, since making it costs more than running it."""
    in_cell = and_(Membership.member_id == Member.id, Membership.valid_from <= today,
                   or_(Membership.valid_to.is_(None), Membership.valid_to >= today))
    in_state = and_(MemberState.member_id == Member.id, MemberState.valid_from <= today,
                    or_(MemberState.valid_to.is_(None), MemberState.valid_to >= today))
    return (
        select(Account.id, Account.must_change, Account.language, Account.text_size, Member.id, Member.full_name,
               Organization.id, Organization.path, Organization.name, MemberState.state)
        .select_from(Account).outerjoin(Member, Member.account_id == Account.id)
        .outerjoin(Membership, in_cell).outerjoin(Organization, Organization.id == Membership.unit_id)
        .outerjoin(MemberState, in_state)
        .order_by(Membership.valid_from.desc(), MemberState.valid_from.desc()).limit(1)
    )


def _actor(row: Row[Any], *, session_id: int | None = None, own_device: bool = False) -> Actor:
    account, change, language, size, member, name, unit, path, unit_name, state = tuple(row)[:10]
    present = state in TAKING_PART
    return Actor(
        account_id=account, member_id=member, name=name or "", must_change=change, language=language, text_size=size,
        unit_id=unit if present else None, unit_path=(path or "") if present else "", unit_name=unit_name or "",
        member_state=str(state or ""), own_device=own_device, session_id=session_id,
        holdings=_holdings(account, member) if present or member is None else ())


def _holdings(account_id: int, member_id: int | None) -> tuple[Holding, ...]:
    """Posts and grants in force today, in one statement."""
    rows = db.session.execute(_posts_and_grants(clock.today()), {"account": account_id, "member": member_id}).all()
    return tuple(Holding(role, unit, path, bool(subtree), source, source_id)
                 for role, unit, path, subtree, source, source_id in rows)


@lru_cache(maxsize=2)
def _posts_and_grants(today: date) -> Any:
    """The statement of `_holdings`, made once a day."""
    member, account = bindparam("member", type_=Integer), bindparam("account", type_=Integer)
    posts = (
        select(Position.role, Position.unit_id, Organization.path, literal(False), literal("position"), Position.id)
        .join(Organization, Organization.id == Position.unit_id)
        .where(Position.member_id == member, Position.valid_from <= today,
               or_(Position.valid_to.is_(None), Position.valid_to >= today)))
    grants = (
        select(Grant.role, Grant.unit_id, Organization.path, Grant.subtree, literal("grant"), Grant.id)
        .join(Organization, Organization.id == Grant.unit_id)
        .where(Grant.account_id == account, _stands(Grant), _comes_down(Grant.account_id == account)))
    return union_all(posts, grants)


def _stands(grant: Any) -> ColumnElement[bool]:
    """Condition: neither revoked, nor before or past its days."""
    today = clock.today()
    return and_(grant.revoked_at.is_(None), grant.valid_from <= today,
                or_(grant.valid_to.is_(None), grant.valid_to >= today))


def _comes_down(some: ColumnElement[bool]) -> ColumnElement[bool]:
    """Condition on those of `some`: every grant it came from stands too. What was handed on ends with its source."""
    up = select(Grant.id.label("start"), Grant.source_id.label("source_id"), literal(0).label("depth")).where(
        some, Grant.source_id.is_not(None)).cte("comes_down", recursive=True)
    above, source = aliased(Grant), aliased(Grant)
    up = up.union_all(select(up.c.start, above.source_id, up.c.depth + 1).join(above, above.id == up.c.source_id)
                      .where(above.source_id.is_not(None), up.c.depth < DEEPEST))
    cut = select(up.c.start).join(source, source.id == up.c.source_id).where(not_(_stands(source)))
    return Grant.id.not_in(cut)


@dataclass(frozen=True, slots=True)
class Link:
    """One holding in the chain a grant came down: who held which role where."""

    role: Any
    unit: str
    holder: str


def in_force(actor: Actor) -> Select[Any]:
    """Rows (Grant, name of the holder, name of the grantor) the actor may see, in force today, newest first;
    not yet paged."""
    grantor = aliased(Member)
    return (readable(actor).add_columns(Member.full_name, grantor.full_name)
            .outerjoin(Member, Member.account_id == Grant.account_id)
            .outerjoin(grantor, grantor.account_id == Grant.grantor_id)
            .options(joinedload(Grant.unit))
            .where(_stands(Grant), _comes_down(true()))
            .order_by(Grant.granted_at.desc(), Grant.id.desc()))


def chains(grants: Collection[Grant]) -> dict[int, list[Link]]:
    """By grant id: the grants it came from, from the top down to its own source; one statement."""
    sources = {grant.source_id for grant in grants if grant.source_id is not None}
    up = select(Grant.id.label("start"), Grant.id.label("id"), Grant.source_id.label("source_id"),
                literal(0).label("depth")).where(Grant.id.in_(sources)).cte("up", recursive=True)
    above = aliased(Grant)
    up = up.union_all(select(up.c.start, above.id, above.source_id, up.c.depth + 1)
                      .join(above, above.id == up.c.source_id).where(up.c.depth < DEEPEST))
    found = (select(up.c.start, Grant.role, Organization.name, Member.full_name).join(Grant, Grant.id == up.c.id)
             .join(Organization, Organization.id == Grant.unit_id)
             .outerjoin(Member, Member.account_id == Grant.account_id).order_by(up.c.start, up.c.depth.desc()))
    links: dict[int, list[Link]] = {}
    for start, role, unit, holder in db.session.execute(found):
        links.setdefault(start, []).append(Link(Role(role).label, unit, holder or ""))
    return {grant.id: links.get(grant.source_id or 0, []) for grant in grants}
