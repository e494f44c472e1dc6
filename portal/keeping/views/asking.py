"""Ask for an account (open to all), and judge who asked."""

from typing import Any

from flask import flash, g, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.api import Accounts, normal_id
from portal.core import failures
from portal.core.db import keep_now
from portal.core.i18n import gettext
from portal.core.paging import Page
from portal.core.render import go, page
from portal.keeping import queries, services
from portal.keeping.forms import ApproveForm, AskForm, RefuseForm
from portal.keeping.models import APPROVED, REFUSED, WAITING, AccountRequest
from portal.keeping.policy import Keeping
from portal.keeping.views.blueprint import bp
from portal.keeping.views.opening import slips_page

STATES = {"": WAITING, "da-duyet": APPROVED, "da-tu-choi": REFUSED}


@bp.get("/xin-tai-khoan", may=Keeping.ASK, before_password=True)
def ask_form() -> Response:
    """Ask for an account."""
    return _ask_page(AskForm.blank())


@bp.post("/xin-tai-khoan", may=Keeping.ASK, before_password=True)
def ask() -> Response:
    """Take the request; the same answer for every citizen id."""
    form, address = AskForm.read(), request.remote_addr or ""
    born: Any = form.birth_date.data
    services.count_ask(address)
    keep_now()
    if form.validate() and form.attempt(lambda: services.ask(
            address, citizen_id=normal_id(form.citizen_id.data), full_name=form.full_name.data,
            birth_date=born, phone=form.phone.data or "", cell_text=form.cell_text.data)):
        return go(url_for("keeping.asked"))
    return _ask_page(form, status=422)


@bp.get("/xin-tai-khoan/da-gui", may=Keeping.ASK, before_password=True)
def asked() -> Response:
    """What happens now: see the secretary."""
    return page("keeping/asked.html", layout="layouts/plain.html")


@bp.get("/cho-xac-nhan", may=Accounts.OWN, before_password=True)
def unconfirmed() -> Response:
    """What an account opened by the letter sees until its keeper met the person."""
    return page("keeping/unconfirmed.html", layout="layouts/plain.html") if g.actor.unconfirmed else go("/")


def not_yet_met() -> Response:
    """What such an account meets instead of any page."""
    return go(url_for("keeping.unconfirmed"))


@bp.get("/tai-khoan/yeu-cau", may=Keeping.LIST)
def requests() -> Response:
    """Requests that landed with me."""
    key = request.args.get("xem", "")
    found = Page.of(queries.requests(g.actor, state=STATES.get(key, WAITING)))
    return page("keeping/requests.html", fragments=("results",), found=found, shown=key if key in STATES else "")


@bp.get("/tai-khoan/yeu-cau/<int:request_id>", may=Keeping.JUDGE, of=queries.request)
def show_request(asked_for: AccountRequest) -> Response:
    """What was asked beside what the roster says."""
    return _request_page(asked_for, ApproveForm.blank(), RefuseForm.blank())


@bp.post("/tai-khoan/yeu-cau/<int:request_id>/duyet", may=Keeping.JUDGE, of=queries.request)
def approve(asked_for: AccountRequest) -> Response:
    """Approve: the slip is this very answer."""
    form = ApproveForm.read()
    if form.validate():
        made = form.attempt(lambda: services.approve(g.actor, asked_for, form.hours.data))
        if made:
            return slips_page(made)
    return _request_page(asked_for, form, RefuseForm.blank(), status=422)


@bp.post("/tai-khoan/yeu-cau/<int:request_id>/tu-choi", may=Keeping.JUDGE, of=queries.request)
def refuse(asked_for: AccountRequest) -> Response:
    """Refuse, with a reason."""
    form = RefuseForm.read()
    if form.validate() and form.attempt(lambda: services.refuse(g.actor, asked_for, form.reason.data)):
        flash(gettext("Đã từ chối yêu cầu. Báo lý do cho người xin khi gặp."), "success")
        return go(url_for("keeping.requests"))
    return _request_page(asked_for, ApproveForm.blank(), form, status=422)


def ask_again() -> Response:
    """A page that stood open too long: what was typed, to be sent once more. Nothing was taken."""
    return _ask_page(AskForm.read(), status=400, is_stale=True)


failures.stale_shows("keeping.ask", ask_again)


def _ask_page(form: AskForm, status: int = 200, *, is_stale: bool = False) -> Response:
    return page("keeping/ask.html", form=form, status=status, is_stale=is_stale, layout="layouts/plain.html",
                has_errors=form.failed)


def _request_page(asked_for: AccountRequest, approve_form: ApproveForm, refuse_form: RefuseForm,
                  status: int = 200) -> Response:
    found = queries.request_member(g.actor, asked_for)
    return page("keeping/request.html", asked=asked_for, found=found, lines=queries.compare(asked_for, found),
                approve_form=approve_form, refuse_form=refuse_form, rights=Keeping, status=status,
                why_not=services.why_not_approve(g.actor, found), decider=queries.name_of(asked_for.decided_by),
                has_errors=approve_form.failed or refuse_form.failed)
