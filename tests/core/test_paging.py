"""Lists are cut in the database; whatever stands in the address, a page comes back."""

from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from portal.core.db import db
from portal.core.paging import DEEPEST, Page
from portal.core.render import here
from portal.organizations.api import Organization


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.integers(1, 600), st.integers(1, 50), st.integers(0, 20_000))
def test_arithmetic(number: int, per: int, total: int) -> None:
    paged = Page(number, per, total)
    assert (paged.pages - 1) * per <= max(0, total - 1) < paged.pages * per
    assert paged.has_prev == (number > 1)
    assert paged.has_next == (number * per < total)


def test_asked_understands_only_small_whole_numbers(app: Flask) -> None:
    for raw, number in [("3", 3), ("", 1), ("0", 1), ("-2", 1), ("2.5", 1), ("abc", 1), ("²", 1), ("99999", DEEPEST),
                        ("9" * 400, 1), ("٣", 1)]:
        with app.test_request_context("/", query_string={"trang": raw}):
            assert Page.asked() == number, raw


def test_rows_are_cut_in_the_database(app: Flask) -> None:
    found = db.select(Organization).order_by(Organization.id)
    with app.test_request_context("/?trang=2"):
        paged = Page.of(found, per=4)
    assert (paged.total, paged.pages, len(paged.rows), paged.has_next) == (6, 2, 2, False)
    with app.test_request_context("/?trang=9"):
        assert Page.of(found, per=4).rows == []


def test_columns_come_as_tuples(app: Flask) -> None:
    with app.test_request_context("/"):
        paged = Page.of(db.select(Organization.id, Organization.name).order_by(Organization.id), per=1)
    assert len(paged.rows[0]) == 2


def test_here_keeps_the_filters(app: Flask) -> None:
    with app.test_request_context("/van-ban?loai=nghi-quyet&trang=3"):
        assert here(trang=4) == "/van-ban?loai=nghi-quyet&trang=4"
        assert here(trang=None) == "/van-ban?loai=nghi-quyet"
        assert here(loai="", trang="") == "/van-ban"


def test_a_list_that_ends_on_its_first_page_is_counted_by_its_rows(app: Flask) -> None:
    asked: list[str] = []
    found = db.select(Organization).order_by(Organization.id)
    listen = lambda conn, cursor, statement, *rest: asked.append(statement)  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        with app.test_request_context("/"):
            assert (Page.of(found, per=6).total, Page.of(found, per=5).total) == (6, 6)
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    assert sum("count(*)" in one for one in asked) == 1


def test_pages_ahead_come_in_one_statement(app: Flask) -> None:
    asked: list[str] = []
    found = db.select(Organization.id).order_by(Organization.id)
    listen = lambda conn, cursor, statement, *rest: asked.append(statement)  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listen)
    pages = {}
    try:
        for number, per, ahead in ((1, 2, 0), (1, 2, 1), (1, 2, 2), (1, 2, 9), (2, 2, 1), (3, 2, 1)):
            with app.test_request_context(f"/?trang={number}"):
                paged = Page.walked(found, per=per, ahead=ahead)
                pages[number, ahead] = (len(paged.rows), paged.total, paged.more)
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    assert pages == {(1, 0): (2, 2, True), (1, 1): (2, 4, True), (1, 2): (2, 6, False), (1, 9): (2, 6, False),
                     (2, 1): (2, 6, False), (3, 1): (2, 6, False)}
    assert len([one for one in asked if one.startswith("SELECT")]) == len(pages)
    with app.test_request_context("/?trang=9"):
        beyond = Page.walked(found, per=2, ahead=1)
    assert (beyond.rows, beyond.total) == ([], 6)
