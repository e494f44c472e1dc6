"""Asking for a transfer: for oneself, for a member of one's cell, for somebody to come, for who comes from outside."""

from typing import Any

from flask import flash, g, url_for
from werkzeug.wrappers import Response

from portal.core import clock
from portal.core.i18n import gettext
from portal.core.render import go, page
from portal.members.api import Member
from portal.transfers import queries, services
from portal.transfers.forms import ArrivalForm, AskForm, CallForm
from portal.transfers.models import Transfer
from portal.transfers.policy import Transfers
from portal.transfers.views.reading import bp


@bp.get("/dang-vien/<int:member_id>/chuyen-sinh-hoat/moi", may=Transfers.ASK, of=queries.member)
def ask_form(member: Member) -> Response:
    """The form for a member of one's cell, or for oneself."""
    return _ask_page(member, AskForm.blank(decided_on=clock.today()))


@bp.post("/dang-vien/<int:member_id>/chuyen-sinh-hoat/moi", may=Transfers.ASK, of=queries.member)
def ask(member: Member) -> Response:
    """Ask; the old cell decides."""
    form = AskForm.read()
    valid = form.validate()
    cells = [] if form.outside.data or not form.to_name.data else queries.cells_named(form.to_name.data)
    unit = None if form.outside.data or not form.to_name.data else form.settle(cells)
    if valid and not form.failed:
        made = form.attempt(lambda: services.ask(g.actor, member, form.wish(to_unit=unit, to_text=form.to_name.data)))
        if made:
            return _done(made)
    return _ask_page(member, form, 422)


@bp.get("/chuyen-sinh-hoat/de-nghi-den", may=Transfers.CALL)
def call_form() -> Response:
    """The form of the cell that wants somebody to come."""
    return _call_page(CallForm.blank(decided_on=clock.today()))


@bp.post("/chuyen-sinh-hoat/de-nghi-den", may=Transfers.CALL)
def call() -> Response:
    """Ask the other cell to release."""
    form = CallForm.read()
    if form.validate():
        made = form.attempt(lambda: services.call(g.actor, form.full_name.data, form.citizen_id.data,
                                                  form.wish(to_unit=form.to_cell.unit)))
        if made:
            return _done(made)
    return _call_page(form, 422)


@bp.get("/chuyen-sinh-hoat/tu-ngoai-den", may=Transfers.ARRIVE)
def arrival_form() -> Response:
    """The form for who brings a slip from outside."""
    return _arrival_page(ArrivalForm.blank(effective_on=clock.today()))


@bp.post("/chuyen-sinh-hoat/tu-ngoai-den", may=Transfers.ARRIVE)
def arrive() -> Response:
    """Enter him in the register, or let his old record live again."""
    form = ArrivalForm.read()
    if form.validate() and form.to_cell.unit is not None:
        cell = form.to_cell.unit
        made = form.attempt(lambda: services.arrive(g.actor, cell, form.arrival))
        if made:
            flash(gettext("Đã tiếp nhận đồng chí %(name)s.", name=made.member.full_name), "success")
            return go(url_for("transfers.show", transfer_id=made.id))
    return _arrival_page(form, 422)


def _done(made: Transfer) -> Response:
    flash(gettext("Đã gửi đề nghị tới chi bộ cũ."), "success")
    if made.until is not None:
        for words in queries.warnings(clock.today(), made.until):
            flash(words, "warning")
    return go(url_for("transfers.show", transfer_id=made.id))


def _ask_page(member: Member, form: Any, status: int = 200) -> Response:
    return page("transfers/ask.html", member=member, form=form, status=status, has_errors=form.failed)


def _call_page(form: CallForm, status: int = 200) -> Response:
    return page("transfers/call.html", form=form, status=status, has_errors=form.failed)


def _arrival_page(form: ArrivalForm, status: int = 200) -> Response:
    return page("transfers/arrive.html", form=form, status=status, has_errors=form.failed)
