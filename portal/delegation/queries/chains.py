"""What makes a grant live today, worked out when asked and never stored.

A grant gives its role while it stands (confirmed, not revoked, within its days), its unit is in force, its holder
takes part in the Party and belongs to that unit, and what it was given out of lives too: the grant above, up to a
post in force or to the Corporation itself. A locked account keeps nobody else from working: the office stands, only
the sign-in does not.
"""

from collections.abc import Collection
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, not_, or_, select
from sqlalchemy.orm import aliased

from portal.core.statements import TODAY, fixed
from portal.delegation.models import Grant
from portal.members.api import TAKING_PART, Member, Membership, MemberState, Position, State
from portal.organizations.api import Organization

TAKES_PART = fixed(TAKING_PART)
"""The states in which a member has a voice, for statements."""


def within(table: Any) -> ColumnElement[bool]:
    """Condition: today is one of its days."""
    return and_(table.valid_from <= TODAY, or_(table.valid_to.is_(None), table.valid_to >= TODAY))


def under(place: Any, unit: Any) -> ColumnElement[bool]:
    """Condition: a unit is another one or below it; `:` is the sign after the digits, so the range is the subtree."""
    below: ColumnElement[bool] = place.path.between(unit.path, unit.path.concat(":"))
    return below


def there_is(tables: Collection[Any], *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """EXISTS over its own tables; every other one named belongs to a statement around it, however far out.
    Left alone, SQLAlchemy ties a subquery to the nearest one around it only."""
    return exists().where(*conditions).correlate_except(*tables)


def stands(grant: Any) -> ColumnElement[bool]:
    """Condition: confirmed, not revoked, within its days."""
    return and_(grant.revoked_at.is_(None), not_(grant.pending), within(grant))


def held(grant: Any) -> ColumnElement[bool]:
    """Condition: its unit is in force, its holder takes part and belongs there. An account without a member (set up
    with the system) holds only what stands on the Corporation itself."""
    unit, member, state = aliased(Organization), aliased(Member), aliased(MemberState)
    by_member = there_is(
        (unit, member, state),
        unit.id == grant.unit_id, within(unit), member.account_id == grant.account_id, state.member_id == member.id,
        within(state), state.state.in_(TAKES_PART), not_leaving(member, state, grant.unit_id),
        belongs(member, unit))
    other, nobody = aliased(Organization), aliased(Member)
    by_system = and_(grant.source_id.is_(None), grant.source_position_id.is_(None),
                     not_(there_is((nobody,), nobody.account_id == grant.account_id)),
                     there_is((other,), other.id == grant.unit_id, within(other)))
    return or_(by_member, by_system)


def on_post(grant: Any) -> ColumnElement[bool]:
    """Condition: the post it was given out of is in force, at a unit in force, its holder takes part."""
    post, unit = aliased(Position), aliased(Organization)
    member, state = aliased(Member), aliased(MemberState)
    return or_(grant.source_position_id.is_(None), there_is(
        (post, unit, member, state),
        post.id == grant.source_position_id, within(post), unit.id == post.unit_id, within(unit),
        member.id == post.member_id, state.member_id == member.id, within(state), state.state.in_(TAKES_PART),
        not_leaving(member, state, post.unit_id)))


def lives(grant: Any) -> ColumnElement[bool]:
    """Condition on one grant, whatever is above it."""
    return and_(stands(grant), held(grant), on_post(grant))


@cache
def living() -> Select[Any]:
    """The ids of all grants that give something today, from the top down."""
    top, below = aliased(Grant), aliased(Grant)
    found = select(top.id.label("id")).where(top.source_id.is_(None), lives(top)).cte("living", recursive=True)
    found = found.union_all(select(below.id).join(found, found.c.id == below.source_id).where(lives(below)))
    return select(found.c.id)


@lru_cache(maxsize=16)
def alive(grant: Any) -> ColumnElement[bool]:
    """Condition on one grant of a list: it lives and so does all it came from. Asked grant by grant, along its own
    chain, so that a page of a long list costs no more than a page of a short one."""
    own, above, link = aliased(Grant), aliased(Grant), aliased(Grant)
    up = (select(own.id.label("id"), own.source_id.label("source_id")).where(own.id == grant.id).correlate(grant)
          .cte("up", recursive=True, nesting=True))
    up = up.union(select(above.id, above.source_id).join(up, above.id == up.c.source_id))
    cut = select(link.id).join(up, up.c.id == link.id).where(not_(lives(link))).correlate(grant)
    return not_(cut.exists())


def comes_down(some: ColumnElement[bool]) -> ColumnElement[bool]:
    """The same for those of `some`, from the bottom up: each of them, and all they came from, lives.

    The links are looked up from the chain: begun from the other end, each page would walk through all grants there
    are."""
    up = select(Grant.id.label("start"), Grant.id.label("id"), Grant.source_id.label("source_id")).where(
        some).cte("comes_down", recursive=True)
    above, link = aliased(Grant), aliased(Grant)
    up = up.union(select(up.c.start, above.id, above.source_id).join(above, above.id == up.c.source_id))
    cut = select(up.c.start).where(exists().where(link.id == up.c.id, not_(lives(link))))
    return Grant.id.not_in(cut)


@cache
def fallen_with() -> Select[Any]:
    """The ids of what stands below the grant `start` (a parameter) and would fall with it; not its own."""
    below = aliased(Grant)
    found = select(Grant.id.label("id")).where(Grant.id == bindparam("start")).cte("falling", recursive=True)
    found = found.union(select(below.id).join(found, found.c.id == below.source_id).where(lives(below)))
    return select(found.c.id).where(found.c.id != bindparam("start"))


def not_leaving(member: Any, state: Any, unit_id: Any) -> ColumnElement[bool]:
    """Condition: not on the way out of this very unit; a transfer ends what one holds at the old cell."""
    home = aliased(Membership)
    here = there_is((home,), home.member_id == member.id, within(home), home.unit_id == unit_id)
    return or_(state.state != State.TRANSFERRING, not_(here))


def belongs(member: Any, unit: Any) -> ColumnElement[bool]:
    """Condition: active in the unit or below it today, or with a post there."""
    home, place = aliased(Membership), aliased(Organization)
    post, office = aliased(Position), aliased(Organization)
    return or_(
        there_is((home, place), home.member_id == member.id, within(home), place.id == home.unit_id,
                 under(place, unit)),
        there_is((post, office), post.member_id == member.id, within(post), office.id == post.unit_id, within(office),
                 under(office, unit)))
