"""The room's blueprint."""

from typing import Any

from flask import flash, g, session
from werkzeug.wrappers import Response

from portal.core import navigation, policy
from portal.core.failures import stale_shows
from portal.core.guard import GuardedBlueprint
from portal.core.i18n import lazy_gettext as _l
from portal.core.render import go
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


def over_already(endpoint: str, words: Any) -> None:
    """The button back to oneself, pressed when the look or the help had ended by itself: its form is stale and nothing
    is left to end, so it leads home and says so, once."""
    def back() -> Response | None:
        if not g.actor.signed_in or not g.actor.in_person:
            return None
        if "_flashes" not in session:
            flash(str(words), "warning")
        return go("/")

    stale_shows(endpoint, back)
