"""How a unit is changed: a form, a page that says what will happen, and the act; three steps that need no script.

The first two are reading (the form goes by GET, so that one may turn back); only the last one writes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, g, request, url_for
from werkzeug.wrappers import Response

from portal.core.actor import Actor
from portal.core.render import go, page
from portal.organizations.forms import ActForm
from portal.organizations.models import Organization
from portal.organizations.services import Plan


@dataclass(frozen=True, slots=True)
class Act:
    """One verb: its words, its form, what it would do and how it is done."""

    endpoint: str
    title: Any
    about: Any
    yes: Any
    said: Any
    form: type[ActForm]
    plan: Callable[[Actor, Organization, Any], Plan]
    carry: Callable[[Actor, Organization, Any], Organization]


def ask(act: Act, unit: Organization) -> Response:
    """The form; where it is filled in (`buoc=xem`), what would happen."""
    form = act.form.read().offer(unit)
    if request.args.get("buoc") == "xem" and form.validate():
        plan = form.attempt(lambda: act.plan(g.actor, unit, form))
        if plan is not None:
            return _confirm(act, unit, form, plan)
    return _form(act, unit, form)


def carry_out(act: Act, unit: Organization) -> Response:
    """Do it; else the page it came from, with what is wrong."""
    form = act.form.read().offer(unit)
    if form.validate() and form.is_confirmed(unit):
        done = form.attempt(lambda: act.carry(g.actor, unit, form))
        if done is not None:
            flash(act.said, "success")
            return go(url_for("organizations.show", organization_id=done.id))
    if set(form.errors) <= {"typed", "chosen"}:
        plan = form.attempt(lambda: act.plan(g.actor, unit, form))
        if plan is not None:
            return _confirm(act, unit, form, plan)
    return _form(act, unit, form)


def _form(act: Act, unit: Organization, form: ActForm) -> Response:
    return page("organizations/act.html", act=act, unit=unit, form=form, action=_address(act, unit, "_form"),
                status=422 if form.failed else 200, has_errors=form.failed)


def _confirm(act: Act, unit: Organization, form: ActForm, plan: Plan) -> Response:
    back: dict[str, Any] = {name: value for name, value in form.sent if value}
    return page("organizations/confirm.html", act=act, unit=unit, form=form, plan=plan, action=_address(act, unit),
                back=_address(act, unit, "_form", **back), status=422 if form.failed else 200, has_errors=form.failed)


def _address(act: Act, unit: Organization, more: str = "", **values: Any) -> str:
    return url_for(f"organizations.{act.endpoint}{more}", organization_id=unit.id, **values)
