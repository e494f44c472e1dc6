"""Standing in: an officer of the same unit takes over a role from–to, for a leave. Not a step of the chain (J4)."""

from datetime import date

from sqlalchemy import select

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell
from portal.core.text import squeeze
from portal.delegation import queries
from portal.delegation.models import Grant
from portal.delegation.services.refusals import not_receiving
from portal.delegation.services.turns import take_turn
from portal.members.api import Position
from portal.organizations.api import Role

Held = Grant | Position


def holder_of(held: Held) -> int | None:
    """The account that holds a grant or a post."""
    return held.account_id if isinstance(held, Grant) else held.member.account_id


def name_substitute(actor: Actor, held: Held, *, account_id: int, since: date, until: date,
                    decision: str = "") -> Grant:
    """An officer of the same unit holds this role too, within these days; ends by itself, and with the role itself."""
    end = held.valid_to if isinstance(held, Position) else queries.until(held, queries.chains([held])[held.id])
    _check_days(since, until, end)
    if account_id == holder_of(held):
        raise DomainError(_l("Chọn một đồng chí khác."), "account_id")
    if account_id not in {one[0] for one in queries.officers(held.unit_id)}:
        raise DomainError(_l("Người thay phải là cán bộ đang giữ chức vụ hoặc vai trò tại chính đơn vị này."),
                          "account_id")
    found = queries.receiver(account_id, held.unit)
    wrong = not_receiving(found, held.unit, [Role(held.role)]) if found is not None else None
    if wrong is not None:
        raise DomainError(wrong.message, "account_id")
    check_once(held, account_id, since, until)
    by_grant = isinstance(held, Grant)
    row = Grant(
        account_id=account_id, unit_id=held.unit_id, role=held.role, grantor_id=actor.account_id,
        subtree=isinstance(held, Grant) and held.subtree, source_id=held.id if by_grant else None,
        source_position_id=None if by_grant else held.id, substitute_of=holder_of(held), valid_from=since,
        valid_to=until, granted_at=clock.now(), decision=squeeze(decision),
        hidden_from_above=isinstance(held, Grant) and held.hidden_from_above)
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "delegation.substitute", "grant", row.id, unit_id=row.unit_id, role=row.role)
    days = {"since": clock.show_date(since), "until": clock.show_date(until)}
    words = {"role": str(row.title), "unit": held.unit.name, **days}
    tell([account_id], N_("Bạn thay vai trò %(role)s tại %(unit)s từ %(since)s đến hết %(until)s."),
         f"/phan-quyen/{row.id}", **words)
    tell({actor.account_id, row.substitute_of}, N_("Đã cử người thay vai trò %(role)s tại %(unit)s từ %(since)s đến "
                                                   "hết %(until)s."), f"/phan-quyen/{row.id}", **words)
    return row


def check_once(held: Held, account_id: int, since: date, until: date, *, field: str = "account_id",
               but: int | None = None) -> None:
    """The same person stands in for the same holding once on a day: of two alike, ending one would end nothing."""
    take_turn(account_id)
    column = Grant.source_id if isinstance(held, Grant) else Grant.source_position_id
    found = select(Grant.valid_from, Grant.valid_to).where(
        column == held.id, Grant.substitute_of.is_not(None), Grant.account_id == account_id,
        Grant.revoked_at.is_(None), Grant.valid_from <= until, Grant.valid_to >= since, Grant.id != (but or 0))
    row = db.session.execute(found.order_by(Grant.valid_from).limit(1)).first()
    if row is not None:
        raise DomainError(_l("Đồng chí này đã được cử thay từ %(since)s đến hết %(until)s. Đổi thời hạn hoặc thu hồi "
                             "lần cử đó.", since=clock.show_date(row[0]), until=clock.show_date(row[1])), field)


def _check_days(since: date, until: date, end: date | None) -> None:
    if since < clock.today():
        raise DomainError(_l("Ngày bắt đầu không được ở quá khứ."), "since")
    if until < since:
        raise DomainError(_l("Ngày kết thúc phải sau ngày bắt đầu."), "until")
    if end is not None and until > end:
        raise DomainError(_l("Quyền được thay kết thúc ngày %(day)s; chọn ngày không muộn hơn.",
                             day=clock.show_date(end)), "until")


audit.says({"delegation.substitute": _l("cử người thay")})
