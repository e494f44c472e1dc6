"""Screens for whoever is summoned: the list, the meeting, the answer, opinions, papers; the home panel."""

from typing import Any

from flask import current_app, flash, g, request, url_for
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from portal.core import clock, files, navigation, panels
from portal.core.actor import Actor
from portal.core.guard import GuardedBlueprint
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import Page
from portal.core.policy import allowed
from portal.core.render import go, page, wanted_fragment
from portal.meetings import queries, services
from portal.meetings.forms import AnswerForm, FilterForm, OpinionForm, PaperForm
from portal.meetings.models import Answer, Meeting, MeetingPaper, Reason
from portal.meetings.policy import Meetings
from portal.papers.extraction import LABELS

bp = GuardedBlueprint("meetings", __name__)


@bp.context_processor
def of_this_room() -> dict[str, Any]:
    """The room's rights, for `can(rights.EDIT, meeting)`."""
    return {"rights": Meetings}


navigation.add("meetings", _l("Sinh hoạt"), "meetings.index", Meetings.LIST, 30)


@bp.get("/sinh-hoat", may=Meetings.LIST)
def index() -> Response:
    """Meetings to come first, then those past."""
    form = FilterForm.read()
    units, years = queries.scope(g.actor, form.asked_unit)
    form.offer(queries.kinds(), units, years)
    filters = form.filters
    found = Page.of(queries.listed(g.actor, filters))
    return page("meetings/index.html", fragments=("results",), paged=found, form=form, filters=filters,
                to_come=[m for m in found.rows if queries.is_to_come(m)],
                past=[m for m in found.rows if not queries.is_to_come(m)])


@bp.get("/sinh-hoat/<int:meeting_id>", may=Meetings.READ, of=queries.get)
def show(meeting: Meeting) -> Response:
    """One page for all: the answer at the top, agenda and papers, what those in charge do, the record once locked."""
    return show_page(meeting)


@bp.post("/sinh-hoat/<int:meeting_id>/tra-loi", may=Meetings.ANSWER, of=queries.get, while_helping=True)
def answer(meeting: Meeting) -> Response:
    """One press: come, or the reason one cannot."""
    form = AnswerForm.read()
    if form.validate():
        reply = "come" if form.reply.data == "come" else "cannot"
        if form.attempt(lambda: services.answer(g.actor, meeting, reply, reason=form.reply.data,
                                                reason_text=form.reason_text.data or "")):
            if wanted_fragment() == "answer":
                return show_page(meeting)
            return go(url_for("meetings.show", meeting_id=meeting.id))
    return show_page(meeting, answer_form=form, status=422)


@bp.post("/sinh-hoat/<int:meeting_id>/y-kien", may=Meetings.SPEAK, of=queries.get, while_helping=True)
def speak(meeting: Meeting) -> Response:
    """Write an opinion; it stands as written."""
    form = OpinionForm.read().offer(meeting.items)
    if form.validate() and form.attempt(
            lambda: services.speak(g.actor, meeting, form.text.data, item_id=form.about.data)):
        flash(gettext("Đã ghi ý kiến của bạn."), "success")
        return go(url_for("meetings.show", meeting_id=meeting.id))
    return show_page(meeting, opinion_form=form, status=422)


@bp.get("/sinh-hoat/<int:meeting_id>/tep/<int:paper_id>", may=Meetings.READ, of=queries.paper)
def paper(found: MeetingPaper) -> Response:
    """A paper, as a download."""
    return files.send(found.digest, name=found.name, media_type=found.media_type)


@bp.get("/sinh-hoat/<int:meeting_id>/in", may=Meetings.PRINT, of=queries.get)
def print_page(meeting: Meeting) -> Response:
    """The record on A4."""
    return page("meetings/print.html", layout="layouts/print.html", meeting=meeting, **record_of(meeting),
                superior=meeting.unit.parent)


def show_page(meeting: Meeting, *, answer_form: AnswerForm | None = None, opinion_form: OpinionForm | None = None,
              paper_form: PaperForm | None = None, refused: Any = None, status: int = 200) -> Response:
    """The page of a meeting; a form that was refused comes back as it was typed."""
    in_charge = allowed(g.actor, Meetings.HISTORY, meeting)
    forms = {"answer_form": answer_form or AnswerForm.blank(),
             "opinion_form": opinion_form or OpinionForm.blank().offer(meeting.items),
             "paper_form": paper_form or PaperForm.blank().offer(meeting.items)}
    changing = bool(request.args.get("doi")) or (answer_form is not None and answer_form.failed)
    return page("meetings/show.html", fragments=("answer",), status=status, meeting=meeting, in_charge=in_charge,
                **forms, **record_of(meeting), own=meeting.invitation_of(g.actor.member_id), reasons=list(Reason),
                media=LABELS, changing=changing, refused=refused,
                groups=queries.answers_of(meeting) if in_charge else None,
                missing=queries.missing_from(meeting) if allowed(g.actor, Meetings.SUMMON, meeting) else [],
                events=queries.history(meeting) if in_charge else [], has_errors=status >= 400,
                taken=taken_off(meeting, request.args.get("vua_go", "")))


def slips() -> URLSafeTimedSerializer:
    """Seals what is needed to put back a paper that was just taken off."""
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="meeting-paper")


def taken_off(meeting: Meeting, slip: str) -> dict[str, Any] | None:
    """What such a slip tells, for a day and for its own meeting."""
    try:
        taken: dict[str, Any] = slips().loads(slip, max_age=int(services.BACK_WITHIN.total_seconds()))
    except BadData:
        return None
    return taken if taken["meeting_id"] == meeting.id else None


def record_of(meeting: Meeting) -> dict[str, Any]:
    """The rules in force, the roll-call in numbers and by attendance."""
    standards = queries.standards(meeting)
    by_attendance: dict[str, list[Any]] = {}
    for one in meeting.invitations:
        by_attendance.setdefault(one.attendance, []).append(one)
    return {"standards": standards, "roll": queries.roll_of(meeting, standards.quorum), "by_attendance": by_attendance}


def soon(actor: Actor) -> panels.Panel | None:
    """Home: meetings to come that I am summoned to, those that wait for my answer first."""
    found = queries.invited_soon(actor)
    if not found:
        return None
    lines = list[panels.Line]()
    for row in found:
        owed, note = row.answer == Answer.NONE, f"{clock.show_moment(row.starts_at)} · {row.place}"
        if not owed:
            note += " · " + gettext("bạn đã báo %(answer)s", answer=Answer(row.answer).label)
        lines.append(panels.Line(url_for("meetings.show", meeting_id=row.id), row.title, note, owed=owed))
    title = _l("Cuộc họp cần trả lời") if all(line.owed for line in lines) else _l("Sắp họp")
    return panels.Panel(title, url_for("meetings.index"), lines)


panels.add("meetings", soon, 10)
