"""What a page weighs on the wire: python -m benchmarks.weight [--data FOLDER] [--scale]

Starts the real server, signs in as a sample member on a device of their own, and counts every byte of the answers,
headers included, as a browser that understands brotli gets them. Cold: an empty cache, the page with the sheet, the
script, icon and pictures it loads at once. Kept: the page when the browser has those, as everyone who came by the
sign-in page does. Warm: the page again with its ETag. Targets: BUDGETS, 1a, which count HTTP/2: its heads are what
hpack makes of ours on a new connection.
"""

import argparse
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

import brotli
import hpack

from benchmarks import house

TARGETS = {"sign-in": (2000, 2000, 150), "home": (5500, 24000, 150), "news": (4500, 23000, 150),
           "article": (4000, 22500, 150), "search": (6000, 24500, 150), "documents": (6000, 24500, 150),
           "document": (12000, 31000, 150), "meeting": (6000, 24500, 150), "feedback form": (2600, 21000, 150)}
"""Page → (HTML cold, total cold, warm and unchanged), bytes."""
LOADED = re.compile(rb'<script[^>]+src="([^"]+)"|<link rel="(?:icon|stylesheet)" href="(/[^"]+)"|'
                    rb'<img(?![^>]*loading="lazy")[^>]+src="([^"]+)"')


class Browser:
    """HTTP/1.1 on a connection that is kept, as browsers do: cookies kept, bytes counted."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies, self.sent, self.received, self.framed = port, dict[str, str](), 0, 0, 0
        self.connection: socket.socket | None = None

    def ask(self, path: str, *, form: dict[str, str] | None = None,
            **headers: str) -> tuple[int, dict[str, str], bytes]:
        """(status, headers, body as text) of one request."""
        body = urlencode(form).encode() if form is not None else b""
        lines = [f"{'POST' if form is not None else 'GET'} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}",
                 "Accept: text/html", "Accept-Encoding: br", "Accept-Language: vi",
                 *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if form is not None:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        request = "\r\n".join([*lines, "", ""]).encode() + body
        if self.connection is None:
            self.connection = socket.create_connection(("127.0.0.1", self.port), 30)
        self.connection.sendall(request)
        answer = self._whole(self.connection)
        self.sent, self.received, self.framed = len(request), len(answer), framed(answer)
        return self._read(answer)

    def _whole(self, connection: socket.socket) -> bytes:
        """One answer; where it says that the connection ends, the next one is asked for on another."""
        answer = b""
        while not _ends(answer) and (more := connection.recv(1 << 16)):
            answer += more
        if b"\r\nConnection: close\r\n" in answer.partition(b"\r\n\r\n")[0] + b"\r\n":
            connection.close()
            self.connection = None
        return answer

    def _read(self, answer: bytes) -> tuple[int, dict[str, str], bytes]:
        head, _, body = answer.partition(b"\r\n\r\n")
        first, *rest = head.decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in rest:
            name, _, value = line.partition(": ")
            headers[name.lower()] = value
            if name.lower() == "set-cookie":
                key, _, kept = value.split(";")[0].partition("=")
                self.cookies[key] = kept
        if headers.get("transfer-encoding") == "chunked":
            body = b"".join(re.split(rb"\r?\n?[0-9a-f]+\r\n", body))
        if headers.get("content-encoding") == "br":
            body = brotli.decompress(body)
        return int(first.split()[1]), headers, body

    def sign_in(self, citizen_id: str, password: str) -> None:
        """By the form, on a device of one's own: pages may be kept."""
        _, _, page = self.ask("/dang-nhap")
        hidden = dict(re.findall(r'name="(csrf_token|form_key|tiep)" value="([^"]*)"', page.decode()))
        form = {**hidden, "citizen_id": citizen_id, "password": password, "own_device": "y"}
        status, _, _ = self.ask("/dang-nhap", form=form)
        assert status == 303, status


def framed(answer: bytes) -> int:
    """The bytes of an answer over HTTP/2, as the first of its connection: head by hpack, nine bytes a frame."""
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    named = [(name.lower(), value) for name, _, value in (line.partition(": ") for line in rest)]
    coded = hpack.Encoder().encode([(":status", first.split()[1]), *named])
    return 9 + len(coded) + len(body) + 9 * -(-len(body) // 16_384)


def _ends(answer: bytes) -> bool:
    head, blank, body = answer.partition(b"\r\n\r\n")
    if not blank:
        return False
    if head.startswith(b"HTTP/1.1 304"):
        return True
    if length := re.search(rb"(?i)content-length: (\d+)", head):
        return len(body) >= int(length[1])
    return body.endswith(b"0\r\n\r\n")


def first_link(browser: Browser, path: str, pattern: str) -> str | None:
    """The first address of a kind on a page."""
    _, _, page = browser.ask(path)
    found = re.search(rf'href="({pattern})"', page.decode())
    return found[1] if found else None


def pages(browser: Browser) -> dict[str, str]:
    """The pages of BUDGETS 1a that this person has."""
    links = {"article": first_link(browser, "/tin-tuc", r"/tin-tuc/\d+"),
             "document": first_link(browser, "/van-ban", r"/van-ban/\d+"),
             "meeting": first_link(browser, "/sinh-hoat", r"/sinh-hoat/\d+"),
             "feedback form": first_link(browser, "/gop-y/gui", r"/gop-y/gui\?loai=work_and_life")}
    fixed = {"home": "/", "news": "/tin-tuc", "documents": "/van-ban", "search": "/tim-kiem?q=so+tay+dang+vien",
             "meetings": "/sinh-hoat", "feedback choice": "/gop-y/gui", "my account": "/tai-khoan-cua-toi"}
    return fixed | {name: url for name, url in links.items() if url}


def weigh(browser: Browser, name: str, url: str) -> list[str]:
    """One line of the table."""
    browser.cookies.pop("css", None)
    _, _, page = browser.ask(url)
    html, up, total, plain, requests = browser.framed, browser.sent, browser.framed, browser.received, 1
    for found in LOADED.findall(page):
        browser.ask(next(one for one in found if one).decode())
        total, requests = total + browser.framed, requests + 1
    _, headers, _ = browser.ask(url)
    kept = browser.framed
    status, _, _ = browser.ask(url, If_None_Match=headers.get("etag", "none"))
    measured, wanted = (html, total, browser.framed), TARGETS.get(name, (None, None, None))
    cells = [name, str(plain), str(kept)]
    for got, target in zip(measured, wanted, strict=True):
        cells += [str(got), str(target or "–"), f"{got / target:.2f}" if target else "–"]
    return [*cells, str(requests), str(status), str(up)]


def serve(folder: Path, port: int, workers: int = 1, **settings: str) -> subprocess.Popen[bytes]:
    """The real server with its worker, ready, in a group of processes of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "serve"], cwd=house.TOP, start_new_session=True,
        env={**house.environ(folder), "PORTAL_PORT": str(port), "PORTAL_WORKERS": str(workers), **settings})
    for _ in range(600):
        try:
            Browser(port).ask("/suc-khoe")
            return process
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def free_port() -> int:
    """A port nobody uses."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--data", type=Path, help="a folder to keep the sample in, or that has one")
    asked.add_argument("--scale", action="store_true", help="the sample at its real size")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.data or Path(temporary)).resolve()
        accounts, port = house.furnish(folder, scale=options.scale), free_port()
        process = serve(folder, port)
        try:
            print_tables(port, accounts)
        finally:
            process.terminate()
            process.wait(30)


def print_tables(port: int, accounts: dict[str, tuple[str, str]]) -> None:
    """One table a person."""
    head = ["page", "HTTP/1.1 B", "kept B", "cold html B", "target", "ratio", "cold B", "target", "ratio", "warm B",
            "target", "ratio", "requests", "warm status", "up B"]
    print("a stranger\n" + house.table(head, [weigh(Browser(port), "sign-in", "/dang-nhap")]))
    for role in house.WARM:
        browser = Browser(port)
        browser.sign_in(*accounts[role])
        print(f"\n{role}\n" + house.table(head, [weigh(browser, name, url) for name, url in pages(browser).items()]))


if __name__ == "__main__":
    main()
