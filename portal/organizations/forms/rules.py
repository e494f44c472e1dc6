"""Forms of the rule tables."""

from typing import Any, Self

from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from portal.core.forms import DayField, HouseForm, at_most, required
from portal.core.i18n import lazy_gettext as _l
from portal.organizations import queries
from portal.organizations.forms.acts import CheckboxField
from portal.organizations.models import OrganizationKind

RULE = _l("Ví dụ 208-QĐ/TW.")


class KindRowForm(HouseForm):
    """A new kind of unit."""

    name = StringField(_l("Tên loại hình"), [required(), at_most(120)], name="ten")
    is_cell = BooleanField(_l("Là chi bộ (đảng viên sinh hoạt tại đây)"), name="chi-bo")
    has_secretary = BooleanField(_l("Có bí thư"), name="bi-thu", default=True)
    leading_body = StringField(_l("Cơ quan lãnh đạo"), [at_most(120)], name="co-quan")
    rule = StringField(_l("Theo quy định"), [required(), at_most(60)], name="quy-dinh", description=RULE)
    since: Any = DayField(_l("Từ ngày"), [required()], name="ngay")
    parents = CheckboxField(_l("Đặt dưới"), name="cap-tren")
    replaces = CheckboxField(_l("Thay cho loại hình"), name="thay",
                             description=_l("Đơn vị thuộc các loại này có thể đổi cả nhánh sang loại mới."))

    def offer(self) -> Self:
        """The kinds there are."""
        rows = [SelectChoice(kind.id, kind.name) for kind in queries.kinds()]
        self.parents.choices = rows
        self.replaces.choices = rows
        return self


class EndForm(HouseForm):
    """The last day of a row; empty for no end."""

    until: Any = DayField(_l("Hết hiệu lực sau ngày"), [Optional()], name="den-ngay",
                     description=_l("Để trống: còn hiệu lực, chưa định ngày hết."))


class ParentForm(HouseForm):
    """A kind that may stand above."""

    parent_id = SelectField(_l("Đặt dưới"), [required(_l("Chọn loại hình."))], name="cap-tren")
    since: Any = DayField(_l("Từ ngày"), [required()], name="ngay")

    def offer(self, kind: OrganizationKind) -> Self:
        """The other kinds."""
        self.parent_id.choices = [SelectChoice("", _l("Chọn loại hình")),
                                  *(SelectChoice(one.id, one.name) for one in queries.kinds() if one.id != kind.id)]
        return self


class ThresholdForm(HouseForm):
    """Another number from a day on."""

    number = IntegerField(_l("Con số mới"), [required(), NumberRange(1, 1000)], name="so")
    rule = StringField(_l("Theo quy định"), [required(), at_most(60)], name="quy-dinh", description=RULE)
    since: Any = DayField(_l("Từ ngày"), [required()], name="ngay")
