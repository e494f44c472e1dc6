"""Fields of this room: a month, and sensible days."""

import re
from datetime import date
from typing import Any

from wtforms import Field
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from portal.core.forms import DayField
from portal.core.i18n import lazy_gettext as _l

MONTH = re.compile(r"(?:tháng\s+)?([0-9]{1,2})\s*(?:[/.-]|năm)\s*([0-9]{4})|([0-9]{4})-([0-9]{1,2})")


class MonthField(Field):  # type: ignore[misc]
    """A month typed as 11/2026, tháng 11 năm 2026 or 2026-11; `data` is its first day."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data, typed = None, valuelist[0].strip() if valuelist else ""
        if not typed:
            return
        found = MONTH.fullmatch(typed.lower())
        month, year = (int(found[1] or found[4]), int(found[2] or found[3])) if found else (0, 0)
        if not (1 <= month <= 12 and 1930 <= year <= 2200):
            raise ValueError(str(_l("Tháng không đúng. Ghi tháng/năm, ví dụ 11/2026.")))
        self.data = date(year, month, 1)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%m/%Y}" if self.data else ""


class NearDayField(DayField):
    """A day in a year that makes sense: a slip of the finger is told."""

    def pre_validate(self, form: Any) -> None:
        if self.data is not None and not 1930 <= self.data.year <= 2200:
            raise ValidationError(str(_l("Năm không đúng.")))
