"""What the web server costs: python -m benchmarks.server [--data FOLDER] [--requests 240]

Cold start: from the command to the first page, processor and wall seconds. Memory: resident and proportional size of
one worker with the index open, and what each further one adds (`--preload`; the kernel's smaps_rollup). Requests: eight
kept connections ask for pages of an ordinary member; processor time of all workers per request beside a bare Flask page
behind the same server, and requests a second, with one worker and with two. Targets: BUDGETS, 1b. Linux. On a busy
machine trust the processor time and the ratio, not the seconds.
"""

import argparse
import os
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from flask import Flask

from benchmarks import house
from benchmarks.weight import Browser, free_port
from portal.cli import surroundings, web_server

CONNECTIONS = 8
TICK = os.sysconf("SC_CLK_TCK")
SEARCH = "/tim-kiem?q=so+tay+dang+vien"
hello = Flask("hello")
hello.add_url_rule("/", "hello", lambda: "hello")


def children(pid: int) -> list[int]:
    """The workers of a gunicorn master."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]


def cpu(pids: list[int]) -> float:
    """Seconds of processor that these processes have taken so far."""
    spent = 0.0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(") ")[2].split()
        spent += (int(fields[11]) + int(fields[12])) / TICK
    return spent


def memory(pid: int, kind: str) -> float:
    """Megabytes: `Rss` or `Pss`."""
    found = re.search(rf"{kind}:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text("ascii"))
    return int(found[1]) / 1024 if found else 0.0


@contextmanager
def serving(folder: Path, workers: int, app: str = "wsgi:app") -> Iterator[tuple[int, int, float, float]]:
    """A web server; answers port, process, and the wall and processor seconds to its first answer."""
    port, begin = free_port(), time.monotonic()
    env = {**surroundings(), **house.environ(folder), "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    process = subprocess.Popen(web_server(f"127.0.0.1:{port}", str(workers), app), cwd=house.TOP, env=env)
    try:
        while True:
            try:
                Browser(port).ask("/suc-khoe" if app == "wsgi:app" else "/")
                break
            except OSError:
                time.sleep(0.01)
        yield port, process.pid, time.monotonic() - begin, cpu([process.pid, *children(process.pid)])
    finally:
        process.terminate()
        process.wait(30)


def signed_in(port: int, account: tuple[str, str]) -> dict[str, str]:
    """The cookies of a member whose browser has the sheet."""
    browser = Browser(port)
    browser.sign_in(*account)
    _, _, page = browser.ask("/")
    browser.ask(re.findall(rb'href="(/static/sotay[^"]+css)"', page)[-1].decode())
    return browser.cookies


def load(port: int, pid: int, path: str, cookies: dict[str, str], requests: int, **headers: str) -> tuple[float, float]:
    """(requests a second, processor ms a request) under eight connections."""
    def ask_on(browser: Browser, times: int) -> None:
        for _ in range(times):
            status, _, _ = browser.ask(path, **headers)
            assert status in (200, 304), status

    browsers = [Browser(port) for _ in range(CONNECTIONS)]
    for browser in browsers:
        browser.cookies = dict(cookies)
        ask_on(browser, 3)
    spent, begin = cpu(children(pid)), time.monotonic()
    threads = [threading.Thread(target=ask_on, args=(one, requests // CONNECTIONS)) for one in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done = requests // CONNECTIONS * CONNECTIONS
    return done / (time.monotonic() - begin), (cpu(children(pid)) - spent) / done * 1000


def start_and_memory(folder: Path, account: tuple[str, str]) -> str:
    """Cold start with one worker; memory with one to three."""
    lines, totals = [], []
    with serving(folder, 1):
        pass  # the very first start compiles, later ones read what it left
    for workers in (1, 2, 3):
        with serving(folder, workers) as (port, pid, wall, spent):
            if workers == 1:
                lines.append(f"cold start: {spent:.2f} s of processor (target 0.9), {wall:.2f} s wall (target 1.5)")
            cookies = signed_in(port, account)
            for path in (SEARCH, "/", "/van-ban"):
                load(port, pid, path, cookies, 48 * workers)
            own = children(pid)
            totals.append(sum(memory(one, "Pss") for one in [pid, *own]))
            if workers == 1:
                lines.append(f"first worker: {memory(own[0], 'Rss'):.0f} MB resident (target 120)")
    more = [f"{after - before:.0f}" for before, after in pairwise(totals)]
    return "\n".join([*lines, f"each further worker adds {' and '.join(more)} MB (target 45); "
                              f"master and two workers: {totals[1]:.0f} MB"])


def throughput(folder: Path, account: tuple[str, str], requests: int) -> str:
    """The table of requests."""
    with serving(folder, 1, "benchmarks.server:hello") as (port, pid, _, _):
        rate, base = load(port, pid, "/", {}, requests * 2)
    rows, rates = [["hello", f"{rate:.0f}", f"{base:.2f}", "1.0", ""]], dict[str, float]()
    for workers in (1, 2):
        with serving(folder, workers) as (port, pid, _, _):
            cookies = signed_in(port, account)
            asker = Browser(port)
            asker.cookies = dict(cookies)
            for name, path in {"home": "/", "news": "/tin-tuc", "documents": "/van-ban", "search": SEARCH}.items():
                _, head, _ = asker.ask(path)
                for kind, sent in ((name, {}), (f"{name}, unchanged", {"If_None_Match": head.get("etag", "")})):
                    rate, cost = load(port, pid, path, cookies, requests, **sent)
                    better = f"{rate / rates[kind]:.2f} ×" if workers == 2 else ""
                    rates[kind] = rate
                    rows.append([f"{kind}, {workers} worker{'s' * (workers > 1)}", f"{rate:.0f}", f"{cost:.2f}",
                                 f"{cost / base:.1f}", better])
    return house.table(["page", "requests/s", "CPU ms", "× hello", "against one"], rows)


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--data", type=Path, help="a folder to keep the sample in, or that has one")
    asked.add_argument("--requests", type=int, default=240)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.data or Path(temporary)).resolve()
        account = house.furnish(folder)["member_1"]
        print(start_and_memory(folder, account), flush=True)
        print("\ntargets: full page 5 × hello and 400 requests/s, unchanged 2.5 × and 900, two workers 1.8 ×\n"
              + throughput(folder, account, options.requests))


if __name__ == "__main__":
    main()
