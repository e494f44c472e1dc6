"""What the nights do: warn and lock what nobody uses, close what its owner may no longer have, forget requests."""

from datetime import timedelta

from sqlalchemy import and_, delete, or_, select

from portal.accounts.api import (
    ACTIVE,
    BY_DISUSE,
    CLOSED,
    Account,
    AccountKeeping,
    close_account,
    lock,
    note,
    rules,
    unused_since,
)
from portal.core import clock
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.core.i18n import N_, gettext
from portal.core.notices import tell
from portal.delegation.api import is_last_administrator
from portal.keeping import queries
from portal.keeping.models import WAITING, AccountRequest, AskCounter, Slip, SlipBatch
from portal.keeping.policy import today
from portal.members.api import GONE, Member, Membership, MemberState, State
from portal.organizations.api import Organization

MOST = 500
BATCHES_KEPT = timedelta(days=365)


def watch_disuse() -> None:
    """Warn owner and keepers after n days without use, lock m days after the warning; whoever came back is left."""
    by, now = rules(), clock.now()
    _forgive()
    due = db.session.execute(
        select(Account).join(AccountKeeping, AccountKeeping.account_id == Account.id)
        .where(Account.state == ACTIVE, AccountKeeping.warned_at <= now - timedelta(days=by.lock_days))
        .order_by(Account.id).limit(MOST).with_for_update(of=Account)).scalars()
    locked = []
    for account in due:
        if not is_last_administrator(account.id):
            lock(SYSTEM, account, cause=BY_DISUSE,
                 reason=str(gettext("Không dùng quá %(days)s ngày.", days=by.warn_days + by.lock_days)))
            locked.append(account.id)
    _tell_keepers(locked, N_("%(n)s tài khoản ở %(unit)s bị khóa vì lâu không dùng."), "bi-khoa")
    idle = db.session.execute(
        select(Account).outerjoin(AccountKeeping, AccountKeeping.account_id == Account.id)
        .where(Account.state == ACTIVE, AccountKeeping.warned_at.is_(None),
               unused_since(now - timedelta(days=by.warn_days))).order_by(Account.id).limit(MOST)).scalars()
    warned = []
    for account in idle:
        note(account).warned_at = now
        tell([account.id], N_("Tài khoản lâu không dùng: nếu không đăng nhập, sau %(days)s ngày nữa sẽ bị khóa."),
             "/tai-khoan-cua-toi", days=by.lock_days)
        warned.append(account.id)
    _tell_keepers(warned, N_("%(n)s tài khoản ở %(unit)s lâu không dùng, sắp bị khóa. Nhắc các đồng chí đăng nhập."),
                  "lau-khong-dung")
    db.session.flush()


def follow_states() -> int:
    """Close the accounts of those exempt or gone today; answers how many."""
    found = (select(Account.id, Membership.unit_id).join(Member, Member.account_id == Account.id)
             .join(MemberState, today(MemberState)).outerjoin(Membership, today(Membership))
             .where(Account.state != CLOSED, MemberState.state.in_(GONE | {State.EXEMPT}))
             .order_by(Account.id).limit(MOST))
    rows = db.session.execute(found).all()
    for account_id, unit_id in rows:
        close_account(SYSTEM, account_id, unit_id=unit_id)
    return len(rows)


def forget_old() -> None:
    """Delete requests that were judged, or that fit nobody, after the days of the rules; old counters and batches."""
    now = clock.now()
    old = now - timedelta(days=rules().request_days)
    somebody = (select(Member.id).join(Membership, today(Membership))
                .where(Member.citizen_id == AccountRequest.citizen_id).exists())
    lost = and_(AccountRequest.state == WAITING, AccountRequest.at < old, ~somebody)
    db.session.execute(delete(AccountRequest).where(or_(AccountRequest.decided_at < old, lost)))
    db.session.execute(delete(AskCounter).where(AskCounter.since < now - timedelta(days=1)))
    stale = select(SlipBatch.id).where(SlipBatch.at < now - BATCHES_KEPT)
    db.session.execute(delete(Slip).where(Slip.batch_id.in_(stale)))
    db.session.execute(delete(SlipBatch).where(SlipBatch.at < now - BATCHES_KEPT))


def _forgive() -> None:
    """A warned account that was used since is no longer warned."""
    warned = (select(AccountKeeping).join(Account, Account.id == AccountKeeping.account_id)
              .where(AccountKeeping.warned_at.is_not(None), ~unused_since(AccountKeeping.warned_at)))
    for row in db.session.execute(warned).scalars():
        row.warned_at = None
    db.session.flush()


def _tell_keepers(account_ids: list[int], text: str, status: str) -> None:
    found = (select(Organization, Account.id).join(Membership, Membership.unit_id == Organization.id)
             .join(Member, Member.id == Membership.member_id).join(Account, Account.id == Member.account_id)
             .where(Account.id.in_(account_ids), today(Membership)))
    cells: dict[int, tuple[Organization, int]] = {}
    for cell, _ in db.session.execute(found):
        cells[cell.id] = (cell, cells.get(cell.id, (cell, 0))[1] + 1)
    for cell, number in cells.values():
        tell(queries.keepers_of(cell), text, f"/tai-khoan?don_vi={cell.id}&trang_thai={status}", n=number,
             unit=cell.name)
