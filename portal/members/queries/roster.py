"""The roster: filters and order, all in the database (domain/TEXT.md: names in Vietnamese order)."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, select

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.statements import still
from portal.members.models import PRESENT, Filters, Member, Position, Selection, State
from portal.members.policy import KEEPERS, readable
from portal.members.queries.asked import conditions
from portal.members.queries.leads import Beginning, begin
from portal.members.queries.scope import on_day, people_of, scope, staying, without_cell
from portal.organizations.api import Organization, Role, holds_words
from portal.organizations.api import get as get_unit


def nobody() -> Select[Any]:
    """The roster of a question that could not be understood."""
    return select(Member).where(false())


def roster(actor: Actor, filters: Filters = Filters()) -> Select[Any]:  # noqa: B008 - immutable
    """Rows (Member, Organization, MemberState) in the units one keeps today, as they were on `filters.day`."""
    return listed(actor, filters)[0]


def listed(actor: Actor, filters: Filters) -> tuple[Select[Any], ColumnElement[bool] | None]:
    """The same, and a condition that leaves in some of many rows, quick to count with."""
    unit = get_unit(actor, filters.unit_id) if filters.unit_id else None
    if filters.unit_id and unit is None:
        return nobody(), None
    day = filters.day or clock.today()
    where = scope(actor, KEEPERS, unit)
    beginning = begin(filters, day) if where.units is None else Beginning()
    found = people_of(where, day, state=State.PROBATIONARY if filters.overdue else filters.state,
                      goes_on=filters.overdue and filters.day is None)
    found = found.where(*beginning.conditions, *holds_words(Member.search_key, filters.text), *conditions(filters, day))
    return found.order_by(*_order(filters.sort)), beginning.some


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
