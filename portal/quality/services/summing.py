"""Sums of scores over units with all below them, kept beside the tree: made by the worker, changed with each score."""

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import select

from portal.core.db import db
from portal.organizations.api import Organization, add_counts, follow_tree, keep_counts, made_at, rolled_up
from portal.quality.models import SUMS, Score

Sums = Counter[tuple[int, str]]


def sum_up() -> None:
    """Add up all scores anew."""
    keep_counts(SUMS, {place: number for place, number in rolled_up(_rows()).items() if number})


def sum_up_if_forgotten() -> None:
    """The same after the tree changed."""
    if made_at(SUMS) is None:
        sum_up()


def sums_over(cells: Collection[int]) -> Sums:
    """What these cells add to the units above them."""
    return Counter(dict(rolled_up(_rows(cells)))) if made_at(SUMS) is not None else Counter()


def follow(before: Sums, cells: Collection[int]) -> None:
    """The scores of these cells were written anew; `before` is what they added."""
    after = sums_over(cells)
    add_counts({place: after[place] - before[place] for place in before.keys() | after.keys()})


def _rows(cells: Collection[int] | None = None) -> Iterator[tuple[str, str, int]]:
    """(path of the unit above, key, number); a cell speaks for itself."""
    found: Any = select(Organization.path, Score.measure, Score.good, Score.total).join(
        Organization, Organization.id == Score.unit_id)
    if cells is not None:
        found = found.where(Score.unit_id.in_(cells))
    for path, measure, good, total in db.session.execute(found):
        above = path.rstrip("/").rpartition("/")[0]
        if above:
            yield above + "/", f"{SUMS}:{measure}:good", good
            yield above + "/", f"{SUMS}:{measure}:total", total


follow_tree(SUMS)
