"""The units whose accounts somebody keeps: named one by one where they are few, whole subtrees where they are many.

A few are counted when asked. Over many, the numbers kept beside the tree are shown (services.counting), with their
moment, and lists walk the register in the order of names: no page costs more in a larger register."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, or_, select

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.statements import still
from portal.keeping.policy import kept_units
from portal.members.api import KEEPERS, Member, Membership
from portal.organizations.api import Organization, Role, below_path

FEW = 300


@dataclass(frozen=True, slots=True)
class Reach:
    """Ids of the `units`, None where they are many; the paths of whole `subtrees`, none inside another, and the
    paths of units `alone`."""

    units: list[int] | None
    subtrees: tuple[str, ...]
    alone: tuple[str, ...]

    @property
    def condition(self) -> ColumnElement[bool]:
        """On Membership and Organization."""
        if self.units is not None:
            return Membership.unit_id.in_(self.units)
        path = still(Organization.path, Member.full_name)  # in no index: people are counted in the order of their table
        parts = [path.between(one, one + ":") for one in self.subtrees] + [path == one for one in self.alone]
        return or_(false(), *parts)


def reach(actor: Actor, unit: Organization | None = None) -> Reach:
    """Where the actor keeps accounts, in or below a unit; the same sentence as `policy.kept_units`."""
    where = [kept_units(actor), *([below_path(unit.path)] if unit is not None else [])]
    few = list(db.session.execute(select(Organization.id).where(*where).limit(FEW + 1)).scalars())
    whole: set[str] = set()
    single: set[str] = set()
    for held in (*actor.scopes(KEEPERS), *actor.scopes({Role.ADMINISTRATOR})):
        deep = held.subtree or held.role == Role.ADMINISTRATOR
        if unit is None or held.path.startswith(unit.path):
            (whole if deep else single).add(held.path)
        elif deep and unit.path.startswith(held.path):
            whole.add(unit.path)
    tops = {one for one in whole if not any(one != other and one.startswith(other) for other in whole)}
    alone = {one for one in single if not any(one.startswith(top) for top in tops)}
    return Reach(few if len(few) <= FEW else None, tuple(sorted(tops)), tuple(sorted(alone)))
