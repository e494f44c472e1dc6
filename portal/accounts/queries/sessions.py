"""Reads of accounts and sessions."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from portal.accounts.models import ACTIVE, OPEN, Account, UserSession
from portal.core import seal
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l
from portal.core.statements import when_run
from portal.organizations.api import Role, named

IDLE, LONGEST = timedelta(hours=2), timedelta(hours=12)
OWN_IDLE, OWN_LONGEST = timedelta(days=30), timedelta(days=90)
ACTIVATION = timedelta(minutes=30)
MOST_AT_ONCE = 10
"""How long a session lives unused and at most: on a shared machine, on one's own, and one opened by a one-time code;
how many an account has at once (ASVS 7.1.1, 7.1.2; README)."""


def alive() -> ColumnElement[bool]:
    """Condition: the session is neither ended nor too old; one that must set the first password lives half an hour."""
    shared = and_(UserSession.seen_at > when_run(-IDLE), UserSession.created_at > when_run(-LONGEST))
    own = and_(UserSession.own_device, UserSession.seen_at > when_run(-OWN_IDLE),
               UserSession.created_at > when_run(-OWN_LONGEST))
    fresh = UserSession.created_at > when_run(-ACTIVATION)
    in_use = or_(Account.state == ACTIVE, and_(Account.state == OPEN, fresh))
    return and_(UserSession.ended_at.is_(None), in_use, or_(shared, own))


def token_digest(token: str) -> str:
    """What is stored of a session token."""
    return seal.digest("session", token)


def by_citizen_id(citizen_id: str) -> Account | None:
    """The account of this name."""
    return db.session.execute(select(Account).where(Account.citizen_id == citizen_id)).scalar_one_or_none()


def own_sessions(actor: Actor) -> list[UserSession]:
    """Where the actor is signed in now, newest first; at most 50."""
    found = (select(UserSession).join(Account, Account.id == UserSession.account_id)
             .where(UserSession.account_id == actor.account_id, alive())
             .order_by(UserSession.seen_at.desc()).limit(50))
    return list(db.session.execute(found).scalars())


def own_session(actor: Actor, session_id: int) -> UserSession | None:
    """One of the actor's own sessions."""
    found = select(UserSession).where(UserSession.id == session_id, UserSession.account_id == actor.account_id)
    return db.session.execute(found).scalar_one_or_none()


def is_session_of(account_id: int | None, digest: str) -> bool:
    """True where this session, ended or not, is one of the account's."""
    found = exists().where(UserSession.token_digest == digest, UserSession.account_id == account_id)
    return bool(db.session.execute(select(found)).scalar())


def own_account(actor: Actor) -> Account:
    """The actor's account row."""
    return db.session.execute(select(Account).where(Account.id == actor.account_id)).scalar_one()


def own_rights(actor: Actor) -> list[tuple[Any, str, Any]]:
    """(role, unit, post or grant) of what the actor holds today, for the page of one's own account."""
    names = named({holding.unit_id for holding in actor.holdings})
    sources = {"position": _l("chức vụ"), "grant": _l("được phân quyền")}
    return [(Role(holding.role).label, names.get(holding.unit_id, ""), sources[holding.source])
            for holding in actor.holdings]
