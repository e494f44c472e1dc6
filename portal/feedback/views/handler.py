"""Screens for whoever handles: the inbox, take, answer, note, forward."""

from typing import Any

from flask import g, request, url_for
from werkzeug.wrappers import Response

from portal.core import panels
from portal.core.actor import Actor
from portal.core.clock import show_date
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import Page
from portal.core.panels import Line, Panel
from portal.core.policy import allowed
from portal.core.render import go, page
from portal.core.text import squeeze
from portal.feedback import queries, services
from portal.feedback.forms import AnswerForm, ForwardForm, HandlerForm, NoteForm
from portal.feedback.models import Opinion, State, is_late
from portal.feedback.policy import Feedback
from portal.feedback.views.blueprint import bp, opinion_page
from portal.organizations.api import CLERKS, asked_unit

DUE, LATE = _l("hạn trả lời %(day)s"), _l("đã quá hạn trả lời %(day)s")


@bp.get("/gop-y/hop-thu", may=Feedback.INBOX)
def inbox() -> Response:
    """What lies with my units, the most urgent first."""
    chosen: dict[str, Any] = {
        "state": request.args.get("trang_thai", "")[:20], "category": squeeze(request.args.get("loai", ""))[:40],
        "text": squeeze(request.args.get("tim", ""))[:100]}
    number = request.args.get("don_vi", "")[:20]
    unit = asked_unit(g.actor, CLERKS, number)
    found = queries.inbox(g.actor, **chosen, unit_id=unit.id if unit else 0 if number else None)
    return page("feedback/inbox.html", fragments=("results",), paged=Page.of(found), only=unit, number=number,
                categories=queries.categories(), states=list(State), chosen_state=chosen["state"],
                category=chosen["category"], text=chosen["text"])


@bp.post("/gop-y/<int:opinion_id>/tiep-nhan", may=Feedback.TAKE, of=queries.get)
def take(opinion: Opinion) -> Response:
    """Begin to handle it."""
    form = HandlerForm.read()
    services.take(g.actor, opinion, version=form.version.data or 0)
    return _shown(opinion)


@bp.post("/gop-y/<int:opinion_id>/tra-loi", may=Feedback.ANSWER, of=queries.get)
def answer(opinion: Opinion) -> Response:
    """Answer the sender."""
    form = AnswerForm.read()
    if form.validate() and form.attempt(
            lambda: services.answer(g.actor, opinion, form.answer.data, version=form.version.data or 0)):
        return _shown(opinion)
    return opinion_page(opinion, form)


@bp.post("/gop-y/<int:opinion_id>/ghi-chu", may=Feedback.NOTE, of=queries.get)
def note(opinion: Opinion) -> Response:
    """Write a note for handlers."""
    form = NoteForm.read()
    if form.validate() and form.attempt(lambda: services.note(g.actor, opinion, form.note.data)):
        return _shown(opinion)
    return opinion_page(opinion, form)


@bp.post("/gop-y/<int:opinion_id>/chuyen", may=Feedback.FORWARD, of=queries.get)
def forward(opinion: Opinion) -> Response:
    """Hand it to another unit; whoever does not serve that one no longer sees it."""
    form = ForwardForm.read().offer(queries.forward_choices(g.actor, opinion))
    if form.validate() and form.attempt(lambda: services.forward(
            g.actor, opinion, unit_id=form.unit_id.data, reason=form.reason.data, version=form.version.data or 0)):
        return go(url_for("feedback.inbox"))
    return opinion_page(opinion, form)


def _shown(opinion: Opinion) -> Response:
    return go(url_for("feedback.show", opinion_id=opinion.id))


def owed_panel(actor: Actor) -> Panel | None:
    """Opinions that wait for an answer of my units."""
    if not allowed(actor, Feedback.INBOX):
        return None
    lines = [Line(url_for("feedback.show", opinion_id=one.id), f"{one.name} · {one.code}",
                  (LATE if is_late(one.answer_by) else DUE) % {"day": show_date(one.answer_by)}, owed=True)
             for one in queries.owed(actor)]
    return Panel(_l("Góp ý chờ xử lý"), url_for("feedback.inbox"), lines) if lines else None


panels.add("feedback.owed", owed_panel, 15)
