"""What is asked about rights."""

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from portal.core import clock
from portal.core.forms import DayField, HouseForm, at_most, required
from portal.core.i18n import lazy_gettext as _l
from portal.delegation.queries import SORTS, STATES
from portal.organizations.api import Role

ROLES = [SelectChoice("", _l("Tất cả")), *(SelectChoice(role.value, role.label) for role in Role)]
LARGEST = 2**31 - 1
TERM, DAY = "term", "day"


class ListForm(HouseForm):
    """The filters of the list; they stand in the address."""

    text = StringField(_l("Người được giao"), [at_most(100)], name="ten")
    unit = StringField(_l("Đơn vị"), [at_most(100)], name="don_vi")
    role = SelectField(_l("Vai trò"), choices=ROLES, default="", name="vai_tro")
    state = SelectField(_l("Trạng thái"), choices=[SelectChoice(key, words) for key, words in STATES.items()],
                        default="active", name="trang_thai")
    sort = SelectField(_l("Xếp theo"), choices=[SelectChoice(key, key) for key in SORTS], default="-ngay", name="xep")


class EffectForm(HouseForm):
    """The filters of the rights in effect."""

    text = StringField(_l("Họ tên"), [at_most(100)], name="ten")
    unit_id = IntegerField(_l("Đơn vị"), [Optional(), NumberRange(1, LARGEST)], name="don_vi", widget=HiddenInput())
    role = SelectField(_l("Vai trò"), choices=ROLES, default="", name="vai_tro")


class CoverageForm(HouseForm):
    """The filters of the units nobody is in charge of."""

    text = StringField(_l("Tên đơn vị"), [at_most(100)], name="ten")
    kind = SelectField(_l("Loại tổ chức"), default="", name="loai")

    def offer(self, kinds: list[tuple[str, str]]) -> None:
        """The kinds to choose from."""
        self.kind.choices = [SelectChoice("", _l("Tất cả")), *(SelectChoice(key, name) for key, name in kinds)]


class PickForm(HouseForm):
    """Whom and where, as far as it stands in the address of "Thêm mới"; never a citizen id."""

    account_id = IntegerField(_l("Tài khoản"), [Optional(), NumberRange(1, LARGEST)], name="tai_khoan")
    unit_id = IntegerField(_l("Đơn vị"), [Optional(), NumberRange(1, LARGEST)], name="don_vi")
    text = StringField(_l("Họ tên"), [at_most(100)], name="ten")


class FindForm(HouseForm):
    """The search for an account: sent in the body, since a citizen id must not stand in an address."""

    text = StringField(_l("Tài khoản"), [required(_l("Ghi số định danh đủ 12 chữ số hoặc họ tên.")), at_most(100)],
                       description=_l("Số định danh công dân đủ 12 chữ số, hoặc họ tên."))
    unit_id = HiddenField(_l("Đơn vị"), name="don_vi")


class GrantForm(HouseForm):
    """98-CV/ĐU, 4b: Tài khoản, Đơn vị, Vai trò (one or several); and how long."""

    account_id = IntegerField(_l("Tài khoản"), [required(_l("Chọn tài khoản.")), NumberRange(1, LARGEST)],
                              widget=HiddenInput())
    unit_id = IntegerField(_l("Đơn vị"), [required(_l("Chọn đơn vị.")), NumberRange(1, LARGEST)], widget=HiddenInput())
    roles = SelectMultipleField(_l("Vai trò"), [required(_l("Chọn ít nhất một vai trò."))], validate_choice=False,
                                choices=[SelectChoice(role.value, role.label) for role in Role],
                                widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())
    subtree = BooleanField(_l("Và cấp dưới"), description=_l("Quyền có hiệu lực cả ở các đơn vị bên dưới đơn vị này."))
    since = DayField(_l("Từ ngày"), [required()], default=clock.today)
    ends = RadioField(_l("Thời hạn"), choices=[
        SelectChoice(TERM, _l("Đến hết nhiệm kỳ (hết theo quyền của người giao, hoặc khi thu hồi)")),
        SelectChoice(DAY, _l("Đến hết một ngày"))], default=TERM)
    until = DayField(_l("Đến ngày"), [Optional()], description=_l("Ghi khi chọn “Đến hết một ngày”."))
    decision = StringField(_l("Quyết định số"), [at_most(120)], description=_l("Ví dụ: 12-QĐ/ĐU ngày 12/12/2025."))
    hidden = BooleanField(_l("Không hiện với cấp trên"),
                          description=_l("Chỉ đơn vị giao và đơn vị này thấy; dùng cho vai trò giúp việc."))

    def validate(self, extra_validators: object = None) -> bool:
        """A last day is asked for only where one is chosen, and then it must be there."""
        valid = bool(super().validate(extra_validators))
        if self.ends.data != DAY:
            self.until.data = None
        elif self.until.data is None and not self.until.errors:
            self.blame("until", _l("Ghi ngày kết thúc."))
            return False
        return valid


class RevokeForm(HouseForm):
    """Why a right is taken back."""

    reason = TextAreaField(_l("Lý do thu hồi"), [required(), at_most(300)])


class EndForm(HouseForm):
    """Another last day, or none."""

    until = DayField(_l("Đến hết ngày"), [Optional()], description=_l("Để trống: không ghi ngày kết thúc."))


class SubstituteForm(HouseForm):
    """Who stands in, from–to."""

    account_id = RadioField(_l("Người thay"), [required(_l("Chọn người thay."))], coerce=int, validate_choice=False)
    since = DayField(_l("Từ ngày"), [required()], default=clock.today)
    until = DayField(_l("Đến hết ngày"), [required()])
    decision = StringField(_l("Quyết định, giấy ủy quyền số"), [at_most(120)])

    def offer(self, officers: list[tuple[int, str, list[object]]], holder: int | None) -> None:
        """The officers of the unit but the one who is stood in for."""
        self.account_id.choices = [
            SelectChoice(account, f"{name} ({', '.join(str(role) for role in roles)})")
            for account, name, roles in officers if account != holder]


class HelpForm(HouseForm):
    """Who helps, from–to."""

    account_id = SelectField(_l("Người giúp"), [required(_l("Chọn người giúp."))], coerce=int)
    since = DayField(_l("Từ ngày"), [required()], default=clock.today)
    until = DayField(_l("Đến hết ngày"), [required()])
    reason = TextAreaField(_l("Lý do"), [at_most(300)])

    def offer(self, people: list[tuple[int, str]]) -> "HelpForm":
        """Those of the cell one may choose."""
        self.account_id.choices = [SelectChoice(0, _l("(chọn một người)")),
                                   *(SelectChoice(account, name) for account, name in people)]
        return self


class ViewForm(HouseForm):
    """Whom to look on as, and why."""

    account_id = IntegerField(_l("Người được hỗ trợ"), [required(_l("Chọn một người.")), NumberRange(1, LARGEST)],
                              widget=HiddenInput())
    reason = TextAreaField(_l("Lý do hỗ trợ"), [required(), at_most(300)],
                           description=_l("Người được hỗ trợ và nhật ký đều ghi lý do này."))
