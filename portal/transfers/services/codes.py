"""Codes on printed letters: the residence cell, without an account, writes one remark with one code.

Only a keyed digest is stored. A code is for one member and one period, is used once and lives some weeks; tries are
counted per address and in all before a code is looked at.
"""

import secrets
from datetime import date, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from portal.core import audit, clock, seal, workdays
from portal.core.actor import STRANGER, Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell
from portal.transfers import queries
from portal.transfers.models import PERIODS, ResidenceCode, ResidenceContact, ResidenceRemark, ResidenceTry
from portal.transfers.services.residence import FIRST_YEAR, Said, save_remark

SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 10
PER_ADDRESS, IN_ALL = 20, 300
WINDOW = timedelta(hours=1)
REFUSED = _l("Mã không đúng, đã dùng hoặc đã hết hạn. Xem lại mã in trên giấy giới thiệu, "
             "hoặc ghi nhận xét trên giấy và gửi chi bộ nơi công tác.")
TOO_MANY = _l("Đã thử quá nhiều mã. Chờ một giờ rồi thử lại, hoặc ghi nhận xét trên giấy.")


def normal_code(typed: str) -> str:
    """`abcde-fgh 23` as it was printed: upper case, without blanks and hyphens."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())[:40]


def make_code(actor: Actor, contact: ResidenceContact, *, year: int, period: str) -> tuple[str, date]:
    """(code, its last day) for one remark of a period, shown once; codes of this contact not used yet are void."""
    if period not in PERIODS or not FIRST_YEAR <= year <= clock.today().year:
        raise DomainError(_l("Chọn kỳ nhận xét không sau năm nay."), "year")
    if contact.letter_on is None:
        raise DomainError(_l("Ghi số và ngày giấy giới thiệu trước khi in."), "letter_on")
    db.session.execute(delete(ResidenceCode).where(ResidenceCode.contact_id == contact.id,
                                                   ResidenceCode.used_at.is_(None)))
    code = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    until = workdays.length("residence_code", clock.today()).end(clock.today())
    db.session.add(ResidenceCode(contact_id=contact.id, digest=seal.digest("residence", code), year=year,
                                 period=period, made_at=clock.now(), made_by=actor.account_id, until=until))
    db.session.flush()
    audit.record(actor, "residence.code", "member", contact.member_id, contact=contact.id, year=year, period=period)
    return code, until


def count_try(address: str) -> bool:
    """Count a try from an address and in all before the code is looked at; False where there were too many."""
    place = _count(seal.digest("residence address", address), PER_ADDRESS)
    return _count("all", IN_ALL) and place


def found(typed: str) -> ResidenceCode:
    """The live code; one refusal for wrong, used and old ones."""
    code = queries.code_of(seal.digest("residence", normal_code(typed)))
    if code is None or code.contact.valid_to is not None or code.contact.member.membership_today is None:
        raise DomainError(REFUSED, "code")
    return code


def remark_by_code(typed: str, *, text: str, grade: str, met_on: date | None, signer: str) -> ResidenceRemark:
    """The remark of the residence; the code is used with it, in the same transaction."""
    code = found(typed)
    if not signer.strip():
        raise DomainError(_l("Ghi họ tên, chức vụ người nhận xét."), "signer")
    row = save_remark(STRANGER, code.contact, Said(code.year, code.period, text, grade, met_on, signer), way="code")
    code.used_at = clock.now()
    db.session.flush()
    member, here = code.contact.member, code.contact.member.membership_today
    tell({member.account_id, *queries.keepers_of(here.unit if here else None)},
         N_("Nơi cư trú đã gửi nhận xét về %(name)s."), f"/dang-vien/{member.id}/hai-chieu", name=member.full_name)
    return row


def _count(key: str, most: int) -> bool:
    now, held = clock.now(), select(ResidenceTry).where(ResidenceTry.key == key).with_for_update()
    row = db.session.execute(held).scalar_one_or_none()
    if row is None:
        try:
            with db.session.begin_nested():
                db.session.add(ResidenceTry(key=key, tries=0, since=now))
        except IntegrityError:
            pass
        row = db.session.execute(held).scalar_one()
    if now - row.since > WINDOW:
        row.tries, row.since = 0, now
    row.tries += 1
    db.session.flush()
    return row.tries <= most
