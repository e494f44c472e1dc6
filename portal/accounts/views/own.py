"""Screens of one's own account: what it holds, where it is signed in, its password."""

from flask import flash, g, request, session, url_for
from werkzeug.wrappers import Response

from portal.accounts import queries, services
from portal.accounts.forms import PasswordForm
from portal.accounts.models import OPEN, UserSession
from portal.accounts.policy import Accounts
from portal.accounts.services import second_steps
from portal.accounts.views.blueprint import bp
from portal.core import navigation
from portal.core.db import keep_now
from portal.core.i18n import gettext
from portal.core.paging import Page
from portal.core.render import go, page


@bp.get("/tai-khoan-cua-toi", may=Accounts.OWN)
def me() -> Response:
    """My account: what signs in, where I am signed in, my rights in force."""
    account = queries.own_account(g.actor)
    return page("accounts/me.html", account=account, sessions=queries.own_sessions(g.actor),
                rights=queries.own_rights(g.actor), changed=bool(request.args.get("da_doi")),
                place_names=services.PLACES, proofs=queries.own_proofs(g.actor))


@bp.get("/tai-khoan-cua-toi/lan-dang-nhap", may=Accounts.OWN)
def history() -> Response:
    """My sign-ins, good and bad."""
    return page("accounts/history.html", fragments=("results",), paged=Page.of(queries.own_history(g.actor), per=30),
                place_names=services.PLACES, way_names=services.WAYS)


@bp.post("/tai-khoan-cua-toi/phien/<int:session_id>/ket-thuc", may=Accounts.OWN, of=queries.own_session)
def end_session(user_session: UserSession) -> Response:
    """End one of my sessions."""
    services.end_session(g.actor, user_session)
    return go(url_for("accounts.me"))


@bp.post("/tai-khoan-cua-toi/phien/thoat-noi-khac", may=Accounts.OWN)
def end_other_sessions() -> Response:
    """End all of my sessions but this one."""
    n = services.end_other_sessions(g.actor)
    flash(gettext("Đã kết thúc %(n)s phiên ở nơi khác.", n=n), "success")
    return go(url_for("accounts.me"))


@bp.get("/doi-mat-khau", may=Accounts.OWN, before_password=True)
def first_password() -> Response:
    """The form for a new password."""
    return _password_page(PasswordForm.blank())


@bp.post("/doi-mat-khau", may=Accounts.OWN, before_password=True)
def change_password() -> Response:
    """Set the new password."""
    form, actor = PasswordForm.read(), g.actor
    first = queries.own_account(actor).state == OPEN
    if first:
        del form.old_password
    allowed = first or services.count_proof(actor)
    keep_now()
    old = "" if first else form.old_password.data or ""
    if not allowed:
        form.blame("old_password", services.WAIT)
    elif form.validate() and form.attempt(lambda: services.change_password(actor, old, form.new_password.data)):
        return _changed()
    return _password_page(form, status=422)


def _changed() -> Response:
    """On with a new token; where a role asks for a second step that is not there yet, by signing in anew."""
    if second_steps.is_required(g.actor.account_id):
        services.sign_out(g.actor)
        session.clear()
        flash(gettext("Đã đặt mật khẩu. Đăng nhập bằng mật khẩu mới để lập xác thực hai bước."), "success")
        return go(url_for("accounts.sign_in_form"))
    session["sid"] = services.renew(g.actor)
    return go(navigation.first_page() if g.actor.must_change else url_for("accounts.me", da_doi=1))


def _password_page(form: PasswordForm, status: int = 200) -> Response:
    account = queries.own_account(g.actor)
    if account.state == OPEN and "old_password" in form:
        del form.old_password
    return page("accounts/password.html", form=form, status=status, layout="layouts/plain.html",
                has_errors=form.failed, first=account.state == OPEN, must=g.actor.must_change,
                shortest=services.shortest_for(account), proposal=services.proposal(g.actor))
