"""A test client that lints: every HTML answer is looked at before a test sees it (once is enough: on SQLite)."""

import html as html_entities
import os
import re
import unicodedata
from collections import Counter
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask.globals import _cv_app
from flask.testing import FlaskClient
from lxml import html as forgiving
from sqlalchemy import Engine, event
from werkzeug.test import TestResponse

from portal.core.db import db

MOST_STATEMENTS = 14
PARSED_STRICTLY = 3
"""Pages of one kind that the slow parser reads, which takes no fault; the others a fast one."""
_kinds = Counter[tuple[str, int]]()
TOLERATED = {"expected-doctype-but-got-chars", "expected-doctype-but-got-start-tag"}
_asking = dict[object, list[str]]()
"""Requests being answered just now → what they have asked of the database."""


@event.listens_for(Engine, "before_cursor_execute")
def _note(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
    if _asking and statement.lstrip()[:6].upper() in ("SELECT", "WITH R"):
        for asked in list(_asking.values()):
            asked.append(statement)


class PortalClient(FlaskClient):
    """Fetches, lints, and fills forms as a browser does."""

    who = "stranger"
    lint = "PORTAL_TEST_POSTGRES" not in os.environ

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Fetch and lint."""
        db.session.remove()
        one, statements = object(), list[str]()
        _asking[one] = statements
        outside = _cv_app.set(None)  # type: ignore[arg-type]  # a request of its own, not inside the test's context
        try:
            response = super().open(*args, **kwargs)
        finally:
            _cv_app.reset(outside)
            del _asking[one]
        readable = not 300 <= response.status_code < 400 and "Content-Encoding" not in response.headers
        if self.lint and response.mimetype == "text/html" and readable:
            check_page(response)
            if response.request.method == "GET":
                assert len(statements) <= MOST_STATEMENTS, f"{len(statements)} statements:\n" + "\n".join(statements)
        return response

    def submit(self, page: TestResponse, fields: dict[str, Any] | None = None, *, action: str | None = None,
               follow: bool = False, **more: Any) -> TestResponse:
        """Send the form of a page (the one whose action holds `action`; else the last of main) with its hidden
        fields, typed defaults and `fields` over them. Files are (stream, name) pairs."""
        form = find_form(page, action)
        data = form_values(form)
        for name, value in (fields or {}).items():
            if value is None:
                data.pop(name, None)
            else:
                data[name] = value
        url = form.get("action") or page.request.path
        if form.get("method", "get") == "get":
            return self.get(url, query_string=data, follow_redirects=follow, **more)
        multipart = {"content_type": "multipart/form-data"} if form.get("enctype") else {}
        return self.post(url, data=data, follow_redirects=follow, **multipart, **more)


def parse(response: TestResponse) -> Element:
    """The page as a tree (no namespaces), the same each time; what was not linted is read fast."""
    if not hasattr(response, "tree"):
        response.tree = forgiving.document_fromstring(response.get_data(as_text=True))
    tree: Element = response.tree
    return tree


def text_of(element: Element) -> str:
    """Words of an element, blanks squeezed."""
    return " ".join("".join(element.itertext()).split())


def find_form(page: TestResponse, action: str | None) -> Element:
    """The form meant by `submit`."""
    tree = parse(page)
    main = tree.find(".//main")
    forms = list((main if main is not None else tree).iter("form")) if action is None else list(tree.iter("form"))
    wanted = [form for form in forms if action is None or action in (form.get("action") or "")]
    assert wanted, f"no form {action!r} in {page.request.path}"
    return wanted[0] if action is not None else wanted[-1]


def form_values(form: Element) -> dict[str, Any]:
    """Names and values a browser would send with nothing touched."""
    values: dict[str, Any] = {}
    for element in form.iter():
        name = element.get("name")
        if not name or element.tag == "button":
            continue
        kind = element.get("type", "text")
        if element.tag == "textarea":
            values[name] = (element.text or "").removeprefix("\n")
        elif element.tag == "select":
            options = list(element.iter("option"))
            chosen = [option for option in options if option.get("selected") is not None] or options[:1]
            values[name] = [o.get("value", o.text or "") for o in chosen] if element.get("multiple") is not None else (
                chosen[0].get("value", chosen[0].text or "") if chosen else "")
        elif kind in ("checkbox", "radio"):
            if element.get("checked") is not None:
                values[name] = [*values.get(name, []), element.get("value", "on")]
        elif kind not in ("file", "submit", "image"):
            values[name] = element.get("value", "")
    return {name: value[0] if isinstance(value, list) and len(value) == 1 else value for name, value in values.items()}


def check_page(response: TestResponse) -> None:
    """Fail on whatever a strict reader would dislike."""
    text = response.get_data(as_text=True)
    where = f"{response.request.method} {response.request.path}"
    assert unicodedata.is_normalized("NFC", text), f"{where}: not NFC"
    assert "Traceback" not in text, where
    fragment = "<html" not in text
    kind = re.sub(r"\d+", "0", response.request.path), response.status_code
    _kinds[kind] += 1
    if fragment or _kinds[kind] <= PARSED_STRICTLY:
        parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
        document = parser.parseFragment(text) if fragment else parser.parse(text)
        errors = [(position, code) for position, code, _ in parser.errors if code not in TOLERATED]
        assert not errors, f"{where}: {errors[:3]}"
    else:
        document = forgiving.document_fromstring(text)
    check_ids(document, where)
    check_forms(document, where)
    if not fragment:
        check_head(document, where)
        response.tree = document  # type: ignore[attr-defined]


def check_head(document: Element, where: str) -> None:
    """One h1 that matches the title, a language, one main, no inline script or style attribute."""
    assert document.get("lang") in ("vi", "en"), where
    headings = [text_of(h1) for h1 in document.iter("h1")]
    title = text_of(document.find(".//title"))  # type: ignore[arg-type]
    assert len(headings) == 1, f"{where}: h1 {headings}"
    assert headings[0] in title, f"{where}: h1 {headings[0]!r} not in title {title!r}"
    assert len(list(document.iter("main"))) == 1, where
    for element in document.iter():
        if not isinstance(element.tag, str):
            continue
        assert element.get("style") is None, f"{where}: style attribute on {element.tag}"
        assert not any(name.startswith("on") for name in element.attrib), f"{where}: event attribute on {element.tag}"
        assert not (element.tag == "script" and not element.get("src")), f"{where}: inline script"
    levels = [int(h.tag[1]) for h in document.iter() if isinstance(h.tag, str) and h.tag in ("h1", "h2", "h3", "h4")]
    assert all(b - a <= 1 for a, b in pairwise(levels)), f"{where}: headings jump {levels}"


def check_ids(document: Element, where: str) -> None:
    """Ids are unique; labels, descriptions and htmx targets point at something."""
    ids = [element.get("id") for element in document.iter() if isinstance(element.tag, str) and element.get("id")]
    assert len(ids) == len(set(ids)), f"{where}: ids twice {sorted({i for i in ids if ids.count(i) > 1})}"
    for element in document.iter():
        if not isinstance(element.tag, str):
            continue
        for attribute in ("for", "aria-describedby", "aria-labelledby"):
            for target in (element.get(attribute) or "").split():
                assert target in ids, f"{where}: {attribute}={target} points nowhere"
        target = element.get("data-hx-target", "")
        if target.startswith("#"):
            assert target[1:] in ids, f"{where}: data-hx-target {target} points nowhere"


def check_forms(document: Element, where: str) -> None:
    """Forms act on this site; posting ones carry a token and a key; every field has a name to be read aloud."""
    labelled = {label.get("for") for label in document.iter("label")}
    inside = {child for label in document.iter("label") for child in label.iter()}
    for form in document.iter("form"):
        action = form.get("action")
        assert action and not urlsplit(action).netloc, f"{where}: form action {action!r}"
        if form.get("method") == "post":
            names = {child.get("name") for child in form.iter("input")}
            assert {"csrf_token", "form_key"} <= names, f"{where}: form {action} without token or key"
        for field in form.iter():
            if field.tag not in ("input", "select", "textarea") or field.get("type") in ("hidden", "submit"):
                continue
            named = field.get("aria-label") or field.get("id") in labelled or field in inside
            assert named, f"{where}: field {field.get('name')} without label"


def unescape(text: str) -> str:
    """HTML entities as signs."""
    return html_entities.unescape(text)
