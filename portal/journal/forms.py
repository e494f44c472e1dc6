"""What is asked of the log."""

from collections.abc import Iterable

from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from portal.core.forms import DayField, HouseForm, at_most
from portal.core.i18n import lazy_gettext as _l
from portal.journal.queries import KINDS, SUBJECTS, Filters
from portal.organizations.api import Organization


def _id(value: object) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


class JournalForm(HouseForm):
    """The filters of the log; they stand in the address."""

    person = StringField(_l("Người làm"), [at_most(100)], name="ten")
    subject = SelectField(_l("Về việc"), default="", name="viec",
                          choices=[SelectChoice("", _l("Mọi việc")),
                                   *(SelectChoice(key, label) for key, label in SUBJECTS.items())])
    unit_id = SelectField(_l("Đơn vị"), coerce=_id, name="don_vi")
    since = DayField(_l("Từ ngày"), [Optional()], name="tu")
    until = DayField(_l("Đến ngày"), [Optional()], name="den")
    kind = HiddenField(name="loai")
    object_id = HiddenField(name="so")

    def offer(self, units: Iterable[Organization]) -> None:
        """The units to choose from."""
        self.unit_id.choices = [SelectChoice("", _l("Mọi đơn vị tôi phụ trách")),
                                *(SelectChoice(str(unit.id), unit.name) for unit in units)]

    @property
    def filters(self) -> Filters:
        """What was asked; an unknown kind of object asks nothing."""
        kind = self.kind.data if self.kind.data in KINDS else ""
        return Filters(self.person.data or "", self.subject.data or "", self.unit_id.data, self.since.data,
                       self.until.data, kind, _id(self.object_id.data))
