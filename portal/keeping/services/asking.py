"""Ask for an account, and judge who asked.

The answer to the asker is the same for every citizen id, after the same work: who is told of a request is worked
out by the worker. The asker proves nothing here; the slip is handed over in person.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.core import audit, clock, seal
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import Conflict, DomainError, NotAllowed
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell
from portal.core.policy import allowed, refusal
from portal.core.text import squeeze
from portal.delegation.api import actor_of_account
from portal.jobs.queue import enqueue
from portal.keeping import queries
from portal.keeping.models import APPROVED, REFUSED, WAITING, AccountRequest, AskCounter, Kept
from portal.keeping.policy import Keeping, today
from portal.keeping.services.opening import Made, issue, until_of, why_not
from portal.members.api import PRESENT, Member, Membership, MemberState, check_citizen_id, clean_name
from portal.organizations.api import Organization

PER_ADDRESS, IN_ALL = 20, 200
WINDOW = timedelta(hours=1)
REFUSAL_LEAST = 5


class TooMany(DomainError):
    """Too many asked from one place, or in all."""

    status = 429


def count_ask(address: str) -> None:
    """Count a request of this address before anything else is looked at; the caller keeps it (`keep_now`)."""
    for key in (seal.digest("ask", address), seal.digest("ask", "*")):
        db.session.execute(db.update(AskCounter).where(AskCounter.key == key, AskCounter.since < clock.now() - WINDOW)
                           .values(asked=0, since=clock.now()))
        more = db.update(AskCounter).where(AskCounter.key == key).values(asked=AskCounter.asked + 1)
        if db.session.execute(more).rowcount:  # type: ignore[attr-defined]
            continue
        try:
            with db.session.begin_nested():
                db.session.add(AskCounter(key=key, asked=1, since=clock.now()))
        except IntegrityError:
            db.session.execute(more)


def ask(address: str, *, citizen_id: str, full_name: str, birth_date: date, phone: str, cell_text: str) -> bool:
    """Take a request; the same person again while it waits only brings it up to date."""
    _check_count(address)
    check_citizen_id(citizen_id)
    if not date(1900, 1, 1) <= birth_date <= clock.today():
        raise DomainError(_l("Ngày sinh không đúng."), "birth_date")
    said: dict[str, Any] = {"full_name": clean_name(full_name), "birth_date": birth_date, "phone": squeeze(phone),
            "cell_text": squeeze(cell_text)}
    waiting = select(AccountRequest).where(AccountRequest.waiting_id == citizen_id).with_for_update()
    row = db.session.execute(waiting).scalar_one_or_none() or _first(citizen_id, said)
    if row is None:
        row = db.session.execute(waiting).scalar_one()
    row.times += 1
    row.differed = row.differed or any(getattr(row, name) != value for name, value in said.items())
    for name, value in said.items():
        setattr(row, name, value)
    db.session.flush()
    enqueue("keeping.request_came", dedupe=f"keeping.request_came {row.id}", id=row.id)
    return True


def _first(citizen_id: str, said: dict[str, Any]) -> AccountRequest | None:
    """The row of a person who did not ask before; None where another press was faster."""
    row = AccountRequest(at=clock.now(), citizen_id=citizen_id, waiting_id=citizen_id, times=0, differed=False,
                         state=WAITING, reason="", **said)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return None
    return row


def request_came(request_id: int) -> None:
    """Tell those who keep the cell of the member with that id, if there is one (the worker does)."""
    asked = db.session.get(AccountRequest, request_id)
    if asked is None or asked.state != WAITING:
        return
    found = db.session.execute(
        select(Member.id, Organization).select_from(Member).join(Membership, today(Membership))
        .join(Organization, Organization.id == Membership.unit_id).join(MemberState, today(MemberState))
        .where(Member.citizen_id == asked.citizen_id, MemberState.state.in_(PRESENT))).one_or_none()
    if found is not None:
        member_id, cell = found
        tell(_who_may(member_id, cell), N_("Có yêu cầu cấp tài khoản mới tại %(unit)s."), "/tai-khoan/yeu-cau",
             unit=cell.name)


def _who_may(member_id: int, cell: Organization) -> list[int]:
    """The nearest who may open this member's account: where the member holds a post, those are further up."""
    for nearest in queries.keepers_up(cell):
        actors = [actor_of_account(account_id) for account_id in nearest]
        able = [actor.account_id for actor in actors
                for kept in [queries.get(actor, member_id)] if kept and allowed(actor, Keeping.MANAGE, kept)]
        if able:
            return [account_id for account_id in able if account_id is not None]
    return []


def approve(actor: Actor, asked: AccountRequest, hours: str) -> Made:
    """The roster fits: open the account and make the slip."""
    _still_waits(asked)
    found = queries.request_member(actor, asked)
    reason = why_not_approve(actor, found)
    if found is None or reason is not None:
        raise DomainError(reason)
    made = issue(actor, [found.member.id], until=until_of(hours))
    _decide(actor, asked, APPROVED, "")
    audit.record(actor, "keeping.approve", "account_request", asked.id, unit_id=found.cell.id)
    return made


def why_not_approve(actor: Actor, found: Kept | None) -> Any:
    """Why no account can be opened on this request; None where one can."""
    if found is None:
        return _l("Số định danh này không có trong danh sách đơn vị bạn phụ trách: chưa cấp được tài khoản. "
                  "Kiểm tra danh sách đảng viên trước.")
    return why_not(actor, found)


def refuse(actor: Actor, asked: AccountRequest, reason: str) -> AccountRequest:
    """Say no, with a reason that the secretary can repeat to the asker."""
    _still_waits(asked)
    reason = squeeze(reason)
    if len(reason) < REFUSAL_LEAST:
        raise DomainError(_l("Ghi lý do, ít nhất 5 ký tự."), "reason")
    found = queries.request_member(actor, asked)
    if found is not None and not allowed(actor, Keeping.MANAGE, found):
        raise NotAllowed(refusal(actor, Keeping.MANAGE, found))
    _decide(actor, asked, REFUSED, reason[:300])
    audit.record(actor, "keeping.refuse", "account_request", asked.id, unit_id=found.cell.id if found else None)
    return asked


def _check_count(address: str) -> None:
    counted = select(AskCounter.key, AskCounter.asked).where(
        AskCounter.key.in_([seal.digest("ask", address), seal.digest("ask", "*")]))
    limits = {seal.digest("ask", address): PER_ADDRESS, seal.digest("ask", "*"): IN_ALL}
    if any(asked > limits[key] for key, asked in db.session.execute(counted)):
        raise TooMany(_l("Đang có quá nhiều yêu cầu. Chờ một giờ rồi gửi lại, hoặc gặp trực tiếp bí thư chi bộ."))


def _still_waits(asked: AccountRequest) -> None:
    """Read the row anew, locked: two keepers may have pressed at the same moment."""
    db.session.refresh(asked, with_for_update=True)
    if asked.state != WAITING:
        raise Conflict(_l("Yêu cầu này đã được xử lý lúc %(at)s.", at=clock.show_moment(asked.decided_at)))


def _decide(actor: Actor, asked: AccountRequest, state: str, reason: str) -> None:
    asked.state, asked.waiting_id, asked.reason = state, None, reason
    asked.decided_at, asked.decided_by = clock.now(), actor.account_id
    db.session.flush()


audit.says({
    "keeping.approve": _l("duyệt yêu cầu cấp tài khoản"),
    "keeping.refuse": _l("từ chối yêu cầu cấp tài khoản"),
})
