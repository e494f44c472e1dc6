"""Walks the portal as one person does: from the home page by links and search forms only."""

from collections import Counter, deque
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from flask import Flask
from lxml import html
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.client import PortalClient

MOST_OF_A_KIND = 5
"""Pages of one endpoint that are opened for each name in their queries: filters together make hundreds."""


SCREENS: dict[str, dict[str, str]] = {}
"""Person → endpoint → address, of those who have walked through the furnished house in this process."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that was opened, and the page that led there."""

    url: str
    endpoint: str
    source: str
    response: TestResponse


def crawl(app: Flask, client: PortalClient, start: str = "/", most: int = MOST_OF_A_KIND) -> list[Visit]:
    """Every kind of page this person reaches, and each with every name its query takes, `most` of a kind."""
    adapter = app.url_map.bind("localhost")
    queue, known, seen, visits = deque([(start, "")]), {start}, Counter[tuple[str, str]](), []
    while queue:
        url, source = queue.popleft()
        endpoint = endpoint_of(adapter, urlsplit(url).path)
        kinds = [(endpoint, name) for name in dict(parse_qsl(urlsplit(url).query)) or [""]]
        if all(seen[kind] >= most for kind in kinds):
            continue
        seen.update(kinds)
        response = client.get(url)
        visits.append(Visit(url, endpoint, source, response))
        if response.mimetype != "text/html" or response.status_code != 200:
            response.close()
            continue
        for target in links(response, url):
            if target not in known:
                known.add(target)
                queue.append((target, url))
    return visits


def screens(visits: list[Visit]) -> dict[str, str]:
    """Endpoint → one address of each screen among these."""
    chosen: dict[str, str] = {}
    for visit in visits:
        if visit.response.mimetype == "text/html" and visit.response.status_code == 200:
            chosen.setdefault(visit.endpoint, visit.url)
    return chosen


def links(response: TestResponse, url: str) -> list[str]:
    """Where a page leads: links and pictures of this site, and its search forms sent as they stand."""
    document = html.fromstring(response.get_data())
    found = [urljoin(url, target) for target in document.xpath("//a/@href | //img/@src")]
    for form in document.forms:
        if form.method == "GET":
            found.append(f"{urljoin(url, form.action or '')}?{urlencode(form.form_values())}")
    inside = [urlsplit(target) for target in found]
    return [part.path + (f"?{part.query}" if part.query else "") for part in inside
            if not part.scheme and not part.netloc and not part.path.startswith("/static/")]


def endpoint_of(adapter: object, path: str) -> str:
    """The endpoint behind a path, or an empty string."""
    try:
        return str(adapter.match(path, method="GET")[0])  # type: ignore[attr-defined]
    except HTTPException:
        return ""
