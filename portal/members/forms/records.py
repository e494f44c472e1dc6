"""Forms of one record. Numbers already recorded are never written into a form: a form is no way round "Hiện số"."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import HiddenInput

from portal.core import clock
from portal.core.forms import DayField, HouseForm, at_most, required
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.members.models import Member, State, masked
from portal.members.models.words import LABELS, NUMBERS, PURPOSES, SEXES
from portal.members.policy import BASIC
from portal.members.services.keeping import BY_DECISION
from portal.members.services.people import FIELDS
from portal.organizations.api import Role

PHONE = re.compile(r"\+?[0-9]{8,14}")
CARD = re.compile(r"[0-9A-Za-z./-]{4,20}")
NONE = "-"
SEX_CHOICES = [*(SelectChoice(key, label) for key, label in SEXES.items()), SelectChoice("", _l("chưa ghi"))]
FIRST_STATES = (State.PROBATIONARY, State.OFFICIAL, State.EXEMPT)


def _text(name: str, *checks: Any) -> Any:
    return StringField(LABELS[name], [*checks, at_most(120)], description=PURPOSES[name])


def _day(name: str) -> Any:
    return DayField(LABELS[name], [Optional()], description=PURPOSES[name])


class MemberForm(HouseForm):
    """The fields of a record, each with what it serves."""

    full_name = _text("full_name", required(_l("Ghi họ và tên.")))
    birth_date = _day("birth_date")
    sex = RadioField(LABELS["sex"], choices=SEX_CHOICES, default="",
                     description=PURPOSES["sex"])
    phone = _text("phone")
    citizen_id = _text("citizen_id")
    card_number = _text("card_number")
    joined_on = _day("joined_on")
    ceremony_on = _day("ceremony_on")
    official_on = _day("official_on")
    is_sure = BooleanField(_l("Tôi đã đối chiếu: đây là người khác"))

    def validate_phone(self, field: StringField) -> None:
        """Digits, blanks and dots between them are left out."""
        field.data = re.sub(r"[ .()]", "", field.data or "")
        if field.data and field.data != NONE and not PHONE.fullmatch(field.data):
            raise ValidationError(gettext("Số điện thoại gồm 8 đến 14 chữ số."))

    def validate_card_number(self, field: StringField) -> None:
        """Digits as they stand on the card."""
        field.data = (field.data or "").replace(" ", "")
        if field.data and field.data != NONE and not CARD.fullmatch(field.data):
            raise ValidationError(gettext("Số thẻ gồm 4 đến 20 chữ số."))

    def validate_citizen_id(self, field: StringField) -> None:
        """Blanks between the digits are left out; the rest is judged by the service."""
        field.data = re.sub(r"[ .]", "", field.data or "")

    @property
    def fields(self) -> dict[str, Any]:
        """What the services take: empty texts are none."""
        found = {name: self._fields[name].data for name in FIELDS if name in self._fields}
        return {name: value or ("" if name == "sex" else None) for name, value in found.items()}


class NewForm(MemberForm):
    """Somebody new in a cell."""

    unit_id = IntegerField(validators=[Optional()], widget=HiddenInput())
    citizen_id = _text("citizen_id", required(_l("Ghi số định danh, đủ 12 chữ số.")))
    state = SelectField(_l("Trạng thái"), [required()], coerce=State,
                        choices=[SelectChoice(state.value, state.label) for state in FIRST_STATES],
                        default=State.PROBATIONARY)
    since = DayField(_l("Sinh hoạt tại chi bộ từ ngày"), [required(_l("Ghi ngày bắt đầu sinh hoạt tại chi bộ."))])

    @property
    def entry(self) -> dict[str, Any]:
        """The fields with the first state, its day, and whether a namesake was looked at."""
        return {**self.fields, "state": self.state.data, "since": self.since.data, "is_sure": self.is_sure.data}


class EditForm(MemberForm):
    """A record in hand. A number left empty stays as it is, a minus sign takes it away."""

    version = IntegerField(validators=[Optional()], widget=HiddenInput())

    def limit(self, *, whole: bool, member: Member) -> Self:
        """Leave only the basic fields to the cell's own office; say which numbers are recorded."""
        for name in () if whole else set(FIELDS) - set(BASIC):
            del self._fields[name]
        for name in NUMBERS:
            if name in self._fields and getattr(member, name):
                self._fields[name].description = gettext(
                    "%(purpose)s. Đang ghi %(number)s: để trống nếu không đổi, ghi dấu - để bỏ.",
                    purpose=PURPOSES[name], number=masked(getattr(member, name)))
        return self

    @classmethod
    def of(cls, member: Member) -> Self:
        """The record without its numbers."""
        shown = {name: getattr(member, name) for name in FIELDS if name not in NUMBERS}
        return cls.blank(**shown, version=member.version)

    @property
    def fields(self) -> dict[str, Any]:
        """What is to change: empty numbers stay."""
        found = super().fields
        return {name: None if value == NONE else value for name, value in found.items()
                if name not in NUMBERS or value is not None}

    def meet(self, member: Member) -> list[tuple[Any, str, str]]:
        """Take up the newer version; answers (label, typed, saved meanwhile) where the two differ."""
        rows = [(LABELS[name], _shown(name, value), _shown(name, getattr(member, name)))
                for name, value in self.fields.items()]
        self.version.data, self.version.raw_data = member.version, None
        return [row for row in rows if row[1] != row[2]]


class StateForm(HouseForm):
    """A new state by decision."""

    state = SelectField(_l("Trạng thái mới"), [required()], coerce=State,
                        choices=[SelectChoice(state.value, state.label) for state in BY_DECISION])
    since = DayField(_l("Từ ngày"), [required(_l("Ghi ngày bắt đầu."))])
    decision = StringField(_l("Quyết định"), [at_most(120)],
                           description=_l("Số, ngày và nơi ra quyết định; để trống khi ghi từ trần."))

    @property
    def entry(self) -> dict[str, Any]:
        """What the service takes beside the state."""
        return {"since": self.since.data, "decision": self.decision.data or ""}


class PostForm(HouseForm):
    """A post at a unit."""

    unit_id = IntegerField(validators=[Optional()], widget=HiddenInput())
    role = SelectField(_l("Chức vụ"), [required()])
    since = DayField(_l("Từ ngày"), [required(_l("Ghi ngày bắt đầu."))],
                     description=_l("Có thể là một ngày sắp tới; quyền có hiệu lực từ ngày ấy."))
    until = DayField(_l("Đến hết ngày"), [Optional()], description=_l("Chức vụ tự kết thúc sau ngày này. Để trống nếu "
                                                                       "chưa biết."))
    decision = StringField(_l("Quyết định"), [required(_l("Ghi số và ngày của quyết định.")), at_most(120)])

    @property
    def entry(self) -> dict[str, Any]:
        """What the service takes beside the unit."""
        return {"role": self.role.data, "since": self.since.data, "until": self.until.data,
                "decision": self.decision.data or ""}

    def offer(self, roles: Iterable[Role]) -> Self:
        """The posts there are at the unit."""
        self.role.choices = [SelectChoice(role.value, role.label) for role in roles]
        return self


class EndPostForm(HouseForm):
    """The last day of a post."""

    last_day = DayField(_l("Giữ chức vụ đến hết ngày"), [required(_l("Ghi ngày cuối giữ chức vụ."))])

    @property
    def entry(self) -> dict[str, Any]:
        """What the service takes."""
        return {"last_day": self.last_day.data}


def _shown(name: str, value: Any) -> str:
    if name in NUMBERS:
        return masked(value)
    if name == "sex":
        return str(SEXES.get(value, ""))
    return clock.show_date(value) if isinstance(value, date) else str(value or "")
