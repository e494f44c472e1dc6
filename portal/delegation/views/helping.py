"""Người giúp thao tác: whom one lets work in one's place, and working in another's."""

from flask import flash, g, session, url_for
from werkzeug.wrappers import Response

from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.render import go, page
from portal.delegation import queries, services
from portal.delegation.forms import HelpForm
from portal.delegation.models import Help
from portal.delegation.policy import Delegation
from portal.delegation.views.blueprint import bp, over_already
from portal.members.api import Member
from portal.members.api import get as get_member


@bp.get("/nguoi-giup", may=Delegation.HELPERS)
def helpers() -> Response:
    """Who helps me, and whom I help."""
    return _own_page(_blank(g.actor.member_id))


@bp.post("/nguoi-giup/nho", may=Delegation.HELPERS)
def name_helper() -> Response:
    """Ask somebody of my cell to work in my place."""
    member = queries.own_member(g.actor)
    form = HelpForm.read().offer(queries.possible_helpers(g.actor.member_id))
    if member and _named(form, member):
        return go(url_for(".helpers"))
    return _own_page(form, status=422)


@bp.get("/dang-vien/<int:member_id>/nguoi-giup", may=Delegation.HELPERS_OF, of=get_member)
def helpers_of(member: Member) -> Response:
    """Who helps a member of the cell I head."""
    return _page_of(member, _blank(member.id))


@bp.post("/dang-vien/<int:member_id>/nguoi-giup", may=Delegation.HELPERS_OF, of=get_member)
def name_helper_of(member: Member) -> Response:
    """Record a helper for a member who has no device or cannot do it himself, with the reason."""
    form = HelpForm.read().offer(queries.possible_helpers(member.id))
    if _named(form, member):
        return go(url_for(".helpers_of", member_id=member.id))
    return _page_of(member, form, status=422)


@bp.post("/nguoi-giup/<int:help_id>/nhan", may=Delegation.ACCEPT_HELP, of=queries.get_help)
def accept_help(help_: Help) -> Response:
    """Agree to help."""
    services.accept_help(g.actor, help_)
    flash(gettext("Đã nhận giúp. Từ ngày bắt đầu, bấm “Thao tác thay” ở trang này."), "success")
    return go(url_for(".helpers"))


@bp.post("/nguoi-giup/<int:help_id>/thoi", may=Delegation.END_HELP, of=queries.get_help)
def end_help(help_: Help) -> Response:
    """End it at once."""
    services.end_help(g.actor, help_)
    flash(gettext("Đã thôi. Từ bây giờ không ai thao tác thay theo lời nhờ này nữa."), "success")
    mine = g.actor.account_id == help_.account_id or g.actor.member_id == help_.member_id
    return go(url_for(".helpers") if mine else url_for(".helpers_of", member_id=help_.member_id))


@bp.post("/nguoi-giup/<int:help_id>/bat-dau", may=Delegation.BEGIN_HELP, of=queries.get_help)
def begin_helping(help_: Help) -> Response:
    """Work in the member's place; forms that stand open elsewhere are no longer taken."""
    session["helping"] = services.begin_helping(g.actor, help_).id
    session.pop("csrf_token", None)
    return go("/")


@bp.post("/nguoi-giup/ve-tai-khoan-cua-toi", may=Delegation.STOP_HELP, while_helping=True)
def stop_helping() -> Response:
    """Back to oneself."""
    helping_id = session.pop("helping", None)
    if helping_id is not None:
        services.stop_helping(g.actor, helping_id)
        session.pop("csrf_token", None)
        flash(gettext("Đã thôi thao tác thay. Bạn đang dùng tài khoản của mình."), "success")
    return go("/")


over_already("delegation.stop_helping", _l("Lượt thao tác thay đã kết thúc. Bạn đang dùng tài khoản của mình."))


def _named(form: HelpForm, member: Member) -> Help | None:
    since, until = form.since.data, form.until.data
    if not form.validate() or since is None or until is None:
        return None
    made = form.attempt(lambda: services.name_helper(
        g.actor, member, form.account_id.data, since, until, form.reason.data or ""))
    if made:
        flash(gettext("Đã ghi. Người giúp thao tác thay được sau khi bấm nhận."), "success")
    return made


def _blank(member_id: int) -> HelpForm:
    return HelpForm.blank().offer(queries.possible_helpers(member_id))


def _own_page(form: HelpForm, status: int = 200) -> Response:
    return page("delegation/helpers.html", form=form, status=status, has_errors=form.failed,
                helps=queries.own_helps(g.actor))


def _page_of(member: Member, form: HelpForm, status: int = 200) -> Response:
    return page("delegation/helpers_of.html", form=form, status=status, has_errors=form.failed, member=member,
                helps=queries.helps_of(member.id))
