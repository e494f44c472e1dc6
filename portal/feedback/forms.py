"""Forms of feedback."""

from typing import Any

from wtforms import IntegerField, MultipleFileField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from portal.core.forms import HouseForm, at_most, required
from portal.core.i18n import lazy_gettext as _l
from portal.feedback.models import FeedbackCategory, Opinion, Visibility
from portal.organizations.api import Organization

CHOOSE = _l("Chọn một mục trong danh sách.")


class SendForm(HouseForm):
    """An opinion."""

    category_id = RadioField(_l("Góp ý về việc gì"), [required(_l("Chọn loại góp ý."))])
    visibility = RadioField(_l("Ai đọc được"), [required(_l("Chọn ai đọc được."))],
                            choices=[SelectChoice(one.value, one.label) for one in Visibility],
                            default=Visibility.HANDLERS.value)
    text = TextAreaField(_l("Nội dung"), [required(_l("Viết nội dung góp ý.")), at_most(20_000)])
    files = MultipleFileField(_l("Tệp kèm theo"))

    def offer(self, routes: list[tuple[FeedbackCategory, Organization]], *, in_person: bool = True) -> "SendForm":
        """The categories one may choose; a name is hidden only by its owner in person."""
        self.category_id.choices = [SelectChoice(category.id, category.name) for category, _ in routes]
        if not in_person:
            self.visibility.choices = [one for one in self.visibility.choices if one.value != Visibility.HIDDEN]
        return self

    @property
    def uploads(self) -> list[Any]:
        """The chosen files."""
        return [one for one in self.files.data or [] if getattr(one, "filename", "")]


class HandlerForm(HouseForm):
    """The base of what is done to an opinion that somebody else may have changed in between."""

    version = IntegerField(validators=[Optional()])

    def meet(self, opinion: Opinion) -> int:
        """Status of the answer to a form that was not carried out: 409 where somebody was faster."""
        return 422 if self.version.data == opinion.version else 409


class AnswerForm(HandlerForm):
    """The answer the sender reads."""

    answer = TextAreaField(_l("Trả lời"), [required(_l("Viết câu trả lời.")), at_most(20_000)])


class NoteForm(HandlerForm):
    """A note among handlers."""

    note = TextAreaField(_l("Ghi chú nội bộ"), [required(_l("Viết ghi chú.")), at_most(5_000)])


class ForwardForm(HandlerForm):
    """To which unit, and why."""

    unit_id = SelectField(_l("Chuyển đến"), [required(CHOOSE)], coerce=int)
    reason = TextAreaField(_l("Lý do chuyển"), [required(_l("Ghi lý do chuyển.")), at_most(1_000)])

    def offer(self, units: list[tuple[int, str]]) -> "ForwardForm":
        """The units one may choose."""
        self.unit_id.choices = [SelectChoice(unit_id, name) for unit_id, name in units]
        return self


class ReopenForm(HandlerForm):
    """Why the answer does not do."""

    reopen_reason = TextAreaField(_l("Lý do mở lại"), [required(_l("Ghi lý do mở lại.")), at_most(2_000)])
