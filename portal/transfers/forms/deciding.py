"""Forms for the cells: release, accept, reasons, an earlier end."""

from typing import Any

from wtforms import StringField
from wtforms.validators import Optional

from portal.core.forms import HouseForm, at_most, required
from portal.core.i18n import lazy_gettext as _l
from portal.transfers.forms.fields import MonthField, NearDayField
from portal.transfers.services import Slip


class ReleaseForm(HouseForm):
    """What the old cell writes on the slip."""

    fees_until: Any = MonthField(_l("Đã đóng đảng phí hết tháng"),
                                 [required(_l("Ghi tháng đã đóng đảng phí, ví dụ 11/2026."))])
    released_on: Any = NearDayField(_l("Ngày giới thiệu"), [required(_l("Ghi ngày giới thiệu."))])
    slip_number = StringField(_l("Số giấy giới thiệu"), [at_most(30)])
    until: Any = NearDayField(_l("Ngày cuối của đợt tạm thời"), [Optional()])
    papers = StringField(_l("Hồ sơ kèm theo"), [at_most(300)])

    @property
    def slip(self) -> Slip:
        """What was typed."""
        return Slip(self.released_on.data, self.fees_until.data, self.slip_number.data or "", self.papers.data or "",
                    self.until.data)


class AcceptForm(HouseForm):
    """From which day, and why late where it is."""

    effective_on: Any = NearDayField(_l("Sinh hoạt tại nơi đến từ ngày"), [required(_l("Ghi ngày."))])
    late_reason = StringField(_l("Lý do chậm"), [at_most(300)])


class ReasonForm(HouseForm):
    """Why it is declined or returned."""

    reason = StringField(_l("Lý do"), [required(_l("Ghi lý do.")), at_most(300)])


class EndForm(HouseForm):
    """The last day of a stay that ends early."""

    last_day: Any = NearDayField(_l("Ngày cuối sinh hoạt tại nơi đến"), [required(_l("Ghi ngày cuối."))])
