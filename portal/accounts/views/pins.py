"""Screens of a shared machine: marked, forgotten, a PIN set and removed; the next person comes in by PIN."""

import structlog
from flask import current_app, flash, g, request, session, url_for
from werkzeug.wrappers import Response

from portal.accounts import queries
from portal.accounts.forms import PinForm, SetPinForm, SignInForm
from portal.accounts.policy import Accounts
from portal.accounts.services import pins
from portal.accounts.services.sessions import DEVICE_KEPT
from portal.accounts.views.blueprint import bp
from portal.accounts.views.entering import WIPE, arriving, entered
from portal.accounts.views.proving import fresh
from portal.accounts.views.signing_in import sign_in_page
from portal.accounts.views.visits import station_cookie, this_station
from portal.core.db import keep_now
from portal.core.i18n import gettext
from portal.core.render import go, local_path, page

log = structlog.get_logger()
HOME = "accounts.pin"


@bp.post("/vao-bang-ma-pin", may=Accounts.SIGN_IN, before_password=True)
def sign_in_pin() -> Response:
    """A name of this machine and its PIN."""
    form, device = PinForm.read(), this_station()
    next_page, unsent = local_path(request.form.get("tiep")), request.form.get("unsent", "")
    named = form.validate()
    if device is not None and named:
        here = arriving()
        allowed = pins.count_pin(device, form.pin_id.data)
        keep_now()
        row = queries.pin_of(device, form.pin_id.data)
        account_id = row.account_id if row else 0
        last = queries.last_time(account_id)
        token = pins.sign_in_by_pin(device, form.pin_id.data, form.pin.data, here, allowed=allowed)
        keep_now()
        if token is not None:
            response = entered(token, account_id, here, last, next_page=next_page, unsent=unsent)
            response.headers["Clear-Site-Data"] = WIPE
            return response
        log.info("refused", act="sign_in_pin", account=account_id, read=allowed)
    if device is None or named:
        form.blame("pin", pins.WRONG_PIN)
    return sign_in_page(SignInForm.blank(), pin_form=form, next_page=next_page, unsent=unsent, status=422)


@bp.get("/tai-khoan-cua-toi/ma-pin", may=Accounts.OWN)
def pin() -> Response:
    """This machine, and my PIN on it."""
    return _pin_page(SetPinForm.blank(name=g.actor.name[:60]))


@bp.post("/tai-khoan-cua-toi/ma-pin/dat", may=Accounts.OWN)
@fresh
def set_pin() -> Response:
    """Set my PIN on this machine."""
    form, device = SetPinForm.read(), this_station()
    if device is None:
        return go(url_for(HOME))
    if form.validate() and form.attempt(
            lambda: pins.set_pin(g.actor, device, form.pin.data, form.name.data or "", form.hours.data)):
        flash(gettext("Đã đặt mã PIN. Lần sau trên máy này: chọn tên rồi nhập mã."), "success")
        return go(url_for(HOME))
    return _pin_page(form, status=422)


@bp.post("/tai-khoan-cua-toi/ma-pin/xoa", may=Accounts.OWN)
def drop_pin() -> Response:
    """Take my PIN away."""
    device = this_station()
    if device is not None:
        pins.drop_pin(g.actor, device)
    return go(url_for(HOME))


@bp.post("/tai-khoan-cua-toi/may-dung-chung", may=Accounts.OWN)
def mark_shared() -> Response:
    """This is a machine of the station."""
    response = go(url_for(HOME))
    if this_station() is None:
        name = pins.mark_shared(g.actor)
        session.permanent, session["shared"] = False, True
        response.headers["Clear-Site-Data"] = WIPE
        response.set_cookie(station_cookie(), name, max_age=DEVICE_KEPT, httponly=True, samesite="Lax", path="/",
                            secure=current_app.config["SESSION_COOKIE_SECURE"])
    return response


@bp.post("/tai-khoan-cua-toi/may-dung-chung/quen", may=Accounts.OWN)
def forget_shared() -> Response:
    """It is not, or no longer: all PINs on it are gone."""
    device = this_station()
    if device is not None:
        pins.forget_station(g.actor, device)
        flash(gettext("Đã quên máy này cùng mọi mã PIN trên máy."), "success")
    session.pop("shared", None)
    response = go(url_for(HOME))
    response.delete_cookie(station_cookie(), path="/", secure=current_app.config["SESSION_COOKIE_SECURE"],
                           httponly=True, samesite="Lax")
    return response


def _pin_page(form: SetPinForm, status: int = 200) -> Response:
    device = this_station()
    return page("accounts/pin.html", form=form, status=status, has_errors=form.failed, device=device,
                own=queries.own_pin(g.actor, device), two_steps=pins.asks_second_step(g.actor.account_id))
