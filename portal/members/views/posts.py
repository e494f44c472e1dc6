"""Posts: first the unit, then the post; ending one."""

from flask import abort, flash, g, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock
from portal.core.i18n import gettext
from portal.core.paging import Page
from portal.core.render import go, page
from portal.members import queries, services
from portal.members.forms import EndPostForm, FinderForm, PostForm
from portal.members.models import Member, Position
from portal.members.policy import Members
from portal.members.views.blueprint import bp
from portal.organizations.api import Organization


@bp.get("/dang-vien/<int:member_id>/chuc-vu", may=Members.POST, of=queries.get)
def post_form(member: Member) -> Response:
    """First the unit (the member's own and those above stand first), then the form."""
    if request.args.get("don_vi"):
        unit = queries.unit_for_post(g.actor, request.args.get("don_vi", 0, type=int)) or abort(404)
        return _post_page(member, PostForm.blank(unit_id=unit.id, since=clock.today()), unit)
    finder = FinderForm.read()
    valid = finder.validate()
    found = Page.of(queries.units_for_posts(g.actor, finder.text.data or "" if valid else ""))
    return page("members/choose_unit.html", fragments=("results",), member=member, finder=finder, found=found,
                near=queries.near_units(g.actor, member), status=200 if valid else 422, has_errors=finder.failed)


@bp.post("/dang-vien/<int:member_id>/chuc-vu", may=Members.POST, of=queries.get)
def appoint(member: Member) -> Response:
    """Record the post."""
    form = PostForm.read()
    services.refuse_ended(g.actor, form.unit_id.data or 0)
    unit = queries.unit_for_post(g.actor, form.unit_id.data or 0) or abort(404)
    form.offer(queries.roles_at(unit))
    if form.validate() and form.attempt(lambda: services.record_post(
            g.actor, member, unit=unit, **form.entry)):
        flash(gettext("Đã ghi chức vụ."), "success")
        return go(url_for(".show", member_id=member.id))
    return _post_page(member, form, unit, 422)


@bp.get("/dang-vien/<int:member_id>/chuc-vu/<int:post_id>/thoi", may=Members.END_POST, of=queries.post)
def end_post_form(post: Position) -> Response:
    """Ask for the last day."""
    return _end_page(post, EndPostForm.blank(last_day=clock.today()))


@bp.post("/dang-vien/<int:member_id>/chuc-vu/<int:post_id>/thoi", may=Members.END_POST, of=queries.post)
def end_post(post: Position) -> Response:
    """End it."""
    form = EndPostForm.read()
    if form.validate() and form.attempt(lambda: services.finish_post(g.actor, post, **form.entry)):
        flash(gettext("Đã ghi ngày thôi giữ chức vụ."), "success")
        return go(url_for(".show", member_id=post.member_id))
    return _end_page(post, form, 422)


def _post_page(member: Member, form: PostForm, unit: Organization, status: int = 200) -> Response:
    form.offer(queries.roles_at(unit))
    return page("members/post.html", member=member, form=form, unit=unit, status=status, has_errors=form.failed)


def _end_page(post: Position, form: EndPostForm, status: int = 200) -> Response:
    return page("members/end_post.html", post=post, form=form, why_stays=services.why_stays(post), status=status,
                has_errors=form.failed)
