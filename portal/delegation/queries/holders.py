"""The rights in effect, a page at a time: over a few units right by right, over many person by person, so that the
database walks the register in the order of names and stops after a page."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, or_, select
from sqlalchemy.orm import aliased

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.statements import still
from portal.delegation.models import Grant
from portal.delegation.policy import ADMINISTRATORS, MANAGERS, served_ids
from portal.delegation.queries.chains import TAKES_PART, alive, not_leaving, stands, there_is, within
from portal.delegation.queries.coverage import seen_units
from portal.delegation.queries.effective import holdings_of, in_effect
from portal.members.api import Member, MemberState, Position
from portal.organizations.api import Organization, holds_words

RARE = 2000
_HELD = aliased(Grant)


def effect_list(actor: Actor, *, text: str = "", unit: Organization | None = None,
                role: str = "") -> tuple[Select[Any], bool]:
    """What is paged, and whether that is people (ids of members, see `effect_of`) or the rows of `in_effect`."""
    units = seen_units(actor, unit)
    if units is not None or (role and is_rare(role)):
        return in_effect(actor, text=text, unit=unit, role=role, units=units), False
    return _holders(actor, text, unit, role), True


def effect_of(actor: Actor, members: Collection[int], *, unit: Organization | None, role: str,
              and_nobodys: bool) -> Sequence[Any]:
    """Rows of `in_effect` of these members; with `and_nobodys` also those of accounts that are no member's."""
    held = holdings_of(members, and_nobodys=and_nobodys)
    return db.session.execute(in_effect(actor, role=role, unit=unit, held=held)).all()


def is_rare(role: str) -> bool:
    """So few hold this role, by post or by grant, that a list may begin from them."""
    many: list[Any] = []
    for table in (Position, Grant):
        cut = select(literal(1)).select_from(table).where(table.role == role).limit(RARE + 1)
        many.append(select(func.count()).select_from(cut.subquery()).scalar_subquery())
    posts, grants = db.session.execute(select(*many)).one()
    return bool(posts + grants <= RARE)


def _holders(actor: Actor, text: str, unit: Organization | None, role: str) -> Select[Any]:
    """The ids of members who hold something the actor sees, in the order of names."""
    found: Any = select(Member.id).where(or_(_has_post(actor, unit, role), _has_grant(actor, unit, role)))
    found = found.where(*holds_words(Member.search_key, text))
    ordered: Select[Any] = found.order_by(Member.sort_key, Member.id)
    return ordered


def _has_post(actor: Actor, unit: Organization | None, role: str) -> ColumnElement[bool]:
    post, place, state = aliased(Position), aliased(Organization), aliased(MemberState)
    return there_is(
        (post, place, state), post.member_id == Member.id, within(post), *([post.role == role] if role else []),
        place.id == post.unit_id, within(place), or_(_stands_over(actor, place), place.id.in_(served_ids(actor))),
        *_below(unit, place), state.member_id == Member.id, within(state), state.state.in_(TAKES_PART),
        not_leaving(Member, state, post.unit_id))


def _has_grant(actor: Actor, unit: Organization | None, role: str) -> ColumnElement[bool]:
    grant, place = _HELD, aliased(Organization)
    seen = or_(grant.account_id == actor.account_id, grant.unit_id.in_(served_ids(actor)),
               and_(_stands_over(actor, place), grant.hidden_from_above.is_(False)))
    return there_is(
        (grant, place), grant.account_id == Member.account_id, stands(grant), *([grant.role == role] if role else []),
        place.id == grant.unit_id, seen, *_below(unit, place), alive(grant))


def _stands_over(actor: Actor, place: Any) -> ColumnElement[bool]:
    """The sentence of `policy.in_branch`, from which no database begins to search."""
    path = still(place.path)
    return or_(false(), *(path.between(one.path, one.path + ":") if one.subtree or one.role in ADMINISTRATORS
                 else path == one.path for one in actor.scopes(MANAGERS)))


def _below(unit: Organization | None, place: Any) -> list[ColumnElement[bool]]:
    return [still(place.path).between(unit.path, unit.path + ":")] if unit is not None else []
