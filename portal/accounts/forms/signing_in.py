"""Forms of signing in and of the password."""

from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, ValidationError

from portal.accounts.services.passkeys import NO_NAME
from portal.accounts.services.passwords import normal
from portal.accounts.services.pins import HOURS, USUAL_HOURS
from portal.core.forms import HouseForm, at_most, required
from portal.core.i18n import lazy_gettext as _l

DIGITS = {"inputmode": "numeric"}


class SecretField(PasswordField):  # type: ignore[misc]
    """A password, taken as it was typed, blanks included: the house's cleaning of lines is not for it."""

    def __init__(self, label: Any, validators: Any, *, filters: Any = None, **options: Any) -> None:
        super().__init__(label, validators, **options)


class SignInForm(HouseForm):
    """Citizen id and password."""

    citizen_id = StringField(_l("Số định danh cá nhân"), [required(_l("Nhập số định danh (12 chữ số).")), at_most(40)])
    password = SecretField(_l("Mật khẩu"), [required(_l("Nhập mật khẩu, hoặc mã một lần ở lần đầu.")), at_most(200)])
    own_device = BooleanField(_l("Đây là máy riêng của tôi"))


class PasswordForm(HouseForm):
    """A new password, after the old one; the first one needs no old one."""

    old_password = SecretField(_l("Mật khẩu hiện tại"), [required(), at_most(200)])
    new_password = SecretField(_l("Mật khẩu mới"), [required(), at_most(128)])
    repeat_password = SecretField(_l("Nhập lại mật khẩu mới"), [required(), at_most(128)])

    def validate_repeat_password(self, field: PasswordField) -> None:
        """Both must be the same."""
        if normal(field.data or "") != normal(self.new_password.data or ""):
            raise ValidationError(str(_l("Hai lần nhập không giống nhau.")))


class CodeForm(HouseForm):
    """A code of the app, or one from the paper."""

    code = StringField(_l("Mã xác nhận"), [at_most(20)], render_kw=DIGITS)
    paper = StringField(_l("Mã dự phòng trên giấy"), [at_most(20)])

    def validate_code(self, field: StringField) -> None:
        """One of the two must be there."""
        if not (field.data or self.paper.data):
            raise ValidationError(str(_l("Nhập mã 6 chữ số trong ứng dụng.")))

    @property
    def used(self) -> str:
        """The field that was typed into."""
        return "code" if self.code.data else "paper"

    @property
    def typed(self) -> str:
        """What was typed, in either field."""
        return str(self[self.used].data or "")


class NewAppForm(HouseForm):
    """The first code of a new app."""

    code = StringField(_l("Mã trong ứng dụng"), [required(_l("Nhập mã 6 chữ số trong ứng dụng.")), at_most(20)],
                       render_kw=DIGITS)


class ProveForm(HouseForm):
    """The password once more."""

    password = SecretField(_l("Mật khẩu"), [required(_l("Nhập mật khẩu của bạn.")), at_most(200)])


PIN = {"inputmode": "numeric", "maxlength": "6", "autocomplete": "off"}


class PinForm(HouseForm):
    """A name of a shared machine, and its PIN."""

    pin_id = IntegerField(_l("Bạn là"), [required(_l("Chọn tên của bạn.")), NumberRange(1, 2**31 - 1)])
    pin = SecretField(_l("Mã PIN"), [required(_l("Nhập mã PIN 6 chữ số.")), at_most(20)], render_kw=PIN)


class SetPinForm(HouseForm):
    """A new PIN, the name shown, how long it is good."""

    name = StringField(_l("Tên hiện ở trang đăng nhập của máy này"), [required(), at_most(60)])
    pin = SecretField(_l("Mã PIN mới"), [required(_l("Nhập mã PIN 6 chữ số.")), at_most(20)], render_kw=PIN)
    repeat_pin = SecretField(_l("Nhập lại mã PIN"), [required(_l("Nhập lại mã PIN.")), at_most(20)], render_kw=PIN)
    hours = SelectField(_l("Dùng trong"), coerce=int, default=USUAL_HOURS,
                        choices=[SelectChoice(n, _l("%(n)s giờ", n=n)) for n in HOURS])

    def validate_repeat_pin(self, field: PasswordField) -> None:
        """Both must be the same."""
        if field.data != self.pin.data:
            raise ValidationError(str(_l("Hai lần nhập không giống nhau.")))


class KeyForm(HouseForm):
    """What the browser made with a passkey, and the name its owner gives the key."""

    credential = HiddenField(validators=[at_most(20_000)])
    name = StringField(_l("Tên khóa"), [at_most(60)])


class KeyNameForm(HouseForm):
    """Another name for a passkey; the page shows one such form beside each key."""

    name = StringField(_l("Tên khóa"), [required(NO_NAME), at_most(60)])

    def beside(self, key_id: int) -> "KeyNameForm":
        """The same with an id of its own in the page."""
        self.name.id = f"ten-{key_id}"
        return self
