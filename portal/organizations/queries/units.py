"""Single units and conditions on units: what every room asks of the tree."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.statements import per_actor, rows
from portal.core.text import fold
from portal.organizations.models import Organization, OrganizationKind, Succession
from portal.organizations.policy import readable
from portal.search.analysis import spellings

LOOKED_UP = 300


def below_path(path: str) -> ColumnElement[bool]:
    """Condition on Organization: the unit at this path and all below it, as a range of the index on paths (`:` is the
    sign after the digits)."""
    found: ColumnElement[bool] = Organization.path.between(path, path + ":")
    return found


def covered(actor: Actor, roles: Collection[str]) -> ColumnElement[bool]:
    """Condition on Organization: units where the actor holds one of the roles (with subtrees)."""
    parts: list[ColumnElement[bool]] = []
    for holding in actor.scopes(roles):
        if holding.subtree:
            parts.append(below_path(holding.path))
        else:
            parts.append(Organization.id == holding.unit_id)
    return or_(*parts) if parts else false()


def covered_ids(actor: Actor, roles: Collection[str]) -> Select[int]:
    """The ids of those units, as a subselect for the lists of every room."""
    return select(Organization.id).where(covered(actor, roles))


def in_covered(actor: Actor, roles: Collection[str], unit_id: Any) -> ColumnElement[bool]:
    """Condition on a column of unit ids: one of those units. Who stands over a whole tree is asked unit by unit, for a
    list of all units would be made at each look; else a database may begin from the units."""
    if not stands_on_top(actor, roles):
        return unit_id.in_(covered_ids(actor, roles))  # type: ignore[no-any-return]
    unit = aliased(Organization)
    parts = [unit.path.between(one.path, one.path + ":") if one.subtree else unit.id == one.unit_id
             for one in actor.scopes(roles)]
    return exists().where(unit.id == unit_id, or_(*parts))


def stands_on_top(actor: Actor, roles: Collection[str]) -> bool:
    """Holds one of the roles over a whole tree: lists of units are walked then, not gathered first."""
    return any(one.subtree and one.path.count("/") == 2 for one in actor.scopes(roles))


def get(actor: Actor, organization_id: int) -> Organization | None:
    """One unit, if the actor may see it."""
    return db.session.execute(readable(actor).where(Organization.id == organization_id)).scalar_one_or_none()


def in_force() -> ColumnElement[bool]:
    """Condition: the unit exists today."""
    return in_force_of(Organization)


def succession(actor: Actor, unit: Organization) -> list[tuple[Succession, Organization, bool]]:
    """(step, the other unit, True where the other came before this one), oldest first."""
    before = Succession.to_id == unit.id
    found = (readable(actor).add_columns(Succession)
             .join(Succession, or_(before & (Succession.from_id == Organization.id),
                                   (Succession.from_id == unit.id) & (Succession.to_id == Organization.id)))
             .order_by(Succession.on, Succession.id))
    return [(step, other, step.to_id == unit.id) for other, step in db.session.execute(found)]


def ancestors(unit: Organization) -> list[Organization]:
    """From the root down to the unit's parent."""
    found = select(Organization).where(Organization.id.in_(unit.ancestor_ids[:-1]))
    return sorted(db.session.execute(found).scalars(), key=lambda one: len(one.path))


def named(ids: Collection[int]) -> dict[int, str]:
    """Names by id."""
    found = select(Organization.id, Organization.name).where(Organization.id.in_(ids))
    return {unit_id: name for unit_id, name in db.session.execute(found)}


def called(text: str) -> list[ColumnElement[bool]]:
    """Conditions on Organization: the name holds the words typed. Where few names do, these are looked up first, in the
    index of names, and one statement more: a list of units need not be walked to find them."""
    holds = holds_words(Organization.search_key, text)
    if not holds:
        return []
    ids = [row.id for row in rows(select(Organization.id).where(*holds).limit(LOOKED_UP + 1))]
    return [Organization.id.in_(ids)] if len(ids) <= LOOKED_UP else holds


def look_up(actor: Actor, text: str, limit: int = 10) -> list[Organization]:
    """Units whose name holds the words typed, with or without accents: for pickers."""
    found = readable(actor).where(in_force(), *called(text))
    found = found.order_by(func.length(Organization.path), Organization.sort_key).limit(limit)
    return list(db.session.execute(found).scalars())


def pick(actor: Actor, text: str, *, cells: bool = False, roles: Collection[str] | None = None,
         limit: int = 6) -> list[tuple[int, str, str]]:
    """(id, name, name of the unit above) of the first units whose name or code holds the words typed; where asked cells
    only, or those where the actor holds one of the roles. Names that begin with the words come first, then the higher
    units."""
    if not fold(text).strip():
        return []
    parent = aliased(Organization)
    found = (readable(actor).with_only_columns(Organization.id, Organization.name, parent.name)
             .outerjoin(parent, parent.id == Organization.parent_id)
             .where(in_force(), or_(and_(*called(text)), Organization.code == text)))
    if cells:
        kind = OrganizationKind.id == Organization.kind_id
        found = found.join(OrganizationKind, kind).where(OrganizationKind.is_cell)
    if roles is not None:
        found = found.where(in_covered(actor, roles, Organization.id))
    begins = Organization.search_key.startswith(fold(text), autoescape=True)
    found = found.order_by(begins.desc(), func.length(Organization.path), Organization.sort_key).limit(limit)
    return [(unit_id, name, above or "") for unit_id, name, above in db.session.execute(found)]


def holds_words(column: Any, text: str) -> list[ColumnElement[bool]]:
    """Conditions: a folded column holds each word typed, begun or whole; `Lý` also finds `Lí`, as a whole word, or else
    it would find every `Linh`."""
    return [_holds(column, word) for word in fold(text).split()]


def _holds(column: Any, word: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.contains(word, autoescape=True)
    for other in spellings(word):
        if other != word:
            found = or_(found, and_(column.contains(other), (" " + column + " ").contains(f" {other} ")))
    return found


def units_of(actor: Actor, roles: Collection[str], limit: int = 50) -> list[Organization]:
    """The units where the actor holds one of the roles, highest first: choices of forms.

    Bounded: who stands over more than `limit` units picks by `look_up`. Many are taken level by level from the units
    held, so that nobody sorts the whole tree.
    """
    few = _some_of(actor, frozenset(roles), limit + 1, clock.today())
    found = {one.id: one for one in db.session.execute(few).scalars()}
    if len(found) > limit:
        found = _from_the_top(actor, roles, limit)
    return sorted(found.values(), key=lambda one: (len(one.path), one.sort_key))[:limit]


@per_actor
def _some_of(actor: Actor, roles: frozenset[str], limit: int, today: date) -> Select[Organization]:
    return select(Organization).where(covered(actor, roles), in_force_on(Organization, today)).limit(limit)


def asked_unit(actor: Actor, roles: Collection[str], number: str) -> Organization | None:
    """The unit of a number out of an address, where the actor holds one of the roles: what a list is narrowed to.
    Also one that has ended, for what was open there stays."""
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        return None
    found = select(Organization).where(Organization.id == int(number), covered(actor, roles))
    return db.session.execute(found).scalar_one_or_none()


def own_cells(actor: Actor, roles: Collection[str], most: int = 50) -> list[Organization]:
    """The cells where the actor holds one of the roles, highest first; none where they are more than `most`: then one
    is looked up by its name."""
    is_cell = exists().where(OrganizationKind.id == Organization.kind_id, OrganizationKind.is_cell)
    some = select(Organization).where(covered(actor, roles), in_force(), is_cell).limit(most + 1)
    found = list(db.session.execute(some).scalars())
    return sorted(found, key=lambda one: (len(one.path), one.sort_key)) if len(found) <= most else []


def _from_the_top(actor: Actor, roles: Collection[str], limit: int) -> dict[int, Organization]:
    """Units by id: those held and those just below, and further levels until there are enough."""
    held = actor.scopes(roles)
    here = or_(Organization.id.in_([one.unit_id for one in held]),
               Organization.parent_id.in_([one.unit_id for one in held if one.subtree]))
    found: dict[int, Organization] = {}
    while len(found) < limit:
        level = (select(Organization).where(here, in_force())
                 .order_by(func.length(Organization.path), Organization.sort_key).limit(limit))
        new = {one.id: one for one in db.session.execute(level).scalars() if one.id not in found}
        if not new:
            break
        found |= new
        here = Organization.parent_id.in_(new)
    return found


def audience_choices(actor: Actor, unit: Organization) -> list[tuple[str, str]]:
    """(token, words) of the audiences a unit may address: itself and below, itself alone, units just below."""
    below = rows(_just_below(clock.today()), unit=unit.id)
    return [(f"s{unit.id}", unit.name), (f"u{unit.id}", unit.name), *((f"s{child.id}", child.name) for child in below)]


@per_actor
def _just_below(today: date) -> Select[*tuple[Any, ...]]:
    below = Organization.parent_id == bindparam("unit")
    return (select(Organization.id, Organization.name).where(below, in_force_on(Organization, today))
            .order_by(Organization.sort_key).limit(200))


def in_force_of(entity: type[Organization]) -> ColumnElement[bool]:
    """The same condition on an alias."""
    return in_force_on(entity, clock.today())


def in_force_on(entity: type[Organization], day: date) -> ColumnElement[bool]:
    """Condition: the unit exists on a day."""
    return (entity.valid_from <= day) & (entity.valid_to.is_(None) | (entity.valid_to >= day))


def _called(actor: Actor, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Units as the log calls them: (name, address)."""
    rows = readable(actor).with_only_columns(Organization.id, Organization.name).where(Organization.id.in_(ids))
    return {unit_id: (name, f"/to-chuc/{unit_id}") for unit_id, name in db.session.execute(rows)}


audit.called("organization", _called)
