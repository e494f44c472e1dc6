"""Accounts as their keepers see them: the roster with a status each, one account, those ticked."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    case,
    false,
    func,
    literal,
    select,
    union_all,
)

from portal.accounts.api import (
    ACTIVE,
    LOCKED,
    OPEN,
    Account,
    AccountKeeping,
    AccountRules,
    last_seen,
    rules,
    unused_since,
)
from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.statements import per_actor
from portal.delegation.api import Grant
from portal.keeping.models import Kept, Status
from portal.keeping.policy import on_the_rolls, readable
from portal.keeping.queries.reaching import Reach, reach
from portal.members.api import Member, MemberState, Position, State, named_first, on_day
from portal.members.api import names as names
from portal.organizations.api import Organization, holds_words

MOST_AT_ONCE = 100
"""Slips of one press: each code is hashed slowly on purpose, while nobody else can write."""


def status_of(by: AccountRules) -> ColumnElement[str]:
    """The status as a column, over Member, MemberState, Account and AccountKeeping."""
    now = clock.now()
    rows: list[tuple[ColumnElement[bool], Status]] = [
        (MemberState.state == State.EXEMPT, Status.EXEMPT),
        (Account.id.is_(None), Status.NONE),
        (Account.state == LOCKED, Status.LOCKED),
        (and_(Account.state == OPEN, Account.code_until > now), Status.OPEN),
        (Account.state == OPEN, Status.EXPIRED),
        (and_(Account.state == ACTIVE, Account.unconfirmed), Status.UNCONFIRMED),
        (and_(Account.state == ACTIVE, unused_since(now - timedelta(days=by.warn_days))), Status.UNUSED),
        (Account.state == ACTIVE, Status.ACTIVE),
        (func.coalesce(AccountKeeping.cause, "") == "", Status.NEW),
    ]
    return case(*((condition, literal(status.value)) for condition, status in rows), else_=Status.CLOSED.value)


def with_accounts(found: Select[Any]) -> Select[Any]:
    """Members joined to their accounts and what is kept beside them."""
    return (found.outerjoin(Account, Account.id == Member.account_id)
            .outerjoin(AccountKeeping, AccountKeeping.account_id == Account.id))


def among(reach: Reach, *, text: str = "") -> Select[Any]:
    """Members of those units, joined to their accounts; those of the words typed."""
    first = named_first(text).conditions if reach.units is None else []
    return with_accounts(on_the_rolls().where(reach.condition)).where(*first, *holds_words(Member.search_key, text))


def roster(reach: Reach, by: AccountRules, *, text: str = "", statuses: Collection[Status] = ()) -> Select[Any]:
    """Rows for `seen`, in the order of names; not yet paged."""
    column = status_of(by)
    found = among(reach, text=text)
    if statuses:
        found = found.where(column.in_([status.value for status in statuses]))
    return _columns(found, column).order_by(Member.sort_key, Member.id)


def _columns(found: Select[Any], status: ColumnElement[str]) -> Select[Any]:
    columns: list[Any] = [Member, Organization, Account, AccountKeeping, status, last_seen()]
    return found.with_only_columns(*columns, maintain_column_froms=True)


def nobody() -> Select[Any]:
    """The roster of a question that could not be understood."""
    return select(Member).where(false())


def seen(rows: Iterable[Any]) -> list[Kept]:
    """Rows of `roster` as what a keeper sees; posts are not looked up."""
    return [Kept(member, cell, account, note, Status(status), seen_at)
            for member, cell, account, note, status, seen_at in rows]


def kept(actor: Actor, members: Collection[int]) -> list[Kept]:
    """Those of the given members whose accounts the actor keeps, with their posts, in the order of names."""
    if not members:
        return []
    found = _columns(with_accounts(readable(actor)).where(Member.id.in_(members)), status_of(rules()))
    return _with_posts(list(db.session.execute(found.order_by(Member.sort_key, Member.id))))


def choose(actor: Actor, *, text: str = "", unit: Organization | None = None,
           statuses: Collection[Status]) -> list[Kept]:
    """Those of a filtered set, with their posts: at most MOST_AT_ONCE."""
    found = roster(reach(actor, unit), rules(), text=text, statuses=statuses).limit(MOST_AT_ONCE)
    return _with_posts(list(db.session.execute(found)))


def get(actor: Actor, member_id: int) -> Kept | None:
    """One member's account, if the actor keeps it."""
    return next(iter(kept(actor, [member_id])), None)


def _with_posts(rows: list[Any]) -> list[Kept]:
    held = posts_of([row[0].id for row in rows])
    return [Kept(member, cell, account, note, Status(status), seen_at, tuple(held.get(member.id, ())))
            for member, cell, account, note, status, seen_at in rows]


def posts_of(members: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """By member: (role, path of the unit) of posts and grants in force today; one statement.

    A grant whose source fell still counts here: better kept from above once too often.
    """
    found: dict[int, list[tuple[str, str]]] = {}
    for member_id, role, path in db.session.execute(_posts_and_grants(clock.today()), {"members": list(members)}):
        found.setdefault(member_id, []).append((role, path))
    return found


@per_actor
def _posts_and_grants(day: date) -> CompoundSelect[*tuple[Any, ...]]:
    members: Any = bindparam("members", expanding=True)
    posts = (select(Position.member_id, Position.role, Organization.path)
             .join(Organization, Organization.id == Position.unit_id).join(Member, Member.id == Position.member_id)
             .where(Position.member_id.in_(members), on_day(Position, day)))
    grants = (select(Member.id, Grant.role, Organization.path).join(Grant, Grant.account_id == Member.account_id)
              .join(Organization, Organization.id == Grant.unit_id)
              .where(Member.id.in_(members), Grant.revoked_at.is_(None), Grant.valid_from <= day,
                     Grant.valid_to.is_(None) | (Grant.valid_to >= day)))
    return union_all(posts, grants)


def name_of(account_id: int | None) -> str:
    """The name behind an account; nothing where the system did it or nobody is known."""
    return names({account_id}).get(account_id, "") if account_id is not None else ""


def changed_by(kept: Kept) -> str:
    """Who locked, closed or reopened an account last."""
    return name_of(kept.note.changed_by) if kept.note is not None else ""


def called(actor: Actor, account_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Accounts as the log calls them: (name of the owner, address) of those the actor keeps."""
    found = readable(actor).where(Member.account_id.in_(account_ids)).with_only_columns(
        Member.account_id, Member.full_name, Member.id)
    rows: list[Any] = list(db.session.execute(found))
    return {account_id: (name, f"/tai-khoan/{member_id}") for account_id, name, member_id in rows}


audit.called("account", called)
