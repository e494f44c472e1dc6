"""Static files: one sheet and one script, hashed names, compressed once at start, cached for a year.

WhiteNoise serves the built folder before a request reaches Flask. Rules that stand in a page itself (styles.py) are
allowed by their hash in the policy of that page.
"""

import gzip
import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from wsgiref.headers import Headers

import brotli
from flask import Flask, current_app, g, request
from werkzeug.wrappers import Response
from whitenoise import WhiteNoise

from portal.core import styles

SHEET, SCRIPT, ICON = "sotay.css", "sotay.js", "img/favicon.svg"
JOINED = {SHEET: ("css/base.css", "css/portal.css", "css/paper.css"),
          SCRIPT: ("vendor/htmx-4.0.1.min.js", "js/app.js")}
"""What a page asks for, and the files it is made of."""
YEAR = 365 * 24 * 3600
FIRST, USUAL = 11, 5
"""How hard brotli presses: 10 ms for an eighth fewer bytes, worth it for a browser's first page; else 0.2 ms."""
HASHED = re.compile(r"^.+\.[0-9a-f]{10}\.\w+$")


def init_app(app: Flask, source: Path, target: Path) -> None:
    """Build `source` into `target` (only what is missing) and serve it under /static/."""
    names = build(source, target)
    sheet = (target / names[SHEET]).read_text("utf-8")
    app.extensions["assets"] = (names, sheet, source)
    secure = "; Secure" if app.config["SESSION_COOKIE_SECURE"] else ""
    kept = f"{styles.COOKIE}={_mark(names[SHEET])}; Max-Age={YEAR}; Path=/; SameSite=Lax; HttpOnly{secure}"

    def add_headers(headers: Headers, path: str, url: str) -> None:
        headers["X-Content-Type-Options"] = "nosniff"
        if url.endswith(names[SHEET]):
            headers["Set-Cookie"] = kept

    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=str(target), prefix="static/", max_age=YEAR,
        immutable_file_test=lambda path, url: bool(HASHED.match(url)),
        allow_all_origins=False, add_headers_function=add_headers)


def build(source: Path, target: Path) -> dict[str, str]:
    """Write every file under a hashed name with .br and .gz beside it; answers name → hashed name."""
    names: dict[str, str] = {}
    for name, body in _bodies(source):
        stem, dot, extension = name.rpartition(".")
        names[name] = f"{stem}.{hashlib.sha256(body).hexdigest()[:10]}{dot}{extension}"
        place = target / names[name]
        if place.exists():
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        if extension in ("js", "css", "svg", "txt"):
            _write(place.with_name(place.name + ".br"), brotli.compress(body, quality=11))
            _write(place.with_name(place.name + ".gz"), gzip.compress(body, 9, mtime=0))
        _write(place, body)
    return names


def _bodies(source: Path) -> Iterator[tuple[str, bytes]]:
    """(name, content) of what is served: joined files, then those that stand alone."""
    there = {path.relative_to(source).as_posix(): path for path in sorted(source.rglob("*")) if path.is_file()}
    for name, parts in JOINED.items():
        if all(part in there for part in parts):
            texts = [there.pop(part).read_text("utf-8") for part in parts]
            joined = styles.squeeze("".join(texts)) if name == SHEET else ";\n".join(map(_without_comments, texts))
            yield name, joined.encode()
    yield from ((name, path.read_bytes()) for name, path in there.items())


def _without_comments(script: str) -> str:
    """Without lines that are nothing but a comment, and without indentation."""
    return "\n".join(line for line in map(str.strip, script.splitlines()) if line and not line.startswith("//"))


def url(name: str) -> str:
    """The hashed address of a static file."""
    names, _, _ = current_app.extensions["assets"]
    return f"/static/{names[name]}"


def dress(html: str) -> str:
    """The page with its styles: a link where the browser has the sheet, else the rules it uses and the sheet last;
    the icon too waits for the second page."""
    names, sheet, _ = current_app.extensions["assets"]
    g.scripted = "<script " in html
    link = f'<link rel="stylesheet" href="/static/{names[SHEET]}">'
    if request.cookies.get(styles.COOKIE) == _mark(names[SHEET]):
        icon = f'<link rel="icon" href="/static/{names[ICON]}">'
        return html.replace(styles.HEAD, icon + link, 1).replace(styles.END, "", 1)
    g.first_page = True
    own = _inline(styles.needed(sheet, styles.names_in(html)))
    return html.replace(styles.HEAD, f'<link rel="icon" href="data:,">{own}', 1).replace(styles.END, link, 1)


def press(response: Response) -> None:
    """Compress what Flask-Compress would send too large: the one page a browser gets with its styles, and answers that
    are no success, such as a form sent back with its errors."""
    first, refused = g.get("first_page", False) and response.status_code == 200, response.status_code >= 400
    if response.mimetype != "text/html" or not (first or refused):
        return
    if request.accept_encodings["br"]:
        response.set_data(brotli.compress(response.get_data(), quality=FIRST if first else USUAL))
        response.headers["Content-Encoding"] = "br"
    elif refused and request.accept_encodings["gzip"]:
        response.set_data(gzip.compress(response.get_data(), 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"


def inline_css(name: str) -> str:
    """A small sheet that only this page carries, as an element."""
    _, _, source = current_app.extensions["assets"]
    return _inline(styles.squeeze((source / "css" / name).read_text("utf-8")))


def _inline(css: str) -> str:
    g.style_sources = style_sources() + f" 'sha256-{b64encode(hashlib.sha256(css.encode()).digest()).decode()}'"
    return f"<style>{css}</style>"


def style_sources() -> str:
    """The CSP sources of the rules in this answer, each after a blank; empty where it only links the sheet."""
    return str(g.get("style_sources", ""))


def _mark(hashed: str) -> str:
    return hashed.split(".")[-2]


def _write(place: Path, body: bytes) -> None:
    temporary = place.with_name(place.name + ".new")
    temporary.write_bytes(body)
    temporary.replace(place)
