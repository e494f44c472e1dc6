"""The cells decide: release, decline, accept, give back, end early; the asker withdraws."""

from typing import Any

from flask import flash, g, url_for
from werkzeug.wrappers import Response

from portal.core import clock
from portal.core.errors import DomainError
from portal.core.i18n import gettext
from portal.core.render import go, page
from portal.transfers import queries, services
from portal.transfers.forms import AcceptForm, EndForm, ReasonForm, ReleaseForm
from portal.transfers.models import Transfer
from portal.transfers.policy import Transfers
from portal.transfers.views.reading import bp


@bp.get("/chuyen-sinh-hoat/<int:transfer_id>/gioi-thieu", may=Transfers.RELEASE, of=queries.get)
def release_form(transfer: Transfer) -> Response:
    """What the slip will say."""
    form = ReleaseForm.blank(released_on=clock.today(), until=transfer.until)
    return _release_page(transfer, form)


@bp.post("/chuyen-sinh-hoat/<int:transfer_id>/gioi-thieu", may=Transfers.RELEASE, of=queries.get)
def release(transfer: Transfer) -> Response:
    """Release the member."""
    form = ReleaseForm.read()
    if form.validate() and form.attempt(lambda: services.release(g.actor, transfer, form.slip)):
        if transfer.until is not None and transfer.released_on is not None:
            for words in queries.warnings(transfer.released_on, transfer.until):
                flash(words, "warning")
        return _done(transfer, gettext("Đã giới thiệu. In giấy giới thiệu để đồng chí mang đến nơi nhận."))
    return _release_page(transfer, form, 422)


@bp.get("/chuyen-sinh-hoat/<int:transfer_id>/khong-dong-y", may=Transfers.DECLINE, of=queries.get)
def decline_form(transfer: Transfer) -> Response:
    """Ask why."""
    return _form_page("transfers/decline.html", transfer, ReasonForm.blank())


@bp.post("/chuyen-sinh-hoat/<int:transfer_id>/khong-dong-y", may=Transfers.DECLINE, of=queries.get)
def decline(transfer: Transfer) -> Response:
    """The old cell does not agree."""
    form = ReasonForm.read()
    if form.validate() and form.attempt(lambda: services.decline(g.actor, transfer, form.reason.data)):
        return _done(transfer, gettext("Đã ghi không đồng ý."))
    return _form_page("transfers/decline.html", transfer, form, 422)


@bp.get("/chuyen-sinh-hoat/<int:transfer_id>/tiep-nhan", may=Transfers.ACCEPT, of=queries.get)
def accept_form(transfer: Transfer) -> Response:
    """From which day."""
    return _form_page("transfers/accept.html", transfer, AcceptForm.blank(effective_on=clock.today()))


@bp.post("/chuyen-sinh-hoat/<int:transfer_id>/tiep-nhan", may=Transfers.ACCEPT, of=queries.get)
def accept(transfer: Transfer) -> Response:
    """The other end takes the member."""
    form = AcceptForm.read()
    if form.validate() and form.attempt(lambda: services.accept(
            g.actor, transfer, effective_on=form.effective_on.data, late_reason=form.late_reason.data or "")):
        return _done(transfer, gettext("Đã ghi tiếp nhận."))
    return _form_page("transfers/accept.html", transfer, form, 422)


@bp.get("/chuyen-sinh-hoat/<int:transfer_id>/tra-lai", may=Transfers.RETURN, of=queries.get)
def return_form(transfer: Transfer) -> Response:
    """Ask why."""
    return _form_page("transfers/give_back.html", transfer, ReasonForm.blank())


@bp.post("/chuyen-sinh-hoat/<int:transfer_id>/tra-lai", may=Transfers.RETURN, of=queries.get)
def give_back(transfer: Transfer) -> Response:
    """The other end does not take the member."""
    form = ReasonForm.read()
    if form.validate() and form.attempt(lambda: services.give_back(g.actor, transfer, form.reason.data)):
        return _done(transfer, gettext("Đã trả lại hồ sơ cho chi bộ cũ."))
    return _form_page("transfers/give_back.html", transfer, form, 422)


@bp.get("/chuyen-sinh-hoat/<int:transfer_id>/ket-thuc", may=Transfers.END, of=queries.get)
def end_form(transfer: Transfer) -> Response:
    """On which day."""
    return _form_page("transfers/end.html", transfer, EndForm.blank(last_day=clock.today()))


@bp.post("/chuyen-sinh-hoat/<int:transfer_id>/ket-thuc", may=Transfers.END, of=queries.get)
def end(transfer: Transfer) -> Response:
    """The stay ends before its day."""
    form = EndForm.read()
    if form.validate() and form.attempt(lambda: services.finish_early(g.actor, transfer, last_day=form.last_day.data)):
        return _done(transfer, gettext("Đã ghi ngày kết thúc."))
    return _form_page("transfers/end.html", transfer, form, 422)


@bp.post("/chuyen-sinh-hoat/<int:transfer_id>/rut", may=Transfers.WITHDRAW, of=queries.get)
def withdraw(transfer: Transfer) -> Response:
    """Take the request back."""
    try:
        services.withdraw(g.actor, transfer)
    except DomainError as error:
        flash(error.message, "error")
        return go(url_for("transfers.show", transfer_id=transfer.id))
    return _done(transfer, gettext("Đã rút đề nghị."))


def _done(transfer: Transfer, words: str) -> Response:
    flash(words, "success")
    return go(url_for("transfers.show", transfer_id=transfer.id))


def _release_page(transfer: Transfer, form: ReleaseForm, status: int = 200) -> Response:
    return _form_page("transfers/release.html", transfer, form, status,
                      why_stays=services.why_stays(transfer, clock.today()))


def _form_page(template: str, transfer: Transfer, form: Any, status: int = 200, **more: Any) -> Response:
    """The page of one act; `terms` tells whether the slip is late."""
    return page(template, transfer=transfer, form=form, status=status, has_errors=form.failed,
                terms=queries.terms(transfer), **more)
