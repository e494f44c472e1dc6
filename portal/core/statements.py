"""Statements made once: making a SELECT costs more than running it, and the same person asks again and again.

A function that makes one and depends on nothing but its arguments is decorated with `per_actor`; what time it is
comes in as `when_run`, the moment at which the statement runs. No row is kept, only the question.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import BindParameter, ColumnElement, Date, Row, String, bindparam, func, literal_column

from portal.core import clock
from portal.core.db import UtcDateTime, db

P = ParamSpec("P")
T = TypeVar("T")


def per_actor(make: Callable[P, T]) -> Callable[P, T]:
    """Keep what was made for the last askers: an Actor stands for all that decides what may be seen."""
    kept: Any = lru_cache(maxsize=64)(make)
    return kept  # type: ignore[no-any-return]


def when_run(shift: timedelta = timedelta(0)) -> BindParameter[datetime]:
    """The moment a statement runs, or `shift` from it."""
    return bindparam(None, callable_=lambda: clock.now() + shift, type_=UtcDateTime(), unique=True)


TODAY = bindparam("today", callable_=lambda: clock.today(), type_=Date)
"""The day on which a statement runs."""


def still(column: Any, beside: Any = None) -> Any:
    """The same value, from which no database begins to search: an index on it does not lead. `beside` is a column of
    another table: SQLite reads no whole table ahead to make a filter of what fits, for it must know that one first.
    (The column itself is then never NULL.)"""
    return func.coalesce(column, column if beside is None else beside)


def fixed(words: Iterable[str]) -> list[ColumnElement[str]]:
    """Words of our own, never typed by anybody, for `in_`: written out in the statement, for a list of values is put
    together anew at each run."""
    return [literal_column(f"'{word}'", String) for word in sorted(words)]


def rows(statement: Any, **values: Any) -> Sequence[Row[*tuple[Any, ...]]]:
    """The rows of a statement that asks for columns only: without the work for objects."""
    found: Sequence[Row[*tuple[Any, ...]]] = db.session.connection().execute(statement, values).all()
    return found


def run(statement: Any, **values: Any) -> None:
    """Carry out a statement that writes: without the work for objects."""
    db.session.connection().execute(statement, values)
