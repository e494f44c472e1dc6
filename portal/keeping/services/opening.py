"""Open accounts: slips with one-time codes, a window by the letter, accounts for those who have none.

The codes are in the answer of the press that made them and nowhere else. The same press again finds the batch,
not the codes; whoever lost them makes new ones, which spends the old.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from portal.accounts.api import (
    Account,
    create,
    forget_second_factor,
    lift_address_limit,
    open_by_letter,
    open_for_activation,
)
from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell
from portal.core.policy import allowed, refusal
from portal.jobs.queue import enqueue
from portal.keeping import queries
from portal.keeping.models import IN_USE, TO_OPEN, Kept, Slip, SlipBatch, Status
from portal.keeping.policy import Keeping
from portal.keeping.queries.people import MOST_AT_ONCE
from portal.members.api import Member

TONIGHT = "toi-nay"
HOURS = {"24": 24, "48": 48, "72": 72}
NOT_IN_USE = _l("Tài khoản này chưa được dùng, hoặc đang chờ mã vừa cấp. Lỡ mất phiếu thì tạo phiếu mới ở trang tài "
                "khoản.")
WHY_NOT: dict[Status, Any] = {
    Status.EXEMPT: _l("Được miễn công tác và sinh hoạt đảng: không cấp tài khoản (98-CV/ĐU)."),
    Status.ACTIVE: _l("Đang dùng. Nếu quên mật khẩu, mở trang tài khoản và cấp lại mã."),
    Status.UNUSED: _l("Đã đặt mật khẩu. Nếu quên, mở trang tài khoản và cấp lại mã."),
    Status.UNCONFIRMED: _l("Đang chờ xác nhận đã gặp đúng người."),
    Status.LOCKED: _l("Đang bị khóa. Mở khóa trước."),
}


@dataclass(frozen=True, slots=True)
class MadeSlip:
    """One slip as it is printed, once."""

    name: str
    cell: str
    id_end: str
    code: str


@dataclass(frozen=True, slots=True)
class Made:
    """The slips of one press."""

    batch: SlipBatch
    slips: list[MadeSlip]


def until_of(choice: str) -> datetime:
    """The end of a window: tonight (the end of this day in Hà Nội) or so many hours from now."""
    now = clock.now()
    if choice == TONIGHT:
        return clock.local(now).replace(hour=23, minute=59, second=59, microsecond=0)
    if choice not in HOURS:
        raise DomainError(_l("Chọn thời hạn trong danh sách."), "hours")
    return now + timedelta(hours=HOURS[choice])


def why_not(actor: Actor, kept: Kept, statuses: Collection[Status] = TO_OPEN) -> Any:
    """Why this account can't be opened by the actor now; None where it can."""
    rule = refusal_of(actor, kept)
    if rule is not None:
        return rule
    return None if kept.status in statuses else WHY_NOT.get(kept.status, NOT_IN_USE)


def refusal_of(actor: Actor, kept: Kept) -> Any:
    """Why the actor only looks at this account; None where the actor keeps it."""
    return None if allowed(actor, Keeping.MANAGE, kept) else refusal(actor, Keeping.MANAGE, kept)


def divide(actor: Actor, found: Iterable[Kept]) -> tuple[list[Kept], list[tuple[Kept, Any]]]:
    """(those the actor may open now, the others each with the reason)."""
    reasons = [(kept, why_not(actor, kept)) for kept in found]
    return ([kept for kept, reason in reasons if reason is None],
            [(kept, reason) for kept, reason in reasons if reason is not None])


def issue(actor: Actor, members: Collection[int], *, until: datetime) -> Made:
    """Make slips for those of the members whose accounts may be opened; accounts are made where there are none."""
    chosen = _chosen(actor, members)
    made = _batch(actor, until)
    slips = [_slip(actor, kept, made) for kept in chosen]
    db.session.flush()
    return Made(made, slips)


def reset(actor: Actor, kept: Kept, *, until: datetime, lost_device: bool = False) -> Made:
    """A new code for an account that was in use: its password and its sessions end at once.

    The second factor stays, unless the device that makes its codes is lost.
    """
    reason = why_not(actor, kept, IN_USE)
    if reason is not None:
        raise DomainError(reason)
    made = _batch(actor, until)
    slip = _slip(actor, kept, made, again=True)
    if lost_device:
        forget_second_factor(actor, _account(kept))
    db.session.flush()
    return Made(made, [slip])


def open_window(actor: Actor, members: Collection[int]) -> SlipBatch:
    """Open by the letter of 98-CV/ĐU, for the minutes the rules allow; never for one who holds a post."""
    chosen = _chosen(actor, members)
    for kept in chosen:
        if kept.posts:
            raise DomainError(_l("%(name)s giữ chức vụ hoặc vai trò: chỉ mở bằng phiếu có mã một lần.",
                                 name=kept.member.full_name), "way")
    made = _batch(actor, clock.now())
    made.by_letter = True
    for kept in chosen:
        account = _account(kept)
        made.until = open_by_letter(actor, account, unit_id=kept.cell.id)
        db.session.add(Slip(batch_id=made.id, account_id=account.id))
        _tell_opened(actor, account)
    db.session.flush()
    enqueue("keeping.close_windows", dedupe=f"keeping.close_windows {made.id}",
            after=made.until - clock.now() + timedelta(seconds=1))
    return made


def create_missing(actor: Actor, found: Iterable[Kept]) -> int:
    """Make closed accounts for those who have none; answers how many."""
    missing = [kept for kept in found if kept.status is Status.NONE]
    for kept in missing:
        account = _account(kept)
        audit.record(actor, "keeping.create", "account", account.id, unit_id=kept.cell.id)
    return len(missing)


def _chosen(actor: Actor, members: Collection[int]) -> list[Kept]:
    if len(members) > MOST_AT_ONCE:
        raise DomainError(_l("Mỗi lần tạo nhiều nhất %(most)s phiếu.", most=MOST_AT_ONCE))
    held = select(Account.id).join(Member, Member.account_id == Account.id).where(Member.id.in_(members))
    db.session.execute(held.with_for_update(of=Account))
    chosen, _ = divide(actor, queries.kept(actor, members))
    if not chosen:
        raise DomainError(_l("Chưa có ai để mở tài khoản. Chọn lại trong danh sách."))
    return chosen


def _batch(actor: Actor, until: datetime) -> SlipBatch:
    made = SlipBatch(at=clock.now(), made_by=actor.account_id, until=until, by_letter=False)
    db.session.add(made)
    db.session.flush()
    return made


def _slip(actor: Actor, kept: Kept, made: SlipBatch, *, again: bool = False) -> MadeSlip:
    account = _account(kept)
    code = open_for_activation(actor, account, until=made.until, unit_id=kept.cell.id)
    db.session.add(Slip(batch_id=made.id, account_id=account.id))
    if again:
        tell([account.id], N_("%(name)s đã cấp mã đăng nhập mới cho đồng chí lúc %(at)s; mật khẩu cũ không dùng được "
                              "nữa."), "/tai-khoan-cua-toi", name=actor.name, at=clock.show_moment(clock.now()))
    else:
        _tell_opened(actor, account)
    return MadeSlip(kept.member.full_name, kept.cell.name, kept.member.citizen_id[-3:], code)


def _tell_opened(actor: Actor, account: Account) -> None:
    tell([account.id], N_("%(name)s đã mở tài khoản cho đồng chí lúc %(at)s."), "/tai-khoan-cua-toi",
         name=actor.name, at=clock.show_moment(clock.now()))


def _account(kept: Kept) -> Account:
    if kept.account is not None:
        return kept.account
    account = create(kept.member.citizen_id)
    kept.member.account_id = account.id
    db.session.flush()
    return account


audit.says({"keeping.create": _l("tạo tài khoản (chưa mở) cho đảng viên")})


def allowance_of_windows(address: str) -> int:
    """Tries a minute for any address while a branch signs in together behind one: twice the accounts of the
    largest open batch (SECURITY, 3.8)."""
    return 2 * queries.largest_open_batch()


lift_address_limit(allowance_of_windows)
