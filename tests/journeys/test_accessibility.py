"""Every screen at 360 and 1280 pixels: axe-core finds nothing, nothing scrolls sideways, the policy is kept."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.architecture.sources import TOP
from tests.client import PortalClient
from tests.journeys.conftest import DESK, PHONE, Visitor
from tests.pages.crawl import crawl

AXE = TOP / ".tools" / "axe-core-4.14.1" / "axe.min.js"
RUN = """() => axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    .then(found => found.violations.map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.html).join(" ")))"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
STRANGERS = ["/dang-nhap", "/ngon-ngu", "/van-ban/1"]


@pytest.mark.timeout(900)
@pytest.mark.parametrize("key", ["secretary", "office_staff", "administrator", None])
def test_every_screen(app: Flask, as_: Callable[[str | None], PortalClient], visitor: Callable[..., Visitor],
                      key: str | None) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not here: ./test fetches it with npm")
    one, axe, wrong = visitor(key, size=PHONE), AXE.read_text("utf-8"), list[str]()
    for url in screens(app, as_, key):
        one.go(url)
        one.page.evaluate(axe)
        for size in (PHONE, DESK):
            one.page.set_viewport_size(size)
            wrong += [f"{url} at {size['width']}: {found}" for found in one.page.evaluate(RUN)]
            if one.page.evaluate(WIDER) > 0:
                wrong.append(f"{url} at {size['width']}: scrolls sideways")
        one.page.set_viewport_size(PHONE)
    assert not wrong, "\n".join(wrong)


def screens(app: Flask, as_: Callable[[str | None], PortalClient], key: str | None) -> list[str]:
    """One address of each screen this person reaches (search also with words, lists also on page two)."""
    if key is None:
        return STRANGERS
    client, chosen = as_(key), {}
    client.lint = False
    for visit in crawl(app, client, most=2):
        if visit.response.mimetype == "text/html" and visit.response.status_code == 200:
            chosen.setdefault(visit.endpoint, visit.url)
    return [*chosen.values(), "/tim-kiem?q=dai+hoi", "/van-ban?trang=2", "/khong-co-trang-nay"]
