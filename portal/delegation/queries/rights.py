"""Which rights a role gives, and who could give a missing one: found by asking the rules themselves.

Each fact of a rule is tried with an actor who holds nothing and with one who holds a single role over a made-up thing.
A fact that only the role turns true speaks of that role; one that stays as it was speaks of the thing ("đã khóa") or
of the person ("do mình gửi") and is passed over.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Row, bindparam, select

from portal.core.actor import Actor, Holding
from portal.core.db import db
from portal.core.i18n import gettext
from portal.core.policy import RULES, Fact, Right, allowed
from portal.core.statements import rows
from portal.delegation.models import SAME_UNIT, DelegationStep
from portal.delegation.queries.effective import posts
from portal.delegation.queries.steps import dated
from portal.members.api import Member, Position
from portal.organizations.api import Organization, Role

PATH, PLACE = "/1/2/", 2
NOBODY = Actor(account_id=-1, member_id=-1, name="?")
NAMES = 3


class Anything:
    """A made-up thing of the unit at PATH: every part of it is of that unit too."""

    path, unit_id, id, is_cell = PATH, PLACE, PLACE, False

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return PLACE if name.endswith("_id") else self


@dataclass(frozen=True, slots=True)
class RoleRights:
    """A role and the rights it gives over its unit."""

    role: Role
    rights: tuple[Right, ...]


def all_roles() -> list[RoleRights]:
    """Every role with what it gives."""
    return [RoleRights(role, rights_of(role)) for role in Role]


@lru_cache(maxsize=64)
def rights_of(role: str) -> tuple[Right, ...]:
    """The rights a role gives over its unit, in the order of the rooms."""
    return tuple(right for right, clauses in RULES.items() if any(_gives(role, clause) for clause in clauses))


def _gives(role: str, clause: Iterable[Fact]) -> bool:
    tied = [fact for fact in clause if _roles_of(fact)]
    return bool(tied) and all(role in _roles_of(fact) for fact in tied)


@lru_cache(maxsize=2048)
def _roles_of(fact: Fact) -> frozenset[str]:
    """The roles that turn a fact true."""
    if _holds(fact, NOBODY):
        return frozenset()
    return frozenset(role for role in Role if _holds(fact, holding(NOBODY, role, PLACE, PATH)))


def holding(actor: Actor, role: str, unit_id: int, path: str) -> Actor:
    """The same person with one role more, over a unit and what is below it."""
    return replace(actor, holdings=(*actor.holdings, Holding(role, unit_id, path, True, "grant", 0)))


def _holds(fact: Fact, actor: Actor) -> bool:
    try:
        return bool(fact(actor, Anything()))
    except Exception:  # a made-up thing answers not every question; such a fact says nothing of roles
        return False


def who_can_grant(actor: Actor, right: Right, target: Any) -> str:
    """A sentence: which role is missing, and which unit gives it; empty where no role would help or nobody gives it."""
    unit = unit_of(target) or (db.session.get(Organization, actor.unit_id) if actor.unit_id else None)
    if unit is None or not actor.signed_in:
        return ""
    wanted = [role for role in Role if allowed(holding(actor, role, unit.id, unit.path), right, target)]
    for place in (unit, db.session.get(Organization, unit.ancestor_ids[0])) if wanted else ():
        given = _steps_to(place, wanted) if place is not None else []
        if place is not None and given:
            return _sentence(place, given)
    return ""


def unit_of(target: Any) -> Organization | None:
    """The unit a thing belongs to, as its room calls it."""
    if target is None or isinstance(target, Organization):
        return target
    for name in ("unit", "handling", "meeting", "membership_today"):
        found = getattr(target, name, None)
        if found is not None:
            return unit_of(found)
    return None


def _steps_to(unit: Organization, roles: list[Role]) -> list[Row[Any]]:
    above = unit.parent.kind_id if unit.parent is not None else None
    return [row for row in rows(_steps(), kind=unit.kind_id, roles=roles)
            if row.from_kind == above or (row.step == SAME_UNIT and unit.parent is None)]


@cache
def _steps() -> Any:
    """The statement of `_steps_to`."""
    step = DelegationStep
    return select(step.role, step.by_role, step.from_kind, step.step).where(
        step.to_kind == bindparam("kind"), step.role.in_(bindparam("roles", expanding=True)), step.confirmed,
        dated()).order_by(step.id)


def _sentence(unit: Organization, steps: list[Row[Any]]) -> str:
    giver = unit if steps[0].step == SAME_UNIT or unit.parent is None else unit.parent
    roles = ", ".join(str(Role(role).label) for role in dict.fromkeys(step.role for step in steps))
    names = _holders(giver, {step.by_role for step in steps})
    if not names:
        return str(gettext("Quyền này thuộc vai trò %(roles)s tại %(unit)s, do %(giver)s giao.", roles=roles,
                           unit=unit.name, giver=giver.name))
    return str(gettext("Quyền này thuộc vai trò %(roles)s tại %(unit)s. Người giao được: %(names)s (%(giver)s).",
                       roles=roles, unit=unit.name, giver=giver.name, names=names))


def _holders(unit: Organization, roles: Iterable[str]) -> str:
    """The first few who hold one of the roles at the unit itself; what is hidden from others stays out."""
    return ", ".join(name for name, in rows(_names(), unit=unit.id, roles=list(roles)) if name)


@cache
def _names() -> Any:
    """The statement of `_holders`."""
    return posts().with_only_columns(Member.full_name).where(
        Position.unit_id == bindparam("unit"), Position.role.in_(bindparam("roles", expanding=True))
    ).distinct().limit(NAMES)
