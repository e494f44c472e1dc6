"""What is asked of the tree."""

from typing import Any

from wtforms import IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional, ValidationError

from portal.core import clock
from portal.core.forms import DayField, HouseForm, at_most
from portal.core.i18n import lazy_gettext as _l
from portal.organizations import queries
from portal.organizations.forms.picking import UnitField


class TreeForm(HouseForm):
    """Words of a unit's name, or the unit whose level is to be opened."""

    text = StringField(_l("Tên đơn vị"), [at_most(100)], name="ten")
    opened = IntegerField(_l("Đơn vị mở"), [Optional(), NumberRange(1, 2**31)], name="mo")


class ListForm(HouseForm):
    """The units of a day, narrowed."""

    day: Any = DayField(_l("Ngày"), [Optional()], name="ngay")
    text = StringField(_l("Tên đơn vị"), [at_most(100)], name="ten")
    kind = SelectField(_l("Loại hình"), name="loai")
    under = UnitField(_l("Thuộc đơn vị"), [Optional()], name="don-vi")
    sort = StringField(_l("Sắp xếp"), name="sap")

    def offer(self) -> "ListForm":
        """The kinds there ever were."""
        self.kind.choices = [SelectChoice("", _l("Mọi loại hình")),
                             *(SelectChoice(kind.id, kind.name) for kind in queries.kinds())]
        if self.kind.data is None:
            self.kind.data = ""
        return self

    def validate_day(self, field: DayField) -> None:
        """A day on which there may have been units."""
        if field.data and not queries.FIRST_DAY <= field.data <= clock.today().replace(month=12, day=31):
            raise ValidationError(_l("Năm không đúng."))

    @property
    def filters(self) -> queries.Filters:
        """What was asked for, as a query takes it; today where no day was named."""
        return queries.Filters(day=self.day.data or clock.today(), text=self.text.data or "",
                               kind=self.kind.data or "", under=self.under.data,
                               sort=self.sort.data if self.sort.data in queries.SORTS else "name")
