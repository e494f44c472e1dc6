"""Every foreign key that points at one row is made to point at another; what can't stand twice becomes one."""

from collections import defaultdict
from collections.abc import Set
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Index, RowMapping, Table, UniqueConstraint, delete, select, update
from sqlalchemy.sql.schema import Column

from portal.core.db import Base, db

Out = dict[str, list[dict[str, Any]]]
"""`table.column` → the rows that were taken out, as they were."""


def move(target: str, old: int, new: int, *, skip: Set[str] = frozenset(), drop: Set[str] = frozenset()) -> Out:
    """Point every foreign key to `target` from the old row to the new one. Where the new one has its own row under
    a unique rule, the old row is taken out, what hung on it goes to that row, and the answer keeps it; rows of the
    tables in `drop` are taken out in any case."""
    out: Out = defaultdict(list)
    for table in Base.metadata.sorted_tables:
        for column in table.columns if table.name not in skip else ():
            if any(key.column.table.name == target for key in column.foreign_keys):
                for row in db.session.execute(select(table).where(column == old)).mappings().all():
                    _point(table, column, row, new, out, drop=table.name in drop)
    return out


def take_out(table: Table, column: Column[Any], row: RowMapping, rival: RowMapping | None, out: Out) -> None:
    """Delete a row and keep it in the answer; what hung on it hangs on its rival from now on."""
    if rival is not None:
        (key,) = table.primary_key.columns if len(table.primary_key.columns) == 1 else (None,)
        for place, rows in move(table.name, row[key.name], rival[key.name]).items() if key is not None else ():
            out[place] += rows
    out[f"{table.name}.{column.name}"].append({name: plain(value) for name, value in row.items()})
    db.session.execute(delete(table).where(*_itself(table, row)))


def plain(value: Any) -> Any:
    """As JSON keeps it."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def _point(table: Table, column: Column[Any], row: RowMapping, new: int, out: Out, *, drop: bool) -> None:
    rival = None if drop else _rival(table, column, row, new)
    if drop or rival is not None:
        take_out(table, column, row, rival, out)
    else:
        db.session.execute(update(table).where(*_itself(table, row)).values({column.name: new}))


def _itself(table: Table, row: RowMapping) -> list[ColumnElement[bool]]:
    return [one == row[one.name] for one in table.primary_key.columns]


def _rival(table: Table, column: Column[Any], row: RowMapping, new: int) -> RowMapping | None:
    """The row of the new owner that a unique rule would not let stand beside this one."""
    uniques: list[tuple[list[Any], Any]] = [(list(one.columns), _where(one)) for one in table.indexes if one.unique]
    uniques += [(list(one.columns), None) for one in table.constraints if isinstance(one, UniqueConstraint)]
    uniques += [(list(table.primary_key.columns), None), *(([one], None) for one in table.columns if one.unique)]
    for columns, only in uniques:
        names = {one.name for one in columns}
        if column.name not in names or any(row[name] is None for name in names):
            continue
        where = [] if only is None else [only]
        if db.session.execute(select(column).where(*_itself(table, row), *where)).first() is None:
            continue
        wanted = [one == (new if one.name == column.name else row[one.name]) for one in columns]
        found = db.session.execute(select(table).where(*wanted, *where).limit(1)).mappings().first()
        if found is not None:
            return found
    return None


def _where(index: Index) -> Any:
    """The condition of an index over some rows only."""
    return index.dialect_options[db.engine.dialect.name].get("where")
