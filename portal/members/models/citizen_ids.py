"""The parts of a citizen id (domain/TEXT.md, section 1): what disagrees is said, never refused, never mended."""

import re
from datetime import date
from typing import Any

from portal.core.i18n import lazy_gettext as _l
from portal.seeds.provinces import PROVINCES

FORM = re.compile(r"[0-9]{12}")
CENTURIES = {0: 1900, 1: 2000, 2: 2100, 3: 2200, 4: 2300}
UNKNOWN_PROVINCE = _l("Ba chữ số đầu của số định danh không phải mã tỉnh đã biết.")
OTHER_SEX = _l("Giới tính trong số định danh khác giới tính đã ghi.")
OTHER_YEAR = _l("Năm sinh trong số định danh khác ngày sinh đã ghi.")


def province(citizen_id: str) -> str:
    """The province where the birth was registered, an empty string where the code is not known."""
    return PROVINCES.get(citizen_id[:3], "")


def sex_of(citizen_id: str) -> str:
    """`male` or `female`: even and odd fourth digits."""
    return "female" if int(citizen_id[3]) % 2 else "male"


def birth_year(citizen_id: str) -> int:
    """The year of birth that the fourth to sixth digits say."""
    return CENTURIES[int(citizen_id[3]) // 2] + int(citizen_id[4:6])


def id_warnings(citizen_id: str, sex: str = "", birth_date: date | None = None) -> list[Any]:
    """Sentences on what does not fit: province, sex, birth year; none for what is no citizen id at all.

    No sentence carries a digit of the number, so that it may stand beside the masked one.
    """
    if not FORM.fullmatch(citizen_id):
        return []
    found = [] if province(citizen_id) else [UNKNOWN_PROVINCE]
    if sex and sex != sex_of(citizen_id):
        found.append(OTHER_SEX)
    if birth_date is not None and birth_date.year != birth_year(citizen_id):
        found.append(OTHER_YEAR)
    return found
