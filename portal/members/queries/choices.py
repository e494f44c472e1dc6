"""What one may choose from: cells to enter people in, units for posts, saved filters, ticked sets, fresh prints."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, false, or_, select

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.statements import still
from portal.members.models import Disclosure, Filters, Member, Position, SavedFilter, Selection
from portal.members.models.lists import PRINT, PROFILE
from portal.members.policy import KEEPERS, WRITERS, readable, writes, writes_from_above
from portal.members.queries.scope import covers, within
from portal.organizations.api import Organization, OrganizationKind, Role, called, in_force, stands_on_top, units_of
from portal.organizations.api import get as get_unit

FRESH = timedelta(hours=1)
"""A print can be opened for so long; afterwards it is made, and logged, anew."""
OF_CELLS = (Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.CELL_COMMITTEE_MEMBER, Role.OFFICE_STAFF, Role.OVERSEER)
OF_COMMITTEES = (Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.STANDING_MEMBER, Role.COMMITTEE_MEMBER, Role.OFFICE_STAFF,
                 Role.INSPECTION_MEMBER)
OF_THE_ROOT = (Role.ORGANIZATION_BOARD, Role.ADMINISTRATOR)


def roles_at(unit: Organization) -> tuple[Role, ...]:
    """The posts there are at such a unit."""
    if unit.is_cell:
        return OF_CELLS
    return OF_COMMITTEES + OF_THE_ROOT if unit.parent_id is None else OF_COMMITTEES


def cells_below(actor: Actor, text: str = "") -> Select[Any]:
    """Cells below units where the actor writes, in Vietnamese order; not yet paged."""
    path = still(Organization.path) if stands_on_top(actor, WRITERS) else Organization.path
    above = [within(one.path, path) & (path != one.path) for one in actor.scopes(WRITERS) if one.subtree]
    return (_named(text).join(OrganizationKind, OrganizationKind.id == still(Organization.kind_id))
            .where(OrganizationKind.is_cell, or_(*above) if above else false()))


def units_for_posts(actor: Actor, text: str = "") -> Select[Any]:
    """Units where the actor may record posts, in Vietnamese order; not yet paged."""
    return _named(text).where(covers(actor, WRITERS))


def cell_to_fill(actor: Actor, unit_id: int) -> Organization | None:
    """A cell in force in which the actor may enter people."""
    unit = get_unit(actor, unit_id)
    fits = unit is not None and unit.is_cell and writes_from_above(actor, unit.path) and _exists_today(unit)
    return unit if fits else None


def unit_for_post(actor: Actor, unit_id: int) -> Organization | None:
    """A unit in force where the actor may record posts."""
    unit = get_unit(actor, unit_id)
    return unit if unit is not None and writes(actor, unit.path) and _exists_today(unit) else None


def near_units(actor: Actor, member: Member) -> list[Organization]:
    """The member's cell and the units above it, as far as the actor records posts there; from the cell up."""
    ids = member.home.unit.ancestor_ids if member.home is not None else []
    found = select(Organization).where(Organization.id.in_(ids), covers(actor, WRITERS), in_force())
    return sorted(db.session.execute(found).scalars(), key=lambda one: -len(one.path))


def unit_named(actor: Actor, unit_id: int | None) -> Organization | None:
    """A unit by its number."""
    return get_unit(actor, unit_id) if unit_id else None


def unit_of_list(actor: Actor, made: Disclosure) -> Organization | None:
    """The unit a list was asked for, or else the first that the actor keeps."""
    return unit_named(actor, Filters.of(made.address).unit_id) or next(iter(units_of(actor, KEEPERS, 1)), None)


def post(actor: Actor, member_id: int, post_id: int) -> Position | None:
    """A post of a member whose record the actor may see."""
    member = db.session.execute(readable(actor).where(Member.id == member_id)).scalar_one_or_none()
    found = db.session.get(Position, post_id)
    return found if member is not None and found is not None and found.member_id == member.id else None


def saved_filters(actor: Actor) -> list[SavedFilter]:
    """The actor's own, by name."""
    found = select(SavedFilter).where(SavedFilter.account_id == actor.account_id).order_by(SavedFilter.name)
    return list(db.session.execute(found.limit(50)).scalars())


def saved_filter(actor: Actor, filter_id: int) -> SavedFilter | None:
    """One of the actor's own."""
    found: SavedFilter | None = _own(SavedFilter, actor, filter_id)
    return found


def selection(actor: Actor, selection_id: int) -> Selection | None:
    """A set the actor ticked."""
    found: Selection | None = _own(Selection, actor, selection_id)
    return found


def printed(actor: Actor, print_id: int) -> Disclosure | None:
    """A print the actor made within the hour; whole numbers show to nobody who sits in another's place."""
    found = _own(Disclosure, actor, print_id) if actor.in_person else None
    fits = found is not None and found.act in (PRINT, PROFILE) and clock.now() - found.at < FRESH
    return found if fits else None


def _own(table: Any, actor: Actor, number: int) -> Any:
    found = select(table).where(table.id == number, table.account_id == actor.account_id)
    return db.session.execute(found).scalar_one_or_none()


def _named(text: str) -> Select[Any]:
    found = select(Organization).where(in_force(), *called(text))
    return found.order_by(Organization.sort_key, Organization.id)


def _exists_today(unit: Organization) -> bool:
    today = clock.today()
    return unit.valid_from <= today and (unit.valid_to is None or unit.valid_to >= today)
