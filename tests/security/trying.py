"""One row of the table of rights, tried by real requests."""

import secrets
from collections.abc import Callable
from typing import Any

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import insert, select
from werkzeug.routing import Rule

from portal.accounts.models import UserSession
from portal.core.db import db
from tests.client import PortalClient
from tests.security.rooms import modules
from tests.security.table import PERSONS
from tests.security.targets import TARGETS as OLDER

As = Callable[[str | None], PortalClient]
TARGETS = {**OLDER, **{name: make for module in modules() for name, make in module.TARGETS.items()}}


def rules_of(app: Flask) -> dict[str, Rule]:
    """Endpoint → rule; each endpoint is one address with one method."""
    return {rule.endpoint: rule for rule in app.url_map.iter_rules()}


def tried(app: Flask, as_: As, method: str, endpoint: str, target: str) -> list[int]:
    """The status each person gets, in the order of PERSONS; an act that was done is done on a new thing next time."""
    rule, statuses, values = rules_of(app)[endpoint], [], None
    for client, token in visitors(app, as_):
        data = {"csrf_token": token, "form_key": secrets.token_urlsafe(12)} if method == "POST" else None
        if values is None:
            values = TARGETS[target]()
        url = app.url_map.bind("localhost").build(rule.endpoint, values, method=method)
        unkeyed = {"X-CSRFToken": token} if method in ("PATCH", "DELETE") else None
        answer = client.open(url, method=method, data=data, headers=unkeyed)
        statuses.append(answer.status_code)
        answer.close()
        if method == "POST" and answer.status_code < 400:
            values = None
    return statuses


_cookies: dict[str, tuple[str, str]] = {}
_sessions: list[dict[str, Any]] = []


def visitors(app: Flask, as_: As) -> list[tuple[PortalClient, str]]:
    """Everybody of PERSONS, signed in, with the token of their forms. They sign in for the first row only: the next has
    the same people in another copy of the database, and so the same cookies."""
    if _cookies:
        db.session.execute(insert(UserSession), _sessions)
        db.session.commit()
    else:
        for key in PERSONS:
            client = as_(None if key == "stranger" else key)
            token, cookie = hidden(client)["csrf_token"], client.get_cookie("sotay")
            _cookies[key] = cookie.value if cookie else "", token
        _sessions.extend(dict(row) for row in db.session.execute(select(UserSession.__table__)).mappings())
    return [(_with(app, cookie), token) for cookie, token in _cookies.values()]


def _with(app: Flask, cookie: str) -> PortalClient:
    client: PortalClient = app.test_client()  # type: ignore[assignment]
    client.lint = False
    client.set_cookie("sotay", cookie)
    return client


def hidden(client: PortalClient) -> dict[str, str]:
    """A token of this person's session and a one-time key, as pages carry them."""
    signer = URLSafeTimedSerializer(client.application.secret_key, salt="wtf-csrf-token")
    with client.session_transaction() as session:
        token = signer.dumps(session.setdefault("csrf_token", secrets.token_urlsafe(12)))
    return {"csrf_token": str(token), "form_key": secrets.token_urlsafe(12)}
