"""What an undo can no longer take back: records used, opened or changed since the commit; one statement."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select

from portal.accounts.api import Account
from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import Base, db
from portal.imports.models import Action, Field, ImportRow, MemberImport
from portal.imports.policy import WRITERS
from portal.members.api import Member, MemberChange, Membership, MemberState, State
from portal.organizations.api import Organization, covered_ids

CLOSED = "closed"
OWN = {("member", "account_id"), ("member_state", "member_id"), ("membership", "member_id"),
       ("member_change", "member_id"), ("member_change", "account_id"), ("notice", "account_id")}
"""What the commit itself writes about a person, or what goes with the account."""


def touched(actor: Actor, made: MemberImport) -> Select[Any]:
    """Rows (ImportRow, is away, account opened) that can't be undone whole, in the order of the file; not yet paged."""
    away = or_(Member.id.is_(None), ~_is_here(actor))
    opened = func.coalesce(Account.state, CLOSED) != CLOSED
    later = Member.version != ImportRow.written
    was_new = and_(ImportRow.action == Action.NEW, or_(later, opened, _is_used(), _has_history(made), _has_moved()))
    was_changed = and_(ImportRow.action == Action.CHANGED, or_(later, and_(ImportRow.moved, _moved_later(made)),
                                                                   and_(ImportRow.moved, _became_exempt(made)),
                                                                   _has_no_way_back()))
    found: Any = (select(ImportRow, away, opened).outerjoin(Member, Member.id == ImportRow.member_id)
                          .outerjoin(Account, Account.id == Member.account_id)
                          .where(ImportRow.import_id == made.id, ImportRow.written.is_not(None),
                                 or_(away, was_new, was_changed)).order_by(ImportRow.number))
    return found  # type: ignore[no-any-return]


def barred(rows: Collection[ImportRow]) -> set[tuple[str, Any]]:
    """(field, old value) of these rows to which nothing can go back: cells that have ended, citizen ids that somebody
    has by now."""
    olds = {name: {row.changes[name][0] for row in rows if name in row.changes} - {None}
            for name in ("cell", Field.CITIZEN_ID)}
    ended = select(Organization.id).where(Organization.id.in_(olds["cell"]), Organization.valid_to.is_not(None))
    taken = select(Member.citizen_id).where(Member.citizen_id.in_(olds[Field.CITIZEN_ID]))
    theirs = select(Account.citizen_id).where(Account.citizen_id.in_(olds[Field.CITIZEN_ID]))
    found: set[tuple[str, Any]] = {("cell", one) for one in db.session.execute(ended).scalars()}
    return found | {(Field.CITIZEN_ID, one) for one in db.session.execute(taken.union(theirs)).scalars()}


def _has_no_way_back() -> ColumnElement[bool]:
    """The same as `barred`, for the list; the old values stand in the row's changes."""
    cell, number = ImportRow.changes["cell"][0].as_integer(), ImportRow.changes[Field.CITIZEN_ID][0].as_string()
    return or_(cell.in_(select(Organization.id).where(Organization.valid_to.is_not(None))),
               number.in_(select(Member.citizen_id)), number.in_(select(Account.citizen_id)))


def _is_here(actor: Actor) -> ColumnElement[bool]:
    today = clock.today()
    return exists().where(Membership.member_id == Member.id, Membership.unit_id.in_(covered_ids(actor, WRITERS)),
                          Membership.valid_from <= today,
                          or_(Membership.valid_to.is_(None), Membership.valid_to >= today))


def _is_used() -> ColumnElement[bool]:
    """Any other table of any room names the person or the account."""
    whom = {"member": Member.id, "account": Member.account_id}
    parts = [whom[key.column.table.name].in_(select(key.parent).where(key.parent.is_not(None), ~derived(table)))
             for table in Base.metadata.tables.values() for key in table.foreign_keys
             if key.column.table.name in whom and (table.name, key.parent.name) not in OWN]
    return or_(*parts)


def derived(table: Any) -> ColumnElement[bool]:
    """Rows that the machine works out anew, by the table's own word: no use of what they name."""
    return table.info.get("derived", lambda _: false())(table)  # type: ignore[no-any-return]


def _has_history(made: MemberImport) -> ColumnElement[bool]:
    return exists().where(MemberChange.member_id == Member.id,
                          or_(MemberChange.way != "import", MemberChange.ref != made.id))


def _has_moved() -> ColumnElement[bool]:
    """More, or less, than the one open stay and the one open state that the commit wrote."""
    def many(table: Any) -> ColumnElement[bool]:
        rows = select(func.count()).where(table.member_id == Member.id).correlate(Member).scalar_subquery()
        return or_(rows != 1, exists().where(table.member_id == Member.id, table.valid_to.is_not(None)))

    return or_(many(Membership), many(MemberState))


def _moved_later(made: MemberImport) -> ColumnElement[bool]:
    """Cell or state changed once more since."""
    day = clock.local(made.committed_at).date() if made.committed_at else clock.today()
    tables: tuple[Any, ...] = (Membership, MemberState)
    return or_(*(exists().where(table.member_id == Member.id,
                                or_(table.valid_from > day, table.valid_to >= day)) for table in tables))


def _became_exempt(made: MemberImport) -> ColumnElement[bool]:
    """The commit closed the account: the state comes back, the account does not by itself."""
    by_import = exists().where(MemberChange.member_id == Member.id, MemberChange.field == "state",
                               MemberChange.way == "import", MemberChange.ref == made.id)
    return and_(by_import, exists().where(MemberState.member_id == Member.id, MemberState.state == State.EXEMPT,
                                          MemberState.valid_to.is_(None)))
