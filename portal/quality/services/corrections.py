"""Corrections: a member asks, the office decides with a reason, the member is told (I9)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell
from portal.core.text import squeeze
from portal.delegation.api import holders_over
from portal.members.api import (
    KEEPERS,
    Member,
    amend,
    check_citizen_id,
    clean_name,
    long_gone,
    masked,
    number_was_shown,
)
from portal.quality.models import DATES, FIELD_LABELS, NUMBERS, Correction, CorrectionState

FORMATS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")
SEXES = {"male": _l("nam"), "female": _l("nữ")}


def current(member: Member, field: str, *, whole: bool = False) -> str:
    """A field as it is shown: days as dd/mm/yyyy, numbers masked unless `whole`."""
    value = getattr(member, field)
    if field in DATES:
        return clock.show_date(value)
    if field == "sex":
        return str(SEXES.get(value, ""))
    if field in NUMBERS and not whole:
        return masked(value)
    return value or ""


def shown(actor: Actor, row: Correction, *, whole: bool = False) -> str:
    """The proposed value as it is shown: a number masked but to who proposes it, unless `whole`."""
    if row.field == "sex":
        return str(SEXES.get(row.new, row.new))
    own = actor.in_person and row.account_id == actor.account_id
    return masked(row.new) if row.field in NUMBERS and not (whole or own) else row.new


def uncover(actor: Actor, row: Correction) -> Correction:
    """The proposed number is about to be shown whole, to be compared: logged as any number that is uncovered."""
    if row.field not in NUMBERS:
        raise DomainError(_l("Mục này không phải số được che; giá trị đề nghị đã hiện đủ."))
    number_was_shown(actor, row.member, row.field)
    return row


def propose(actor: Actor, member: Member, *, field: str, new: str, reason: str) -> Correction:
    """Ask for one field of the own record to be changed; the cell's office is told."""
    if field not in FIELD_LABELS:
        raise DomainError(_l("Chọn mục cần sửa trong danh sách."), "field")
    text = squeeze(new)
    value(field, text)
    if text in (current(member, field, whole=True), getattr(member, field)):
        raise DomainError(_l("Giá trị mới giống giá trị đang ghi."), "new")
    open_ones = select(Correction.id).where(Correction.member_id == member.id, Correction.field == field,
                                            Correction.state.in_((CorrectionState.ASKED, CorrectionState.RAISED)))
    if db.session.execute(open_ones.limit(1)).first() is not None:
        raise DomainError(_l("Mục này đã có một đề nghị đang chờ; chờ trả lời rồi gửi tiếp."), "new")
    row = Correction(member_id=member.id, account_id=actor.account_id, field=field, old=current(member, field),
                     new=text, reason=reason.strip(), state=CorrectionState.ASKED, asked_at=clock.now())
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "quality.propose", "correction", row.id, unit_id=actor.unit_id, fields=[field])
    _tell_office(actor, member, row)
    return row


def accept(actor: Actor, row: Correction, answer: str = "") -> Correction:
    """Change the record as asked. What changed in between is refused: look again."""
    if current(row.member, row.field) != row.old:
        raise DomainError(_l("Mục này đã được sửa sau khi đảng viên đề nghị; xem lại rồi từ chối hoặc sửa trực tiếp."))
    amend(actor, row.member, {row.field: value(row.field, row.new)}, way="correction", ref=row.id)
    return _decide(actor, row, CorrectionState.ACCEPTED, answer, N_("Đề nghị sửa %(field)s của bạn đã được chấp nhận."))


def refuse(actor: Actor, row: Correction, answer: str) -> Correction:
    """Leave the record as it is, with a reason."""
    if not answer.strip():
        raise DomainError(_l("Ghi lý do không sửa."), "answer")
    return _decide(actor, row, CorrectionState.REFUSED, answer,
                   N_("Đề nghị sửa %(field)s của bạn không được chấp nhận."))


def raise_up(actor: Actor, row: Correction) -> Correction:
    """The field is mended above: the request goes up, and the member sees so."""
    row.state = CorrectionState.RAISED
    db.session.flush()
    audit.record(actor, "quality.raise", "correction", row.id, fields=[row.field])
    tell([row.account_id], N_("Đề nghị sửa %(field)s của bạn đã được chuyển lên cấp trên."),
         f"/dang-vien/de-nghi/{row.id}", field=str(row.label))
    return row


def value(field: str, text: str) -> Any:
    """The typed text as the field keeps it; raises DomainError at `new`."""
    if not text:
        raise DomainError(_l("Ghi giá trị đúng."), "new")
    if field in DATES:
        return _day(text)
    if field == "sex":
        if text not in SEXES:
            raise DomainError(_l("Chọn nam hoặc nữ."), "new")
        return text
    try:
        if field == "citizen_id":
            check_citizen_id(text)
        if field == "full_name":
            text = clean_name(text)
    except DomainError as error:
        raise DomainError(error.message, "new") from None
    if len(text) > {"full_name": 120}.get(field, 20):
        raise DomainError(_l("Giá trị quá dài."), "new")
    return text


def _day(text: str) -> date:
    for form in FORMATS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise DomainError(_l("Ngày không đúng. Ghi theo dạng ngày/tháng/năm, ví dụ 05/9/2025."), "new")


def _decide(actor: Actor, row: Correction, state: CorrectionState, answer: str, words: str) -> Correction:
    row.state, row.answer = state, answer.strip()
    row.decided_by, row.decided_at = actor.account_id, clock.now()
    db.session.flush()
    verb = "quality.accept" if state is CorrectionState.ACCEPTED else "quality.refuse"
    audit.record(actor, verb, "correction", row.id, fields=[row.field])
    tell([row.account_id], words, f"/dang-vien/de-nghi/{row.id}", field=str(row.label))
    return row


def _tell_office(actor: Actor, member: Member, row: Correction) -> None:
    here = member.membership_today
    if here is None:
        return
    office = {one.account_id for one in holders_over(here.unit.path, KEEPERS) if one.unit_id == here.unit_id}
    tell(office - {actor.account_id}, N_("%(name)s đề nghị sửa %(field)s trong hồ sơ."),
         f"/dang-vien/de-nghi/{row.id}", name=member.full_name, field=str(row.label))


def forget_who_left() -> int:
    """Take away phone numbers that those who left proposed; answers how many."""
    found = select(Correction).where(Correction.field == "phone", Correction.new != "",
                                     Correction.member_id.in_(long_gone()))
    rows = list(db.session.execute(found).scalars())
    for row in rows:
        row.old = row.new = ""
    db.session.flush()
    return len(rows)


audit.says({
    "quality.propose": _l("đề nghị sửa hồ sơ của mình"), "quality.accept": _l("chấp nhận đề nghị sửa hồ sơ"),
    "quality.refuse": _l("không chấp nhận đề nghị sửa hồ sơ"),
    "quality.raise": _l("chuyển đề nghị sửa hồ sơ lên cấp trên"),
})
