"""Forms of one account."""

from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice

from portal.core.forms import DayField, HouseForm, at_most, required
from portal.core.i18n import lazy_gettext as _l
from portal.keeping.forms.roster import hours_field


class ReasonForm(HouseForm):
    """Why an account is locked or closed."""

    reason = TextAreaField(_l("Lý do"), [required(_l("Ghi lý do, ít nhất 5 ký tự.")), at_most(300)])


class StrayForm(ReasonForm):
    """What happens to an account in no keeper's list."""

    act = RadioField(_l("Việc"), [required(_l("Chọn khóa hay đóng."))], choices=[
        SelectChoice("khoa", _l("Khóa: giữ mật khẩu, mở lại được bằng một lần bấm")),
        SelectChoice("dong", _l("Đóng: bỏ mật khẩu và mã, chỉ mở lại bằng phiếu mới"))])


class ResetForm(HouseForm):
    """A new code; with it the second factor may be forgotten."""

    hours = hours_field()
    lost_device = BooleanField(_l("Mất máy có ứng dụng tạo mã: bỏ luôn bước xác thực thứ hai"))


class AwayForm(HouseForm):
    """The last day of a long trip."""

    last_day = DayField(_l("Đi vắng đến hết ngày"), [required()])
