"""What cannot all be true in the papers a clerk may read (N2). Found when asked for, in the newest papers; nothing is
rewritten: the clerk looks, and corrects fields or asks the issuer.

Two days of one number within one term; a number lower than one of an earlier day; a cited paper since replaced.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations, groupby
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from portal.core.actor import Actor
from portal.core.statements import rows
from portal.documents.models import (
    Document,
    DocumentCitation,
    DocumentRelation,
    Relation,
    cannot_both_be,
    issuer_key_of,
    looked_for,
    same_issuer,
    term_of,
)
from portal.documents.policy import is_public, is_public_of_few, may_read
from portal.documents.queries.citing import may_be, newest_ids
from portal.documents.queries.lists import MOST

BEGINS_ANEW, AFTER = 5, 20
"""A number up to the first after one beyond the second: numbering began anew, as with each congress or year."""


@dataclass(frozen=True, slots=True)
class Said:
    """A day given to a number: by the paper `document_id` itself, or by one that cites it."""

    on: date
    document_id: int
    is_own: bool
    symbol: str
    issuer_key: str


@dataclass(frozen=True, slots=True)
class TwoDays:
    """One number with days that cannot all be right."""

    symbol: str
    said: list[Said] = field(default_factory=list)


def seen(actor: Actor, document_id: Any) -> ColumnElement[bool]:
    """Condition: the document of that id is published and the actor may read it; for use on other tables."""
    return exists().where(Document.id == document_id, may_read(actor), is_public_of_few())


def two_days(actor: Actor) -> list[TwoDays]:
    """Numbers with two days, the newest first; two statements whatever the library holds."""
    newest = newest_ids(actor)
    cited = select(DocumentCitation.symbol_key, DocumentCitation.cited_on, DocumentCitation.issuer,
                   DocumentCitation.symbol, DocumentCitation.document_id).where(
        DocumentCitation.document_id.in_(newest), DocumentCitation.cited_on.is_not(None))
    keys = select(DocumentCitation.symbol_key).where(DocumentCitation.document_id.in_(newest_ids(actor)))
    own = select(Document.symbol_key, Document.issued_on, Document.issuer, Document.symbol, Document.id).where(
        may_read(actor), is_public(), Document.issued_on.is_not(None), Document.symbol_key != "",
        Document.symbol_key.in_(keys)).limit(MOST)
    known: dict[str, list[tuple[bool, Any]]] = {}
    for is_own, found in ((False, cited), (True, own)):
        for row in rows(found):
            known.setdefault(row[0], []).append((is_own, row))
    found_two = [two for key, said in known.items() if len({row[1] for _, row in said}) > 1
                 for two in clashing(key, [Said(on, document_id, is_own, symbol, looked_for(key, issuer))
                                           for is_own, (_, on, issuer, symbol, document_id) in said])]
    return sorted(found_two, key=lambda one: max(said.on for said in one.said), reverse=True)


def clashing(key: str, said: Sequence[Said]) -> list[TwoDays]:
    """Of all days given to a symbol, those that contradict another one of the same issuer."""
    days = {(one.on, one.issuer_key) for one in said}
    wrong = {pair for one, other in combinations(sorted(days), 2)
             if same_issuer(one[1], other[1]) and cannot_both_be(key, one[0], other[0]) for pair in (one, other)}
    if not wrong:
        return []
    kept: dict[tuple[date, int], Said] = {(one.on, one.document_id): one for one in said
                                          if (one.on, one.issuer_key) in wrong}
    return [TwoDays(said[0].symbol, sorted(kept.values(), key=lambda one: (one.on, not one.is_own, one.document_id)))]


def out_of_order(actor: Actor) -> list[tuple[int, int]]:
    """(paper with the lower number and the later day, paper with the higher number before it), newest first."""
    found = select(Document.id, Document.kind_name, Document.issuer, Document.symbol_key, Document.number,
                   Document.issued_on).where(Document.id.in_(newest_ids(actor)), Document.issued_on.is_not(None),
                                             Document.number != "")
    numbered = [(_row_group(row), row.issued_on, _whole(row.number), row.id) for row in rows(found)]
    numbered.sort()
    pairs = [pair for _, group in groupby(numbered, key=lambda one: one[0])
             for pair in falling([(on, number, one) for _, on, number, one in group])]
    return [(one, other) for _, one, other in sorted(pairs, reverse=True)]


def falling(papers: Iterable[tuple[date, int, int]]) -> list[tuple[date, int, int]]:
    """(day, id, id of the higher number before it) of papers (day, number, id) of one kind, issuer and term, in
    order of day. Two of one day are in no order."""
    found, highest, top = [], 0, 0
    for _, same_day in groupby(papers, key=lambda one: one[0]):
        group = list(same_day)
        for on, number, one in group:
            if number < highest and not (number <= BEGINS_ANEW and highest > AFTER):
                found.append((on, one, top))
        rising = [(number, one) for _, number, one in group if number > highest]
        fresh = [(number, one) for _, number, one in group if number <= BEGINS_ANEW and highest > AFTER]
        if rising or fresh:
            highest, top = max(rising or fresh)
    return found


def replaced(actor: Actor) -> list[tuple[int, int, int]]:
    """(paper that cites, paper it cites, paper that replaced that one), as far as the actor may read all three."""
    old = aliased(Document)
    link, cited = DocumentRelation, DocumentCitation
    found = (select(cited.document_id, link.other_id, link.document_id)
             .select_from(link).join(old, old.id == link.other_id).join(cited, may_be(cited, old))
             .where(link.kind == Relation.REPLACES, old.symbol_key != "", cited.document_id != link.document_id,
                    cited.document_id != link.other_id, seen(actor, link.document_id), seen(actor, link.other_id),
                    seen(actor, cited.document_id))
             .distinct().order_by(cited.document_id.desc(), link.other_id).limit(MOST))
    return [(one, other, newer) for one, other, newer in rows(found)]


def _row_group(row: Any) -> tuple[str, str, str, int]:
    suffix = row.symbol_key.rpartition("/")[2]
    return row.kind_name, issuer_key_of(row.issuer), suffix, term_of(row.symbol_key, row.issued_on)


def _whole(number: str) -> int:
    match = re.match(r"[0-9]{1,9}", number)
    return int(match[0]) if match else 0
