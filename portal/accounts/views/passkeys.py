"""Screens of passkeys: signing in with one, one's own keys. Without JavaScript they offer the password instead."""

import structlog
from flask import abort, g, request, session, url_for
from werkzeug.wrappers import Response

from portal.accounts import queries, services
from portal.accounts.forms import KeyForm, KeyNameForm, SignInForm
from portal.accounts.models import Passkey
from portal.accounts.policy import Accounts
from portal.accounts.services import passkeys
from portal.accounts.views.blueprint import bp
from portal.accounts.views.entering import arriving, entered
from portal.accounts.views.proving import fresh
from portal.accounts.views.signing_in import sign_in_page
from portal.accounts.views.visits import passkeys_work, site
from portal.core.db import keep_now
from portal.core.forms import HouseForm
from portal.core.i18n import gettext
from portal.core.render import go, local_path, page

log = structlog.get_logger()
HOME = "accounts.passkeys"


@bp.post("/dang-nhap/khoa-truy-cap", may=Accounts.SIGN_IN, before_password=True)
def ask_passkey() -> Response:
    """Ask the browser to sign with a key it holds for this site."""
    asked = passkeys.ask(site(), arriving()) if passkeys_work() else None
    if asked is None:
        abort(429 if passkeys_work() else 404)
    session["step"], options = asked
    return page("accounts/passkey_sign_in.html", options=options, layout="layouts/plain.html",
                next_page=local_path(request.form.get("tiep")), unsent=request.form.get("unsent", ""),
                own_device="own_device" in request.form)


@bp.post("/dang-nhap/khoa-truy-cap/xong", may=Accounts.SIGN_IN, before_password=True)
def sign_in_with_passkey() -> Response:
    """Check the signature; the same refusal as for a password, but for a key that no account has (any more)."""
    next_page, unsent = local_path(request.form.get("tiep")), request.form.get("unsent", "")
    step, here = queries.step(session.get("step"), "passkey"), arriving(own_device="own_device" in request.form)
    credential = request.form.get("credential", "")[:20_000]
    presented = passkeys.name_in(credential)
    account_id = queries.owner_of_credential(presented)
    last = queries.last_time(account_id or 0)
    token = passkeys.sign_in(step, site(), credential, here)
    keep_now()
    if token is not None and account_id is not None:
        return entered(token, account_id, here, last, next_page=next_page, unsent=unsent)
    log.info("refused", act="sign_in_passkey", account=account_id)
    form = SignInForm.blank()
    form.blame(None, passkeys.REMOVED if presented and account_id is None else services.REFUSED)
    return sign_in_page(form, next_page=next_page, unsent=unsent, status=422)


@bp.get("/tai-khoan-cua-toi/khoa-truy-cap", may=Accounts.OWN, endpoint="passkeys")
def own_passkeys() -> Response:
    """My keys."""
    return _keys_page()


@bp.post("/tai-khoan-cua-toi/khoa-truy-cap/them", may=Accounts.OWN)
@fresh
def offer_passkey() -> Response:
    """Ask the browser to make a key pair."""
    if not passkeys_work():
        abort(404)
    token, options = passkeys.offer(g.actor, site(), request.host)
    session["step"] = token
    return page("accounts/passkey_new.html", form=KeyForm.blank(), options=options)


@bp.post("/tai-khoan-cua-toi/khoa-truy-cap/luu", may=Accounts.OWN)
@fresh
def add_passkey() -> Response:
    """Keep the public half of the key pair."""
    form, step = KeyForm.read(), queries.step(session.pop("step", None), "key")
    name = form.name.data or arriving().device or gettext("Khóa truy cập")
    if form.validate() and form.attempt(
            lambda: passkeys.add(g.actor, step, site(), form.credential.data or "", name)):
        return go(url_for(HOME))
    return _keys_page(form)


@bp.post("/tai-khoan-cua-toi/khoa-truy-cap/<int:passkey_id>/ten", may=Accounts.OWN, of=queries.own_passkey)
def rename_passkey(key: Passkey) -> Response:
    """Give a key another name; it opens what it opened."""
    key_id, form = key.id, KeyNameForm.read()
    if form.validate() and form.attempt(lambda: passkeys.rename(g.actor, key, form.name.data or "")):
        return go(url_for(HOME))
    return _keys_page(form.beside(key_id), wrong=key_id)


@bp.post("/tai-khoan-cua-toi/khoa-truy-cap/<int:passkey_id>/go", may=Accounts.OWN, of=queries.own_passkey)
@fresh
def remove_passkey(key: Passkey) -> Response:
    """Take a key away."""
    passkeys.remove(g.actor, key)
    return go(url_for(HOME))


def _keys_page(form: HouseForm | None = None, wrong: int = 0) -> Response:
    """Each key with a form for its name; the one that was refused as it was typed."""
    keys = [(key, form if key.id == wrong else KeyNameForm.blank(key).beside(key.id))
            for key in queries.own_passkeys(g.actor)]
    return page("accounts/passkeys.html", keys=keys, work=passkeys_work(), form=form, wrong=wrong,
                status=422 if form else 200, has_errors=form is not None)
