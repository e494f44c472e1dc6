"""A unit goes below another one, with all that stands below it."""

from datetime import date

from sqlalchemy import func, select

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import squeeze
from portal.organizations import queries
from portal.organizations.models import Organization, OrganizationHistory, OrganizationKind
from portal.organizations.policy import decides
from portal.organizations.services.founding import not_below
from portal.organizations.services.naming import check_below
from portal.organizations.services.turning import Plan, check_depth, check_turn, settle_below, turn


def check_open(unit: Organization, day: date, field: str) -> None:
    """Refuse a unit that is not there from the day on, as the target of anything."""
    if unit.valid_to is not None:
        raise DomainError(_l("%(name)s kết thúc ngày %(day)s, không nhận thêm được.", name=unit.name,
                             day=clock.show_date(unit.valid_to)), field)
    if day < unit.valid_from:
        raise DomainError(_l("%(name)s có từ ngày %(day)s; chọn ngày từ đó trở đi.", name=unit.name,
                             day=clock.show_date(unit.valid_from)), "since")


def check_place(actor: Actor, unit: Organization, parent: Organization, kind_id: str, day: date,
                field: str = "parent_id") -> None:
    """Refuse a place for a unit: not one's own to decide, inside the unit itself, closed, of a kind that does not
    take it, or one that stood elsewhere on the day."""
    if not decides(actor, parent.path):
        raise DomainError(_l("Bạn không phụ trách %(name)s nên không đặt đơn vị vào đó được. Cấp ủy cấp trên của "
                             "cả hai nơi làm việc này.", name=parent.name), field)
    if parent.path.startswith(unit.path):
        raise DomainError(_l("%(parent)s nằm trong %(name)s: một đơn vị không đặt dưới chính nó.", parent=parent.name,
                             name=unit.name), field)
    check_open(parent, day, field)
    allowed = queries.kinds_under(parent.kind_id, day)
    if kind_id not in {kind.id for kind in allowed}:
        raise not_below(kind_id, parent, allowed, day)
    settled = _settled_since(parent)
    if settled is not None and day <= settled:
        raise DomainError(_l("Cấp trên của %(name)s còn thay đổi đến ngày %(day)s; chọn ngày sau đó.", name=parent.name,
                             day=clock.show_date(settled)), "since")
    check_depth(unit, parent)


def _settled_since(unit: Organization) -> date | None:
    """The last day on which a unit or one above it stood elsewhere."""
    above = Organization.id.in_(unit.ancestor_ids)
    elsewhere = OrganizationHistory.parent_id.is_distinct_from(Organization.parent_id)
    found = (select(func.max(OrganizationHistory.valid_to))
             .join(Organization, Organization.id == OrganizationHistory.unit_id).where(above, elsewhere))
    return db.session.execute(found).scalar()


def plan_move(actor: Actor, unit: Organization, parent: Organization, kind_id: str, since: date) -> Plan:
    """What a move carries along; raises where it can't be done."""
    if parent.id == unit.parent_id:
        raise DomainError(_l("Đơn vị đã trực thuộc %(name)s.", name=parent.name), "parent_id")
    check_turn(unit, since)
    check_place(actor, unit, parent, kind_id, since)
    if kind_id != unit.kind_id:
        check_below(unit, db.session.get_one(OrganizationKind, kind_id), since)
    below = [unit_id for unit_id in subtree_ids(unit) if unit_id != unit.id]
    plan = Plan(lines=[_l("Từ ngày %(day)s đơn vị trực thuộc %(new)s (trước đó: %(old)s).", day=clock.show_date(since),
                          new=parent.name, old=unit.parent.name if unit.parent else "–"),
                       _l("Tất cả những gì ở đơn vị và bên dưới đi theo; người phụ trách cấp trên cũ không còn phụ "
                          "trách đơn vị này."),
                       _l("Quyền do cấp trên cũ giao ở đây còn nguyên; từ nay cấp trên mới thu hồi hoặc đổi thời "
                          "hạn.")],
                numbers=[(_l("Đơn vị bên dưới"), len(below)), *queries.carried([unit.id, *below], since).items()])
    if kind_id != unit.kind_id:
        names = {kind.id: kind.name for kind in queries.kinds()}
        plan.lines.append(_l("Loại hình đổi từ %(old)s thành %(new)s.", old=unit.kind.name, new=names[kind_id]))
    return plan


def subtree_ids(unit: Organization) -> list[int]:
    """Ids of the unit and those below it, in force today."""
    found = select(Organization.id).where(Organization.path.between(unit.path, unit.path + ":"), queries.in_force())
    return list(db.session.execute(found).scalars())


def move(actor: Actor, unit: Organization, *, parent: Organization, since: date, decision: str,
         kind_id: str | None = None) -> Organization:
    """From this day the unit stands below another one, perhaps as another kind; people, posts and grants stay with
    the units they belong to, and whoever leads the new superior reaches them from now on."""
    kind_id = kind_id or unit.kind_id
    plan_move(actor, unit, parent, kind_id, since)
    turn(unit, since, squeeze(decision))
    unit.kind_id = kind_id
    settle_below(actor, unit, parent)
    audit.record(actor, "organizations.move", "organization", unit.id, unit_id=unit.id, parent=parent.id,
                 since=since.isoformat())
    return unit


audit.says({"organizations.move": _l("chuyển đơn vị sang trực thuộc đơn vị khác")})
