"""What is asked of a saved search."""

from wtforms import BooleanField, StringField

from portal.core.forms import HouseForm, at_most, required
from portal.core.i18n import lazy_gettext as _l


class SavedSearchForm(HouseForm):
    """Its name, and whether to be told."""

    name = StringField(_l("Tên tìm kiếm"), [required(_l("Đặt tên cho tìm kiếm.")), at_most(80)])
    tells = BooleanField(_l("Báo khi có kết quả mới"))
