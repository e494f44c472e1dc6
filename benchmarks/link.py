"""Seconds until a page shows, over the links of our users: python -m benchmarks.link [--data FOLDER] [--rounds 5]

Packet by packet (benchmarks/packets.py), in a phone-sized Chromium that is signed in on a device of its own. Cold: an
empty cache and a new connection. Kept: the same page again on the same connection, once all of it was loaded. Where
nginx is found the portal stands behind it with TLS 1.3 and HTTP/2, as it should in real use; else plain HTTP. Printed:
the middle of the rounds, on the link that loses packets the ninth in ten; targets from BUDGETS, 1a. Needs root.
"""

import argparse
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import load_pem_x509_certificate

from benchmarks import house
from benchmarks.packets import LINKS, OFFICE, OFFICE_ADDRESS, STATION, shaped, within
from benchmarks.weight import Browser, first_link, free_port, serve

PAGES = {"home": "/", "news": "/tin-tuc", "article": "/tin-tuc/\\d+", "search": "/tim-kiem?q=so+tay+dang+vien",
         "document": "/van-ban/\\d+", "meeting": "/sinh-hoat/\\d+", "feedback form": "/gop-y/gui?loai=work_and_life"}
TARGETS = {
    "EDGE": {"sign-in": (1.6, 0.55), "home": (1.8, 0.65), "news": (1.75, 0.6), "article": (1.75, 0.6),
             "search": (1.85, 0.75), "document": (2.1, 0.9), "meeting": (1.85, 0.7), "feedback form": (1.65, 0.55)},
    "slow 3G": {"sign-in": (1.45, 0.5), "home": (1.55, 0.6), "news": (1.5, 0.55), "article": (1.5, 0.55),
                "search": (1.6, 0.7), "document": (1.75, 0.75), "meeting": (1.6, 0.6), "feedback form": (1.45, 0.5)},
    "EDGE, 2 % lost": dict.fromkeys(("sign-in", *PAGES), (3.5, 1.8))}
"""Link → page → seconds to the first paint (cold, kept)."""
PAINTED = """() => new Promise(done => {
    const shown = () => performance.getEntriesByName("first-contentful-paint")[0]
    const wait = () => shown() ? done(shown().startTime / 1000) : setTimeout(wait, 20)
    wait()})"""
PROXY = """
daemon off; worker_processes 1; pid {folder}/pid; error_log /dev/null;
events {{ }}
http {{ access_log /dev/null; keepalive_timeout 75s; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;
fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
server {{ listen {address}:443 ssl http2; ssl_certificate {folder}/cert; ssl_certificate_key {folder}/key;
ssl_protocols TLSv1.3; ssl_session_tickets on;
location / {{ proxy_pass http://{address}:8000; proxy_http_version 1.1; proxy_set_header Connection "";
proxy_set_header Host $host; }} }} }}
"""


@contextmanager
def office(folder: Path) -> Iterator[tuple[str, str]]:
    """The portal in the office's namespace, behind nginx where there is one; answers its address and the digest of its
    certificate."""
    env = {**house.environ(folder), "PORTAL_HOST": OFFICE_ADDRESS, "PORTAL_PORT": "8000", "PORTAL_WORKERS": "1"}
    serve = within(OFFICE, sys.executable, "-m", "flask", "--app", "wsgi", "serve")
    running = [subprocess.Popen(serve, cwd=house.TOP, env=env)]
    url, trusted = f"http://{OFFICE_ADDRESS}:8000", ""
    with tempfile.TemporaryDirectory() as temporary:
        if shutil.which("nginx") and shutil.which("openssl"):
            trusted = certify(Path(temporary))
            running.append(proxy(Path(temporary)))
            url = f"https://{OFFICE_ADDRESS}"
        try:
            wait_for(folder)
            yield url, trusted
        finally:
            for one in running:
                one.terminate()
                one.wait(30)


def certify(folder: Path) -> str:
    """A certificate for the portal (P-256, as BUDGETS asks) and that of the authority over it, sent together as real
    ones are; answers the digest by which Chromium takes it for good. Were it only told to look away, it would connect
    twice: once to see the error, once to go on."""
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    authority = ["-keyout", folder / "authority-key", "-out", folder / "authority", "-subj", "/CN=So tay CA"]
    leaf = ["-keyout", folder / "key", "-out", folder / "leaf", "-subj", "/CN=so-tay",
            "-addext", f"subjectAltName=IP:{OFFICE_ADDRESS}", "-addext", "basicConstraints=critical,CA:FALSE"]
    signed = ["-CA", folder / "authority", "-CAkey", folder / "authority-key"]
    for more in (authority, [*leaf, *signed]):
        subprocess.run(["openssl", "req", "-x509", *curve, *more], check=True, capture_output=True)
    (folder / "cert").write_bytes((folder / "leaf").read_bytes() + (folder / "authority").read_bytes())
    key = load_pem_x509_certificate((folder / "leaf").read_bytes()).public_key()
    body = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return b64encode(hashlib.sha256(body).digest()).decode()


def proxy(folder: Path) -> subprocess.Popen[bytes]:
    """nginx, as it should stand before the portal in real use."""
    folder.chmod(0o755)
    (folder / "conf").write_text(PROXY.format(folder=folder, address=OFFICE_ADDRESS), "utf-8")
    return subprocess.Popen(within(OFFICE, "nginx", "-c", str(folder / "conf")), stderr=subprocess.DEVNULL)


def wait_for(folder: Path) -> None:
    """Until the portal answers in its own namespace."""
    asking = f"import urllib.request as u; u.urlopen('http://{OFFICE_ADDRESS}:8000/suc-khoe', timeout=1)"
    ask = within(OFFICE, sys.executable, "-c", asking)
    for _ in range(200):
        if subprocess.run(ask, capture_output=True, check=False).returncode == 0:
            return
        time.sleep(0.2)
    raise RuntimeError(f"the portal in {folder} did not start")


def cookies_and_addresses(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Signed in before the link is there: the cookie of an ordinary member, and the address of each page."""
    accounts, port = house.furnish(folder), free_port()
    process = serve(folder, port)
    try:
        browser = Browser(port)
        browser.sign_in(*accounts["member_1"])
        browser.cookies.pop("css", None)
        urls = {name: url if "\\" not in url else first_link(browser, url.rpartition("/")[0], url) or "/"
                for name, url in PAGES.items()}
    finally:
        process.terminate()
        process.wait(30)
    return browser.cookies, urls


def browse(task: dict[str, object]) -> None:
    """At the station: open every page and print the seconds as JSON."""
    from playwright.sync_api import sync_playwright

    url, seconds = str(task["url"]), dict[str, list[tuple[float, float]]]()
    chromium = next(path for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if path)
    with sync_playwright() as play:
        options = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
                   f"--ignore-certificate-errors-spki-list={task['trusted']}"]
        browser = play.chromium.launch(executable_path=chromium, args=options)
        for _ in range(int(str(task["rounds"]))):
            for name, path in {"sign-in": "/dang-nhap", **dict(task["pages"])}.items():  # type: ignore[call-overload]
                context = browser.new_context(viewport={"width": 360, "height": 740})
                context.set_default_timeout(60_000)
                if name != "sign-in":
                    context.add_cookies([{"name": key, "value": value, "url": url}
                                         for key, value in dict(task["cookies"]).items()])  # type: ignore[call-overload]
                page, taken = context.new_page(), []
                for _ in ("cold", "kept"):
                    page.goto(url + path)
                    taken.append(float(page.evaluate(PAINTED)))
                    page.wait_for_load_state("networkidle")
                seconds.setdefault(name, []).append((taken[0], taken[1]))
                context.close()
        browser.close()
    print(json.dumps(seconds))


def measured(url: str, trusted: str, cookies: dict[str, str], pages: dict[str, str],
             rounds: int) -> dict[str, list[list[float]]]:
    """Seconds of each page and round, cold and kept, from the station."""
    task = json.dumps({"url": url, "trusted": trusted, "cookies": cookies, "pages": pages, "rounds": rounds})
    done = subprocess.run(within(STATION, sys.executable, "-m", "benchmarks.link", "--browse", task), cwd=house.TOP,
                          capture_output=True, text=True, check=True)
    found: dict[str, list[list[float]]] = json.loads(done.stdout.splitlines()[-1])
    return found


def report(link: str, seconds: dict[str, list[list[float]]]) -> str:
    """One table: the middle, on the lossy link the ninth decile."""
    rows = []
    for name, rounds in seconds.items():
        cells = [name]
        for kind in (0, 1):
            values = [one[kind] for one in rounds]
            lossy = LINKS[link].loss > 0 and len(values) > 1
            got = statistics.quantiles(values, n=10)[-1] if lossy else statistics.median(values)
            target = TARGETS[link][name][kind]
            cells += [f"{got:.2f}", f"{target:.2f}", f"{got / target:.2f}"]
        rows.append(cells)
    head = ["page", "cold s", "target", "ratio", "kept s", "target", "ratio"]
    return f"\n{link}: seconds to the first paint\n" + house.table(head, rows)


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--data", type=Path, help="a folder to keep the sample in, or that has one")
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--link", choices=LINKS, action="append", help="only this link")
    asked.add_argument("--browse", help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.browse:
        browse(json.loads(options.browse))
        return
    if os.geteuid() != 0 or not shutil.which("ip"):
        raise SystemExit("benchmarks.link makes network namespaces: it needs Linux, root and the program `ip`.")
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.data or Path(temporary)).resolve()
        cookies, pages = cookies_and_addresses(folder)
        for name in options.link or LINKS:
            link = LINKS[name]
            with shaped(link), office(folder) as (url, trusted):
                print(report(name, measured(url, trusted, cookies, pages, options.rounds)), flush=True)


if __name__ == "__main__":
    main()
