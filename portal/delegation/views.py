"""Screens of delegation: the grants in force at the units one leads."""

from flask import g
from werkzeug.wrappers import Response

from portal.core import navigation
from portal.core.guard import GuardedBlueprint
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import Page
from portal.core.render import page
from portal.delegation import queries
from portal.delegation.policy import Delegation

bp = GuardedBlueprint("delegation", __name__)
navigation.add("delegation", _l("Phân quyền"), "delegation.index", Delegation.LIST, 80, manage=True)


@bp.get("/phan-quyen", may=Delegation.LIST)
def index() -> Response:
    """Who holds which role where, given by whom, down which chain."""
    found = Page.of(queries.in_force(g.actor))
    return page("delegation/index.html", fragments=("results",), found=found,
                chains=queries.chains([grant for grant, *_ in found.rows]))
