"""What holds on every page that each person reaches by links: no dead ends, no writes, headers, nothing leaked."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from portal.core.db import Base, db
from portal.core.guard import DECLARED
from tests import people
from tests.client import PortalClient
from tests.pages.checker import check_html
from tests.pages.crawl import MOST_OF_A_KIND, SCREENS, Visit, crawl, screens

As = Callable[[str | None], PortalClient]
EVERYBODY = [key for key in people.PEOPLE if key not in ("suspended_account", "newcomer")]
TOGETHER = ("secretary", "office_staff", "administrator", "member")
"""Between them they see every screen: their pages are also read by the Nu checker, and their ways lead everywhere."""
READ_STRICTLY = ("secretary", "administrator")
"""Whose pages the linting client reads as well."""
READ_OF_A_KIND = 3
"""Pages of one endpoint that the Nu checker reads."""
NOT_IN_THE_MENU = {
    "home.health", "accounts.sign_in_form",
    "keeping.ask_form", "keeping.asked", "transfers.code_form", "transfers.thanks",
    "accounts.ask_second_step_off", "transfers.export", "transfers.print_list", "delegation.new", "transfers.calendar",
    "keeping.choose", "documents.choose", "transfers.rules",
    "documents.contradictions_csv", "documents.contradictions_xlsx", "documents.missing_csv",
    "documents.missing_xlsx", "documents.usage_csv", "documents.usage_xlsx",
    "imports.example", "home.titles", "home.new_saved", "home.similar", "documents.ask"}
"""For machines and scripts; for strangers (linked from sign-in or printed on paper); and what is offered only where it
can be used: a second step that is on, a list with rows, a unit with others below, a clock that counts working days, a
search with words, a paper that has its like or is to be asked about."""


NEEDS_AN_OBJECT = {
    "accounts.prove_form", "delegation.ask_substitute", "documents.approve_form", "documents.bundle",
    "documents.bundle_file", "documents.citing", "documents.download_light", "documents.edition",
    "documents.edition_file", "documents.end_form", "documents.give_back_form",
    "documents.history_csv", "documents.history_xlsx", "documents.print_history", "documents.issue_form",
    "documents.numbering_form", "documents.scan", "documents.upload_state", "documents.withdraw_form",
    "imports.ask_undo", "imports.values", "keeping.unconfirmed", "members.end_post_form", "members.export_form",
    "members.new", "members.print_form", "members.printed", "members.state_form", "organizations.pick",
    "privacy.sent_file", "transfers.arrival_form"}
"""Pages that no link shows to those who walk in `test_walks_that_lead_everywhere`: behind a press of a button (a ticked
list, its print, a ZIP), for others than these four (from above, by an approver), or in a state the house is not in.
Each is opened in the tests of its own room and in the table of rights."""


@pytest.mark.parametrize("key", [key for key in EVERYBODY if key not in TOGETHER])
def test_a_walk_through_the_house(app: Flask, as_: As, key: str) -> None:
    """Every link works, every page without an object that this person may open is reached; reading writes nothing."""
    walk(app, as_, key, most=1)


@pytest.mark.timeout(600)
def test_walks_that_lead_everywhere(app: Flask, as_: As, tmp_path: Path) -> None:
    """The menu and the pages together lead to every page: nothing can only be typed. All of it is valid HTML."""
    pages = {rule.endpoint for rule in app.url_map.iter_rules()
                     if "GET" in (rule.methods or ())} - NOT_IN_THE_MENU
    reached, folder, kept = set[str](), tmp_path / "pages", Counter[str]()
    folder.mkdir()
    for key in TOGETHER:
        visits = walk(app, as_, key)
        reached |= {visit.endpoint for visit in visits}
        keep(folder, key, visits, kept)
    assert pages - NEEDS_AN_OBJECT <= reached, pages - reached
    assert reached <= set(DECLARED) | {""}
    check_html(folder)


def walk(app: Flask, as_: As, key: str, most: int = MOST_OF_A_KIND) -> list[Visit]:
    """Open what this person reaches and look at each answer."""
    client = as_(key)
    client.get("/")
    client.lint = key in READ_STRICTLY
    before = rows()
    before.pop("document_mark")  # which papers I opened last
    visits = crawl(app, client, most=most)
    SCREENS[key] = screens(visits)
    dead = [f"{visit.source} → {visit.url}: {visit.response.status_code}" for visit in visits
            if visit.response.status_code not in (200, 303, 304)]
    assert not dead, "\n".join(dead)
    assert before.items() <= rows().items()
    for visit in visits:
        check_headers(visit.url, visit.response)
        check_privacy(visit.url, visit.response, key)
    missed = openable(app, client, {visit.endpoint for visit in visits} | NOT_IN_THE_MENU)
    assert not missed, f"no way leads to {missed}"
    return visits


def keep(folder: Path, key: str, visits: list[Visit], kept: Counter[str]) -> None:
    """Some pages of each kind as files for the checker."""
    for visit in visits:
        if visit.response.mimetype == "text/html" and kept[visit.endpoint] < READ_OF_A_KIND:
            kept[visit.endpoint] += 1
            name = f"{key}-{visit.endpoint}-{kept[visit.endpoint]}.html"
            (folder / name).write_bytes(visit.response.get_data())


def openable(app: Flask, client: PortalClient, known: set[str]) -> set[str]:
    """Other endpoints of pages without an object that answer this person with a page."""
    plain = {rule.rule: rule.endpoint for rule in app.url_map.iter_rules()
             if not rule.arguments and "GET" in (rule.methods or ()) and rule.endpoint not in known}
    return {endpoint for url, endpoint in plain.items() if client.get(url).status_code == 200}


def rows() -> dict[str, int]:
    """Number of rows of every table."""
    db.session.rollback()
    counts = (select(func.count()).select_from(table).scalar_subquery().label(name)
              for name, table in Base.metadata.tables.items())
    counted = db.session.execute(select(*counts)).mappings().one()
    db.session.rollback()
    return dict(counted)


def check_headers(url: str, answer: TestResponse) -> None:
    """No framing, no guessing of types, no scripts but ours, nothing kept on shared machines."""
    headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy, url
    assert "unsafe" not in policy, url
    assert "http" not in policy, url
    assert headers["X-Content-Type-Options"] == "nosniff", url
    assert "frame-ancestors 'none'" in policy or headers["X-Frame-Options"] == "DENY", url
    assert headers["Referrer-Policy"] == "same-origin", url
    if answer.mimetype == "text/html":
        assert headers["Cache-Control"] == "no-store", url
        assert "frame-ancestors 'none'" in policy, url
    else:
        assert not {"public", "s-maxage"} & set(re.split(r"[,\s=]+", headers["Cache-Control"])), url


def check_privacy(url: str, answer: TestResponse, key: str) -> None:
    """No citizen id of anybody stands in a page or an address; no address of another site is loaded."""
    text = f"{url} {answer.headers}" + (answer.text if answer.mimetype == "text/html" else "")
    assert not re.search(r"\b999\d{9}\b", text), f"{url}: a whole citizen id, read by {key}"
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//(?!www\.(?:gov|dangcongsan))', text), url


@pytest.mark.parametrize("url", ["/", "/khong-co", "/van-ban/1", "/suc-khoe", "/dang-nhap", "/ngon-ngu", "/co-chu"])
def test_strangers_meet_the_same_headers(as_: As, url: str) -> None:
    check_headers(url, as_(None).get(url))
