"""What the fields of a record are called and what each is kept for (RULES, sections 17 and 18)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.core import clock
from portal.core.i18n import lazy_gettext as _l
from portal.members.models.people import masked
from portal.members.models.states import State
from portal.organizations.api import Role

LABELS: dict[str, Any] = {
    "full_name": _l("Họ và tên"), "birth_date": _l("Ngày sinh"), "sex": _l("Giới tính"),
    "joined_on": _l("Ngày vào Đảng"), "ceremony_on": _l("Ngày lễ kết nạp"), "official_on": _l("Ngày chính thức"),
    "card_number": _l("Số thẻ đảng viên"), "citizen_id": _l("Số định danh"), "phone": _l("Điện thoại"),
    "cell": _l("Chi bộ"), "state": _l("Trạng thái"), "post": _l("Chức vụ"),
}
"""The summary of 339-QĐ/TW with the day of the ceremony, and the three things that are kept over time."""
PURPOSES: dict[str, Any] = {
    "full_name": _l("gọi tên trong danh sách, giấy mời, biên bản"),
    "birth_date": _l("phân biệt người cùng tên, tính tuổi đời"),
    "sex": _l("thống kê đội ngũ đảng viên"),
    "joined_on": _l("tính tuổi đảng; theo ngày trong quyết định kết nạp"),
    "ceremony_on": _l("tính 12 tháng dự bị"),
    "official_on": _l("xác định quyền biểu quyết, bầu cử"),
    "card_number": _l("đối chiếu thẻ; được che"),
    "citizen_id": _l("tên tài khoản, đối chiếu dữ liệu đảng viên; được che"),
    "phone": _l("liên hệ về sinh hoạt đảng; được che"),
    "cell": _l("nơi sinh hoạt, nhận văn bản và giấy mời"),
}
"""What each field serves: it stands beside the field wherever it is shown or asked for."""
NUMBERS = ("citizen_id", "card_number", "phone")
"""Fields shown masked."""
SEXES: dict[str, Any] = {"male": _l("nam"), "female": _l("nữ")}


def said(field: str, value: Any, units: Mapping[int, str]) -> str:
    """A value of the history as a person reads it: numbers masked, days and states in words."""
    if value in (None, ""):
        return ""
    if isinstance(value, Mapping):
        return _said_row(value, units)
    if field in NUMBERS:
        return masked(str(value))
    if field == "sex":
        return str(SEXES.get(value, value))
    return _day(value) if field.endswith(("_on", "_date")) else str(value)


def _said_row(row: Mapping[str, Any], units: Mapping[int, str]) -> str:
    words = []
    if "state" in row:
        words.append(str(State(row["state"]).label))
    if "role" in row:
        words.append(str(Role(row["role"]).label))
    if "unit_id" in row:
        words.append(units.get(row["unit_id"], ""))
    if row.get("since"):
        words.append(str(_l("từ %(since)s", since=_day(row["since"]))))
    if row.get("until"):
        words.append(str(_l("đến %(until)s", until=_day(row["until"]))))
    return ", ".join(words)


def _day(text: Any) -> str:
    return clock.show_date(date.fromisoformat(str(text)))
