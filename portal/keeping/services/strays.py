"""Accounts in no keeper's list: the administrator locks, reopens or closes them, with a reason."""

from portal.accounts import api as accounts
from portal.accounts.api import Account
from portal.core.actor import Actor
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import squeeze
from portal.delegation.api import is_last_administrator

LOCK, CLOSE = "khoa", "dong"


def stop_stray(actor: Actor, account: Account, act: str, reason: str) -> Account:
    """Lock it (one press opens it again) or close it for good."""
    if is_last_administrator(account.id):
        raise DomainError(_l("Đây là quản trị viên cuối cùng còn dùng được: giao quyền quản trị cho người khác trước."))
    if len(squeeze(reason)) < 5:
        raise DomainError(_l("Ghi lý do, ít nhất 5 ký tự."), "reason")
    stop = accounts.lock if act == LOCK else accounts.close
    return stop(actor, account, reason=squeeze(reason))


def reopen_stray(actor: Actor, account: Account) -> Account:
    """Open a locked one again."""
    return accounts.reopen(actor, account)
