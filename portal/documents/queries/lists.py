"""Lists of documents: light rows, filtered and sorted in the database."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from portal.core.actor import Actor
from portal.core.handing import InHand, in_hand_of
from portal.core.i18n import lazy_gettext as _l
from portal.core.statements import per_actor, rows
from portal.core.text import fold
from portal.documents.models import Document, State
from portal.documents.policy import is_public, may_read, of_its_clerk
from portal.organizations.api import CLERKS, Organization
from portal.papers.symbols import symbol_key

COLUMNS = (Document.id, Document.state, Document.problem, Document.name, Document.kind_name, Document.symbol,
           Document.subject, Document.issuer, Document.issued_on, Document.published_at, Document.created_at)
VIEWS = ("", "cho-xac-nhan", "thu-hoi", "thung-rac")
"""What a list shows: published ones for everyone; the others are a clerk's."""
ORDERS: dict[str, tuple[Any, ...]] = {
    "": (Document.published_at.desc(), Document.id.desc()),
    "-date": (Document.sort_on.desc(), Document.id.desc()),
    "symbol": (Document.symbol_sort, Document.sort_on.desc(), Document.id),
}
UNPUBLISHED = (Document.created_at.desc(), Document.id.desc())


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; empty values narrow nothing. `view` is one of VIEWS."""

    text: str = ""
    kind: str = ""
    issuer: str = ""
    year: str = ""
    view: str = ""
    sort: str = ""


@per_actor
def listed(actor: Actor, filters: Filters) -> Select[*tuple[Any, ...]]:
    """Rows of COLUMNS the actor may read, narrowed and in order; not yet paged."""
    found: Select[*tuple[Any, ...]] = select(*COLUMNS).where(may_read(actor), _in_view(actor, filters.view))
    for word in fold(filters.text).split():
        found = found.where(or_(Document.search_key.contains(word, autoescape=True),
                                Document.symbol_key == symbol_key(filters.text)))
    if filters.kind:
        found = found.where(Document.kind_name == filters.kind)
    for word in fold(filters.issuer).split():
        found = found.where(Document.issuer_key.contains(word, autoescape=True))
    if filters.year:
        is_year = filters.year.isdecimal() and len(filters.year) == 4
        found = found.where(Document.issued_year == (int(filters.year) if is_year else -1))
    usual = UNPUBLISHED if filters.view else ORDERS[""]
    return found.order_by(*(ORDERS[filters.sort] if filters.sort in ORDERS and filters.sort else usual))


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


def _in_view(actor: Actor, view: str) -> ColumnElement[bool]:
    if view == "cho-xac-nhan":
        return and_(of_its_clerk(actor), _unfinished())
    if view == "thu-hoi":
        return and_(of_its_clerk(actor), Document.state == State.WITHDRAWN, Document.trashed_at.is_(None))
    if view == "thung-rac":
        return and_(of_its_clerk(actor), Document.trashed_at.is_not(None))
    return is_public()


def _unfinished() -> ColumnElement[bool]:
    return and_(Document.state.in_((State.RECEIVED, State.DRAFT, State.REFUSED)), Document.trashed_at.is_(None))


def held_by(unit: Organization) -> InHand:
    """Papers of a unit that are neither published nor thrown away: what its office still has to do."""
    found = (select(Document.name).where(
        Document.unit_id == unit.id, Document.state.in_((State.RECEIVED, State.DRAFT)), Document.trashed_at.is_(None))
        .order_by(Document.id))
    return in_hand_of("documents", _l("Văn bản chờ xác nhận, công bố"), "/van-ban?xem=cho-xac-nhan", found)
