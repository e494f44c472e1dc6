"""Screens of accounts: sign in, first password, own account, sign out."""

from flask import abort, g, make_response, request, session, url_for
from werkzeug.wrappers import Response

from portal.accounts import queries, services
from portal.accounts.forms import PasswordForm, SignInForm
from portal.accounts.models import UserSession
from portal.accounts.policy import Accounts
from portal.accounts.views.blueprint import bp
from portal.core.csrf import Unsent, unpack_unsent
from portal.core.db import keep_now
from portal.core.render import go, local_path, page


@bp.get("/dang-nhap", may=Accounts.SIGN_IN, before_password=True)
def sign_in_form() -> Response:
    """The sign-in page."""
    if g.actor.signed_in:
        return go("/")
    return _sign_in_page(SignInForm.blank(), next_page=local_path(request.args.get("tiep")), unsent="")


@bp.post("/dang-nhap", may=Accounts.SIGN_IN, before_password=True, endpoint="sign_in")
def sign_in() -> Response:
    """Check the name and the password; the same answer for every kind of refusal."""
    form = SignInForm.read()
    next_page = local_path(request.form.get("tiep"))
    unsent = request.form.get("unsent", "")
    if not form.validate():
        return _sign_in_page(form, next_page=next_page, unsent=unsent, status=422)
    trial = services.count_trial(services.normal_id(form.citizen_id.data), request.remote_addr or "")
    keep_now()
    token = services.sign_in(trial, form.password.data, own_device=form.own_device.data, device=_device())
    keep_now()
    if token is None:
        form.blame(None, services.REFUSED)
        return _sign_in_page(form, next_page=next_page, unsent=unsent, status=422)
    session.clear()
    session["sid"], session.permanent = token, form.own_device.data
    typed = _typed_by(trial.account_id, unsent)
    return _resume_page(typed) if typed else go(next_page)


def sign_in_first(unsent: str = "") -> Response:
    """What a stranger meets instead of a page (401): sign-in, with the way back and what was typed."""
    target = request.full_path.rstrip("?") if request.method == "GET" and request.endpoint else "/"
    response = _sign_in_page(SignInForm.blank(), next_page=local_path(target), unsent=unsent, status=401)
    if request.headers.get("HX-Request"):
        response.headers["HX-Redirect"] = url_for("accounts.sign_in_form", tiep=_page_of_fragment())
    return response


def must_change() -> Response:
    """What a half-opened account meets instead of any page."""
    return go(url_for("accounts.first_password"))


@bp.get("/doi-mat-khau", may=Accounts.OWN, before_password=True)
def first_password() -> Response:
    """The form for a new password."""
    return _password_page(PasswordForm.blank())


@bp.post("/doi-mat-khau", may=Accounts.OWN, before_password=True)
def change_password() -> Response:
    """Set the new password."""
    form, actor = PasswordForm.read(), g.actor

    def act() -> bool:
        services.change_password(actor, form.old_password.data, form.new_password.data, [actor.name, actor.unit_name])
        return True

    if form.validate() and form.attempt(act):
        return go("/" if actor.must_change else url_for("accounts.me", da_doi=1))
    return _password_page(form, status=422)


@bp.post("/dang-xuat", may=Accounts.OWN, before_password=True)
def sign_out() -> Response:
    """End the session here and on the server; leave nothing in the browser."""
    services.sign_out(g.actor)
    session.clear()
    response = go(url_for("accounts.sign_in_form"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@bp.get("/tai-khoan-cua-toi", may=Accounts.OWN)
def me() -> Response:
    """My account: where I am signed in, my rights in force."""
    return page("accounts/me.html", account=queries.own_account(g.actor), sessions=queries.own_sessions(g.actor),
                rights=queries.own_rights(g.actor), changed=bool(request.args.get("da_doi")))


@bp.post("/tai-khoan-cua-toi/phien/<int:session_id>/ket-thuc", may=Accounts.OWN, of=queries.own_session)
def end_session(user_session: UserSession) -> Response:
    """End one of my sessions."""
    services.end_session(g.actor, user_session)
    return go(url_for("accounts.me"))


@bp.post("/gui-lai", may=Accounts.OWN)
def resume() -> Response:
    """Show a form that came too late once more, as it was typed."""
    typed = _typed_by(g.actor.account_id, request.form.get("unsent", ""))
    return _resume_page(typed) if typed else abort(400)


def _sign_in_page(form: SignInForm, *, next_page: str, unsent: str, status: int = 200) -> Response:
    return page("accounts/sign_in.html", form=form, next_page=next_page, unsent=unsent, status=status,
                layout="layouts/plain.html", has_errors=form.failed)


def _password_page(form: PasswordForm, status: int = 200) -> Response:
    return page("accounts/password.html", form=form, status=status, layout="layouts/plain.html",
                has_errors=form.failed, first=g.actor.must_change)


def _typed_by(account_id: int | None, packed: str) -> Unsent | None:
    """A form that came too late, for the person who typed it."""
    unsent = unpack_unsent(packed)
    mine = unsent is not None and (not unsent.typed_in or queries.is_session_of(account_id, unsent.typed_in))
    return unsent if mine else None


def _resume_page(unsent: Unsent) -> Response:
    return make_response(page("accounts/resume.html", unsent=unsent, layout="layouts/plain.html"))


def _page_of_fragment() -> str:
    url = request.headers.get("HX-Current-URL", "")
    return local_path(url.removeprefix(request.host_url.rstrip("/"))) if url.startswith(request.host_url) else "/"


def _device() -> str:
    agent = request.user_agent.string
    system = next((name for name in ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux") if name in agent), "")
    browser = next((name for name in ("Edg", "Firefox", "Chrome", "Safari") if name in agent), "")
    return " · ".join(part for part in (system, browser.replace("Edg", "Edge")) if part)
