"""One document: itself, its text, who may read it, what it cites."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, exists, or_, select

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.text import fold
from portal.documents.models import Document, DocumentCitation, DocumentFile, DocumentPart, DocumentText
from portal.documents.policy import is_public, may_read, readable
from portal.organizations.api import CLERKS, Organization, covered, in_force, named

MOST_COPIES = 3
MOST_CITING = 10
LARGEST_ID = 2**31 - 1


def get(actor: Actor, document_id: int) -> Document | None:
    """One document, if the actor may read it."""
    return db.session.execute(readable(actor).where(Document.id == document_id)).scalar_one_or_none()


def get_with_file(actor: Actor, document_id: int, file_id: int) -> Document | None:
    """One document, if the actor may read it and it has this file."""
    has_file = exists().where(DocumentFile.document_id == Document.id, DocumentFile.id == file_id)
    found = readable(actor).where(Document.id == document_id, has_file)
    return db.session.execute(found).scalar_one_or_none()


def names_file(digest: str) -> bool:
    """A document has this file."""
    return bool(db.session.execute(select(exists().where(DocumentFile.digest == digest))).scalar())


def unit_of_clerk(actor: Actor, unit_id: int) -> Organization | None:
    """A unit for which the actor files papers."""
    if not 0 < unit_id <= LARGEST_ID:
        return None
    found = select(Organization).where(Organization.id == unit_id, covered(actor, CLERKS), in_force())
    return db.session.execute(found).scalar_one_or_none()


def part_html(document: Document, number: int) -> str:
    """The HTML of a part, from 1, with its citations marked; empty where there is none."""
    found = select(DocumentPart.html).where(DocumentPart.document_id == document.id, DocumentPart.number == number)
    return db.session.execute(found).scalar_one_or_none() or ""


def part_asked(document: Document, raw: str | None) -> int:
    """The part an address asks for: a number from 1 to the last, 1 for anything else."""
    number = int(raw) if raw and raw.isascii() and raw.isdecimal() and len(raw) < 6 else 1
    return number if 1 <= number <= document.part_count else 1


def proposal(document: Document) -> dict[str, Any]:
    """What the paper says beside its fields (models.DocumentText), empty before it was read."""
    found = select(DocumentText.proposal).where(DocumentText.document_id == document.id)
    return db.session.execute(found).scalar_one_or_none() or {}


def copies(actor: Actor, document: Document) -> list[Any]:
    """Other documents with the same file that the actor may read: (id, kind_name, symbol, subject, name)."""
    digests = [file.digest for file in document.files]
    if not digests:
        return []
    same = exists().where(DocumentFile.document_id == Document.id, DocumentFile.digest.in_(digests))
    found = (select(Document.id, Document.kind_name, Document.symbol, Document.subject, Document.name)
             .where(may_read(actor), same, Document.id != document.id, Document.trashed_at.is_(None))
             .order_by(Document.id).limit(MOST_COPIES))
    return list(db.session.execute(found))


@dataclass(frozen=True, slots=True)
class Audience:
    """A unit that may read; `subtree` with the units below it."""

    name: str
    subtree: bool


def audience(document: Document) -> list[Audience]:
    """The units whose members may read it, once published."""
    names = named([int(token[1:]) for token in document.tokens])
    rows = [Audience(names.get(int(token[1:]), ""), token.startswith("s")) for token in document.tokens]
    return sorted(rows, key=lambda row: fold(row.name))


@dataclass(frozen=True, slots=True)
class Citation:
    """A paper cited in the text. `document_ids`: which readable documents it may be, best first."""

    number: int
    symbol: str
    kind_name: str
    cited_on: date | None
    issuer: str
    document_ids: tuple[int, ...] = ()

    @property
    def is_resolved(self) -> bool:
        """It leads to exactly one document."""
        return len(self.document_ids) == 1


def citations(actor: Actor, document: Document) -> list[Citation]:
    """What the text cites, in its order, each with the readable documents it may mean; one statement.

    Symbols repeat over the years and `/ĐU` names no issuer: with a cited date only that date counts, and
    among several of one date the cited issuer.
    """
    other = select(Document.id, Document.symbol_key, Document.issued_on, Document.issuer).where(
        may_read(actor), is_public()).subquery()
    fits = and_(other.c.symbol_key == DocumentCitation.symbol_key, other.c.id != document.id,
                or_(DocumentCitation.cited_on.is_(None), other.c.issued_on == DocumentCitation.cited_on))
    found = (select(DocumentCitation, other.c.id, other.c.issuer).outerjoin(other, fits)
             .where(DocumentCitation.document_id == document.id)
             .order_by(DocumentCitation.number, other.c.issued_on.desc(), other.c.id))
    rows: dict[int, tuple[DocumentCitation, list[tuple[int, str]]]] = {}
    for cited, other_id, issuer in db.session.execute(found):
        candidates = rows.setdefault(cited.number, (cited, []))[1]
        if other_id is not None:
            candidates.append((other_id, issuer))
    return [Citation(cited.number, cited.symbol, cited.kind_name, cited.cited_on, cited.issuer,
                     _best(cited.issuer, candidates)) for cited, candidates in rows.values()]


def citing(actor: Actor, document: Document) -> list[Any]:
    """Readable documents whose text cites this one: (id, kind_name, symbol, subject, name)."""
    if not document.symbol_key:
        return []
    cites = exists().where(
        DocumentCitation.document_id == Document.id, DocumentCitation.symbol_key == document.symbol_key,
        or_(DocumentCitation.cited_on.is_(None), DocumentCitation.cited_on == document.issued_on))
    found = (select(Document.id, Document.kind_name, Document.symbol, Document.subject, Document.name)
             .where(may_read(actor), is_public(), cites, Document.id != document.id)
             .order_by(Document.sort_on.desc(), Document.id).limit(MOST_CITING))
    return list(db.session.execute(found))


def _best(issuer: str, candidates: list[tuple[int, str]]) -> tuple[int, ...]:
    same = [other_id for other_id, name in candidates if issuer and _names_the_same(issuer, name)]
    return tuple(same if len(candidates) > 1 and same else (other_id for other_id, _ in candidates))


def _names_the_same(cited: str, name: str) -> bool:
    """`Đảng ủy Tổng công ty` is how a letter of its own names the Đảng ủy Tổng công ty Đường sắt Việt Nam."""
    return bool(name) and (fold(name).startswith(fold(cited)) or fold(cited).startswith(fold(name)))
