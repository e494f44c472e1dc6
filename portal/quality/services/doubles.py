"""Pairs of records that may be one person. A name alone makes no pair (I5); "không trùng" is never asked again."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import words
from portal.members.api import Member
from portal.quality.models import Pair, PairState
from portal.search.analysis import exact_form, folded


def find_pairs() -> int:
    """Look through the register for new pairs; answers how many were added. Names are compared by their sort keys,
    in which hòa and hoà, NFC and NFD, capitals and small letters are one; so are Lý and Lí."""
    reasons: dict[tuple[int, int], set[str]] = defaultdict(set)
    for reason, a, b in _found():
        reasons[(a, b)].add(reason)
    known = {(a, b) for a, b in db.session.execute(select(Pair.a_id, Pair.b_id))}
    fresh = [Pair(a_id=a, b_id=b, reasons=sorted(why), state=PairState.OPEN, found_at=clock.now())
             for (a, b), why in sorted(reasons.items()) if (a, b) not in known]
    db.session.add_all(fresh)
    db.session.flush()
    return len(fresh)


def differ(actor: Actor, pair: Pair) -> Pair:
    """Two persons: remembered, so that the pair is never proposed again."""
    pair.state, pair.decided_by, pair.decided_at = PairState.DIFFERENT, actor.account_id, clock.now()
    db.session.flush()
    audit.record(actor, "quality.differ", "member", pair.a_id, other=pair.b_id)
    return pair


def near(one: str, other: str) -> bool:
    """Two numbers of the same length that differ in one digit, or in two neighbours changed over."""
    if len(one) != len(other) or one == other:
        return False
    places = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(places) == 1:
        return True
    return (len(places) == 2 and places[1] == places[0] + 1
            and one[places[0]] == other[places[1]] and one[places[1]] == other[places[0]])


def _found() -> Iterator[tuple[str, int, int]]:
    """(reason, smaller id, larger id) of every pair that looks like one person."""
    a, b = aliased(Member), aliased(Member)
    same_name = and_(a.search_key == b.search_key, a.sort_key == b.sort_key)
    both = select(a.id, b.id).where(a.id < b.id)
    conditions = {"name_birth": and_(same_name, a.birth_date == b.birth_date),
                  "card": and_(a.card_number == b.card_number, a.card_number != ""),
                  "phone": and_(same_name, a.phone == b.phone, a.phone != "")}
    for reason, condition in conditions.items():
        for one, other in db.session.execute(both.where(condition)):
            yield reason, one, other
    numbers = select(a.id, b.id, a.citizen_id, b.citizen_id).where(a.id < b.id, same_name)
    for one, other, first, second in db.session.execute(numbers):
        if near(first, second):
            yield "near_id", one, other
    yield from _spelt_otherwise()


def _spelt_otherwise() -> Iterator[tuple[str, int, int]]:
    """The same of people whose names differ in i and y: `Lý`, `Lí`. Only people with such names are loaded."""
    ways: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for name, key in db.session.execute(select(Member.full_name, Member.sort_key).distinct()):
        ways[tuple(exact_form(word) or folded(word) for word in words(name))].add(key)
    columns = Member.id, Member.sort_key, Member.birth_date, Member.phone, Member.citizen_id
    for keys in (some for some in ways.values() if len(some) > 1):
        people = db.session.execute(select(*columns).where(Member.sort_key.in_(keys)).order_by(Member.id)).all()
        for a, b in (pair for pair in combinations(people, 2) if pair[0].sort_key != pair[1].sort_key):
            said = {"name_birth": a.birth_date and a.birth_date == b.birth_date,
                    "phone": a.phone and a.phone == b.phone, "near_id": near(a.citizen_id, b.citizen_id)}
            yield from ((reason, a.id, b.id) for reason, holds in said.items() if holds)


audit.says({"quality.differ": _l("ghi hai hồ sơ không trùng")})
