"""Forms for whoever prepares a meeting."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from wtforms import FieldList, FormField, IntegerField, MultipleFileField, SelectField, StringField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput

from portal.core import clock
from portal.core.forms import DayField, HouseForm, at_most, required
from portal.core.i18n import lazy_gettext as _l
from portal.meetings.forms.reading import item_choices
from portal.meetings.forms.versions import VersionedForm
from portal.meetings.models import AgendaItem, Meeting, MeetingKind
from portal.meetings.services import Plan, Point
from portal.organizations.api import Organization

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
SPARE_POINTS = 3


class HourField(TimeField):  # type: ignore[misc]
    """A time of day typed as 19:30, 19h30 or 19.30, or picked."""

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        options.setdefault("format", ["%H:%M", "%H:%M:%S", "%Hh%M", "%H.%M", "%Hh"])
        super().__init__(label, validators, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError as error:
            raise ValueError(str(_l("Giờ không đúng. Ghi theo dạng 19:30."))) from error


class TimeAndPlace(HouseForm):
    """What every form of a meeting's plan asks."""

    starts_on: Any = DayField(_l("Ngày họp"), [required(_l("Chọn ngày họp."))], format=DAY_FORMATS)
    starts_time: Any = HourField(_l("Giờ họp"), [required(_l("Ghi giờ họp, ví dụ 19:30."))])
    place = StringField(_l("Nơi họp"), [required(_l("Ghi nơi họp.")), at_most(200)])

    def validate_starts_on(self, field: DayField) -> None:
        """A year that the calendar cannot turn into UTC is a slip of the finger."""
        if field.data is not None and not 1930 <= field.data.year <= 2200:
            raise ValidationError(str(_l("Năm không đúng.")))

    @property
    def starts_at(self) -> datetime:
        """The moment typed, in UTC."""
        return clock.from_local(datetime.combine(self.starts_on.data, self.starts_time.data))


class CreateForm(TimeAndPlace):
    """A new meeting; its agenda comes from the template."""

    unit = SelectField(_l("Đơn vị"), [required()], coerce=int)
    kind = SelectField(_l("Loại cuộc họp"), [required()])

    def offer(self, units: list[Organization], kinds: list[MeetingKind]) -> "CreateForm":
        """Only own units, and kinds that one of them holds."""
        self.unit.choices = [SelectChoice(str(unit.id), unit.name) for unit in units]
        self.kind.choices = [SelectChoice(kind.id, kind.name) for kind in kinds
                             if any(kind.roles_in(cell=unit.is_cell) is not None for unit in units)]
        return self


class PointList(FieldList):  # type: ignore[misc]
    """WTForms takes `²` for a number and stumbles over long ones; a name of neither kind is no row of ours."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        row = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,3}})-")
        return (int(found[1]) for found in map(row.match, formdata) if found)


class PointForm(HouseForm):
    """A point of the agenda; an empty title takes it away."""

    id = IntegerField(_l("Mã nội dung"), [Optional()], widget=HiddenInput())
    position = IntegerField(_l("Thứ tự"), [Optional(), NumberRange(0, 999)])
    title = StringField(_l("Nội dung"), [at_most(300)])
    minutes = IntegerField(_l("Số phút"), [Optional(), NumberRange(0, 600)])
    presenter = StringField(_l("Người trình bày"), [at_most(120)])
    note = StringField(_l("Ghi chú"), [at_most(300)])

    def validate_title(self, field: StringField) -> None:
        """What stands in a new row is not dropped for want of its name."""
        typed = self.minutes.data is not None or self.presenter.data or self.note.data
        if typed and not field.data and self.id.data is None:
            raise ValidationError(str(_l("Ghi tên nội dung, hoặc để trống cả dòng.")))


class PlanForm(VersionedForm, TimeAndPlace):
    """Time, place and agenda."""

    title = StringField(_l("Tên cuộc họp"), [required(_l("Ghi tên cuộc họp.")), at_most(200)])
    minutes_planned = IntegerField(_l("Thời lượng dự kiến (phút)"),
                                   [required(_l("Ghi số phút.")), NumberRange(1, 1440)])
    points = PointList(FormField(PointForm), _l("Chương trình"), max_entries=80)

    @classmethod
    def of(cls, meeting: Meeting) -> "PlanForm":
        """The plan as it stands, with some empty points at the end."""
        day = clock.local(meeting.starts_at)
        points: list[dict[str, Any]] = [_point(item) for item in meeting.items]
        spare: list[dict[str, Any]] = [{"position": len(points) + n} for n in range(1, SPARE_POINTS + 1)]
        return cls.blank(version=meeting.plan_version, title=meeting.title, place=meeting.place, starts_on=day.date(),
                         starts_time=day.time(), minutes_planned=meeting.minutes_planned, points=points + spare)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """The errors of points also stand in the summary, with the number of the point."""
        fine = bool(super().validate(*args, **kwargs))
        self.points.errors = [f"{number}. {message}" for number, point in enumerate(self.points, start=1)
                              for some in point.form.errors.values() for message in some]
        return fine

    @property
    def plan(self) -> Plan:
        """What was typed; points in the order of their numbers, those without one last."""
        rows = [point.form for point in self.points if point.form.title.data]
        rows.sort(key=lambda row: 1000 if row.position.data is None else row.position.data)
        points = [Point(row.title.data, row.minutes.data or 0, row.presenter.data or "", row.note.data or "",
                        row.id.data) for row in rows]
        return Plan(self.title.data, self.starts_at, self.place.data, self.minutes_planned.data, points)


class PaperForm(HouseForm):
    """Files to an item, or to the whole."""

    files = MultipleFileField(_l("Tệp tài liệu"))
    item = SelectField(_l("Cho nội dung"), [Optional()], coerce=lambda value: int(value) if value else None)

    def offer(self, items: list[AgendaItem]) -> "PaperForm":
        """The items of the meeting."""
        self.item.choices = item_choices(items)
        return self


class ReasonForm(HouseForm):
    """Why a meeting is cancelled or its record opened again."""

    reason = StringField(_l("Lý do"), [required(_l("Ghi lý do.")), at_most(500)])


def _point(item: AgendaItem) -> dict[str, Any]:
    return {"id": item.id, "position": item.position, "title": item.title, "minutes": item.minutes,
            "presenter": item.presenter, "note": item.note}
