"""What a page costs the processor: python -m benchmarks.cpu [--data FOLDER] [--scale] [--rounds N]

In this process and thread, between rounds of a bare Flask hello, so that a busy machine slows both: medians of CPU
time, the ratio to hello, SQL statements. Pages are brotli-compressed as for a browser. Targets: BUDGETS, 1b.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask
from sqlalchemy import event
from werkzeug.test import Client, EnvironBuilder

from benchmarks import house

FULL, STATEMENTS = 9.0, 6
"""Targets of a full, personalised page: times hello, SQL statements."""
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def hello() -> Application:
    """The least a Flask page can cost."""
    app = Flask("hello")
    app.add_url_rule("/", "hello", lambda: "hello")
    return app


def once(app: Application, environ: dict[str, Any]) -> float:
    """Thread CPU seconds of one request."""
    begin = time.thread_time()
    statuses: list[str] = []
    answer = app(dict(environ), lambda status, headers, error=None: statuses.append(status))
    for _ in answer:
        pass
    getattr(answer, "close", lambda: None)()
    cost = time.thread_time() - begin
    assert statuses[0].startswith("200"), (environ["PATH_INFO"], statuses)
    return cost


def environ_of(path: str, cookie: str = "") -> dict[str, Any]:
    """What the server would hand over."""
    headers, (place, _, query) = {"Accept-Encoding": "br", "Cookie": cookie}, path.partition("?")
    return EnvironBuilder(path=place, query_string=query, headers=headers).get_environ()


def sign_in(app: Flask, citizen_id: str, password: str) -> tuple[Client, str]:
    """A client signed in by the form, and the cookies of a browser that has opened a page before."""
    import re

    client = app.test_client()
    page = client.get("/dang-nhap").text
    hidden = dict(re.findall(r'name="(csrf_token|form_key|tiep)" value="([^"]*)"', page))
    answer = client.post("/dang-nhap", data={**hidden, "citizen_id": citizen_id, "password": password})
    assert answer.status_code == 303, answer.status
    page = client.get("/")
    client.get(re.findall(r'href="(/static/sotay[^"]+css)"', page.text)[-1]).close()
    cookies = [client.get_cookie(name) for name in ("sotay", "css")]
    return client, "; ".join(f"{cookie.key}={cookie.value}" for cookie in cookies if cookie)


def pages(client: Client) -> dict[str, str]:
    """The main pages this person has."""
    import re

    found = {"home": "/", "documents": "/van-ban", "search": "/tim-kiem?q=so+tay+dang+vien", "news": "/tin-tuc",
             "meetings": "/sinh-hoat", "feedback": "/gop-y", "feedback choice": "/gop-y/gui",
             "organisations": "/to-chuc", "my account": "/tai-khoan-cua-toi"}
    for name, url, link_to in (("document", "/van-ban", r"/van-ban/\d+"), ("article", "/tin-tuc", r"/tin-tuc/\d+"),
                               ("meeting", "/sinh-hoat", r"/sinh-hoat/\d+"),
                               ("feedback form", "/gop-y/gui", r"/gop-y/gui\?loai=work_and_life")):
        link = re.search(rf'href="({link_to})"', client.get(url).text)
        if link:
            found[name] = link[1]
    return found


def measure(app: Flask, cookie: str, urls: dict[str, str], rounds: int) -> str:
    """The table: medians over interleaved rounds."""
    from portal.core.db import db

    bare, bare_environ, statements = hello(), environ_of("/"), [0]
    with app.app_context():
        engine = db.engine

    def count(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        statements[0] += statement != "BEGIN"

    event.listen(engine, "before_cursor_execute", count)
    environs = {name: environ_of(url, cookie) for name, url in urls.items()}
    times: dict[str, list[float]] = {name: [] for name in ["hello", *urls]}
    counts: dict[str, int] = {}
    for _ in range(rounds):
        times["hello"] += [once(bare, bare_environ) for _ in range(5)]
        for name, environ in environs.items():
            statements[0] = 0
            times[name].append(once(app, environ))
            counts[name] = statements[0]
    base = median(times["hello"])
    rows = [["hello", f"{base * 1000:.2f}", "1.0", "", "", ""]]
    for name in urls:
        cost = median(times[name][2:])
        rows.append([name, f"{cost * 1000:.2f}", f"{cost / base:.1f}", f"{FULL:.0f}", str(counts[name]),
                     str(STATEMENTS)])
    return house.table(["page", "CPU ms", "× hello", "target", "SQL", "target"], rows)


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--data", type=Path, help="a folder to keep the sample in, or that has one")
    asked.add_argument("--scale", action="store_true", help="the sample at its real size")
    asked.add_argument("--rounds", type=int, default=21)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.data or Path(temporary)).resolve()
        accounts = house.furnish(folder, scale=options.scale)
        os.environ.update(house.environ(folder))
        from portal.app import create_app

        app = create_app()
        for role in house.WARM:
            client, cookie = sign_in(app, *accounts[role])
            print(f"\n{role}\n{measure(app, cookie, pages(client), options.rounds)}")


if __name__ == "__main__":
    main()
