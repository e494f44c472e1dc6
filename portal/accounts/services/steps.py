"""Steps that wait for one answer: the code after a password, the signature of a passkey."""

import secrets
from datetime import timedelta

from sqlalchemy import delete

from portal.accounts import queries
from portal.accounts.models import SignInStep
from portal.core import clock
from portal.core.db import db

STEP_LASTS = timedelta(minutes=10)


def begin_step(purpose: str, account_id: int | None, *, own_device: bool = False, challenge: str = "") -> str:
    """Something that waits ten minutes for its one answer; answers its token, of which a digest is kept."""
    token = secrets.token_urlsafe(24)
    db.session.add(SignInStep(digest=queries.step_digest(token), purpose=purpose, account_id=account_id,
                              challenge=challenge, own_device=own_device, expires_at=clock.now() + STEP_LASTS))
    db.session.flush()
    return token


def take_step(step: SignInStep) -> bool:
    """Answer a step: True for the one who comes first, for nobody after."""
    taken = db.session.execute(delete(SignInStep).where(SignInStep.id == step.id))
    return bool(taken.rowcount)  # type: ignore[attr-defined]
