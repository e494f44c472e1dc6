"""Forms of imports: the file, what columns and values mean, what a row means, the last word before writing."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, FileField, HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import HiddenInput

from portal.core.forms import DayField, HouseForm, at_most, required
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.imports.models import FIELD_LABELS, Field, ImportRow, MemberImport
from portal.imports.services import NEW, SKIP, Cell, CellBook
from portal.members.api import Member, State
from portal.organizations.api import Organization

LARGEST = 20 << 20
MOST_CELLS = 60
"""Cells that stand in a list; of more, likely ones do, and the rest is typed."""
ENTERED = (State.OFFICIAL, State.PROBATIONARY, State.EXEMPT, State.SUSPENDED)
LATER = "?"
"""Not said yet: the value stays unclear."""
NOTHING = "-"
"""Said: the value means nothing, as an empty cell."""

ANEW = "anew"


def _whole(value: object) -> int | None:
    return int(str(value)) if str(value).isascii() and str(value).isdecimal() and len(str(value)) < 10 else None


class UploadForm(HouseForm):
    """A file for a unit."""

    unit_id = SelectField(_l("Đơn vị"), coerce=_whole)
    file = FileField(_l("Tệp danh sách"))

    def offer(self, units: Sequence[Organization]) -> None:
        """The units to choose from."""
        self.unit_id.choices = [SelectChoice(str(unit.id), unit.name) for unit in units]

    def validate_file(self, field: FileField) -> None:
        """A file was chosen."""
        if not field.data or not getattr(field.data, "filename", ""):
            raise ValidationError(_l("Chọn một tệp."))


class ColumnsForm(HouseForm):
    """What each column holds (fields `cot_0` …), and what a new person gets where the file says nothing."""

    heading = HiddenField(name="hang")
    since = DayField(_l("Ngày áp dụng"), [required(_l("Ghi ngày áp dụng."))])
    cell_id = SelectField(_l("Chi bộ của người mới"), coerce=_whole)
    state = SelectField(_l("Trạng thái của người mới"), default="")

    @classmethod
    def for_import(cls, made: MemberImport, book: CellBook, *, sent: bool) -> "ColumnsForm":
        """The form of this file, bound to what was sent or showing what is proposed."""
        places = {place: name for name, place in made.columns.items()}
        choices = [SelectChoice("", _l("Không dùng")),
                   *(SelectChoice(one.value, FIELD_LABELS[one]) for one in Field)]
        columns = {f"cot_{place}": SelectField(title or gettext("Cột %(number)s", number=place + 1), choices=choices,
                                               default=places.get(place, ""))
                   for place, title in enumerate(made.headings)}
        kind: type[ColumnsForm] = type("ColumnsForm", (cls,), columns)
        form = kind.read() if sent else kind.blank(made, since=made.since)
        cells = sorted(book.cells.values(), key=lambda one: one.title) if len(book.cells) <= MOST_CELLS else []
        form.cell_id.choices = [SelectChoice("", _l("Theo cột chi bộ")),
                                *(SelectChoice(str(one.id), one.title) for one in cells)]
        form.state.choices = [SelectChoice("", _l("Theo cột trạng thái")),
                              *(SelectChoice(one.value, one.label) for one in ENTERED)]
        return form

    @property
    def columns(self) -> dict[str, int]:
        """Field → column, as chosen."""
        return {field.data: int(name.removeprefix("cot_")) for name, field in self._fields.items()
                if name.startswith("cot_") and field.data}

    def validate(self, extra_validators: Any = None) -> Any:
        """Each meaning stands over one column."""
        valid = bool(super().validate(extra_validators))
        taken: dict[str, Any] = {}
        for name, field in self._fields.items():
            if name.startswith("cot_") and field.data and taken.setdefault(field.data, field) is not field:
                field.errors = [*field.errors, gettext("Đã chọn mục này cho cột “%(column)s”.",
                                                       column=taken[field.data].label.text)]
                valid = False
        return valid


class ValuesForm(HouseForm):
    """What values of the file mean: `gia_tri_0` … in the order of `unclear`; for a cell also its name typed."""

    add_zeros = BooleanField(_l("Thêm lại số 0 ở đầu"))

    @classmethod
    def for_import(cls, made: MemberImport, book: CellBook, *, sent: bool) -> "ValuesForm":
        """The form of this file."""
        fields: dict[str, Any] = {}
        for place, (name, text, _, found) in enumerate(made.unclear):
            label = gettext("%(field)s “%(value)s”", field=str(FIELD_LABELS[Field(name)]), value=text)
            fields[f"gia_tri_{place}"] = SelectField(label, choices=_meanings(name, text, found, book), default=LATER)
            if name == Field.CELL and len(book.cells) > MOST_CELLS:
                fields[f"ten_{place}"] = StringField(_l("Hoặc ghi tên, mã chi bộ"), [at_most(200)])
        kind: type[ValuesForm] = type("ValuesForm", (cls,), fields)
        form = kind.read() if sent else kind.blank(add_zeros=made.add_zeros)
        form.made, form.book = made, book
        return form

    made: MemberImport
    book: CellBook

    @property
    def rows(self) -> list[tuple[Any, Any, int]]:
        """(choice, name typed or None, how many rows) of each value."""
        return [(self._fields[f"gia_tri_{place}"], self._fields.get(f"ten_{place}"), one[2])
                for place, one in enumerate(self.made.unclear)]

    @property
    def chosen(self) -> dict[tuple[str, str], Any]:
        """(field, value) → meaning, of those that were chosen; a typed name wins."""
        found: dict[tuple[str, str], Any] = {}
        for (pick, typed, _), (name, text, *_rest) in zip(self.rows, self.made.unclear, strict=True):
            if typed is not None and typed.data:
                found[name, text] = self.book.find(typed.data)[0]
            elif pick.data != LATER:
                meaning = "" if pick.data == NOTHING else pick.data
                found[name, text] = int(meaning) if name == Field.CELL and meaning else meaning
        return found

    def validate(self, extra_validators: Any = None) -> Any:
        """A name typed means one cell."""
        valid = bool(super().validate(extra_validators))
        for _, typed, _ in self.rows:
            if typed is not None and typed.data and len(self.book.find(typed.data)) != 1:
                typed.errors = [*typed.errors, gettext("Không rõ chi bộ nào. Ghi mã chi bộ, hoặc tên chi bộ kèm tên "
                                                       "cấp trên của chi bộ.")]
                valid = False
        return valid


def _meanings(name: str, text: str, found: Sequence[int], book: CellBook) -> list[SelectChoice]:
    first = [SelectChoice(LATER, _l("Chưa chọn"))]
    nothing = SelectChoice(NOTHING, _l("Để trống, như ô không ghi gì"))
    if name == Field.SEX:
        return [*first, SelectChoice("male", _l("nam")), SelectChoice("female", _l("nữ")), nothing]
    if name == Field.STATE:
        return [*first, *(SelectChoice(one.value, one.label) for one in State), nothing]
    likely = [book.cells[one] for one in found if one in book.cells]
    cells: list[Cell] = likely or book.like(text, MOST_CELLS if len(book.cells) <= MOST_CELLS else 12)
    return [*first, *(SelectChoice(str(one.id), one.title) for one in cells)]


class DecideForm(HouseForm):
    """What a row that is to be looked at means."""

    choice = RadioField(_l("Dòng này là"), [required(_l("Chọn một mục."))])

    def offer(self, row: ImportRow, members: Sequence[Member]) -> None:
        """The people it may be; somebody new, where the row has a number; nobody."""
        people = [(str(one.id), gettext("%(name)s, số định danh %(number)s", name=one.full_name,
                                        number=one.masked_citizen_id)) for one in members if one.id in row.candidates]
        is_open = any(code in ("name_only", "name_birth") for _, code, _ in row.problems) or row.choice == NEW
        new = [(NEW, _l("Người khác, thêm mới"))] if is_open and row.key else []
        anew = [(ANEW, _l("Chưa rõ, xem lại từ đầu"))] if row.choice else []
        self.choice.choices = [*people, *new, (SKIP, _l("Bỏ qua dòng này, không ghi")), *anew]

    @property
    def decided(self) -> str:
        """The choice as the service takes it."""
        return "" if self.choice.data == ANEW else str(self.choice.data)


class CommitForm(HouseForm):
    """The last word before writing: which preview, and whether wrong rows are left out."""

    version = IntegerField(widget=HiddenInput())
    leave_out = BooleanField(_l("Bỏ qua dòng lỗi và dòng cần xem, không ghi"))


class ActForm(HouseForm):
    """A press on a button."""
