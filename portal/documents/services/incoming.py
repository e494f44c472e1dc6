"""The register of papers that came in: entered under the next number of arrival of the year, put right later."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import Conflict, DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import fold
from portal.documents import queries
from portal.documents.models import Document, IncomingEntry
from portal.documents.services.books import LARGEST_NUMBER, first_free, log
from portal.organizations.api import Organization

TELLING = ("arrived_on", "sender", "symbol", "dated_on", "subject")
"""Two rows of a register that agree in these are one paper written twice."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is written of a paper that came in."""

    arrived_on: date
    sender: str
    symbol: str
    dated_on: date | None
    subject: str
    passed_to: str
    note: str


def check_enterable(document: Document) -> None:
    """DomainError where a paper of the library has no place in the incoming register of its unit."""
    row = queries.entered_as(document)
    if row is not None:
        raise DomainError(_l("Văn bản này đã có trong sổ văn bản đến, số đến %(n)s năm %(year)s. Cần ghi thêm thì sửa "
                             "dòng ấy trong sổ.", n=row.number, year=row.year))
    given = queries.number_of(document)
    if given is not None:
        raise DomainError(_l("Văn bản này do chính đơn vị phát hành, số %(symbol)s trong sổ văn bản đi. Sổ văn bản đến "
                             "chỉ ghi văn bản nơi khác gửi tới.", symbol=given.symbol))


def enter(actor: Actor, unit: Organization, given: Arrival, *, number: int | None = None,
          document: Document | None = None) -> IncomingEntry:
    """Enter a paper that came in under the next number of its year, or under one that is still free."""
    _check_arrival(given, number)
    if document is not None:
        check_enterable(document)
    year, written = given.arrived_on.year, _values(given)
    twin = queries.entered_alike(unit.id, year, **{name: written[name] for name in TELLING})
    if twin is not None:
        raise DomainError(_l("Sổ đã có dòng này, số đến %(n)s. Nếu là văn bản khác, ghi rõ chỗ khác vào trích yếu.",
                             n=twin.number), "subject")

    def make(known: int) -> IncomingEntry:
        return IncomingEntry(unit_id=unit.id, unit=unit, year=year, number=known, created_at=clock.now(),
                             created_by=actor.account_id, document_id=document.id if document else None,
                             **written)

    row = first_free(number, lambda: queries.next_incoming(unit.id, year), make)
    log(actor, "enter_incoming", unit, number=row.number, year=year)
    return row


def amend(actor: Actor, row: IncomingEntry, given: Arrival, *, version: int) -> IncomingEntry:
    """Put a row right; its number and year stay."""
    if version != row.version:
        raise Conflict(_l("Dòng này vừa được người khác sửa. Xem lại rồi lưu."))
    _check_arrival(given, row.number)
    if given.arrived_on.year != row.year:
        raise DomainError(_l("Ngày đến phải trong năm của sổ."), "arrived_on")
    for name, value in _values(given).items():
        setattr(row, name, value)
    db.session.flush()
    log(actor, "amend_incoming", row.unit, number=row.number, year=row.year)
    return row


def _check_arrival(given: Arrival, number: int | None) -> None:
    if given.arrived_on > clock.today():
        raise DomainError(_l("Ngày đến chưa tới."), "arrived_on")
    if given.dated_on and given.dated_on > given.arrived_on:
        raise DomainError(_l("Ngày của văn bản phải trước hoặc trùng ngày đến."), "dated_on")
    if number is not None and not 0 < number <= LARGEST_NUMBER:
        raise DomainError(_l("Số đến là một số từ 1 đến 99999."), "number")


def _values(given: Arrival) -> dict[str, Any]:
    words = " ".join((given.sender, given.symbol, given.subject, given.passed_to, given.note))
    return {"arrived_on": given.arrived_on, "sender": given.sender, "symbol": given.symbol,
            "dated_on": given.dated_on, "subject": given.subject, "passed_to": given.passed_to, "note": given.note,
            "search_key": fold(words)[:1600]}


audit.says({
    "documents.enter_incoming": _l("vào sổ văn bản đến"),
    "documents.amend_incoming": _l("sửa sổ văn bản đến"),
})
