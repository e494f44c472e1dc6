"""Whom a long list begins from: each filter names the people it means, as far as they are few.

A list of everybody is walked in its order; where a filter fits few people that walk would go through the whole
register to find them, so they are looked up first, by an index of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, func, literal, or_, select, union, union_all

from portal.core.statements import rows, still
from portal.core.text import fold
from portal.members.models import Filters, Mark, Member, MemberState, MemberTerm, Position, State, marked
from portal.members.queries import scope
from portal.members.queries.asked import EMPTY, ON_PROBATION, is_meant, spans
from portal.members.queries.due import overdue
from portal.organizations.api import holds_words

MOST_WORDS = 12
MOST_TERMS = 100


@dataclass(frozen=True, slots=True)
class Beginning:
    """A condition that makes the database begin from `few` people; or, where a filter means many, `some` of them,
    quick to count; neither where everybody is meant."""

    few: ColumnElement[bool] | None = None
    some: ColumnElement[bool] | None = None

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """What a list is narrowed by: nothing that its filters do not narrow it by."""
        return [] if self.few is None else [self.few]


def begin(filters: Filters, day: date) -> Beginning:
    """From the people of the filter that means the fewest."""
    if filters.overdue and filters.day is None:
        return Beginning(Member.id.in_(_long_on_probation(day)))
    words = _words(filters.text)
    found, rarest = _lookup([*map(_bearers, words), *_leads(filters, day)])
    if found.few is None and len(words) > 1:
        first = rarest[:len(words)].index(min(rarest[:len(words)]))
        found, _ = _lookup([_bearers_of_all(words[first], filters.text)])
    return found


def named_first(text: str) -> Beginning:
    """The same from the words of a name alone."""
    return begin(Filters(text=text), date.min)


def _lookup(leads: Sequence[Select[Any]]) -> tuple[Beginning, list[tuple[int, int]]]:
    """From the people of the rarest lead; with what orders the leads, the rarest first."""
    if not leads:
        return Beginning(), []
    order = _counted(leads) if len(leads) > 1 else [(0, 0)]
    lead, most = leads[order.index(min(order))], scope.LOOKED_UP + 1
    if min(order)[0] < most:
        ids = [row[0] for row in rows(lead.limit(most))]
        if len(ids) < most:
            return Beginning(Member.id.in_(ids if len(ids) <= scope.FEW else lead.correlate(None))), order
    return Beginning(some=Member.id.in_(select(lead.limit(most + most // 4).subquery().c[0]))), order


def _counted(leads: Sequence[Select[Any]]) -> list[tuple[int, int]]:
    """How many people each lead means, counted up to LOOKED_UP, in one statement; of those that mean more, the first
    found stand the farther apart the fewer there are."""
    cut = [lead.limit(scope.LOOKED_UP + 1).subquery() for lead in leads]
    found = rows(union_all(*(
        select(literal(place).label("place"), func.count(), func.coalesce(func.max(one.c[0]), 0)).select_from(one)
        for place, one in enumerate(cut))))
    return [(number, -last) for _, number, last in sorted(found)]


def _leads(filters: Filters, day: date) -> list[Select[Any]]:
    """Ids of the people each filter means."""
    found = [select(Member.id).where(span) for span in spans(filters, day)]
    if filters.missing in EMPTY:
        found.append(_lacking(filters.missing, day))
    if filters.role:
        found.append(select(Position.member_id).where(Position.role == filters.role, scope.holds_on(Position, day)))
    if filters.state or filters.overdue:
        found.append(_in_state(State.PROBATIONARY if filters.overdue else filters.state, day))
    return found


def _in_state(state: str, day: date) -> Select[Any]:
    return select(MemberState.member_id).where(MemberState.state == state, scope.holds_on(MemberState, day))


def _lacking(field: str, day: date) -> Select[Any]:
    """Begun from the index of what is missing; a day of the ceremony, which most do not have, from who is asked it."""
    lacks = EMPTY[field]
    if field not in ON_PROBATION:
        return select(Member.id).where(lacks)
    if field == "ceremony_on":
        return _in_state(State.PROBATIONARY, day).join(Member, Member.id == still(MemberState.member_id)).where(lacks)
    if field == "official_on":
        return marked(Mark.NOT_OFFICIAL)
    return select(Member.id).join(MemberState, scope.asked_on_day(MemberState, day)).where(
        lacks, is_meant(field, MemberState.state))


def _long_on_probation(day: date) -> CompoundSelect[Any]:
    """All who are on probation without an end and have been too long, with others among them: by the first day of the
    state, by the day of the ceremony of those who are not official yet, and who has an official day all the same."""
    now = and_(MemberState.state == State.PROBATIONARY, MemberState.valid_to.is_(None))
    not_official = Member.official_on.is_(None)
    known = select(MemberState.member_id).where(now).correlate(None)
    return union(known.where(overdue(MemberState.valid_from, day)),
                 select(Member.id).where(not_official, overdue(Member.ceremony_on, day)).correlate(None),
                 known.where(MemberState.member_id.not_in(select(Member.id).where(not_official))))


def _words(text: str) -> list[Sequence[str]]:
    """For words typed, all words of names that hold it, as `holds_words` says it; not where very many do."""
    typed = fold(text).split()[:MOST_WORDS]
    if not typed:
        return []
    known = select(func.min(MemberTerm.term).label("term")).cte("known", recursive=True)
    after = select(func.min(MemberTerm.term)).where(MemberTerm.term > known.c.term).scalar_subquery()
    known = known.union_all(select(after).where(known.c.term.is_not(None)))
    fits = [and_(*holds_words(known.c.term, word)) for word in typed]
    found = rows(select(known.c.term, *fits).where(or_(*fits)))
    every = [[term for term, *fitting in found if fitting[place]] for place in range(len(typed))]
    return [terms for terms in every if len(terms) <= MOST_TERMS]


def _bearers(terms: Sequence[str]) -> Select[Any]:
    return select(MemberTerm.member_id).where(MemberTerm.term.in_(terms))


def _bearers_of_all(terms: Sequence[str], text: str) -> Select[Any]:
    """Those of them whose name holds every word of the text."""
    return _bearers(terms).where(*holds_words(MemberTerm.name, text))
