"""The form of a handover."""

from collections.abc import Iterable

from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from portal.core.forms import HouseForm, at_most, required
from portal.core.i18n import lazy_gettext as _l
from portal.handover.queries import Holder
from portal.members.api import Member


def _id(value: object) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


class HandoverForm(HouseForm):
    """From whom, to whom, by which decision."""

    giver = RadioField(_l("Người giao"), [required(_l("Chọn người giao."))], coerce=_id)
    receiver = RadioField(_l("Người nhận"), [required(_l("Chọn người nhận."))], coerce=_id)
    decision = StringField(_l("Quyết định số"), [required(_l("Ghi số quyết định.")), at_most(120)])
    note = TextAreaField(_l("Ghi chú thêm trong biên bản"), [at_most(4000)])

    def offer(self, holders: Iterable[Holder], receivers: Iterable[Member]) -> None:
        """Who may give and who may receive."""
        self.giver.choices = [
            SelectChoice(str(one.member_id), f"{one.name} – {', '.join(str(title) for title in one.titles)}")
            for one in holders]
        self.receiver.choices = [SelectChoice(str(one.id), one.full_name) for one in receivers]
