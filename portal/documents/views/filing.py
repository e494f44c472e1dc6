"""Screens of documents: confirm the fields, publish, withdraw, trash."""

from collections.abc import Callable
from typing import Any

from flask import flash, g, request
from werkzeug.wrappers import Response

from portal.core.i18n import gettext
from portal.core.render import go, page
from portal.documents import queries, services
from portal.documents.forms import ActForm, DocumentForm, WithdrawForm
from portal.documents.models import Document, full_title
from portal.documents.policy import Documents
from portal.documents.views.blueprint import MEDIA, bp, problem_of, show_url
from portal.documents.views.reading import show_page
from portal.papers.reasons import REASONS


@bp.get("/van-ban/<int:document_id>/sua", may=Documents.EDIT, of=queries.get)
def edit(document: Document) -> Response:
    """The form of the fields, each with the passage it was read from."""
    return _edit_page(document, DocumentForm.of(g.actor, document, asks_letters=bool(_letters(document))))


@bp.post("/van-ban/<int:document_id>/sua", may=Documents.EDIT, of=queries.get)
def save(document: Document) -> Response:
    """Confirm the fields."""
    form = DocumentForm.of(g.actor, document, sent=True, asks_letters=bool(_letters(document)))
    if form.validate() and form.attempt(lambda: services.confirm(
            g.actor, document, form.fields(), form.chosen, version=form.version.data or 0,
            reason=form.reason.data or "")):
        flash(gettext("Đã lưu văn bản."), "success")
        return go(show_url(document))
    if form.version.data != document.version:
        return _edit_page(document, form, differences=form.rebase(document), status=409)
    return _edit_page(document, form, status=422)


@bp.post("/van-ban/<int:document_id>/cong-bo", may=Documents.PUBLISH, of=queries.get)
def publish(document: Document) -> Response:
    """Show it to its readers."""
    return act_on(document, lambda: services.publish(g.actor, document, version=version_seen()),
                  gettext("Đã công bố văn bản."))


@bp.get("/van-ban/<int:document_id>/thu-hoi", may=Documents.WITHDRAW, of=queries.get)
def withdraw_form(document: Document) -> Response:
    """Ask for the reason."""
    return page("documents/withdraw.html", document=document, form=WithdrawForm.blank())


@bp.post("/van-ban/<int:document_id>/thu-hoi", may=Documents.WITHDRAW, of=queries.get)
def withdraw(document: Document) -> Response:
    """Take it back."""
    form = WithdrawForm.read()
    if form.validate() and form.attempt(lambda: services.withdraw(g.actor, document, form.reason.data)):
        flash(gettext("Đã thu hồi văn bản."), "success")
        return go(show_url(document))
    return page("documents/withdraw.html", document=document, form=form, status=422, has_errors=True)


@bp.post("/van-ban/<int:document_id>/xoa", may=Documents.TRASH, of=queries.get)
def trash(document: Document) -> Response:
    """Put it in the trash."""
    return act_on(document, lambda: services.trash(g.actor, document), gettext("Đã bỏ văn bản vào thùng rác."))


@bp.post("/van-ban/<int:document_id>/khoi-phuc", may=Documents.RESTORE, of=queries.get)
def restore(document: Document) -> Response:
    """Take it out of the trash."""
    return act_on(document, lambda: services.restore(g.actor, document), gettext("Đã khôi phục văn bản."))


def version_seen() -> int | None:
    """The version of the document that stood on the page, where its form tells."""
    raw = request.form.get("version", "")
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 10 else None


def act_on(document: Document, act: Callable[[], Any], done: str) -> Response:
    """Carry out a button's act; where a rule refuses, the reading page says why."""
    form = ActForm.read()
    if form.attempt(act):
        flash(done, "success")
        return go(show_url(document))
    return show_page(document, form, status=422)


def _letters(document: Document) -> list[dict[str, Any]]:
    """Letters of old encodings that were changed and that nobody has approved yet."""
    found: list[dict[str, Any]] = queries.proposal(document).get("letters", []) if not document.confirmed_at else []
    return found


def _edit_page(document: Document, form: DocumentForm, *, differences: list[Any] | None = None,
               status: int = 200) -> Response:
    proposal = queries.proposal(document)
    doubts = [gettext(REASONS[code]) for code in proposal.get("doubts", ()) if document.confirmed_at is None]
    return page("documents/edit.html", status=status, has_errors=status != 200, document=document, form=form,
                sources=proposal.get("sources", {}), doubts=doubts, copies=queries.copies(g.actor, document),
                differences=differences or [], problem=problem_of(document), media=MEDIA, title_of=full_title,
                letters=_letters(document), quality=queries.quality_of(document))
