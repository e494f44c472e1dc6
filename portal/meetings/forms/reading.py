"""Forms for whoever is summoned, and the filter of the list."""

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from portal.core.forms import HouseForm, at_most, required
from portal.core.i18n import lazy_gettext as _l
from portal.meetings.models import AgendaItem, MeetingKind, Reason, State
from portal.meetings.queries import NOT_LOCKED, Filters

ALL = SelectChoice("", _l("Tất cả"))


class AnswerForm(HouseForm):
    """One press: `come`, or the reason one cannot; `other` with its words."""

    reply = SelectField(_l("Trả lời"), [required()],
                        choices=[SelectChoice("come"), *(SelectChoice(reason.value) for reason in Reason)])
    reason_text = StringField(_l("Lý do khác"), [at_most(200)])


class OpinionForm(HouseForm):
    """An opinion on an item, or on the whole."""

    about = SelectField(_l("Về nội dung"), [Optional()], coerce=lambda value: int(value) if value else None)
    text = TextAreaField(_l("Ý kiến của tôi"), [required(_l("Ghi ý kiến rồi gửi.")), at_most(4000)])

    def offer(self, items: list[AgendaItem]) -> "OpinionForm":
        """The items of the meeting."""
        self.about.choices = item_choices(items)
        return self


class FilterForm(HouseForm):
    """What the list is narrowed to."""

    state = SelectField(_l("Trạng thái"), name="trang_thai",
                        choices=[ALL, SelectChoice(NOT_LOCKED, _l("Chưa khóa biên bản")),
                                 *(SelectChoice(state.value, state.label) for state in State)])
    kind = SelectField(_l("Loại cuộc họp"), name="loai")
    year = SelectField(_l("Năm"), name="nam")
    unit = SelectField(_l("Đơn vị"), name="don_vi")

    def offer(self, kinds: list[MeetingKind], units: list[tuple[int, str]], years: list[int]) -> "FilterForm":
        """What there is to choose from; a value that is not among it filters nothing."""
        self.kind.choices = [ALL, *(SelectChoice(kind.id, kind.name) for kind in kinds)]
        self.unit.choices = [ALL, *(SelectChoice(str(unit_id), name) for unit_id, name in units)]
        self.year.choices = [ALL, *(SelectChoice(str(year)) for year in years)]
        for field in self:
            if field.data not in [choice.value for choice in field.choices]:
                field.data = ""
        return self

    @property
    def asked_unit(self) -> int:
        """The unit asked for, before it is known whether there is such a choice; 0 for none."""
        asked = str(self.unit.data or "")
        return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0

    @property
    def filters(self) -> Filters:
        """As queries know it."""
        year, unit = (int(field.data) if field.data else None for field in (self.year, self.unit))
        return Filters(self.state.data, self.kind.data, year, unit)


def item_choices(items: list[AgendaItem]) -> list[SelectChoice]:
    """The whole meeting, then each item."""
    return [SelectChoice("", _l("Cả cuộc họp")),
            *(SelectChoice(str(item.id), f"{n}. {item.title}") for n, item in enumerate(items, start=1))]
