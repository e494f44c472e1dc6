"""Part of a unit becomes a unit of its own."""

from collections.abc import Collection
from datetime import date

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import squeeze
from portal.organizations import queries
from portal.organizations.models import Organization, OrganizationKind, Succession
from portal.organizations.services.ending import children_of
from portal.organizations.services.founding import create, not_below
from portal.organizations.services.turning import (
    Plan,
    check_day,
    check_lasts,
    check_turn,
    clean_name,
    settle_below,
    turn,
)


def plan_split(unit: Organization, kind_id: str, name: str, since: date) -> Plan:
    """What a split does; raises where it can't be done."""
    check_day(since)
    check_lasts(unit)
    if since <= unit.valid_from:
        raise DomainError(_l("%(name)s có từ ngày %(day)s; chọn ngày sau đó.", name=unit.name,
                             day=clock.show_date(unit.valid_from)), "since")
    parent = unit.parent
    if parent is None:
        raise DomainError(_l("Đơn vị cao nhất không tách được."))
    allowed = queries.kinds_under(parent.kind_id, since)
    if kind_id not in {kind.id for kind in allowed}:
        raise not_below(kind_id, parent, allowed, since)
    kind = db.session.get_one(OrganizationKind, kind_id)
    if kind.is_cell != unit.is_cell:
        raise DomainError(_l("Chi bộ tách thành chi bộ, đảng bộ tách thành đảng bộ."), "kind_id")
    return Plan(
        lines=[_l("Từ ngày %(day)s có đơn vị mới “%(name)s”, trực thuộc %(parent)s.", day=clock.show_date(since),
                  name=clean_name(name), parent=parent.name),
               _l("Những mục được chọn dưới đây sang đơn vị mới; còn lại ở nguyên. Chức vụ tại đơn vị cũ của người "
                  "được chọn kết thúc ngày trước đó.")],
        numbers=list(queries.carried([unit.id], since).items()))


def parts(unit: Organization, day: date) -> list[tuple[int, str]]:
    """(id, name) of what may go to the new unit: the people of a cell, the units below any other."""
    return queries.roll(unit.id, day) if unit.is_cell else [(one.id, one.name) for one in children_of(unit)]


def split(actor: Actor, unit: Organization, *, kind_id: str, name: str, code: str, since: date, decision: str,
          chosen: Collection[int]) -> Organization:
    """A new unit beside this one takes the people (of a cell) or units below (of any other) that are chosen."""
    plan_split(unit, kind_id, name, since)
    offered = {one for one, _ in parts(unit, since)}
    if not chosen or not set(chosen) <= offered:
        raise DomainError(_l("Chọn ít nhất một mục trong danh sách để sang đơn vị mới."), "chosen")
    if set(chosen) == offered:
        raise DomainError(_l("Tất cả đều được chọn: khi đó hãy đổi tên đơn vị thay vì tách."), "chosen")
    assert unit.parent is not None
    new = create(actor, unit.parent, kind_id=kind_id, name=name, code=code, since=since, decision=decision)
    if unit.is_cell:
        for carrier in queries.carriers():
            carrier.move_people(actor, unit.id, new.id, since, chosen)
    else:
        _move_units(actor, unit, new, since, decision, chosen)
    db.session.add(Succession(from_id=unit.id, to_id=new.id, on=since, decision=squeeze(decision)))
    db.session.flush()
    audit.record(actor, "organizations.split", "organization", new.id, unit_id=unit.id, parts=len(chosen),
                 since=since.isoformat())
    return new


def _move_units(actor: Actor, unit: Organization, new: Organization, since: date, decision: str,
                chosen: Collection[int]) -> None:
    pairs = queries.allowed_pairs(since)
    for child in children_of(unit):
        if child.id in chosen:
            check_turn(child, since)
            if (child.kind_id, new.kind_id) not in pairs:
                raise not_below(child.kind_id, new, queries.kinds_under(new.kind_id, since), since)
            turn(child, since, squeeze(decision))
            settle_below(actor, child, new)


audit.says({"organizations.split": _l("tách một phần đơn vị thành đơn vị mới")})
