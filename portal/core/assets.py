"""Static files: hashed names, compressed once at start, cached for a year; small CSS goes into the page.

WhiteNoise serves the built folder before a request reaches Flask; the pages' CSP allows exactly the
style sheets of this build by their hash.
"""

import gzip
import hashlib
import re
from base64 import b64encode
from functools import lru_cache
from pathlib import Path
from wsgiref.headers import Headers

import brotli
from flask import Flask, current_app
from whitenoise import WhiteNoise

COMBINATIONS = (("base.css",), ("base.css", "portal.css"), ("paper.css",))
YEAR = 365 * 24 * 3600
HASHED = re.compile(r"^.+\.[0-9a-f]{10}\.\w+$")


def init_app(app: Flask, source: Path, target: Path) -> None:
    """Build `source` into `target` (only what is missing) and serve it under /static/."""
    names = build(source, target)
    app.extensions["assets"] = (source, names)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=str(target), prefix="static/", max_age=YEAR,
        immutable_file_test=lambda path, url: bool(HASHED.match(url)),
        allow_all_origins=False, add_headers_function=_add_headers)


def _add_headers(headers: Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"


def build(source: Path, target: Path) -> dict[str, str]:
    """Copy every file under a hashed name with .br and .gz beside it; answers name → hashed name."""
    names: dict[str, str] = {}
    for file in sorted(path for path in source.rglob("*") if path.is_file()):
        name, body = file.relative_to(source).as_posix(), file.read_bytes()
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


def url(name: str) -> str:
    """The hashed address of a static file."""
    _, names = current_app.extensions["assets"]
    return f"/static/{names[name]}"


def inline_css(*names: str) -> str:
    """The style sheets as one <style> element."""
    source, _ = current_app.extensions["assets"]
    return f"<style>{_css(source, names)}</style>"


@lru_cache(maxsize=8)
def css_hash(source: Path, names: tuple[str, ...]) -> str:
    """The CSP source that allows exactly these style sheets."""
    digest = hashlib.sha256(_css(source, names).encode()).digest()
    return f"'sha256-{b64encode(digest).decode()}'"


def style_sources() -> str:
    """CSP sources of the combinations of style sheets that the layouts use."""
    source, _ = current_app.extensions["assets"]
    return " ".join(css_hash(source, names) for names in COMBINATIONS)


@lru_cache(maxsize=8)
def _css(source: Path, names: tuple[str, ...]) -> str:
    text = "".join((source / "css" / name).read_text("utf-8") for name in names)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"\s*([{};,>])\s*", r"\1", text).replace(": ", ":").replace(";}", "}").strip()


def _write(place: Path, body: bytes) -> None:
    temporary = place.with_name(place.name + ".new")
    temporary.write_bytes(body)
    temporary.replace(place)
