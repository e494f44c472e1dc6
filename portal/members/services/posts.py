"""Posts and cells of a member over time."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import squeeze
from portal.members.models import Member, Membership, Position
from portal.members.services.people import changed
from portal.organizations.api import Organization

EndCheck = Callable[[Position, date], None]
_end_checks: list[EndCheck] = []


def before_post_ends(check: EndCheck) -> None:
    """Rooms above may refuse (DomainError) that a post ends with a day: that of the last administrator, for one."""
    _end_checks.append(check)


def appoint(actor: Actor, member: Member, *, unit: Organization, role: str, since: date,
            until: date | None = None, decision: str = "") -> Position:
    """Give a member a post at a unit, also a future one; it ends by itself after `until`."""
    if until is not None and until < since:
        raise DomainError(_l("Ngày kết thúc phải sau ngày bắt đầu."), "until")
    post = Position(member_id=member.id, unit_id=unit.id, role=role, valid_from=since, valid_to=until,
                    decision=squeeze(decision))
    db.session.add(post)
    changed(actor, member, "post", None, _facts(post))
    db.session.flush()
    audit.record(actor, "members.appoint", "position", post.id, unit_id=unit.id, role=role)
    return post


def end_post(actor: Actor, post: Position, *, last_day: date) -> Position:
    """The post ends with this day (included)."""
    if last_day < post.valid_from - timedelta(days=1):
        raise DomainError(_l("Ngày kết thúc phải sau ngày bắt đầu."), "until")
    _check_end(post, last_day)
    old, post.valid_to = _facts(post), last_day
    changed(actor, post.member, "post", old, _facts(post))
    db.session.flush()
    audit.record(actor, "members.end_post", "position", post.id, unit_id=post.unit_id, role=post.role,
                 until=last_day.isoformat())
    return post


def why_stays(post: Position) -> Any:
    """Why the post can't end today, in words; None where nothing speaks against it."""
    try:
        _check_end(post, clock.today())
    except DomainError as error:
        return error.message
    return None


def move(actor: Actor, member: Member, *, cell: Organization, since: date) -> Membership:
    """The member belongs to another cell from this day; the stay before ends the day before."""
    if not cell.is_cell:
        raise DomainError(_l("Đảng viên sinh hoạt tại chi bộ; đơn vị đã chọn không phải chi bộ."), "unit_id")
    last = db.session.execute(select(Membership).where(Membership.member_id == member.id)
                              .order_by(Membership.valid_from.desc()).limit(1)).scalar_one_or_none()
    if last is not None and since <= last.valid_from:
        raise DomainError(_l("Ngày chuyển phải sau ngày bắt đầu sinh hoạt tại chi bộ hiện nay."), "since")
    if last is not None and (last.valid_to is None or last.valid_to >= since):
        last.valid_to = since - timedelta(days=1)
    row = Membership(member_id=member.id, unit_id=cell.id, valid_from=since)
    db.session.add(row)
    changed(actor, member, "cell", {"unit_id": last.unit_id} if last else None,
            {"unit_id": cell.id, "since": since.isoformat()})
    db.session.flush()
    db.session.expire(member, ["memberships"])
    audit.record(actor, "members.move", "member", member.id, unit_id=cell.id, since=since.isoformat())
    return row


def _check_end(post: Position, last_day: date) -> None:
    for check in _end_checks:
        check(post, last_day)


def _facts(post: Position) -> dict[str, Any]:
    return {"role": str(post.role), "unit_id": post.unit_id, "since": post.valid_from.isoformat(),
            "until": post.valid_to.isoformat() if post.valid_to else None}


audit.says({
    "members.appoint": _l("ghi chức vụ"),
    "members.end_post": _l("ghi ngày thôi giữ chức vụ"),
    "members.move": _l("chuyển đảng viên sang chi bộ khác"),
})
