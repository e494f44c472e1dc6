"""The roster: filters and order, all in the database (domain/TEXT.md: names in Vietnamese order)."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.statements import still
from portal.members.models import PRESENT, Filters, Member, MemberState, Position, Selection, State
from portal.members.models.clocks import latest_start
from portal.members.policy import KEEPERS, readable
from portal.members.queries.due import overdue
from portal.members.queries.scope import on_day, people_of, staying, without_cell
from portal.organizations.api import Organization, Role, holds_words
from portal.organizations.api import get as get_unit

MISSING: dict[str, ColumnElement[bool]] = {
    "birth_date": Member.birth_date.is_(None),
    "sex": Member.sex == "",
    "joined_on": Member.joined_on.is_(None),
    "official_on": and_(Member.official_on.is_(None), MemberState.state != State.PROBATIONARY),
    "ceremony_on": and_(Member.ceremony_on.is_(None), MemberState.state == State.PROBATIONARY),
    "card_number": and_(or_(Member.card_number.is_(None), Member.card_number == ""),
                        MemberState.state != State.PROBATIONARY),
    "phone": or_(Member.phone.is_(None), Member.phone == ""),
}
"""When a field counts as missing: a probationary member has neither card nor official day."""
OF_THE_PERSON = ("birth_date", "sex", "joined_on", "phone")
"""Those that are asked of every person, whatever the state."""


def nobody() -> Select[Any]:
    """The roster of a question that could not be understood."""
    return select(Member).where(false())


def roster(actor: Actor, filters: Filters = Filters()) -> Select[Any]:  # noqa: B008 - immutable
    """Rows (Member, Organization, MemberState) in the units one keeps today, as they were on `filters.day`."""
    unit = get_unit(actor, filters.unit_id) if filters.unit_id else None
    if filters.unit_id and unit is None:
        return nobody()
    day = filters.day or clock.today()
    found = people_of(actor, KEEPERS, day, unit, state=State.PROBATIONARY if filters.overdue else filters.state,
                      goes_on=filters.overdue and filters.day is None, who=_who(filters))
    return found.where(*_conditions(filters, day)).order_by(*_order(filters.sort))


def no_unit(actor: Actor) -> Select[Any]:
    """The same rows of people who belong to no cell though they have not left; the unit is their last.

    Few, so they are found first and put in order then, not looked for along the whole register."""
    return (without_cell(actor, KEEPERS, clock.today(), [state.value for state in PRESENT])
            .order_by(still(Member.sort_key), Member.id))


def guests(actor: Actor) -> Select[Any]:
    """Rows (Member, Organization, Stay) of those who stay today, for a time, in the units one keeps."""
    return staying(actor, KEEPERS, clock.today()).order_by(Member.sort_key, Member.id)


def chosen(actor: Actor, filters: Filters, ids: Collection[int]) -> Select[Any]:
    """A ticked set: those of `ids`, or all of the filtered set, that the actor may see now."""
    found = roster(actor, filters)
    return found.where(Member.id.in_(ids)) if ids else found


def chosen_people(actor: Actor, selection: Selection) -> Select[Any]:
    """Rows (Member, Organization, MemberState) of a set that was ticked: for the bulk acts of other rooms."""
    return chosen(actor, Filters.of(selection.address), selection.ids)


def count(found: Select[Any], most: int) -> int:
    """How many rows there are, counted no further than one more than `most`."""
    cut = found.order_by(None).with_only_columns(Member.id).limit(most + 1)
    return int(db.session.execute(select(func.count()).select_from(cut.subquery())).scalar_one())


def posts_of(member_ids: Collection[int], day: date) -> dict[int, list[Any]]:
    """Titles of the posts held on a day, the highest first, by member id."""
    order = {role.value: place for place, role in enumerate(Role)}
    found = (select(Position.member_id, Position.role).join(Member, on_day(Position, day))
             .where(Position.member_id.in_(member_ids)))
    rows: dict[int, set[str]] = {}
    for member_id, role in db.session.execute(found):
        rows.setdefault(member_id, set()).add(role)
    return {member_id: [Role(role).label for role in sorted(roles, key=order.__getitem__)]
            for member_id, roles in rows.items()}


def open_records(actor: Actor, member_ids: Collection[int]) -> set[int]:
    """Those whose record the actor may open today: a list of a past day also names others."""
    found = readable(actor).where(Member.id.in_(member_ids)).with_only_columns(Member.id)
    return set(db.session.execute(found).scalars())


def _who(filters: Filters) -> list[ColumnElement[bool]]:
    lacks = [MISSING[filters.missing]] if filters.missing in OF_THE_PERSON else []
    return [*holds_words(Member.search_key, filters.text), *lacks]


def _conditions(filters: Filters, day: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.sex:
        found.append(Member.sex == filters.sex)
    if filters.role:
        found.append(exists().where(on_day(Position, day), Position.role == filters.role).correlate(Member))
    if filters.missing and filters.missing not in OF_THE_PERSON:
        found.append(MISSING.get(filters.missing, false()))
    if filters.overdue:
        found.append(overdue(func.coalesce(Member.ceremony_on, MemberState.valid_from), day))
        if filters.state and filters.state != State.PROBATIONARY:
            found.append(false())
    return found + _spans(filters, day)


def _spans(filters: Filters, day: date) -> list[ColumnElement[bool]]:
    """Years and ages as spans of days, so that the columns are compared as they are."""
    found: list[ColumnElement[bool]] = []
    if filters.joined_from is not None:
        found.append(Member.joined_on >= date(filters.joined_from, 1, 1))
    if filters.joined_to is not None:
        found.append(Member.joined_on <= date(filters.joined_to, 12, 31))
    ages: list[tuple[Any, int | None, int | None]] = [
        (Member.birth_date, filters.age_from, filters.age_to), (Member.joined_on, filters.party_from, filters.party_to)]
    for column, least, most in ages:
        if least is not None:
            found.append(column <= latest_start(day, 12 * least))
        if most is not None:
            found.append(column > latest_start(day, 12 * (most + 1)))
    return found


def _order(sort: str) -> list[Any]:
    down, key = sort.startswith("-"), sort.removeprefix("-")
    columns: list[Any] = [Member.sort_key, Member.id]
    if key == "cell":
        columns = [Organization.sort_key, Organization.id, *columns]
    elif key in ("joined", "party"):
        if (key == "party") is down:
            return [Member.joined_on.asc().nulls_last(), *columns]
        return [Member.joined_on.desc().nulls_last(), *(column.desc() for column in columns)]
    return [column.desc() if down else column for column in columns]
