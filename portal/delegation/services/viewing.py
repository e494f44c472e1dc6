"""Looking on as another person, for support: read only, half an hour, with a reason, told to both (J11)."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from portal.accounts.api import UserSession
from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell
from portal.core.text import squeeze
from portal.delegation import queries
from portal.delegation.models import Viewing
from portal.delegation.policy import ADMINISTRATORS, administers
from portal.members.api import Member

LONGEST = timedelta(minutes=30)
REASON_LEAST = 10
BATCH = 200


def begin_viewing(actor: Actor, account_id: int, reason: str) -> Viewing:
    """Open the portal as this person sees it."""
    reason = squeeze(reason)
    if len(reason) < REASON_LEAST:
        raise DomainError(_l("Ghi lý do hỗ trợ, ít nhất 10 ký tự."), "reason")
    other = queries.actor_of_account(account_id)
    if account_id == actor.account_id:
        raise DomainError(_l("Đây là tài khoản của bạn."), "account_id")
    if not other.signed_in or not administers(actor, other.unit_path):
        raise DomainError(_l("Không có đảng viên này trong Đảng bộ bạn quản trị."), "account_id")
    if other.holds_any(ADMINISTRATORS) is not None:
        raise DomainError(_l("Không xem với tư cách một người quản trị khác."), "account_id")
    now = clock.now()
    row = Viewing(viewer_id=actor.account_id, session_id=actor.session_id, account_id=account_id, reason=reason[:300],
                  started_at=now, until=now + LONGEST)
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "delegation.view_as", "viewing", row.id, account=account_id)
    words = {"who": actor.name, "at": clock.show_moment(now), "reason": reason[:120]}
    tell([account_id], N_("%(who)s mở Sổ tay với tư cách của bạn để hỗ trợ lúc %(at)s, chỉ đọc. Lý do: %(reason)s"),
         "/thong-bao", **words)
    tell([actor.account_id], N_("Bạn mở Sổ tay với tư cách của %(who)s lúc %(at)s; người đó được báo."), "/thong-bao",
         who=other.name, at=clock.show_moment(now))
    return row


def finish_viewing(actor: Actor) -> None:
    """Back to oneself; both are told."""
    viewed = actor.viewed_by
    row = db.session.get(Viewing, viewed.viewing_id) if viewed is not None else None
    if row is None or viewed is None or row.ended_at is not None:
        return
    _finish(row, clock.now(), viewed.name, actor.name)


def finish_viewings() -> int:
    """Those that nobody ended: the half hour is over, or the session is. Both are told of these too."""
    viewer, viewed, now = aliased(Member), aliased(Member), clock.now()
    found = (select(Viewing, UserSession.ended_at, viewer.full_name, viewed.full_name)
             .outerjoin(UserSession, UserSession.id == Viewing.session_id)
             .outerjoin(viewer, viewer.account_id == Viewing.viewer_id)
             .outerjoin(viewed, viewed.account_id == Viewing.account_id)
             .where(Viewing.ended_at.is_(None), or_(Viewing.until <= now, UserSession.ended_at.is_not(None))))
    rows = db.session.execute(found.order_by(Viewing.id).limit(BATCH)).all()
    for row, left_at, who, name in rows:
        _finish(row, min(filter(None, (left_at, row.until))), who or "", name or "")
    return len(rows)


def _finish(row: Viewing, at: datetime, who: str, name: str) -> None:
    row.ended_at = at
    audit.record(Actor(account_id=row.viewer_id), "delegation.view_end", "viewing", row.id, account=row.account_id)
    tell([row.account_id, row.viewer_id], N_("%(who)s đã thôi xem với tư cách của %(name)s lúc %(at)s."),
         "/thong-bao", who=who, name=name, at=clock.show_moment(at))


audit.says({
    "delegation.view_as": _l("mở Sổ tay với tư cách người khác, chỉ đọc"),
    "delegation.view_end": _l("thôi xem với tư cách người khác"),
})
