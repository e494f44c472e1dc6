"""Forms for whoever asks, calls or arrives."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from portal.core.forms import HouseForm, at_most, required
from portal.core.i18n import lazy_gettext as _l
from portal.members.api import State as MemberStates
from portal.organizations.api import CellField, Organization
from portal.transfers.forms.fields import MonthField, NearDayField
from portal.transfers.models import Kind, State
from portal.transfers.policy import OFFICERS
from portal.transfers.services import Arrival, Wish

KINDS = [SelectChoice(kind.value, kind.label) for kind in Kind]


def _number(value: object) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


class ListForm(HouseForm):
    """The filters of the list; they stand in the address."""

    group = StringField(_l("Nhóm"), name="nhom")
    text = StringField(_l("Họ tên"), [at_most(100)], name="ten")
    kind = SelectField(_l("Loại"), choices=[SelectChoice("", _l("Tất cả")), *KINDS], default="", name="loai")
    state = SelectField(_l("Bước"), default="", name="buoc",
                        choices=[SelectChoice("", _l("Tất cả")), *(SelectChoice(s.value, s.label) for s in State)])


class WishForm(HouseForm):
    """For how long, since when, why."""

    kind = RadioField(_l("Loại chuyển"), [required(_l("Chọn loại chuyển."))], choices=KINDS, default=Kind.OFFICIAL)
    decided_on: Any = NearDayField(_l("Ngày quyết định chuyển công tác hoặc ngày chuyển nơi ở"),
                                   [required(_l("Ghi ngày; thời hạn tính từ ngày này."))])
    decision = StringField(_l("Số quyết định (nếu có)"), [at_most(120)])
    until: Any = NearDayField(_l("Ngày cuối, nếu chuyển tạm thời"), [Optional()])
    reason = StringField(_l("Lý do"), [at_most(300)])

    def wish(self, *, to_unit: Organization | None, to_text: str = "") -> Wish:
        """What was asked."""
        return Wish(Kind(self.kind.data), self.decided_on.data, to_unit, to_text, self.until.data,
                    self.reason.data or "", self.decision.data or "")


class AskForm(WishForm):
    """Where to: a cell found by its name, or the name of an organisation outside."""

    to_name = StringField(_l("Chi bộ nhận"), [required(_l("Ghi tên chi bộ nhận.")), at_most(200)])
    cell = RadioField(_l("Chọn đúng chi bộ"), [Optional()], coerce=_number, choices=[], validate_choice=False)
    outside = BooleanField(_l("Nơi nhận ở ngoài hệ thống này; tên ở trên là tên tổ chức đảng nơi đến"))

    def settle(self, cells: list[Organization]) -> Organization | None:
        """The cell that is meant among those of that name; else a sentence at the field, with the cells to choose."""
        chosen = next((cell for cell in cells if cell.id == self.cell.data), None)
        if chosen is not None or len(cells) == 1:
            return chosen or cells[0]
        self.cell.choices = [
            SelectChoice(str(cell.id), f"{cell.name} – {cell.parent.name}" if cell.parent else cell.name)
            for cell in cells]
        if cells:
            self.blame("cell", _l("Có nhiều chi bộ hợp với tên này. Chọn đúng chi bộ."))
        else:
            self.blame("to_name", _l("Không có chi bộ nào có tên này. Ghi lại tên, hoặc đánh dấu nơi nhận ở ngoài "
                                     "hệ thống."))
        return None


class CallForm(WishForm):
    """The receiving cell knows whom it asks for by name and number."""

    full_name = StringField(_l("Họ và tên"), [required(_l("Ghi họ và tên.")), at_most(120)])
    citizen_id = StringField(_l("Số định danh (12 chữ số)"), [required(_l("Ghi số định danh.")), at_most(12)])
    to_cell = CellField(_l("Chi bộ nhận"), [required(_l("Chọn chi bộ nhận."))], roles=OFFICERS)


class ArrivalForm(HouseForm):
    """What stands on the slip from outside, and who brings it."""

    full_name = StringField(_l("Họ và tên"), [required(_l("Ghi họ và tên.")), at_most(120)])
    citizen_id = StringField(_l("Số định danh (12 chữ số)"), [required(_l("Ghi số định danh.")), at_most(12)])
    birth_date: Any = NearDayField(_l("Ngày sinh"), [Optional()])
    card_number = StringField(_l("Số thẻ đảng viên"), [at_most(20)])
    joined_on: Any = NearDayField(_l("Ngày vào Đảng"), [Optional()])
    official_on: Any = NearDayField(_l("Ngày chính thức"), [Optional()])
    state = SelectField(_l("Là đảng viên"), choices=[
        SelectChoice(one.value, one.label)
        for one in (MemberStates.OFFICIAL, MemberStates.PROBATIONARY, MemberStates.EXEMPT)])
    from_text = StringField(_l("Tổ chức đảng giới thiệu"), [required(_l("Ghi nơi giới thiệu.")), at_most(200)])
    slip_number = StringField(_l("Số giấy giới thiệu"), [at_most(30)])
    released_on: Any = NearDayField(_l("Ngày giấy giới thiệu"), [required(_l("Ghi ngày giấy giới thiệu."))])
    fees_until: Any = MonthField(_l("Đã đóng đảng phí hết tháng"), [Optional()])
    kind = RadioField(_l("Loại chuyển"), [required(_l("Chọn loại chuyển."))], choices=KINDS, default=Kind.OFFICIAL)
    until: Any = NearDayField(_l("Ngày cuối, nếu chuyển tạm thời"), [Optional()])
    to_cell = CellField(_l("Chi bộ nhận"), [required(_l("Chọn chi bộ nhận."))], roles=OFFICERS)
    effective_on: Any = NearDayField(_l("Ngày tiếp nhận"), [required(_l("Ghi ngày tiếp nhận."))])
    late_reason = StringField(_l("Lý do chậm, nếu quá hạn xuất trình"), [at_most(300)])

    @property
    def arrival(self) -> Arrival:
        """What was typed."""
        return Arrival(
            self.full_name.data, self.citizen_id.data, self.from_text.data, self.released_on.data,
            self.effective_on.data, Kind(self.kind.data), MemberStates(self.state.data), self.until.data,
            self.fees_until.data, self.slip_number.data or "", self.late_reason.data or "", self.birth_date.data,
            self.joined_on.data, self.official_on.data, self.card_number.data or "")
