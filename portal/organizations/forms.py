"""What is asked of the tree."""

from wtforms import IntegerField, StringField
from wtforms.validators import NumberRange, Optional

from portal.core.forms import HouseForm, at_most
from portal.core.i18n import lazy_gettext as _l


class TreeForm(HouseForm):
    """Words of a unit's name, or the unit whose level is to be opened."""

    text = StringField(_l("Tên đơn vị"), [at_most(100)], name="ten")
    opened = IntegerField(_l("Đơn vị mở"), [Optional(), NumberRange(1, 2**31)], name="mo")
