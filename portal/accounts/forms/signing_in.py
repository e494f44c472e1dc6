"""Forms of accounts."""

from wtforms import BooleanField, PasswordField, StringField
from wtforms.validators import ValidationError

from portal.core.forms import HouseForm, at_most, required
from portal.core.i18n import lazy_gettext as _l


class SignInForm(HouseForm):
    """Citizen id and password."""

    citizen_id = StringField(_l("Số định danh cá nhân"), [required(_l("Nhập số định danh (12 chữ số).")), at_most(40)])
    password = PasswordField(_l("Mật khẩu"), [required(_l("Nhập mật khẩu, hoặc mã một lần ở lần đầu.")), at_most(200)])
    own_device = BooleanField(_l("Đây là máy riêng của tôi"))


class PasswordForm(HouseForm):
    """A new password, after the old one or the one-time code."""

    old_password = PasswordField(_l("Mật khẩu hiện tại"), [required(), at_most(200)])
    new_password = PasswordField(_l("Mật khẩu mới"), [required(), at_most(128)])
    repeat_password = PasswordField(_l("Nhập lại mật khẩu mới"), [required(), at_most(128)])

    def validate_repeat_password(self, field: PasswordField) -> None:
        """Both must be the same."""
        if field.data != self.new_password.data:
            raise ValidationError(str(_l("Hai lần nhập không giống nhau.")))
