"""What every change of a unit does first: check the day, and keep what was."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, literal, select, update

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import squeeze
from portal.organizations import queries
from portal.organizations.models import Organization, OrganizationHistory

PUNCTUATION = set(" .,;:-–—/()&+'’‘\"“”°º")
LONGEST_PATH = 200


@dataclass(slots=True)
class Plan:
    """What an act will do: sentences, and words → numbers of what it touches."""

    lines: list[Any] = field(default_factory=list)
    numbers: list[tuple[Any, int]] = field(default_factory=list)
    rows: list[tuple[str, str]] = field(default_factory=list)


def clean_name(name: str) -> str:
    """The name on one line; letters, digits and punctuation only: no signs that hide, turn or decorate text."""
    name = squeeze(name)
    strange = next((sign for sign in name
                    if sign not in PUNCTUATION and unicodedata.category(sign)[0] not in "LMN"), None)
    if strange is not None:
        shown = strange if strange.isprintable() else f"U+{ord(strange):04X}"
        raise DomainError(_l("Tên đơn vị chỉ gồm chữ, số và dấu câu; bỏ ký hiệu “%(sign)s”.", sign=shown), "name")
    if not any(sign.isalpha() for sign in name):
        raise DomainError(_l("Ghi tên đơn vị bằng chữ."), "name")
    if len(name) > 200:
        raise DomainError(_l("Tên đơn vị không dài quá 200 ký tự."), "name")
    return name


def clean_code(code: str | None) -> str | None:
    """The code as text with its dots, None where empty."""
    code = squeeze(code or "")
    if code and not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z.\-/]{0,29}", code):
        raise DomainError(_l("Mã tổ chức gồm chữ số và dấu chấm, ví dụ 38.168.053.000.001."), "code")
    return code or None


def check_day(day: date, field: str = "since") -> None:
    """Refuse a day before there were units, or to come: what is written has happened."""
    if day < queries.FIRST_DAY:
        raise DomainError(_l("Năm không đúng."), field)
    if day > clock.today():
        raise DomainError(_l("Ghi khi quyết định đã có hiệu lực: ngày không sau hôm nay."), field)


def check_lasts(unit: Organization) -> None:
    """Refuse to touch a unit that has ended."""
    if unit.valid_to is not None:
        raise DomainError(_l("%(name)s đã kết thúc ngày %(day)s.", name=unit.name,
                             day=clock.show_date(unit.valid_to)))


def check_turn(unit: Organization, day: date) -> None:
    """Refuse a change of a unit that has ended, or from a day before its last change."""
    check_day(day)
    check_lasts(unit)
    if day < unit.begun:
        raise DomainError(_l("%(name)s đã có thay đổi từ ngày %(day)s; chọn ngày từ đó trở đi.", name=unit.name,
                             day=clock.show_date(unit.begun)), "since")


def turn(unit: Organization, day: date, decision: str) -> None:
    """Keep what a unit is until the day before; what the caller sets now counts from the day.

    A second change from the same day leaves no state of its own; its decision joins that of the first.
    """
    check_turn(unit, day)
    if day > unit.begun:
        db.session.add(OrganizationHistory(
            unit_id=unit.id, name=unit.name, search_key=unit.search_key, sort_key=unit.sort_key, kind_id=unit.kind_id,
            parent_id=unit.parent_id, valid_from=unit.begun, valid_to=day - timedelta(days=1), decision=decision))
        unit.since = day
    else:
        last = db.session.execute(select(OrganizationHistory).where(
            OrganizationHistory.unit_id == unit.id,
            OrganizationHistory.valid_to == day - timedelta(days=1))).scalar_one_or_none()
        if last is not None and decision not in last.decision:
            last.decision = f"{last.decision}; {decision}"[:120].strip("; ")
    db.session.flush()


def replant(unit: Organization, parent: Organization) -> None:
    """Put a unit below another: its path and those of all below, ended ones too, in one statement."""
    old, new = unit.path, f"{parent.path}{unit.id}/"
    if old == new:
        return
    unit.parent_id = parent.id
    db.session.flush()
    subtree = Organization.path.between(old, old + ":")
    moved = func.substr(Organization.path, len(old) + 1)
    db.session.execute(update(Organization).where(subtree).values(path=literal(new).concat(moved)),
                       execution_options={"synchronize_session": False})
    db.session.expire_all()


def settle_below(actor: Actor, unit: Organization, parent: Organization) -> None:
    """Put a unit below another; rooms let follow what stood on the old place."""
    replant(unit, parent)
    for carrier in queries.carriers():
        carrier.replanted(actor, unit, parent)


def check_depth(unit: Organization, parent: Organization) -> None:
    """Refuse a place so deep that a path would no longer fit its column."""
    subtree = Organization.path.between(unit.path, unit.path + ":")
    longest = db.session.execute(select(func.max(func.length(Organization.path))).where(subtree)).scalar_one()
    if longest - len(unit.path) + len(f"{parent.path}{unit.id}/") > LONGEST_PATH:
        raise DomainError(_l("Cây tổ chức sẽ quá sâu. Chọn đơn vị cấp trên khác."), "parent_id")
