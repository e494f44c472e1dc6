"""The six numbers of a unit, of the units just below it, and the lists behind them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all
from sqlalchemy.orm import aliased, selectinload

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.statements import rows, still
from portal.members.api import KEEPERS, Member, Membership, keeps, readable_at_home
from portal.organizations.api import Organization, UnitCount, covered, get, in_force, made_at, units_of
from portal.quality.models import SUMS, Issue, Score
from portal.seeds.quality_measures import MEASURES, Measure
from portal.seeds.quality_measures import in_force as measures_on

LOOKED_UP = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """So many of so many; the share in whole per cent, rounded down, so that 100 means all."""

    good: int
    total: int

    @property
    def percent(self) -> int:
        """0 to 100; 100 also where there is nobody."""
        return self.good * 100 // self.total if self.total else 100

    @property
    def bad(self) -> int:
        """How many are to be mended."""
        return self.total - self.good


@dataclass(frozen=True, slots=True)
class Line:
    """A measure of a unit."""

    measure: Measure
    part: Part


def unit_asked(actor: Actor, unit_id: int | None) -> Organization | None:
    """The unit asked for, where the actor keeps it; without one, the highest the actor keeps."""
    if unit_id is not None:
        unit = get(actor, unit_id)
        return unit if unit is not None and keeps(actor, unit.path) else None
    kept = units_of(actor, KEEPERS, limit=1)
    return kept[0] if kept else None


def sums_are_kept() -> bool:
    """The sums beside the tree are right: else they are made anew with each page."""
    return made_at(SUMS) is not None


def lines(unit: Organization, *, kept: bool | None = None) -> tuple[list[Line], datetime | None]:
    """The measures of a unit with all below it, and when its oldest cell was last checked. `kept` as of
    `sums_are_kept`, where that was asked."""
    if not unit.is_cell and (sums_are_kept() if kept is None else kept):
        sums = parts_of([unit.id], kept=True)[unit.id]
        return [Line(one, sums.get(one.key, Part(0, 0))) for one in measures_on(clock.today())], _oldest(unit)
    cell = aliased(Organization)
    found = (select(Score.measure, func.sum(Score.good), func.sum(Score.total), func.min(Score.at))
             .join(cell, cell.id == Score.unit_id)
             .where(cell.path.between(unit.path, unit.path + ":")).group_by(Score.measure))
    parts: dict[str, Part] = {}
    at: datetime | None = None
    for measure, good, total, when in db.session.execute(found):
        parts[measure] = Part(int(good), int(total))
        at = when if at is None else min(at, when)
    return [Line(one, parts.get(one.key, Part(0, 0))) for one in measures_on(clock.today())], at


def below(actor: Actor, unit: Organization) -> Any:
    """Rows (id, name) of the units just below that the actor keeps, in Vietnamese order; not yet paged."""
    return (select(Organization.id, Organization.name)
            .where(Organization.parent_id == unit.id, in_force(), covered(actor, KEEPERS))
            .order_by(Organization.sort_key, Organization.id))


def _oldest(unit: Organization) -> datetime | None:
    """When the cell below that waits longest was last checked: a check writes all measures at once. In the whole tree
    it is the oldest of all."""
    cell = aliased(Organization)
    at, path = (still(Score.at), cell.path) if unit.parent_id else (Score.at, still(cell.path, Score.measure))
    found = (select(Score.at).join(cell, cell.id == Score.unit_id)
             .where(Score.measure == MEASURES[0].key, path.between(unit.path, unit.path + ":")))
    return db.session.execute(found.order_by(at).limit(1)).scalar_one_or_none()


def _sums(unit_ids: Collection[int]) -> dict[int, dict[str, Part]]:
    """From the numbers kept beside units, and the scores of cells."""
    own = [select(Score.unit_id, literal(f"{SUMS}:").concat(Score.measure).concat(f":{name}"), column).where(
        Score.unit_id.in_(unit_ids)) for name, column in (("good", Score.good), ("total", Score.total))]
    kept = select(UnitCount.unit_id, UnitCount.key, UnitCount.number).where(
        UnitCount.unit_id.in_(unit_ids), UnitCount.key.startswith(f"{SUMS}:", autoescape=True))
    numbers: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    for unit_id, key, number in rows(union_all(kept, *own)):
        _, measure, name = key.split(":")
        numbers[unit_id, measure][name] = number
    parts: dict[int, dict[str, Part]] = defaultdict(dict)
    for (unit_id, measure), one in numbers.items():
        parts[unit_id][measure] = Part(one.get("good", 0), one.get("total", 0))
    return parts


def parts_of(unit_ids: Collection[int], *, kept: bool | None = None) -> dict[int, dict[str, Part]]:
    """Unit id → measure → part, each with all below it; one statement for a page of units."""
    if sums_are_kept() if kept is None else kept:
        return _sums(unit_ids)
    top, cell = aliased(Organization), aliased(Organization)
    found = (select(top.id, Score.measure, func.sum(Score.good), func.sum(Score.total))
             .join(cell, cell.path.between(top.path, top.path.concat(":"))).join(Score, Score.unit_id == cell.id)
             .where(top.id.in_(unit_ids)).group_by(top.id, Score.measure))
    parts: dict[int, dict[str, Part]] = defaultdict(dict)
    for unit_id, measure, good, total in db.session.execute(found):
        parts[unit_id][measure] = Part(int(good), int(total))
    return parts


def issues(actor: Actor, unit: Organization, *, measure: str = "",
           code: str = "") -> tuple[Select[Any], ColumnElement[bool] | None]:
    """Rows (Member, name of the cell) of records with something to mend, by name; not yet paged. And, where they are
    many, a condition that leaves in some of them, quick to count with.

    Starts from what the actor may read: an old score can't betray a name. Few are found from their issues; for many
    the register is walked in its order."""
    wanted = _wanted(unit, measure, code)
    few = [row.member_id for row in rows(wanted.limit(LOOKED_UP + 1))]
    some = None
    if len(few) > LOOKED_UP:
        some = Member.id.in_(select(wanted.limit(LOOKED_UP + LOOKED_UP // 4).subquery().c[0]))
    has_one = wanted.where(Issue.member_id == Member.id).correlate(Member).exists()
    asked = Member.id.in_(set(few)) if some is None else has_one
    place = aliased(Organization)
    where = (select(func.min(place.name)).join(Issue, Issue.unit_id == place.id)
             .where(Issue.member_id == Member.id).correlate(Member).scalar_subquery())
    homes = selectinload(Member.memberships).joinedload(Membership.unit)  # whether a row may be checked asks for them
    found: Select[Any] = readable_at_home(actor).add_columns(where).where(asked).options(homes)
    return found.order_by(Member.sort_key, Member.id), some


def _wanted(unit: Organization, measure: str, code: str) -> Select[Any]:
    """Members with such an issue in a unit, each id once: begun from its cells, of the whole tree from the issues."""
    cell = aliased(Organization)
    at, path = (Issue.unit_id, cell.path) if unit.parent_id else (still(Issue.unit_id), still(cell.path, Issue.code))
    wanted = select(Issue.member_id).distinct().join(cell, cell.id == at)
    wanted = wanted.where(path.between(unit.path, unit.path + ":"))
    if measure:
        wanted = wanted.where(Issue.measure == measure)
    return wanted.where(Issue.code == code) if code else wanted


def issues_of(member_ids: Collection[int]) -> dict[int, list[str]]:
    """Member id → codes."""
    codes: dict[int, list[str]] = defaultdict(list)
    found = select(Issue.member_id, Issue.code).where(Issue.member_id.in_(member_ids)).order_by(Issue.code)
    for member_id, code in db.session.execute(found):
        codes[member_id].append(code)
    return codes
