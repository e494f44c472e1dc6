"""Forms of what is done to units."""

from typing import Any, Self

from wtforms import HiddenField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField, widgets
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from portal.core import clock
from portal.core.forms import DayField, HouseForm, at_most, required
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import fold
from portal.organizations import queries, services
from portal.organizations.forms.picking import UnitField
from portal.organizations.models import Organization, OrganizationKind

ONLY_ON_CONFIRM = {"xac-nhan", "chon"}
NAME = _l("Tên đầy đủ, ví dụ “Chi bộ Ga Vinh”.")
CODE = _l("Để trống nếu chưa có. Giữ dấu chấm, ví dụ 38.168.053.000.001.")


class CheckboxField(SelectMultipleField):  # type: ignore[misc]
    """Several of a list, as check boxes."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()


class ActForm(HouseForm):
    """What every act asks: from which day, by which decision."""

    since: Any = DayField(_l("Từ ngày"), [required()], default=clock.today, name="ngay",
                     description=_l("Ngày quyết định có hiệu lực."))
    decision = StringField(_l("Số quyết định"), [required(), at_most(120)], name="quyet-dinh",
                           description=_l("Ví dụ 12-QĐ/ĐU."))

    def offer(self, unit: Organization) -> Self:
        """The choices that fit the unit."""
        return self

    @property
    def sent(self) -> list[tuple[str, str]]:
        """(name, value) of what was filled in, to be carried over the page that asks once more."""
        return [(field.name, field._value() if hasattr(field, "_value") else field.data or "")
                for field in self if field.name not in ONLY_ON_CONFIRM]

    @property
    def shown(self) -> list[Any]:
        """The fields of the first page."""
        return [field for field in self if field.name not in ONLY_ON_CONFIRM]

    def is_confirmed(self, unit: Organization) -> bool:
        """What must be typed before the act was typed."""
        return True


def offer_kinds(field: Any, found: list[OrganizationKind], first: Any) -> None:
    """Kinds as choices after a first one that is none."""
    field.choices = [SelectChoice("", first), *(SelectChoice(kind.id, kind.name) for kind in found)]


CHOOSE = _l("Chọn loại hình")


class CreateForm(ActForm):
    """A unit below another."""

    kind_id = SelectField(_l("Loại hình"), [required(_l("Chọn loại hình."))], name="loai")
    name = StringField(_l("Tên đơn vị"), [required(), at_most(200)], name="ten", description=NAME)
    code = StringField(_l("Mã tổ chức"), [at_most(30)], name="ma", description=CODE)

    def offer(self, unit: Organization) -> Self:
        """The kinds allowed below the unit on the day."""
        offer_kinds(self.kind_id, queries.kinds_under(unit.kind_id, self.since.data or clock.today()), CHOOSE)
        return self


class RenameForm(ActForm):
    """A new name."""

    name = StringField(_l("Tên mới"), [required(), at_most(200)], name="ten", description=NAME)


class VersionForm(HouseForm):
    """The base of what puts something right that somebody else may have changed in between."""

    version = IntegerField(validators=[Optional()], widget=HiddenField.widget)

    def meet(self, version: int) -> bool:
        """Somebody was faster; the form now stands on the newest version, so that it may be sent again."""
        stale = bool(self.version.data != version)
        self.version.raw_data, self.version.data = None, version
        return stale


class CorrectForm(VersionForm):
    """Name and code as they should have been written."""

    name = StringField(_l("Tên đơn vị"), [required(), at_most(200)], name="ten")
    code = StringField(_l("Mã tổ chức"), [at_most(30)], name="ma", description=CODE)


class MoveForm(ActForm):
    """The unit to stand below, and the kind to be there."""

    parent_id = UnitField(_l("Cấp trên mới"), [required(_l("Chọn cấp trên mới."))], name="cap-tren")
    kind_id = SelectField(_l("Loại hình sau khi chuyển"), name="loai")

    def offer(self, unit: Organization) -> Self:
        """Kinds the chosen superior takes; all of the day while none is chosen."""
        day = self.since.data or clock.today()
        above = self.parent_id.unit
        found = queries.kinds_under(above.kind_id, day) if above else queries.kinds(day)
        offer_kinds(self.kind_id, [kind for kind in found if kind.id != unit.kind_id], _l("Giữ nguyên"))
        if self.kind_id.data is None:
            self.kind_id.data = ""
        return self


class KindForm(ActForm):
    """Another kind."""

    kind_id = SelectField(_l("Loại hình mới"), [required(_l("Chọn loại hình."))], name="loai")

    def offer(self, unit: Organization) -> Self:
        """The kinds allowed where the unit stands, on the day."""
        found = queries.kinds_under(unit.parent.kind_id if unit.parent else None, self.since.data or clock.today())
        offer_kinds(self.kind_id, [kind for kind in found if kind.id != unit.kind_id], CHOOSE)
        return self


class RenewForm(ActForm):
    """Only day and decision."""


class TypedForm(ActForm):
    """An act that asks for the name of the unit to be typed."""

    typed = StringField(_l("Gõ tên đơn vị sẽ kết thúc để xác nhận"), [at_most(200)], name="xac-nhan")

    def ending(self, unit: Organization) -> Organization:
        """The unit that ends: its name is to be typed."""
        return unit

    def offer(self, unit: Organization) -> Self:
        """Say which name."""
        self.typed.description = _l("Gõ: %(name)s (không dấu cũng được).", name=self.ending(unit).name)
        return self

    def is_confirmed(self, unit: Organization) -> bool:
        """The name was typed, with or without accents."""
        name = self.ending(unit).name
        if fold(self.typed.data or "") == fold(name):
            return True
        self.blame("typed", _l("Chưa khớp. Gõ đúng tên: %(name)s.", name=name))
        return False


class MergeForm(TypedForm):
    """Which two, and what becomes of them."""

    other_id = UnitField(_l("Đơn vị kia"), [required(_l("Chọn đơn vị kia."))], name="don-vi")
    way = RadioField(_l("Cách sáp nhập"), [required()], default="into", name="cach", choices=[
        SelectChoice("into", _l("Đơn vị này vào đơn vị kia; đơn vị này kết thúc")),
        SelectChoice("from", _l("Đơn vị kia vào đơn vị này; đơn vị kia kết thúc")),
        SelectChoice("new", _l("Cả hai hợp thành một đơn vị mới; cả hai kết thúc"))])
    name = StringField(_l("Tên đơn vị mới"), [at_most(200)], name="ten", description=_l("Chỉ khi lập đơn vị mới."))
    kind_id = SelectField(_l("Loại hình đơn vị mới"), name="loai", description=_l("Chỉ khi lập đơn vị mới."))
    code = StringField(_l("Mã đơn vị mới"), [at_most(30)], name="ma", description=_l("Chỉ khi lập đơn vị mới."))

    def offer(self, unit: Organization) -> Self:
        """Kinds allowed where the unit stands."""
        found = queries.kinds_under(unit.parent.kind_id if unit.parent else None, self.since.data or clock.today())
        offer_kinds(self.kind_id, [kind for kind in found if kind.is_cell == unit.is_cell], CHOOSE)
        if self.kind_id.data is None:
            self.kind_id.data = ""
        return super().offer(unit)

    def validate_name(self, field: StringField) -> None:
        """A new unit needs a name and a kind."""
        if self.way.data == "new" and not field.data:
            raise ValidationError(_l("Ghi tên đơn vị mới."))

    def validate_kind_id(self, field: SelectField) -> None:
        """A new unit needs a name and a kind."""
        if self.way.data == "new" and not field.data:
            raise ValidationError(_l("Chọn loại hình."))

    def ending(self, unit: Organization) -> Organization:
        """The one that goes into the other; of two that make a new one, this one."""
        other = self.other_id.unit
        return other if self.way.data == "from" and other is not None else unit


class SplitForm(ActForm):
    """The new unit; what goes there is chosen on the page that asks once more."""

    name = StringField(_l("Tên đơn vị mới"), [required(), at_most(200)], name="ten", description=NAME)
    kind_id = SelectField(_l("Loại hình"), [required(_l("Chọn loại hình."))], name="loai")
    code = StringField(_l("Mã tổ chức"), [at_most(30)], name="ma", description=CODE)
    chosen = CheckboxField(_l("Sang đơn vị mới"), coerce=int, name="chon")

    def offer(self, unit: Organization) -> Self:
        """Kinds allowed where the unit stands; people or units that may go."""
        day = self.since.data or clock.today()
        found = queries.kinds_under(unit.parent.kind_id if unit.parent else None, day)
        offer_kinds(self.kind_id, [kind for kind in found if kind.is_cell == unit.is_cell], CHOOSE)
        self.chosen.choices = [SelectChoice(one, name) for one, name in services.parts(unit, day)]
        return self


class DissolveForm(TypedForm):
    """Where people and units below go."""

    members_to = UnitField(_l("Chi bộ nhận đảng viên"), [Optional()], cells=True, name="nhan",
                           description=_l("Chỉ cần khi còn đảng viên."))
    children_to = UnitField(_l("Cấp trên mới của các đơn vị trực thuộc"), [Optional()], name="cap-tren",
                            description=_l("Chỉ cần khi còn đơn vị trực thuộc."))


class TermForm(VersionForm):
    """A term."""

    name = StringField(_l("Tên nhiệm kỳ"), [required(), at_most(60)], name="ten",
                       description=_l("Ví dụ Nhiệm kỳ 2025–2030."))
    congress_on: Any = DayField(_l("Ngày đại hội"), [Optional()], name="dai-hoi")
    since: Any = DayField(_l("Từ ngày"), [required()], name="ngay")
    until: Any = DayField(_l("Đến ngày"), [Optional()], name="den-ngay",
                          description=_l("Để trống: đủ số năm của một nhiệm kỳ theo quy định."))
    decision = StringField(_l("Quyết định chuẩn y"), [at_most(120)], name="quyet-dinh")
