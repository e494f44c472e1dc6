"""A helper ("người giúp thao tác"): works in the place of an old or ill member of the same cell (N33).

Named by the member, or recorded by the head of the cell with a reason (not against the member's word, nor for himself
where the member could ask); stands once the helper has agreed, from–to; each of them ends it at once. What is done
meanwhile is logged and signed with both names; little can be done (core/guard.py, `while_helping`).
"""

from datetime import date

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell
from portal.core.text import squeeze
from portal.delegation import queries
from portal.delegation.models import Help, Helping
from portal.delegation.services.turns import take_turn
from portal.members.api import Member, add_months

MONTHS = 12
REASON_LEAST = 10
PAGE = "/nguoi-giup"


def name_helper(actor: Actor, member: Member, account_id: int, since: date, until: date, reason: str = "") -> Help:
    """Ask somebody of the cell to help a member from–to; where the two have one already, it gets another last day."""
    reason = squeeze(reason)
    if member.id != actor.member_id:
        _check_recorded(actor, member, account_id, reason)
    take_turn(account_id)
    known = queries.open_help(member.id, account_id)
    _check_days(since if known is None else clock.today(), until)
    if account_id not in {account for account, _ in queries.possible_helpers(member.id)}:
        raise DomainError(_l("Chọn một đảng viên cùng chi bộ đang dùng tài khoản."), "account_id")
    if known is not None:
        known.valid_to = until
    else:
        _check_number(account_id)
        known = Help(member_id=member.id, account_id=account_id, named_by=actor.account_id, named_at=clock.now(),
                     reason=reason[:300], valid_from=since, valid_to=until)
        db.session.add(known)
    db.session.flush()
    _record(actor, "delegation.name_helper", known, member, until=until.isoformat())
    words = {"name": member.full_name, "helper": queries.name_of(account_id), "until": clock.show_date(until)}
    tell([account_id], N_("Bạn được nhờ thao tác thay đồng chí %(name)s đến hết ngày %(until)s."), PAGE,
         name=words["name"], until=words["until"])
    tell([member.account_id], N_("%(helper)s được nhờ thao tác thay bạn đến hết ngày %(until)s; bạn thôi được bất cứ "
                                 "lúc nào."), PAGE, helper=words["helper"], until=words["until"])
    return known


def accept_help(actor: Actor, help_: Help) -> Help:
    """The helper agrees."""
    _check_number(help_.account_id, more=0)
    help_.accepted_at = clock.now()
    db.session.flush()
    _record(actor, "delegation.accept_help", help_, help_.member)
    tell([help_.member.account_id, help_.named_by], N_("%(helper)s đã nhận thao tác thay đồng chí %(name)s."), PAGE,
         helper=actor.name, name=help_.member.full_name)
    return help_


def end_help(actor: Actor, help_: Help) -> Help:
    """End it at once, the work that runs too; both are told."""
    help_.ended_at, help_.ended_by = clock.now(), actor.account_id
    running = db.update(Helping).where(Helping.help_id == help_.id, Helping.ended_at.is_(None))
    db.session.execute(running.values(ended_at=clock.now()))
    db.session.flush()
    _record(actor, "delegation.end_help", help_, help_.member)
    tell([help_.member.account_id, help_.account_id],
         N_("Việc %(helper)s thao tác thay %(name)s đã thôi."), PAGE,
         helper=queries.name_of(help_.account_id), name=help_.member.full_name)
    return help_


def begin_helping(actor: Actor, help_: Help) -> Helping:
    """Work in the member's place from now on; the member is told, once a day."""
    if queries.is_locked(help_.member_id):
        raise DomainError(_l("Tài khoản của người được giúp đang bị khóa. Hỏi bí thư chi bộ."))
    other = queries.actor_of_account(help_.member.account_id or 0)
    if other.unit_id is None or other.unit_id != actor.unit_id:
        raise DomainError(_l("Hai người không còn cùng sinh hoạt một chi bộ nên không thao tác thay được."))
    now = clock.now()
    row = Helping(help_id=help_.id, session_id=actor.session_id, started_at=now, used_at=now)
    db.session.add(row)
    db.session.flush()
    _record(actor, "delegation.begin_help", help_, help_.member)
    tell([help_.member.account_id], N_("%(helper)s thao tác thay bạn ngày %(day)s."), PAGE,
         helper=actor.name, day=clock.show_date(clock.today()))
    return row


def stop_helping(actor: Actor, helping_id: int) -> None:
    """Back to oneself; the hand stays in the log."""
    row = db.session.get(Helping, helping_id)
    if row is not None and row.ended_at is None and row.session_id == actor.session_id:
        row.ended_at = clock.now()
        audit.record(actor, "delegation.stop_help", "help", row.help_id, unit_id=actor.unit_id)


def _check_recorded(actor: Actor, member: Member, account_id: int, reason: str) -> None:
    if len(reason) < REASON_LEAST:
        raise DomainError(_l("Ghi lý do, ít nhất 10 ký tự."), "reason")
    if queries.sent_away(member, account_id):
        raise DomainError(_l("Đảng viên này đã thôi người giúp này. Chỉ chính đồng chí ấy nhờ lại được."), "account_id")
    if account_id == actor.account_id and queries.uses_account(member):
        raise DomainError(_l("Đảng viên này đang dùng tài khoản nên tự nhờ bạn được. Bạn chỉ ghi người khác."),
                          "account_id")


def _check_days(since: date, until: date) -> None:
    today = clock.today()
    if since < today:
        raise DomainError(_l("Ngày bắt đầu không được ở trước hôm nay."), "since")
    if until < since:
        raise DomainError(_l("Ngày kết thúc phải sau ngày bắt đầu."), "until")
    if until > add_months(today, MONTHS):
        raise DomainError(_l("Dài nhất một năm; gần hết hạn thì gia hạn."), "until")


def _check_number(account_id: int, more: int = 1) -> None:
    take_turn(account_id)
    if queries.helped_count(account_id) + more > queries.MOST_HELPED:
        raise DomainError(_l("Người này đã giúp đủ %(n)s đảng viên. Chọn người khác.", n=queries.MOST_HELPED),
                          "account_id")


def _record(actor: Actor, verb: str, help_: Help, member: Member, **facts: str) -> None:
    audit.record(actor, verb, "help", help_.id, unit_id=member.home.unit_id if member.home else None, **facts)


audit.says({
    "delegation.name_helper": _l("nhờ một đảng viên thao tác thay"),
    "delegation.accept_help": _l("nhận thao tác thay"),
    "delegation.end_help": _l("thôi việc thao tác thay"),
    "delegation.begin_help": _l("bắt đầu thao tác thay"),
    "delegation.stop_help": _l("về tài khoản của mình sau khi thao tác thay"),
})
