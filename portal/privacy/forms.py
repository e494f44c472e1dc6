"""Forms of privacy."""

from wtforms import BooleanField, DateTimeField, FileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import TextInput

from portal.core.forms import HouseForm, InCalendar, at_most, required
from portal.core.i18n import lazy_gettext as _l
from portal.privacy.models import WISHES, Stage

FORMATS = ["%d/%m/%Y %H:%M", "%H:%M %d/%m/%Y", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]


class MomentField(InCalendar, DateTimeField):  # type: ignore[misc]
    """A day and time typed as `05/9/2026 19:30`, by the clock in Hà Nội."""

    widget = TextInput()


class AskForm(HouseForm):
    """What a person asks about their data."""

    wish = RadioField(_l("Bạn muốn"), [required(_l("Chọn một mục."))],
                      choices=[SelectChoice(wish.value, label) for wish, label in WISHES.items()])
    text = TextAreaField(_l("Dữ liệu nào, vì sao"), [required(_l("Ghi rõ dữ liệu nào và lý do.")), at_most(4000)])


class AnswerForm(HouseForm):
    """The answer to a request."""

    stage = RadioField(_l("Kết quả"), [required(_l("Chọn kết quả của yêu cầu."))], choices=[
        SelectChoice(Stage.ANSWERED.value, _l("Sẽ thực hiện (ghi thời hạn trong câu trả lời)")),
        SelectChoice(Stage.DONE.value, _l("Đã thực hiện")),
        SelectChoice(Stage.DECLINED.value, _l("Không thực hiện được (ghi rõ vì sao)"))])
    answer = TextAreaField(_l("Câu trả lời"), [required(_l("Ghi câu trả lời.")), at_most(4000)])


class QueueForm(HouseForm):
    """Which requests are shown."""

    stage = SelectField(_l("Trạng thái"), default=Stage.OPEN.value, name="xem", choices=[
        *(SelectChoice(stage.value, stage.label) for stage in Stage), SelectChoice("tat-ca", _l("tất cả"))])


class IncidentForm(HouseForm):
    """An incident as it is opened."""

    title = StringField(_l("Sự cố"), [required(), at_most(200)])
    text = TextAreaField(_l("Mô tả: chuyện gì, dữ liệu nào"), [required(), at_most(8000)])
    suspect = StringField(_l("Số định danh của tài khoản nghi bị lộ"), [Optional(), at_most(20)])
    since = MomentField(_l("Từ lúc"), [required()], format=FORMATS)
    until = MomentField(_l("Đến lúc"), [required()], format=FORMATS)
    found_at = MomentField(_l("Phát hiện lúc"), [required()], format=FORMATS)


class CloseForm(HouseForm):
    """How an incident ends."""

    done = TextAreaField(_l("Đã làm gì để khắc phục"),
                         [required(_l("Ghi những việc đã làm để khắc phục.")), at_most(8000)])


class FileForm(HouseForm):
    """A file for a record, with what its sender declares."""

    upload = FileField(_l("Tệp"))
    title = StringField(_l("Giấy tờ gì"), [required(_l("Ghi đây là giấy tờ gì.")), at_most(150)])
    is_no_card = BooleanField(_l("Tệp không phải ảnh, bản chụp hay bản quét căn cước, hộ chiếu, thẻ đảng viên"),
                              [required(_l("Xác nhận tệp không phải bản chụp giấy tờ tùy thân."))])
    is_no_secret = BooleanField(_l("Tệp không thuộc bí mật nhà nước"),
                                [required(_l("Xác nhận tệp không thuộc bí mật nhà nước."))])
