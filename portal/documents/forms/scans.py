"""Forms of documents: a page that a machine read."""

from wtforms import StringField, TextAreaField, widgets

from portal.core.forms import HouseForm, at_most
from portal.core.i18n import lazy_gettext as _l


class ScanForm(HouseForm):
    """The text of one page, and a sign of the text that stood there when it was shown."""

    text = TextAreaField(_l("Chữ của trang này"), [at_most(20_000)])
    seen = StringField(widget=widgets.HiddenInput())
