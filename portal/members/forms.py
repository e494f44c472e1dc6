"""What is asked of the register."""

from collections.abc import Iterable

from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice

from portal.core.forms import HouseForm, at_most
from portal.core.i18n import lazy_gettext as _l
from portal.members.models import PRESENT, State
from portal.organizations.api import Organization

STATES = [SelectChoice("", _l("Tất cả")),
          *(SelectChoice(state.value, state.label) for state in State if state in PRESENT)]


def _unit_id(value: object) -> int | None:
    return int(str(value)) if value not in (None, "", "None") else None


class RosterForm(HouseForm):
    """The filters of the roster; they stand in the address and can be sent to a colleague."""

    text = StringField(_l("Họ tên"), [at_most(100)], name="ten")
    unit_id = SelectField(_l("Đơn vị"), coerce=_unit_id, name="don_vi")
    state = SelectField(_l("Trạng thái"), choices=STATES, default="", name="trang_thai")

    def offer(self, units: Iterable[Organization]) -> None:
        """The units to choose from."""
        self.unit_id.choices = [SelectChoice("", _l("Tất cả đơn vị tôi phụ trách")),
                                *(SelectChoice(str(unit.id), unit.name) for unit in units)]
