"""Forms of asking for an account and of judging who asked."""

from wtforms import StringField, TextAreaField
from wtforms.validators import Regexp

from portal.core.forms import DayField, HouseForm, at_most, required
from portal.core.i18n import lazy_gettext as _l
from portal.keeping.forms.roster import hours_field


class AskForm(HouseForm):
    """Who one is; only what the comparison with the roster needs."""

    citizen_id = StringField(_l("Số định danh cá nhân"), [
        required(_l("Nhập số định danh (12 chữ số).")), at_most(40),
        Regexp(r"^[\d\s.-]*$", message=_l("Số định danh chỉ gồm chữ số, không có chữ cái."))])
    full_name = StringField(_l("Họ và tên"), [required(), at_most(120)])
    birth_date = DayField(_l("Ngày sinh"), [required(_l("Ngày sinh không đúng. Ghi theo dạng ngày/tháng/năm, "
                                                        "ví dụ 05/9/1980."))])
    cell_text = StringField(_l("Chi bộ đang sinh hoạt"), [required(), at_most(200)])
    phone = StringField(_l("Điện thoại (không bắt buộc)"),
                        [at_most(20), Regexp(r"^[0-9+ .()-]*$", message=_l("Số điện thoại chỉ gồm chữ số."))])


class ApproveForm(HouseForm):
    """Until when the slip serves."""

    hours = hours_field()


class RefuseForm(HouseForm):
    """Why not."""

    reason = TextAreaField(_l("Lý do từ chối"), [required(_l("Ghi lý do, ít nhất 5 ký tự.")), at_most(300)])
