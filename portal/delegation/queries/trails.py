"""How a right came down: the chain from the Corporation, said link by link (N9)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, literal, select
from sqlalchemy.orm import aliased

from portal.core.db import db
from portal.delegation.models import Grant
from portal.delegation.queries.chains import held, on_post, stands
from portal.members.api import Member, Position
from portal.organizations.api import Organization, Role


@dataclass(frozen=True, slots=True)
class Link:
    """One holding in the chain: who held which role where, since when, until when, by which decision; `cut` where it
    no longer carries: "ended", "left" or "post"."""

    role: Any
    unit: str
    holder: str
    since: date
    until: date | None
    decision: str
    is_post: bool = False
    cut: str = ""


def chains(grants: Collection[Grant]) -> dict[int, list[Link]]:
    """By grant id: what it came from, from the top down to its own source; one statement."""
    links: dict[int, list[Link]] = {grant.id: [] for grant in grants}
    if all(grant.is_root for grant in grants):
        return links
    for row in db.session.execute(_upwards(), {"ids": [grant.id for grant in grants]}):
        trail, link = links[row.start], row
        if row.depth > 0:
            trail.insert(0, Link(Role(link.role).label, link.unit, link.holder or "", link.since, link.until,
                                 link.decision, cut=_cut(link)))
        if row.post_role is not None:
            trail.insert(0, Link(Role(row.post_role).label, row.post_unit, row.post_holder, row.post_since,
                                 row.post_until, row.post_decision, is_post=True,
                                 cut="" if row.posted else "post"))
    return links


def until(grant: Grant, trail: Iterable[Link]) -> date | None:
    """The last day it can give anything: its own, or an earlier one of the chain."""
    return earliest([grant.valid_to, *(link.until for link in trail)])


def earliest(days: Iterable[date | None]) -> date | None:
    """The first of some last days; None is open."""
    return min((day for day in days if day is not None), default=None)


def _cut(row: Any) -> str:
    return "" if row.standing and row.holding else "left" if row.standing else "ended"


@cache
def _upwards() -> Select[Any]:
    up = select(Grant.id.label("start"), Grant.id.label("id"), Grant.source_id.label("source_id"),
                literal(0).label("depth")).where(
                    Grant.id.in_(bindparam("ids", expanding=True))).cte("up", recursive=True)
    above = aliased(Grant)
    up = up.union(select(up.c.start, above.id, above.source_id, up.c.depth + 1)
                  .join(above, above.id == up.c.source_id).where(up.c.depth < 40))
    post, post_unit, post_member = aliased(Position), aliased(Organization), aliased(Member)
    return (
        select(up.c.start, up.c.depth, Grant.role, Organization.name.label("unit"), Member.full_name.label("holder"),
               Grant.valid_from.label("since"), Grant.valid_to.label("until"), Grant.decision,
               stands(Grant).label("standing"), held(Grant).label("holding"), on_post(Grant).label("posted"),
               post.role.label("post_role"), post_unit.name.label("post_unit"),
               post_member.full_name.label("post_holder"), post.valid_from.label("post_since"),
               post.valid_to.label("post_until"), post.decision.label("post_decision"))
        .join(Grant, Grant.id == up.c.id).join(Organization, Organization.id == Grant.unit_id)
        .outerjoin(Member, Member.account_id == Grant.account_id)
        .outerjoin(post, post.id == Grant.source_position_id).outerjoin(post_unit, post_unit.id == post.unit_id)
        .outerjoin(post_member, post_member.id == post.member_id).order_by(up.c.start, up.c.depth))
