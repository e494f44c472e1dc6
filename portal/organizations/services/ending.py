"""Units end: merged into another, or dissolved."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import select

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import squeeze
from portal.organizations import queries
from portal.organizations.models import Organization, OrganizationKind, Succession
from portal.organizations.policy import decides
from portal.organizations.services.founding import create, not_below
from portal.organizations.services.moving import check_open, check_place
from portal.organizations.services.turning import Plan, check_day, check_turn, clean_name, settle_below, turn

LEFT = _l("Cuộc họp, văn bản, góp ý, tin còn dở ở lại với đơn vị kết thúc. Nên giải quyết xong trước; sau ngày này chỉ "
          "cấp trên có quyền “và cấp dưới” mở được.")
"""What nobody carries along: work of a post belongs to its unit."""


def children_of(*units: Organization) -> list[Organization]:
    """Units in force directly below these units."""
    found = (select(Organization).where(Organization.parent_id.in_([unit.id for unit in units]), queries.in_force())
             .order_by(Organization.sort_key))
    return list(db.session.execute(found).scalars())


def check_end(actor: Actor, unit: Organization, day: date) -> None:
    """Refuse that a unit ends before this day: not one's own to decide, the root, or contradicted by its past."""
    check_day(day)
    if unit.parent_id is None:
        raise DomainError(_l("Đơn vị cao nhất không sáp nhập hay giải thể được."))
    if not decides(actor, unit.superior_path):
        raise DomainError(_l("Việc của %(name)s do cấp ủy cấp trên trực tiếp của đơn vị ấy quyết định.",
                             name=unit.name), "other_id")
    if unit.valid_to is not None:
        raise DomainError(_l("%(name)s đã kết thúc.", name=unit.name), "other_id")
    first = queries.earliest_end(unit)
    if day < first:
        raise DomainError(_l("%(name)s còn có thay đổi gần ngày này; sớm nhất là ngày %(day)s.", name=unit.name,
                             day=clock.show_date(first)), "since")


def _check_receiver(unit: Organization, target: Organization, day: date, field: str) -> None:
    if target.path.startswith(unit.path):
        raise DomainError(_l("%(target)s nằm trong chính đơn vị sẽ kết thúc. Chọn đơn vị khác.", target=target.name),
                          field)
    check_open(target, day, field)
    if not target.is_cell and queries.present([unit.id], day):
        raise DomainError(_l("Đảng viên chỉ sinh hoạt tại chi bộ; %(target)s không phải chi bộ.", target=target.name),
                          field)


def _check_children(actor: Actor, unit: Organization, target: Organization, day: date, field: str) -> None:
    for child in children_of(unit):
        check_turn(child, day)
        check_place(actor, child, target, child.kind_id, day, field)


def _numbers(units: Collection[Organization], day: date, below: int | None = None) -> list[tuple[object, int]]:
    said = (_l("Đơn vị trực thuộc"), len(children_of(*units)) if below is None else below)
    return [said, *queries.carried([unit.id for unit in units], day).items()]


def plan_merge(actor: Actor, units: Sequence[Organization], target: Organization | None, since: date,
               below: int | None = None) -> Plan:
    """What merging units into a target (a new unit for None) does; raises where it can't be done. `below`: how many
    units stand below them, where that is known."""
    for unit in units:
        if target is not None and unit.id == target.id:
            raise DomainError(_l("Chọn một đơn vị khác: một đơn vị không sáp nhập vào chính nó."), "other_id")
        check_end(actor, unit, since)
        if target is not None:
            _check_receiver(unit, target, since, "other_id")
            _check_children(actor, unit, target, since, "other_id")
    if target is not None and target.parent_id is not None and not decides(actor, target.superior_path):
        raise DomainError(_l("Việc của %(name)s do cấp ủy cấp trên trực tiếp của đơn vị ấy quyết định.",
                             name=target.name), "other_id")
    eve = clock.show_date(since - timedelta(days=1))
    return Plan(
        lines=[*(_l("%(name)s kết thúc ngày %(day)s; trang và giấy tờ của đơn vị vẫn xem được.", name=unit.name,
                    day=eve) for unit in units),
               _l("Đảng viên và đơn vị trực thuộc chuyển về %(name)s từ ngày %(day)s.",
                  name=target.name if target is not None else _l("đơn vị mới"), day=clock.show_date(since)),
               _l("Chức vụ và vai trò được giao tại đơn vị sáp nhập kết thúc ngày %(day)s.", day=eve), LEFT],
        numbers=_numbers(units, since, below))


def merge(actor: Actor, units: Sequence[Organization], *, target: Organization, since: date,
          decision: str) -> Organization:
    """The units end the day before; their people and the units below them belong to the target from this day."""
    plan_merge(actor, units, target, since)
    for unit in units:
        people = _empty(actor, unit, target, target, since, decision)
        _end(actor, unit, since, decision)
        db.session.add(Succession(from_id=unit.id, to_id=target.id, on=since, decision=squeeze(decision)))
        db.session.flush()
        audit.record(actor, "organizations.merge", "organization", unit.id, unit_id=target.id, into=target.id,
                     people=people, since=since.isoformat())
    return target


def plan_merge_into_new(actor: Actor, units: Sequence[Organization], parent: Organization | None, kind_id: str,
                        name: str, since: date) -> Plan:
    """What making one new unit of several does; raises where it can't be done."""
    if parent is None or not decides(actor, parent.path):
        raise DomainError(_l("Đơn vị mới phải đặt dưới một đơn vị mà bạn phụ trách."))
    if len({unit.id for unit in units}) < len(units):
        raise DomainError(_l("Chọn một đơn vị khác: một đơn vị không sáp nhập với chính nó."), "other_id")
    if any(one.path.startswith(other.path) for one in units for other in units if one is not other):
        raise DomainError(_l("Hai đơn vị nằm trong nhau: sáp nhập đơn vị dưới vào đơn vị trên trước."), "other_id")
    if any(parent.path.startswith(unit.path) for unit in units):
        raise DomainError(_l("%(name)s nằm trên đơn vị này nên không hợp với nó được.", name=parent.name), "other_id")
    pairs, kind = queries.allowed_pairs(since), db.session.get(OrganizationKind, kind_id)
    if kind is None or (kind_id, parent.kind_id) not in pairs:
        raise not_below(kind_id, parent, queries.kinds_under(parent.kind_id, since), since)
    below = children_of(*units)
    plan = plan_merge(actor, units, None, since, len(below))
    if not kind.is_cell and queries.present([unit.id for unit in units], since):
        raise DomainError(_l("Đảng viên chỉ sinh hoạt tại chi bộ; chọn một loại chi bộ cho đơn vị mới."), "kind_id")
    for child in below:
        if (child.kind_id, kind_id) not in pairs:
            raise DomainError(_l("%(child)s là %(child_kind)s, không đặt dưới %(kind)s được.", child=child.name,
                                 child_kind=child.kind.name, kind=kind.name), "kind_id")
    plan.lines.insert(0, _l("Từ ngày %(day)s có đơn vị mới “%(name)s”, trực thuộc %(parent)s.",
                            day=clock.show_date(since), name=clean_name(name), parent=parent.name))
    return plan


def merge_into_new(actor: Actor, units: Sequence[Organization], *, parent: Organization | None, kind_id: str,
                   name: str, code: str, since: date, decision: str) -> Organization:
    """Two units end, a new one below `parent` takes their place."""
    plan_merge_into_new(actor, units, parent, kind_id, name, since)
    assert parent is not None
    target = create(actor, parent, kind_id=kind_id, name=name, code=code, since=since, decision=decision)
    return merge(actor, units, target=target, since=since, decision=decision)


def _empty(actor: Actor, unit: Organization, members_to: Organization | None, children_to: Organization | None,
           since: date, decision: str) -> int:
    """Take people and units below out of a unit; answers how many people."""
    moved = 0
    if members_to is not None:
        moved = sum(carrier.move_people(actor, unit.id, members_to.id, since, None) for carrier in queries.carriers())
    if children_to is not None:
        for child in children_of(unit):
            turn(child, since, squeeze(decision))
            settle_below(actor, child, children_to)
    return moved


def _end(actor: Actor, unit: Organization, since: date, decision: str) -> None:
    for carrier in queries.carriers():
        carrier.close(actor, [unit.id], since)
    unit.valid_to = since - timedelta(days=1)
    unit.end_decision = squeeze(decision)[:120]
    db.session.flush()


def plan_dissolution(actor: Actor, unit: Organization, members_to: Organization | None,
                     children_to: Organization | None, since: date) -> Plan:
    """What dissolving a unit does; raises while people or units below would be left without a place."""
    check_end(actor, unit, since)
    people, below = queries.present([unit.id], since), children_of(unit)
    if people and members_to is None:
        raise DomainError(_l("Còn %(count)s đảng viên ở đơn vị: chọn chi bộ nhận họ.", count=people), "members_to")
    if below and children_to is None:
        raise DomainError(_l("Còn %(count)s đơn vị trực thuộc: chọn đơn vị cấp trên mới của chúng, hoặc giải thể chúng "
                             "trước.", count=len(below)), "children_to")
    lines = [_l("Đơn vị kết thúc ngày %(day)s; trang và giấy tờ của đơn vị vẫn xem được. Chức vụ và vai trò được giao "
                "tại đây kết thúc cùng ngày.", day=clock.show_date(since - timedelta(days=1))), LEFT]
    if people and members_to is not None:
        _check_receiver(unit, members_to, since, "members_to")
        if not decides(actor, members_to.superior_path):
            raise DomainError(_l("Bạn không phụ trách cấp trên của %(name)s nên không chuyển đảng viên vào đó được.",
                                 name=members_to.name), "members_to")
        lines.append(_l("Đảng viên chuyển về %(name)s từ ngày %(day)s.", name=members_to.name,
                        day=clock.show_date(since)))
    if below and children_to is not None:
        if children_to.path.startswith(unit.path):
            raise DomainError(_l("%(target)s nằm trong chính đơn vị sẽ kết thúc. Chọn đơn vị khác.",
                                 target=children_to.name), "children_to")
        _check_children(actor, unit, children_to, since, "children_to")
        lines.append(_l("Đơn vị trực thuộc chuyển về %(name)s.", name=children_to.name))
    return Plan(lines=lines, numbers=_numbers([unit], since, len(below)))


def dissolve(actor: Actor, unit: Organization, *, since: date, decision: str, members_to: Organization | None = None,
             children_to: Organization | None = None) -> Organization:
    """The unit ends the day before; its people and the units below go where said, and its page leads there."""
    plan_dissolution(actor, unit, members_to, children_to, since)
    below = len(children_of(unit))
    people = _empty(actor, unit, members_to, children_to, since, decision)
    _end(actor, unit, since, decision)
    for to_id in {one.id for one, some in ((members_to, people), (children_to, below)) if one is not None and some}:
        db.session.add(Succession(from_id=unit.id, to_id=to_id, on=since, decision=squeeze(decision)))
    db.session.flush()
    audit.record(actor, "organizations.dissolve", "organization", unit.id, unit_id=unit.id, people=people,
                 since=since.isoformat())
    return unit


audit.says({
    "organizations.merge": _l("sáp nhập đơn vị vào đơn vị khác"),
    "organizations.dissolve": _l("giải thể đơn vị"),
})
