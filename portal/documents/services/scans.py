"""Words out of a scan (A24): asked for by a clerk, read by a job, corrected by a person page by page, then searched.

Each page is a job of its own, so that other work has its turn and a worker that dies goes on where it stood. What the
machine read waits in the proposal of the document's text, under `scan`: `state` (a Step), `digest`, `problem`, `pages`,
`confidence`, `of` (pages of the file), `lost` (numbers of pages that could not be read), `at` (last progress),
`asked_by`. Nothing of it is searched or shown to readers before a person enters it.
"""

from typing import Any

from sqlalchemy import delete, select, update

from portal.core import audit, clock
from portal.core.actor import SYSTEM, Actor
from portal.core.db import db
from portal.core.errors import Conflict, DomainError
from portal.core.i18n import N_, gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell
from portal.core.text import nfc
from portal.documents import queries
from portal.documents.models import Document, DocumentCitation, DocumentEdition, DocumentPart, DocumentText, State
from portal.documents.queries import Step
from portal.documents.services import reading
from portal.documents.services.acts import ask_again, settle
from portal.jobs.queue import enqueue
from portal.papers import reasons
from portal.papers.blocks import from_text
from portal.papers.extraction import Extracted, Label
from portal.papers.ocr import READINESS, Readiness
from portal.papers.quality import syllable_quality
from portal.papers.readers.pdf import flowing
from portal.papers.reading import to_html
from portal.papers.secrecy import secrecy_of

PROGRESS = ("pages", "confidence", "of", "lost")
LOST_PAGE = (reasons.State.TIMEOUT, reasons.State.TOO_LARGE, reasons.State.BROKEN)
"""A page that ends so is left empty, and the next one is read."""


def ask_scan(actor: Actor, document: Document, readiness: Readiness) -> Document:
    """Have the worker read the letters in the picture; what was read of it before it stopped is not read again."""
    file = queries.scan_file(document)
    if file is None:
        raise DomainError(_l("Chỉ nhận dạng chữ cho tệp PDF là ảnh quét."))
    if readiness != Readiness.READY:
        raise DomainError(gettext(READINESS[readiness]))
    kept = _kept(document.id)
    if not queries.scan_goes_on(kept):
        known = {name: kept[name] for name in PROGRESS if name in kept} if kept.get("digest") == file.digest else {}
        _keep(document.id, {**known, "state": Step.WAITING, "digest": file.digest, "asked_by": actor.account_id,
                            "at": clock.now().isoformat()})
        _read_on(document.id, file.digest)
        settle(actor, document, "ask_scan")
    return document


def next_page(document_id: int, digest: str) -> int | None:
    """The page the worker is to read now, from 0; None where it is not wanted any more."""
    kept = _kept(document_id)
    if kept.get("digest") != digest or kept.get("state") not in (Step.WAITING, Step.READING):
        return None
    _keep(document_id, {**kept, "state": Step.READING, "at": clock.now().isoformat()})
    return len(kept.get("pages", ()))


def page_was_read(document_id: int, digest: str, at: int, found: Extracted | None) -> None:
    """Keep a page and have the next one read; a secrecy mark ends it, as at the door. Safe to run twice."""
    document, kept = db.session.get(Document, document_id), _kept(document_id)
    pages = kept.get("pages", [])
    if document is None or kept.get("digest") != digest or kept.get("state") != Step.READING or len(pages) != at:
        return
    problem = found.state if found else str(reasons.State.BROKEN)
    is_lost = problem in LOST_PAGE and kept.get("of", 0) > 0
    if found is None or (problem != reasons.State.OK and not is_lost):
        _end(document, kept, problem)
        return
    text = nfc(found.pages[0]) if found.pages else ""
    if secrecy_of([text], recognised=True):
        refuse_scan(document)
        return
    kept = {**kept, "at": clock.now().isoformat(), "of": kept.get("of") or found.page_count, "pages": [*pages, text],
            "confidence": [*kept.get("confidence", ()), (found.confidence or [0.0])[0]],
            "lost": [*kept.get("lost", ()), *([at + 1] if is_lost else [])]}
    if at + 1 < kept["of"]:
        _keep(document_id, kept)
        _read_on(document_id, digest)
        return
    _end(document, kept, "" if any(page.strip() for page in kept["pages"]) else str(reasons.State.NO_TEXT))


def _read_on(document_id: int, digest: str) -> None:
    enqueue("documents.recognise", dedupe=f"documents.recognise {document_id}", priority=9,
            document_id=document_id, digest=digest)


def _end(document: Document, kept: dict[str, Any], problem: str) -> None:
    """All pages are read, or it cannot go on: put before who asked."""
    if problem == reasons.State.NO_TEXT:
        kept = {name: value for name, value in kept.items() if name not in PROGRESS}
    _keep(document.id, {**kept, "state": Step.FAILED if problem else Step.READ, "problem": problem})
    tell([kept.get("asked_by")],
         N_("Không nhận dạng được chữ của “%(heading)s”.") if problem else
         N_("Đã nhận dạng chữ của “%(heading)s”. Xem lại, sửa rồi đưa vào tìm kiếm."),
         f"/van-ban/{document.id}/nhan-dang", heading=document.heading[:120])


def correct_page(actor: Actor, document: Document, number: int, text: str, *, seen: str) -> Document:
    """Keep a page as a person put it right. `seen` is the text this person had before them."""
    kept = _ready(document)
    pages = list(kept["pages"])
    if not 0 < number <= len(pages):
        raise DomainError(_l("Không có trang này."), "text")
    if seen != queries.scan_mark(pages[number - 1]):
        raise Conflict(_l("Trang này vừa được người khác sửa. Chữ bạn nhập vẫn còn trong ô; so với bản đang lưu ở "
                          "trên rồi lưu lại."))
    pages[number - 1] = nfc(text.replace("\r\n", "\n")).strip()
    _keep(document.id, {**kept, "pages": pages})
    return document


def enter_scan(actor: Actor, document: Document) -> Document:
    """What stands in the pages becomes the text of the document: read, cited, searched."""
    kept = _ready(document)
    if not any(page.strip() for page in kept["pages"]):
        raise DomainError(_l("Các trang đều trống. Ghi chữ vào ít nhất một trang."))
    found = _extracted(kept["pages"])
    read = reading.understand(found, document.name)
    if read.problem == reading.SECRET:
        refuse_scan(document)
        return document
    document.problem, document.quality = "", read.quality
    if document.confirmed_at is None:
        reading.propose_fields(document, read.proposal)
    reading.enter_text(document, read)
    _keep(document.id, {"state": "", "digest": kept["digest"], "confidence": kept["confidence"]})
    ask_again(actor, document)
    settle(actor, document, "enter_scan", changed=["text"])
    return document


def refuse_scan(document: Document) -> None:
    """A secrecy mark in the picture: the file and every word of it go, also where it was published already."""
    document.problem = reading.SECRET
    for table in (DocumentCitation, DocumentPart, DocumentText):
        db.session.execute(delete(table).where(table.document_id == document.id))
    editions = select(DocumentEdition.digest).where(DocumentEdition.document_id == document.id)
    for digest in db.session.execute(editions).scalars().all():
        if digest:
            enqueue("documents.drop_file", digest=digest)
    db.session.execute(update(DocumentEdition).where(DocumentEdition.document_id == document.id).values(
        digest="", plain="", html=""))
    document.part_count, document.quality, document.publish_at = 0, 0.0, None
    reading.refuse(document)
    settle(SYSTEM, document, "refuse_scan")


def _extracted(pages: list[str]) -> Extracted:
    text = flowing(pages)
    return Extracted(pages, to_html(from_text(text)), str(reasons.State.OK), syllable_quality("\n".join(pages)),
                     len(pages), empty_pages=sum(not page.strip() for page in pages), label=Label.SCAN)


def _ready(document: Document) -> dict[str, Any]:
    kept = _kept(document.id)
    if kept.get("state") != Step.READ or document.state == State.REFUSED:
        raise DomainError(_l("Chưa có chữ nhận dạng nào chờ sửa cho văn bản này."))
    return kept


def _kept(document_id: int) -> dict[str, Any]:
    """Locked: two that change it go one after the other."""
    found = select(DocumentText.proposal).where(DocumentText.document_id == document_id).with_for_update()
    scan: dict[str, Any] = (db.session.execute(found).scalar() or {}).get("scan", {})
    return scan


def _keep(document_id: int, scan: dict[str, Any]) -> None:
    row = db.session.get(DocumentText, document_id)
    if row is None:
        row = DocumentText(document_id=document_id, plain="", page_count=0, proposal={})
        db.session.add(row)
    row.proposal = {**(row.proposal or {}), "scan": scan}
    db.session.flush()


audit.says({
    "documents.ask_scan": _l("yêu cầu nhận dạng chữ trong ảnh quét"),
    "documents.enter_scan": _l("đưa chữ đã nhận dạng và sửa vào văn bản"),
    "documents.refuse_scan": _l("từ chối văn bản vì ảnh quét mang dấu mật"),
})
