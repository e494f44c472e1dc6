"""The form of the rules."""

from wtforms import BooleanField, HiddenField, IntegerField, TextAreaField
from wtforms.validators import NumberRange

from portal.core.forms import HouseForm, at_most, required
from portal.core.i18n import lazy_gettext as _l


class RulesForm(HouseForm):
    """Days and the letter's rule. `after`: the rules that were shown."""

    after = HiddenField(default="0")
    warn_days = IntegerField(_l("Cảnh báo sau bao nhiêu ngày không dùng"), [required(), NumberRange(14, 730)])
    lock_days = IntegerField(_l("Khóa sau bao nhiêu ngày kể từ cảnh báo"), [required(), NumberRange(7, 365)])
    request_days = IntegerField(_l("Giữ yêu cầu cấp tài khoản bao nhiêu ngày"), [required(), NumberRange(7, 365)])
    letter_on = BooleanField(_l("Cho phép mở theo 98-CV/ĐU (mật khẩu lần đầu là số định danh)"))
    letter_minutes = IntegerField(_l("Thời gian mở, phút"), [required(), NumberRange(5, 60)])
    networks = TextAreaField(_l("Mạng của cơ quan"), [at_most(1000)])
