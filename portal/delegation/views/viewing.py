"""Xem với tư cách người khác: for support, read only, half an hour."""

from flask import flash, g, request, session, url_for
from werkzeug.wrappers import Response

from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.render import go, page
from portal.delegation import queries, services
from portal.delegation.forms import FindForm, ViewForm
from portal.delegation.policy import Delegation
from portal.delegation.views.blueprint import bp, over_already


@bp.get("/phan-quyen/xem-thay", may=Delegation.VIEW_AS)
def ask_viewing() -> Response:
    """Whom to look on as, and why."""
    raw = request.args.get("account_id", "")
    account_id = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 10 else None
    return _page(FindForm.blank(), ViewForm.blank(account_id=account_id), text=request.args.get("ten", ""))


@bp.post("/phan-quyen/xem-thay/tim", may=Delegation.VIEW_AS)
def find_viewed() -> Response:
    """Find the person: by the whole citizen id straight, by words of a name to a list."""
    form = FindForm.read()
    if form.validate():
        digits = "".join(form.text.data.split())
        if not queries.is_number(digits):
            return go(url_for(".ask_viewing", ten=form.text.data))
        found = queries.to_view(g.actor, digits)
        if found:
            return go(url_for(".ask_viewing", account_id=found[0].account_id))
        form.blame("text", _l("Không có đảng viên nào có số này."))
    return _page(form, ViewForm.blank(), status=422)


@bp.post("/phan-quyen/xem-thay", may=Delegation.VIEW_AS)
def begin_viewing() -> Response:
    """Open the portal as this person sees it."""
    form = ViewForm.read()
    row = form.attempt(lambda: services.begin_viewing(g.actor, form.account_id.data, form.reason.data)
                       ) if form.validate() else None
    if row:
        session["viewing"] = row.id
        session.pop("csrf_token", None)
        return go("/")
    return _page(FindForm.blank(), form, status=422)


@bp.post("/phan-quyen/thoi-xem", may=Delegation.OWN, while_viewing=True)
def end_viewing() -> Response:
    """Back to oneself; forms that stand open elsewhere are no longer taken."""
    services.finish_viewing(g.actor)
    session.pop("viewing", None)
    session.pop("csrf_token", None)
    flash(gettext("Đã thôi xem. Bạn đang dùng tài khoản của mình."), "success")
    return go("/")


over_already("delegation.end_viewing",
             _l("Lượt xem với tư cách người khác đã kết thúc. Bạn đang dùng tài khoản của mình."))


def _page(found: FindForm, form: ViewForm, *, text: str = "", status: int = 200) -> Response:
    return page("delegation/view_as.html", found=found, form=form, text=text, status=status,
                person=queries.viewable(g.actor, form.account_id.data) if form.account_id.data else None,
                people=queries.to_view(g.actor, text) if text else [], past=queries.viewings(g.actor),
                has_errors=found.failed or form.failed)
