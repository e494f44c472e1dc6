"""A real browser against a real server on the furnished house, with a worker beside it.

The browser may reach this machine only; what it complains about (console, policy, requests elsewhere) fails the test.
"""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import make_server

from portal.core.db import db
from portal.jobs.worker import run_one
from tests.client import PortalClient
from tests.pages.conftest import database, found_by_search, furnished

__all__ = ["database", "found_by_search", "furnished"]
CHROMIUM = next((path for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if path), None)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync",
             # one site in one window: to keep sites apart is a tenth of the work
             "--disable-site-isolation-trials", "--disable-features=RenderDocument,IsolateOrigins,SitePerProcess",
             "--num-raster-threads=1"]
PATIENCE = 20_000  # milliseconds: a busy machine is no failure
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    for item in items:
        if "tests/journeys" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"))


@dataclass
class Server:
    """The portal as browsers see it."""

    url: str
    app: Flask


@dataclass
class Visitor:
    """A person at a browser, and what went wrong in it."""

    page: Page
    server: Server
    troubles: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open a path of the portal."""
        self.page.goto(self.server.url + path)


@pytest.fixture
def server(app: Flask) -> Iterator[Server]:
    """The portal on a free port, with its worker."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    db.session.remove()
    web, stopping = make_server("127.0.0.1", 0, app, threaded=True), threading.Event()

    def work() -> None:
        with app.app_context():
            while not stopping.is_set():
                if not run_one():
                    stopping.wait(0.1)
            db.session.remove()

    threads = [threading.Thread(target=web.serve_forever), threading.Thread(target=work)]
    for thread in threads:
        thread.start()
    yield Server(f"http://127.0.0.1:{web.server_port}", app)
    stopping.set()
    web.shutdown()
    for thread in threads:
        thread.join()
    web.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def visitor(browser: Browser, server: Server,
            as_: Callable[[str | None], PortalClient]) -> Iterator[Callable[..., Visitor]]:
    """`visitor("secretary", script=False, size=PHONE)`: that person, signed in; None: a stranger."""
    opened: list[tuple[BrowserContext, Visitor]] = []

    def arrive(key: str | None = None, *, script: bool = True, size: Any = DESK) -> Visitor:
        context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", java_script_enabled=script,
                                      viewport=size)
        context.set_default_timeout(PATIENCE)
        context.set_default_navigation_timeout(PATIENCE)
        if key is not None:
            with server.app.app_context():
                cookie = as_(key).get_cookie("sotay")
                db.session.remove()
            assert cookie is not None
            context.add_cookies([{"name": "sotay", "value": cookie.value, "url": server.url}])
        one = Visitor(context.new_page(), server)
        listen(one)
        opened.append((context, one))
        return one

    yield arrive
    for context, _ in opened:
        context.close()
    troubles = [trouble for _, one in opened for trouble in one.troubles]
    assert not troubles, "\n".join(troubles)


def listen(one: Visitor) -> None:
    """Note errors of the console (also of the content policy), of scripts, and requests to elsewhere."""
    own = urlsplit(one.server.url).netloc

    def console(message: Any) -> None:
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            one.troubles.append(f"{one.page.url}: {message.text}")

    def request(sent: Any) -> None:
        if urlsplit(sent.url).netloc != own and not sent.url.startswith("data:"):
            one.troubles.append(f"{one.page.url}: asked {sent.url}")

    one.page.on("console", console)
    one.page.on("pageerror", lambda error: one.troubles.append(f"{one.page.url}: {error}"))
    one.page.on("request", request)
