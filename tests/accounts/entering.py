"""What tests of signing in share: trying a password, proving oneself again, the codes of an app."""

from datetime import timedelta

import pyotp

from portal.accounts.models import Totp, UserSession
from portal.accounts.services import Told, second_steps, tell_accounts, told
from portal.core import clock
from portal.core.db import db
from tests.client import PortalClient
from tests.people import PASSWORD, person

WRONG = "sai mat khau roi nhe ban"


def sign_in(client: PortalClient, citizen_id: str, password: str = PASSWORD, *, address: str = "127.0.0.1", **more):
    fields = {"citizen_id": citizen_id, "password": password, **more}
    return client.submit(client.get("/dang-nhap"), fields, action="/dang-nhap",
                         environ_overrides={"REMOTE_ADDR": address})


def refused(client: PortalClient, times: int, citizen_id: str, **more) -> None:
    for _ in range(times):
        assert sign_in(client, citizen_id, WRONG, **more).status_code == 422


def prove_all() -> None:
    """Everybody who is signed in has just proved who they are."""
    db.session.execute(db.update(UserSession).values(proved_at=clock.now()))
    db.session.commit()


def app_of(key: str) -> pyotp.TOTP:
    """The app of a person whose second step is on, or waits to be turned on."""
    row = db.session.execute(db.select(Totp).where(Totp.account_id == person(key).account_id)).scalar_one()
    return pyotp.TOTP(second_steps._open(row))


def code_now(app: pyotp.TOTP, *, later: int = 0) -> str:
    """What the app shows, so many half-minutes from now."""
    return app.at(clock.now() + timedelta(seconds=30 * later))


def turn_on(key: str) -> tuple[pyotp.TOTP, list[str]]:
    """Turn the second step of a person on; answers the app and the codes for paper. The code of now stays unused."""
    account_id = person(key).account_id
    second_steps.begin(account_id)
    app = app_of(key)
    codes = second_steps.confirm(account_id, code_now(app, later=-1))
    db.session.commit()
    return app, codes


def require(*roles: str) -> None:
    """Ask the holders of these roles for two steps."""
    before = told()
    tell_accounts(Told(roles=before.roles, known=before.known, administrators=before.administrators,
                       second_step_roles=frozenset(roles)))
