"""A station clerk sends a 5 MB scan and reads the other letter meanwhile: python -m benchmarks.upload [--links …]

A sample portal of its own, Chromium, and between them the links of BUDGETS, 1c; by default the dead ones: nothing
passes for 3 of every 20 seconds, and each time every connection is lost. The clerk signs in, picks the file in one tab
and reads letters in another. Printed: seconds till the portal has the file, share of what went up the wire that was the
file, connections lost, seconds till a letter can be read while it goes on; each beside its target.
"""

import argparse
import hashlib
import io
import math
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random

from PIL import Image
from playwright.sync_api import BrowserContext, Error, Page, sync_playwright

from benchmarks import house
from benchmarks.shaping import Link, Proxy

SIZE = 5_000_000
LINKS = {  # link, seconds at most, share at least
    "fast": (Link(20_000_000, 20_000_000, 0.02), 30, 0.9),
    "slow3g": (Link(400_000, 400_000, 0.4), SIZE * 8 / 400_000 * 1.08, 0.9),
    "edge": (Link(240_000, 200_000, 0.4), SIZE * 8 / 200_000 * 1.08, 0.9),
    "slow3g-dead": (Link(400_000, 400_000, 0.4, dead=3), 160, 0.9),
    "edge-dead": (Link(240_000, 200_000, 0.4, dead=3), 320, 0.9),
}
CLERK = "grassroots_office_staff"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]
PATIENCE = 60_000


def a_scan(seed: int) -> bytes:
    """A scanned PDF of SIZE bytes: pages of grey noise."""
    chance = Random(seed)
    pages = [Image.frombytes("L", (827, 1169), chance.randbytes(827 * 1169)) for _ in range(5)]
    for quality in range(95, 20, -3):
        out = io.BytesIO()
        pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], quality=quality)
        if len(out.getvalue()) <= SIZE:
            break
    data = out.getvalue()
    return data + b"\n" + b"%" * (SIZE - len(data) - 1)


@contextmanager
def portal(folder: Path) -> Iterator[int]:
    """The web server and worker of a folder; answers their port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    environ = house.environ(folder) | {"PORTAL_PORT": str(port)}
    with subprocess.Popen([sys.executable, "-m", "flask", "--app", "wsgi", "serve"], cwd=house.TOP, env=environ,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        for _ in range(200):
            if running.poll() is not None:
                raise SystemExit("the portal did not start")
            with suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/dang-nhap", timeout=5)
                break
            time.sleep(0.2)
        try:
            yield port
        finally:
            running.terminate()
            running.wait(30)


def go(page: Page, address: str) -> None:
    """Open a page; where the link broke, try again as a person does."""
    for _ in range(20):
        with suppress(Error):
            page.goto(address, timeout=PATIENCE)
            return
        page.wait_for_timeout(1000)


def sign_in(page: Page, citizen_id: str, password: str) -> None:
    """As a person does, over the slow link too."""
    go(page, "/dang-nhap")
    page.get_by_label("Số định danh cá nhân").fill(citizen_id)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_timeout(8000)


def read_letters(page: Page, arrival: "Arrival", until: float) -> list[float]:
    """Open the list and a letter, again and again till the file is there; seconds till each shows."""
    took: list[float] = []
    while time.monotonic() < until and not arrival.at:
        began = time.monotonic()
        with suppress(Error):
            page.goto("/van-ban", wait_until="commit", timeout=PATIENCE)
            letter = page.locator("main a[href^='/van-ban/']").filter(has_text="CV/ĐU").first
            address = letter.get_attribute("href", timeout=PATIENCE)
            page.goto(str(address), wait_until="commit", timeout=PATIENCE)
            page.locator("article.paper").wait_for(timeout=PATIENCE)
            took.append((time.monotonic() - began) / 2)
        page.wait_for_timeout(5000)
    return took


class Arrival(threading.Thread):
    """Looks into the database for the file; `at` is when it was there."""

    def __init__(self, folder: Path, digest: str) -> None:
        super().__init__(daemon=True)
        self.folder, self.digest, self.at = folder, digest, 0.0

    def run(self) -> None:
        while not came_in(self.folder, self.digest):
            time.sleep(0.2)
        self.at = time.monotonic()


def send(context: BrowserContext, scan: Path, arrival: Arrival, limit: float) -> tuple[float, list[float]]:
    """Seconds till the file is there (`inf`: not within the limit), and those of the letters read meanwhile."""
    sending, reading = context.new_page(), context.new_page()
    go(sending, "/van-ban/them")
    sending.locator("input[type=file]").set_input_files(scan)
    sending.locator("[name=declared]").check()
    sending.wait_for_load_state("load", timeout=PATIENCE)
    arrival.start()
    began = time.monotonic()
    sending.locator("form[data-upload] button").last.click()
    letters = read_letters(reading, arrival, began + limit)
    return (arrival.at - began if arrival.at else math.inf), letters


def came_in(folder: Path, digest: str) -> int:
    """How many documents were made of the file."""
    with sqlite3.connect(folder / "portal.sqlite") as database:
        return int(database.execute("SELECT count(*) FROM document_file WHERE digest = ?", (digest,)).fetchone()[0])


def run(folder: Path, account: tuple[str, str], port: int, name: str, seed: int) -> list[str]:
    """A line of the table."""
    link, seconds, share = LINKS[name]
    scan = folder / "quet-5mb.pdf"
    scan.write_bytes(data := a_scan(seed))
    with Proxy(link, port) as proxy, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=ARGUMENTS)
        context = browser.new_context(base_url=f"http://127.0.0.1:{proxy.port}", locale="vi-VN")
        sign_in(context.new_page(), *account)
        before, arrival = proxy.up.passed, Arrival(folder, hashlib.sha256(data).hexdigest())
        took, letters = send(context, scan, arrival, seconds * 3)
        went = proxy.up.passed - before
        browser.close()
    made = came_in(folder, arrival.digest)
    letters.sort()
    middle = f"{letters[len(letters) // 2]:.1f}" if letters else "-"
    return [name, f"{took:.0f}", f"{seconds:.0f}", f"{SIZE / went:.2f}", f"{share:.2f}", str(proxy.losses),
            str(made), f"{len(letters)}", middle, f"{letters[-1]:.1f}" if letters else "-"]


def main() -> None:
    """Measure the links asked for and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--links", nargs="+", choices=LINKS, default=["slow3g-dead", "edge-dead"])
    asked.add_argument("--folder", type=Path, help="a sample portal made before; a new one otherwise")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        account = house.furnish(folder)[CLERK]
        with portal(folder) as port:
            rows = [run(folder, account, port, name, seed) for seed, name in enumerate(options.links, start=1)]
    print(house.table(["link", "seconds", "at most", "share", "at least", "lost", "documents", "letters", "median s",
                       "slowest s"], rows))


if __name__ == "__main__":
    main()
