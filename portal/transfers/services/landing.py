"""The other end answers: it accepts from a day on, or gives back; a temporary stay may end before its day."""

from datetime import date, timedelta

from sqlalchemy import Select, or_, select

from portal.core import audit, clock, workdays
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import squeeze
from portal.delegation.api import Grant
from portal.members.api import Member, MemberState, Position, Stay, end_post, enter_state, move
from portal.members.api import State as MemberStates
from portal.organizations.api import Organization
from portal.transfers.models import State, Transfer
from portal.transfers.services.steps import inform, note, reason_given, take

AHEAD = timedelta(days=62)


def accept(actor: Actor, transfer: Transfer, *, effective_on: date, late_reason: str = "") -> Transfer:
    """The member belongs to the new cell from this day. A slip shown too late needs the reason (RULES, 14)."""
    take(transfer, State.RELEASED)
    released, today = transfer.released_on or transfer.asked_on, clock.today()
    if effective_on < released:
        raise DomainError(_l("Ngày tiếp nhận không trước ngày giới thiệu %(day)s.", day=clock.show_date(released)),
                          "effective_on")
    if effective_on > today + AHEAD:
        raise DomainError(_l("Ngày tiếp nhận quá xa. Xem lại tháng, năm."), "effective_on")
    late = min(today, effective_on) > workdays.term("transfer_slip", released).due
    if late and len(squeeze(late_reason)) < 3:
        raise DomainError(_l("Giấy giới thiệu xuất trình quá hạn. Ghi lý do chậm."), "late_reason")
    transfer.late_reason = squeeze(late_reason)[:300] if late else ""
    if transfer.is_temporary:
        _stay(transfer, effective_on)
    else:
        _settle(actor, transfer, effective_on)
    transfer.state, transfer.effective_on = State.ACCEPTED.value, effective_on
    note(actor, transfer, "accept", day=effective_on, words=transfer.late_reason)
    inform(actor, transfer, N_("%(name)s đã được tiếp nhận sinh hoạt tại nơi đến."))
    return transfer


def give_back(actor: Actor, transfer: Transfer, reason: str) -> Transfer:
    """The other end does not take the member: from today everything is as before the release."""
    take(transfer, State.RELEASED)
    transfer.refusal, transfer.state = reason_given(reason), State.RETURNED.value
    during = MemberStates.TEMPORARY_OUT if transfer.is_temporary else MemberStates.TRANSFERRING
    restore(actor, transfer.member, during, MemberStates(transfer.previous_state), clock.today())
    note(actor, transfer, "return", words=transfer.refusal)
    inform(actor, transfer, N_("Nơi đến đã trả lại hồ sơ chuyển sinh hoạt của %(name)s."))
    return transfer


def finish_early(actor: Actor, transfer: Transfer, *, last_day: date) -> Transfer:
    """The stay ends with this day instead of the one agreed; the member is back at home the day after."""
    take(transfer, State.ACCEPTED)
    first, today = transfer.effective_on or transfer.asked_on, clock.today()
    if transfer.until is None or transfer.until < today:
        raise DomainError(_l("Đợt sinh hoạt tạm thời này đã kết thúc."), "last_day")
    if not max(first, today - timedelta(days=31)) <= last_day < transfer.until:
        raise DomainError(_l("Ngày cuối phải từ ngày tiếp nhận, không quá một tháng trước, và trước ngày %(day)s.",
                             day=clock.show_date(transfer.until)), "last_day")
    if transfer.from_unit_id is None:
        enter_state(actor, transfer.member, MemberStates.TRANSFERRED_OUT, since=last_day + timedelta(days=1))
    else:
        restore(actor, transfer.member, MemberStates.TEMPORARY_OUT, MemberStates(transfer.previous_state),
                 last_day + timedelta(days=1))
    for stay in db.session.execute(select(Stay).where(Stay.member_id == transfer.member_id,
                                                      Stay.valid_to > last_day)).scalars():
        stay.valid_to = last_day
    transfer.until = last_day
    note(actor, transfer, "end", day=last_day)
    inform(actor, transfer, N_("Đợt sinh hoạt tạm thời của %(name)s kết thúc sớm."))
    return transfer


def _stay(transfer: Transfer, first: date) -> None:
    if transfer.until is None or first > transfer.until:
        raise DomainError(_l("Ngày tiếp nhận sau ngày cuối của đợt tạm thời. Trả lại hồ sơ để làm lại."),
                          "effective_on")
    _held(transfer.member, MemberStates.TEMPORARY_OUT)
    if transfer.to_unit_id is not None:
        db.session.add(Stay(member_id=transfer.member_id, unit_id=transfer.to_unit_id, valid_from=first,
                            valid_to=transfer.until))
        db.session.flush()


def _settle(actor: Actor, transfer: Transfer, since: date) -> None:
    """Official: another state, another cell, and an end to what was held only where the old cell is."""
    member = transfer.member
    _held(member, MemberStates.TRANSFERRING)
    if transfer.to_unit is None:
        restore(actor, member, MemberStates.TRANSFERRING, MemberStates.TRANSFERRED_OUT, since)
        return
    restore(actor, member, MemberStates.TRANSFERRING, MemberStates(transfer.previous_state), since)
    move(actor, member, cell=transfer.to_unit, since=since)
    _end_posts(actor, member, transfer.to_unit, since - timedelta(days=1))
    _end_grants(actor, member, transfer.to_unit, since - timedelta(days=1))


def _end_posts(actor: Actor, member: Member, cell: Organization, last_day: date) -> None:
    """Posts at units that are not over the new cell end; those at units over both stay."""
    posts = select(Position).where(Position.member_id == member.id,
                                   or_(Position.valid_to.is_(None), Position.valid_to > last_day))
    for post in db.session.execute(posts).scalars():
        if not cell.path.startswith(post.unit.path):
            end_post(actor, post, last_day=max(last_day, post.valid_from - timedelta(days=1)))


def _end_grants(actor: Actor, member: Member, cell: Organization, last_day: date) -> None:
    if member.account_id is None:
        return
    grants = select(Grant).where(Grant.account_id == member.account_id, Grant.revoked_at.is_(None),
                                 or_(Grant.valid_to.is_(None), Grant.valid_to > last_day))
    for one in db.session.execute(grants).scalars():
        if not cell.path.startswith(one.unit.path):
            one.valid_to = max(last_day, one.valid_from)
            audit.record(actor, "transfers.end_grant", "grant", one.id, unit_id=one.unit_id, role=one.role,
                         until=one.valid_to.isoformat())


def restore(actor: Actor, member: Member, during: MemberStates, state: MemberStates, since: date) -> None:
    """Out of `during` into a state from a day on; where it began that very day it is as if it had not been."""
    row = db.session.execute(_in_force(member, during)).scalar_one_or_none()
    if row is None:
        return
    if since > row.valid_from:
        enter_state(actor, member, state, since=since)
        return
    later = select(MemberState).where(MemberState.member_id == member.id, MemberState.valid_from >= row.valid_from)
    for one in db.session.execute(later).scalars():
        db.session.delete(one)
    before = db.session.execute(select(MemberState).where(
        MemberState.member_id == member.id, MemberState.valid_from < row.valid_from)
        .order_by(MemberState.valid_from.desc()).limit(1)).scalar_one()
    before.valid_to = None
    db.session.flush()
    db.session.expire(member, ["states"])
    if before.state != state:
        enter_state(actor, member, state, since=since)


def _held(member: Member, during: MemberStates) -> None:
    if db.session.execute(_in_force(member, during)).scalar_one_or_none() is None:
        raise DomainError(_l("Trạng thái của đảng viên đã đổi sau ngày giới thiệu, không tiếp nhận được. "
                             "Trả lại hồ sơ cho chi bộ cũ."))


def _in_force(member: Member, during: MemberStates) -> Select[MemberState]:
    today = clock.today()
    return (select(MemberState).where(MemberState.member_id == member.id, MemberState.state == during,
                                      MemberState.valid_from <= today,
                                      or_(MemberState.valid_to.is_(None), MemberState.valid_to >= today))
            .order_by(MemberState.valid_from.desc()).limit(1))


audit.says({"transfers.end_grant": _l("ghi ngày hết hạn một quyền được giao ở nơi cũ")})
