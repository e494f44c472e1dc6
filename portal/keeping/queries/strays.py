"""Accounts that stand in no keeper's list: without a record, or of somebody who is in no cell today."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, select

from portal.accounts.api import ACTIVE, CLOSED, LOCKED, OPEN, Account, AccountKeeping, last_seen
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import allowed
from portal.keeping.policy import Keeping, today
from portal.members.api import PRESENT, Member, Membership, MemberState

STATES: dict[str, tuple[Any, str]] = {
    ACTIVE: (_l("đang dùng"), "success"), OPEN: (_l("đang mở"), "info"), LOCKED: (_l("bị khóa"), "warning"),
}


@dataclass(frozen=True, slots=True)
class Stray:
    """An account, its owner's record if there is one, what is kept beside it, and when it was last seen."""

    account: Account
    member: Member | None
    note: AccountKeeping | None
    seen_at: Any

    @property
    def state(self) -> tuple[Any, str]:
        """Words and tone of where it stands."""
        return STATES[self.account.state]

    @property
    def is_locked(self) -> bool:
        """One press opens it again."""
        return self.account.state == LOCKED

    @property
    def may_lock(self) -> bool:
        """It is in use."""
        return self.account.state == ACTIVE


def strays() -> Select[Any]:
    """Rows for `stray_rows`: accounts not closed whose owner is on no roll today, the oldest first; not yet paged."""
    kept = exists().where(today(Membership), today(MemberState), MemberState.state.in_(PRESENT)).correlate(Member)
    found: Select[Any] = (
        select(Account).add_columns(Member, AccountKeeping, last_seen())
        .outerjoin(Member, Member.account_id == Account.id)
        .outerjoin(AccountKeeping, AccountKeeping.account_id == Account.id)
        .where(Account.state != CLOSED, Member.id.is_(None) | ~kept).order_by(Account.id))
    return found


def stray_rows(rows: Any) -> list[Stray]:
    """As the list shows them."""
    return [Stray(*row) for row in rows]


def stray(actor: Actor, account_id: int) -> Account | None:
    """One of them, for whom it concerns."""
    if not allowed(actor, Keeping.STRAYS):
        return None
    row = db.session.execute(strays().where(Account.id == account_id)).one_or_none()
    return row[0] if row is not None else None
