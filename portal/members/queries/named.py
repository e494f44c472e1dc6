"""People by name, for the one search box: the same people as in the register, no numbers."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, or_, select, union
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.text import equality_key, fold
from portal.members.models import Member, Membership, Stay
from portal.members.policy import KEEPERS, readable
from portal.members.queries.scope import scope
from portal.organizations.api import Organization
from portal.search.analysis import spellings

MOST_WORDS = 7
LOOKED_AT = 200
"""So many are put in order; of a name that more people bear the first found are shown."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody the actor may read of: what a list shows."""

    id: int
    full_name: str
    unit: str


def named(actor: Actor, text: str) -> list[Named]:
    """At most LOOKED_AT people with all these words in the name, whole and without regard to accents; those with the
    very accents typed first, then in the order of names. [] for what is no name: a digit in it, a sign, too long."""
    words = fold(text).split()
    if not 0 < len(words) <= MOST_WORDS or not all(word.isalpha() for word in words) or len(words[0]) < 2:
        return []
    found = readable(actor).with_only_columns(Member.id, Member.full_name, Member.sort_key, _home())
    found = found.where(_begun_with(actor, words), *_bears(Member, words)).limit(LOOKED_AT)
    typed = set(equality_key(text).split())
    rows = [(*row, len(typed - set(equality_key(row.full_name).split()))) for row in db.session.execute(found)]
    return [Named(row[0], row[1], row[3] or "") for row in sorted(rows, key=lambda row: (row[4], row[2], row[0]))]


def _bears(table: Any, words: list[str]) -> list[ColumnElement[bool]]:
    """Every word in the name, `Lý` also as `Lí`; what stands within a word is sorted out last, for it costs most."""
    ways = [spellings(word) for word in words]
    within = [or_(*(table.search_key.contains(one) for one in some)) for some in ways]
    return within + [or_(*((" " + table.search_key + " ").contains(f" {one} ") for one in some)) for some in ways]


def _begun_with(actor: Actor, words: list[str]) -> ColumnElement[bool]:
    """Where the database begins: from the people of few units, else from the names. Narrows nothing that may be
    read."""
    own = Member.account_id == actor.account_id
    if not actor.holds_any(KEEPERS):
        return own
    units = scope(actor, KEEPERS).units
    if units is None:
        other = aliased(Member)
        return Member.id.in_(select(other.id).where(*_bears(other, words)))
    people = union(*(select(table.member_id).where(table.unit_id.in_(units)) for table in (Membership, Stay)))
    return or_(own, Member.id.in_(people))


def _home() -> Any:
    """The name of the unit where a member is active today, else was last."""
    today = clock.today()
    now = or_(Membership.valid_to.is_(None), Membership.valid_to >= today)
    return (select(Organization.name).join(Membership, Membership.unit_id == Organization.id)
            .where(Membership.member_id == Member.id, Membership.valid_from <= today)
            .order_by(case((now, 0), else_=1), Membership.valid_from.desc(), Membership.id.desc()).limit(1)
            .correlate(Member).scalar_subquery())
