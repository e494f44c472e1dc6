"""The table of rights against real requests, both ways: what it says is so, and nothing is missing from it."""

import pytest
from flask import Flask

from tests.security.table import PERSONS, rows
from tests.security.trying import As, tried

ROWS = rows()
pytestmark = pytest.mark.once

OWN = ("own session", "member here", "accounts passkey", "notices one", "privacy request", "helping asked",
       "helping agreed", "reading list")
"""Things of the member of the table: nobody else's."""


@pytest.mark.parametrize(("method", "endpoint", "target", "statuses"), ROWS,
                         ids=[f"{method} {endpoint} {target}" for method, endpoint, target, _ in ROWS])
def test_row(app: Flask, as_: As, method: str, endpoint: str, target: str, statuses: list[int]) -> None:
    expected = dict(zip(PERSONS, statuses, strict=True))
    assert dict(zip(PERSONS, tried(app, as_, method, endpoint, target), strict=True)) == expected


def test_every_route_has_a_row_and_every_row_a_route(app: Flask) -> None:
    routes = {(method, rule.endpoint) for rule in app.url_map.iter_rules()
              for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    named = {(method, endpoint) for method, endpoint, *_ in ROWS}
    assert routes - named == set(), "routes without a row"
    assert named - routes == set(), "rows without a route"


def test_strangers_and_the_locked_out_get_the_same_nothing() -> None:
    """But for pages open to all, both are asked to sign in, whatever the thing is: its existence is not told."""
    for method, endpoint, target, statuses in ROWS:
        by = dict(zip(PERSONS, statuses, strict=True))
        assert by["stranger"] == by["suspended_account"], f"{method} {endpoint} {target}"


def test_a_lapsed_grant_gives_no_more_than_membership() -> None:
    for method, endpoint, target, statuses in ROWS:
        by = dict(zip(PERSONS, statuses, strict=True))
        if target not in OWN and not target.startswith("opinion"):
            assert by["lapsed_delegate"] == by["member"], f"{method} {endpoint} {target}"
