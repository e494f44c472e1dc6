"""Reads of second steps, passkeys, known devices and the history of sign-ins."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, exists, func, or_, select

from portal.accounts.models import (
    Account,
    KnownDevice,
    Passkey,
    RecoveryCode,
    SignInEvent,
    SignInStep,
    Totp,
    UserSession,
)
from portal.core import clock, seal
from portal.core.actor import Actor
from portal.core.db import db

FRESH = timedelta(minutes=10)
"""How long a proof (password, code, passkey) is good for acts that change what signs in (ASVS 7.5.1)."""


def step_digest(token: str) -> str:
    """What is stored of the token of a step."""
    return seal.digest("step", token)


def device_digest(name: str) -> str:
    """What is stored of the random name of a browser."""
    return seal.digest("known-device", name)


def second_step_on(account_id: int | None) -> bool:
    """A code of an authenticator app is asked after the password."""
    on = exists().where(Totp.account_id == account_id, Totp.confirmed_at.is_not(None))
    return bool(db.session.execute(select(on)).scalar())


def has_no_second_proof(actor: Actor) -> bool:
    """Neither a code of an app, nor a passkey that opened this session: the password stands alone. How a session was
    opened stands in the history of sign-ins, under the same moment (`open_session`)."""
    app = exists().where(Totp.account_id == actor.account_id, Totp.confirmed_at.is_not(None))
    opened = exists().where(UserSession.id == actor.session_id, SignInEvent.account_id == UserSession.account_id,
                            SignInEvent.at == UserSession.created_at, SignInEvent.good, SignInEvent.way == "passkey")
    key = exists().where(Passkey.account_id == actor.account_id) & opened
    return not db.session.execute(select(or_(app, key))).scalar()


def totp_of(account_id: int | None) -> Totp | None:
    """The app's shared secret of an account, confirmed or not."""
    return db.session.execute(select(Totp).where(Totp.account_id == account_id)).scalar_one_or_none()


def codes_left(account_id: int | None) -> int:
    """Unused codes on paper."""
    found = select(func.count()).select_from(RecoveryCode).where(
        RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return db.session.execute(found).scalar_one()


def own_passkeys(actor: Actor) -> list[Passkey]:
    """The actor's passkeys, oldest first."""
    found = select(Passkey).where(Passkey.account_id == actor.account_id).order_by(Passkey.id)
    return list(db.session.execute(found).scalars())


def own_passkey(actor: Actor, passkey_id: int) -> Passkey | None:
    """One of the actor's own passkeys."""
    found = select(Passkey).where(Passkey.id == passkey_id, Passkey.account_id == actor.account_id)
    return db.session.execute(found).scalar_one_or_none()


def own_proofs(actor: Actor) -> tuple[bool, int]:
    """(a second step is on, number of passkeys) of the actor, in one statement."""
    on = exists().where(Totp.account_id == actor.account_id, Totp.confirmed_at.is_not(None))
    keys = select(func.count()).select_from(Passkey).where(Passkey.account_id == actor.account_id).scalar_subquery()
    has, many = db.session.execute(select(on, keys)).one()
    return bool(has), many


def owner_of_credential(credential_id: str) -> int | None:
    """Whose passkey this is."""
    key = by_credential(credential_id)
    return key.account_id if key is not None else None


def citizen_id_of(account_id: int) -> str:
    """The name of an account."""
    return db.session.execute(select(Account.citizen_id).where(Account.id == account_id)).scalar_one()


def by_credential(credential_id: str) -> Passkey | None:
    """The passkey of this name."""
    return db.session.execute(select(Passkey).where(Passkey.credential_id == credential_id)).scalar_one_or_none()


def step(token: str | None, purpose: str) -> SignInStep | None:
    """The step that waits for an answer, unless it is answered or too old."""
    found = select(SignInStep).where(SignInStep.digest == step_digest(token or ""), SignInStep.purpose == purpose,
                                     SignInStep.expires_at > clock.now())
    return db.session.execute(found).scalar_one_or_none()


def is_known(device: str, citizen_id: str) -> bool:
    """Somebody of this name has signed in on this browser before; asked for unknown names too."""
    known = exists().where(KnownDevice.digest == device_digest(device), KnownDevice.account_id == Account.id,
                           Account.citizen_id == citizen_id)
    return bool(db.session.execute(select(known)).scalar())


def is_fresh(actor: Actor) -> bool:
    """The person of this session, and no one who looks on as that person, has proved who they are a moment ago."""
    found = exists().where(UserSession.id == actor.session_id, UserSession.account_id == actor.account_id,
                           UserSession.proved_at > clock.now() - FRESH)
    return bool(db.session.execute(select(found)).scalar())


@dataclass(frozen=True, slots=True)
class LastTime:
    """The last sign-in before this one, and how many wrong tries came after it."""

    at: datetime
    device: str
    wrong: int


def last_time(account_id: int) -> LastTime | None:
    """None where the account never signed in before."""
    good = (select(SignInEvent.at, SignInEvent.device).where(SignInEvent.account_id == account_id, SignInEvent.good)
            .order_by(SignInEvent.at.desc(), SignInEvent.id.desc()).limit(1))
    row = db.session.execute(good).first()
    if row is None:
        return None
    wrong = select(func.count()).select_from(SignInEvent).where(
        SignInEvent.account_id == account_id, SignInEvent.good.is_(False), SignInEvent.at > row.at)
    return LastTime(row.at, row.device, db.session.execute(wrong).scalar_one())


def own_history(actor: Actor) -> Select[Any]:
    """Tries at signing in to the actor's account, newest first; not yet paged."""
    return (select(SignInEvent).where(SignInEvent.account_id == actor.account_id)
            .order_by(SignInEvent.at.desc(), SignInEvent.id.desc()))
