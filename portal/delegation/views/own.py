"""Quyền của tôi; which rights a role gives."""

from flask import g
from werkzeug.wrappers import Response

from portal.core.render import page
from portal.delegation import queries
from portal.delegation.policy import Delegation
from portal.delegation.views.blueprint import bp


@bp.get("/phan-quyen/cua-toi", may=Delegation.OWN)
def mine() -> Response:
    """Every right of mine with its chain, its end and what hangs on it."""
    found = queries.own(g.actor)
    return page("delegation/mine.html", found=found,
                given={one.role: queries.rights_of(one.role) for one in found})


@bp.get("/phan-quyen/vai-tro", may=Delegation.OWN)
def roles() -> Response:
    """Each role with the rights it gives, in the words of the rules themselves."""
    return page("delegation/roles.html", roles=queries.all_roles())
