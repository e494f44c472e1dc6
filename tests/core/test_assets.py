"""Static files: named by content, compressed once, allowed by hash."""

import base64
import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import brotli

from portal.core import assets
from tests.client import PortalClient


def test_a_file_is_named_by_its_content_and_built_once(tmp_path: Path) -> None:
    source, target = tmp_path / "static", tmp_path / "built"
    (source / "css").mkdir(parents=True)
    (source / "css" / "a.css").write_text("a { color: red }")
    first = assets.build(source, target)
    assert re.fullmatch(r"css/a\.[0-9a-f]{10}\.css", first["css/a.css"])
    built = target / first["css/a.css"]
    assert brotli.decompress(built.with_name(built.name + ".br").read_bytes()) == b"a { color: red }"
    before = built.stat().st_mtime_ns
    assert assets.build(source, target) == first
    assert built.stat().st_mtime_ns == before
    (source / "css" / "a.css").write_text("a { color: blue }")
    assert assets.build(source, target) != first


def test_the_style_in_the_page_is_exactly_the_one_the_policy_allows(as_: Callable[[str | None], PortalClient]) -> None:
    for client, url in ((as_("member"), "/"), (as_(None), "/dang-nhap"), (as_("member"), "/khong-co")):
        answer = client.get(url)
        style = re.search(r"<style>(.*?)</style>", answer.text, re.S)
        assert style is not None
        digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
        assert f"'sha256-{digest}'" in answer.headers["Content-Security-Policy"]


def test_every_page_is_compressed_also_one_that_refuses(as_: Callable[[str | None], PortalClient]) -> None:
    client, asked = as_("member"), {"Accept-Encoding": "br"}
    refused = client.submit(client.get("/gop-y/gui?loai=work_and_life"), {"text": ""}, action="/gop-y/gui",
                            headers=asked)
    first, missing = client.get("/", headers=asked), client.get("/khong-co", headers=asked)
    client.set_cookie("css", "moi")
    for answer, status in ((first, 200), (client.get("/", headers=asked), 200), (missing, 404), (refused, 422)):
        assert (answer.status_code, answer.headers.get("Content-Encoding")) == (status, "br")
        assert int(answer.headers["Content-Length"]) < 5000
    assert client.get("/khong-co", headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get("/khong-co").headers


def test_static_files_are_kept_for_a_year(as_: Callable[[str | None], PortalClient]) -> None:
    client = as_(None)
    page = client.get("/dang-nhap").text
    for url in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        answer = client.get(url, headers={"Accept-Encoding": "br"})
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        answer.close()
    assert client.get("/static/../wsgi.py").status_code in (404, 400)
