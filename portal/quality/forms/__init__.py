"""Forms of quality."""

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from portal.core.forms import HouseForm, at_most, required
from portal.core.i18n import lazy_gettext as _l
from portal.quality.models import FIELD_LABELS, CorrectionState
from portal.seeds.quality_measures import CODES


class IssuesForm(HouseForm):
    """Which records to mend are listed."""

    code = SelectField(_l("Cần sửa"), default="", name="ma",
                       choices=[SelectChoice("", _l("Tất cả")),
                                *(SelectChoice(key, label) for key, label in CODES.items())])


class MergeForm(HouseForm):
    """Which record stays, and which values come from the other."""

    keep = RadioField(_l("Giữ lại hồ sơ"), [required(_l("Chọn hồ sơ được giữ lại."))])
    take = SelectMultipleField(_l("Lấy từ hồ sơ kia"), option_widget=CheckboxInput(),
                               widget=ListWidget(prefix_label=False))
    confirm = StringField(_l("Gõ GỘP để xác nhận"), [required(_l("Gõ GỘP để xác nhận.")), at_most(10)])


class ProposeForm(HouseForm):
    """A wish for one field."""

    new = StringField(_l("Giá trị đúng"), [required(_l("Ghi giá trị đúng.")), at_most(120)])
    reason = TextAreaField(_l("Căn cứ, lý do"), [at_most(1000)])


class ProposeSexForm(ProposeForm):
    """The same for the sex, by choice."""

    new = RadioField(_l("Giá trị đúng"), [required(_l("Chọn nam hoặc nữ."))],
                     choices=[SelectChoice("male", _l("nam")), SelectChoice("female", _l("nữ"))])


class DecideForm(HouseForm):
    """The answer to a wish."""

    answer = TextAreaField(_l("Trả lời đảng viên"), [at_most(1000)])


class CorrectionsForm(HouseForm):
    """Which wishes are listed."""

    state = SelectField(_l("Trạng thái"), default="cho", name="xem", choices=[
        SelectChoice("cho", _l("đang chờ")), *(SelectChoice(state.value, state.label) for state in CorrectionState),
        SelectChoice("", _l("tất cả"))])


def take_choices() -> list[SelectChoice]:
    """The fields that may come from the other record."""
    return [SelectChoice(key, label) for key, label in FIELD_LABELS.items()]
