"""The filters of the roster and of the list of what comes due; they stand in the address."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, NumberRange, Optional, ValidationError

from portal.core import clock
from portal.core.forms import DayField, HouseForm, at_most
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.members.models import PRESENT, Filters, State
from portal.members.models.filters import ADDRESS, SORTS, is_asked
from portal.members.models.words import LABELS, SEXES
from portal.members.queries.asked import EMPTY
from portal.organizations.api import Organization, Role

ALL = SelectChoice("", _l("Tất cả"))
STATES = [ALL, *(SelectChoice(state.value, state.label) for state in State if state in PRESENT)]
ROLES = [ALL, *(SelectChoice(role.value, role.label) for role in Role)]
SEX_CHOICES = [ALL, *(SelectChoice(key, label) for key, label in SEXES.items())]
KINDS = [SelectChoice("du-bi", _l("Hết 12 tháng dự bị")), SelectChoice("huy-hieu", _l("Huy hiệu Đảng"))]
FIELDS = [SelectChoice("", _l("Không lọc")), *(SelectChoice(key, LABELS[key]) for key in EMPTY)]


def _unit_id(value: object) -> int | None:
    return int(str(value)) if value not in (None, "", "None") else None


def _number(label: Any, name: str, least: int, most: int) -> Any:
    return IntegerField(label, [Optional(), NumberRange(least, most)], name=name)


class RosterForm(HouseForm):
    """The filters; they stand in the address and can be sent to a colleague, or kept under a name."""

    text = StringField(_l("Họ tên"), [at_most(100)], name="ten")
    unit_id = SelectField(_l("Đơn vị"), coerce=_unit_id, name="don_vi")
    state = SelectField(_l("Trạng thái"), choices=STATES, default="", name="trang_thai")
    role = SelectField(_l("Chức vụ"), choices=ROLES, default="", name="chuc_vu")
    sex = SelectField(_l("Giới tính"), choices=SEX_CHOICES, default="", name="gioi_tinh")
    joined_from = _number(_l("Vào Đảng từ năm"), "vao_dang_tu", 1930, 2100)
    joined_to = _number(_l("Vào Đảng đến năm"), "vao_dang_den", 1930, 2100)
    age_from = _number(_l("Tuổi đời từ"), "tuoi_tu", 0, 130)
    age_to = _number(_l("Tuổi đời đến"), "tuoi_den", 0, 130)
    party_from = _number(_l("Tuổi đảng từ"), "tuoi_dang_tu", 0, 110)
    party_to = _number(_l("Tuổi đảng đến"), "tuoi_dang_den", 0, 110)
    missing = SelectField(_l("Thiếu thông tin"), choices=FIELDS, default="", name="thieu")
    day = DayField(_l("Danh sách của ngày đã qua"), [Optional()], name="ngay")
    overdue = BooleanField(_l("Chỉ đảng viên dự bị quá hạn xét"), name="qua_han")
    sort = HiddenField(_l("Sắp xếp"), [Optional(), AnyOf([key for name in SORTS for key in (name, f"-{name}")])],
                       name="xep")

    MORE = ("role", "sex", "joined_from", "joined_to", "age_from", "age_to", "party_from", "party_to", "missing", "day",
            "overdue")
    """Filters that stand folded away."""

    def offer(self, units: Iterable[Organization]) -> Self:
        """The units to choose from."""
        self.unit_id.choices = [SelectChoice("", _l("Tất cả đơn vị tôi phụ trách")),
                                *(SelectChoice(str(unit.id), unit.name) for unit in units)]
        return self

    def validate_day(self, field: DayField) -> None:
        """A list of a day to come is not known."""
        if field.data is not None and (field.data > clock.today() or field.data < date(1930, 2, 3)):
            raise ValidationError(gettext("Chọn hôm nay hoặc một ngày đã qua."))
        field.raw_data = None

    @property
    def filters(self) -> Filters:
        """What is asked, after `validate`."""
        values = {name: self._fields[name].data for name in ADDRESS}
        sort = values["sort"] if values["sort"] not in (None, "name") else ""
        return Filters(**{**values, "text": values["text"] or "", "sort": sort})

    @property
    def more(self) -> list[Any]:
        """The filters that stand folded away."""
        return [self._fields[name] for name in self.MORE]

    @property
    def opened(self) -> bool:
        """One of them is in use, or wrong."""
        return any(field.errors or is_asked(field.data) for field in self.more)

    def said(self, name: str) -> str:
        """A filter in force in words: `Vào Đảng từ năm: 1990`."""
        field = self._fields[name]
        if name == "overdue":
            return str(field.label.text)
        if isinstance(field, SelectField):
            value = next((one[1] for one in field.iter_choices() if one[2]), "")
        else:
            value = clock.show_date(field.data) if isinstance(field.data, date) else field.data
        return f"{field.label.text}: {value}"


class DueForm(HouseForm):
    """Which clock, of which unit, at which round."""

    kind = SelectField(_l("Việc"), choices=KINDS, default="du-bi", name="loai")
    unit_id = SelectField(_l("Đơn vị"), coerce=_unit_id, name="don_vi")
    round = SelectField(_l("Đợt trao"), default="", name="dot")

    def offer(self, units: Iterable[Organization], rounds: Iterable[date]) -> Self:
        """The units and the coming rounds."""
        self.unit_id.choices = [SelectChoice("", _l("Tất cả đơn vị tôi phụ trách")),
                                *(SelectChoice(str(unit.id), unit.name) for unit in units)]
        self.round.choices = [SelectChoice("", _l("Đợt gần nhất")),
                              *(SelectChoice(day.isoformat(), clock.show_date(day)) for day in rounds)]
        return self
