"""Lock, close, reopen, confirm: each asks the rules of posts again and tells the owner where that helps."""

from datetime import date, datetime, time, timedelta
from typing import Any

from portal.accounts import api as accounts
from portal.accounts.api import Account
from portal.core import clock
from portal.core.actor import Actor
from portal.core.errors import DomainError
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell
from portal.core.text import squeeze
from portal.delegation.api import is_last_administrator
from portal.keeping.models import Kept
from portal.organizations.api import Role

LONGEST_AWAY = timedelta(days=730)
LAST = _l("Đây là quản trị viên cuối cùng còn dùng được: giao quyền quản trị cho người khác trước.")


def lock(actor: Actor, kept: Kept, reason: str) -> Account:
    """Stop an account, with the reason; one press opens it again."""
    account = _stoppable(kept)
    return accounts.lock(actor, account, reason=_reason(reason), unit_id=kept.cell.id)


def close(actor: Actor, kept: Kept, reason: str) -> Account:
    """End an account, with the reason; only a new slip opens it again."""
    account = _stoppable(kept)
    return accounts.close(actor, account, reason=_reason(reason), unit_id=kept.cell.id)


def reopen(actor: Actor, kept: Kept) -> Account:
    """Open a locked account again."""
    account = accounts.reopen(actor, _account(kept), unit_id=kept.cell.id)
    tell([account.id], N_("%(name)s đã mở khóa tài khoản của đồng chí lúc %(at)s."), "/tai-khoan-cua-toi",
         name=actor.name, at=clock.show_moment(clock.now()))
    return account


def confirm(actor: Actor, kept: Kept) -> Account:
    """The keeper met the right person: the account opened by the letter's rule becomes a full one."""
    account = accounts.confirm(actor, _account(kept), unit_id=kept.cell.id)
    tell([account.id], N_("%(name)s đã xác nhận tài khoản của đồng chí lúc %(at)s."), "/tai-khoan-cua-toi",
         name=actor.name, at=clock.show_moment(clock.now()))
    return account


def expect_back(actor: Actor, kept: Kept, last_day: date) -> Account:
    """A long trip: disuse is counted from the day after it; a day that is past ends the exception."""
    today = clock.today()
    if last_day > today + LONGEST_AWAY:
        raise DomainError(_l("Ghi một ngày trong vòng hai năm tới."), "last_day")
    back = clock.from_local(datetime.combine(last_day + timedelta(days=1), time()))
    return accounts.expect_back(actor, _account(kept), back if last_day >= today else clock.now(),
                                unit_id=kept.cell.id)


def why_open(kept: Kept) -> Any:
    """Why the account can't be locked or closed: it is the last administrator's; None where it can."""
    held = {role for role, _ in kept.posts}
    account = kept.account
    return LAST if account and Role.ADMINISTRATOR in held and is_last_administrator(account.id) else None


def _account(kept: Kept) -> Account:
    if kept.account is None:
        raise DomainError(_l("Đảng viên này chưa có tài khoản."))
    return kept.account


def _stoppable(kept: Kept) -> Account:
    account = _account(kept)
    if is_last_administrator(account.id):
        raise DomainError(LAST)
    return account


def _reason(reason: str) -> str:
    reason = squeeze(reason)
    if len(reason) < 5:
        raise DomainError(_l("Ghi lý do, ít nhất 5 ký tự."), "reason")
    return reason
