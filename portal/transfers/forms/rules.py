"""Forms of the dated rules. Each names the text it follows and the day from which it counts."""

from typing import Any

from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange

from portal.core.forms import HouseForm, at_most, required
from portal.core.i18n import lazy_gettext as _l
from portal.transfers.forms.fields import NearDayField
from portal.transfers.queries.rules import GROUNDS, ROUNDS, YEARS

KINDS = {"working": _l("ngày làm việc"), "day": _l("ngày"), "month": _l("tháng"), "hour": _l("giờ")}


class RuleForm(HouseForm):
    """By which text, from which day."""

    text = StringField(_l("Theo văn bản"), [required(_l("Ghi theo văn bản nào.")), at_most(120)],
                       description=_l("Số, ký hiệu và ngày, ví dụ 208-QĐ/TW ngày 26/7/2026."))
    since: Any = NearDayField(_l("Có hiệu lực từ ngày"), [required(_l("Ghi ngày."))])

    @property
    def entry(self) -> dict[str, Any]:
        """What the services take."""
        return {name: field.data for name, field in self._fields.items()}


class ClockRuleForm(RuleForm):
    """Another length of a clock."""

    length = IntegerField(_l("Độ dài mới"), [required(_l("Ghi một số.")), NumberRange(1, 1000)])
    kind = SelectField(_l("Đếm theo"), choices=[SelectChoice(key, label) for key, label in KINDS.items()])
    confirmed = BooleanField(_l("Đã đối chiếu với văn bản gốc"))


class GroundForm(RuleForm):
    """A ground of exemption."""

    name = StringField(_l("Lý do miễn"), [required(_l("Ghi lý do.")), at_most(200)])
    confirmed = BooleanField(_l("Đã đối chiếu với văn bản gốc"))


class YearsForm(RuleForm):
    """A Party age with a badge."""

    years = IntegerField(_l("Số năm tuổi đảng"), [required(_l("Ghi một số.")), NumberRange(1, 100)])


class RoundForm(RuleForm):
    """A round of badges."""

    day = IntegerField(_l("Ngày"), [required(_l("Ghi một số.")), NumberRange(1, 31)])
    month = IntegerField(_l("Tháng"), [required(_l("Ghi một số.")), NumberRange(1, 12)])


class RuleEndForm(HouseForm):
    """The last day of a row."""

    last_day: Any = NearDayField(_l("Có hiệu lực đến hết ngày"), [required(_l("Ghi ngày."))])

    @property
    def entry(self) -> dict[str, Any]:
        """What the service takes."""
        return {"last_day": self.last_day.data}


NEW: dict[str, type[RuleForm]] = {GROUNDS: GroundForm, YEARS: YearsForm, ROUNDS: RoundForm}
"""What is asked for a new row of each table."""
