"""Somebody comes with a slip from outside the system: a record is made, or the one he left behind lives again."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from portal.accounts.api import create
from portal.core import clock, workdays
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import equality_key, squeeze
from portal.members.api import Member, admit, amend, check_citizen_id, clean_name, enter_state, move
from portal.members.api import State as MemberStates
from portal.organizations.api import Organization
from portal.transfers import queries
from portal.transfers.models import Kind, Side, State, Transfer
from portal.transfers.services.asking import check_span
from portal.transfers.services.steps import inform, note

FIRST_STATES = (MemberStates.OFFICIAL, MemberStates.PROBATIONARY, MemberStates.EXEMPT)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What stands on the slip, and who brings it."""

    full_name: str
    citizen_id: str
    from_text: str
    released_on: date
    effective_on: date
    kind: Kind = Kind.OFFICIAL
    state: MemberStates = MemberStates.OFFICIAL
    until: date | None = None
    fees_until: date | None = None
    slip_number: str = ""
    late_reason: str = ""
    birth_date: date | None = None
    joined_on: date | None = None
    official_on: date | None = None
    card_number: str = ""


def arrive(actor: Actor, cell: Organization, arrival: Arrival) -> Transfer:
    """The transfer, accepted at once. A temporary one ends by itself: the record then says that he went back."""
    today = clock.today()
    if not arrival.released_on <= arrival.effective_on <= today:
        raise DomainError(_l("Ngày tiếp nhận từ ngày của giấy giới thiệu đến hôm nay."), "effective_on")
    check_span(arrival.kind, arrival.effective_on, arrival.until)
    late = arrival.effective_on > workdays.term("transfer_slip", arrival.released_on).due
    if late and len(squeeze(arrival.late_reason)) < 3:
        raise DomainError(_l("Giấy giới thiệu xuất trình quá hạn. Ghi lý do chậm."), "late_reason")
    member = _revived(actor, cell, arrival) or _admitted(actor, cell, arrival)
    if arrival.until is not None and arrival.kind is Kind.TEMPORARY:
        enter_state(actor, member, MemberStates.TRANSFERRED_OUT, since=arrival.until + timedelta(days=1))
    made = Transfer(member=member, kind=arrival.kind.value, side=Side.OUTSIDE.value, state=State.ACCEPTED.value,
                    from_text=squeeze(arrival.from_text), to_unit=cell, decided_on=arrival.released_on,
                    asked_on=today, released_on=arrival.released_on, effective_on=arrival.effective_on,
                    until=arrival.until if arrival.kind is Kind.TEMPORARY else None,
                    fees_until=arrival.fees_until.replace(day=1) if arrival.fees_until else None,
                    slip_number=squeeze(arrival.slip_number), previous_state=_state(arrival).value,
                    late_reason=squeeze(arrival.late_reason) if late else "")
    db.session.add(made)
    db.session.flush()
    note(actor, made, "arrive", day=arrival.effective_on, words=made.late_reason)
    inform(actor, made, N_("%(name)s đã được tiếp nhận sinh hoạt từ ngoài hệ thống."), member=False)
    return made


def _state(arrival: Arrival) -> MemberStates:
    return MemberStates.TEMPORARY_IN if arrival.kind is Kind.TEMPORARY else arrival.state


def _fields(arrival: Arrival) -> dict[str, Any]:
    known = {"birth_date": arrival.birth_date, "joined_on": arrival.joined_on, "official_on": arrival.official_on,
             "card_number": squeeze(arrival.card_number) or None}
    return {name: value for name, value in known.items() if value is not None}


def _admitted(actor: Actor, cell: Organization, arrival: Arrival) -> Member:
    return admit(actor, full_name=clean_name(arrival.full_name), citizen_id=arrival.citizen_id, cell=cell,
                 state=_state(arrival), since=arrival.effective_on, **_fields(arrival))


def _revived(actor: Actor, cell: Organization, arrival: Arrival) -> Member | None:
    """The record of one who had gone to another system; refused where name or birth date say it is somebody else."""
    check_citizen_id(arrival.citizen_id)
    member = db.session.execute(select(Member).where(Member.citizen_id == arrival.citizen_id)).scalar_one_or_none()
    if member is None:
        return None
    row = queries.state_today(member)
    if row is not None and member.membership_today is not None:
        raise DomainError(_l("Số định danh này đã có trong danh sách đảng viên đang sinh hoạt. "
                             "Dùng Đề nghị chuyển đến để chuyển trong hệ thống."), "citizen_id")
    if row is None or row.state != MemberStates.TRANSFERRED_OUT:
        raise DomainError(_l("Hồ sơ của số định danh này đã kết thúc vì lý do khác chuyển đi. "
                             "Liên hệ Ban Tổ chức Đảng ủy."), "citizen_id")
    born = member.birth_date is None or arrival.birth_date in (None, member.birth_date)
    if equality_key(member.full_name) != equality_key(arrival.full_name) or not born:
        raise DomainError(_l("Số định danh này đã có trong danh sách với họ tên hoặc ngày sinh khác. "
                             "Đối chiếu giấy tờ, hoặc liên hệ Ban Tổ chức Đảng ủy."), "citizen_id")
    enter_state(actor, member, _state(arrival), since=arrival.effective_on)
    move(actor, member, cell=cell, since=arrival.effective_on)
    amend(actor, member, _fields(arrival))
    if member.account_id is None and arrival.state is not MemberStates.EXEMPT:
        member.account_id = create(arrival.citizen_id).id
        db.session.flush()
    return member
