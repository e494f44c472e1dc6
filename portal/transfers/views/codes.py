"""The one page for the residence, which has no account: type the code, write the remark, once."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.core import failures
from portal.core.db import keep_now
from portal.core.errors import DomainError
from portal.core.render import go, page
from portal.transfers import services
from portal.transfers.forms import CodeForm, PublicRemarkForm
from portal.transfers.models import PERIODS, ResidenceCode
from portal.transfers.policy import Residence
from portal.transfers.views.reading import bp


@bp.get("/sinh-hoat-hai-chieu/nhan-xet", may=Residence.REMARK, before_password=True)
def code_form() -> Response:
    """Type the code; the QR picture on the letter brings it along. Nothing is looked up yet."""
    return _code_page(CodeForm.blank(code=services.normal_code(request.args.get("ma", ""))))


@bp.post("/sinh-hoat-hai-chieu/nhan-xet", may=Residence.REMARK, before_password=True)
def enter_code() -> Response:
    """Show whom the remark is about: name and workplace, nothing else. Counted before the code is looked at."""
    form = CodeForm.read()
    if not form.validate():
        return _code_page(form, 422)
    if not _counted():
        form.blame("code", services.TOO_MANY)
        return _code_page(form, 429)
    code = form.attempt(lambda: services.found(form.code.data))
    return _remark_page(code, PublicRemarkForm.blank(), form.code.data) if code else _code_page(form, 422)


@bp.post("/sinh-hoat-hai-chieu/nhan-xet/gui", may=Residence.REMARK, before_password=True)
def send_remark() -> Response:
    """Write the remark; the code is used with it."""
    form, typed = PublicRemarkForm.read(), request.form.get("ma", "")[:40]
    code_form = CodeForm.blank(code=services.normal_code(typed))
    if not _counted():
        code_form.blame("code", services.TOO_MANY)
        return _code_page(code_form, 429)
    if form.validate() and form.attempt(lambda: services.remark_by_code(
            typed, text=form.text.data, grade=form.grade.data, met_on=form.met_on.data,
            signer=form.signer.data or "")):
        return go(url_for("transfers.thanks"))
    try:
        return _remark_page(services.found(typed), form, typed, 422)
    except DomainError as error:
        code_form.blame("code", error.message)
        return _code_page(code_form, 422)


@bp.get("/sinh-hoat-hai-chieu/nhan-xet/da-nhan", may=Residence.REMARK, before_password=True)
def thanks() -> Response:
    """It was received."""
    return page("transfers/thanks.html", layout="layouts/plain.html")


def enter_again() -> Response:
    """A page that stood open too long, with the code as it was typed; nothing is looked up."""
    return _code_page(CodeForm.read(), 400, is_stale=True)


def send_again() -> Response:
    """The same with the remark. Who it is about is shown only by a code that was counted."""
    return page("transfers/public_remark.html", layout="layouts/plain.html", form=PublicRemarkForm.read(),
                typed=request.form.get("ma", "")[:40], name="", is_stale=True, status=400)


failures.stale_shows("transfers.enter_code", enter_again)
failures.stale_shows("transfers.send_remark", send_again)


def _counted() -> bool:
    allowed = services.count_try(request.remote_addr or "")
    keep_now()
    return allowed


def _code_page(form: CodeForm, status: int = 200, *, is_stale: bool = False) -> Response:
    return page("transfers/code.html", layout="layouts/plain.html", form=form, status=status, is_stale=is_stale,
                has_errors=form.failed)


def _remark_page(code: ResidenceCode, form: PublicRemarkForm, typed: str, status: int = 200) -> Response:
    here = code.contact.member.membership_today
    return page("transfers/public_remark.html", layout="layouts/plain.html", form=form, typed=typed, year=code.year,
                period=PERIODS[code.period], name=code.contact.member.full_name,
                workplace=here.unit.name if here else "", until=code.until, is_stale=False, status=status,
                has_errors=form.failed)
