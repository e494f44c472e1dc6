"""Forms of the working calendar."""

from typing import Any

from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from portal.core.forms import HouseForm, at_most, required
from portal.core.i18n import lazy_gettext as _l
from portal.transfers.forms.fields import NearDayField


class YearForm(HouseForm):
    """Which year is shown."""

    year = SelectField(_l("Năm"), coerce=int, name="nam")

    def offer(self, first: int, last: int) -> "YearForm":
        """The years that are kept."""
        self.year.choices = [SelectChoice(str(year), str(year)) for year in range(first, last + 1)]
        return self


class ExceptionForm(HouseForm):
    """A day that is worked or not against the calendar."""

    day: Any = NearDayField(_l("Ngày"), [required(_l("Ghi ngày."))])
    works = RadioField(_l("Ngày đó"), [required(_l("Chọn nghỉ hay làm việc."))],
                       choices=[SelectChoice("no", _l("nghỉ")), SelectChoice("yes", _l("làm việc"))])
    note = StringField(_l("Theo thông báo, văn bản nào"), [required(_l("Ghi theo thông báo hoặc văn bản nào.")),
                                                           at_most(200)])
