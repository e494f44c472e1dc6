"""Screens of documents: what is one's own: later, opened, notes, lists under a name."""

from collections.abc import Callable
from typing import Any

from flask import flash, g, request, url_for
from werkzeug.wrappers import Response

from portal.core.actor import Actor
from portal.core.i18n import gettext
from portal.core.paging import Page
from portal.core.render import go, page
from portal.documents import queries, services
from portal.documents.forms import ActForm, NameForm, NoteForm
from portal.documents.models import Document, SavedList, full_title
from portal.documents.policy import Documents
from portal.documents.views.blueprint import bp, show_url
from portal.documents.views.lists import KEPT, narrowing_words
from portal.documents.views.reading import show_page


@bp.get("/van-ban/cua-toi", may=Documents.LIST)
def mine() -> Response:
    """Put aside for later, opened last, with notes: of what one may still read."""
    shown = request.args.get("xem", "")
    found = queries.noted(g.actor) if shown == "ghi-chu" else queries.later(g.actor)
    opened = queries.opened(g.actor) if shown == "da-mo" else []
    paged = Page.over(opened) if shown == "da-mo" else Page.of(found)
    tabs = (("", gettext("Xem sau")), ("da-mo", gettext("Mở gần đây")), ("ghi-chu", gettext("Có ghi chú")))
    shown = shown if shown in dict(tabs) else ""
    return page("documents/mine.html", fragments=("results",), paged=paged, shown=shown, title_of=full_title,
                tab_items=[(label, url_for("documents.mine", xem=key or None), key == shown) for key, label in tabs])


@bp.post("/van-ban/<int:document_id>/xem-sau", may=Documents.MARK, of=queries.get)
def put_aside(document: Document) -> Response:
    """Read it later."""
    return _act(document, services.put_aside, gettext("Đã để vào mục Xem sau."))


@bp.post("/van-ban/<int:document_id>/thoi-xem-sau", may=Documents.MARK, of=queries.get)
def take_off(document: Document) -> Response:
    """No more for later."""
    return _act(document, services.take_off, gettext("Đã bỏ khỏi mục Xem sau."))


@bp.post("/van-ban/<int:document_id>/ghi-chu", may=Documents.MARK, of=queries.get)
def write_note(document: Document) -> Response:
    """Keep the private note."""
    form = NoteForm.read()
    if form.validate() and form.attempt(lambda: services.write_note(g.actor, document, form.note.data or "")):
        flash(gettext("Đã lưu ghi chú riêng."), "success")
        return go(show_url(document))
    return show_page(document, ActForm.blank(), status=422, note=form)


@bp.get("/van-ban/danh-sach", may=Documents.LIST)
def saved_lists() -> Response:
    """One's own lists, each with a way to use it and to forget it; and the form to keep the one that led here."""
    return _lists_page(NameForm.blank())


@bp.post("/van-ban/danh-sach", may=Documents.LIST)
def save_list() -> Response:
    """Keep the filters in the address under a name."""
    form = NameForm.read()
    if form.validate() and form.attempt(lambda: services.save_list(g.actor, form.name.data, _address())):
        flash(gettext("Đã lưu danh sách “%(name)s”.", name=form.name.data), "success")
        return go(url_for("documents.saved_lists"))
    return _lists_page(form, status=422)


@bp.post("/van-ban/danh-sach/<int:list_id>/xoa", may=Documents.LIST, of=queries.saved_list)
def drop_list(row: SavedList) -> Response:
    """Forget one."""
    services.drop_list(g.actor, row)
    flash(gettext("Đã xóa danh sách."), "success")
    return go(url_for("documents.saved_lists"))


def _lists_page(form: NameForm, status: int = 200) -> Response:
    return page("documents/saved_lists.html", status=status, has_errors=status != 200, form=form,
                saved=queries.saved_lists(g.actor), address=_address(), words=narrowing_words())


def _address() -> dict[str, str]:
    return {name: value[:200] for name, value in request.args.items() if name in KEPT and value}


def _act(document: Document, act: Callable[[Actor, Document], Any], done: str) -> Response:
    form = ActForm.read()
    if form.attempt(lambda: act(g.actor, document)):
        flash(done, "success")
        return go(show_url(document))
    return show_page(document, form, status=422)
