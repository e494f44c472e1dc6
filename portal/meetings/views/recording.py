"""Screens of the meeting itself and after: roll-call, minutes, revisions, lock, reopen."""

from flask import flash, g, request, url_for
from werkzeug.wrappers import Response

from portal.core.errors import DomainError
from portal.core.i18n import gettext
from portal.core.paging import Page
from portal.core.render import go, page
from portal.meetings import queries, services
from portal.meetings.forms import MinutesForm, ReasonForm, RollForm, marks_proposed, marks_sent
from portal.meetings.models import Attendance, Meeting, MeetingRevision, Reason
from portal.meetings.policy import Meetings
from portal.meetings.services import Mark
from portal.meetings.views.preparing import reason_page
from portal.meetings.views.reading import bp, show_page

PER_PAGE = 10


@bp.get("/sinh-hoat/<int:meeting_id>/diem-danh", may=Meetings.ROLL, of=queries.get)
def roll_call(meeting: Meeting) -> Response:
    """The roll-call, filled from the answers; `tat_ca` makes everybody present who did not say otherwise."""
    marks = marks_proposed(meeting.invitations, all_here=bool(request.args.get("tat_ca")))
    return _roll_page(meeting, RollForm.blank(version=meeting.roll_version), marks)


@bp.post("/sinh-hoat/<int:meeting_id>/diem-danh", may=Meetings.ROLL, of=queries.get)
def mark(meeting: Meeting) -> Response:
    """Save the roll-call; the first one begins the meeting."""
    form, marks = RollForm.read(), marks_sent()
    if form.validate() and form.attempt(lambda: services.mark(g.actor, meeting, marks, seen=form.version.data)):
        flash(gettext("Đã lưu điểm danh."), "success")
        return go(url_for("meetings.show", meeting_id=meeting.id))
    if form.conflict:
        form.renew(meeting.roll_version)
    return _roll_page(meeting, form, marks, form.status)


@bp.get("/sinh-hoat/<int:meeting_id>/ket-luan", may=Meetings.RECORD, of=queries.get)
def minutes(meeting: Meeting) -> Response:
    """Minutes and conclusion."""
    return _minutes_page(meeting, MinutesForm.of(meeting, queries.newest_revision(meeting)))


@bp.post("/sinh-hoat/<int:meeting_id>/ket-luan", may=Meetings.RECORD, of=queries.get)
def conclude(meeting: Meeting) -> Response:
    """Save the texts; two writers see both."""
    form = MinutesForm.read()
    texts = {name: form[name].data or "" for name in services.TEXTS if name != "conclusion"}
    if form.validate() and form.attempt(lambda: services.conclude(g.actor, meeting, form.conclusion.data or "",
                                                                  seen=form.version.data, **texts)):
        flash(gettext("Đã lưu biên bản."), "success")
        return go(url_for("meetings.minutes", meeting_id=meeting.id))
    newest = queries.newest_revision(meeting) if form.conflict else None
    if newest:
        form.renew(newest.id)
    return _minutes_page(meeting, form, form.status, theirs=newest)


@bp.get("/sinh-hoat/<int:meeting_id>/ket-luan/ban-luu", may=Meetings.RECORD, of=queries.get)
def revisions(meeting: Meeting) -> Response:
    """Every text that was saved, newest first."""
    return page("meetings/revisions.html", meeting=meeting, paged=Page.of(queries.revisions(meeting), per=PER_PAGE))


@bp.post("/sinh-hoat/<int:meeting_id>/ket-luan/ban-luu/<int:revision_id>/khoi-phuc", may=Meetings.RECORD,
         of=queries.revision)
def restore(revision: MeetingRevision) -> Response:
    """Make a former text the present one."""
    services.restore(g.actor, revision)
    flash(gettext("Đã khôi phục bản lưu."), "success")
    return go(url_for("meetings.minutes", meeting_id=revision.meeting_id))


@bp.post("/sinh-hoat/<int:meeting_id>/khoa", may=Meetings.RECORD, of=queries.get)
def lock(meeting: Meeting) -> Response:
    """Freeze the record."""
    try:
        services.lock(g.actor, meeting)
    except DomainError as error:
        return show_page(meeting, refused=error.message, status=error.status)
    flash(gettext("Đã khóa biên bản."), "success")
    return go(url_for("meetings.show", meeting_id=meeting.id))


@bp.get("/sinh-hoat/<int:meeting_id>/mo-lai", may=Meetings.REOPEN, of=queries.get)
def ask_reopen(meeting: Meeting) -> Response:
    """Ask why before taking the lock off."""
    return reason_page(meeting, ReasonForm.blank(), "reopen")


@bp.post("/sinh-hoat/<int:meeting_id>/mo-lai", may=Meetings.REOPEN, of=queries.get)
def reopen(meeting: Meeting) -> Response:
    """Take the lock off."""
    form = ReasonForm.read()
    if form.validate() and form.attempt(lambda: services.reopen(g.actor, meeting, form.reason.data)):
        return go(url_for("meetings.show", meeting_id=meeting.id))
    return reason_page(meeting, form, "reopen", 422)


def _roll_page(meeting: Meeting, form: RollForm, marks: dict[int, Mark], status: int = 200) -> Response:
    choices = [word for word in Attendance if word is not Attendance.NONE]
    standards = queries.standards(meeting)
    return page("meetings/roll.html", meeting=meeting, form=form, marks=marks, choices=choices, reasons=list(Reason),
                nobody=Mark(Attendance.NONE), roll=queries.roll_of(meeting, standards.quorum), status=status,
                conflict=form.conflict is not None, has_errors=form.failed)


def _minutes_page(meeting: Meeting, form: MinutesForm, status: int = 200,
                  theirs: MeetingRevision | None = None) -> Response:
    return page("meetings/minutes.html", meeting=meeting, form=form, theirs=theirs, status=status,
                has_errors=form.failed)
