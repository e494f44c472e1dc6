"""Time: the one place that asks what time it is, and the words for it on screen.

Stored: UTC. Shown: Asia/Ho_Chi_Minh, `dd/mm/yyyy`, `19:42`.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.core.i18n import gettext, ngettext

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today in Hà Nội: days end at its midnight, not at that of UTC."""
    return now().astimezone(HANOI).date()


def local(moment: datetime) -> datetime:
    """The same moment by the clock in Hà Nội."""
    return moment.astimezone(HANOI)


def from_local(naive: datetime) -> datetime:
    """UTC of what a person typed as local time."""
    return naive.replace(tzinfo=HANOI).astimezone(UTC)


def show_date(value: date | datetime | None) -> str:
    """`05/09/2025`, or nothing."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = local(value)
    return value.strftime("%d/%m/%Y")


def show_time(value: datetime | None) -> str:
    """`19:42` in Hà Nội, or nothing."""
    return local(value).strftime("%H:%M") if value else ""


def show_moment(value: datetime | None) -> str:
    """`19:42 05/09/2025`, or nothing."""
    return local(value).strftime("%H:%M %d/%m/%Y") if value else ""


def ago(value: datetime | None) -> str:
    """`2 giờ trước`; older than a week: the date."""
    if value is None:
        return ""
    passed = now() - value
    if passed < timedelta(0) or passed >= timedelta(days=7):
        return show_date(value)
    if passed < timedelta(minutes=1):
        return str(gettext("vừa xong"))
    if passed < timedelta(hours=1):
        n = passed.seconds // 60
        return str(ngettext("%(num)d phút trước", "%(num)d phút trước", n))
    if passed < timedelta(days=1):
        n = passed.seconds // 3600
        return str(ngettext("%(num)d giờ trước", "%(num)d giờ trước", n))
    return str(ngettext("%(num)d ngày trước", "%(num)d ngày trước", passed.days))
