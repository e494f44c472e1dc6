"""Numbers given out, kept back and voided; papers entered as they come in.

A number belongs to one unit, kind and period: the database refuses a second one, and whoever comes second gets the
next, so that two clerks never hold the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy.exc import IntegrityError

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import Conflict, DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import fold, squeeze
from portal.documents import queries
from portal.documents.models import (
    PER_LABELS,
    Document,
    IncomingEntry,
    NumberingRule,
    NumberState,
    RegisterNumber,
    State,
)
from portal.documents.services.acts import ask_again, holding_of, settle
from portal.documents.services.checks import Check, Place, look_over, wrong
from portal.organizations.api import CLERKS, HEADS, Organization
from portal.papers.kinds import KINDS
from portal.papers.symbols import symbol_key

TRIES = 8
LARGEST_NUMBER = 99_999
UNISSUED = (State.DRAFT, State.SUBMITTED, State.APPROVED)
Row = TypeVar("Row", RegisterNumber, IncomingEntry)


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


def suffix_of(unit: Organization) -> str:
    """The issuer's part of a symbol: CB for a cell, ĐU for a committee."""
    return "CB" if unit.is_cell else "ĐU"


def looked_over(document: Document, *, number: int | None, on: date, suffix: str) -> tuple[str, list[Check]]:
    """The symbol a paper would get, and the checks of it."""
    period = queries.period_on(document.unit, on)
    known = queries.taken(document.unit_id, document.kind, period)
    number = number or max(known, default=0) + 1
    symbol = _symbol(number, document.kind, suffix)
    kept = number in known and known[number][1] == NumberState.RESERVED
    given = {one: day for one, (day, state) in known.items() if state != NumberState.RESERVED or one < number}
    place = Place(symbol, on, {**given}, kept, period != queries.NO_TERM)
    return symbol, look_over(document, queries.proposal(document), place, text=queries.plain_head(document),
                             today=clock.today())


def issue(actor: Actor, document: Document, *, on: date, suffix: str, number: int | None = None,
          reason: str = "") -> RegisterNumber:
    """Give a draft its number, the next one or one kept back; what the checks found wrong needs a reason."""
    if document.state not in UNISSUED or queries.number_of(document) is not None:
        raise DomainError(_l("Văn bản này đã có số trong sổ hoặc đã công bố."))
    if document.confirmed_at is None or document.kind not in KINDS:
        raise DomainError(_l("Xác nhận thông tin và chọn thể loại có chữ viết tắt trước khi phát hành."))
    if wrong(looked_over(document, number=number, on=on, suffix=suffix)[1]) and not squeeze(reason):
        raise DomainError(_l("Có mục chưa đạt. Sửa, hoặc ghi lý do để vẫn phát hành."), "reason")
    row = _give(actor, document.unit, document.kind, on, suffix, number, state=NumberState.ISSUED,
                subject=document.subject, reason=squeeze(reason)[:500], document_id=document.id)
    document.symbol, document.number, document.issued_on = row.symbol, f"{row.number:02d}", on
    document.issuer_suffix = suffix
    settle(actor, document, "issue", note=" – ".join(filter(None, (row.symbol, squeeze(reason)))))
    return row


def reserve(actor: Actor, unit: Organization, *, kind: str, on: date, suffix: str, number: int | None,
            subject: str, reason: str) -> RegisterNumber:
    """Keep a number back: for a paper still to come, or one that was issued before the register was kept here."""
    if kind not in KINDS:
        raise DomainError(_l("Chọn thể loại."), "kind")
    if not squeeze(reason):
        raise DomainError(_l("Ghi lý do giữ số."), "reason")
    row = _give(actor, unit, kind, on, suffix, number, state=NumberState.RESERVED, subject=squeeze(subject)[:1000],
                reason=squeeze(reason)[:500], document_id=None)
    _log(actor, "reserve_number", row.unit, number=row.number)
    return row


def void(actor: Actor, row: RegisterNumber, reason: str) -> RegisterNumber:
    """A number that is used for nothing stays in the register, struck out, with the reason; never given again."""
    if not squeeze(reason):
        raise DomainError(_l("Ghi lý do hủy số."), "reason")
    if row.state == NumberState.VOID:
        raise DomainError(_l("Số này đã hủy."))
    document = db.session.get(Document, row.document_id) if row.document_id else None
    if document is not None and document.is_public:
        raise DomainError(_l("Văn bản mang số này đang được công bố. Thu hồi văn bản trước khi hủy số."))
    row.state, row.reason, row.document_id = NumberState.VOID, squeeze(reason)[:500], None
    db.session.flush()
    if document is not None:
        document.symbol, document.number = f"-{row.kind}/{document.issuer_suffix}", ""
        ask_again(actor, document)
        settle(actor, document, "void_number", note=f"{row.symbol} – {row.reason}")
    else:
        _log(actor, "void_number", row.unit, number=row.number)
    return row


def set_numbering(actor: Actor, unit: Organization, *, per: str, since: date, rule: str) -> NumberingRule:
    """From a day on, numbers of the unit run per term or per year; what was before stays as it was."""
    if per not in PER_LABELS:
        raise DomainError(_l("Chọn cách đánh số."), "per")
    row = NumberingRule(unit_id=unit.id, per=per, valid_from=since, rule=squeeze(rule)[:120])
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "documents.set_numbering", "organization", unit.id, unit_id=unit.id, per=per,
                 since=since.isoformat(), by=holding_of(actor.holds(HEADS, unit.path)))
    return row


def enter(actor: Actor, unit: Organization, given: Arrival, *, number: int | None = None,
          document: Document | None = None) -> IncomingEntry:
    """Enter a paper that came in under the next number of its year, or under one that is still free."""
    _check_arrival(given, number)
    if document is not None and queries.entered_as(document) is not None:
        raise DomainError(_l("Văn bản này đã có trong sổ văn bản đến."))
    year, written = given.arrived_on.year, _values(given)
    twin = queries.entered_alike(unit.id, year, **{name: written[name] for name in TELLING})
    if twin is not None:
        raise DomainError(_l("Sổ đã có dòng này, số đến %(n)s. Nếu là văn bản khác, ghi rõ chỗ khác vào trích yếu.",
                             n=twin.number), "subject")

    def make(known: int) -> IncomingEntry:
        return IncomingEntry(unit_id=unit.id, unit=unit, year=year, number=known, created_at=clock.now(),
                             created_by=actor.account_id, document_id=document.id if document else None,
                             **written)

    row = _first_free(number, lambda: queries.next_incoming(unit.id, year), make)
    _log(actor, "enter_incoming", unit, number=row.number, year=year)
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
    _log(actor, "amend_incoming", row.unit, number=row.number, year=row.year)
    return row


def _give(actor: Actor, unit: Organization, kind: str, on: date, suffix: str, number: int | None, *, state: str,
          **values: Any) -> RegisterNumber:
    if number is not None and not 0 < number <= LARGEST_NUMBER:
        raise DomainError(_l("Số là một số từ 1 đến 99999."), "number")
    if on > clock.today():
        raise DomainError(_l("Ngày ban hành chưa đến."), "issued_on")
    period = queries.period_on(unit, on)
    kept = queries.number_row(unit.id, kind, period, number) if number is not None else None
    if kept is not None and kept.state == NumberState.RESERVED and state == NumberState.ISSUED:
        kept.state, kept.issued_on, kept.document_id = state, on, values["document_id"]
        kept.subject, kept.given_at, kept.given_by = values["subject"], clock.now(), actor.account_id
        kept.symbol, kept.symbol_key = _symbol(kept.number, kind, suffix), _key(kept.number, kind, suffix)
        db.session.flush()
        return kept
    if kept is not None and kept.period != period:
        raise DomainError(_l("Số này đã được cấp. Để trống để lấy số tiếp theo."), "number")

    def make(known: int) -> RegisterNumber:
        return RegisterNumber(unit_id=unit.id, unit=unit, kind=kind, period=period, number=known, state=state,
                              symbol=_symbol(known, kind, suffix), symbol_key=_key(known, kind, suffix), issued_on=on,
                              given_at=clock.now(), given_by=actor.account_id, **values)

    return _first_free(number, lambda: queries.highest(unit.id, kind, period) + 1, make)


def _first_free(wanted: int | None, following: Callable[[], int], make: Callable[[int], Row]) -> Row:
    """Enter a row under the number wanted, else the next; where another clerk was quicker, the one after."""
    for tried in range(TRIES):
        row = make(wanted if wanted is not None else following())
        try:
            with db.session.begin_nested():
                db.session.add(row)
            return row
        except IntegrityError:
            if wanted is not None or tried == TRIES - 1:
                raise
    raise AssertionError


def _symbol(number: int, kind: str, suffix: str) -> str:
    return f"{number:02d}-{kind}/{suffix}"[:60]


def _key(number: int, kind: str, suffix: str) -> str:
    return symbol_key(_symbol(number, kind, suffix))[:60]


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


def _log(actor: Actor, verb: str, unit: Organization, **facts: Any) -> None:
    audit.record(actor, f"documents.{verb}", "organization", unit.id, unit_id=unit.id,
                 by=holding_of(actor.holds(CLERKS, unit.path)), **facts)


audit.says({
    "documents.issue": _l("cấp số phát hành văn bản"),
    "documents.reserve_number": _l("giữ một số trong sổ văn bản đi"),
    "documents.void_number": _l("hủy một số trong sổ văn bản đi"),
    "documents.set_numbering": _l("đổi cách đánh số văn bản đi"),
    "documents.enter_incoming": _l("vào sổ văn bản đến"),
    "documents.amend_incoming": _l("sửa sổ văn bản đến"),
})
