"""Screens of signing in and out."""

import structlog
from flask import g, request, session, url_for
from werkzeug.wrappers import Response

from portal.accounts import queries, services
from portal.accounts.forms import PinForm, SignInForm
from portal.accounts.policy import Accounts
from portal.accounts.views.blueprint import bp
from portal.accounts.views.entering import WIPE, arriving, entered, resume_page, typed_by
from portal.accounts.views.second_steps import code_page, set_up_page
from portal.accounts.views.visits import passkeys_work, this_station
from portal.core.db import keep_now
from portal.core.render import go, local_path, page

log = structlog.get_logger()


@bp.get("/dang-nhap", may=Accounts.SIGN_IN, before_password=True)
def sign_in_form() -> Response:
    """The sign-in page."""
    if g.actor.signed_in:
        return go("/")
    return sign_in_page(SignInForm.blank(), next_page=local_path(request.args.get("tiep")), unsent="")


@bp.post("/dang-nhap", may=Accounts.SIGN_IN, before_password=True, endpoint="sign_in")
def sign_in() -> Response:
    """Check the name and the password; the same answer for every kind of refusal."""
    form, next_page, unsent = SignInForm.read(), local_path(request.form.get("tiep")), request.form.get("unsent", "")
    if not form.validate():
        return sign_in_page(form, next_page=next_page, unsent=unsent, status=422)
    here = arriving(own_device=form.own_device.data)
    trial = services.count_trial(services.normal_id(form.citizen_id.data), form.password.data, here)
    keep_now()
    last = queries.last_time(trial.account_id or 0)
    entrance = services.sign_in(trial, form.password.data)
    keep_now()
    if entrance is None:
        log.info("refused", act="sign_in", account=trial.account_id, read=trial.allowed)
        form.blame(None, services.REFUSED)
        return sign_in_page(form, next_page=next_page, unsent=unsent, status=422)
    if entrance.kind == "session":
        return entered(entrance.token, entrance.account_id, here, last, next_page=next_page, unsent=unsent)
    session["step"] = entrance.token
    following = code_page if entrance.kind == "code" else set_up_page
    return following(entrance.account_id, next_page=next_page, unsent=unsent)


def sign_in_first(unsent: str = "") -> Response:
    """What a stranger meets instead of a page (401): sign-in, with the way back and what was typed. The first time
    after the session of an own device has ended, what that device kept goes."""
    target = request.full_path.rstrip("?") if request.method == "GET" and request.endpoint else "/"
    response = sign_in_page(SignInForm.blank(), next_page=local_path(target), unsent=unsent, status=401)
    if request.headers.get("HX-Request"):
        response.headers["HX-Redirect"] = url_for("accounts.sign_in_form", tiep=_page_of_fragment())
    if session.permanent and session.get("sid") and not session.get("wiped"):
        session["wiped"] = True
        response.headers["Clear-Site-Data"] = WIPE
    return response


def must_change() -> Response:
    """What a half-opened account meets instead of any page."""
    return go(url_for("accounts.first_password"))


@bp.post("/dang-xuat", may=Accounts.SIGN_OUT, before_password=True, while_viewing=True,
         while_helping=True)
def sign_out() -> Response:
    """End the session here and on the server; leave nothing in the browser."""
    services.sign_out(g.actor)
    session.clear()
    response = go(url_for("accounts.sign_in_form"))
    response.headers["Clear-Site-Data"] = WIPE
    return response


@bp.post("/gui-lai", may=Accounts.OWN)
def resume() -> Response:
    """Show a form that came too late once more, as it was typed."""
    return resume_page(typed_by(g.actor.account_id, request.form.get("unsent", "")))


def sign_in_page(form: SignInForm, *, next_page: str, unsent: str, status: int = 200,
                 pin_form: PinForm | None = None) -> Response:
    """The sign-in page with what was typed; on a shared machine the names that have a PIN there come first."""
    station, pin_form = this_station(), pin_form or PinForm.blank()
    return page("accounts/sign_in.html", form=form, next_page=next_page, unsent=unsent, status=status,
                layout="layouts/plain.html", has_errors=form.failed or pin_form.failed, passkeys=passkeys_work(),
                pin_form=pin_form, shared=station is not None, people=queries.pins_on(station))


def _page_of_fragment() -> str:
    url = request.headers.get("HX-Current-URL", "")
    return local_path(url.removeprefix(request.host_url.rstrip("/"))) if url.startswith(request.host_url) else "/"
