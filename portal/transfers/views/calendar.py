"""The working calendar: how a year is counted, the office's exceptions, and what the clocks make of it."""

from typing import Any

from flask import flash, g, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, navigation, workdays
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.render import go, page
from portal.core.workdays import DayException
from portal.transfers import queries, services
from portal.transfers.forms import ExceptionForm, YearForm
from portal.transfers.policy import Calendar
from portal.transfers.queries.calendar import EARLIEST, LATEST
from portal.transfers.views.reading import bp


@bp.get("/lich-lam-viec", may=Calendar.READ)
def calendar() -> Response:
    """One year as it is counted."""
    return _page(_year())


@bp.get("/lich-lam-viec/sua", may=Calendar.EDIT)
def edit_calendar() -> Response:
    """The same with the form for exceptions."""
    return _page(_year(), ExceptionForm.blank())


@bp.post("/lich-lam-viec/sua", may=Calendar.EDIT)
def except_day() -> Response:
    """Add or change an exception; every clock that is shown counts with it from now on."""
    form = ExceptionForm.read()
    before = _sample()
    if form.validate() and form.attempt(lambda: services.except_day(
            g.actor, form.day.data, works=form.works.data == "yes", note=form.note.data)):
        _tell_effect(before)
        return go(url_for("transfers.edit_calendar", nam=form.day.data.year))
    return _page(_year(), form, 422)


@bp.post("/lich-lam-viec/<int:day>/bo", may=Calendar.EDIT, of=queries.exception)
def forget_day(row: DayException) -> Response:
    """The day counts again as the calendar has it."""
    before = _sample()
    day = services.forget_exception(g.actor, row)
    _tell_effect(before)
    return go(url_for("transfers.edit_calendar", nam=day.year))


def _sample() -> Any:
    return workdays.term("transfer_official", clock.today()).due


def _tell_effect(before: Any) -> None:
    after = _sample()
    flash(gettext("Đã lưu. Các thời hạn đang chạy được tính lại ngay."), "success")
    if after != before:
        flash(gettext("Ví dụ: thời hạn 60 ngày làm việc bắt đầu hôm nay đổi từ %(before)s thành %(after)s.",
                      before=clock.show_date(before), after=clock.show_date(after)), "info")


def _year() -> int:
    raw = request.args.get("nam", "")
    year = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) == 4 else clock.today().year
    return min(max(year, EARLIEST), LATEST)


def _page(year: int, form: ExceptionForm | None = None, status: int = 200) -> Response:
    return page("transfers/calendar.html", year=year, form=form, status=status, has_errors=status >= 400,
                year_form=YearForm.blank(year=year).offer(EARLIEST, LATEST), days=queries.days(year),
                months=queries.working_days(year), clocks=queries.clocks(), kinds=workdays.COUNTED)


navigation.add("calendar", _l("Lịch làm việc"), "transfers.edit_calendar", Calendar.EDIT, 92, manage=True)
