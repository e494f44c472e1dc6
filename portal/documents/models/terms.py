"""What papers are found by in lists: their words and classes, kept beside them in the transaction of each change."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, ForeignKey, Index, delete, event, insert, inspect
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from portal.core.db import Base, key_column
from portal.documents.models.document import Document
from portal.documents.models.fields import KIND_GROUPS, LEVELS
from portal.papers.quality import GOOD_FROM
from portal.search.analysis import syllables

LONGEST = 60
MOST_TERMS = 200
MADE_OF = ("kind_name", "symbol", "subject", "name", "issuer", "issuer_suffix", "problem", "part_count",
           "quality")
"""Columns the terms are made of: changed through the session only, never by an UPDATE of many."""


class DocumentTerm(Base):
    """One thing a paper is found by: a word of its symbol or subject (`dang`), of its issuer (`@dang`), the group
    of its kind (`nhom:lanh-dao`), its level (`cap:chi-bo`), its quality (`chu:tot`). Made anew at each change."""

    __tablename__ = "document_term"
    __table_args__ = (Index("ix_document_term_term", "term", "document_id"), {"sqlite_with_rowid": False})
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    term: Mapped[str] = mapped_column(key_column(LONGEST), primary_key=True)


def terms_of(row: Any) -> list[str]:
    """The terms of a paper, or of a row with the columns of MADE_OF."""
    return list(dict.fromkeys(_terms(row)))[:MOST_TERMS]


def words_of(text: str) -> list[str]:
    """What is looked for when a person types this: each word once."""
    return list(dict.fromkeys(word[: LONGEST - 1] for word in syllables(text)))


def issuer_terms(text: str) -> list[str]:
    """The same for words of an issuer."""
    return [f"@{word}" for word in words_of(text)]


@lru_cache(maxsize=1024)
def level_of(suffix: str) -> str:
    """The key of the level in LEVELS a suffix stands for; `khac` for what fits none."""
    fitting = (key for key, group in LEVELS.items()
               if any(fnmatchcase(suffix, one.replace("%", "*")) for one in group.members))
    return next(fitting, "khac")


def quality_of(row: Any) -> str:
    """How far the text that was read can be trusted (N41): of a paper, or a row with `problem`, `part_count` and
    `quality`."""
    if row.problem or not row.part_count:
        return "anh-quet"
    return "tot" if row.quality >= GOOD_FROM else "thieu-chu"


def _terms(row: Any) -> Iterator[str]:
    yield from (f"nhom:{key}" for key, group in KIND_GROUPS.items() if row.kind_name in group.members)
    yield f"cap:{level_of(row.issuer_suffix or '')}"
    yield f"chu:{quality_of(row)}"
    yield from words_of(row.symbol or "")
    yield from words_of(row.subject or row.name)
    yield from issuer_terms(row.issuer or "")


@event.listens_for(Document, "after_insert")
def _put(mapper: Mapper[Document], connection: Connection, document: Document) -> None:
    connection.execute(insert(DocumentTerm), [{"document_id": document.id, "term": one} for one in terms_of(document)])


@event.listens_for(Document, "after_update")
def _put_anew(mapper: Mapper[Document], connection: Connection, document: Document) -> None:
    state = inspect(document)
    if any(state.attrs[name].history.has_changes() for name in MADE_OF):
        connection.execute(delete(DocumentTerm).where(DocumentTerm.document_id == document.id))
        _put(mapper, connection, document)
