"""Screens of documents: list, upload, reading page, confirm form, publish, withdraw, trash, originals."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, g, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.core import files, navigation, panels
from portal.core.actor import Actor
from portal.core.clock import show_date
from portal.core.db import keep_now
from portal.core.guard import GuardedBlueprint
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import Page
from portal.core.panels import Line, Panel
from portal.core.render import go, here, page, wanted_fragment
from portal.core.text import squeeze
from portal.documents import queries, services
from portal.documents.forms import (
    ActForm,
    DocumentForm,
    FilterForm,
    UploadForm,
    WithdrawForm,
    largest_upload,
)
from portal.documents.models import Document, State, full_title
from portal.documents.policy import Documents
from portal.documents.queries.markup import link_citations, mark_words
from portal.organizations.api import CLERKS, Organization, units_of
from portal.papers.extraction import DOCX, MARKDOWN, PDF, TEXT
from portal.papers.reasons import REASONS

MEDIA = {PDF: "PDF", DOCX: "DOCX", TEXT: "TXT", MARKDOWN: "MD"}
TAB_LABELS = (_l("Đã công bố"), _l("Chờ xác nhận"), _l("Đã thu hồi"), _l("Thùng rác"))
bp = GuardedBlueprint("documents", __name__)
navigation.add("documents", _l("Văn bản"), "documents.index", Documents.LIST, 10)


@bp.get("/van-ban", may=Documents.LIST)
def index() -> Response:
    """The list with its filters."""
    view = request.args.get("xem", "")
    view = view if view in queries.VIEWS else ""
    form = FilterForm.read()
    form.offer()
    filters = form.filters(view, request.args.get("xep", ""))
    return page("documents/index.html", fragments=("results",), form=form, filters=filters, State=State,
                Documents=Documents, paged=Page.of(queries.listed(g.actor, filters)), title_of=full_title,
                chip_items=_chips(form), tab_items=_tabs(view))


@bp.get("/van-ban/them", may=Documents.ADD)
def new() -> Response:
    """The upload form of one of my units."""
    asked = request.args.get("don_vi", "")
    units = units_of(g.actor, CLERKS)
    unit = queries.unit_of_clerk(g.actor, int(asked)) if asked.isdecimal() else None
    unit = unit or next(iter(units), None) or abort(404)
    return _upload_page(UploadForm.for_unit(g.actor, unit), unit, units)


@bp.post("/van-ban/them", may=Documents.ADD)
def upload() -> Response:
    """Take files in; each becomes a document that a job reads."""
    form, units = UploadForm.read(), units_of(g.actor, CLERKS)
    unit = next(iter(units), None) if form.names_no_unit else queries.unit_of_clerk(g.actor, form.unit_id.data or 0)
    if unit is None:
        abort(404)
    form.offer(g.actor, unit)
    form.unit_id.process_data(unit.id)
    if form.validate():
        made = form.attempt(lambda: services.take_in(
            g.actor, unit, [files.keep(one) for one in form.files.data], declared=form.declared.data,
            readers=form.readers.data))
        if made:
            return go(_show_url(made[0]) if len(made) == 1 else url_for("documents.index", xem="cho-xac-nhan"))
    elif form.has_marked_name:
        services.report_marked_name(g.actor, unit)
        keep_now()
    return _upload_page(form, unit, units, status=422)


@bp.get("/van-ban/<int:document_id>", may=Documents.READ, of=queries.get)
def show(document: Document) -> Response:
    """The reading page; while the file waits for the worker, a page that says so."""
    if document.state == State.RECEIVED:
        return page("documents/waiting.html", fragments=("reading",), document=document, media=MEDIA)
    if wanted_fragment() == "reading":
        return go(url_for("documents.edit", document_id=document.id) if document.state == State.DRAFT
                  else _show_url(document))
    return _show_page(document, ActForm.blank())


@bp.get("/van-ban/<int:document_id>/sua", may=Documents.EDIT, of=queries.get)
def edit(document: Document) -> Response:
    """The form of the fields, each with the passage it was read from."""
    return _edit_page(document, DocumentForm.of(g.actor, document))


@bp.post("/van-ban/<int:document_id>/sua", may=Documents.EDIT, of=queries.get)
def save(document: Document) -> Response:
    """Confirm the fields."""
    form = DocumentForm.of(g.actor, document, sent=True)
    if form.validate() and form.attempt(lambda: services.confirm(
            g.actor, document, form.fields(), form.readers.data, version=form.version.data or 0)):
        flash(gettext("Đã lưu văn bản."), "success")
        return go(_show_url(document))
    if form.version.data != document.version:
        return _edit_page(document, form, differences=form.rebase(document), status=409)
    return _edit_page(document, form, status=422)


@bp.post("/van-ban/<int:document_id>/cong-bo", may=Documents.PUBLISH, of=queries.get)
def publish(document: Document) -> Response:
    """Show it to its readers."""
    return _act(document, lambda: services.publish(g.actor, document), gettext("Đã công bố văn bản."))


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
        return go(_show_url(document))
    return page("documents/withdraw.html", document=document, form=form, status=422, has_errors=True)


@bp.post("/van-ban/<int:document_id>/xoa", may=Documents.TRASH, of=queries.get)
def trash(document: Document) -> Response:
    """Put it in the trash."""
    return _act(document, lambda: services.trash(g.actor, document), gettext("Đã bỏ văn bản vào thùng rác."))


@bp.post("/van-ban/<int:document_id>/khoi-phuc", may=Documents.RESTORE, of=queries.get)
def restore(document: Document) -> Response:
    """Take it out of the trash."""
    return _act(document, lambda: services.restore(g.actor, document), gettext("Đã khôi phục văn bản."))


@bp.get("/van-ban/<int:document_id>/tep/<int:file_id>", may=Documents.READ, of=queries.get_with_file)
def download(document: Document) -> Response:
    """The original."""
    file = next(one for one in document.files if one.id == (request.view_args or {})["file_id"])
    return files.send(file.digest, name=file.name, media_type=file.media_type)


def _act(document: Document, act: Callable[[], Any], done: str) -> Response:
    form = ActForm.read()
    if form.attempt(act):
        flash(done, "success")
        return go(_show_url(document))
    return _show_page(document, form, status=422)


def _show_url(document: Any) -> str:
    return url_for("documents.show", document_id=document.id)


def _show_page(document: Document, form: ActForm, status: int = 200) -> Response:
    number = queries.part_asked(document, request.args.get("phan"))
    words = squeeze(request.args.get("q", ""))[:200]
    cited = queries.citations(g.actor, document)
    html = link_citations(queries.part_html(document, number), _linker(cited))
    return page(
        "documents/show.html", fragments=("text",), status=status, has_errors=form.failed, form=form, document=document,
        Documents=Documents, State=State, media=MEDIA, number=number, words=words, text=Markup(mark_words(html, words)),  # noqa: S704 - cleaned by papers
        cited=cited, audience=queries.audience(document), citing=queries.citing(g.actor, document),
        title_of=full_title, problem=_problem(document))


def _edit_page(document: Document, form: DocumentForm, *, differences: list[Any] | None = None,
               status: int = 200) -> Response:
    proposal = queries.proposal(document)
    doubts = [gettext(REASONS[code]) for code in proposal.get("doubts", ()) if document.confirmed_at is None]
    return page("documents/edit.html", status=status, has_errors=status != 200, document=document, form=form,
                sources=proposal.get("sources", {}), doubts=doubts, copies=queries.copies(g.actor, document),
                differences=differences or [], problem=_problem(document), media=MEDIA, title_of=full_title)


def _upload_page(form: UploadForm, unit: Organization, units: list[Organization], status: int = 200) -> Response:
    return page("documents/new.html", status=status, has_errors=status != 200, form=form, unit=unit, units=units,
                largest=largest_upload())


def _problem(document: Document) -> str:
    return gettext(REASONS[document.problem]) if document.problem else ""


def _linker(cited: list[queries.Citation]) -> Callable[[int, str], str]:
    """Where a symbol in the text leads: to the one document, to the choice of several, or nowhere."""
    known = {one.number: one for one in cited}

    def link(number: int, printed: str) -> str:
        one = known.get(number)
        if one is None or not one.document_ids:
            return printed
        url = (url_for("documents.show", document_id=one.document_ids[0]) if one.is_resolved
               else url_for("documents.index", q=one.symbol))
        return f'<a href="{Markup.escape(url)}">{printed}</a>'

    return link


def _tabs(view: str) -> list[tuple[Any, str, bool]]:
    return [(label, url_for("documents.index", xem=key or None), key == view)
            for key, label in zip(queries.VIEWS, TAB_LABELS, strict=True)]


def _chips(form: FilterForm) -> list[tuple[str, str]]:
    return [(f"{field.label.text}: {field.data}", here(**{field.name: None, "trang": None}))
            for field in (form.q, form.loai, form.co_quan, form.nam) if field.data]


def new_panel(actor: Actor) -> Panel | None:
    """The newest documents addressed to me."""
    lines = [Line(_show_url(row), full_title(row), " · ".join(filter(None, (row.issuer, show_date(row.issued_on)))))
             for row in queries.newest(actor)]
    return Panel(_l("Văn bản mới"), url_for("documents.index"), lines) if lines else None


def waiting_panel(actor: Actor) -> Panel | None:
    """For clerks: files to be confirmed."""
    lines = [Line(_show_url(row), full_title(row), str(State(row.state).label),
                  owed=row.state != State.RECEIVED) for row in queries.waiting(actor)]
    return Panel(_l("Văn bản chờ xác nhận"), url_for("documents.index", xem="cho-xac-nhan"), lines) if lines else None


panels.add("documents.waiting", waiting_panel, 20)
panels.add("documents.new", new_panel, 40)
