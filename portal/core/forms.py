"""House forms: Vietnamese messages, NFC at the entrance, domain errors brought to their field."""

from collections.abc import Callable
from typing import Any, Self, TypeVar

from flask import request
from markupsafe import Markup, escape
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import CombinedMultiDict
from wtforms import DateField, Form, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import Input, TextInput
from wtforms.widgets.core import clean_key

from portal.core.db import broken_constraint, db
from portal.core.errors import CLASHES, DomainError
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import nfc, squeeze

T = TypeVar("T")
MESSAGES = {
    "This field is required.": _l("Ô này cần được điền."),
    "Not a valid choice.": _l("Chọn một mục trong danh sách."),
    "Invalid Choice: could not coerce.": _l("Chọn một mục trong danh sách."),
    "Not a valid date value.": _l("Ngày không đúng. Ghi theo dạng ngày/tháng/năm, ví dụ 05/9/2025."),
    "Not a valid datetime value.": _l("Ngày giờ không đúng. Ghi ngày/tháng/năm giờ:phút, ví dụ 05/9/2025 19:30."),
    "Not a valid integer value.": _l("Ghi một số nguyên."),
    "Invalid input.": _l("Giá trị không hợp lệ."),
    "Number must be between %(min)s and %(max)s.": _l("Ghi một số từ %(min)s đến %(max)s."),
    "Field cannot be longer than %(max)d character.": _l("Không dài quá %(max)d ký tự."),
    "Field cannot be longer than %(max)d characters.": _l("Không dài quá %(max)d ký tự."),
    "Field must be at least %(min)d character long.": _l("Cần ít nhất %(min)d ký tự."),
    "Field must be at least %(min)d characters long.": _l("Cần ít nhất %(min)d ký tự."),
    "Field must be between %(min)d and %(max)d characters long.": _l("Cần từ %(min)d đến %(max)d ký tự."),
}


class _Messages:
    """WTForms' own sentences in our words; an unknown one is shown as "not valid", never in English."""

    def gettext(self, text: str) -> str:
        return str(MESSAGES.get(text) or gettext("Giá trị không hợp lệ."))

    def ngettext(self, one: str, many: str, n: int) -> str:
        return self.gettext(one if n == 1 else many)


FIRST_YEAR, LAST_YEAR = 1800, 2999
"""Years that a day may have: whatever is reckoned from it, and its midnight in UTC, is still a day."""


class InCalendar:
    """For fields of a day or a moment: a year that cannot be meant is refused where it is typed."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)  # type: ignore[misc]
        if self.data is not None and not FIRST_YEAR <= self.data.year <= LAST_YEAR:
            self.data = None
            raise ValueError(str(_l("Năm không đúng.")))


class HouseForm(Form):  # type: ignore[misc]
    """The base of every form. `read()` takes what the request carries."""

    class Meta:
        """WTForms' hooks: our messages, our cleaning."""

        def get_translations(self, form: Form) -> _Messages:
            return _Messages()

        def bind_field(self, form: Form, unbound: Any, options: dict[str, Any]) -> Any:
            kind = unbound.field_class
            if issubclass(kind, StringField) and not issubclass(kind, TextAreaField):
                options.setdefault("filters", [_line])
            elif issubclass(kind, TextAreaField):
                options.setdefault("filters", [_lines])
            return unbound.bind(form=form, **options)

    @classmethod
    def read(cls, obj: Any = None, **values: Any) -> Self:
        """Bound to what was sent (fields and files), else to `obj` and `values`."""
        sent: Any = request.args or None
        if request.method not in ("GET", "HEAD"):
            sent = CombinedMultiDict([request.form, request.files])
        return cls(sent, obj=obj, data=values or None)

    @classmethod
    def blank(cls, obj: Any = None, **values: Any) -> Self:
        """A form to show, whatever the request carries."""
        return cls(None, obj=obj, data=values or None)

    def attempt(self, act: Callable[[], T]) -> T | None:
        """Run a service; where a rule or a constraint refuses, its sentence lands at its field and
        nothing is kept. Answers None then."""
        try:
            return act()
        except DomainError as error:
            if error.status not in (409, 422):
                raise
            db.session.rollback()
            self.blame(error.field, error.message)
        except IntegrityError as error:
            db.session.rollback()
            clash = CLASHES.get(broken_constraint(error))
            if clash is None:
                raise
            self.blame(*clash)
        return None

    def blame(self, field: str | None, message: Any) -> None:
        """Put a sentence at a field, or above the form."""
        if field and field in self._fields:
            self._fields[field].errors = [*self._fields[field].errors, message]
        else:
            self.form_errors.append(message)

    @property
    def failed(self) -> bool:
        """Something is to be corrected."""
        return bool(self.errors)


def attributes(**named: Any) -> Markup:
    """What WTForms' own `html_params` answers, at a tenth of its cost: a form of thirty boxes has 150 attributes."""
    found = [clean_key(name) if value is True else f'{clean_key(name)}="{_quoted(value)}"'
             for name, value in sorted(named.items()) if value is not False]
    return Markup(" ".join(found))  # noqa: S704 - each value is escaped


def _quoted(value: Any) -> str:
    return str(escape(value)).replace('"', "&quot;")


Input.html_params = staticmethod(attributes)


class DayField(InCalendar, DateField):  # type: ignore[misc]
    """A day typed as 05/9/2025, 5-9-2025, 05.09.2025 or ISO.

    A text field, not the browser's own date field: that one shows month before day on a PC set to English.
    """

    widget = TextInput()

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        options.setdefault("format", ["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"])
        super().__init__(label, validators, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist and not valuelist[0].strip():
            self.data = None
            return
        super().process_formdata([value.strip() for value in valuelist])


def required(message: Any = None) -> InputRequired:
    """The field must be filled."""
    return InputRequired(message=message)


def at_most(signs: int) -> Length:
    """No longer than so many signs."""
    return Length(max=signs)


def _line(value: str | None) -> str | None:
    return squeeze(value) if value else value


def _lines(value: str | None) -> str | None:
    return nfc(value).replace("\r\n", "\n").strip() if value else value
