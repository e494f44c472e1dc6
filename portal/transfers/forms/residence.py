"""Forms of the contact with the place of residence."""

from collections.abc import Iterable
from typing import Any, Self

from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import HiddenInput

from portal.core.errors import Conflict
from portal.core.forms import HouseForm, at_most, required
from portal.core.i18n import lazy_gettext as _l
from portal.organizations.api import Organization
from portal.transfers.forms.fields import NearDayField
from portal.transfers.models import GRADES, PERIODS, ResidenceGround, Status
from portal.transfers.services import Home, Said

GRADE_CHOICES = [SelectChoice(key, label) for key, label in GRADES.items()]
PERIOD_CHOICES = [SelectChoice(key, label) for key, label in PERIODS.items()]


def _number(value: object) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


class RosterForm(HouseForm):
    """The filters of the list; they stand in the address."""

    text = StringField(_l("Họ tên"), [at_most(100)], name="ten")
    unit_id = SelectField(_l("Đơn vị"), coerce=_number, name="don_vi")
    status = SelectField(_l("Tình trạng"), default="", name="tinh_trang", choices=[
        SelectChoice("", _l("Tất cả")), *(SelectChoice(one.value, one.label) for one in Status)])

    def offer(self, units: Iterable[Organization]) -> Self:
        """The units to choose from."""
        self.unit_id.choices = [SelectChoice("", _l("Tất cả đơn vị tôi phụ trách")),
                                *(SelectChoice(str(unit.id), unit.name) for unit in units)]
        return self


class HomeForm(HouseForm):
    """Where the member lives, typed as it is on his papers."""

    cell = StringField(_l("Chi bộ nơi cư trú"), [at_most(200)])
    ward = StringField(_l("Phường, xã"), [required(_l("Ghi phường, xã.")), at_most(120)])
    province = StringField(_l("Tỉnh, thành phố"), [at_most(80)])
    moved = BooleanField(_l("Đã chuyển nơi cư trú: giữ nơi cũ trong lịch sử, giấy giới thiệu ghi lại từ đầu"))
    version = IntegerField(_l("Phiên bản"), [Optional()], widget=HiddenInput())
    conflict: Conflict | None = None

    @property
    def home(self) -> Home:
        """What was typed."""
        return Home(self.cell.data or "", self.ward.data, self.province.data or "", bool(self.moved.data))

    def attempt(self, act: Any) -> Any:
        """As every form, but a Conflict is kept for the view, which shows both texts."""

        def noticing() -> Any:
            try:
                return act()
            except Conflict as error:
                self.conflict = error
                raise

        return super().attempt(noticing)

    def renew(self, version: int) -> None:
        """After a conflict: saving again is saving over what is shown beside."""
        self.version.raw_data, self.version.data = None, version


class WardForm(HouseForm):
    """Which of the wards of today it is."""

    ward_now = RadioField(_l("Phường, xã hiện nay"), choices=[], default="")

    def offer(self, names: Iterable[str]) -> Self:
        """Those offered, and none of them."""
        self.ward_now.choices = [*(SelectChoice(name, name) for name in dict.fromkeys(names)),
                                 SelectChoice("", _l("Chưa rõ, giữ như đã ghi"))]
        return self


class LetterForm(HouseForm):
    """Number and day of the letter."""

    number = StringField(_l("Số giấy giới thiệu"), [required(_l("Ghi số giấy giới thiệu.")), at_most(30)])
    letter_on: Any = NearDayField(_l("Ngày giấy giới thiệu"), [required(_l("Ghi ngày giấy giới thiệu."))])


class PrintForm(HouseForm):
    """For which period the code on the letter asks a remark."""

    year = IntegerField(_l("Năm"), [required(_l("Ghi năm.")), NumberRange(2000, 2200)])
    period = SelectField(_l("Kỳ nhận xét"), choices=PERIOD_CHOICES, default="year")


class ExemptForm(HouseForm):
    """On which ground; the first choice is none."""

    ground = SelectField(_l("Lý do miễn"), [Optional()], coerce=_number)
    since: Any = NearDayField(_l("Từ ngày"), [Optional()])
    until: Any = NearDayField(_l("Đến hết ngày (để trống nếu chưa rõ)"), [Optional()])
    note = StringField(_l("Ghi chú"), [at_most(300)])

    def offer(self, grounds: Iterable[ResidenceGround]) -> Self:
        """The grounds in force."""
        self.ground.choices = [SelectChoice("", _l("Không miễn")),
                               *(SelectChoice(str(one.id), f"{one.name} ({one.rule})") for one in grounds)]
        return self


class PublicRemarkForm(HouseForm):
    """What the residence writes: on its page by a code, or on paper that is typed in."""

    text = TextAreaField(_l("Nhận xét của cấp ủy nơi cư trú"), [required(_l("Ghi nhận xét.")), at_most(4000)])
    grade = SelectField(_l("Mức thực hiện"), choices=GRADE_CHOICES, default="")
    met_on: Any = NearDayField(_l("Ngày gặp, trao đổi với đảng viên (nếu có)"), [Optional()])
    signer = StringField(_l("Người nhận xét (họ tên, chức vụ)"), [at_most(120)])


class RemarkForm(PublicRemarkForm):
    """The keeper types in a remark that came on paper."""

    year = IntegerField(_l("Năm"), [required(_l("Ghi năm.")), NumberRange(2000, 2200)])
    period = SelectField(_l("Kỳ nhận xét"), choices=PERIOD_CHOICES, default="year")

    @property
    def said(self) -> Said:
        """What was typed."""
        return Said(self.year.data, self.period.data, self.text.data, self.grade.data, self.met_on.data,
                    self.signer.data or "")


class CodeForm(HouseForm):
    """The code as it is printed."""

    code = StringField(_l("Mã trên giấy giới thiệu"), [required(_l("Ghi mã in trên giấy giới thiệu.")), at_most(40)],
                       name="ma")
