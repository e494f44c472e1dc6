"""Rules that are rows with days: a new value counts from a day on, by a named text; what held before stays readable."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from portal.core import audit, clock, workdays
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import squeeze
from portal.core.workdays import ClockRule
from portal.transfers import queries
from portal.transfers.queries.rules import CLOCKS, GROUNDS, ROUNDS, TABLES, Rule

FIRST_DAY = date(1930, 2, 3)
LONGEST = {"working": 500, "day": 1000, "month": 120, "hour": 1000}


def change_clock(actor: Actor, rule: Rule, *, length: int, kind: str, text: str, confirmed: bool,
                 since: date) -> ClockRule:
    """Another length for what begins from this day on; the row before is closed the day before."""
    old: ClockRule = rule.row
    _check(text, since)
    if not rule.is_open:
        raise DomainError(_l("Dòng này đã được thay. Đổi dòng đang có hiệu lực."), "length")
    if (kind == "hour") is not (old.kind == "hour") or kind not in LONGEST:
        raise DomainError(_l("Thời hạn này không đổi cách đếm giữa giờ và ngày được."), "kind")
    if not 1 <= length <= LONGEST[kind]:
        raise DomainError(_l("Ghi một số từ 1 đến %(most)s.", most=LONGEST[kind]), "length")
    if old.valid_from is not None and since <= old.valid_from:
        raise DomainError(_l("Ngày phải sau ngày %(day)s của con số hiện nay.", day=clock.show_date(old.valid_from)),
                          "since")
    if (length, kind, text) == (old.length, old.kind, old.rule):
        raise DomainError(_l("Con số mới giống con số hiện nay."), "length")
    old.valid_to = since - timedelta(days=1)
    row = ClockRule(key=old.key, label=old.label, length=length, kind=kind, rule=text, confirmed=confirmed,
                    valid_from=since)
    db.session.add(row)
    db.session.flush()
    workdays.forget()
    audit.record(actor, "calendar.change_rule", "clock_rule", row.id, key=old.key, length=length, kind=kind,
                 since=since.isoformat())
    return row


def add_rule(actor: Actor, kind: str, *, text: str, since: date, **values: Any) -> Any:
    """A new ground of exemption, Party age with a badge, or round of badges, from this day on."""
    _check(text, since)
    table = TABLES[kind]
    if kind == GROUNDS:
        values["name"] = squeeze(values["name"])
    if kind == ROUNDS and not _is_day(values["day"], values["month"]):
        raise DomainError(_l("Không có ngày này trong năm."), "day")
    same = [getattr(table, name) == value for name, value in values.items() if name != "confirmed"]
    for row in db.session.execute(select(table).where(*same)).scalars():
        if row.valid_to is None or row.valid_to >= since:
            raise DomainError(_l("Dòng này đã có và còn hiệu lực vào ngày ấy."), next(iter(values)))
    row = table(rule=squeeze(text), valid_from=since, **values)
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "calendar.add_rule", table.__tablename__, row.id, kind=kind, since=since.isoformat())
    return row


def end_rule(actor: Actor, rule: Rule, *, last_day: date) -> Any:
    """The last day on which a row counts."""
    row = rule.row
    if rule.kind == CLOCKS:
        raise DomainError(_l("Thời hạn không bỏ được, chỉ đổi được độ dài."), "last_day")
    if rule.when == "past":
        raise DomainError(_l("Dòng này đã hết hiệu lực và được giữ nguyên. Thêm một dòng mới nếu cần."), "last_day")
    if row.valid_from is not None and last_day < row.valid_from:
        raise DomainError(_l("Ngày kết thúc phải sau ngày bắt đầu."), "last_day")
    _check_day(last_day, "last_day")
    row.valid_to = last_day
    db.session.flush()
    audit.record(actor, "calendar.end_rule", row.__tablename__, row.id, last_day=last_day.isoformat())
    return row


def take_back(actor: Actor, rule: Rule) -> bool:
    """Undo a row that has not begun to count; what it was to replace goes on."""
    if rule.when != "coming":
        raise DomainError(_l("Chỉ bỏ được dòng chưa đến ngày hiệu lực. Dòng đã có hiệu lực được giữ nguyên."))
    row = rule.row
    if rule.kind == CLOCKS:
        earlier = queries.clock_before(rule)
        if earlier is not None and earlier.valid_to == row.valid_from - timedelta(days=1):
            earlier.valid_to = row.valid_to
    audit.record(actor, "calendar.take_back_rule", row.__tablename__, row.id, since=row.valid_from.isoformat())
    db.session.delete(row)
    db.session.flush()
    workdays.forget()
    return True


def _check(text: str, since: date) -> None:
    if len(squeeze(text)) < 3:
        raise DomainError(_l("Ghi theo văn bản nào."), "text")
    _check_day(since, "since")


def _check_day(day: date, field: str) -> None:
    if not FIRST_DAY <= day <= clock.today() + timedelta(days=10 * 366):
        raise DomainError(_l("Năm không đúng."), field)


def _is_day(day: int, month: int) -> bool:
    try:
        date(2024, month, day)
    except ValueError:
        return False
    return True


audit.says({
    "calendar.change_rule": _l("đổi một thời hạn theo quy định"),
    "calendar.add_rule": _l("thêm một dòng quy định có ngày hiệu lực"),
    "calendar.end_rule": _l("ghi ngày hết hiệu lực của một dòng quy định"),
    "calendar.take_back_rule": _l("bỏ một dòng quy định chưa đến ngày hiệu lực"),
})
