"""What a unit lacks by the numbers of the rules: said, never enforced (R1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.core import clock
from portal.core.i18n import lazy_gettext as _l
from portal.organizations.models import Organization, Role, Term, Threshold, ThresholdKey
from portal.organizations.queries.register import Size, sizes
from portal.organizations.queries.rules import thresholds


@dataclass(frozen=True, slots=True)
class Lack:
    """One sentence, and the rule it comes from."""

    text: Any
    rule: str = ""


def lacks(unit: Organization, terms: Iterable[Term]) -> list[Lack]:
    """What a unit with these terms lacks today."""
    day = clock.today()
    size = sizes([unit.id], day).get(unit.id, Size())
    ends = max((term.valid_to for term in terms if term.valid_from <= day), default=None)
    return [*_of_size(unit, size, thresholds(day)), *_of_time(ends, day)]


def _of_size(unit: Organization, size: Size, numbers: dict[ThresholdKey, Threshold]) -> Iterable[Lack]:
    fewest, committee, below = (numbers.get(key) for key in (
        ThresholdKey.FEWEST_OFFICIAL, ThresholdKey.COMMITTEE_FROM, ThresholdKey.CELL_BELOW))
    if unit.is_cell and fewest and size.official < fewest.number:
        yield Lack(_l("Có %(count)s đảng viên chính thức, ít hơn %(number)s: chưa đủ để họp ra nghị quyết.",
                      count=size.official, number=fewest.number), fewest.rule)
    if unit.is_cell and committee and size.official >= committee.number and not _has_committee(size):
        yield Lack(_l("Có %(count)s đảng viên chính thức, từ %(number)s trở lên, nhưng chưa có chi ủy.",
                      count=size.official, number=committee.number), committee.rule)
    if unit.is_cell and below and size.members >= below.number:
        yield Lack(_l("Có %(count)s đảng viên, từ %(number)s trở lên: cấp ủy cấp trên xem xét lập đảng bộ.",
                      count=size.members, number=below.number), below.rule)
    if unit.kind.has_secretary and Role.SECRETARY not in size.roles:
        yield Lack(_l("Chưa ghi bí thư."))


def _has_committee(size: Size) -> bool:
    return Role.CELL_COMMITTEE_MEMBER in size.roles


def _of_time(last_day: date | None, day: date) -> Iterable[Lack]:
    if last_day is not None and last_day < day:
        yield Lack(_l("Nhiệm kỳ đã hết ngày %(day)s.", day=clock.show_date(last_day)))
