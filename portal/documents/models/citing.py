"""Which paper a citation means, as far as its own words tell: the day and the issuer to look for.

Symbols repeat (DOCUMENTS.md section 3), and `/ĐU` names no single body; a later mention leaves out what the first
one said (05-HD/VPTW). Pure functions; the SQL that uses them stands in queries.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Protocol

from portal.core.text import fold
from portal.papers.issuers import SUFFIXES

_ORGAN = re.compile(r"^(?:(?:ban thuong vu|ban chap hanh|ban can su|thuong truc|thuong vu)\s+)+")
_SUFFIX = re.compile(r"/([^/]+)$")
ONE_BODY = frozenset(fold(suffix) for suffix, body in SUFFIXES.items() if body.name and "{" not in body.name) | {"tw"}
"""Suffixes, folded, that name one body, or bodies that share their numbers (`TW`)."""
TERMS_ABOVE = (date(2001, 4, 19), date(2006, 4, 18), date(2011, 1, 12), date(2016, 1, 20), date(2021, 1, 25),
               date(2026, 1, 19))
"""First days of the national congresses IX to XIV: numbers of central papers begin anew there."""
TERMS_BELOW = (date(2005, 9, 1), date(2010, 9, 1), date(2015, 9, 1), date(2020, 9, 1), date(2025, 9, 1))
"""By these days the congresses below had been held (practice): numbers there begin anew around them."""
CLOSE = timedelta(days=365)
"""No number returns sooner: two days so close cannot both be right, whatever the term."""


class Cited(Protocol):
    """A citation as it is kept or found."""

    symbol_key: str
    cited_on: date | None
    issuer: str


@dataclass(frozen=True, slots=True)
class Sought:
    """What to look for: `on` None where no day is known, `issuer_key` empty where any issuer will do."""

    on: date | None
    issuer_key: str


@lru_cache(maxsize=4096)
def names_one_body(key: str) -> bool:
    """The symbol's suffix alone tells the issuer."""
    match = _SUFFIX.search(key)
    return match is not None and match[1] in ONE_BODY


@lru_cache(maxsize=4096)
def issuer_key_of(name: str) -> str:
    """An issuer as it is compared: folded, without the organ that acts for it, `đảng bộ` as `đảng ủy`."""
    return _ORGAN.sub("", fold(name)).replace("dang bo", "dang uy")[:200].strip()


def looked_for(key: str, issuer: str) -> str:
    """The issuer to look for: none where the symbol tells it."""
    return "" if names_one_body(key) else issuer_key_of(issuer)


def same_issuer(cited: str, issuer: str) -> bool:
    """Two keys may name one body: one is part of the other (`đảng ủy tổng công ty`), or is not known."""
    return cited in issuer or issuer in cited


def sought_by(mentions: Sequence[Cited]) -> list[Sought]:
    """What each mention of one text means. One that tells neither day nor issuer means what the others with its
    symbol say, where they agree."""
    told = [Sought(one.cited_on, looked_for(one.symbol_key, one.issuer)) for one in mentions]
    known: dict[str, set[Sought]] = {}
    for one, what in zip(mentions, told, strict=True):
        if what.on is not None or what.issuer_key:
            known.setdefault(one.symbol_key, set()).add(what)
    return [next(iter(known[one.symbol_key]))
            if what.on is None and not what.issuer_key and len(known.get(one.symbol_key, ())) == 1 else what
            for one, what in zip(mentions, told, strict=True)]


def term_of(key: str, day: date) -> int:
    """The number of the term a day falls in, for papers with such a symbol."""
    begins = TERMS_ABOVE if names_one_body(key) else TERMS_BELOW
    return sum(first <= day for first in begins)


def cannot_both_be(key: str, one: date, other: date) -> bool:
    """Two days of one number that contradict each other: within a term, or closer than a year."""
    return one != other and (term_of(key, one) == term_of(key, other) or abs(one - other) < CLOSE)
