"""Lists of documents: light rows, filtered and sorted in the database."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, or_, select
from sqlalchemy.orm import aliased

from portal.core.actor import Actor
from portal.core.handing import Held
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import sees_with_own_eyes
from portal.core.statements import per_actor, rows
from portal.core.text import fold
from portal.documents.models import Document, DocumentMark, FieldOfWork, State, words_of
from portal.documents.policy import (
    is_empty_at_last,
    is_public,
    is_public_of_few,
    is_public_of_many,
    may_read,
    of_its_clerk,
)
from portal.documents.queries.filters import Filters
from portal.documents.queries.terms import asked_terms, has_term, leading, led_by
from portal.organizations.api import CLERKS

MOST = 1000
"""Counting over a library ends here: one of 100,000 papers costs what one of 1,000 does."""
AHEAD, AHEAD_OF_ONE_KIND = 2, 10
"""Pages that are counted beyond the one shown: where each row must be judged, where it must be fetched from afar."""
COLUMNS = (Document.id, Document.state, Document.confirmed_at, Document.problem, Document.name, Document.kind_name,
           Document.symbol, Document.subject, Document.issuer, Document.issued_on, Document.published_at,
           Document.created_at, Document.version)
ORDERS: dict[str, tuple[Any, ...]] = {
    "": (Document.published_at.desc(), Document.id.desc()),
    "-date": (Document.sort_on.desc(), Document.id.desc()),
    "date": (Document.sort_on, Document.id),
    "symbol": (Document.symbol_sort, Document.sort_on.desc(), Document.id),
}
UNPUBLISHED = (Document.created_at.desc(), Document.id.desc())


def listed(actor: Actor, filters: Filters) -> Select[*tuple[Any, ...]]:
    """Rows of COLUMNS the actor may read, narrowed and in order; not yet paged. Asks first where to begin."""
    return _listed(actor, filters, leading(asked_terms(filters)))


def counted_ahead(filters: Filters) -> int | None:
    """How many pages are counted beyond the one shown: few where each row must be judged, None for all there are."""
    if asked_terms(filters) or filters.unread:
        return AHEAD
    is_narrowed = filters.kind or filters.body or filters.field_path or filters.year or filters.archived \
        or filters.unit
    return AHEAD_OF_ONE_KIND if is_narrowed else None


@per_actor
def _listed(actor: Actor, filters: Filters, lead: str) -> Select[*tuple[Any, ...]]:
    # What narrows stands first: fewer readers have to be looked up.
    found: Select[*tuple[Any, ...]] = select(*COLUMNS).where(*_narrowed(filters, lead))
    found = found.where(may_read(actor), _in_view(actor, filters.view, lead))
    if filters.unread:
        found = found.where(_unopened(actor))
    if filters.unit is not None:
        found = found.where(Document.unit_id == filters.unit, of_its_clerk(actor))
    if filters.after:
        found = found.where(_behind(actor, filters.after))
    usual = UNPUBLISHED if filters.view else ORDERS[""]
    return found.order_by(*(ORDERS[filters.sort] if filters.sort in ORDERS and filters.sort else usual))


def _narrowed(filters: Filters, lead: str) -> Iterator[ColumnElement[bool]]:
    for term in asked_terms(filters):
        yield led_by(term) if term == lead else has_term(term)
    if (filters.text and not words_of(filters.text)) or (filters.issuer and not words_of(filters.issuer)):
        yield false()
    if filters.kind:
        yield Document.kind_name == filters.kind
    if filters.field_path:
        below = select(FieldOfWork.id).where(FieldOfWork.path.startswith(filters.field_path, autoescape=True))
        yield Document.field_id.in_(below)
    if filters.body:
        yield Document.issuer_key == fold(filters.body)[:200]
    if filters.year:
        is_year = filters.year.isdecimal() and len(filters.year) == 4
        yield Document.issued_year == (int(filters.year) if is_year else -1)
    if not filters.view:
        yield Document.archived_at.is_not(None) if filters.archived else is_empty_at_last(Document.archived_at)


def _behind(actor: Actor, document_id: int) -> ColumnElement[bool]:
    """Condition: further down the list of the newest than a document, which the actor must be able to read."""
    at = aliased(Document)
    seen = select(Document.id).where(may_read(actor), is_public(), Document.id == document_id).scalar_subquery()
    moment = select(at.published_at).where(at.id == seen).scalar_subquery()
    return or_(Document.published_at < moment, and_(Document.published_at == moment, Document.id < seen))


def _unopened(actor: Actor) -> ColumnElement[bool]:
    """Condition: the actor has no opening of it; of nobody else's who is looked at or helped."""
    if not sees_with_own_eyes(actor):
        return false()
    return ~exists().where(DocumentMark.account_id == actor.account_id, DocumentMark.document_id == Document.id,
                           DocumentMark.opened_at.is_not(None))


def overview(actor: Actor) -> list[Any]:
    """(kind_name, field_id, issuer, issuer_suffix, quality, problem, part_count) of the newest papers the actor may
    read, at most MOST: what the table of contents counts."""
    found = select(Document.kind_name, Document.field_id, Document.issuer, Document.issuer_suffix, Document.quality,
                   Document.problem, Document.part_count)
    return list(rows(found.where(may_read(actor), is_public(), Document.archived_at.is_(None))
                     .order_by(Document.published_at.desc(), Document.id.desc()).limit(MOST + 1)))


def newest(actor: Actor, limit: int = 5) -> list[Any]:
    """The documents published last that are addressed to the actor."""
    return list(rows(_newest(actor, limit)))


def waiting(actor: Actor, limit: int = 5) -> list[Any]:
    """What waits for a clerk: files to be confirmed or refused, the oldest first."""
    if actor.holds_any(CLERKS) is None:
        return []
    return list(rows(_waiting(actor, limit)))


@per_actor
def _newest(actor: Actor, limit: int) -> Select[*tuple[Any, ...]]:
    found: Select[*tuple[Any, ...]] = select(*COLUMNS).where(may_read(actor), is_public())
    return found.order_by(Document.published_at.desc(), Document.id.desc()).limit(limit)


@per_actor
def _waiting(actor: Actor, limit: int) -> Select[*tuple[Any, ...]]:
    found: Select[*tuple[Any, ...]] = select(*COLUMNS).where(of_its_clerk(actor), _unfinished())
    return found.order_by(Document.created_at, Document.id).limit(limit)


def _in_view(actor: Actor, view: str, lead: str) -> ColumnElement[bool]:
    if view == "cho-xac-nhan":
        return and_(of_its_clerk(actor), _unfinished())
    if view == "thu-hoi":
        return and_(of_its_clerk(actor), Document.state == State.WITHDRAWN, Document.trashed_at.is_(None))
    if view == "thung-rac":
        return and_(of_its_clerk(actor), Document.trashed_at.is_not(None))
    return is_public_of_few() if lead else is_public_of_many()


def _unfinished() -> ColumnElement[bool]:
    waits = (State.RECEIVED, State.DRAFT, State.SUBMITTED, State.APPROVED, State.REFUSED)
    return and_(Document.state.in_(waits), Document.trashed_at.is_(None))


def _unfinished_at(unit_ids: Collection[int]) -> Select[str]:
    known, said = Document.symbol != "", Document.subject != ""
    called = case((and_(known, said), Document.symbol + ": " + Document.subject), (known, Document.symbol),
                  (said, Document.subject), else_=Document.name)
    return select(called).where(Document.unit_id.in_(unit_ids), _unfinished())


HELD = Held("documents", _l("Văn bản chờ xác nhận, công bố"), "/van-ban?xem=cho-xac-nhan&don_vi={unit}", _unfinished_at,
            Document.id, of_its_clerk)
"""Papers of a unit that are neither published nor thrown away: what its office still has to do."""
