"""What is asked of the roster of accounts, and which of it are to be opened."""

from collections.abc import Iterable
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from portal.core.forms import HouseForm, at_most
from portal.core.i18n import lazy_gettext as _l
from portal.keeping.models import GROUPS, Status
from portal.keeping.services.opening import TONIGHT
from portal.organizations.api import Organization

STATUSES = [SelectChoice("", _l("Tất cả")), *(SelectChoice(key, words) for key, (words, _) in GROUPS.items()),
            *(SelectChoice(status.value, status.label) for status in Status)]
HOURS = [SelectChoice("24", _l("24 giờ")), SelectChoice(TONIGHT, _l("Hết tối nay (buổi sinh hoạt)")),
         SelectChoice("48", _l("48 giờ")), SelectChoice("72", _l("72 giờ"))]


def _unit_id(value: object) -> int | None:
    return int(str(value)) if value not in (None, "", "None") else None


def hours_field() -> Any:
    """Until when a slip serves."""
    return SelectField(_l("Phiếu dùng được trong"), choices=HOURS, default="24", name="han")


class RosterForm(HouseForm):
    """The filters of the roster; they stand in the address."""

    text = StringField(_l("Họ tên"), [at_most(100)], name="ten")
    unit_id = SelectField(_l("Đơn vị"), coerce=_unit_id, name="don_vi")
    status = SelectField(_l("Tài khoản"), choices=STATUSES, default="", name="trang_thai")

    def offer(self, units: Iterable[Organization]) -> None:
        """The units to choose from."""
        self.unit_id.choices = [SelectChoice("", _l("Tất cả đơn vị tôi phụ trách")),
                                *(SelectChoice(str(unit.id), unit.name) for unit in units)]


class OpeningForm(HouseForm):
    """Whose accounts, how, until when. Members are ids of rows; the service takes only those the actor keeps."""

    members = SelectMultipleField(_l("Đảng viên"), [Length(max=100)], coerce=int, choices=[], validate_choice=False,
                                  name="nguoi")
    hours = hours_field()
    way = RadioField(_l("Cách mở"), default="phieu", name="cach", choices=[
        SelectChoice("phieu", _l("Phiếu có mã một lần (nên dùng)")),
        SelectChoice("98", _l("Theo 98-CV/ĐU: mật khẩu lần đầu là số định danh, chỉ trong ít phút, "
                              "từ mạng cơ quan"))])
