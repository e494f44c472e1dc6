"""Forms of documents: one act on several."""

from typing import Any

from wtforms import IntegerField, SelectField, TextAreaField, widgets
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from portal.core.forms import DayField, at_most
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.documents import queries
from portal.documents.forms.fields import AudienceForm, TicksField
from portal.documents.services import MANY


class BulkForm(AudienceForm):
    """What the act needs beside the selection; each act shows its own fields."""

    readers = TicksField(_l("Ai được đọc"), [Optional()])
    reason = TextAreaField(_l("Lý do"), [at_most(500)])
    typed = IntegerField(_l("Số văn bản"), [Optional()], widget=widgets.TextInput())
    until = DayField(_l("Lưu giữ đến hết ngày"))
    field_id = SelectField(_l("Lĩnh vực"), validate_choice=False)

    def offer_fields(self) -> None:
        """The fields of work, each below its parent."""
        rows = [SelectChoice(str(one.id), f"{'– ' * (one.level - 1)}{one.name}") for one in queries.fields()]
        none = SelectChoice("0", gettext("Không xếp vào lĩnh vực nào"))
        self.field_id.choices = [SelectChoice("", gettext("Chọn lĩnh vực")), none, *rows]

    @property
    def field_chosen(self) -> int | None:
        """The id of a field that is offered, 0 for none of them; None where nothing was chosen."""
        raw: Any = self.field_id.data or ""
        known = {str(choice.value) for choice in self.field_id.choices}
        return int(raw) if raw and raw in known else None


def asks_for_number(act: str, count: int) -> bool:
    """A big deletion asks to type how many."""
    return act == "trash" and count > MANY
