"""Rights over imports: who may write in the register of a whole unit brings files in for it."""

from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select

from portal.core.actor import Actor
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import RULES, Right, fact
from portal.core.statements import still
from portal.imports.models import MemberImport
from portal.organizations.api import CLERKS, Organization, OrganizationKind, Role, stands_on_top

WRITERS = CLERKS | {Role.ORGANIZATION_BOARD}
"""Keepers who may write; a member of a cell committee only reads."""


class Imports(Right):
    """Rights over imports of members."""

    OPEN = ("imports:open", _l("Nhập danh sách đảng viên"),
            _l("Tải tệp danh sách đảng viên lên và xem các lần nhập của đơn vị mình phụ trách."))
    READ = ("imports:read", _l("Xem một lần nhập"),
            _l("Xem trước, xem báo cáo của một lần nhập danh sách đảng viên."))
    WRITE = ("imports:write", _l("Ghi một lần nhập"),
             _l("Chọn cột, ghi vào danh sách đảng viên và hoàn tác một lần nhập."))


def writes_whole(actor: Actor, unit: Organization) -> bool:
    """May write for the unit and all its cells: it is a cell, or the role reaches below."""
    return any(one.covers(unit.path) and (one.subtree or unit.is_cell) for one in actor.scopes(WRITERS))


def written_whole(actor: Actor) -> ColumnElement[bool]:
    """The same as a condition on Organization joined to OrganizationKind."""
    path = still(Organization.path) if stands_on_top(actor, WRITERS) else Organization.path
    parts: list[ColumnElement[bool]] = []
    for holding in actor.scopes(WRITERS):
        if holding.subtree:
            parts.append(path.between(holding.path, holding.path + ":"))
        else:
            parts.append((Organization.id == holding.unit_id) & OrganizationKind.is_cell)
    return or_(*parts) if parts else false()


@fact(_l("Chỉ bí thư, phó bí thư, văn phòng cấp ủy và ban tổ chức nhập được danh sách đảng viên."))
def writes_a_register(actor: Actor, target: Any) -> bool:
    """Holds a writing role somewhere."""
    return actor.holds_any(WRITERS) is not None


@fact(_l("Lần nhập này thuộc đơn vị bạn không phụ trách."))
def writes_its_unit(actor: Actor, target: Any) -> bool:
    """Holds a writing role over the import's unit and its cells."""
    return writes_whole(actor, target.unit)


RULES |= {
    Imports.OPEN: [[writes_a_register]],
    Imports.READ: [[writes_its_unit]],
    Imports.WRITE: [[writes_its_unit]],
}


def readable(actor: Actor) -> Select[MemberImport]:
    """Imports for units whose register the actor writes whole."""
    return (select(MemberImport).join(Organization, Organization.id == still(MemberImport.unit_id))
            .join(OrganizationKind, OrganizationKind.id == Organization.kind_id).where(written_whole(actor)))
