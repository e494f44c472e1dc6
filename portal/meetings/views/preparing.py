"""Screens for whoever prepares a meeting: new, edit, papers, open, invite more, cancel."""

from datetime import time
from typing import Any

from flask import flash, g, request, url_for
from werkzeug.wrappers import Response

from portal.core.errors import DomainError
from portal.core.i18n import gettext
from portal.core.render import go, page
from portal.meetings import queries, services
from portal.meetings.forms import CreateForm, PaperForm, PlanForm, ReasonForm
from portal.meetings.models import Meeting, MeetingPaper
from portal.meetings.policy import Meetings
from portal.meetings.views.reading import bp, show_page, slips, taken_off

USUAL_HOUR = time(19, 30)


@bp.get("/sinh-hoat/them", may=Meetings.CREATE)
def new() -> Response:
    """The form of a new meeting."""
    return _new_page(CreateForm.blank(starts_time=USUAL_HOUR))


@bp.post("/sinh-hoat/them", may=Meetings.CREATE)
def create() -> Response:
    """Make the draft from the template of its kind."""
    units = queries.prepared_units(g.actor)
    form = CreateForm.read().offer(units, queries.kinds())
    if form.validate():
        unit = next(unit for unit in units if unit.id == form.unit.data)
        made = form.attempt(lambda: services.create(g.actor, unit=unit, kind=form.kind.data, starts_at=form.starts_at,
                                                    place=form.place.data))
        if made:
            return go(url_for("meetings.show", meeting_id=made.id))
    return _new_page(form, 422)


@bp.get("/sinh-hoat/<int:meeting_id>/sua", may=Meetings.EDIT, of=queries.get)
def edit(meeting: Meeting) -> Response:
    """Time, place and agenda."""
    return _edit_page(meeting, PlanForm.of(meeting))


@bp.post("/sinh-hoat/<int:meeting_id>/sua", may=Meetings.EDIT, of=queries.get)
def save(meeting: Meeting) -> Response:
    """Save the plan; two writers see both plans."""
    form = PlanForm.read()
    fine = form.validate()
    if fine and form.attempt(lambda: bool(services.edit(g.actor, meeting, form.plan, seen=form.version.data))):
        flash(gettext("Đã lưu."), "success")
        return go(url_for("meetings.show", meeting_id=meeting.id))
    conflict = form.conflict is not None
    if conflict:
        form.renew(meeting.plan_version)
    return _edit_page(meeting, form, form.status, theirs=meeting if conflict else None)


@bp.post("/sinh-hoat/<int:meeting_id>/tep", may=Meetings.EDIT, of=queries.get)
def attach(meeting: Meeting) -> Response:
    """Add papers."""
    form = PaperForm.read().offer(meeting.items)
    uploads = [one for one in form.files.data or [] if one] or [None]

    def act() -> list[MeetingPaper]:
        return [services.attach(g.actor, meeting, upload, item_id=form.item.data) for upload in uploads]

    if form.validate() and form.attempt(act):
        flash(gettext("Đã đăng %(n)s tài liệu.", n=len(uploads)), "success")
        return go(url_for("meetings.show", meeting_id=meeting.id))
    return show_page(meeting, paper_form=form, status=422)


@bp.post("/sinh-hoat/<int:meeting_id>/tep/<int:paper_id>/go", may=Meetings.EDIT, of=queries.paper)
def detach(paper: MeetingPaper) -> Response:
    """Take a paper off; the page then offers to put it back."""
    taken = services.detach(g.actor, paper)
    return go(url_for("meetings.show", meeting_id=taken["meeting_id"], vua_go=slips().dumps(taken)))


@bp.post("/sinh-hoat/<int:meeting_id>/tep/dat-lai", may=Meetings.EDIT, of=queries.get)
def put_back(meeting: Meeting) -> Response:
    """Undo the taking off."""
    taken = taken_off(meeting, request.form.get("slip", ""))
    if taken is None:
        refused = gettext("Chỉ đặt lại được trong một ngày sau khi gỡ. Đăng lại tệp.")
        return show_page(meeting, refused=refused, status=422)
    try:
        services.put_back(g.actor, meeting, taken)
    except DomainError as error:
        return show_page(meeting, refused=error.message, status=error.status)
    flash(gettext("Đã đặt lại tài liệu “%(name)s”.", name=taken["name"]), "success")
    return go(url_for("meetings.show", meeting_id=meeting.id))


@bp.post("/sinh-hoat/<int:meeting_id>/mo", may=Meetings.OPEN, of=queries.get)
def open_meeting(meeting: Meeting) -> Response:
    """Freeze the roster and invite."""
    try:
        services.open_meeting(g.actor, meeting)
    except DomainError as error:
        return show_page(meeting, refused=error.message, status=error.status)
    flash(gettext("Đã mở cuộc họp và mời %(n)s người.", n=len(meeting.invitations)), "success")
    return go(url_for("meetings.show", meeting_id=meeting.id))


@bp.post("/sinh-hoat/<int:meeting_id>/moi-them", may=Meetings.SUMMON, of=queries.get)
def summon(meeting: Meeting) -> Response:
    """Invite those who joined since."""
    flash(gettext("Đã mời thêm %(n)s người.", n=services.summon_missing(g.actor, meeting)), "success")
    return go(url_for("meetings.show", meeting_id=meeting.id))


@bp.get("/sinh-hoat/<int:meeting_id>/huy", may=Meetings.CANCEL, of=queries.get)
def ask_cancel(meeting: Meeting) -> Response:
    """Ask why before calling it off."""
    return reason_page(meeting, ReasonForm.blank(), "cancel")


@bp.post("/sinh-hoat/<int:meeting_id>/huy", may=Meetings.CANCEL, of=queries.get)
def cancel(meeting: Meeting) -> Response:
    """Call it off."""
    form = ReasonForm.read()
    if form.validate() and form.attempt(lambda: services.cancel(g.actor, meeting, form.reason.data)):
        return go(url_for("meetings.show", meeting_id=meeting.id))
    return reason_page(meeting, form, "cancel", 422)


def reason_page(meeting: Meeting, form: ReasonForm, act: str, status: int = 200) -> Response:
    """The page that asks for a reason: `cancel` or `reopen`."""
    return page("meetings/reason.html", meeting=meeting, form=form, act=act, status=status, has_errors=form.failed)


def _new_page(form: CreateForm, status: int = 200) -> Response:
    form.offer(queries.prepared_units(g.actor), queries.kinds())
    return page("meetings/new.html", form=form, status=status, has_errors=form.failed)


def _edit_page(meeting: Meeting, form: PlanForm, status: int = 200, **more: Any) -> Response:
    return page("meetings/edit.html", meeting=meeting, form=form, status=status, has_errors=form.failed,
                theirs=more.get("theirs"), standards=queries.standards(meeting))
