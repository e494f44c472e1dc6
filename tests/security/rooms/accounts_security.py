"""Rows and targets of proving who one is: second steps, passkeys, sessions. Nobody here has proved themselves a moment
ago, so that acts which change what signs in lead to the question first (303)."""

import secrets

from portal.accounts.models import Passkey
from portal.core import clock
from portal.core.db import db
from tests.people import person

TABLE = """
                                                            str mem pro sec m.e s.e nei com off cor adm del lap sus
POST accounts.sign_in_code              -                   303 303 303 303 303 303 303 303 303 303 303 303 303 303
POST accounts.sign_in_set_up            -                   303 303 303 303 303 303 303 303 303 303 303 303 303 303
POST accounts.ask_passkey               -                   200 200 200 200 200 200 200 200 200 200 200 200 200 200
POST accounts.sign_in_with_passkey      -                   422 422 422 422 422 422 422 422 422 422 422 422 422 422
GET  accounts.history                   -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
POST accounts.end_other_sessions        -                   401 303 303 303 303 303 303 303 303 303 303 303 303 401
GET  accounts.prove_form                -                   401 303 303 303 303 303 303 303 303 303 303 303 303 401
POST accounts.prove                     -                   401 422 422 422 422 422 422 422 422 422 422 422 422 401
GET  accounts.second_step               -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
POST accounts.begin_second_step         -                   401 303 303 303 303 303 303 303 303 303 303 303 303 401
POST accounts.turn_second_step_on       -                   401 303 303 303 303 303 303 303 303 303 303 303 303 401
POST accounts.new_recovery_codes        -                   401 303 303 303 303 303 303 303 303 303 303 303 303 401
GET  accounts.ask_second_step_off       -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
POST accounts.turn_second_step_off      -                   401 422 422 422 422 422 422 422 422 422 422 422 422 401
GET  accounts.passkeys                  -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
POST accounts.offer_passkey             -                   401 303 303 303 303 303 303 303 303 303 303 303 303 401
POST accounts.add_passkey               -                   401 303 303 303 303 303 303 303 303 303 303 303 303 401
POST accounts.rename_passkey            accounts passkey    401 422 404 404 404 404 404 404 404 404 404 404 404 401
POST accounts.remove_passkey            accounts passkey    401 303 404 404 404 404 404 404 404 404 404 404 404 401
"""


def _passkey() -> dict[str, int]:
    key = Passkey(account_id=person("member").account_id, credential_id=secrets.token_urlsafe(16), public_key="",
                  sign_count=0, name="Điện thoại", created_at=clock.now())
    db.session.add(key)
    db.session.commit()
    return {"passkey_id": key.id}


TARGETS = {"accounts passkey": _passkey}
