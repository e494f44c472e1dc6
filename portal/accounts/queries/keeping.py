"""Reads of what keepers wrote: the rules in force, the note beside an account, how long it lay unused."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, or_, select

from portal.accounts.models import Account, AccountKeeping, AccountRules, UserSession
from portal.core.db import db


def rules() -> AccountRules:
    """The rules in force: the newest row, or the usual ones where nobody wrote any."""
    newest = db.session.execute(select(AccountRules).order_by(AccountRules.id.desc()).limit(1)).scalar_one_or_none()
    return newest or AccountRules(id=0, letter_on=False, letter_minutes=60, networks="", warn_days=90, lock_days=30,
                                  request_days=30)


def past_rules(limit: int = 20) -> list[AccountRules]:
    """Rules as they were written, newest first."""
    return list(db.session.execute(select(AccountRules).order_by(AccountRules.id.desc()).limit(limit)).scalars())


def note_of(account_id: int) -> AccountKeeping | None:
    """What keepers wrote beside an account."""
    return db.session.get(AccountKeeping, account_id)


def unused_since(moment: Any) -> ColumnElement[bool]:
    """Condition on Account (outer-joined to AccountKeeping): nothing of it was used since a moment or column."""
    seen = exists().where(UserSession.account_id == Account.id, UserSession.seen_at > moment)
    return and_(Account.created_at <= moment,
                or_(Account.last_sign_in_at.is_(None), Account.last_sign_in_at <= moment),
                or_(Account.password_set_at.is_(None), Account.password_set_at <= moment),
                or_(AccountKeeping.counted_from.is_(None), AccountKeeping.counted_from <= moment), ~seen)


def last_seen() -> ScalarSelect[datetime]:
    """Column: when a session of the account was last seen."""
    return (select(UserSession.seen_at).where(UserSession.account_id == Account.id)
            .order_by(UserSession.seen_at.desc()).limit(1).correlate(Account).scalar_subquery())
