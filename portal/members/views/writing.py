"""Adding a person, mending a record, entering a state."""

from typing import Any

from flask import abort, flash, g, request, url_for
from werkzeug.wrappers import Response

from portal.core.i18n import gettext
from portal.core.paging import Page
from portal.core.policy import allowed
from portal.core.render import go, page
from portal.members import queries, services
from portal.members.forms import EditForm, FinderForm, NewForm, StateForm
from portal.members.models import Member, id_warnings
from portal.members.policy import Members
from portal.members.views.blueprint import bp
from portal.organizations.api import Organization


@bp.get("/dang-vien/them", may=Members.ADMIT)
def new() -> Response:
    """First the cell, then the form."""
    cell = _cell(request.args.get("don_vi", 0, type=int)) if request.args.get("don_vi") else None
    if cell is not None:
        return _new_page(NewForm.blank(unit_id=cell.id), cell)
    finder = FinderForm.read()
    valid = finder.validate()
    found = Page.of(queries.cells_below(g.actor, finder.text.data or "" if valid else ""))
    return page("members/choose_cell.html", fragments=("results",), finder=finder, found=found,
                status=200 if valid else 422, has_errors=finder.failed)


@bp.post("/dang-vien/them", may=Members.ADMIT)
def create() -> Response:
    """Enter the person."""
    form = NewForm.read()
    services.refuse_ended(g.actor, form.unit_id.data or 0)
    cell = _cell(form.unit_id.data or 0)
    if form.validate():
        made = form.attempt(lambda: services.enter(g.actor, cell=cell, **form.entry))
        if made:
            flash(gettext("Đã thêm %(name)s vào danh sách.", name=made.full_name), "success")
            return go(url_for(".show", member_id=made.id))
    return _new_page(form, cell, 422)


@bp.get("/dang-vien/<int:member_id>/sua", may=Members.EDIT, of=queries.get)
def edit(member: Member) -> Response:
    """The record without its numbers."""
    return _edit_page(member, _edit_form(member, EditForm.of(member)))


@bp.post("/dang-vien/<int:member_id>/sua", may=Members.EDIT, of=queries.get)
def save(member: Member) -> Response:
    """Mend it; who was overtaken sees both texts."""
    form = _edit_form(member, EditForm.read())
    version = form.version.data or 0
    if form.validate() and form.attempt(lambda: services.correct(
            g.actor, member, form.fields, version=version, is_sure=form.is_sure.data)):
        flash(gettext("Đã lưu hồ sơ."), "success")
        for warning in id_warnings(member.citizen_id, member.sex, member.birth_date):
            flash(str(warning), "warning")
        return go(url_for(".show", member_id=member.id))
    if version != member.version:
        return _edit_page(member, form, form.meet(member), 409)
    return _edit_page(member, form, status=422)


@bp.get("/dang-vien/<int:member_id>/trang-thai", may=Members.STATE, of=queries.get)
def state_form(member: Member) -> Response:
    """The form of a new state; the official day is proposed from the ceremony."""
    form = StateForm.blank(since=queries.probation_over(member.ceremony_on) if member.ceremony_on else None)
    return _state_page(member, form)


@bp.post("/dang-vien/<int:member_id>/trang-thai", may=Members.STATE, of=queries.get)
def enter_state(member: Member) -> Response:
    """Record it."""
    form = StateForm.read()
    if form.validate() and form.attempt(lambda: services.record_state(
            g.actor, member, form.state.data, **form.entry)):
        flash(gettext("Đã ghi trạng thái."), "success")
        return go(url_for(".show", member_id=member.id))
    return _state_page(member, form, 422)


def _cell(unit_id: int) -> Organization:
    return queries.cell_to_fill(g.actor, unit_id) or abort(404)


def _new_page(form: NewForm, cell: Organization, status: int = 200) -> Response:
    return page("members/new.html", form=form, cell=cell, status=status, has_errors=form.failed)


def _edit_form(member: Member, form: EditForm) -> EditForm:
    return form.limit(whole=allowed(g.actor, Members.EDIT_WHOLE, member), member=member)


def _edit_page(member: Member, form: EditForm, differences: Any = (), status: int = 200) -> Response:
    return page("members/edit.html", member=member, form=form, differences=differences, status=status,
                has_errors=form.failed, whole=allowed(g.actor, Members.EDIT_WHOLE, member))


def _state_page(member: Member, form: StateForm, status: int = 200) -> Response:
    return page("members/state.html", member=member, form=form, state=member.state_today, status=status,
                has_errors=form.failed)
