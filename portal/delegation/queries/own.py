"""One's own rights with their reasons, and what the page "Thêm mới" knows so far."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypedDict

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.delegation.models import Grant, Viewing
from portal.delegation.queries import steps
from portal.delegation.queries.chains import alive, stands
from portal.delegation.queries.effective import holdings, in_effect
from portal.delegation.queries.rights import RoleRights, rights_of
from portal.delegation.queries.trails import Link, chains, earliest
from portal.members.api import Member, Position
from portal.organizations.api import Organization, Role

CHUNK = 500
MOST_IN_FILE = 5000
"""Posts and grants in one table: some seconds of work, a hundred thousand rows of rights."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A holding said in full: role, unit, days, whether by post, how it came down, what hangs on it."""

    kind: str
    holding_id: int
    role: Role
    unit_id: int
    unit: str
    subtree: bool
    since: date
    until: date | None
    decision: str
    trail: list[Link]
    below: int
    stands_in: bool


def own(actor: Actor) -> list[Reason]:
    """Every holding of the actor that lives today, with its reason."""
    held = holdings()
    found = (select(held, Organization.name.label("unit")).join(Organization, Organization.id == held.c.unit_id)
             .where(held.c.account_id == actor.account_id).order_by(Organization.path, held.c.role, held.c.holding_id))
    return reasons(list(db.session.execute(found)), counted=True)


def reasons(rows: Sequence[Any], *, counted: bool = False) -> list[Reason]:
    """Rows of `holdings` (with the unit's name) said in full; two statements for all of them, and one more where what
    hangs on each is `counted`."""
    ids = [row.holding_id for row in rows if row.kind == "grant"]
    found = {one.id: one for one in db.session.execute(select(Grant).where(Grant.id.in_(ids))).scalars()} if ids else {}
    trails = chains(list(found.values()))
    below = _below(rows) if counted else {}
    said = []
    for row in rows:
        trail = trails.get(row.holding_id, []) if row.kind == "grant" else []
        said.append(Reason(
            row.kind, row.holding_id, Role(row.role), row.unit_id, row.unit, bool(row.subtree), row.since,
            earliest([row.until, *(link.until for link in trail)]), row.decision, trail,
            below.get((row.kind, row.holding_id), 0), row.substitute_of is not None))
    return said


class Filters(TypedDict):
    """What the rights in effect are narrowed to."""

    text: str
    unit: Organization | None
    role: str


def effect_rows(actor: Actor, *, text: str, unit: Organization | None, role: str) -> Iterator[tuple[Any, ...]]:
    """One row a person, unit and right: name, unit, "có" where with what is below, role, right, reason, from, to.
    DomainError where more than MOST_IN_FILE posts and grants would be told."""
    rows = db.session.execute(in_effect(actor, text=text, unit=unit, role=role).limit(MOST_IN_FILE + 1)).all()
    if len(rows) > MOST_IN_FILE:
        raise DomainError(_l("Có hơn %(n)s chức vụ và phân quyền: quá nhiều cho một bảng. Lọc theo đơn vị hoặc vai trò "
                             "rồi tải về.", n=MOST_IN_FILE))
    return _told(rows)


def _told(rows: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    for start in range(0, len(rows), CHUNK):
        some = rows[start:start + CHUNK]
        for row, reason in zip(some, reasons(some), strict=True):
            for right in rights_of(reason.role):
                yield (row.name or "", reason.unit, gettext("có") if reason.subtree else "", str(reason.role.label),
                       str(right.label), words(reason), reason.since, reason.until)


def words(reason: Reason) -> str:
    """The reason as one line: the post, or the chain it came down, with decisions."""
    if reason.kind == "position":
        by = gettext("giữ chức vụ")
    elif reason.stands_in:
        by = gettext("thay người vắng")
    elif reason.trail:
        by = " → ".join(f"{link.role} {link.unit}" + (f" ({link.decision})" if link.decision else "")
                        for link in reason.trail)
    else:
        by = gettext("giao tại cấp cao nhất")
    return f"{by}; {reason.decision}" if reason.decision else str(by)


def _below(rows: Sequence[Any]) -> dict[tuple[str, int], int]:
    """How many living grants came directly out of each holding."""
    grants = [row.holding_id for row in rows if row.kind == "grant"]
    posts = [row.holding_id for row in rows if row.kind == "position"]
    if not rows:
        return {}
    found = (select(Grant.source_id, Grant.source_position_id, func.count())
             .where(or_(Grant.source_id.in_(grants), Grant.source_position_id.in_(posts)), stands(Grant), alive(Grant))
             .group_by(Grant.source_id, Grant.source_position_id))
    return {("grant", source) if source is not None else ("position", post or 0): count
            for source, post, count in db.session.execute(found)}


def own_post(actor: Actor, position_id: int) -> Position | None:
    """A post of the actor that is in force."""
    mine = {one.source_id for one in actor.holdings if one.source == "position"}
    if position_id not in mine:
        return None
    found = select(Position).where(Position.id == position_id).options(
        joinedload(Position.unit), joinedload(Position.member))
    return db.session.execute(found).scalar_one_or_none()


@dataclass(slots=True)
class Pick:
    """What "Thêm mới" knows so far: the person chosen or those found, the units to choose from, the unit chosen and
    the roles that may be given there."""

    text: str = ""
    person: steps.Candidate | None = None
    found: list[steps.Candidate] = field(default_factory=list)
    units: list[Organization] = field(default_factory=list)
    unit: Organization | None = None
    roles: list[RoleRights] = field(default_factory=list)
    hideable: set[str] = field(default_factory=set)


def pick(actor: Actor, *, account_id: int | None, unit_id: int | None, text: str = "") -> Pick:
    """Account, unit and words of a name as asked for; what the actor may not give at is as if it were not asked."""
    picked = Pick(text=text)
    if account_id is not None:
        picked.person = steps.candidate(actor, account_id)
    chosen = picked.person.account_id if picked.person else None
    picked.units = steps.units(actor, chosen)
    picked.unit = next((one for one in picked.units if one.id == unit_id), None)
    if picked.unit is None and picked.person is not None and len(picked.units) == 1:
        picked.unit = picked.units[0]
    if picked.person is None and text:
        picked.found = steps.find(actor, text, picked.unit)
    if picked.unit is not None:
        picked.roles = [RoleRights(Role(role), rights_of(role)) for role in steps.roles(actor, picked.unit)]
        picked.hideable = steps.hideable(actor, picked.unit)
    return picked


def to_view(actor: Actor, text: str) -> list[steps.Candidate]:
    """Members whom the administrator may look on as, by words of the name or the whole citizen id; the first ones."""
    found = steps.in_branch_of(actor, text)
    return steps.people(found.limit(steps.MOST))


def viewable(actor: Actor, account_id: int) -> steps.Candidate | None:
    """One of them, by account."""
    return next(iter(steps.people(steps.in_branch_of(actor, "").where(Member.account_id == account_id).limit(1))), None)


def viewings(actor: Actor) -> list[tuple[Viewing, str]]:
    """(looking-on, name of the person) the administrator began, newest first; the last twenty."""
    found = (select(Viewing, Member.full_name).outerjoin(Member, Member.account_id == Viewing.account_id)
             .where(Viewing.viewer_id == actor.account_id).order_by(Viewing.id.desc()).limit(20))
    return [(row, name or "") for row, name in db.session.execute(found)]
