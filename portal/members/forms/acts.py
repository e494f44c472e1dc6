"""Forms of acts on what was ticked or filtered, and of uncovering a number."""

from wtforms import BooleanField, HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice

from portal.core.forms import HouseForm, at_most, required
from portal.core.i18n import lazy_gettext as _l


class RevealForm(HouseForm):
    """Which number."""

    field = HiddenField(validators=[required()])


class PrintForm(HouseForm):
    """Masked, unless whole numbers are asked for with a reason."""

    is_full = BooleanField(_l("Kèm số đầy đủ (số định danh, số thẻ, điện thoại)"))
    reason = StringField(_l("Lý do cần số đầy đủ"), [at_most(200)],
                         description=_l("Chỉ cần khi chọn kèm số đầy đủ. Lý do được ghi vào lịch sử của từng người."))


class ExportForm(PrintForm):
    """The same with the kind of file."""

    kind = RadioField(_l("Loại tệp"), choices=[SelectChoice("xlsx", "Excel (XLSX)"), SelectChoice("csv", "CSV")],
                      default="xlsx")


class FilterNameForm(HouseForm):
    """A name for the filter in force."""

    name = StringField(_l("Tên bộ lọc"), [required(_l("Đặt tên cho bộ lọc.")), at_most(80)])


class FinderForm(HouseForm):
    """Words of a unit's name."""

    text = StringField(_l("Tên đơn vị"), [at_most(100)], name="ten")
