"""Proving oneself again before what signs in is changed (ASVS 7.5.1), and the screen that asks for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import g, request, url_for
from werkzeug.wrappers import Response

from portal.accounts import queries, services
from portal.accounts.forms import ProveForm
from portal.accounts.policy import Accounts
from portal.accounts.views.blueprint import bp
from portal.core.db import keep_now
from portal.core.render import go, local_path, page

View = Callable[..., Response]


def fresh(view: View) -> View:
    """The view only for who has proved themselves within ten minutes; others are asked first, and led back to the
    page they came from. Stands under the route: `@bp.post(…)`, `@fresh`, `def …`."""

    @wraps(view)
    def asked_first(*given: Any, **values: Any) -> Response:
        if queries.is_fresh(g.actor):
            return view(*given, **values)
        came_from = (request.referrer or "").removeprefix(request.host_url.rstrip("/"))
        back = request.full_path.rstrip("?") if request.method == "GET" else came_from
        return go(url_for("accounts.prove_form", tiep=local_path(back)))

    return asked_first


@bp.get("/tai-khoan-cua-toi/xac-nhan-lai", may=Accounts.OWN)
def prove_form() -> Response:
    """Ask for the password once more, for a page that needs it."""
    if not request.args.get("tiep"):
        return go(url_for("accounts.me"))
    return _prove_page(ProveForm.blank(), local_path(request.args.get("tiep")))


@bp.post("/tai-khoan-cua-toi/xac-nhan-lai", may=Accounts.OWN)
def prove() -> Response:
    """Take the password; good for ten minutes in this session."""
    form, back, allowed = ProveForm.read(), local_path(request.form.get("tiep")), services.count_proof(g.actor)
    keep_now()
    if not form.validate():
        return _prove_page(form, back, status=422)
    if allowed and services.proves(queries.own_account(g.actor), form.password.data):
        services.proved(g.actor)
        services.proved_again(g.actor)
        return go(back)
    form.blame("password", services.WRONG_PASSWORD if allowed else services.WAIT)
    return _prove_page(form, back, status=422)


def _prove_page(form: ProveForm, back: str, status: int = 200) -> Response:
    return page("accounts/prove.html", form=form, back=back, status=status, has_errors=form.failed)
