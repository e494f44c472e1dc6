"""The administrator account (98-CV/ĐU, mục 1): given by administrators only, confirmed by a second one, and never
without anybody who keeps it."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import select

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell
from portal.delegation import queries
from portal.delegation.models import Grant
from portal.delegation.queries import Keeper
from portal.members.api import GONE, Member, MemberState, Position, State, before_leaving, before_post_ends
from portal.organizations.api import Organization, Role

LAST = _l("Đây là người quản trị hệ thống cuối cùng. Giao quyền quản trị không thời hạn cho một đồng chí khác trước.")


def is_last_administrator(account_id: int) -> bool:
    """Nobody else keeps the administrator account for good: this one may not be locked, leave or be let go."""
    pool = _pool(queries.keepers())
    return any(one.account_id == account_id for one in pool) and all(one.account_id == account_id for one in pool)


def keep_one(kind: str, holding_id: int) -> None:
    """Raise DomainError where ending this grant or post would leave nobody who keeps the administrator account."""
    if _keeps_alone(kind, holding_id):
        raise DomainError(LAST, "until")


def why_kept(grant: Grant) -> Any:
    """Why this grant can't be ended: nobody else would keep the administrator account; None where it can."""
    return LAST if grant.role == Role.ADMINISTRATOR and _keeps_alone("grant", grant.id) else None


def others(actor: Actor, account_id: int) -> bool:
    """Another administrator is there who could confirm what this one gives."""
    return bool({one.account_id for one in queries.keepers()} - {actor.account_id, account_id})


def confirm(actor: Actor, grant: Grant) -> Grant:
    """The second administrator confirms; from now on it counts."""
    grant.pending, grant.confirmed_by = False, actor.account_id
    grant.valid_from = max(grant.valid_from, clock.today())
    db.session.flush()
    audit.record(actor, "delegation.confirm", "grant", grant.id, unit_id=grant.unit_id, role=grant.role)
    url = f"/phan-quyen/{grant.id}"
    tell([grant.account_id], N_("Bạn được giao quyền: %(roles)s tại %(unit)s."), url, roles=str(grant.title),
         unit=grant.unit.name)
    tell([grant.grantor_id], N_("Quyền %(role)s tại %(unit)s do bạn giao đã được xác nhận."), url,
         role=str(grant.title), unit=grant.unit.name)
    return grant


def tell_administrators(actor: Actor, rows: Collection[Grant], unit: Organization) -> None:
    """All other administrators learn of what was given at the Corporation: to confirm it, or that it was done alone."""
    told = {one.account_id for one in queries.keepers()} - {actor.account_id}
    for row in rows:
        text = (N_("%(who)s giao quyền %(role)s tại %(unit)s: chờ một người quản trị khác xác nhận.") if row.pending
                else N_("%(who)s đã giao quyền %(role)s tại %(unit)s, không có người thứ hai xác nhận."))
        tell(told | {actor.account_id}, text, f"/phan-quyen/{row.id}", who=actor.name, role=str(row.title),
             unit=unit.name)


def _keeps_alone(kind: str, holding_id: int) -> bool:
    pool = _pool(queries.keepers())
    mine = [one for one in pool if (one.kind, one.holding_id) == (kind, holding_id)]
    return bool(mine) and len(mine) == len(pool)


def _pool(keepers: list[Keeper]) -> list[Keeper]:
    """Those who keep it for good, no day being set on which they go by themselves; where there is none, those who
    keep it today."""
    lasting = [one for one in keepers if one.until is None]
    leaving = _leaving_later({one.account_id for one in lasting}) if len(keepers) > 1 else set()
    return [one for one in lasting if one.account_id not in leaving] or keepers


def _leaving_later(accounts: Collection[int]) -> set[int]:
    """Those of whom a state to come is recorded that takes the account away: exempt, suspended, gone."""
    found = select(Member.account_id).join(MemberState, MemberState.member_id == Member.id).where(
        Member.account_id.in_(accounts), MemberState.valid_from > clock.today(),
        MemberState.state.in_(GONE | {State.EXEMPT, State.SUSPENDED}))
    return {one for one in db.session.execute(found).scalars() if one is not None}


def _leaving(member: Member, since: date) -> None:
    if member.account_id is not None and is_last_administrator(member.account_id):
        raise DomainError(LAST, "state")


def _post_ends(post: Position, last_day: date) -> None:
    if post.role == Role.ADMINISTRATOR:
        keep_one("position", post.id)


before_leaving(_leaving)
before_post_ends(_post_ends)
audit.says({"delegation.confirm": _l("xác nhận quyền do người quản trị khác giao")})
