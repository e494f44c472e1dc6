"""Why a right can't be given, in sentences that say what to do."""

from collections.abc import Collection
from datetime import date
from typing import Any

from portal.core import clock
from portal.core.actor import Actor
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.delegation.models import DelegationStep
from portal.delegation.policy import MANAGERS
from portal.delegation.queries import RECEIVING, Receiver
from portal.members.api import State
from portal.organizations.api import Organization, Role

LOCKED = "locked"
FULL_MEMBERS = frozenset(Role) - {Role.OFFICE_STAFF}
"""Roles for đảng viên chính thức: one on probation may not stand for election (Điều lệ Đảng, điều 5)."""
OF_STATE: dict[str, Any] = {
    State.EXEMPT: _l("Đảng viên được miễn công tác và sinh hoạt đảng không dùng Sổ tay nên không được giao quyền."),
    State.SUSPENDED: _l("Đảng viên đang bị đình chỉ sinh hoạt không được giao quyền."),
    State.TRANSFERRING: _l("Đảng viên đang chuyển sinh hoạt; giao quyền sau khi đơn vị mới tiếp nhận."),
}


def no_way(actor: Actor, unit: Organization, role: Role, rows: Collection[DelegationStep]) -> DomainError:
    """Why no step leads from what the actor holds to this role at this unit."""
    if rows:
        return DomainError(_l("Công văn 98-CV/ĐU chưa nêu vai trò %(role)s ở bước này. Hỏi Ban Tổ chức Đảng ủy trước "
                              "khi giao.", role=role.label), "roles")
    paths = [one.path for one in actor.scopes(MANAGERS)]
    own = {one.unit_id for one in actor.scopes(MANAGERS)}
    if unit.parent_id is None and unit.id in own:
        return DomainError(_l("Quyền tại %(unit)s do người quản trị hệ thống giao.", unit=unit.name), "unit_id")
    if unit.id in own and unit.parent_id not in own:
        return DomainError(_l("Quyền tại chính đơn vị này do cấp trên trực tiếp giao."), "unit_id")
    if unit.parent_id in own or unit.id in own:
        return DomainError(_l("Trình tự phân quyền không có bước giao vai trò %(role)s tại đơn vị này từ vai trò của "
                              "bạn.", role=role.label), "roles")
    if any(path.startswith(unit.path) for path in paths):
        return DomainError(_l("Không giao quyền ngược lên cấp trên."), "unit_id")
    if any(unit.path.startswith(path) for path in paths):
        return DomainError(_l("Không giao quyền vượt cấp: mỗi cấp chỉ giao cho đơn vị ngay dưới. Quyền tại đơn vị này "
                              "do %(unit)s giao.", unit=unit.parent.name if unit.parent else ""), "unit_id")
    return DomainError(_l("Đơn vị này không thuộc phạm vi bạn phụ trách."), "unit_id")


def not_receiving(found: Receiver, unit: Organization, roles: Collection[Role]) -> DomainError | None:
    """Why this person may not receive these roles at this unit, or None."""
    if found.member_id is None:
        return DomainError(_l("Người được giao quyền phải là đảng viên (98-CV/ĐU)."), "account_id")
    if found.account_state == LOCKED:
        return DomainError(_l("Tài khoản này đang bị khóa. Mở khóa trước khi giao quyền."), "account_id")
    if found.state not in RECEIVING:
        usual = _l("Người này không còn sinh hoạt trong Đảng bộ nên không được giao quyền.")
        return DomainError(OF_STATE.get(found.state, usual), "account_id")
    if not found.belongs:
        return DomainError(_l("Đồng chí này không sinh hoạt và không giữ chức vụ tại %(unit)s hoặc đơn vị trực thuộc.",
                              unit=unit.name), "account_id")
    if found.state == State.PROBATIONARY and FULL_MEMBERS & set(roles):
        return DomainError(_l("Đảng viên dự bị chỉ được giao vai trò giúp việc văn phòng cấp ủy."), "roles")
    return None


def wrong_days(since: date, until: date | None, end: date | None) -> DomainError | None:
    """Why these days can't be, where what it comes from ends on `end`; or None."""
    if since < clock.today():
        return DomainError(_l("Ngày bắt đầu không được ở quá khứ."), "since")
    if until is not None and until < since:
        return DomainError(_l("Ngày kết thúc phải sau ngày bắt đầu."), "until")
    if end is not None and since > end:
        return DomainError(_l("Quyền của bạn kết thúc ngày %(day)s, trước ngày bắt đầu này.",
                              day=clock.show_date(end)), "since")
    if end is not None and until is not None and until > end:
        return DomainError(_l("Quyền của bạn kết thúc ngày %(day)s; chọn ngày không muộn hơn.",
                              day=clock.show_date(end)), "until")
    return None
