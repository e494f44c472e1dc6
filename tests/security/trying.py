"""One row of the table of rights, tried by real requests."""

import secrets
from collections.abc import Callable

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.routing import Rule

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
    for key in PERSONS:
        client = as_(None if key == "stranger" else key)
        client.lint = False
        data = hidden(client) if method == "POST" else None
        if values is None:
            values = TARGETS[target]()
        url = app.url_map.bind("localhost").build(rule.endpoint, values, method=method)
        unkeyed = {"X-CSRFToken": hidden(client)["csrf_token"]} if method in ("PATCH", "DELETE") else None
        answer = client.open(url, method=method, data=data, headers=unkeyed)
        statuses.append(answer.status_code)
        answer.close()
        if method == "POST" and answer.status_code < 400:
            values = None
    return statuses


def hidden(client: PortalClient) -> dict[str, str]:
    """A token of this person's session and a one-time key, as pages carry them."""
    signer = URLSafeTimedSerializer(client.application.secret_key, salt="wtf-csrf-token")
    with client.session_transaction() as session:
        token = signer.dumps(session.setdefault("csrf_token", secrets.token_urlsafe(12)))
    return {"csrf_token": str(token), "form_key": secrets.token_urlsafe(12)}
