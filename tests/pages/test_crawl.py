"""The walker itself: it follows links and search forms, stays on the site and opens few pages of a kind."""

from collections.abc import Callable

from flask import Flask

from tests.client import PortalClient
from tests.pages.crawl import crawl, endpoint_of


def test_it_walks_by_links_and_forms(app: Flask, as_: Callable[[str | None], PortalClient]) -> None:
    client = as_("member")
    client.lint = False
    visits = crawl(app, client, most=2)
    endpoints = [visit.endpoint for visit in visits]
    assert endpoints[0] == "home.index"
    assert "home.search" in endpoints
    shown = [visit.url for visit in visits if visit.endpoint == "documents.show" and "?" not in visit.url]
    assert len(shown) == 2
    assert not any(visit.url.startswith("/static/") for visit in visits)


def test_unknown_paths_have_no_endpoint(app: Flask) -> None:
    assert endpoint_of(app.url_map.bind("localhost"), "/khong-co") == ""
