"""Numbers given out, kept back and voided, and how they run.

A number belongs to one unit, kind and period: the database refuses a second one, and whoever comes second gets the
next, so that two clerks never hold the same.
"""

from datetime import date
from typing import Any

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import squeeze
from portal.documents import queries
from portal.documents.models import (
    PER_LABELS,
    Document,
    NumberingRule,
    NumberState,
    RegisterNumber,
    State,
)
from portal.documents.services.acts import ask_again, holding_of, settle
from portal.documents.services.books import LARGEST_NUMBER, first_free, log
from portal.documents.services.checks import Check, Place, look_over, wrong
from portal.organizations.api import HEADS, Organization
from portal.papers.kinds import KINDS
from portal.papers.symbols import symbol_key

UNISSUED = (State.DRAFT, State.SUBMITTED, State.APPROVED, State.WITHDRAWN)


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


def is_unregistered(document: Document) -> bool:
    """A draft of the unit's own that bears a number, as signed on paper, which its register does not know yet."""
    return bool(document.state in UNISSUED and document.confirmed_at and document.number
                and document.issuer_suffix == suffix_of(document.unit) and queries.number_of(document) is None)


def check_issuable(document: Document) -> None:
    """DomainError where a paper can get no number: it has one, or what makes its symbol is not known yet."""
    given = queries.number_of(document)
    if given is not None:
        raise DomainError(_l("Văn bản này đã được cấp số %(symbol)s trong sổ văn bản đi. Muốn cấp số khác, hủy số ấy "
                             "trong sổ trước.", symbol=given.symbol))
    if document.state not in UNISSUED:
        raise DomainError(_l("Văn bản này đã công bố nên không cấp số nữa. Văn bản thiếu số thì thu hồi, sửa rồi công "
                             "bố lại."))
    if document.confirmed_at is None or document.kind not in KINDS:
        raise DomainError(_l("Chưa phát hành được. Xác nhận thông tin và chọn thể loại có chữ viết tắt, lưu lại rồi "
                             "bấm “Phát hành”."), "kind")


def issue(actor: Actor, document: Document, *, on: date, suffix: str, number: int | None = None,
          reason: str = "") -> RegisterNumber:
    """Give a draft its number, the next one or one kept back; what the checks found wrong needs a reason."""
    check_issuable(document)
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
    log(actor, "reserve_number", row.unit, number=row.number)
    return row


def check_voidable(row: RegisterNumber) -> Document | None:
    """The paper that bears a number, if any; DomainError where the number cannot be struck out."""
    if row.state == NumberState.VOID:
        raise DomainError(_l("Số %(symbol)s đã hủy từ trước (lý do: %(reason)s). Không cần làm gì thêm.",
                             symbol=row.symbol, reason=row.reason))
    document = db.session.get(Document, row.document_id) if row.document_id else None
    if document is not None and document.is_public:
        raise DomainError(_l("Văn bản mang số %(symbol)s đang được công bố. Thu hồi văn bản trước khi hủy số.",
                             symbol=row.symbol))
    return document


def void(actor: Actor, row: RegisterNumber, reason: str) -> RegisterNumber:
    """A number that is used for nothing stays in the register, struck out, with the reason; never given again."""
    document = check_voidable(row)
    if not squeeze(reason):
        raise DomainError(_l("Ghi lý do hủy số."), "reason")
    row.state, row.reason, row.document_id = NumberState.VOID, squeeze(reason)[:500], None
    db.session.flush()
    if document is not None:
        document.symbol, document.number = f"-{row.kind}/{document.issuer_suffix}", ""
        ask_again(actor, document)
        settle(actor, document, "void_number", note=f"{row.symbol} – {row.reason}")
    else:
        log(actor, "void_number", row.unit, number=row.number)
    return row


def set_numbering(actor: Actor, unit: Organization, *, per: str, since: date, rule: str,
                  known: bool = False) -> NumberingRule:
    """From a day on, numbers of the unit run per term or per year; what was before stays as it was, and numbers of
    the same year or term go on behind it. `known`: the person has read how far they are."""
    if per not in PER_LABELS:
        raise DomainError(_l("Chọn cách đánh số."), "per")
    reached = queries.reached(unit, per, since)
    if reached and not known:
        raise DomainError(_l("Đã cấp số theo cách cũ: %(numbers)s. Số sau nối tiếp các số ấy, không chạy lại từ 01 "
                             "giữa chừng. Đồng ý thì đánh dấu ô này rồi lưu lại.", numbers=reached), "known")
    row = NumberingRule(unit_id=unit.id, per=per, valid_from=since, rule=squeeze(rule)[:120])
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "documents.set_numbering", "organization", unit.id, unit_id=unit.id, per=per,
                 since=since.isoformat(), by=holding_of(actor.holds(HEADS, unit.path)))
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

    return first_free(number, lambda: queries.highest(unit.id, kind, period) + 1, make)


def _symbol(number: int, kind: str, suffix: str) -> str:
    return f"{number:02d}-{kind}/{suffix}"[:60]


def _key(number: int, kind: str, suffix: str) -> str:
    return symbol_key(_symbol(number, kind, suffix))[:60]


audit.says({
    "documents.issue": _l("cấp số phát hành văn bản"),
    "documents.reserve_number": _l("giữ một số trong sổ văn bản đi"),
    "documents.void_number": _l("hủy một số trong sổ văn bản đi"),
    "documents.set_numbering": _l("đổi cách đánh số văn bản đi"),
})
