"""Rules that are rows with days: lengths of clocks, grounds of exemption, badges and their rounds (R15)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l
from portal.core.workdays import COUNTED, ClockRule
from portal.members.api import BadgeRound, BadgeYears
from portal.transfers.models import ResidenceGround

CLOCKS, GROUNDS, YEARS, ROUNDS = "thoi-han", "ly-do-mien", "huy-hieu", "dot-trao"
TABLES: dict[str, Any] = {CLOCKS: ClockRule, GROUNDS: ResidenceGround, YEARS: BadgeYears, ROUNDS: BadgeRound}
TITLES: dict[str, Any] = {
    CLOCKS: _l("Thời hạn"), GROUNDS: _l("Lý do miễn sinh hoạt nơi cư trú"), YEARS: _l("Tuổi đảng được tặng huy hiệu"),
    ROUNDS: _l("Đợt trao huy hiệu trong năm"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of one of the tables. `kind` is its part of the address."""

    kind: str
    row: Any

    @property
    def label(self) -> Any:
        """What the rule is about."""
        if self.kind == CLOCKS:
            return self.row.label
        if self.kind == GROUNDS:
            return self.row.name
        if self.kind == YEARS:
            return _l("%(years)s năm tuổi đảng", years=self.row.years)
        return _l("ngày %(day)s/%(month)s hằng năm", day=self.row.day, month=self.row.month)

    @property
    def value(self) -> Any:
        """The length of a clock."""
        return COUNTED[self.row.kind] % {"n": self.row.length} if self.kind == CLOCKS else ""

    @property
    def when(self) -> str:
        """`now`, `coming` or `past`, as it stands today."""
        today = clock.today()
        if self.row.valid_from is not None and self.row.valid_from > today:
            return "coming"
        return "past" if self.row.valid_to is not None and self.row.valid_to < today else "now"

    @property
    def is_open(self) -> bool:
        """Nothing says yet when it ends: it may be changed, or ended."""
        return self.row.valid_to is None

    @property
    def is_unconfirmed(self) -> bool:
        """Nobody has compared it with the text of the rule."""
        return not getattr(self.row, "confirmed", True)


def rule(actor: Actor, kind: str, row_id: int) -> Rule | None:
    """One row."""
    row = db.session.get(TABLES[kind], row_id) if kind in TABLES and actor.signed_in else None
    return Rule(kind, row) if row is not None else None


def kind_of_rule(actor: Actor, kind: str) -> str | None:
    """A table that takes new rows: clocks are known to the program, so theirs are only changed."""
    return kind if kind in TABLES and kind != CLOCKS and actor.signed_in else None


def clock_before(found: Rule) -> ClockRule | None:
    """The row of the same clock that ends the day before this one begins."""
    earlier = select(ClockRule).where(ClockRule.key == found.row.key, ClockRule.id != found.row.id,
                                      ClockRule.valid_to.is_not(None)).order_by(ClockRule.valid_to.desc()).limit(1)
    return db.session.execute(earlier).scalar_one_or_none()


def rules(kind: str) -> list[Rule]:
    """The rows of a table in their order, the newest of one thing first; one statement."""
    found = [Rule(kind, row) for row in db.session.execute(select(TABLES[kind])).scalars()]
    place = {one.row.key: one.row.id for one in reversed(_oldest_first(found))} if kind == CLOCKS else {}
    return sorted(found, key=lambda one: (_place(one, place), -(one.row.valid_from or date.min).toordinal()))


def _oldest_first(found: list[Rule]) -> list[Rule]:
    return sorted(found, key=lambda one: one.row.id)


def _place(one: Rule, clocks: dict[str, int]) -> tuple[int, int]:
    if one.kind == CLOCKS:
        return clocks[one.row.key], 0
    if one.kind == YEARS:
        return one.row.years, 0
    return (one.row.month, one.row.day) if one.kind == ROUNDS else (one.row.id, 0)
