"""From where a request comes: the device in words, the browser's random name, the site it was sent to."""

import secrets

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from portal.accounts import queries
from portal.accounts.models import SharedDevice
from portal.accounts.services.passkeys import Site
from portal.accounts.services.sessions import DEVICE_KEPT, Visit


def visit(*, own_device: bool = False) -> Visit:
    """This request's."""
    return Visit(request.remote_addr or "", _device(), browser_name(), own_device)


def browser_name() -> str:
    """The random name this browser was given at a sign-in, of whomever; empty where it has none or a forged one."""
    try:
        return str(_signer().loads(request.cookies.get(_cookie(), "")))
    except BadSignature:
        return ""


def remember(response: Response, name: str) -> None:
    """Give the browser its name for 400 days: it holds nothing of the person and proves nothing but "seen before"."""
    response.set_cookie(_cookie(), str(_signer().dumps(name)), max_age=DEVICE_KEPT, httponly=True, samesite="Lax",
                        secure=current_app.config["SESSION_COOKIE_SECURE"], path="/")


def station_cookie() -> str:
    """The cookie by which a shared machine is known: its random name, of which the database has a digest."""
    return "__Host-chung" if current_app.config["SESSION_COOKIE_SECURE"] else "chung"


def this_station() -> SharedDevice | None:
    """The shared machine this request comes from."""
    return queries.station(request.cookies.get(station_cookie(), "")[:100])


def new_name() -> str:
    """A name for a browser that has none."""
    return secrets.token_urlsafe(16)


def site() -> Site:
    """Host and origin of this request; behind a proxy as PORTAL_PROXIES lets them through."""
    return Site(request.host.rpartition(":")[0] if ":" in request.host else request.host, request.host_url.rstrip("/"))


def passkeys_work() -> bool:
    """Browsers offer passkeys over HTTPS and on localhost, by name and never by number."""
    host = site().host
    by_name = not host.replace(".", "").isdigit() and not host.startswith("[")
    return by_name and (request.is_secure or host == "localhost")


def _cookie() -> str:
    return "__Host-may" if current_app.config["SESSION_COOKIE_SECURE"] else "may"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="known-device")


def _device() -> str:
    agent = request.user_agent.string
    system = next((name for name in ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux") if name in agent), "")
    browser = next((name for name in ("Edg", "Firefox", "Chrome", "Safari") if name in agent), "")
    return " · ".join(part for part in (system, browser.replace("Edg", "Edge")) if part)
