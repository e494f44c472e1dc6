"""The old cell decides: it releases with the fees stated, or declines; whoever asked may withdraw."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal.core import clock
from portal.core.actor import Actor
from portal.core.errors import DomainError
from portal.core.i18n import N_, gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import squeeze
from portal.members.api import State as MemberStates
from portal.members.api import ask_leaving, enter_state
from portal.transfers.models import Kind, State, Transfer
from portal.transfers.services.asking import check_span, may_move
from portal.transfers.services.steps import inform, note, reason_given, take

MONTHS_AHEAD = 12


@dataclass(frozen=True, slots=True)
class Slip:
    """What the old cell writes on the slip: its day and number, fees paid up to a month, papers enclosed."""

    on: date
    fees_until: date
    number: str = ""
    papers: str = ""
    until: date | None = None


def release(actor: Actor, transfer: Transfer, slip: Slip) -> Transfer:
    """From the day of the slip the member is `transferring`, or `temporary_out` up to the last day of his stay.

    Who goes outside for good leaves the system: rooms that hold something of him (the last administrator) are asked.
    """
    take(transfer, State.ASKED)
    kind, member, today = Kind(transfer.kind), transfer.member, clock.today()
    if slip.on > today:
        raise DomainError(_l("Ngày giới thiệu không sau hôm nay."), "released_on")
    if slip.on < transfer.decided_on:
        raise DomainError(_l("Ngày giới thiệu không trước ngày quyết định %(day)s.",
                             day=clock.show_date(transfer.decided_on)), "released_on")
    if not today.year - 2 <= slip.fees_until.year or slip.fees_until > today + timedelta(days=31 * MONTHS_AHEAD):
        raise DomainError(_l("Tháng đã đóng đảng phí không hợp lý. Ghi tháng gần nhất đã đóng."), "fees_until")
    transfer.until = slip.until if kind is Kind.TEMPORARY and slip.until else transfer.until
    check_span(kind, slip.on, transfer.until)
    transfer.previous_state = may_move(member, kind)
    if (why := why_stays(transfer, slip.on)) is not None:
        raise DomainError(why, "released_on")
    decision = transfer.decision or squeeze(slip.number)
    _enter(actor, transfer, slip.on, decision)
    transfer.state, transfer.released_on = State.RELEASED.value, slip.on
    transfer.fees_until, transfer.papers = slip.fees_until.replace(day=1), squeeze(slip.papers)
    transfer.slip_number = squeeze(slip.number)
    note(actor, transfer, "release", day=slip.on, words=str(gettext(
        "Đã đóng đảng phí hết tháng %(month)s.", month=f"{slip.fees_until:%m/%Y}")))
    inform(actor, transfer, N_("%(name)s đã được chi bộ cũ giới thiệu chuyển sinh hoạt, chờ nơi đến tiếp nhận."))
    return transfer


def why_stays(transfer: Transfer, day: date) -> Any:
    """Why the member may not go outside for good, in words; None where no room speaks against it."""
    try:
        if Kind(transfer.kind) is Kind.OFFICIAL and transfer.to_unit_id is None:
            ask_leaving(transfer.member, day)
    except DomainError as error:
        return error.message
    return None


def decline(actor: Actor, transfer: Transfer, reason: str) -> Transfer:
    """The old cell does not agree, and says why."""
    take(transfer, State.ASKED)
    transfer.refusal, transfer.state = reason_given(reason), State.DECLINED.value
    note(actor, transfer, "decline", words=transfer.refusal)
    inform(actor, transfer, N_("Chi bộ cũ không đồng ý đề nghị chuyển sinh hoạt của %(name)s."))
    return transfer


def withdraw(actor: Actor, transfer: Transfer) -> Transfer:
    """Whoever asked takes it back while nobody has decided."""
    take(transfer, State.ASKED)
    transfer.state = State.WITHDRAWN.value
    note(actor, transfer, "withdraw")
    inform(actor, transfer, N_("Đề nghị chuyển sinh hoạt của %(name)s đã được rút."))
    return transfer


def _enter(actor: Actor, transfer: Transfer, on: date, decision: str) -> None:
    try:
        if transfer.until is None:
            enter_state(actor, transfer.member, MemberStates.TRANSFERRING, since=on, decision=decision)
            return
        enter_state(actor, transfer.member, MemberStates.TEMPORARY_OUT, since=on, decision=decision)
        enter_state(actor, transfer.member, MemberStates(transfer.previous_state),
                    since=transfer.until + timedelta(days=1))
    except DomainError as error:
        raise DomainError(error.message, "released_on") from error
