"""Templates compile, call only what exists, carry no script, and stand where their room is."""

import ast
import re
from collections.abc import Iterator
from functools import cache

from flask import Flask
from jinja2 import meta, nodes

from tests.architecture.sources import TOP, files

GIVEN = {"actor", "can", "locale", "fragments", "has_errors", "text_size", "search_text", "layout", "g", "request",
         "session", "config", "caller", "self", "super", "loop", "varargs", "kwargs", "_", "gettext", "ngettext"}
TEMPLATES = sorted(path.relative_to(TOP / "templates").as_posix() for path in (TOP / "templates").rglob("*.html"))
PASSED = {"State", "title_of", "who"}
"""Enumerations and functions that views hand to their templates."""


@cache
def source(name: str) -> str:
    return (TOP / "templates" / name).read_text("utf-8")


@cache
def tree(house: Flask, name: str) -> nodes.Template:
    return house.jinja_env.parse(source(name), name)


def test_all_compile(house: Flask) -> None:
    for name in TEMPLATES:
        house.jinja_env.get_template(name)


def test_imports_only_macros_that_exist(house: Flask) -> None:
    for name in TEMPLATES:
        for node in tree(house, name).find_all(nodes.FromImport):
            assert isinstance(node.template, nodes.Const), name
            there = exported(tree(house, node.template.value))
            for asked in node.names:
                wanted = asked[0] if isinstance(asked, tuple) else asked
                assert wanted in there, f"{name}: {node.template.value} has no {wanted}"


def test_calls_only_what_is_given(house: Flask) -> None:
    """A called name is a macro here, imported, a house function, or named where the room's views show a page."""
    for name in TEMPLATES:
        parsed = tree(house, name)
        given = GIVEN | set(house.jinja_env.globals) | imported(parsed) | passed(name.split("/")[0])
        unknown = meta.find_undeclared_variables(parsed) - given
        called = {call.node.name for call in calls(parsed) if isinstance(call.node, nodes.Name)}
        assert not called & unknown - PASSED, f"{name}: {called & unknown - PASSED}"


def test_translates_whole_sentences(house: Flask) -> None:
    """`_("…")` takes one constant, values by keyword: no sentence put together from pieces."""
    for name in TEMPLATES:
        for call in calls(tree(house, name)):
            if isinstance(call.node, nodes.Name) and call.node.name in ("_", "gettext"):
                assert len(call.args) == 1, f"{name}:{call.lineno}"
                assert isinstance(call.args[0], nodes.Const), f"{name}:{call.lineno}"


def test_no_button_is_hidden_itself() -> None:
    """The look of buttons wins over `hidden`: without script it would stand there dead. What holds it is hidden."""
    for name in TEMPLATES:
        assert not re.search(r"<button[^>]*\shidden\b", source(name)), name


def test_no_script_no_style_no_raw_html() -> None:
    for name in TEMPLATES:
        text = source(name)
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=\"|javascript:", text), name
        assert not re.search(r"\|\s*safe\b|autoescape", text), f"{name}: raw HTML"
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', text), f"{name}: address outside"
        assert not re.search(r'method="(?!get|post)[a-z]|hx-(put|delete|patch)', text), name


def test_every_template_is_used() -> None:
    python = "\n".join((TOP / path).read_text("utf-8") for path, _ in files())
    html = "\n".join(map(source, TEMPLATES))
    unused = [name for name in TEMPLATES if f'"{name}"' not in python + html and f"'{name}'" not in html]
    assert not unused, unused


def test_every_page_named_in_views_exists() -> None:
    for path, _ in files():
        for name in re.findall(r'"([a-z_]+/[a-z_]+\.html)"', (TOP / path).read_text("utf-8")):
            assert name in TEMPLATES, f"{path}: {name}"


def test_no_forms_by_hand() -> None:
    """Posting forms come from the `form` macro, which adds the token and the one-time key."""
    for name in TEMPLATES:
        if name.startswith(("components/", "layouts/")) or name == "accounts/resume.html":
            continue
        for found in forms(name):
            assert 'method="post"' not in found, f"{name}: {found}"


def forms(name: str) -> Iterator[str]:
    yield from re.findall(r"<form[^>]*>", source(name))


@cache
def passed(room: str) -> set[str]:
    """Names that the views of a room hand to their templates."""
    found = [node for path, tree in files() if path.startswith(f"portal/{room}/views")
             for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {word.arg for call in found for word in call.keywords if word.arg}


@cache
def calls(parsed: nodes.Template) -> list[nodes.Call]:
    """Where a template calls something."""
    return list(parsed.find_all(nodes.Call))


def imported(parsed: nodes.Template) -> set[str]:
    """Names a template takes from others or makes at its top: blocks see them too."""
    taken = {asked[1] if isinstance(asked, tuple) else asked
             for node in parsed.find_all(nodes.FromImport) for asked in node.names}
    return taken | exported(parsed)


@cache
def exported(parsed: nodes.Template) -> set[str]:
    """Macros and values a template offers to others."""
    names = {macro.name for macro in parsed.find_all(nodes.Macro)}
    return names | {node.target.name for node in parsed.find_all(nodes.Assign) if isinstance(node.target, nodes.Name)}
