"""The room's blueprint, its place in the menu and its links on other pages."""

from portal.core import navigation
from portal.core.guard import GuardedBlueprint
from portal.core.i18n import lazy_gettext as _l
from portal.keeping.policy import Keeping

bp = GuardedBlueprint("keeping", __name__)
navigation.add("keeping", _l("Tài khoản"), "keeping.index", Keeping.LIST, 76, manage=True)
navigation.beside("member", _l("Tài khoản"), "keeping.show", Keeping.READ, 20)
