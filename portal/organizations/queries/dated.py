"""The tree of a day: names, kinds and parents as they were, in lists and for one unit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, Subquery, bindparam, exists, func, or_, select, union_all
from sqlalchemy.orm import aliased, joinedload

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.statements import per_actor
from portal.organizations.models import Organization, OrganizationHistory, OrganizationKind, Succession, Term
from portal.organizations.policy import readable
from portal.organizations.queries.units import called, holds_words

FIRST_DAY = date(1930, 2, 3)
"""No Party organisation is older."""
MOST = 5000
SORTS = ("name", "-name", "code", "-code", "since", "-since")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of units is narrowed to: those of a day; words of the name, kind, and the unit above (it and all
    that stood below it on that day)."""

    day: date
    text: str = ""
    kind: str = ""
    under: int | None = None
    sort: str = "name"


@dataclass(frozen=True, slots=True)
class Turn:
    """A change of a unit: the day it counts from, what it was before and is after, by which decision."""

    on: date
    before: "Look"
    after: "Look"
    decision: str


@dataclass(frozen=True, slots=True)
class Look:
    """Name, kind and parent of a unit over some time."""

    name: str
    kind: str
    parent_id: int | None
    parent: str


@per_actor
def states(day: date, name: str = "states", *, turned: bool = True) -> Subquery:
    """Rows (unit_id, name, search_key, sort_key, kind_id, parent_id, since, until) of the units in force on a day,
    as they were on that day. Other rooms join it for lists of a day. `turned`: some of them are otherwise today."""
    unit, past = aliased(Organization), OrganizationHistory
    since = func.coalesce(unit.since, unit.valid_from)
    now = select(unit.id.label("unit_id"), unit.name, unit.search_key, unit.sort_key, unit.kind_id, unit.parent_id,
                 since.label("since"), unit.valid_to.label("until")).where(
        since <= day, or_(unit.valid_to.is_(None), unit.valid_to >= day))
    if not turned:
        return now.subquery(name)
    then = select(past.unit_id, past.name, past.search_key, past.sort_key, past.kind_id, past.parent_id,
                  past.valid_from, past.valid_to).where(past.valid_from <= day, past.valid_to >= day)
    return union_all(now, then).subquery(name)


def units_on(actor: Actor, filters: Filters) -> Select[Any]:
    """Rows (id, code, name, kind, is it a cell, parent's id, parent's name, since, until) of the units in force on a
    day, in Vietnamese order; not yet paged."""
    turned = _turned_since(filters.day)
    own, above = states(filters.day, turned=turned), states(filters.day, "above", turned=turned)
    found = (readable(actor)
             .join(own, own.c.unit_id == Organization.id)
             .join(OrganizationKind, OrganizationKind.id == own.c.kind_id)
             .outerjoin(above, above.c.unit_id == own.c.parent_id)
             .with_only_columns(Organization.id, Organization.code, own.c.name, OrganizationKind.name.label("kind"),
                                OrganizationKind.is_cell, own.c.parent_id, above.c.name.label("parent"), own.c.since,
                                own.c.until, maintain_column_froms=True)
             .where(*(holds_words(own.c.search_key, filters.text) if turned else called(filters.text))))
    if filters.kind:
        found = found.where(own.c.kind_id == filters.kind)
    if filters.under is not None:
        found = found.where(Organization.id.in_(below_on(filters.under, filters.day)))
    return found.order_by(*_order(own, filters.sort))


def _turned_since(day: date) -> bool:
    """Some unit was on this day otherwise than it is now: only then must lists of the day look among what was, and
    put the whole tree in order."""
    past = OrganizationHistory
    return bool(db.session.execute(select(exists().where(past.valid_from <= day, past.valid_to >= day))).scalar())


def all_units_on(actor: Actor, filters: Filters) -> list[Any]:
    """The same rows all at once, to take away or print; as many as a tree can have."""
    return list(db.session.execute(units_on(actor, filters).limit(MOST)).all())


def _order(own: Subquery, sort: str) -> list[ColumnElement[Any]]:
    keys: dict[str, Any] = {"name": own.c.sort_key, "code": Organization.code, "since": own.c.since}
    key = keys.get(sort.removeprefix("-"), own.c.sort_key)
    empty_last = [key.is_(None)] if key is Organization.code else []
    return [*empty_last, key.desc() if sort.startswith("-") else key, Organization.id]


def below_on(unit_id: int, day: date) -> Select[int]:
    """Ids of a unit and all that stood below it on a day."""
    first, step = states(day, "first"), states(day, "step")
    tree = select(first.c.unit_id).where(first.c.unit_id == unit_id).cte("below", recursive=True)
    tree = tree.union(select(step.c.unit_id).join(tree, step.c.parent_id == tree.c.unit_id))
    return select(tree.c.unit_id)


def named_on(ids: Collection[int], day: date) -> dict[int, str]:
    """Names by id, as they were on a day; units not in force then are missing."""
    own = states(day)
    rows = select(own.c.unit_id, own.c.name).where(own.c.unit_id.in_(ids))
    return {unit_id: name for unit_id, name in db.session.execute(rows)}


def turns(unit: Organization) -> list[Turn]:
    """What changed of a unit over time, the newest first."""
    parent, past = aliased(Organization), OrganizationHistory
    rows = db.session.execute(
        select(past, OrganizationKind.name, parent.name).join(OrganizationKind, OrganizationKind.id == past.kind_id)
        .outerjoin(parent, parent.id == past.parent_id).where(past.unit_id == unit.id)
        .order_by(past.valid_from)).all()
    looks = [Look(row.name, kind, row.parent_id, above or "") for row, kind, above in rows]
    looks.append(Look(unit.name, unit.kind.name, unit.parent_id, _name_of(unit.parent_id)))
    found = [Turn(row.valid_to + timedelta(days=1), looks[place], looks[place + 1], row.decision)
             for place, (row, *_) in enumerate(rows)]
    return found[::-1]


def _name_of(unit_id: int | None) -> str:
    found = db.session.execute(select(Organization.name).where(Organization.id == unit_id)).scalar()
    return found or ""


def former_children(actor: Actor, unit: Organization) -> list[Organization]:
    """Units that stood below a unit and have ended or gone elsewhere, in Vietnamese order; at most 50."""
    gone = select(OrganizationHistory.unit_id).where(OrganizationHistory.parent_id == unit.id)
    ended = (Organization.parent_id == unit.id) & Organization.valid_to.is_not(None)
    left = Organization.id.in_(gone) & or_(Organization.parent_id.is_(None), Organization.parent_id != unit.id)
    found = readable(actor).where(or_(ended, left)).order_by(Organization.sort_key).limit(50)
    return list(db.session.execute(found).scalars())


def terms(unit: Organization) -> list[Term]:
    """Terms of a unit, the newest first."""
    found = select(Term).where(Term.unit_id == unit.id).order_by(Term.valid_from.desc())
    return list(db.session.execute(found).scalars())


def term_on(unit_id: int, day: date) -> Term | None:
    """The term of a unit on a day; after its planned end the last one goes on until the next begins."""
    found = select(Term).where(Term.unit_id == unit_id, Term.valid_from <= day).order_by(Term.valid_from.desc())
    return db.session.execute(found.limit(1)).scalar_one_or_none()


def term(actor: Actor, organization_id: int, term_id: int) -> Term | None:
    """One term of a unit that the actor may see."""
    units = readable(actor).with_only_columns(Organization.id).where(Organization.id == organization_id)
    found = select(Term).where(Term.id == term_id, Term.unit_id.in_(units)).options(joinedload(Term.unit))
    return db.session.execute(found).scalar_one_or_none()


def earliest_end(unit: Organization) -> date:
    """The first day on which a unit may be gone without contradicting what is written of it: after its last change,
    not before units came to stand under it, and after the last that left it or ended there."""
    left, gone, newest, merged = db.session.execute(_last_days(), {"unit": unit.id}).one()
    days: list[date | None] = [unit.begun + timedelta(days=1), newest]
    days += [day + timedelta(days=1) for day in (left, gone, merged) if day is not None]
    return max(day for day in days if day is not None)


@per_actor
def _last_days() -> Select[*tuple[Any, ...]]:
    past, child, unit = OrganizationHistory, Organization, bindparam("unit", type_=Integer())
    left = select(func.max(past.valid_to)).where(past.parent_id == unit)
    gone = select(func.max(child.valid_to)).where(child.parent_id == unit)
    newest = select(func.max(func.coalesce(child.since, child.valid_from))).where(child.parent_id == unit,
                                                                                  child.valid_to.is_(None))
    merged = select(func.max(Succession.on)).where(Succession.to_id == unit)
    return select(left.scalar_subquery(), gone.scalar_subquery(), newest.scalar_subquery(), merged.scalar_subquery())
