"""Confirm the fields; into the trash and out of it."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Self

from sqlalchemy import select

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import Conflict, DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import squeeze
from portal.documents import queries
from portal.documents.models import Document, DocumentReader, NumberState, RegisterNumber, State
from portal.documents.services.acts import CHANGED_SINCE, ask_again, settle
from portal.documents.services.corrections import tell_of_correction
from portal.documents.services.intake import audience_of
from portal.papers.symbols import parse_symbol


@dataclass(frozen=True, slots=True)
class Fields:
    """What a person confirms. Names are those of the columns."""

    symbol: str
    number: str
    kind: str
    kind_name: str
    issuer: str
    issuing_organ: str
    parent_organization: str
    place: str
    issued_on: date | None
    subject: str
    subject_lead: str
    addressed_to: list[str]
    recipients: list[str]
    typist_mark: str
    on_behalf: str
    signer_post: str
    signer: str

    @classmethod
    def of(cls, document: Document) -> Self:
        """The fields as they stand: to confirm what was proposed."""
        return cls(**{one.name: getattr(document, one.name) for one in fields(cls)})


def confirm(actor: Actor, document: Document, given: Fields, readers: Sequence[str], *,
            version: int | None = None, reason: str = "") -> Document:
    """Save the fields a person looked at, and who may read. What readers already have before them is not changed
    without a `reason`: old and new stay side by side in the history, and a head of the unit is told.

    `version` is the one the person saw: Conflict where somebody saved since. The number must be that of the
    symbol, where the symbol has a known form; an empty one is taken from it.
    """
    if version is not None and version != document.version:
        raise Conflict(CHANGED_SINCE)
    if document.state in (State.RECEIVED, State.REFUSED):
        raise DomainError(_l("Tệp đang chờ đọc hoặc đã bị từ chối, nên chưa có gì để xác nhận."))
    if not given.subject:
        raise DomainError(_l("Ghi trích yếu của văn bản."), "subject")
    symbol = parse_symbol(given.symbol)
    if given.number and symbol.form != "free" and given.number != symbol.number:
        raise DomainError(_l("Số “%(number)s” không khớp với số, ký hiệu “%(symbol)s”. Sửa một trong hai ô.",
                             number=given.number, symbol=symbol.text), "number")
    given_out = _number_kept(document, symbol.text, given.issued_on)
    new = _values(given) | {"symbol": symbol.text[:60], "number": given.number or symbol.number}
    before = _values(Fields.of(document)) | {"readers": sorted(document.tokens)}
    corrected = [name for name in new if new[name] != before[name]] if document.is_public else []
    if corrected and not squeeze(reason):
        raise DomainError(_l("Văn bản đã công bố: ghi lý do đính chính. Người đọc thấy lý do này."), "reason")
    for name, value in new.items():
        setattr(document, name, value)
    document.issuer_suffix = symbol.issuer[:40]
    if given_out is not None and given.issued_on is not None:
        given_out.subject, given_out.issued_on = document.subject, given.issued_on
    tokens = audience_of(actor, document.unit, readers, document.tokens)
    document.readers = [one for one in document.readers if one.token in tokens] + [
        DocumentReader(token=token) for token in tokens if token not in document.tokens]
    document.confirmed_at, document.confirmed_by = clock.now(), actor.account_id
    ask_again(actor, document)
    after = new | {"readers": sorted(document.tokens)}
    changed = [name for name in after if after[name] != before[name]
               and not (name == "kind" and after["kind_name"] != before["kind_name"])]
    if corrected:
        settle(actor, document, "correct", note=squeeze(reason)[:500], changed=[
            [name, _shown(before[name]), _shown(after[name])] if name in corrected else name for name in changed])
        tell_of_correction(document, actor.account_id)
    else:
        settle(actor, document, "confirm", changed=changed)
    return document


def _shown(value: Any) -> str:
    """A value as the history keeps it."""
    return "; ".join(value) if isinstance(value, list) else value if isinstance(value, str) else clock.show_date(value)


def _number_kept(document: Document, symbol: str, on: date | None) -> RegisterNumber | None:
    """The row of the register that follows the paper. A number stays with its paper and in its term: another symbol or
    a day of another term would leave a number without one."""
    found = select(RegisterNumber).where(RegisterNumber.document_id == document.id,
                                         RegisterNumber.state == NumberState.ISSUED)
    row = db.session.execute(found).scalar() if document.id else None
    if row is None:
        return None
    if row.symbol != symbol:
        raise DomainError(_l("Văn bản đã được cấp số “%(symbol)s” trong sổ văn bản đi. Hủy số đó trong sổ trước khi "
                             "ghi số khác.", symbol=row.symbol), "symbol")
    if on != row.issued_on and (on is None or on > clock.today() or queries.period_on(document.unit, on)
                                != queries.period_on(document.unit, row.issued_on)):
        raise DomainError(_l("Số “%(symbol)s” đã được cấp ngày %(day)s. Ngày ban hành phải có, chưa qua hôm nay và "
                             "thuộc cùng nhiệm kỳ hoặc năm; khác nhiệm kỳ thì hủy số trong sổ rồi cấp số mới.",
                             symbol=row.symbol, day=clock.show_date(row.issued_on)), "issued_on")
    return row


def trash(actor: Actor, document: Document) -> Document:
    """Put it in the trash: out of lists and search at once, restorable for 30 days."""
    document.trashed_at, document.trashed_by = clock.now(), actor.account_id
    document.publish_at = None
    if document.state == State.APPROVED:
        document.state = State.SUBMITTED
    settle(actor, document, "trash")
    return document


def restore(actor: Actor, document: Document) -> Document:
    """Take it out of the trash, as it was."""
    document.trashed_at, document.trashed_by = None, None
    settle(actor, document, "restore")
    return document


def _values(given: Fields) -> dict[str, Any]:
    return {one.name: getattr(given, one.name) for one in fields(given)}


audit.says({
    "documents.receive": _l("gửi tệp văn bản lên"),
    "documents.refuse": _l("bị từ chối một tệp mang dấu mật"),
    "documents.confirm": _l("xác nhận thông tin văn bản"),
    "documents.correct": _l("đính chính văn bản đã công bố"),
    "documents.submit": _l("trình duyệt văn bản"),
    "documents.give_back": _l("trả lại văn bản để sửa"),
    "documents.approve": _l("duyệt và hẹn giờ công bố văn bản"),
    "documents.set_end": _l("đặt giờ thu hồi văn bản"),
    "documents.publish": _l("công bố văn bản"),
    "documents.withdraw": _l("thu hồi văn bản"),
    "documents.trash": _l("bỏ văn bản vào thùng rác"),
    "documents.restore": _l("lấy văn bản lại từ thùng rác"),
})
