"""Screens of the second step: asked after the password, set up, turned off."""

from typing import Any

import structlog
from flask import g, request, session, url_for
from werkzeug.wrappers import Response

from portal.accounts import queries, services
from portal.accounts.forms import CodeForm, NewAppForm, ProveForm
from portal.accounts.models import SignInStep
from portal.accounts.policy import Accounts
from portal.accounts.services import second_steps
from portal.accounts.views.blueprint import bp
from portal.accounts.views.entering import arriving, entered
from portal.accounts.views.proving import fresh
from portal.core import qr
from portal.core.db import keep_now
from portal.core.render import go, local_path, page

log = structlog.get_logger()
HOME = "accounts.second_step"


@bp.post("/dang-nhap/ma-xac-nhan", may=Accounts.SIGN_IN, before_password=True)
def sign_in_code() -> Response:
    """The code after the password."""
    step, form = queries.step(session.get("step"), "code"), CodeForm.read()
    if step is None:
        return go(url_for("accounts.sign_in_form"))
    account_id, again = step.account_id or 0, _again()
    if form.validate():
        here, last = arriving(own_device=step.own_device), queries.last_time(account_id)
        allowed = second_steps.count_code(account_id, here)
        keep_now()
        token = second_steps.finish(step, form.typed, here, allowed=allowed)
        keep_now()
        if token is not None:
            return entered(token, account_id, here, last, **again)
        log.info("refused", act="sign_in_code", account=account_id, read=allowed)
        form.blame(form.used, services.WAIT if not allowed else
                   second_steps.WRONG if form.used == "code" else second_steps.WRONG_PAPER)
    return code_page(account_id, form=form, status=422, **again)


@bp.post("/dang-nhap/lap-xac-thuc", may=Accounts.SIGN_IN, before_password=True)
def sign_in_set_up() -> Response:
    """The first code of an app that one's role asks for; the sign-in ends with the codes for paper."""
    step, form = queries.step(session.get("step"), "set_up"), NewAppForm.read()
    if step is None:
        return go(url_for("accounts.sign_in_form"))
    account_id, again, here = step.account_id or 0, _again(), arriving(own_device=step.own_device)
    allowed = second_steps.count_code(account_id, here)
    keep_now()
    codes = _confirmed(form, account_id) if allowed else None
    if codes is None:
        if not allowed:
            form.blame("code", services.WAIT)
        return set_up_page(account_id, form=form, status=422, **again)
    return _entered_with_codes(step, codes, here, again["next_page"])


@bp.get("/tai-khoan-cua-toi/hai-buoc", may=Accounts.OWN)
def second_step() -> Response:
    """Whether the second step is on, and what to do about it."""
    return _own_page(NewAppForm.blank())


@bp.post("/tai-khoan-cua-toi/hai-buoc/bat-dau", may=Accounts.OWN)
@fresh
def begin_second_step() -> Response:
    """Draw a secret to be put into the app."""
    second_steps.begin(g.actor.account_id)
    return go(url_for(HOME))


@bp.post("/tai-khoan-cua-toi/hai-buoc/bat", may=Accounts.OWN)
@fresh
def turn_second_step_on() -> Response:
    """The first code of the app turns it on; the codes for paper are shown this once."""
    form, allowed = NewAppForm.read(), second_steps.count_code(g.actor.account_id, arriving())
    keep_now()
    codes = _confirmed(form, g.actor.account_id) if allowed else None
    if codes is not None:
        return _codes_page(codes)
    if not allowed:
        form.blame("code", services.WAIT)
    return _own_page(form, status=422)


@bp.post("/tai-khoan-cua-toi/hai-buoc/ma-du-phong", may=Accounts.OWN)
@fresh
def new_recovery_codes() -> Response:
    """Ten new codes for paper."""
    return _codes_page(second_steps.new_codes(g.actor))


@bp.get("/tai-khoan-cua-toi/hai-buoc/tat", may=Accounts.OWN)
def ask_second_step_off() -> Response:
    """Ask the password before the second step goes."""
    return _off_page(ProveForm.blank())


@bp.post("/tai-khoan-cua-toi/hai-buoc/tat", may=Accounts.OWN)
def turn_second_step_off() -> Response:
    """Turn the second step off."""
    form, allowed = ProveForm.read(), services.count_proof(g.actor)
    keep_now()
    if not allowed:
        form.blame("password", services.WAIT)
    elif form.validate() and form.attempt(lambda: second_steps.turn_off(g.actor, form.password.data)):
        services.proved(g.actor)
        return go(url_for(HOME))
    return _off_page(form, status=422)


def code_page(account_id: int, *, next_page: str, unsent: str, form: CodeForm | None = None,
              status: int = 200) -> Response:
    """Ask for a code, carrying the way back and what was typed."""
    form = form or CodeForm.blank()
    return page("accounts/code.html", form=form, next_page=next_page, unsent=unsent, status=status,
                layout="layouts/plain.html", has_errors=form.failed)


def set_up_page(account_id: int, *, next_page: str, unsent: str, form: NewAppForm | None = None,
                status: int = 200) -> Response:
    """The app must be set up before this account signs in."""
    if form is None:
        second_steps.begin(account_id)
    form = form or NewAppForm.blank()
    return page("accounts/set_up.html", form=form, next_page=next_page, unsent=unsent, status=status,
                layout="layouts/plain.html", has_errors=form.failed, **_shown(account_id))


def _confirmed(form: NewAppForm, account_id: int) -> list[str] | None:
    return form.attempt(lambda: second_steps.confirm(account_id, form.code.data)) if form.validate() else None


def _shown(account_id: int) -> dict[str, Any]:
    """The secret that waits to be confirmed: as a picture, and in groups of four to be typed."""
    secret = second_steps.secret_of(account_id)
    address = second_steps.address_of(secret, queries.citizen_id_of(account_id)) if secret else ""
    groups = " ".join(secret[place:place + 4] for place in range(0, len(secret), 4))
    return {"secret": groups, "picture": qr.svg(address, scale=4) if secret else ""}


def _own_page(form: NewAppForm, status: int = 200) -> Response:
    me = g.actor.account_id
    shown: dict[str, Any] = _shown(me) if queries.is_fresh(g.actor) else {"secret": "", "picture": ""}
    return page("accounts/second_step.html", form=form, status=status, has_errors=form.failed,
                on=queries.second_step_on(me), left=queries.codes_left(me), **shown)


def _off_page(form: ProveForm, status: int = 200) -> Response:
    return page("accounts/second_step_off.html", form=form, status=status, has_errors=form.failed)


def _codes_page(codes: list[str], next_page: str = "", **more: Any) -> Response:
    return page("accounts/recovery_codes.html", codes=codes, next_page=next_page or url_for(HOME), **more)


def _entered_with_codes(step: SignInStep, codes: list[str], here: services.Visit, next_page: str) -> Response:
    token = second_steps.finish_set_up(step, here)
    arrived = entered(token, step.account_id or 0, here, None, next_page="/", unsent="")
    shown = _codes_page(codes, next_page=next_page, layout="layouts/plain.html")
    for cookie in arrived.headers.getlist("Set-Cookie"):
        shown.headers.add("Set-Cookie", cookie)
    return shown


def _again() -> dict[str, str]:
    return {"next_page": local_path(request.form.get("tiep")), "unsent": request.form.get("unsent", "")}
