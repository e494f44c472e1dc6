"""Lists narrowed by words and classes: whatever the library holds, they cost about the same.

A paper's terms stand in a table of their own. What few papers have leads to them; what many have is looked for along
the order of the list, where some of it stands on every page.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, func, literal, select, union_all

from portal.core.statements import rows
from portal.documents.models import Document, DocumentTerm, issuer_terms, words_of
from portal.documents.queries.filters import Filters

FEW = 1000
"""So many papers are put in order at once."""
MOST_WORDS = 12


def asked_terms(filters: Filters) -> tuple[str, ...]:
    """The terms a paper must have all of."""
    found = [*words_of(filters.text)[:MOST_WORDS], *issuer_terms(filters.issuer)[:MOST_WORDS]]
    classes = (("nhom", filters.group), ("cap", filters.level), ("chu", filters.quality))
    return (*found, *(f"{name}:{value}" for name, value in classes if value))


def leading(terms: Sequence[str]) -> str:
    """The term the fewest papers have, where these are FEW; else none. One statement."""
    if not terms:
        return ""
    counts = []
    for term in terms:
        some = select(literal(1)).where(DocumentTerm.term == term).limit(FEW + 1)
        counts.append(select(literal(term).label("term"), func.count().label("number")).select_from(some.subquery()))
    number, term = min((row.number, row.term) for row in rows(union_all(*counts)))
    return term if number <= FEW else ""


def has_term(term: str) -> ColumnElement[bool]:
    """Condition: the paper has it."""
    return exists().where(DocumentTerm.document_id == Document.id, DocumentTerm.term == term)


def led_by(term: str) -> ColumnElement[bool]:
    """The same, found from the term."""
    return Document.id.in_(select(DocumentTerm.document_id).where(DocumentTerm.term == term))
