"""Accounts that stand in no keeper's list."""

from flask import flash, g, url_for
from werkzeug.wrappers import Response

from portal.accounts.api import Account
from portal.core.i18n import gettext
from portal.core.paging import Page
from portal.core.render import go, page
from portal.keeping import queries, services
from portal.keeping.forms import StrayForm
from portal.keeping.policy import Keeping
from portal.keeping.views.blueprint import bp


@bp.get("/tai-khoan/khong-ho-so", may=Keeping.STRAYS)
def strays() -> Response:
    """The list."""
    found = Page.of(queries.strays())
    return page("keeping/strays.html", fragments=("results",), found=found, rows=queries.stray_rows(found.rows),
                rights=Keeping)


@bp.get("/tai-khoan/khong-ho-so/<int:account_id>/dung", may=Keeping.STOP_STRAY, of=queries.stray)
def stop_stray_form(account: Account) -> Response:
    """Before it is locked or closed."""
    return _ask(account, StrayForm.blank())


@bp.post("/tai-khoan/khong-ho-so/<int:account_id>/dung", may=Keeping.STOP_STRAY, of=queries.stray)
def stop_stray(account: Account) -> Response:
    """Lock or close it."""
    form = StrayForm.read()
    if form.validate() and form.attempt(lambda: services.stop_stray(g.actor, account, form.act.data,
                                                                    form.reason.data)):
        flash(gettext("Đã khóa hoặc đóng tài khoản theo lựa chọn."), "success")
        return go(url_for(".strays"))
    return _ask(account, form, 422)


@bp.post("/tai-khoan/khong-ho-so/<int:account_id>/mo-khoa", may=Keeping.STOP_STRAY, of=queries.stray)
def reopen_stray(account: Account) -> Response:
    """Open a locked one again."""
    services.reopen_stray(g.actor, account)
    flash(gettext("Đã mở khóa tài khoản."), "success")
    return go(url_for(".strays"))


def _ask(account: Account, form: StrayForm, status: int = 200) -> Response:
    return page("keeping/stop_stray.html", account=account, form=form, status=status, has_errors=form.failed)
