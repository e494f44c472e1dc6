"""Citations resolved when they are read: what a text cites, who cites it, what the library lacks (A21, N1, A22).

One condition, `may_be`, decides everywhere. It is asked of documents the reader may read, never of others: a paper
out of reach is answered exactly as one that nobody has.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, true

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.statements import rows
from portal.documents.models import Document, DocumentCitation, cannot_both_be, issuer_key_of, same_issuer
from portal.documents.policy import is_public, is_public_of_few, may_read
from portal.documents.queries.lists import COLUMNS, MOST
from portal.papers.symbols import symbol_key

MOST_CHOICES = 20
MOST_CITED = 20_000


@dataclass(frozen=True, slots=True)
class Citation:
    """A paper cited in the text. `document_ids`: which readable documents it may be, best first; `near_ids`: those
    of the same symbol and issuer with a day that contradicts the printed one."""

    number: int
    symbol: str
    kind_name: str
    cited_on: date | None
    issuer: str
    document_ids: tuple[int, ...] = ()
    near_ids: tuple[int, ...] = ()

    @property
    def is_resolved(self) -> bool:
        """It leads to exactly one document."""
        return len(self.document_ids) == 1

    @property
    def leads_on(self) -> bool:
        """There is something the reader can be shown."""
        return bool(self.document_ids or self.near_ids)


def may_be(cited: Any, other: Any, *, any_day: bool = False) -> ColumnElement[bool]:
    """Condition: the document is what the citation means, by symbol, issuer and (unless `any_day`) day."""
    fits = same_body(cited.issuer_key, func.replace(other.issuer_key, "dang bo", "dang uy"))
    found: ColumnElement[bool] = (other.symbol_key == cited.symbol_key) & fits
    return found if any_day else found & or_(cited.sought_on.is_(None), other.issued_on == cited.sought_on)


def same_body(cited: Any, issuer: Any) -> ColumnElement[bool]:
    """`models.same_issuer` as a condition."""
    return or_(issuer.contains(cited), cited.contains(issuer))


def citations(actor: Actor, document: Document) -> list[Citation]:
    """What the text cites, in its order, each with the readable documents it may mean; one statement."""
    fits = and_(may_be(DocumentCitation, Document, any_day=True), Document.id != document.id, is_public(),
                may_read(actor))
    columns = (DocumentCitation.number, DocumentCitation.symbol, DocumentCitation.kind_name, DocumentCitation.cited_on,
               DocumentCitation.issuer, DocumentCitation.symbol_key, DocumentCitation.sought_on)
    found = (select(*columns, Document.id, Document.issued_on.label("day"), Document.issuer.label("body"))
             .select_from(DocumentCitation).outerjoin(Document, fits)
             .where(DocumentCitation.document_id == document.id)
             .order_by(DocumentCitation.number, Document.issued_on.desc(), Document.id))
    grouped: dict[int, list[Any]] = {}
    for row in db.session.execute(found):
        grouped.setdefault(row.number, []).append(row)
    return [_resolved(group) for group in grouped.values()]


def _resolved(group: Sequence[Any]) -> Citation:
    first = group[0]
    here = [(row.id, row.day, row.body) for row in group if row.id is not None]
    exact, near = sorted_out(first.symbol_key, first.sought_on, first.issuer, here)
    return Citation(first.number, first.symbol, first.kind_name, first.cited_on, first.issuer, exact, near)


def sorted_out(key: str, on: date | None, issuer: str, found: Iterable[tuple[int, date | None, str]],
               ) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """(those of that day, those whose day contradicts it) of readable documents of one symbol; among several of
    one day those of the cited issuer alone, where it names any."""
    exact, near = [], []
    for document_id, day, body in found:
        if on is None or day == on:
            exact.append((document_id, issuer_key_of(body)))
        elif day is not None and cannot_both_be(key, on, day):
            near.append(document_id)
    cited = issuer_key_of(issuer)
    named = [one for one, body in exact if cited and body and same_issuer(cited, body)]
    same = named if len(exact) > 1 and named else [one for one, _ in exact]
    return tuple(same), () if exact else tuple(near)


def choice(actor: Actor, symbol: str, issuer_key: str = "") -> list[Any]:
    """Readable documents of a symbol (and issuer, where known), the newest first: rows of COLUMNS."""
    found = select(*COLUMNS).where(may_read(actor), is_public(), Document.symbol_key == symbol_key(symbol)[:60])
    if issuer_key:
        found = found.where(same_body(literal(issuer_key), func.replace(Document.issuer_key, "dang bo", "dang uy")))
    return list(rows(found.order_by(Document.issued_on.desc(), Document.id).limit(MOST_CHOICES)))


def citing(actor: Actor, document: Document) -> Select[*tuple[Any, ...]]:
    """Readable documents whose text cites this one, the newest first: rows of COLUMNS; not yet paged."""
    key = literal(issuer_key_of(document.issuer))
    cites = (select(DocumentCitation.document_id).where(
        DocumentCitation.symbol_key == (document.symbol_key or "-"), DocumentCitation.document_id != document.id,
        or_(DocumentCitation.sought_on.is_(None), DocumentCitation.sought_on == document.issued_on),
        same_body(DocumentCitation.issuer_key, key)))
    found: Select[*tuple[Any, ...]] = select(*COLUMNS).where(may_read(actor), is_public_of_few())
    return found.where(Document.id.in_(cites)).order_by(Document.sort_on.desc(), Document.id)


def number_citing(actor: Actor, document: Document) -> ColumnElement[int]:
    """How many those are, up to MOST, as a column."""
    if not document.symbol_key:
        return literal(0)
    found = citing(actor, document).order_by(None).with_only_columns(Document.id).limit(MOST)
    return select(func.count()).select_from(found.subquery()).scalar_subquery()


def count_citing(actor: Actor, document: Document) -> int:
    """The same as a number."""
    return db.session.execute(select(number_citing(actor, document))).scalar_one()


def newest_ids(actor: Actor, year: int | None = None) -> Any:
    """The ids of the newest papers the actor may read, as a subselect: what lists over the library look at."""
    found = select(Document.id).where(may_read(actor), is_public())
    if year is not None:
        found = found.where(Document.issued_year == year)
    newest = found.order_by(Document.published_at.desc(), Document.id.desc()).limit(MOST).subquery()
    return select(newest.c.id)


def missing(actor: Actor, year: int | None = None) -> Select[*tuple[Any, ...]]:
    """Papers cited in what the actor may read that the actor finds nowhere: rows (symbol, kind_name, sought_on,
    issuer, number of papers that cite it, the id of one of them), the most cited first; not yet paged.

    What is cited is put in order first; then one after the other is looked for, until the page is full."""
    cited = DocumentCitation
    number, named = func.count(cited.document_id.distinct()), (cited.symbol_key, cited.sought_on, cited.issuer_key)
    grouped = select(*named, number.label("number"), func.max(cited.document_id).label("cited_in")).where(
        cited.document_id.in_(newest_ids(actor, year)))
    # Only with a LIMIT of its own does the inner order stand and the outer condition wait for its rows.
    one = grouped.group_by(*named).order_by(number.desc(), *named).limit(MOST_CITED).subquery().c
    of_that_day, of_any_day = (
        exists(select(Document.id).where(  # SQLite fetches the row for a `*`
            may_read(actor), Document.trashed_at.is_(None), may_be(one, Document, any_day=True), day))
        for day in (Document.issued_on == one.sought_on, true()))
    there = or_(of_that_day, and_(one.sought_on.is_(None), of_any_day))
    symbol, kind_name, issuer = (
        select(func.max(column)).where(
            cited.document_id == one.cited_in, cited.symbol_key == one.symbol_key, cited.issuer_key == one.issuer_key,
            cited.sought_on.is_not_distinct_from(one.sought_on)).scalar_subquery().label(column.key)
        for column in (cited.symbol, cited.kind_name, cited.issuer))
    return select(symbol, kind_name, one.sought_on, issuer, one.number, one.cited_in).where(~there)


def titles(actor: Actor, ids: Iterable[int]) -> dict[int, Any]:
    """Rows of COLUMNS of those the actor may read, by id."""
    found = select(*COLUMNS).where(may_read(actor), is_public_of_few(), Document.id.in_(sorted(set(ids))))
    return {row.id: row for row in rows(found)}
