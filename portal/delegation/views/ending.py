"""Thu hồi, đổi thời hạn, xác nhận."""

from flask import flash, g, url_for
from werkzeug.wrappers import Response

from portal.core.i18n import gettext
from portal.core.paging import Page
from portal.core.render import go, page
from portal.delegation import queries, services
from portal.delegation.forms import EndForm, RevokeForm
from portal.delegation.models import Grant
from portal.delegation.policy import Delegation
from portal.delegation.views.blueprint import bp


@bp.get("/phan-quyen/<int:grant_id>/thu-hoi", may=Delegation.END, of=queries.get)
def ask_revoke(grant: Grant) -> Response:
    """What falls with it, before it is done."""
    return _revoke_page(grant, RevokeForm.blank())


@bp.post("/phan-quyen/<int:grant_id>/thu-hoi", may=Delegation.END, of=queries.get)
def revoke(grant: Grant) -> Response:
    """Done in one step."""
    form, grant_id = RevokeForm.read(), grant.id
    if form.validate() and form.attempt(lambda: services.revoke(g.actor, grant, form.reason.data)):
        flash(gettext("Đã thu hồi. Những người bị ảnh hưởng đã được báo."), "success")
        return go(url_for(".show", grant_id=grant_id))
    return _revoke_page(grant, form, 422)


@bp.get("/phan-quyen/<int:grant_id>/thoi-han", may=Delegation.END, of=queries.get)
def ask_end(grant: Grant) -> Response:
    """The form for another last day."""
    return page("delegation/end.html", grant=grant, form=EndForm.blank(until=grant.valid_to))


@bp.post("/phan-quyen/<int:grant_id>/thoi-han", may=Delegation.END, of=queries.get)
def change_end(grant: Grant) -> Response:
    """Another last day, or none."""
    form, grant_id = EndForm.read(), grant.id
    if form.validate() and form.attempt(lambda: services.change_end(g.actor, grant, form.until.data)):
        flash(gettext("Đã đổi thời hạn. Hai bên đã được báo."), "success")
        return go(url_for(".show", grant_id=grant_id))
    return page("delegation/end.html", grant=grant, form=form, status=422, has_errors=True)


@bp.post("/phan-quyen/<int:grant_id>/xac-nhan", may=Delegation.CONFIRM, of=queries.get)
def confirm(grant: Grant) -> Response:
    """The second administrator says yes."""
    services.confirm(g.actor, grant)
    flash(gettext("Đã xác nhận. Quyền có hiệu lực từ bây giờ."), "success")
    return go(url_for(".show", grant_id=grant.id))


def _revoke_page(grant: Grant, form: RevokeForm, status: int = 200) -> Response:
    return page("delegation/revoke.html", fragments=("falling",), grant=grant, form=form, status=status,
                names=queries.names_of(grant), falling=Page.of(queries.falling(grant.id)),
                work=services.work_of(grant.account_id), why_kept=services.why_kept(grant),
                stays=queries.stays_by_post(grant), has_errors=form.failed)
