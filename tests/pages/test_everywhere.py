"""What holds on every page that each person reaches by links: no dead ends, no writes, headers, nothing leaked."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from portal.core.db import Base, db
from portal.core.guard import DECLARED
from tests import people
from tests.client import PortalClient
from tests.pages.crawl import crawl

As = Callable[[str | None], PortalClient]
EVERYBODY = [key for key in people.PEOPLE if key not in ("suspended_account", "newcomer")]
READ_STRICTLY = ("secretary", "administrator")
"""Whose pages are also read by the linting client: between them they see every screen."""
NOT_IN_THE_MENU = {
    "home.health", "accounts.sign_in_form",
    "keeping.ask_form", "keeping.asked", "transfers.code_form", "transfers.thanks",
    "accounts.ask_second_step_off", "transfers.export", "transfers.print_list", "delegation.new", "transfers.calendar",
    "keeping.choose", "imports.example", "home.titles", "home.new_saved", "home.similar", "documents.ask"}
"""For machines and scripts; for strangers (linked from sign-in or printed on paper); and what is offered only where it
can be used: a second step that is on, a list with rows, a unit with others below, a clock that counts working days, a
search with words, a paper that has its like or is to be asked about."""


NEEDS_AN_OBJECT = {
    "documents.amend_form", "documents.approve_form", "documents.bundle", "documents.bundle_file", "documents.citing",
    "documents.download_light", "documents.edition", "documents.edition_file", "documents.end_form",
    "documents.give_back_form", "documents.issue_form", "documents.numbering_form", "documents.scan",
    "documents.upload_state", "documents.void_form", "documents.withdraw_form",
    "accounts.prove_form", "delegation.ask_substitute", "handover.record", "home.confirm_drop", "home.edit_saved",
    "home.open_saved", "imports.absent", "imports.ask_undo",
    "imports.columns", "imports.report", "imports.row", "imports.show", "imports.values", "keeping.batch",
    "keeping.show_request", "keeping.unconfirmed", "members.end_post_form", "members.export_form", "members.new",
    "members.print_form", "members.printed", "members.state_form", "organizations.correct_term_form",
    "organizations.pick", "privacy.incident", "privacy.show", "privacy.touched", "quality.correction", "quality.pair",
    "transfers.accept_form", "transfers.arrival_form", "transfers.decline_form", "transfers.end_form",
    "transfers.letter_form", "transfers.release_form", "transfers.remark_form", "transfers.return_form",
    "transfers.show", "transfers.slip"}
"""Pages of objects that the house of the walk does not hold yet (an import, a transfer, a request …): each is opened in
the tests of its own room and in the table of rights. To be shortened as the house is furnished."""


@pytest.mark.parametrize("key", EVERYBODY)
def test_a_walk_through_the_house(app: Flask, as_: As, key: str) -> None:
    """Every link works, every page without an object that this person may open is reached; reading writes nothing."""
    client = as_(key)
    client.get("/")
    client.lint = key in READ_STRICTLY
    before = rows()
    before.pop("document_mark")  # which papers I opened last
    visits = crawl(app, client)
    dead = [f"{visit.source} → {visit.url}: {visit.response.status_code}" for visit in visits
            if visit.response.status_code not in (200, 303, 304)]
    assert not dead, "\n".join(dead)
    assert before.items() <= rows().items()
    for visit in visits:
        check_headers(visit.url, visit.response)
        check_privacy(visit.url, visit.response, key)
    missed = openable(app, client) - {visit.endpoint for visit in visits} - NOT_IN_THE_MENU
    assert not missed, f"no way leads to {missed}"


def openable(app: Flask, client: PortalClient) -> set[str]:
    """Endpoints of pages without an object that answer this person with a page."""
    plain = {rule.rule: rule.endpoint for rule in app.url_map.iter_rules()
             if not rule.arguments and "GET" in (rule.methods or ())}
    return {endpoint for url, endpoint in plain.items() if client.get(url).status_code == 200}


def rows() -> dict[str, int]:
    """Number of rows of every table."""
    db.session.rollback()
    counted = {table.name: db.session.execute(select(func.count()).select_from(table)).scalar_one()
               for table in Base.metadata.sorted_tables}
    db.session.rollback()
    return counted


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


def test_every_page_without_an_object_is_reached_by_somebody(app: Flask, as_: As) -> None:
    """The menu and the pages together lead to every page: nothing can only be typed."""
    pages = {rule.endpoint for rule in app.url_map.iter_rules()
                     if "GET" in (rule.methods or ())} - NOT_IN_THE_MENU
    reached: set[str] = set()
    for key in ("secretary", "office_staff", "administrator", "member"):
        client = as_(key)
        client.lint = False
        reached |= {visit.endpoint for visit in crawl(app, client)}
    assert pages - NEEDS_AN_OBJECT <= reached, pages - reached
    assert reached <= set(DECLARED) | {""}


@pytest.mark.parametrize("url", ["/", "/khong-co", "/van-ban/1", "/suc-khoe", "/dang-nhap", "/ngon-ngu", "/co-chu"])
def test_strangers_meet_the_same_headers(as_: As, url: str) -> None:
    check_headers(url, as_(None).get(url))
