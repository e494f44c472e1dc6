"""Units begin, and are taken back where they were a mistake."""

from datetime import date, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import fold, sort_key, squeeze
from portal.organizations import queries
from portal.organizations.models import Organization, OrganizationHistory, OrganizationKind, Term
from portal.organizations.services.turning import LONGEST_PATH, check_day, clean_code, clean_name


def found(actor: Actor, *, kind_id: str, name: str, parent: Organization | None, since: date,
          code: str | None = None, decision: str = "") -> Organization:
    """Add a unit; only kinds allowed under the parent on that day (RULES, section 4)."""
    name = clean_name(name)
    if parent is not None:
        _check_place(kind_id, parent, since)
    unit = Organization(kind_id=kind_id, name=name, search_key=fold(name)[:200], sort_key=sort_key(name),
                        code=clean_code(code), parent_id=parent.id if parent else None, path=f"new {name}"[:200],
                        valid_from=since, found_decision=squeeze(decision)[:120])
    db.session.add(unit)
    db.session.flush()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    db.session.flush()
    audit.record(actor, "organizations.found", "organization", unit.id, unit_id=unit.id, kind=kind_id)
    return unit


def create(actor: Actor, parent: Organization, *, kind_id: str, name: str, code: str, since: date,
           decision: str) -> Organization:
    """Add a unit below another by a decision: as `found`, with the checks of what a person types."""
    check_day(since)
    same = select(Organization.id).where(Organization.parent_id == parent.id, queries.in_force(),
                                         Organization.search_key == fold(squeeze(name))[:200],
                                         Organization.name == squeeze(name))
    if db.session.execute(same).first() is not None:
        raise DomainError(_l("%(parent)s đã có một đơn vị tên này.", parent=parent.name), "name")
    return found(actor, kind_id=kind_id, name=name, parent=parent, since=since, code=code, decision=decision)


def _check_place(kind_id: str, parent: Organization, since: date) -> None:
    allowed = queries.kinds_under(parent.kind_id, since)
    if kind_id not in {kind.id for kind in allowed}:
        raise not_below(kind_id, parent, allowed, since)
    if since < parent.valid_from:
        raise DomainError(_l("Đơn vị cấp trên có từ ngày %(day)s; chọn ngày từ đó trở đi.",
                             day=clock.show_date(parent.valid_from)), "since")
    if parent.valid_to is not None:
        raise DomainError(_l("Đơn vị cấp trên đã kết thúc ngày %(day)s.", day=clock.show_date(parent.valid_to)),
                          "since")
    if len(parent.path) + 11 > LONGEST_PATH:
        raise DomainError(_l("Cây tổ chức sẽ quá sâu. Chọn đơn vị cấp trên khác."), "parent_id")


def not_below(kind_id: str, parent: Organization, allowed: list[OrganizationKind], day: date) -> DomainError:
    """The refusal of a kind under a parent, with the kinds that may stand there."""
    kind = db.session.get(OrganizationKind, kind_id)
    return DomainError(
        _l("Ngày %(day)s, %(kind)s không đặt dưới %(parent)s. Loại được phép: %(allowed)s.", day=clock.show_date(day),
           kind=kind.name if kind else kind_id, parent=parent.kind.name,
           allowed=", ".join(one.name for one in allowed) or "–"), "kind_id")


def take_back(actor: Actor, unit: Organization) -> Organization:
    """Delete a unit entered by mistake, while nothing refers to it.

    Its row stays and is never shown: the number must not be given to another unit, since papers address their
    readers by it.
    """
    if _is_in_use(unit):
        raise DomainError(_l("Đã có dữ liệu gắn với đơn vị này (người, chức vụ, văn bản, cuộc họp hoặc đơn vị khác) "
                             "nên không xóa được. Nếu đơn vị không còn, hãy giải thể."))
    unit.valid_to = unit.valid_from - timedelta(days=1)
    unit.code = None
    db.session.execute(delete(OrganizationHistory).where(OrganizationHistory.unit_id == unit.id))
    db.session.flush()
    audit.record(actor, "organizations.take_back", "organization", unit.id, unit_id=unit.parent_id)
    return unit


def _is_in_use(unit: Organization) -> bool:
    """Something refers to the unit. The database knows: it is asked to delete it, and to forget that it did."""
    trial = db.session.begin_nested()
    try:
        for table, column in ((Term, Term.unit_id), (OrganizationHistory, OrganizationHistory.unit_id)):
            db.session.execute(delete(table).where(column == unit.id), execution_options={"synchronize_session": False})
        db.session.execute(delete(Organization).where(Organization.id == unit.id),
                           execution_options={"synchronize_session": False})
    except IntegrityError:
        return True
    finally:
        trial.rollback()
    return False


audit.says({
    "organizations.found": _l("thêm đơn vị"),
    "organizations.take_back": _l("xóa đơn vị ghi nhầm"),
})
