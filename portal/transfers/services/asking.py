"""Asking for a transfer: by the member, by the old cell, or by the new one."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import squeeze
from portal.members.api import Member
from portal.members.api import State as MemberStates
from portal.organizations.api import Organization
from portal.transfers import queries
from portal.transfers.models import Kind, Side, State, Transfer
from portal.transfers.services.steps import inform, note

OLDEST = timedelta(days=2 * 366)
FARTHEST = timedelta(days=3 * 366)
MAY_MOVE = {
    Kind.OFFICIAL: {MemberStates.OFFICIAL, MemberStates.PROBATIONARY, MemberStates.EXEMPT},
    Kind.TEMPORARY: {MemberStates.OFFICIAL, MemberStates.PROBATIONARY},
}
WHY_NOT: dict[str, Any] = {
    MemberStates.SUSPENDED: _l("Đảng viên đang bị đình chỉ sinh hoạt nên chưa chuyển được."),
    MemberStates.TRANSFERRING: _l("Đảng viên này đang chuyển sinh hoạt."),
    MemberStates.TEMPORARY_OUT: _l("Đảng viên đang sinh hoạt tạm thời nơi khác. Kết thúc đợt đó rồi mới chuyển tiếp."),
    MemberStates.TEMPORARY_IN: _l("Đảng viên sinh hoạt tạm thời tại đây; nơi giữ hồ sơ chính thức mới chuyển được."),
    MemberStates.EXEMPT: _l("Đảng viên được miễn sinh hoạt nên không chuyển tạm thời."),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked: where to (a cell, or the name of an organisation outside), for how long, by which decision."""

    kind: Kind
    decided_on: date
    to_unit: Organization | None = None
    to_text: str = ""
    until: date | None = None
    reason: str = ""
    decision: str = ""


def ask(actor: Actor, member: Member, wish: Wish) -> Transfer:
    """The member himself, or an office of his cell, asks; the cell has to release him in any case."""
    own = actor.member_id is not None and member.id == actor.member_id
    return _open(actor, member, wish, Side.MEMBER if own else Side.OLD)


def call(actor: Actor, full_name: str, citizen_id: str, wish: Wish) -> Transfer:
    """The receiving cell asks for somebody it knows by name and number; it learns nothing where either is wrong."""
    member = queries.by_name_and_id(full_name, citizen_id)
    if member is None or member.membership_today is None:
        raise DomainError(_l("Không có đảng viên nào đang sinh hoạt trong hệ thống có đúng họ tên và số định danh này. "
                             "Xem lại giấy tờ của đồng chí đó."), "citizen_id")
    return _open(actor, member, wish, Side.NEW)


def may_move(member: Member, kind: Kind) -> str:
    """The state the member is in today; DomainError where one does not transfer from it."""
    row = queries.state_today(member)
    state = MemberStates(row.state) if row else None
    if state not in MAY_MOVE[kind]:
        raise DomainError(WHY_NOT.get(str(state or ""), _l("Đảng viên không còn sinh hoạt nên không chuyển được.")))
    return str(state)


def check_span(kind: Kind, start: date, until: date | None) -> None:
    """A temporary stay has a last day after its first; an official transfer has none."""
    if kind is Kind.OFFICIAL:
        return
    if until is None:
        raise DomainError(_l("Chuyển tạm thời cần ngày kết thúc."), "until")
    if until <= start:
        raise DomainError(_l("Ngày kết thúc phải sau ngày %(day)s.", day=clock.show_date(start)), "until")
    if until > start + FARTHEST:
        raise DomainError(_l("Ngày kết thúc quá xa. Xem lại năm."), "until")


def _open(actor: Actor, member: Member, wish: Wish, side: Side) -> Transfer:
    here, today = member.membership_today, clock.today()
    if here is None:
        raise DomainError(_l("Đồng chí này không còn sinh hoạt tại chi bộ nào."))
    may_move(member, wish.kind)
    if wish.to_unit is None and not wish.to_text:
        raise DomainError(_l("Chọn chi bộ nhận, hoặc ghi tên tổ chức đảng ngoài hệ thống."), "to_name")
    if wish.to_unit is not None and not wish.to_unit.is_cell:
        raise DomainError(_l("Đảng viên sinh hoạt tại chi bộ; đơn vị đã chọn không phải chi bộ."), "to_name")
    if wish.to_unit is not None and wish.to_unit.id == here.unit_id:
        raise DomainError(_l("Đồng chí này đang sinh hoạt tại chính chi bộ đó."), "to_name")
    if not today - OLDEST <= wish.decided_on <= today:
        raise DomainError(_l("Ngày quyết định không quá hai năm trước và không sau hôm nay."), "decided_on")
    check_span(wish.kind, today, wish.until)
    if db.session.execute(select(Transfer.id).where(Transfer.member_id == member.id, Transfer.state.in_(
            (State.ASKED, State.RELEASED)))).first():
        raise DomainError(_l("Đảng viên này đang có một hồ sơ chuyển sinh hoạt chưa xong."), "to_name")
    made = Transfer(member=member, kind=wish.kind.value, side=side.value, state=State.ASKED.value,
                    from_unit=here.unit, to_unit=wish.to_unit, to_text="" if wish.to_unit else squeeze(wish.to_text),
                    reason=squeeze(wish.reason), decision=squeeze(wish.decision), decided_on=wish.decided_on,
                    asked_on=today, until=wish.until if wish.kind is Kind.TEMPORARY else None)
    db.session.add(made)
    db.session.flush()
    note(actor, made, "ask", words=made.reason)
    inform(actor, made, N_("Có đề nghị chuyển sinh hoạt của %(name)s, chờ chi bộ cũ giới thiệu."))
    return made
