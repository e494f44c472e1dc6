"""A room that exists only in tests: its screens write an audit entry, or fail in a chosen way."""

import sqlite3

import pytest
from flask import Flask, g, request
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from portal.accounts.api import Accounts
from portal.app import create_app
from portal.core import audit, guard
from portal.core.db import db
from portal.core.errors import Conflict, DomainError
from portal.core.guard import GuardedBlueprint
from portal.core.render import go, page
from portal.search.memory import MemoryEngine
from tests.client import PortalClient, find_form, form_values
from tests.fixtures import settings_for

bp = GuardedBlueprint("probe", __name__, url_prefix="/thu")
SQLITE_FULL = sqlite3.OperationalError("database or disk is full")
FAILURES: dict[str, Exception] = {
    "unexpected": RuntimeError("tiết lộ 079084000999"), "disk": OSError(28, "No space left on device"),
    "database": OperationalError("SELECT 1", {}, Exception("server closed the connection")),
    "full": OperationalError("INSERT", {}, SQLITE_FULL), "rule": DomainError("Luật không cho."),
    "conflict": Conflict("Có người sửa."),
}


@bp.post("/ghi", may=Accounts.OWN)
def write() -> Response:
    """Leave a trace; `status` chooses the answer."""
    audit.record(g.actor, "probe.write", "probe", text=request.form["text"])
    if request.form.get("status"):
        return page("errors/error.html", status=int(request.form["status"]), code=422, title="Sai", sentence="Sai.",
                    request_id="", layout="layouts/plain.html")
    return go("/tai-khoan-cua-toi")


@bp.get("/doc", may=Accounts.OWN)
def read() -> Response:
    """A page that tries to write."""
    audit.record(g.actor, "probe.write", "probe")
    return go("/")


@bp.get("/hong", may=Accounts.OWN, endpoint="broken_page")
@bp.post("/hong", may=Accounts.OWN)
def broken() -> Response:
    """Fail in the way asked for."""
    raise FAILURES[request.values["how"]]


@bp.get("/vat/<int:thing_id>", may=Accounts.OWN, of=lambda actor, thing_id: "vật" if thing_id == 1 else None)
def thing(found: str) -> Response:
    """An object that exists for 1 only."""
    return Response(found, mimetype="text/plain")


@pytest.fixture(scope="session")
def house(template: str, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An app with the room of tests; a test that changes an app asks for `own_app`."""
    app = create_app(settings_for(tmp_path_factory.mktemp("probe"), template), MemoryEngine())
    app.register_blueprint(bp)
    return app


@pytest.fixture
def probe(app: Flask) -> Flask:
    """The portal with the room of tests, answering errors as in production."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    declared = {f"probe.{name}" for name in ("write", "read", "broken", "broken_page", "thing")}
    assert declared <= set(guard.DECLARED)
    return app



def form_of(client: PortalClient, **fields: str) -> dict[str, str]:
    """Token and one-time key as a page gives them, with the fields of the form."""
    hidden = form_values(find_form(client.get("/tai-khoan-cua-toi"), "/dang-xuat"))
    return {**hidden, **fields}


def traces() -> list[str]:
    """Texts written by the probe and kept."""
    db.session.rollback()
    found = db.select(audit.AuditEntry).where(audit.AuditEntry.verb == "probe.write").order_by(audit.AuditEntry.id)
    return [entry.facts.get("text", "") for entry in db.session.execute(found).scalars()]
