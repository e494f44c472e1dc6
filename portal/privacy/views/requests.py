"""Requests about one's data: asking, the queue, answering."""

from typing import Any

from flask import g, url_for
from werkzeug.wrappers import Response

from portal.core import clock, workdays
from portal.core.paging import Page
from portal.core.render import go, page
from portal.privacy import queries, services
from portal.privacy.forms import AnswerForm, AskForm, QueueForm
from portal.privacy.models import ANSWER, DataRequest, Stage, Wish
from portal.privacy.policy import Privacy
from portal.privacy.views.blueprint import bp


@bp.get("/du-lieu-cua-toi/yeu-cau", may=Privacy.OWN)
def own_requests() -> Response:
    """What I asked, and the form to ask."""
    return _own_page(AskForm.blank())


@bp.post("/du-lieu-cua-toi/yeu-cau", may=Privacy.OWN)
def ask() -> Response:
    """Send a request."""
    form, actor = AskForm.read(), g.actor
    made = form.attempt(lambda: services.ask(actor, Wish(form.wish.data), form.text.data)) if form.validate() else None
    return go(url_for("privacy.show", request_id=made.id)) if made else _own_page(form, status=422)


@bp.get("/du-lieu-ca-nhan", may=Privacy.QUEUE)
def queue() -> Response:
    """Requests of the people one keeps, the oldest first."""
    form = QueueForm.read()
    valid = form.validate()
    stage = Stage(form.stage.data) if valid and form.stage.data != "tat-ca" else None
    found = Page.of(queries.queue(g.actor, stage=stage))
    return page("privacy/queue.html", fragments=("results",), form=form, found=found,
                days=_answer_words(), status=200 if valid else 422, has_errors=form.failed)


@bp.get("/du-lieu-ca-nhan/<int:request_id>", may=Privacy.READ, of=queries.get)
def show(request: DataRequest) -> Response:
    """One request: for its asker and for those who answer it."""
    return _request_page(request, AnswerForm.blank(stage=Stage.DONE.value))


@bp.post("/du-lieu-ca-nhan/<int:request_id>/tra-loi", may=Privacy.ANSWER, of=queries.get)
def answer(request: DataRequest) -> Response:
    """Answer it."""
    form, actor, request_id = AnswerForm.read(), g.actor, request.id
    if form.validate() and form.attempt(
            lambda: services.answer(actor, request, form.answer.data, Stage(form.stage.data))):
        return go(url_for("privacy.show", request_id=request_id))
    return _request_page(request, form, status=422)


def _answer_words() -> Any:
    """`2 ngày làm việc`: for what is asked today."""
    return workdays.length(ANSWER, clock.today()).words


def _own_page(form: AskForm, status: int = 200) -> Response:
    return page("privacy/requests.html", form=form, found=Page.of(queries.own(g.actor)), days=_answer_words(),
                status=status, has_errors=form.failed)


def _request_page(request: DataRequest, form: AnswerForm, status: int = 200) -> Response:
    return page("privacy/request.html", asked=request, form=form, asker=queries.asker(request),
                answerer=queries.answerer(request), status=status, has_errors=form.failed)
