"""The byte budgets of first visits, counted as HTTP/2 frames them; `benchmarks.weight` counts on the real server."""

import re
from collections.abc import Callable

import pytest

from benchmarks.weight import TARGETS, framed
from tests.client import PortalClient

As = Callable[[str | None], PortalClient]
CHANCE = 20
"""Bytes by which the random signs of tokens, and the names of this house, may differ from the sample's."""
PAGES = {"sign-in": "/dang-nhap", "home": "/", "news": "/tin-tuc", "documents": "/van-ban",
         "search": "/tim-kiem?q=chi+bo", "meeting": r"/sinh-hoat/\d+", "article": r"/tin-tuc/\d+",
         "document": r"/van-ban/\d+", "feedback form": "/gop-y/gui?loai=work_and_life"}


@pytest.mark.parametrize("name", PAGES)
def test_a_first_visit_keeps_within_its_bytes(as_: As, name: str) -> None:
    client, url = as_(None if name == "sign-in" else "member"), PAGES[name]
    if "+" in url and "?" not in url:
        found = re.search(f'href="({url})"', client.get(url.rpartition("/")[0]).text)
        assert found is not None
        url = found[1]
    client.get(url)  # what the first page after signing in says once
    client.delete_cookie("css")
    client.lint = False
    answer = client.get(url, headers={"Accept-Encoding": "br"})
    assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, "br")
    assert "<style>" in client.get(url).text
    head = "".join(f"{key}: {value}\r\n" for key, value in answer.headers.items())
    assert framed(f"HTTP/1.1 200 OK\r\n{head}\r\n".encode() + answer.get_data()) <= TARGETS[name][0] + CHANCE
