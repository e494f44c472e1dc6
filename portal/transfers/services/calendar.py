"""Exceptions to the working calendar. Nothing else is written: deadlines are counted anew wherever they are shown."""

from datetime import date

from portal.core import audit, workdays
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import squeeze
from portal.core.workdays import DayException
from portal.transfers.queries.calendar import EARLIEST, LATEST


def except_day(actor: Actor, day: date, *, works: bool, note: str) -> DayException:
    """This day is worked, or is not, whatever the calendar says; `note` names the announcement."""
    if not EARLIEST <= day.year <= LATEST:
        raise DomainError(_l("Năm từ %(first)s đến %(last)s.", first=EARLIEST, last=LATEST), "day")
    if len(squeeze(note)) < 3:
        raise DomainError(_l("Ghi theo thông báo hoặc văn bản nào."), "note")
    row = db.session.get(DayException, day)
    if row is None and workdays.is_working(day) is works:
        raise DomainError(_l("Lịch đã tính ngày này như vậy."), "day")
    if row is None:
        row = DayException(day=day, works=works)
        db.session.add(row)
    row.works, row.note = works, squeeze(note)[:200]
    db.session.flush()
    workdays.forget()
    audit.record(actor, "calendar.except_day", "day_exception", None, day=day.isoformat(), works=works)
    return row


def forget_exception(actor: Actor, row: DayException) -> date:
    """The day counts again as the calendar has it."""
    day = row.day
    db.session.delete(row)
    db.session.flush()
    workdays.forget()
    audit.record(actor, "calendar.forget_day", "day_exception", None, day=day.isoformat())
    return day


audit.says({
    "calendar.except_day": _l("ghi một ngày ngoại lệ của lịch làm việc"),
    "calendar.forget_day": _l("bỏ một ngày ngoại lệ của lịch làm việc"),
})
