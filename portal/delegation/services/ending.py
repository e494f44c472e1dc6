"""Ending rights: revoked, given another last day, ended by themselves; both sides are told each time."""

from datetime import date, timedelta

from sqlalchemy import and_, or_, select, update

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell
from portal.core.text import squeeze
from portal.delegation import queries
from portal.delegation.models import Grant
from portal.delegation.services.administrators import keep_one
from portal.delegation.services.substitutes import check_once
from portal.organizations.api import Role

REASON_LEAST = 5
BATCH = 500


def revoke(actor: Actor, grant: Grant, reason: str) -> Grant:
    """End a grant now, with a reason; what was given out of it falls in the same moment, and its holders are told."""
    if len(squeeze(reason)) < REASON_LEAST:
        raise DomainError(_l("Ghi lý do thu hồi, ít nhất 5 ký tự."), "reason")
    if grant.role == Role.ADMINISTRATOR:
        keep_one("grant", grant.id)
    falling = [row[0] for row in db.session.execute(queries.falling(grant.id))]
    grant.revoked_at, grant.revoked_by, grant.reason = clock.now(), actor.account_id, squeeze(reason)[:300]
    grant.end_told = True
    db.session.flush()
    audit.record(actor, "delegation.revoke", "grant", grant.id, unit_id=grant.unit_id, role=grant.role,
                 falling=len(falling))
    url = f"/phan-quyen/{grant.id}"
    tell([grant.account_id], N_("Quyền %(role)s tại %(unit)s của bạn đã được thu hồi."), url,
         role=str(grant.title), unit=grant.unit.name)
    tell({grant.grantor_id, actor.account_id}, N_("Đã thu hồi quyền %(role)s tại %(unit)s."), url,
         role=str(grant.title), unit=grant.unit.name)
    for row in falling:
        _tell_ended(row)
    return grant


def change_end(actor: Actor, grant: Grant, until: date | None) -> Grant:
    """Another last day, or none; never later than that of what it came from."""
    if until == grant.valid_to:
        raise DomainError(_l("Ngày kết thúc không thay đổi."), "until")
    if until is not None and until < max(clock.today(), grant.valid_from):
        raise DomainError(_l("Ngày kết thúc không được ở quá khứ. Muốn kết thúc ngay, dùng Thu hồi."), "until")
    if until is None and grant.substitute_of is not None:
        raise DomainError(_l("Thay người khác phải có ngày kết thúc."), "until")
    end = queries.earliest(link.until for link in queries.chains([grant])[grant.id])
    if end is not None and (until is None or until > end):
        raise DomainError(_l("Quyền đã giao quyền này kết thúc ngày %(day)s; chọn ngày không muộn hơn.",
                             day=clock.show_date(end)), "until")
    held = grant.source or grant.source_position
    if grant.substitute_of is not None and held is not None and until is not None:
        check_once(held, grant.account_id, grant.valid_from, until, field="until", but=grant.id)
    if grant.role == Role.ADMINISTRATOR and until is not None:
        keep_one("grant", grant.id)
    grant.valid_to, grant.end_told = until, False
    db.session.flush()
    audit.record(actor, "delegation.change_end", "grant", grant.id, unit_id=grant.unit_id, role=grant.role,
                 until=until.isoformat() if until else None)
    text = (N_("Quyền %(role)s tại %(unit)s nay có hiệu lực đến hết ngày %(day)s.") if until else
            N_("Quyền %(role)s tại %(unit)s nay không ghi ngày kết thúc."))
    tell({grant.account_id, grant.grantor_id, actor.account_id}, text, f"/phan-quyen/{grant.id}",
         role=str(grant.title), unit=grant.unit.name, **({"day": clock.show_date(until)} if until else {}))
    return grant


def tell_endings() -> int:
    """Tell both sides, once, of grants that ended by themselves: their days are over, or what they came from fell.
    One that lives again may end again. Answers how many were told."""
    today = clock.today()
    begun = and_(Grant.revoked_at.is_(None), ~Grant.pending, Grant.valid_from <= today)
    over = or_(Grant.valid_to < today, Grant.id.not_in(queries.living()))
    ended = select(Grant).where(begun, over, ~Grant.end_told).order_by(Grant.id).limit(BATCH)
    rows = list(db.session.execute(ended).scalars())
    for row in rows:
        _tell_ended(row)
    again = update(Grant).where(Grant.end_told, Grant.revoked_at.is_(None), Grant.id.in_(queries.living()))
    db.session.execute(again.values(end_told=False).execution_options(synchronize_session=False))
    return len(rows)


def tell_ending_soon(days: int = 7) -> int:
    """Tell both sides a week ahead, on one day only, so that a right does not end unnoticed."""
    ending = select(Grant).where(Grant.valid_to == clock.today() + timedelta(days=days), Grant.id.in_(queries.living()))
    rows = list(db.session.execute(ending).scalars())
    for row in rows:
        tell({row.account_id, row.grantor_id}, N_("Quyền %(role)s tại %(unit)s sẽ hết hạn sau ngày %(day)s."),
             f"/phan-quyen/{row.id}", role=str(row.title), unit=row.unit.name, day=clock.show_date(row.valid_to))
    return len(rows)


def _tell_ended(row: Grant) -> None:
    row.end_told = True
    tell({row.account_id, row.grantor_id}, N_("Quyền %(role)s tại %(unit)s đã hết hiệu lực."), f"/phan-quyen/{row.id}",
         role=str(row.title), unit=row.unit.name)


audit.says({
    "delegation.revoke": _l("thu hồi quyền"),
    "delegation.change_end": _l("đổi ngày kết thúc của quyền đã giao"),
})
