"""A person's record and states: admit, amend, enter a state.

Nothing is overwritten without a trace: each changed field leaves a MemberChange, each state its from–to.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from portal.accounts.api import Account, close_account, create
from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import fold, name_sort_key, squeeze
from portal.members.models import GONE, Member, MemberChange, Membership, MemberState, Position, State, Stay
from portal.organizations.api import Organization

FIELDS = ("full_name", "citizen_id", "birth_date", "sex", "joined_on", "official_on", "ceremony_on", "card_number",
          "phone")
"""What `amend` may change: the summary of 339-QĐ/TW and the day of the ceremony."""
Check = Callable[[Member, date], None]
_checks: list[Check] = []


def before_leaving(check: Check) -> None:
    """Rooms above may refuse (DomainError) that a member stops taking part: the last administrator, for one."""
    _checks.append(check)


def ask_leaving(member: Member, since: date) -> None:
    """Ask those rooms whether the member may stop taking part from this day; raises DomainError where one refuses."""
    for check in _checks:
        check(member, since)


def check_citizen_id(citizen_id: str) -> None:
    """Raise DomainError at `citizen_id` unless it is 12 digits; sentences for what often happens."""
    if re.fullmatch(r"[0-9]{12}", citizen_id):
        return
    if re.fullmatch(r"[0-9]{11}", citizen_id):
        raise DomainError(_l("Số định danh thiếu một chữ số; có thể đã mất số 0 ở đầu."), "citizen_id")
    if re.fullmatch(r"[0-9]{9}", citizen_id):
        raise DomainError(_l("Đây là số chứng minh nhân dân cũ (9 chữ số); cần số định danh 12 chữ số."), "citizen_id")
    raise DomainError(_l("Số định danh gồm đúng 12 chữ số."), "citizen_id")


def clean_name(full_name: str | None) -> str:
    """A name of letters, with blanks, hyphens and apostrophes between them; marks that nobody sees are left out."""
    name = squeeze("".join(sign for sign in full_name or "" if unicodedata.category(sign) != "Cf"))
    if not name:
        raise DomainError(_l("Ghi họ và tên."), "full_name")
    strange = sorted({sign for sign in name if not (sign in " '’-." or unicodedata.category(sign)[0] in "LM")})
    if strange:
        raise DomainError(_l("Họ và tên có ký hiệu lạ: %(signs)s. Chỉ ghi chữ.", signs=" ".join(strange)[:20]),
                          "full_name")
    return name


def admit(actor: Actor, *, full_name: str, citizen_id: str, cell: Organization, state: State, since: date,
          **fields: object) -> Member:
    """Enter a member in a cell with a first state; makes the closed account that goes with it."""
    check_citizen_id(citizen_id)
    name = squeeze(full_name)
    member = Member(full_name=name, sort_key=name_sort_key(name), search_key=fold(name)[:120], citizen_id=citizen_id,
                    account_id=create(citizen_id).id if state is not State.EXEMPT else None, **fields)
    db.session.add(member)
    db.session.flush()
    db.session.add_all([
        Membership(member_id=member.id, unit_id=cell.id, valid_from=since),
        MemberState(member_id=member.id, state=state, valid_from=since)])
    db.session.flush()
    audit.record(actor, "members.admit", "member", member.id, unit_id=cell.id, state=state.value)
    return member


def amend(actor: Actor, member: Member, fields: dict[str, Any], *, way: str = "screen",
          ref: int | None = None) -> list[str]:
    """Change fields of a record (those of FIELDS); answers the names of those that really changed.

    `way` and `ref` say how: `screen`, `import` + its id, `correction` + its id, `merge` + its id.
    """
    done = []
    for field, new in fields.items():
        if field not in FIELDS:
            raise ValueError(field)
        new = squeeze(new) if isinstance(new, str) else new
        old = getattr(member, field)
        if (old or None) == (new or None):
            continue
        if field == "citizen_id":
            _rename_account(member, str(new))
        setattr(member, field, new if new is not None or field != "sex" else "")
        changed(actor, member, field, _plain(old), _plain(new), way, ref)
        done.append(field)
    if "full_name" in done:
        member.sort_key, member.search_key = name_sort_key(member.full_name), fold(member.full_name)[:120]
    if done:
        db.session.flush()
        here = member.membership_today
        audit.record(actor, "members.amend", "member", member.id, unit_id=here.unit_id if here else None,
                     fields=done, way=way)
    return done


def changed(actor: Actor, member: Member, field: str, old: Any, new: Any, way: str = "screen",
            ref: int | None = None) -> None:
    """Leave the trace of a change: of a field, or of `state`, `cell`, `post` with the facts of the new row."""
    db.session.add(MemberChange(member_id=member.id, at=clock.now(), account_id=actor.account_id, field=field,
                                old=old, new=new, way=way, ref=ref))


def enter_state(actor: Actor, member: Member, state: State, *, since: date, decision: str = "") -> MemberState:
    """From `since` the member is in this state; the one before ends the day before.

    Who leaves (GONE) also leaves cell and posts the day before; history stays. A day before the last
    state began is refused: the past is corrected by the history page, not by a new state.
    """
    _drop_planned(member, since)
    last = db.session.execute(select(MemberState).where(MemberState.member_id == member.id)
                              .order_by(MemberState.valid_from.desc(), MemberState.id.desc()).limit(1)).scalar_one()
    if since <= last.valid_from:
        raise DomainError(_l("Ngày bắt đầu phải sau ngày %(day)s của trạng thái trước.",
                             day=clock.show_date(last.valid_from)), "since")
    if state is last.state:
        raise DomainError(_l("Đảng viên đã ở trạng thái này."), "state")
    if state in GONE | {State.SUSPENDED, State.EXEMPT}:
        ask_leaving(member, since)
    last.valid_to = since - timedelta(days=1)
    row = MemberState(member_id=member.id, state=state, valid_from=since, decision=squeeze(decision))
    db.session.add(row)
    changed(actor, member, "state", {"state": str(last.state)}, {"state": state.value, "since": since.isoformat()})
    if state in GONE:
        _leave(member, since - timedelta(days=1))
    if state in GONE | {State.EXEMPT} and since <= clock.today():
        close_account(actor, member.account_id)
    db.session.flush()
    db.session.expire(member, ["states", "memberships", "positions"])
    audit.record(actor, "members.state", "member", member.id, state=state.value, since=since.isoformat())
    return row


def _drop_planned(member: Member, since: date) -> None:
    """What was only planned (the return from a temporary stay) gives way to what comes before it."""
    planned = select(MemberState).where(MemberState.member_id == member.id, MemberState.valid_from >= since,
                                        MemberState.valid_from > clock.today())
    for row in db.session.execute(planned).scalars():
        db.session.delete(row)
    db.session.flush()


def _leave(member: Member, last_day: date) -> None:
    tables: tuple[Any, ...] = (Membership, Position, Stay)
    for table in tables:
        rows = db.session.execute(select(table).where(
            table.member_id == member.id, table.valid_to.is_(None) | (table.valid_to > last_day))).scalars()
        for row in rows:
            row.valid_to = last_day


def _rename_account(member: Member, citizen_id: str) -> None:
    """The account is called after the citizen id (98-CV/ĐU), so both change together."""
    check_citizen_id(citizen_id)
    account = db.session.get(Account, member.account_id) if member.account_id else None
    if account is not None:
        account.citizen_id = citizen_id


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


audit.says({
    "members.admit": _l("ghi vào danh sách đảng viên"),
    "members.amend": _l("sửa hồ sơ đảng viên"),
    "members.state": _l("ghi trạng thái mới của đảng viên"),
})
