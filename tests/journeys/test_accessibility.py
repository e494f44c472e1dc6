"""Every screen at 360 and 1280 pixels: axe-core finds nothing, nothing scrolls sideways, the policy is kept."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal.core.db import db, writing
from portal.documents.models import Document, State
from tests.architecture.sources import TOP
from tests.client import PortalClient
from tests.factories.documents import document
from tests.factories.feedback import opinion
from tests.factories.news import article
from tests.journeys.conftest import DESK, PHONE, Visitor
from tests.pages.crawl import SCREENS, crawl, screens

AXE = TOP / ".tools" / "axe-core-4.14.1" / "axe.min.js"
RUN = """() => axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    resultTypes: ["violations"]})
    .then(found => found.violations.map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.html).join(" ")))"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
STRANGERS = ["/dang-nhap", "/ngon-ngu", "/van-ban/1"]
ALSO = ["/", "/tim-kiem?q=dai+hoi", "/van-ban?trang=2", "/khong-co-trang-nay"]
"""Seen by each of the three: the page that differs most from one to the other, lists further on, what is not there."""


@pytest.mark.timeout(900)
def test_every_screen(app: Flask, as_: Callable[[str | None], PortalClient], visitor: Callable[..., Visitor]) -> None:
    """Each by the first of the three who reaches it, and what strangers see."""
    if not AXE.exists():
        pytest.skip("axe-core is not here: ./test fetches it with npm")
    wrong, seen = list[str](), set[str]()
    for key in ("secretary", "office_staff", "administrator"):
        new = {endpoint: url for endpoint, url in reached(app, as_(key)).items() if endpoint not in seen}
        seen |= set(new)
        wrong += troubles(visitor(key, size=PHONE), [*new.values(), *ALSO])
    wrong += troubles(visitor(None, size=PHONE), STRANGERS)
    assert len(seen) > 100
    assert not wrong, "\n".join(wrong)


def troubles(one: Visitor, urls: list[str]) -> list[str]:
    """What axe finds on these pages in both widths, and which of them scroll sideways; each is opened in the width
    that the one before it ended with."""
    wrong, sizes = list[str](), (PHONE, DESK)
    one.page.add_init_script(path=AXE)
    for url in urls:
        one.go(url)
        for size in sizes:
            one.page.set_viewport_size(size)
            wrong += [f"{url} at {size['width']}: {found}" for found in one.page.evaluate(RUN)]
            if one.page.evaluate(WIDER) > 0:
                wrong.append(f"{url} at {size['width']}: scrolls sideways")
        sizes = sizes[::-1]
    return wrong


def reached(app: Flask, client: PortalClient) -> dict[str, str]:
    """Endpoint → one address of each screen this person reaches; the way there is walked once."""
    client.lint = False
    return SCREENS.get(client.who) or screens(crawl(app, client, most=1))


def test_a_word_longer_than_the_screen_breaks(visitor: Callable[..., Visitor]) -> None:
    """File names and addresses without a blank, as people have them, never push a page sideways."""
    word = "ke_hoach_cong_tac_" * 8
    db.session.rollback()
    with writing():  # the worker writes beside us
        paper = document(state=State.DRAFT, symbol="", subject="", text=word).id
        db.session.get_one(Document, paper).name = f"{word}.pdf"
        db.session.commit()
        sent, news = opinion(text=word).id, article(title=word, summary=word, text=word).id
    db.session.remove()
    clerk, member = visitor("office_staff", size=PHONE), visitor("member", size=PHONE)
    wrong = troubles(clerk, [f"/van-ban/{paper}", f"/van-ban/{paper}/lich-su", f"/van-ban/{paper}/sua",
                             "/van-ban?xem=cho-xac-nhan", f"/van-ban?q={word}", "/gop-y/hop-thu", f"/gop-y/{sent}",
                             f"/tin-tuc/{news}/rut"])
    wrong += troubles(member, ["/", "/tin-tuc", f"/tin-tuc/{news}", "/gop-y", f"/tim-kiem?q={word}"])
    assert not wrong, "\n".join(wrong)
