"""The six numbers of a unit, of the units just below it, and the lists behind them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.members.api import KEEPERS, Member, keeps, readable_at_home
from portal.organizations.api import Organization, covered, get, in_force, units_of
from portal.quality.models import Issue, Score
from portal.seeds.quality_measures import Measure
from portal.seeds.quality_measures import in_force as measures_on


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


def lines(unit: Organization) -> tuple[list[Line], datetime | None]:
    """The measures of a unit with all below it, and when its oldest cell was last checked."""
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


def parts_of(unit_ids: Collection[int]) -> dict[int, dict[str, Part]]:
    """Unit id → measure → part, each with all below it; one statement for a page of units."""
    top, cell = aliased(Organization), aliased(Organization)
    found = (select(top.id, Score.measure, func.sum(Score.good), func.sum(Score.total))
             .join(cell, cell.path.between(top.path, top.path.concat(":"))).join(Score, Score.unit_id == cell.id)
             .where(top.id.in_(unit_ids)).group_by(top.id, Score.measure))
    parts: dict[int, dict[str, Part]] = defaultdict(dict)
    for unit_id, measure, good, total in db.session.execute(found):
        parts[unit_id][measure] = Part(int(good), int(total))
    return parts


def issues(actor: Actor, unit: Organization, *, measure: str = "", code: str = "") -> Select[Any]:
    """Rows (Member, name of the cell) of records with something to mend, by name; not yet paged.

    Starts from what the actor may read: an old score can't betray a name."""
    cell = aliased(Organization)
    wanted = select(Issue.member_id).join(cell, cell.id == Issue.unit_id).where(
        cell.path.between(unit.path, unit.path + ":"))
    if measure:
        wanted = wanted.where(Issue.measure == measure)
    if code:
        wanted = wanted.where(Issue.code == code)
    place = aliased(Organization)
    where = (select(func.min(place.name)).join(Issue, Issue.unit_id == place.id)
             .where(Issue.member_id == Member.id).correlate(Member).scalar_subquery())
    found: Select[Any] = readable_at_home(actor).add_columns(where).where(Member.id.in_(wanted))
    return found.order_by(Member.sort_key, Member.id)


def issues_of(member_ids: Collection[int]) -> dict[int, list[str]]:
    """Member id → codes."""
    codes: dict[int, list[str]] = defaultdict(list)
    found = select(Issue.member_id, Issue.code).where(Issue.member_id.in_(member_ids)).order_by(Issue.code)
    for member_id, code in db.session.execute(found):
        codes[member_id].append(code)
    return codes
