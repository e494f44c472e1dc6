"""Screens of documents: the letters of a scan, read by a machine and put right by a person."""

from functools import lru_cache
from typing import Any

from flask import current_app, flash, g, request, url_for
from werkzeug.wrappers import Response

from portal.core.i18n import gettext
from portal.core.render import go, page, wanted_fragment
from portal.documents import queries, services
from portal.documents.forms import ActForm, ScanForm
from portal.documents.models import Document, State
from portal.documents.policy import Documents
from portal.documents.queries import Step
from portal.documents.views.blueprint import bp, show_url
from portal.papers import ocr
from portal.papers.reasons import REASONS

SECONDS_A_PAGE = 10
"""On a slow machine."""


@lru_cache
def known_readiness(enabled: bool) -> ocr.Readiness:
    """Whether scans can be read here, asked of the machine once for each process."""
    return ocr.readiness(enabled)


@bp.get("/van-ban/<int:document_id>/nhan-dang", may=Documents.EDIT, of=queries.get)
def scan(document: Document) -> Response:
    """How far it is; once read, one page after the other to be put right."""
    kept = queries.scan(document)
    if wanted_fragment() == "scan" and not queries.scan_goes_on(kept):
        return go(scan_url(document))
    raw = request.args.get("trang", "")
    number = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 4 else 1
    return _scan_page(document, kept, number)


@bp.post("/van-ban/<int:document_id>/nhan-dang", may=Documents.EDIT, of=queries.get)
def ask_scan(document: Document) -> Response:
    """Have it read."""
    form = ActForm.read()
    if form.attempt(lambda: services.ask_scan(g.actor, document, _readiness())):
        return go(scan_url(document))
    return _scan_page(document, queries.scan(document), 1, act=form, status=422)


@bp.post("/van-ban/<int:document_id>/nhan-dang/trang/<int:page_number>", may=Documents.EDIT,
         of=queries.get_with_scan_page)
def correct_page(document: Document) -> Response:
    """Keep a page as it was put right; on to the next."""
    form, number = ScanForm.read(), int((request.view_args or {})["page_number"])
    if form.validate() and form.attempt(lambda: services.correct_page(
            g.actor, document, number, form.text.data or "", seen=form.seen.data or "")):
        flash(gettext("Đã lưu trang %(n)s.", n=number), "success")
        return go(scan_url(document, trang=min(number + 1, len(queries.scan(document)["pages"]))))
    return _scan_page(document, queries.scan(document), number, form=form, status=422)


@bp.post("/van-ban/<int:document_id>/nhan-dang/xong", may=Documents.EDIT, of=queries.get)
def enter_scan(document: Document) -> Response:
    """It becomes the text of the document."""
    form = ActForm.read()
    done = form.attempt(lambda: services.enter_scan(g.actor, document))
    if not done:
        return _scan_page(document, queries.scan(document), 1, act=form, status=422)
    if done.state == State.REFUSED:
        return go(show_url(document))
    flash(gettext("Đã đưa chữ vào văn bản; nội dung này tìm được khi văn bản được công bố."), "success")
    return go(url_for("documents.edit", document_id=document.id) if document.confirmed_at is None
              else show_url(document))


def scan_url(document: Document, **query: Any) -> str:
    """The address of the page of its scan."""
    return url_for("documents.scan", document_id=document.id, **query)


def _readiness() -> ocr.Readiness:
    return known_readiness(current_app.extensions["settings"].ocr)


def _minutes_left(kept: dict[str, Any]) -> int:
    left: int = kept.get("of", 0) - len(kept.get("pages", ()))
    return max(1, round(left * SECONDS_A_PAGE / 60))


def _scan_page(document: Document, kept: dict[str, Any], number: int, *, form: ScanForm | None = None,
               act: ActForm | None = None, status: int = 200) -> Response:
    done = kept.get("pages", [])
    pages = done if kept.get("state") == Step.READ else []
    number = min(max(number, 1), max(len(pages), 1))
    now = pages[number - 1] if pages else ""
    theirs = now if form is not None and (form.seen.data or "") != queries.scan_mark(now) else ""
    form = form or ScanForm.blank(text=now)
    form.seen.raw_data, form.seen.data = None, queries.scan_mark(now)
    state, ready, ended = kept.get("state", ""), _readiness(), kept.get("problem")
    return page("documents/scan.html", fragments=("scan",), status=status, has_errors=status != 200, form=form,
                document=document, act=act or ActForm.blank(), state=state, pages=pages,
                under_way=queries.scan_goes_on(kept), done=len(done), of=kept.get("of", 0),
                lost=kept.get("lost", ()), minutes=_minutes_left(kept),
                number=number, theirs=theirs, confidence=dict(enumerate(kept.get("confidence", ()), start=1)),
                file=queries.scan_file(document), is_ready=ready == ocr.Readiness.READY,
                readiness=gettext(ocr.READINESS[ready]),
                problem=gettext(REASONS[ended]) if ended else "")
