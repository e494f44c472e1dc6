"""Screens for whoever sends: write, follow, read the answer."""

from typing import Any

from flask import abort, flash, g, request, url_for
from werkzeug.wrappers import Response

from portal.core import files, panels
from portal.core.actor import Actor
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import Page
from portal.core.panels import Line, Panel
from portal.core.render import go, page
from portal.feedback import queries, services
from portal.feedback.forms import ReopenForm, SendForm
from portal.feedback.models import FeedbackCategory, FeedbackFile, Opinion, State
from portal.feedback.policy import Feedback
from portal.feedback.views.blueprint import bp, opinion_page
from portal.organizations.api import Organization

Route = tuple[FeedbackCategory, Organization]


@bp.get("/gop-y", may=Feedback.OWN)
def index() -> Response:
    """What I sent; or what is open to my cell."""
    in_cell = request.args.get("xem") == "chi-bo"
    found = queries.in_cell(g.actor) if in_cell else queries.own(g.actor)
    return page("feedback/index.html", fragments=("results",), paged=Page.of(found), in_cell=in_cell)


@bp.get("/gop-y/gui", may=Feedback.SEND)
def new() -> Response:
    """First what it is about; then the form, where one reads who handles and who reads before writing."""
    routes = queries.routes(g.actor)
    return _form_page(SendForm.blank().offer(routes, in_person=g.actor.in_person), routes, request.args.get("loai"))


@bp.post("/gop-y/gui", may=Feedback.SEND, while_helping=True)
def send() -> Response:
    """Send it."""
    routes = queries.routes(g.actor)
    form = SendForm.read().offer(routes, in_person=g.actor.in_person)
    if form.validate():
        category, handling = next(route for route in routes if route[0].id == form.category_id.data)
        opinion = form.attempt(lambda: services.send(
            g.actor, category=category, handling=handling, text=form.text.data, visibility=form.visibility.data,
            uploads=form.uploads))
        if opinion and g.actor.helped_by:
            flash(gettext("Đã gửi góp ý %(code)s thay %(name)s.", code=opinion.code, name=g.actor.name), "success")
            return go(url_for("feedback.new"))
        if opinion:
            return go(url_for("feedback.show", opinion_id=opinion.id, da_gui=1))
    return _form_page(form, queries.routes(g.actor), form.category_id.data, status=422, has_errors=True)


@bp.get("/gop-y/<int:opinion_id>", may=Feedback.READ, of=queries.get)
def show(opinion: Opinion) -> Response:
    """One opinion: its text, its way, its answers."""
    return opinion_page(opinion, just_sent=bool(request.args.get("da_gui")))


@bp.get("/gop-y/<int:opinion_id>/bien-nhan", may=Feedback.RECEIPT, of=queries.get)
def receipt(opinion: Opinion) -> Response:
    """A receipt to print; a hidden name is not on it."""
    sender = f"{g.actor.name}, {g.actor.unit_name}" if not opinion.is_hidden else ""
    return page("feedback/receipt.html", layout="layouts/print.html", opinion=opinion, sender=sender)


@bp.get("/gop-y/<int:opinion_id>/tep/<int:file_id>", may=Feedback.READ, of=queries.file)
def download(file: FeedbackFile) -> Response:
    """An attached file."""
    return files.send(file.digest, name=file.name, media_type=file.media_type)


@bp.post("/gop-y/<int:opinion_id>/mo-lai", may=Feedback.REOPEN, of=queries.get)
def reopen(opinion: Opinion) -> Response:
    """Ask for more, with a reason."""
    form = ReopenForm.read()
    if form.validate() and form.attempt(lambda: services.reopen(
            g.actor, opinion, reason=form.reopen_reason.data, version=form.version.data or 0)):
        return go(url_for("feedback.show", opinion_id=opinion.id))
    return opinion_page(opinion, form)


@bp.post("/gop-y/<int:opinion_id>/da-doc", may=Feedback.RECEIPT, of=queries.get)
def mark_read(opinion: Opinion) -> Response:
    """I have read the answer."""
    if not opinion.answered_at:
        abort(400)
    services.mark_read(g.actor, opinion)
    return go(url_for("feedback.show", opinion_id=opinion.id))


def _form_page(form: SendForm, routes: list[Route], category_id: str | None, **more: Any) -> Response:
    """`category_id`: what one has chosen; without a valid choice the page asks for it."""
    route = next((route for route in routes if route[0].id == category_id), None)
    return page("feedback/send.html", form=form, routes=routes, route=route,
                layout="layouts/writing.html" if route else "layouts/page.html", **more)


def answered_panel(actor: Actor) -> Panel | None:
    """New answers to my opinions; not shown without one."""
    lines = [Line(url_for("feedback.show", opinion_id=one.id), f"{one.name} · {one.code}",
                  str(State(one.state).label)) for one in queries.newly_answered(actor)]
    return Panel(_l("Góp ý của tôi có trả lời mới"), url_for("feedback.index"), lines) if lines else None


panels.add("feedback.answered", answered_panel, 14, gate=queries.has_new_answer)
