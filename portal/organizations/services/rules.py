"""The rule tables by day: rows are added and closed, never overwritten (R15)."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import select

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import fold, slug, squeeze
from portal.organizations import queries
from portal.organizations.models import KindParent, OrganizationKind, Threshold
from portal.organizations.services.turning import clean_name


def add_kind(actor: Actor, *, name: str, is_cell: bool, leading_body: str, has_secretary: bool, rule: str,
             since: date, parents: Collection[str], replaces: Collection[str] = ()) -> OrganizationKind:
    """A kind of unit that may be used from a day on, below the named kinds; `replaces` names those it takes the
    place of."""
    _check_rule_day(since)
    name = clean_name(name)
    if any(fold(one.name) == fold(name) for one in queries.kinds(since)):
        raise DomainError(_l("Đã có loại hình tên này đang có hiệu lực."), "name")
    key = slug(name).replace("-", "_")[:34] or "kind"
    taken = {kind.id for kind in queries.kinds()}
    kind_id = next(one for one in (key, *(f"{key}_{n}" for n in range(2, 1000))) if one not in taken)
    kind = OrganizationKind(id=kind_id, name=name[:120], is_cell=is_cell, leading_body=squeeze(leading_body),
                            has_secretary=has_secretary, rule=squeeze(rule), valid_from=since)
    db.session.add(kind)
    db.session.flush()
    db.session.add_all([KindParent(kind_id=kind_id, parent_id=parent, valid_from=since) for parent in parents])
    for old in db.session.execute(select(OrganizationKind).where(OrganizationKind.id.in_(replaces))).scalars():
        old.successor_id = kind_id
    db.session.flush()
    audit.record(actor, "organizations.add_kind", "organization_kind", kind=kind_id, since=since.isoformat())
    return kind


def end_kind(actor: Actor, kind: OrganizationKind, *, last_day: date | None) -> OrganizationKind:
    """The kind may be used up to this day (None: without an end); units of it stay what they are."""
    _check_end(kind.valid_from, kind.valid_to, last_day)
    kind.valid_to = last_day
    db.session.flush()
    audit.record(actor, "organizations.end_kind", "organization_kind", kind=kind.id,
                 until=last_day.isoformat() if last_day else "")
    return kind


def add_parent(actor: Actor, kind: OrganizationKind, *, parent_id: str, since: date) -> KindParent:
    """The kind may stand under another kind from this day."""
    _check_rule_day(since)
    if parent_id == kind.id:
        raise DomainError(_l("Một loại hình không đặt dưới chính nó."), "parent_id")
    rows = db.session.execute(select(KindParent).where(KindParent.kind_id == kind.id,
                                                       KindParent.parent_id == parent_id)).scalars()
    if any(row.valid_to is None or row.valid_to >= since for row in rows):
        raise DomainError(_l("Cấp trên này đã được phép."), "parent_id")
    pair = KindParent(kind_id=kind.id, parent_id=parent_id, valid_from=since)
    db.session.add(pair)
    db.session.flush()
    audit.record(actor, "organizations.add_parent", "organization_kind", kind=kind.id, parent=parent_id)
    return pair


def end_parent(actor: Actor, pair: KindParent, *, last_day: date | None) -> KindParent:
    """The kind may be put under that kind up to this day; units that stand there stay."""
    _check_end(pair.valid_from, pair.valid_to, last_day)
    pair.valid_to = last_day
    db.session.flush()
    audit.record(actor, "organizations.end_parent", "organization_kind", kind=pair.kind_id,
                 parent=pair.parent_id)
    return pair


def set_threshold(actor: Actor, old: Threshold, *, number: int, rule: str, since: date) -> Threshold:
    """Another number counts from this day; the one before is closed the day before and stays readable."""
    _check_rule_day(since)
    if old.valid_to is not None:
        raise DomainError(_l("Con số này đã được thay. Sửa con số đang có hiệu lực."), "number")
    if old.valid_from is not None and since <= old.valid_from:
        raise DomainError(_l("Ngày phải sau ngày %(day)s của con số hiện nay.", day=clock.show_date(old.valid_from)),
                          "since")
    if number == old.number and squeeze(rule) == old.rule:
        raise DomainError(_l("Con số mới giống con số hiện nay."), "number")
    old.valid_to = since - timedelta(days=1)
    row = Threshold(key=old.key, number=number, rule=squeeze(rule), valid_from=since)
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "organizations.threshold", "organization_threshold", row.id, key=str(old.key), number=number,
                 since=since.isoformat())
    return row


def _check_rule_day(day: date) -> None:
    if not queries.FIRST_DAY <= day <= clock.today() + timedelta(days=10 * 366):
        raise DomainError(_l("Năm không đúng."), "since")


def _check_end(since: date | None, until: date | None, last_day: date | None) -> None:
    if until is not None and until < clock.today():
        raise DomainError(_l("Dòng này đã hết hiệu lực và được giữ nguyên. Thêm một dòng mới nếu cần."), "until")
    if last_day is not None and since is not None and last_day < since:
        raise DomainError(_l("Ngày kết thúc phải sau ngày bắt đầu."), "until")
    if last_day is not None and last_day.year > clock.today().year + 10:
        raise DomainError(_l("Năm không đúng."), "until")


audit.says({
    "organizations.add_kind": _l("thêm loại hình tổ chức"),
    "organizations.end_kind": _l("ghi ngày hết hiệu lực của một loại hình tổ chức"),
    "organizations.add_parent": _l("cho phép một cấp trên mới của loại hình tổ chức"),
    "organizations.end_parent": _l("ghi ngày hết hiệu lực của một cấp trên được phép"),
    "organizations.threshold": _l("đổi một con số quy định về tổ chức"),
})
