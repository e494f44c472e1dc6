"""Forms of documents: what stands beside a paper (relations, field of work, note, names of lists)."""

from typing import Any

from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField, widgets
from wtforms.fields.choices import SelectChoice

from portal.core.forms import HouseForm, at_most, required
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.documents.models import FieldOfWork, Relation, full_title
from portal.documents.services.marks import LONGEST_NOTE


def _number(value: object) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


class RelationForm(HouseForm):
    """What this document is to which other one; the other is typed by its symbol, then chosen if there are several."""

    kind = SelectField(_l("Văn bản này"), [required(_l("Chọn quan hệ."))],
                       choices=[SelectChoice(one.value, one.label) for one in Relation])
    symbol = StringField(_l("Số, ký hiệu văn bản kia"), [at_most(60)])
    other = RadioField(_l("Chọn văn bản"), coerce=_number, validate_choice=False, choices=[])

    def offer(self, found: list[Any]) -> None:
        """The documents to choose from."""
        self.other.choices = [SelectChoice(str(row.id), full_title(row)) for row in found]


class NoteForm(HouseForm):
    """A private note."""

    note = TextAreaField(_l("Ghi chú riêng"), [at_most(LONGEST_NOTE)])


class NameForm(HouseForm):
    """A name for a list."""

    name = StringField(_l("Tên danh sách"), [required(_l("Đặt tên cho danh sách.")), at_most(80)])


class FieldChoiceForm(HouseForm):
    """The field of work a document belongs to."""

    version = IntegerField(widget=widgets.HiddenInput())
    field = SelectField(_l("Lĩnh vực"), coerce=_number)

    def offer(self, tree: list[FieldOfWork]) -> None:
        """The whole tree, what is below set off by dashes."""
        self.field.choices = [SelectChoice("", gettext("Chưa xếp")), *(
            SelectChoice(str(one.id), "– " * (one.level - 1) + one.name) for one in tree)]

    def validate_field(self, field: Any) -> None:
        """Nothing chosen is a choice."""


class FieldForm(HouseForm):
    """A field of work: its name and, for a new one, where it stands."""

    name = StringField(_l("Tên lĩnh vực"), [required(_l("Ghi tên lĩnh vực.")), at_most(80)])
    parent = SelectField(_l("Nằm trong"), coerce=_number, validate_choice=False)

    def offer(self, tree: list[FieldOfWork]) -> None:
        """The fields it may stand below."""
        self.parent.choices = [SelectChoice("", gettext("Cấp trên cùng")), *(
            SelectChoice(str(one.id), "– " * (one.level - 1) + one.name) for one in tree)]


class RenameForm(HouseForm):
    """Another name."""

    name = StringField(_l("Tên lĩnh vực"), [required(_l("Ghi tên lĩnh vực.")), at_most(80)])
