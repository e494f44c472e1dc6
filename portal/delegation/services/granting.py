"""Giving rights: one step down, out of what one holds, to a member of the unit that receives.

98-CV/ĐU, 4b; domain/RULES.md, section 6. Every value may have been posted by hand: nothing here trusts the form.
"""

from collections.abc import Collection
from dataclasses import dataclass
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
from portal.delegation.models import SAME_UNIT, Grant
from portal.delegation.queries import Receiver, Way
from portal.delegation.services.administrators import others, tell_administrators
from portal.delegation.services.refusals import no_way, not_receiving, wrong_days
from portal.members.api import Position
from portal.organizations.api import Organization, Role


@dataclass(frozen=True, slots=True)
class Terms:
    """How a role is given: with what is below or not, from–to, by which decision, hidden from above or not."""

    subtree: bool = False
    since: date | None = None
    until: date | None = None
    decision: str = ""
    hidden: bool = False


def give(actor: Actor, *, account_id: int, unit: Organization, roles: Collection[str], terms: Terms,
         source: Grant | None = None) -> list[Grant]:
    """Give an account one role or several at a unit; one grant each, all or none. Out of `source` where it is named,
    else out of the holding that lasts longest."""
    wanted = _roles(roles)
    chosen = _ways(actor, unit, wanted, source)
    _check_receiver(actor, account_id, unit, wanted)
    if terms.hidden and not all(way.step.may_hide for way in chosen.values()):
        raise DomainError(_l("Vai trò này không ẩn với cấp trên được."), "hidden")
    rows = [_write(actor, account_id, unit, role, chosen[role], terms) for role in wanted]
    db.session.flush()
    for row in rows:
        audit.record(actor, "delegation.grant", "grant", row.id, unit_id=unit.id, role=row.role, subtree=row.subtree,
                     by=_by(row))
    _tell(actor, rows, unit)
    return rows


def grant(actor: Actor, *, account_id: int, unit: Organization, role: str, subtree: bool, since: date,
          until: date | None, source: Grant | None, decision: str = "") -> Grant:
    """One role at a unit. A person gives by all the rules; the system (installation, sample) writes what it is told,
    but never outside the branch of the source."""
    if actor.account_id is not None:
        return give(actor, account_id=account_id, unit=unit, roles=[role],
                    terms=Terms(subtree, since, until, decision), source=source)[0]
    if source is not None and not unit.path.startswith(source.unit.path):
        raise DomainError(_l("Đơn vị này không thuộc phạm vi được giao của người phân quyền."), "unit_id")
    if until is not None and until < since:
        raise DomainError(_l("Ngày kết thúc phải sau ngày bắt đầu."), "valid_to")
    row = Grant(account_id=account_id, unit_id=unit.id, role=role, subtree=subtree, grantor_id=None,
                source_id=source.id if source else None, valid_from=since, valid_to=until, granted_at=clock.now(),
                decision=decision)
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "delegation.grant", "grant", row.id, unit_id=unit.id, role=role, subtree=subtree)
    return row


def _roles(roles: Collection[str]) -> list[Role]:
    known = {str(role) for role in Role}
    wanted = [Role(role) for role in dict.fromkeys(roles) if role in known]
    if not wanted or len(wanted) != len(set(roles)):
        raise DomainError(_l("Chọn ít nhất một vai trò trong danh sách."), "roles")
    return wanted


def _ways(actor: Actor, unit: Organization, roles: list[Role], source: Grant | None) -> dict[Role, Way]:
    """For each role the way it may be given: the holding that lasts longest."""
    today = clock.today()
    if unit.valid_from > today or (unit.valid_to is not None and unit.valid_to < today):
        raise DomainError(_l("Đơn vị này không còn hoạt động."), "unit_id")
    found = [way for way in queries.ways(actor, unit) if source is None
             or (way.holding.source, way.holding.source_id) == ("grant", source.id)]
    chosen = {}
    for role in roles:
        fitting = [way for way in found if way.step.role == role and way.step.confirmed]
        if not fitting:
            raise no_way(actor, unit, role, [way.step for way in found if way.step.role == role])
        chosen[role] = max(fitting, key=lambda way: source_end(way) or date.max)
    return chosen


def source_end(way: Way) -> date | None:
    """The last day of what a grant would come from, the chain above included; None where it has no end."""
    if way.step.step == SAME_UNIT:
        return None
    if way.holding.source == "position":
        return db.session.get_one(Position, way.holding.source_id).valid_to
    source = db.session.get_one(Grant, way.holding.source_id)
    return queries.until(source, queries.chains([source])[source.id])


def _check_receiver(actor: Actor, account_id: int, unit: Organization, roles: list[Role]) -> None:
    if account_id == actor.account_id:
        raise DomainError(_l("Không tự giao quyền cho mình. Cấp trên trực tiếp giao quyền cho bạn."), "account_id")
    found: Receiver | None = queries.receiver(account_id, unit)
    if found is None:
        raise DomainError(_l("Không có tài khoản này."), "account_id")
    wrong = not_receiving(found, unit, roles)
    if wrong is not None:
        raise wrong
    doubled = queries.held_already(account_id, unit.id, roles)
    if doubled:
        raise DomainError(_l("Đồng chí này đã có vai trò %(role)s tại đơn vị này.",
                             role=Role(min(doubled)).label), "roles")


def _write(actor: Actor, account_id: int, unit: Organization, role: Role, way: Way, terms: Terms) -> Grant:
    since = terms.since or clock.today()
    end = source_end(way)
    wrong = wrong_days(since, terms.until, end)
    if wrong is not None:
        raise wrong
    at_top = way.step.step == SAME_UNIT
    by_grant = not at_top and way.holding.source == "grant"
    row = Grant(
        account_id=account_id, unit_id=unit.id, role=role.value, subtree=terms.subtree and not unit.is_cell,
        grantor_id=actor.account_id, source_id=way.holding.source_id if by_grant else None,
        source_position_id=way.holding.source_id if not at_top and not by_grant else None,
        step=way.step.step, valid_from=since, valid_to=terms.until or end, granted_at=clock.now(),
        decision=squeeze(terms.decision), hidden_from_above=terms.hidden, pending=at_top and others(actor, account_id))
    db.session.add(row)
    return row


def _by(row: Grant) -> str:
    if row.source_id is not None:
        return f"grant:{row.source_id}"
    return f"position:{row.source_position_id}" if row.source_position_id is not None else ""


def _tell(actor: Actor, rows: list[Grant], unit: Organization) -> None:
    roles = ", ".join(str(row.title) for row in rows)
    url = f"/phan-quyen/{rows[0].id}"
    if any(row.pending for row in rows):
        tell_administrators(actor, rows, unit)
        return
    tell([rows[0].account_id], N_("Bạn được giao quyền: %(roles)s tại %(unit)s."), url, roles=roles, unit=unit.name)
    tell([actor.account_id], N_("Bạn đã giao quyền: %(roles)s tại %(unit)s."), url, roles=roles, unit=unit.name)
    if rows[0].step == SAME_UNIT:
        tell_administrators(actor, rows, unit)


audit.says({"delegation.grant": _l("giao quyền")})
audit.called("grant", queries.named)
