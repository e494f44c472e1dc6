"""Cử người thay: from a grant, or from a post of one's own."""

from typing import Any

from flask import flash, g, url_for
from werkzeug.wrappers import Response

from portal.core.i18n import gettext
from portal.core.render import go, page
from portal.delegation import queries, services
from portal.delegation.forms import SubstituteForm
from portal.delegation.models import Grant
from portal.delegation.policy import Delegation
from portal.delegation.services import Held
from portal.delegation.views.blueprint import bp
from portal.members.api import Position


@bp.get("/phan-quyen/<int:grant_id>/nguoi-thay", may=Delegation.SUBSTITUTE, of=queries.get)
def ask_substitute(grant: Grant) -> Response:
    """Who stands in for a role that was given."""
    return _page(grant, SubstituteForm.blank())


@bp.post("/phan-quyen/<int:grant_id>/nguoi-thay", may=Delegation.SUBSTITUTE, of=queries.get)
def substitute(grant: Grant) -> Response:
    """Name the one who stands in."""
    return _name(grant)


@bp.get("/phan-quyen/chuc-vu/<int:position_id>/nguoi-thay", may=Delegation.SUBSTITUTE, of=queries.own_post)
def ask_substitute_in_post(post: Position) -> Response:
    """Who stands in for a role held by post."""
    return _page(post, SubstituteForm.blank())


@bp.post("/phan-quyen/chuc-vu/<int:position_id>/nguoi-thay", may=Delegation.SUBSTITUTE, of=queries.own_post)
def substitute_in_post(post: Position) -> Response:
    """Name the one who stands in."""
    return _name(post)


def _name(held: Held) -> Response:
    form = SubstituteForm.read()
    form.offer(queries.officers(held.unit_id), services.holder_of(held))

    def act() -> Grant:
        said: dict[str, Any] = form.data
        return services.name_substitute(g.actor, held, account_id=said["account_id"], since=said["since"],
                                        until=said["until"], decision=said["decision"] or "")

    if form.validate() and form.attempt(act):
        flash(gettext("Đã cử người thay. Hai bên đã được báo."), "success")
        return go(url_for(".mine"))
    return _page(held, form, 422)


def _page(held: Held, form: SubstituteForm, status: int = 200) -> Response:
    form.offer(queries.officers(held.unit_id), services.holder_of(held))
    by_grant = isinstance(held, Grant)
    action = (url_for(".substitute", grant_id=held.id) if by_grant
              else url_for(".substitute_in_post", position_id=held.id))
    return page("delegation/substitute.html", held=held, form=form, action=action, status=status,
                has_errors=form.failed)
