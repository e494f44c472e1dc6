"""Where a member lives, by which letter he was introduced there, on which ground not, and what was said."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import Conflict, DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import squeeze
from portal.members.api import Member
from portal.transfers import queries
from portal.transfers.models import GRADES, PERIODS, ResidenceContact, ResidenceGround, ResidenceRemark

FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Home:
    """The residence as it is typed; `moved` keeps the former one as history."""

    cell: str
    ward: str
    province: str
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A remark: for which half-year or year, of which meeting, in which words, by whom."""

    year: int
    period: str
    text: str
    grade: str = ""
    met_on: date | None = None
    signer: str = ""


def save_home(actor: Actor, member: Member, home: Home, *, seen: int | None = None) -> ResidenceContact:
    """Write the residence; `seen` is the version the writer started from, a newer one is a Conflict."""
    row = queries.contact_of(member)
    if row is not None and seen is not None and seen != row.version:
        raise Conflict(_l("Trong lúc bạn sửa, người khác đã lưu. Xem nội dung hiện có rồi lưu lại."),
                       {"cell": row.cell, "ward": row.ward, "province": row.province})
    today = clock.today()
    if row is not None and home.moved and row.valid_from < today:
        row.valid_to = today - timedelta(days=1)
        db.session.flush()
        row = None
    if row is None:
        row = ResidenceContact(member=member, valid_from=today)
        db.session.add(row)
    if (row.ward, row.province) != (squeeze(home.ward), squeeze(home.province)):
        row.ward_now = ""
    row.cell, row.ward, row.province = squeeze(home.cell), squeeze(home.ward), squeeze(home.province)
    return _log(actor, "residence.home", row)


def choose_ward(actor: Actor, contact: ResidenceContact, now: str) -> ResidenceContact:
    """Note the ward of today beside what was typed; only one of those offered, or none."""
    if now and now not in {offer.now for offer in queries.offers(contact.ward, contact.province)}:
        raise DomainError(_l("Chọn một phường, xã trong danh sách."), "ward_now")
    contact.ward_now = now
    return _log(actor, "residence.ward", contact)


def introduce(actor: Actor, contact: ResidenceContact, *, number: str, on: date) -> ResidenceContact:
    """The letter of introduction: its number and day."""
    today = clock.today()
    if not today - timedelta(days=20 * 366) <= on <= today:
        raise DomainError(_l("Ngày giấy giới thiệu không sau hôm nay. Xem lại năm."), "letter_on")
    if not contact.cell:
        raise DomainError(_l("Ghi chi bộ nơi cư trú trước khi ghi giấy giới thiệu."), "number")
    contact.letter_number, contact.letter_on = squeeze(number), on
    return _log(actor, "residence.letter", contact)


def exempt(actor: Actor, member: Member, ground: ResidenceGround | None, *, note: str = "", since: date | None = None,
           until: date | None = None) -> ResidenceContact:
    """Exempt from the contact on a ground, or no longer (None)."""
    if ground is not None and since and until and until < since:
        raise DomainError(_l("Ngày kết thúc phải sau ngày bắt đầu."), "until")
    begins = since or clock.today()
    if ground is not None and not ground.counts_on(begins):
        raise DomainError(_l("Lý do này không có hiệu lực vào ngày %(day)s. Chọn lý do khác hoặc xem lại ngày.",
                             day=clock.show_date(begins)), "ground")
    if ground is not None and ground.asks_for_a_note and not note.strip():
        raise DomainError(_l("Ghi rõ lý do ở ô này."), "note")
    row = queries.contact_of(member)
    if row is None:
        row = ResidenceContact(member=member, valid_from=clock.today())
        db.session.add(row)
    row.ground, row.ground_note = ground, squeeze(note)[:300] if ground else ""
    row.ground_from, row.ground_to = (begins, until) if ground else (None, None)
    return _log(actor, "residence.exempt", row)


def save_remark(actor: Actor, contact: ResidenceContact, said: Said, *, way: str = "paper",
                account_id: int | None = None) -> ResidenceRemark:
    """Write what the residence said of a period; the same period again is written over by the keeper only."""
    _check(said)
    row = db.session.execute(select(ResidenceRemark).where(
        ResidenceRemark.member_id == contact.member_id, ResidenceRemark.year == said.year,
        ResidenceRemark.period == said.period)).scalar_one_or_none()
    if row is not None and way == "code":
        raise DomainError(_l("Kỳ này đã có nhận xét. Liên hệ chi bộ nơi đảng viên công tác nếu cần sửa."))
    if row is None:
        row = ResidenceRemark(contact=contact, member_id=contact.member_id, year=said.year, period=said.period,
                              at=clock.now(), way=way, text="")
        db.session.add(row)
    row.contact, row.way, row.at, row.account_id = contact, way, clock.now(), account_id
    row.text, row.grade, row.met_on = said.text.strip(), said.grade, said.met_on
    row.signer = squeeze(said.signer)
    db.session.flush()
    audit.record(actor, "residence.remark", "member", contact.member_id, year=said.year, period=said.period, way=way)
    return row


def _check(said: Said) -> None:
    today = clock.today()
    if not FIRST_YEAR <= said.year <= today.year:
        raise DomainError(_l("Năm từ %(first)s đến %(last)s.", first=FIRST_YEAR, last=today.year), "year")
    if said.period not in PERIODS or said.grade not in GRADES:
        raise DomainError(_l("Chọn một mục trong danh sách."), "period")
    if len(said.text.strip()) < 3:
        raise DomainError(_l("Ghi nhận xét."), "text")
    if said.met_on is not None and not date(FIRST_YEAR, 1, 1) <= said.met_on <= today:
        raise DomainError(_l("Ngày gặp không sau hôm nay."), "met_on")


def _log(actor: Actor, verb: str, row: ResidenceContact, **facts: Any) -> ResidenceContact:
    db.session.flush()
    audit.record(actor, verb, "member", row.member_id, contact=row.id, **facts)
    return row


audit.says({
    "residence.home": _l("ghi nơi cư trú của một đảng viên"),
    "residence.ward": _l("ghi phường, xã mới của nơi cư trú"),
    "residence.letter": _l("ghi giấy giới thiệu về nơi cư trú của một đảng viên"),
    "residence.exempt": _l("ghi lý do miễn sinh hoạt nơi cư trú của một đảng viên"),
    "residence.remark": _l("ghi nhận xét của nơi cư trú về một đảng viên"),
    "residence.code": _l("in giấy giới thiệu về nơi cư trú có mã ghi nhận xét của một đảng viên"),
})
