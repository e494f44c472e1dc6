"""Who holds certain roles over a unit today: the answer to "who can open my record?"."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, literal, or_, select, true, union_all

from portal.core import clock
from portal.core.db import db
from portal.core.i18n import gettext
from portal.core.statements import rows
from portal.delegation.models import Grant
from portal.delegation.queries.chains import comes_down, stands, within
from portal.members.api import Member, Position
from portal.organizations.api import Organization, Role

MOST = 200


@dataclass(frozen=True, slots=True)
class Reach:
    """A person with a role over the unit, at which unit, and by post or by which grant."""

    account_id: int
    name: str
    key: str
    role: Any
    unit_id: int
    unit: str
    how: str


def holders_over(path: str, roles: Collection[str]) -> list[Reach]:
    """Those who hold one of the roles over the unit at `path` (over any unit where it is empty), the highest unit
    first; at most MOST. One statement."""
    ids = [int(part) for part in path.strip("/").split("/") if part]
    db.session.flush()
    here: dict[str, Any] = {"unit": ids[-1], "line": ids} if ids else {}
    return [Reach(row.account_id, row.full_name, row.role, Role(row.role).label, row.unit_id, row.name, _how(row))
            for row in rows(_over(bool(ids)), roles=list(roles), **here)]


@cache
def _over(unit: bool) -> Any:
    """The statement of `holders_over`, over one unit or over any."""
    of_post: ColumnElement[bool] = true()
    of_grant: ColumnElement[bool] = true()
    if unit:
        here: Any = bindparam("unit", type_=Integer)
        line: Any = bindparam("line", expanding=True)
        of_post = Position.unit_id == here
        of_grant = or_(Grant.unit_id == here, and_(Grant.subtree, Grant.unit_id.in_(line)))
    wanted: Any = bindparam("roles", expanding=True)
    posts = (select(Member.account_id, Member.full_name, Position.role, Organization.id.label("unit_id"),
                    Organization.name, Organization.path, Position.valid_from,
                    literal("").label("decision"), literal("position").label("source"))
             .join(Position, Position.member_id == Member.id)
             .join(Organization, Organization.id == Position.unit_id)
             .where(of_post, Position.role.in_(wanted), within(Position), within(Organization),
                    Member.account_id.is_not(None)))
    mine = and_(of_grant, Grant.role.in_(wanted), stands(Grant))
    grants = (select(Member.account_id, Member.full_name, Grant.role, Organization.id.label("unit_id"),
                     Organization.name, Organization.path, Grant.valid_from, Grant.decision,
                     literal("grant").label("source"))
              .join(Grant, Grant.account_id == Member.account_id)
              .join(Organization, Organization.id == Grant.unit_id).where(mine, comes_down(mine)))
    both = union_all(posts, grants).subquery()
    return select(both).order_by(both.c.path, both.c.full_name).limit(MOST)


def _how(row: Any) -> str:
    day = clock.show_date(row.valid_from)
    if row.source == "position":
        return str(gettext("chức vụ từ %(day)s", day=day))
    if row.decision:
        return str(gettext("được phân quyền từ %(day)s, %(decision)s", day=day, decision=row.decision))
    return str(gettext("được phân quyền từ %(day)s", day=day))
