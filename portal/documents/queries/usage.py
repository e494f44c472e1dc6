"""How a unit's papers are used: by kind, most read, never opened; never by whom (A42)."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select

from portal.core.actor import Actor
from portal.core.statements import per_actor, rows
from portal.documents.models import Document, DocumentMark
from portal.documents.policy import is_public, of_its_clerk
from portal.documents.queries.lists import COLUMNS, MOST
from portal.organizations.api import Organization


def _newest(actor: Actor) -> Any:
    """The ids of the newest published papers of the units the actor files for."""
    found = (select(Document.id).where(of_its_clerk(actor), is_public())
             .order_by(Document.published_at.desc(), Document.id.desc()).limit(MOST).subquery())
    return select(found.c.id)


def _opened() -> ColumnElement[bool]:
    return and_(DocumentMark.document_id == Document.id, DocumentMark.opened_at.is_not(None))


@per_actor
def most_read(actor: Actor) -> Select[*tuple[Any, ...]]:
    """Rows of COLUMNS with `people`, how many persons opened it within the year, and `unit`; most first."""
    people = func.count(DocumentMark.account_id).label("people")
    found: Select[*tuple[Any, ...]] = select(*COLUMNS, Organization.name.label("unit"), people)
    return (found.join(DocumentMark, _opened()).join(Organization, Organization.id == Document.unit_id)
            .where(Document.id.in_(_newest(actor))).group_by(*COLUMNS, Organization.name)
            .order_by(people.desc(), Document.id.desc()))


@per_actor
def never_opened(actor: Actor) -> Select[*tuple[Any, ...]]:
    """Rows of COLUMNS with `unit` that nobody opened within the year, by unit, the oldest first."""
    found: Select[*tuple[Any, ...]] = select(*COLUMNS, Organization.name.label("unit"))
    return (found.join(Organization, Organization.id == Document.unit_id)
            .where(Document.id.in_(_newest(actor)), ~exists().where(_opened()))
            .order_by(Organization.path, Document.published_at, Document.id))


def by_kind(actor: Actor) -> list[tuple[str, int, int]]:
    """(kind, papers, of them opened by somebody) of the same papers, the most frequent first."""
    opened = exists().where(_opened())
    found = (select(Document.kind_name, func.count(), func.sum(case((opened, 1), else_=0)))
             .where(Document.id.in_(_newest(actor))).group_by(Document.kind_name)
             .order_by(func.count().desc(), Document.kind_name))
    return [(kind, papers, int(read or 0)) for kind, papers, read in rows(found)]
