"""One account: where it stands and what its keeper may do with it."""

from collections.abc import Callable
from typing import Any

from flask import flash, g, url_for
from werkzeug.wrappers import Response

from portal.accounts.api import Account, rules
from portal.core.i18n import gettext
from portal.core.render import go, page
from portal.keeping import queries, services
from portal.keeping.forms import AwayForm, ReasonForm, ResetForm
from portal.keeping.models import IN_USE, TO_OPEN, Kept
from portal.keeping.policy import Keeping
from portal.keeping.views.blueprint import bp
from portal.keeping.views.opening import slips_page


@bp.get("/tai-khoan/<int:member_id>", may=Keeping.READ, of=queries.get)
def show(kept: Kept) -> Response:
    """Where one account stands."""
    return _show(kept, AwayForm.blank())


@bp.get("/tai-khoan/<int:member_id>/cap-lai", may=Keeping.MANAGE, of=queries.get)
def reset_form(kept: Kept) -> Response:
    """Before a new code is made: what it ends."""
    return _ask(kept, "keeping/reset.html", ResetForm.blank())


@bp.post("/tai-khoan/<int:member_id>/cap-lai", may=Keeping.MANAGE, of=queries.get)
def reset(kept: Kept) -> Response:
    """Make a new code; the slip is this very answer."""
    form = ResetForm.read()
    if form.validate():
        made = form.attempt(lambda: services.reset(g.actor, kept, until=services.until_of(form.hours.data),
                                                   lost_device=form.lost_device.data))
        if made:
            return slips_page(made)
    return _ask(kept, "keeping/reset.html", form, status=422)


@bp.get("/tai-khoan/<int:member_id>/khoa", may=Keeping.MANAGE, of=queries.get)
def lock_form(kept: Kept) -> Response:
    """Before an account is locked."""
    return _ask(kept, "keeping/lock.html", ReasonForm.blank())


@bp.post("/tai-khoan/<int:member_id>/khoa", may=Keeping.MANAGE, of=queries.get)
def lock(kept: Kept) -> Response:
    """Lock an account, with the reason."""
    return _stop(kept, "keeping/lock.html", services.lock, gettext("Đã khóa tài khoản."))


@bp.get("/tai-khoan/<int:member_id>/dong", may=Keeping.MANAGE, of=queries.get)
def close_form(kept: Kept) -> Response:
    """Before an account is closed."""
    return _ask(kept, "keeping/close.html", ReasonForm.blank())


@bp.post("/tai-khoan/<int:member_id>/dong", may=Keeping.MANAGE, of=queries.get)
def close(kept: Kept) -> Response:
    """Close an account, with the reason."""
    return _stop(kept, "keeping/close.html", services.close, gettext("Đã đóng tài khoản."))


@bp.post("/tai-khoan/<int:member_id>/mo-khoa", may=Keeping.MANAGE, of=queries.get)
def reopen(kept: Kept) -> Response:
    """Open a locked account again."""
    services.reopen(g.actor, kept)
    flash(gettext("Đã mở khóa tài khoản."), "success")
    return go(url_for("keeping.show", member_id=kept.member.id))


@bp.post("/tai-khoan/<int:member_id>/xac-nhan", may=Keeping.MANAGE, of=queries.get)
def confirm(kept: Kept) -> Response:
    """The keeper met the right person."""
    services.confirm(g.actor, kept)
    flash(gettext("Đã xác nhận. Tài khoản dùng được đầy đủ."), "success")
    return go(url_for("keeping.show", member_id=kept.member.id))


@bp.post("/tai-khoan/<int:member_id>/di-vang", may=Keeping.MANAGE, of=queries.get)
def expect_back(kept: Kept) -> Response:
    """A long trip: disuse is not counted until its last day."""
    form = AwayForm.read()
    last_day: Any = form.last_day.data
    if form.validate() and form.attempt(lambda: services.expect_back(g.actor, kept, last_day)):
        flash(gettext("Đã ghi ngày trở lại."), "success")
        return go(url_for("keeping.show", member_id=kept.member.id))
    return _show(kept, form, status=422)


def _show(kept: Kept, form: AwayForm, status: int = 200) -> Response:
    by_hand = queries.changed_by(kept)
    return page("keeping/show.html", kept=kept, form=form, by=rules(), rights=Keeping, in_use=IN_USE, to_open=TO_OPEN,
                changed_by=by_hand, why_not=services.refusal_of(g.actor, kept), why_open=services.why_open(kept),
                status=status, has_errors=form.failed)


def _ask(kept: Kept, template: str, form: ReasonForm | ResetForm, status: int = 200) -> Response:
    return page(template, kept=kept, form=form, why_open=services.why_open(kept), status=status,
                has_errors=form.failed)


def _stop(kept: Kept, template: str, act: Callable[..., Account], said: str) -> Response:
    form = ReasonForm.read()
    if form.validate() and form.attempt(lambda: act(g.actor, kept, form.reason.data)):
        flash(said, "success")
        return go(url_for("keeping.show", member_id=kept.member.id))
    return _ask(kept, template, form, status=422)
