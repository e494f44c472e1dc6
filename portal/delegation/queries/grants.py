"""Reads of grants: lists by state, one grant, what falls with it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, not_, or_, select
from sqlalchemy.orm import aliased, joinedload

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l
from portal.core.statements import still
from portal.delegation.models import Grant
from portal.delegation.policy import readable
from portal.delegation.queries.chains import alive, fallen_with, living, stands
from portal.members.api import Member, Position, named_first
from portal.organizations.api import Organization, Role, holds_words, stands_on_top

SOON = timedelta(days=30)
STATES: dict[str, Any] = {
    "active": _l("đang hiệu lực"), "soon": _l("sắp hết hạn"), "pending": _l("chờ xác nhận"),
    "future": _l("chưa đến ngày"), "fallen": _l("mất hiệu lực theo cấp trên"), "ended": _l("đã hết hạn"),
    "revoked": _l("đã thu hồi")}
"""State of a grant → its words; the first is what a list shows where nothing else is asked."""
SORTS = ("ten", "-ten", "ngay", "-ngay", "het", "-het")


def in_state(state: str) -> ColumnElement[bool]:
    """Condition: the grant is in one of STATES."""
    today = clock.today()
    waits = and_(Grant.revoked_at.is_(None), or_(Grant.valid_to.is_(None), Grant.valid_to >= today))
    conditions: dict[str, Callable[[], ColumnElement[bool]]] = {
        "active": lambda: and_(stands(Grant), alive(Grant)),
        "soon": lambda: and_(stands(Grant), Grant.valid_to <= today + SOON, alive(Grant)),
        "pending": lambda: and_(waits, Grant.pending),
        "future": lambda: and_(waits, not_(Grant.pending), Grant.valid_from > today),
        "fallen": lambda: and_(stands(Grant), not_(alive(Grant))),
        "ended": lambda: and_(Grant.revoked_at.is_(None), Grant.valid_to < today),
        "revoked": lambda: Grant.revoked_at.is_not(None)}
    return conditions[state]() if state in conditions else false()


def listed(actor: Actor, *, state: str = "active", text: str = "", unit: str = "", role: str = "",
           sort: str = "-ngay") -> Select[Any]:
    """Rows (Grant, name of the holder, name of the grantor) the actor may see, in a state; not yet paged.

    `text`: words of the holder's name; `unit`: words of the unit's name, with or without accents."""
    grantor = aliased(Member)
    found = (readable(actor).add_columns(Member.full_name, grantor.full_name)
             .outerjoin(Member, Member.account_id == Grant.account_id)
             .outerjoin(grantor, grantor.account_id == Grant.grantor_id)
             .options(joinedload(Grant.unit)).where(in_state(state)))
    first = named_first(text).conditions if stands_on_top(actor, list(Role)) else []
    if first:
        found = found.where(Grant.account_id.in_(select(Member.account_id).where(*first).correlate(None)))
    found = found.where(*holds_words(Member.search_key, text))
    if places := holds_words(Organization.search_key, unit):
        found = found.where(Grant.unit_id.in_(select(Organization.id).where(*places)))
    if role:
        found = found.where(Grant.role == role)
    return found.order_by(*_order(sort, few=bool(first)), Grant.id.desc())


def _order(sort: str, *, few: bool) -> list[Any]:
    """`few` grants are found first and put in order then."""
    key = {"ten": Member.sort_key, "ngay": Grant.granted_at, "het": Grant.valid_to}.get(sort.lstrip("-"),
                                                                                         Grant.granted_at)
    column = still(key) if few else key
    plain: Any = column.desc() if sort.startswith("-") else column.asc()
    return [Grant.valid_to.is_(None), plain] if key is Grant.valid_to else [plain]


def in_force(actor: Actor) -> Select[Any]:
    """Rows of the grants that live today."""
    return listed(actor)


def get(actor: Actor, grant_id: int) -> Grant | None:
    """One grant, if the actor may see it."""
    found = readable(actor).where(Grant.id == grant_id).options(
        joinedload(Grant.unit), joinedload(Grant.source).joinedload(Grant.unit),
        joinedload(Grant.source_position).joinedload(Position.unit))
    return db.session.execute(found).scalar_one_or_none()


def state_of(grant: Grant) -> str:
    """Which of STATES it is in; "active" where it ends soon as well."""
    today = clock.today()
    if grant.revoked_at is not None:
        return "revoked"
    if grant.valid_to is not None and grant.valid_to < today:
        return "ended"
    if grant.pending:
        return "pending"
    if grant.valid_from > today:
        return "future"
    lives = db.session.execute(living().where(_id(living()) == grant.id)).first() is not None
    return "active" if lives else "fallen"


def _id(found: Select[Any]) -> Any:
    return found.selected_columns[0]


def names_of(grant: Grant) -> dict[int, str]:
    """Names of the accounts a grant names, by account id."""
    ids = {grant.account_id, grant.grantor_id, grant.revoked_by, grant.confirmed_by, grant.substitute_of}
    found = select(Member.account_id, Member.full_name).where(Member.account_id.in_(ids - {None}))
    return {account: name for account, name in db.session.execute(found) if account is not None}


def stays_by_post(grant: Grant) -> bool:
    """The holder has the same role at the same unit by a post too: taking the grant back takes no right away there."""
    today = clock.today()
    found = select(Position.id).join(Member, Member.id == Position.member_id).where(
        Member.account_id == grant.account_id, Position.unit_id == grant.unit_id, Position.role == grant.role,
        Position.valid_from <= today, or_(Position.valid_to.is_(None), Position.valid_to >= today))
    return db.session.execute(found.limit(1)).first() is not None


def falling(grant_id: int) -> Select[Any]:
    """Rows (Grant, name of the holder) that live today and would fall with a grant, the nearest first; not yet paged.
    Substitutes are among them."""
    found: Any = (
        select(Grant, Member.full_name).outerjoin(Member, Member.account_id == Grant.account_id)
        .join(Organization, Organization.id == Grant.unit_id).options(joinedload(Grant.unit))
        .where(Grant.id.in_(fallen_with()), Grant.id.in_(living()))
        .order_by(func.length(Organization.path), Organization.sort_key, Grant.id))
    return found.params(start=grant_id)  # type: ignore[no-any-return]


def named(actor: Actor, ids: Any) -> dict[int, tuple[str, str]]:
    """How grants are called in the log: {id: (role and unit, address)} of those the actor may see."""
    rows = db.session.execute(readable(actor).where(Grant.id.in_(ids)).options(joinedload(Grant.unit))).scalars()
    return {row.id: (f"{row.title}, {row.unit.name}", f"/phan-quyen/{row.id}") for row in rows}
