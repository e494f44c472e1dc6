"""Symbols cited in any room's text become links, as far as this reader may follow them (N1, A22)."""

import re
from collections.abc import Sequence
from datetime import date
from html import escape
from urllib.parse import urlencode

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.statements import rows
from portal.core.symbols import linked_by
from portal.documents.models import Document, issuer_key_of, looked_for, same_issuer, sought_by
from portal.documents.policy import is_public, may_read
from portal.documents.queries.citing import sorted_out
from portal.documents.queries.markup import Copier
from portal.papers.citations import Citation, find_citations
from portal.papers.symbols import find_symbols, symbol_key

MOST_KNOWN = 1000
TAG = re.compile(r"<[^>]*>")
NO_LINKS_IN = {"a", "button", "textarea", "select", "option", "title", "code", "pre"}


class Mention:
    """A citation found in a text, as `models.sought_by` wants it."""

    def __init__(self, found: Citation) -> None:
        self.symbol, self.issuer, self.cited_on = found.symbol.text, found.issuer, found.date
        self.symbol_key = symbol_key(found.symbol.text)[:60]


class _Finder(Copier):
    """Keeps the pieces of an HTML; those that are symbols wait for their address."""

    def __init__(self) -> None:
        super().__init__()
        self.mentions: list[Mention] = []
        self.places: list[int] = []
        self.closed = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.closed += tag in NO_LINKS_IN
        super().handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.closed -= tag in NO_LINKS_IN and self.closed > 0
        super().handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        done = 0
        for found in find_citations(data) if not self.closed else ():
            self.out += [data[done:found.start], data[found.start:found.end]]
            self.mentions.append(Mention(found))
            self.places.append(len(self.out) - 1)
            done = found.end
        self.out.append(data[done:])


def link_symbols(actor: Actor, html: str) -> str:
    """Clean HTML with its symbols linked; one statement, none where it cites nothing: most texts, seen at a glance."""
    if not find_symbols(TAG.sub("<>", html)):
        return html
    finder = _Finder()
    finder.run(str(html))
    for place, url in zip(finder.places, addresses(actor, finder.mentions), strict=True):
        if url:
            finder.out[place] = f'<a href="{escape(url)}">{finder.out[place]}</a>'
    return "".join(finder.out)


def addresses(actor: Actor, mentions: Sequence[Mention]) -> list[str]:
    """Where each leads for this reader: to the one document, to the choice among several, or nowhere (empty)."""
    keys = sorted({one.symbol_key for one in mentions})
    if not keys or not actor.signed_in:
        return [""] * len(mentions)
    found = (select(Document.id, Document.symbol_key, Document.issued_on, Document.issuer)
             .where(may_read(actor), is_public(), Document.symbol_key.in_(keys))
             .order_by(Document.issued_on.desc(), Document.id).limit(MOST_KNOWN))
    known: dict[str, list[tuple[int, date | None, str]]] = {}
    for document_id, key, day, body in rows(found):
        known.setdefault(key, []).append((document_id, day, body))
    return [_address(one, what.on, what.issuer_key, known.get(one.symbol_key, []))
            for one, what in zip(mentions, sought_by(mentions), strict=True)]


def _address(one: Mention, on: date | None, issuer_key: str, known: list[tuple[int, date | None, str]]) -> str:
    fits = [row for row in known if same_issuer(issuer_key, issuer_key_of(row[2]))]
    exact, near = sorted_out(one.symbol_key, on, one.issuer, fits)
    if len(exact) == 1:
        return f"/van-ban/{exact[0]}"
    return choice_address(one.symbol, on, looked_for(one.symbol_key, one.issuer)) if exact or near else ""


def choice_address(symbol: str, on: date | None, issuer: str = "") -> str:
    """The page that offers what a citation may mean."""
    asked = {"ky_hieu": symbol, "ngay": on.isoformat() if on else "", "co_quan": issuer}
    return "/van-ban/vien-dan?" + urlencode({name: value for name, value in asked.items() if value})


linked_by(link_symbols)
