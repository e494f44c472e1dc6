"""Every address is declared, reads as Vietnamese without marks, and takes GET or POST only."""

import re
from typing import Any

from flask import Flask

from portal.core import navigation
from portal.core.guard import DECLARED
from portal.core.policy import RULES, Fact, all_rights, anyone

KEBAB = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?$")
VARIABLE = re.compile(r"^<(int|string|path|house\w*):[a-z_]+>$")

TUS = {"documents.add_piece", "documents.give_up"}
"""Spoken by a program, in the words of tus 1.0."""


def rules(house: Flask) -> list[Any]:
    return list(house.url_map.iter_rules())


def test_every_endpoint_is_declared_and_every_declaration_exists(house: Flask) -> None:
    endpoints = {rule.endpoint for rule in rules(house)}
    assert endpoints == set(DECLARED) & endpoints, endpoints - set(DECLARED)
    registered = set(house.blueprints)
    unused = {name for name in DECLARED if name.split(".")[0] in registered} - endpoints
    assert not unused, unused


def test_addresses_are_lower_case_words_joined_by_hyphens(house: Flask) -> None:
    for rule in rules(house):
        for part in rule.rule.strip("/").split("/"):
            assert not part or KEBAB.match(part) or VARIABLE.match(part), rule.rule
        assert rule.rule == "/" or not rule.rule.endswith("/"), f"{rule.rule}: one address, without a slash at the end"


def test_a_route_is_either_a_page_or_an_act(house: Flask) -> None:
    for rule in rules(house):
        kinds = ({"PATCH"}, {"DELETE"}) if rule.endpoint in TUS else ({"GET"}, {"POST"})
        assert rule.methods - {"HEAD", "OPTIONS"} in kinds, rule.rule


def test_an_address_with_an_object_loads_it_before_the_view(house: Flask) -> None:
    """Variables of an address reach a loader that starts from readable(actor), never the view itself."""
    bare = [rule.rule for rule in rules(house) if rule.arguments and DECLARED[rule.endpoint].of is None]
    assert not bare, bare


def test_every_right_is_explained_and_has_a_rule() -> None:
    for right in all_rights():
        assert re.fullmatch(r"[a-z]+:[a-z_]+", right.value), right
        assert str(right.label), right
        assert str(right.about).endswith("."), f"{right}: a sentence"
        assert RULES[right], right
    for endpoint, declared in DECLARED.items():
        assert declared.may in RULES, f"{endpoint}: {declared.may} has no rule"


def test_every_declared_right_of_a_class_has_a_rule() -> None:
    for kind in {type(right) for right in all_rights()}:
        assert not set(kind) - set(RULES), set(kind) - set(RULES)


def test_every_fact_says_why_not() -> None:
    facts: set[Fact] = {fact for clauses in RULES.values() for clause in clauses for fact in clause}
    for one in facts - {anyone}:
        assert str(one.refusal).endswith("."), one
        assert one.__doc__, one


def test_menu_entries_lead_to_pages_of_that_right(house: Flask) -> None:
    for entry in navigation.entries():
        assert DECLARED[entry.endpoint].may == entry.right, entry.key


def test_static_files_and_pages_do_not_share_addresses(house: Flask) -> None:
    assert not [rule.rule for rule in rules(house) if rule.rule.startswith("/static")]
