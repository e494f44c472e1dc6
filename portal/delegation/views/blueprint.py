"""The room's blueprint."""

from portal.core import navigation, policy
from portal.core.guard import GuardedBlueprint
from portal.core.i18n import lazy_gettext as _l
from portal.delegation import queries
from portal.delegation.policy import Delegation

bp = GuardedBlueprint("delegation", __name__)
AHEAD = 3
"""Pages of rights counted ahead: whether each one lives is asked along its whole chain."""
navigation.add("delegation", _l("Phân quyền"), "delegation.index", Delegation.LIST, 80, manage=True)
navigation.beside("me", _l("Quyền của tôi"), "delegation.mine", Delegation.OWN, 10)
navigation.beside("me", _l("Người giúp tôi thao tác"), "delegation.helpers", Delegation.HELPERS, 20)
navigation.beside("member", _l("Người giúp thao tác"), "delegation.helpers_of", Delegation.HELPERS_OF, 70)
navigation.beside("account", _l("Xem với tư cách người này"), "delegation.ask_viewing", Delegation.VIEW_AS, 60)
policy.advised_by(queries.who_can_grant)
