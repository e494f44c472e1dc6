"""Merging two records of one person: fields chosen one by one, every link moved, nothing lost without a trace."""

from collections.abc import Set
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, UniqueConstraint, delete, select, update
from sqlalchemy.sql.schema import Column

from portal.accounts.api import Account
from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import Base, db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.members.api import Member, Membership, MemberState, amend, ask_leaving
from portal.quality.models import FIELD_LABELS, PAIR, Checked, Issue, Merge, Pair, PairState
from portal.quality.services.checking import check_members

HISTORIES = (MemberState.__tablename__, Membership.__tablename__)
"""Dated histories: those of the kept record stand; two would overlap. The others are kept in the Merge row."""
ACCOUNTS = "portal.accounts."
DROPPED = (Issue.__tablename__, Checked.__tablename__)


def merge(actor: Actor, pair: Pair, *, keep: int, take: set[str]) -> Merge:
    """Make one record of two. `keep` is the id of the record that stays; `take` names the fields whose value comes
    from the other. Every row anywhere that points at the other then points at the kept one."""
    if keep not in (pair.a_id, pair.b_id):
        raise DomainError(_l("Chọn hồ sơ được giữ lại."), "keep")
    kept, gone = (pair.a, pair.b) if keep == pair.a_id else (pair.b, pair.a)
    if take - set(FIELD_LABELS):
        raise DomainError(_l("Chọn các mục trong danh sách."), "take")
    values = {field: getattr(gone, field) for field in take}
    snapshot = {column.key: _plain(getattr(gone, column.key)) for column in Member.__mapper__.column_attrs}
    gone_id = gone.id
    moved = _move_account(kept, gone)
    moved |= _move_rows(kept.id, gone_id) | {PAIR: pair.id}
    db.session.execute(update(Pair).where(Pair.id == pair.id).values(
        state=PairState.MERGED, decided_by=actor.account_id, decided_at=clock.now(), version=Pair.version + 1))
    db.session.execute(delete(Pair).where((Pair.a_id == gone_id) | (Pair.b_id == gone_id)))
    db.session.execute(delete(Member).where(Member.id == gone_id))
    db.session.expire_all()
    row = Merge(kept_id=keep, gone_id=gone_id, gone=snapshot, moved=moved, account_id=actor.account_id, at=clock.now())
    db.session.add(row)
    db.session.flush()
    amend(actor, db.session.get_one(Member, keep), values, way="merge", ref=row.id)
    audit.record(actor, "quality.merge", "member", keep, gone=gone_id, fields=sorted(take))
    check_members([keep])
    return row


def _move_account(kept: Member, gone: Member) -> dict[str, Any]:
    """One person has one account: that of the kept record, else the other's. A second one ends with its sessions
    and proofs (never moved: they open only their own account); what hung on it (grants, sent things, readings) goes
    over to the first."""
    account = gone.account_id
    if account is None:
        return {}
    ask_leaving(gone, clock.today())
    gone.account_id = None
    db.session.flush()
    if kept.account_id is None:
        kept.account_id = account
        db.session.get_one(Account, account).citizen_id = kept.citizen_id
        db.session.flush()
        return {}
    proofs = {str(mapper.local_table) for mapper in Base.registry.mappers
              if mapper.class_.__module__.startswith(ACCOUNTS) and mapper.class_ is not Account}
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if table.name in proofs and any(key.column.table.name == "account" for key in column.foreign_keys):
                db.session.execute(delete(table).where(column == account))
    moved = _move(Account.__tablename__, account, kept.account_id, skip=proofs)
    db.session.execute(delete(Account).where(Account.id == account))
    return moved


def _move_rows(kept_id: int, gone_id: int) -> dict[str, Any]:
    return _move(Member.__tablename__, gone_id, kept_id, skip={Pair.__tablename__, Merge.__tablename__},
                 drop=set(HISTORIES) | set(DROPPED))


def _move(target: str, old: int, new: int, *, skip: Set[str], drop: Set[str] = frozenset()) -> dict[str, Any]:
    """Point every foreign key to `target` from the old row to the new one. Where the new one has its own row under
    a unique rule, the old row is taken out and kept in the answer."""
    kept: dict[str, Any] = {}
    for table in Base.metadata.sorted_tables:
        if table.name in skip:
            continue
        for column in table.columns:
            if any(key.column.table.name == target for key in column.foreign_keys):
                out = _point(table, column, old, new, drop=table.name in drop)
                if out:
                    kept[f"{table.name}.{column.name}"] = out
    return kept


def _point(table: Table, column: Column[Any], old: int, new: int, *, drop: bool) -> list[dict[str, Any]]:
    rows = db.session.execute(select(table).where(column == old)).mappings().all()
    out = []
    key = list(table.primary_key.columns)
    for row in rows:
        here = [one == row[one.name] for one in key]
        if drop or _clashes(table, column, dict(row), new):
            out.append({name: _plain(value) for name, value in row.items()})
            db.session.execute(delete(table).where(*here))
        else:
            db.session.execute(update(table).where(*here).values({column.name: new}))
    return out


def _clashes(table: Table, column: Column[Any], row: dict[str, Any], new: int) -> bool:
    """The new owner already has a row that a unique index would not let stand beside this one."""
    uniques: list[list[Any]] = [list(index.columns) for index in table.indexes if index.unique]
    uniques += [list(one.columns) for one in table.constraints if isinstance(one, UniqueConstraint)]
    uniques += [list(table.primary_key.columns), *([one] for one in table.columns if one.unique)]
    for columns in uniques:
        if column.name not in {one.name for one in columns}:
            continue
        wanted = [one == (new if one.name == column.name else row[one.name]) for one in columns]
        if db.session.execute(select(column).where(*wanted).limit(1)).first() is not None:
            return True
    return False


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


audit.says({"quality.merge": _l("gộp hai hồ sơ của một đảng viên")})
