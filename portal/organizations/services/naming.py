"""Names and kinds of units: renamed by a decision, corrected where mistyped, changed in kind."""

from collections import Counter
from datetime import date, timedelta

from sqlalchemy import case, func, insert, literal, select, update

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import Conflict, DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import fold, sort_key, squeeze
from portal.organizations import queries
from portal.organizations.models import Organization, OrganizationHistory, OrganizationKind
from portal.organizations.services.founding import not_below
from portal.organizations.services.turning import Plan, check_day, check_turn, clean_code, clean_name, turn


def plan_rename(unit: Organization, name: str, since: date) -> Plan:
    """What renaming does; raises where it can't be done."""
    name = clean_name(name)
    if name == unit.name:
        raise DomainError(_l("Tên mới giống tên hiện nay."), "name")
    check_turn(unit, since)
    return Plan(lines=[
        _l("Từ ngày %(day)s đơn vị có tên “%(name)s”.", day=clock.show_date(since), name=name),
        _l("Tên cũ “%(name)s” được giữ trong lịch sử của đơn vị; người, chức vụ và giấy tờ ở nguyên.", name=unit.name)])


def rename(actor: Actor, unit: Organization, *, name: str, since: date, decision: str) -> Organization:
    """From this day the unit has another name; the former one is kept with its days."""
    plan_rename(unit, name, since)
    turn(unit, since, squeeze(decision))
    _set_name(unit, clean_name(name))
    audit.record(actor, "organizations.rename", "organization", unit.id, unit_id=unit.id, since=since.isoformat())
    return unit


def correct(actor: Actor, unit: Organization, *, name: str, code: str, version: int | None) -> Organization:
    """Put a mistyped name or code right: no history, it was never otherwise."""
    if version != unit.version:
        raise Conflict(_l("Đơn vị vừa được sửa bởi người khác. Xem lại rồi lưu."),
                       {"name": unit.name, "code": unit.code})
    changed = [field for field, new, old in (("name", clean_name(name), unit.name),
                                             ("code", clean_code(code), unit.code)) if new != old]
    _set_name(unit, clean_name(name))
    unit.code = clean_code(code)
    db.session.flush()
    if changed:
        audit.record(actor, "organizations.correct", "organization", unit.id, unit_id=unit.id, fields=changed)
    return unit


def _set_name(unit: Organization, name: str) -> None:
    unit.name, unit.search_key, unit.sort_key = name, fold(name)[:200], sort_key(name)
    db.session.flush()


def plan_kind(unit: Organization, kind_id: str, since: date) -> Plan:
    """What another kind means for a unit; raises where the unit above or those below do not allow it."""
    check_turn(unit, since)
    if kind_id == unit.kind_id:
        raise DomainError(_l("Đơn vị đã thuộc loại hình này."), "kind_id")
    kind = db.session.get(OrganizationKind, kind_id)
    if kind is None or kind_id not in {one.id for one in queries.kinds(since)}:
        raise DomainError(_l("Loại hình này không có hiệu lực vào ngày đã chọn."), "kind_id")
    if unit.parent is not None:
        allowed = queries.kinds_under(unit.parent.kind_id, since)
        if kind_id not in {one.id for one in allowed}:
            raise not_below(kind_id, unit.parent, allowed, since)
    check_below(unit, kind, since)
    return Plan(lines=[_l("Từ ngày %(day)s đơn vị là %(kind)s (trước đó: %(old)s).", day=clock.show_date(since),
                          kind=kind.name, old=unit.kind.name),
                       _l("Tên, người, chức vụ và phân quyền ở nguyên.")])


def check_below(unit: Organization, kind: OrganizationKind, since: date) -> None:
    """Refuse a kind that does not take what is in the unit: the units below it, or its people."""
    pairs = queries.allowed_pairs(since)
    below = select(Organization).where(Organization.parent_id == unit.id, queries.in_force())
    for child in db.session.execute(below).scalars():
        if (child.kind_id, kind.id) not in pairs:
            raise DomainError(_l("%(child)s là %(child_kind)s, không đặt dưới %(kind)s được.", child=child.name,
                                 child_kind=child.kind.name, kind=kind.name), "kind_id")
    if not kind.is_cell and unit.is_cell and queries.present([unit.id], since):
        raise DomainError(_l("Đơn vị còn đảng viên sinh hoạt; đảng viên chỉ sinh hoạt tại chi bộ. Chuyển họ về chi bộ "
                             "khác trước."), "kind_id")


def change_kind(actor: Actor, unit: Organization, *, kind_id: str, since: date, decision: str) -> Organization:
    """From this day the unit is of another kind; the former one is kept with its days."""
    plan_kind(unit, kind_id, since)
    turn(unit, since, squeeze(decision))
    unit.kind_id = kind_id
    db.session.flush()
    db.session.expire(unit, ["kind"])
    audit.record(actor, "organizations.change_kind", "organization", unit.id, unit_id=unit.id, kind=kind_id)
    return unit


def plan_renewal(unit: Organization, since: date) -> Plan:
    """How many units at and below this one get the kind that takes the place of theirs; raises where none does,
    or where a unit would no longer fit under the one above."""
    check_day(since)
    heirs, units = queries.successors(since), _subtree(unit)
    touched = [one for one in units if one.kind_id in heirs]
    if not touched:
        raise DomainError(_l("Không có đơn vị nào ở đây có loại hình thay thế vào ngày đã chọn."), "since")
    for one in touched:
        check_turn(one, since)
    pairs, kind_of = queries.allowed_pairs(since), {one.id: heirs.get(one.kind_id, one.kind_id) for one in units}
    if unit.parent is not None:
        kind_of[unit.parent.id] = unit.parent.kind_id
    names = {kind.id: kind.name for kind in queries.kinds()}
    for one in units:
        above = kind_of.get(one.parent_id or 0)
        if above and (kind_of[one.id], above) not in pairs:
            raise DomainError(_l("%(name)s sẽ là %(kind)s, không đặt dưới %(above)s được.", name=one.name,
                                 kind=names[kind_of[one.id]], above=names[above]), "since")
    counts = Counter(one.kind_id for one in touched)
    return Plan(
        lines=[_l("Từ ngày %(day)s các đơn vị dưới đây mang loại hình mới. Tên, người, chức vụ và phân quyền ở nguyên.",
                  day=clock.show_date(since))],
        numbers=[(f"{names[old]} → {names[heirs[old]]}", number) for old, number in counts.items()],
        rows=[(one.name, f"{names[one.kind_id]} → {names[heirs[one.kind_id]]}") for one in touched])


def renew_kinds(actor: Actor, unit: Organization, *, since: date, decision: str) -> Organization:
    """Every unit at and below this one whose kind has an heir takes that kind from this day, in two statements."""
    plan = plan_renewal(unit, since)
    heirs = queries.successors(since)
    begun = func.coalesce(Organization.since, Organization.valid_from)
    touched = (Organization.path.between(unit.path, unit.path + ":") & queries.in_force()
               & Organization.kind_id.in_(heirs))
    copied = ("name", "search_key", "sort_key", "kind_id", "parent_id")
    former = select(Organization.id, *(getattr(Organization, name) for name in copied), begun,
                    literal(since - timedelta(days=1)), literal(squeeze(decision))).where(touched, begun < since)
    db.session.execute(insert(OrganizationHistory).from_select(
        ["unit_id", *copied, "valid_from", "valid_to", "decision"], former))
    db.session.execute(
        update(Organization).where(touched).values(
            kind_id=case(heirs, value=Organization.kind_id), version=Organization.version + 1,
            since=case((begun < since, since), else_=Organization.since)),
        execution_options={"synchronize_session": False})
    db.session.expire_all()
    audit.record(actor, "organizations.renew_kinds", "organization", unit.id, unit_id=unit.id,
                 units=len(plan.rows), since=since.isoformat())
    return unit


def _subtree(unit: Organization) -> list[Organization]:
    found = (select(Organization).where(Organization.path.between(unit.path, unit.path + ":"), queries.in_force())
             .order_by(Organization.path))
    return list(db.session.execute(found).scalars())


audit.says({
    "organizations.rename": _l("đổi tên đơn vị"),
    "organizations.correct": _l("sửa chỗ viết sai của đơn vị"),
    "organizations.change_kind": _l("đổi loại hình đơn vị"),
    "organizations.renew_kinds": _l("đổi sang loại hình mới cho đơn vị và các đơn vị bên dưới"),
})
