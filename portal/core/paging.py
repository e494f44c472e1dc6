"""Lists in pages: counted up to a bound, cut in the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import request
from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, literal, select

from portal.core.db import db

PER_PAGE = 20
DEEPEST = 500
MOST = 1000
"""Counting stops here: a list of 20,000 costs no more than one of 1,000, and says "hơn 1.000"."""


@dataclass(frozen=True, slots=True)
class Page:
    """Where we are in a list. `rows` is filled by `of`; `more` says that there are more than `total`."""

    number: int
    per: int
    total: int
    rows: Sequence[Any] = ()
    more: bool = False

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.per))

    @property
    def has_prev(self) -> bool:
        """There is a page before this one."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """There is a page after this one."""
        return self.number < self.pages

    @staticmethod
    def asked() -> int:
        """The page number in the address (`trang`), 1 where it is missing or no number."""
        raw = request.args.get("trang", "1")
        return min(max(int(raw), 1), DEEPEST) if raw.isascii() and raw.isdecimal() and len(raw) < 6 else 1

    @classmethod
    def of(cls, found: Select[Any], *, per: int = PER_PAGE, ahead: int | None = None,
           some: ColumnElement[bool] | None = None) -> "Page":
        """This request's page of a SELECT: its rows (objects, or tuples where several columns are asked for).

        A list that ends on its first page is counted by its rows; only longer ones are counted by the database. Where
        each row takes long to judge, only so many pages `ahead` are counted. `some` is a condition that leaves in a
        part of the list, quick to count: where that is more than is counted, nothing else is.
        """
        number = cls.asked()
        shown, counted, one = _parts(found, ahead is not None)
        result = db.session.execute(shown, {"skip": (number - 1) * per, "most": per + 1})
        rows = result.scalars().all() if one else result.all()
        if number == 1 and len(rows) <= per:
            return cls(1, per, len(rows), rows)
        most = MOST if ahead is None else min(MOST, (number + ahead) * per)
        total = 0
        for question in [counted] if some is None else [_parts(found.where(some), False)[1], counted]:
            if total <= most:
                total = db.session.execute(question, {"most_counted": most + 1}).scalar_one()
        return cls(number, per, min(total, most), rows[:per], total > most)

    @classmethod
    def walked(cls, found: Select[Any], *, ahead: int, per: int = PER_PAGE) -> "Page":
        """The same of light rows that take long to find: those of the pages `ahead` are fetched along with this
        page's instead of walking there a second time to count them."""
        number, skip = cls.asked(), (cls.asked() - 1) * per
        shown, _, one = _parts(found, walked=True)
        result = db.session.execute(shown, {"skip": skip, "most": (1 + ahead) * per + 1})
        rows = result.scalars().all() if one else result.all()
        if skip and not rows:
            return cls.of(found, per=per, ahead=ahead)
        known = min(len(rows), (1 + ahead) * per)
        return cls(number, per, skip + known, rows[:per], len(rows) > known)

    @classmethod
    def over(cls, found: Sequence[Any], *, per: int = PER_PAGE) -> "Page":
        """This request's page of a bounded list that is known whole."""
        number = cls.asked()
        return cls(number, per, len(found), found[(number - 1) * per : number * per])


@lru_cache(maxsize=256)
def _parts(found: Select[Any], walked: bool) -> tuple[Select[Any], Select[Any], bool]:
    """(its rows from `skip` on, how many it has, whether a row is one thing): of a statement that is kept, once.
    `walked`: its rows are counted in their order, along the same index as they are shown."""
    counted = (found if walked else found.order_by(None)).with_only_columns(
        literal(1), maintain_column_froms=True).limit(bindparam("most_counted", type_=Integer))
    shown = found.offset(bindparam("skip", type_=Integer)).limit(bindparam("most", type_=Integer))
    return shown, select(func.count()).select_from(counted.subquery()), len(found.column_descriptions) == 1
