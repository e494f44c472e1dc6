"""Answers to errors: a helpful page for each, in words; what was typed is kept.

Also the headers of every answer, and the log line of every refusal and failure.
"""

import hashlib
import re
import sqlite3
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import structlog
from flask import Flask, current_app, g, request, session
from flask import Response as FlaskResponse
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.exc import DBAPIError, OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from portal.core import assets, guard, once, styles
from portal.core.actor import STRANGER
from portal.core.csrf import pack_unsent, unsent_of_failure
from portal.core.db import db
from portal.core.errors import TITLES, DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.once import SentAlready
from portal.core.render import came_from, page

log = structlog.get_logger()
Stale = Callable[[], ResponseReturnValue | None]
_stale: dict[str, Stale] = {}
KEEPS_TYPED = {403, 404, 409, 422, 500, 503, 507}
"""After these the form is still worth something: as text to copy, or (5xx) to be sent once more."""
TOKENS = re.compile(rb'name="(?:csrf_token|form_key)" value="[^"]*"')

POLICY = ("default-src 'none';style-src 'self'%s;img-src 'self' data:;form-action 'self';base-uri 'none';"
          "frame-ancestors 'none'")
WITH_SCRIPT = ";script-src 'self';connect-src 'self'"
"""Only what comes from here; no frames, in either direction, so a page needs no X-Frame-Options besides."""
KEPT_WITH_THE_PAGE = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy",
                      "Cross-Origin-Opener-Policy", "Content-Type", "Strict-Transport-Security", "Accept-CH")
"""Headers that a browser keeps with a page in its cache: an answer "unchanged" (304) need not repeat them."""


def init_app(app: Flask, *, https: bool) -> None:
    """Register the pages of all errors and the headers of all answers."""
    app.config["TRAP_HTTP_EXCEPTIONS"] = False
    app.session_interface = OneBrowsersSessions()
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(OSError, _system)
    app.register_error_handler(Exception, _unexpected)

    @app.before_request
    def name_request() -> None:
        g.request_id = uuid.uuid4().hex[:12]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=g.request_id)

    @app.after_request
    def headers(response: Response) -> Response:
        _headers(response, https)
        assets.press(response)
        return response


def show(code: int, sentence: Any = None, **context: Any) -> Response:
    """The error page of a status code."""
    if "actor" not in g:
        g.actor = STRANGER
    title, usual, advice = TITLES.get(code, TITLES[500])
    context.setdefault("advice", _l("Về Trang chủ.") if code == 404 and not g.actor.signed_in else advice)
    context.setdefault("actions", [*_way_back(), (_l("Về Trang chủ"), "/")])
    unsent = unsent_of_failure() if code in KEEPS_TYPED else None
    response = page("errors/error.html", status=code, code=code, title=title, sentence=sentence or usual,
                    request_id=g.get("request_id", ""), unsent=unsent, **context)
    if code in (429, 503):
        response.headers["Retry-After"] = "60"
    return response


def _way_back() -> list[tuple[Any, str]]:
    """After a form: the page it stood on, unless that is the address that just refused."""
    back = came_from() if request.method == "POST" else ""
    return [(_l("Về trang trước"), back)] if back and back.partition("?")[0] not in ("/", request.path) else []


def _http(error: HTTPException) -> Response:
    code = error.code or 500
    if isinstance(error.response, Response):
        return error.response
    if code < 400:
        return error.get_response()
    if code == 401:
        return _sign_in()
    if code in (403, 404, 405, 429):
        account = g.actor.account_id if "actor" in g else None
        log.info("refused", status=code, endpoint=request.endpoint, account=account)
    return show(code)


def _sign_in() -> Response:
    """401: the sign-in page, carrying what was typed and the way back."""
    return current_app.make_response(guard.door("sign_in")(pack_unsent()))


def stale_shows(endpoint: str, view: Stale) -> None:
    """Say what a stale form meets instead of the usual page, where its view answers at all: of strangers, its own page
    with what was typed, for they have no account to sign in; of what is over already, the news of it."""
    _stale[endpoint] = view


def _csrf(error: CSRFError) -> Response:
    if "actor" not in g:
        g.actor = STRANGER
    shown = _stale[request.endpoint]() if request.endpoint in _stale else None
    if shown is not None:
        return current_app.make_response(shown)
    if not g.actor.signed_in and request.endpoint != "accounts.sign_in":
        return _sign_in()
    return _offer_again(400, *TITLES[400])


def _domain(error: DomainError) -> Response:
    db.session.rollback()
    if isinstance(error, SentAlready):
        return _offer_again(409, error.title, error.message, error.advice)
    if error.status == 403:
        log.info("refused", status=403, endpoint=request.endpoint, account=g.actor.account_id)
    advice = getattr(error, "advice", "")
    return show(error.status, error.message, **({"advice": advice} if advice else {}))


def _offer_again(code: int, title: Any, sentence: Any, advice: Any) -> Response:
    """The form as it was typed, to be sent as a new one."""
    return page("errors/unsent.html", status=code, title=title, sentence=sentence, advice=advice,
                unsent=pack_unsent(with_key=code != 409))


def _database(error: DBAPIError) -> Response:
    db.session.rollback()
    text = str(error.orig)
    if "disk is full" in text or "No space left" in text:
        return show(507)
    if isinstance(error, OperationalError) or isinstance(error.orig, sqlite3.OperationalError):
        log.error("database_unavailable", error=type(error.orig).__name__, text=text[:200])
        return show(503)
    return _unexpected(error)


def _system(error: OSError) -> Response:
    return show(507) if error.errno in (28, 122) else _unexpected(error)


def _unexpected(error: Exception) -> Response:
    db.session.rollback()
    if current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    log.error("failed", endpoint=request.endpoint, error=type(error).__name__, exc_info=_without_values(error))
    return show(500)


def _without_values(error: Exception) -> Any:
    if isinstance(error, DBAPIError):
        error.hide_parameters = True
    return error


def _etag(html: bytes) -> str:
    """Of the page in its session. Tokens are left out: those of the kept page serve as well, until this browser sends
    a form. Then no page that it keeps is the same any more: the key on it may be the one that was used."""
    state = f"{g.actor.session_id} {session.get('csrf_token')} {session.get(once.LAST)} "
    return urlsafe_b64encode(hashlib.sha256(state.encode() + TOKENS.sub(b"", html)).digest()[:9]).decode()


def _headers(response: Response, https: bool) -> None:
    headers = response.headers
    if "Content-Security-Policy" in headers:
        headers["X-Frame-Options"] = "DENY"
    else:
        policy = POLICY % assets.style_sources()
        headers["Content-Security-Policy"] = policy + (WITH_SCRIPT if g.get("scripted") else "")
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if https:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if "Cache-Control" not in headers:
        own = "actor" in g and g.actor.own_device and request.method in ("GET", "HEAD") and response.status_code == 200
        headers["Cache-Control"] = "private, no-cache" if own else "no-store"
        if own and response.mimetype == "text/html":
            response.set_etag(_etag(response.get_data()), weak=True)
            response.make_conditional(request.environ)
    if "Clear-Site-Data" in headers:
        response.delete_cookie(styles.COOKIE)
    if response.status_code == 304:
        for name in KEPT_WITH_THE_PAGE:
            headers.pop(name, None)


class OneBrowsersSessions(SecureCookieSessionInterface):
    """Cookie sessions; what only the asking browser may keep does not say that it differs by cookie and encoding."""

    signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Made once: its key never changes while the portal runs."""
        if self.signer is None:
            self.signer = super().get_signing_serializer(app)
        return self.signer

    def save_session(self, app: Flask, session: SessionMixin, response: FlaskResponse) -> None:
        """The last hand on an answer."""
        kept = response.headers.get("Cache-Control", "")
        own = "private" in kept or "no-store" in kept
        session.accessed = session.accessed and not own
        super().save_session(app, session, response)
        if own:
            differs = response.headers.pop("Vary", "").split(", ")
            left = [one for one in differs if one.lower() not in ("", "cookie", "accept-encoding")]
            if left:
                response.headers["Vary"] = ", ".join(left)
