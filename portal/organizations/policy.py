"""Rights over the tree. Every member knows it; what changes a unit is decided by the unit above it."""

from sqlalchemy import Select, and_, false, or_, select, true

from portal.core import clock
from portal.core.actor import Actor
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import RULES, Right, fact, signed_in
from portal.organizations.models import CLERKS, HEADS, Organization, Role, Term

FAR = frozenset({Role.ORGANIZATION_BOARD, Role.ADMINISTRATOR})
"""Whose post at a unit reaches all units below it: they guide the committees and keep the system."""
DECIDING = HEADS | FAR
"""Who decides on the units below."""
WATCHING = CLERKS | FAR | {Role.CELL_COMMITTEE_MEMBER, Role.OVERSEER}
"""Who sees what a unit lacks."""


class Organizations(Right):
    """Rights over organisations."""

    READ = "organizations:read", _l("Xem tổ chức đảng"), _l("Xem cây tổ chức và thông tin chung của từng đơn vị.")
    CREATE = ("organizations:create", _l("Thêm đơn vị"),
              _l("Thêm đơn vị trực thuộc cấp ủy mình phụ trách, theo quyết định."))
    CHANGE = ("organizations:change", _l("Sửa đơn vị"),
              _l("Đổi tên, sửa chỗ viết sai, đổi loại hình đơn vị trực thuộc cấp ủy mình phụ trách."))
    REORDER = ("organizations:reorder", _l("Sắp xếp lại đơn vị"),
               _l("Chuyển, sáp nhập, tách, giải thể đơn vị trực thuộc cấp ủy mình phụ trách, theo quyết định."))
    DELETE = ("organizations:delete", _l("Xóa đơn vị ghi nhầm"),
              _l("Xóa một đơn vị vừa thêm nhầm, khi chưa có gì ở đó."))
    TERMS = "organizations:terms", _l("Ghi nhiệm kỳ"), _l("Ghi nhiệm kỳ và ngày đại hội của đơn vị.")
    CORRECT_TERM = "organizations:correct_term", _l("Sửa nhiệm kỳ"), _l("Sửa một nhiệm kỳ đã ghi của đơn vị.")
    EXPORT = ("organizations:export", _l("Tải danh sách tổ chức"),
              _l("Tải về và in danh sách đơn vị của một ngày."))
    WATCH = ("organizations:watch", _l("Xem lưu ý về đơn vị"),
             _l("Xem đơn vị thiếu đảng viên, thiếu bí thư hay đã hết nhiệm kỳ."))
    SEE_RULES = ("organizations:see_rules", _l("Xem bảng loại hình"),
                 _l("Xem các loại hình tổ chức, cấp trên được phép và các con số quy định."))
    SET_RULES = ("organizations:set_rules", _l("Sửa bảng loại hình"),
                 _l("Sửa các loại hình tổ chức, cấp trên được phép và các con số quy định, từ một ngày."))


def decides(actor: Actor, path: str) -> bool:
    """May change what stands directly under the unit at this path: its heads; the organisation board and the
    administrator there or anywhere above."""
    return (actor.holds(DECIDING, path) is not None
            or any(path.startswith(holding.path) for holding in actor.scopes(FAR)))


@fact(_l("Đơn vị này đã được xóa vì ghi nhầm."))
def is_no_mistake(actor: Actor, unit: Organization | None) -> bool:
    """The unit was not taken back; lists ask without one."""
    return unit is None or unit.valid_to is None or unit.valid_to >= unit.valid_from


@fact(_l("Chỉ người đứng đầu cấp ủy này, Ban Tổ chức hoặc quản trị hệ thống thêm được đơn vị trực thuộc."))
def decides_below(actor: Actor, unit: Organization) -> bool:
    """Decides on what stands directly under the unit."""
    return decides(actor, unit.path)


@fact(_l("Việc này do cấp ủy cấp trên trực tiếp của đơn vị quyết định."))
def decides_over(actor: Actor, unit: Organization) -> bool:
    """Decides on the unit, from the unit above; for the root, from the root itself."""
    return decides(actor, unit.superior_path)


@fact(_l("Đơn vị này đã kết thúc, không thay đổi được nữa."))
def is_in_force(actor: Actor, unit: Organization) -> bool:
    """The unit has not ended."""
    return unit.valid_to is None or unit.valid_to >= clock.today()


@fact(_l("Đơn vị cao nhất không chuyển, sáp nhập, tách hay giải thể được."))
def stands_under_another(actor: Actor, unit: Organization) -> bool:
    """Not the root of the tree."""
    return unit.parent_id is not None


@fact(_l("Chỉ người phụ trách đơn vị này hoặc cấp ủy cấp trên trực tiếp làm được việc này."))
def serves_it(actor: Actor, unit: Organization) -> bool:
    """Leads or serves the unit or the one above it."""
    return any(actor.holds(CLERKS, path) is not None for path in (unit.path, unit.superior_path))


@fact(_l("Chỉ người phụ trách đơn vị này hoặc cấp ủy cấp trên trực tiếp làm được việc này."))
def serves_the_unit_of_the_term(actor: Actor, term: Term) -> bool:
    """Leads or serves the unit of a term or the one above it, or decides on it."""
    return is_in_force(actor, term.unit) and (serves_it(actor, term.unit) or decides_over(actor, term.unit))


@fact(_l("Chỉ người phụ trách đơn vị này hoặc cấp ủy cấp trên trực tiếp xem được lưu ý."))
def watches_it(actor: Actor, unit: Organization) -> bool:
    """Leads, serves or follows the unit or the one above it."""
    return any(actor.holds(WATCHING, path) is not None for path in (unit.path, unit.superior_path))


@fact(_l("Chỉ người phụ trách một đơn vị xem và tải được bảng này."))
def manages_a_unit(actor: Actor, target: object) -> bool:
    """Leads or serves some unit."""
    return actor.holds_any(CLERKS | FAR) is not None


@fact(_l("Chỉ quản trị hệ thống sửa được bảng này."))
def is_administrator(actor: Actor, target: object) -> bool:
    """Keeps the system."""
    return actor.holds_any({Role.ADMINISTRATOR}) is not None


RULES |= {
    Organizations.READ: [[signed_in, is_no_mistake]],
    Organizations.CREATE: [[decides_below, is_in_force]],
    Organizations.CHANGE: [[decides_over, is_in_force]],
    Organizations.REORDER: [[decides_over, is_in_force, stands_under_another]],
    Organizations.DELETE: [[decides_over, is_in_force, stands_under_another]],
    Organizations.TERMS: [[serves_it, is_in_force], [decides_over, is_in_force]],
    Organizations.CORRECT_TERM: [[serves_the_unit_of_the_term]],
    Organizations.EXPORT: [[manages_a_unit]],
    Organizations.WATCH: [[watches_it, is_in_force], [decides_over, is_in_force]],
    Organizations.SEE_RULES: [[manages_a_unit]],
    Organizations.SET_RULES: [[is_administrator]],
}


def readable(actor: Actor) -> Select[Organization]:
    """Every unit that was no mistake, for whoever is signed in."""
    real = or_(Organization.valid_to.is_(None), Organization.valid_to >= Organization.valid_from)
    return select(Organization).where(and_(true() if actor.signed_in else false(), real))


def office_tokens(path: str) -> list[str]:
    """What the clerks over a unit find its papers and news by in search: `k14` over a unit and what is below it, `l203`
    over the unit alone. No audience bears these letters."""
    ids = path.strip("/").split("/")
    return [*(f"k{unit_id}" for unit_id in ids), f"l{ids[-1]}"]


def tokens_by_office(actor: Actor) -> frozenset[str]:
    """Those the actor has: what the clerks of a unit may read, as tokens."""
    return frozenset(f"{'k' if held.subtree else 'l'}{held.unit_id}" for held in actor.scopes(CLERKS))
