"""Words out of a scan (A24): asked for by a clerk, read by a job, corrected by a person page by page, then searched.

What the machine read waits in the proposal of the document's text, under `scan`: `state` (a Step), `digest`,
`problem`, `pages`, `confidence`, `asked_by`. Nothing of it is searched or shown to readers before a person enters it.
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select, update

from portal.core import audit
from portal.core.actor import SYSTEM, Actor
from portal.core.db import db
from portal.core.errors import Conflict, DomainError
from portal.core.i18n import N_, gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell
from portal.core.text import nfc
from portal.documents import queries
from portal.documents.models import Document, DocumentCitation, DocumentEdition, DocumentPart, DocumentText, State
from portal.documents.services import reading
from portal.documents.services.acts import settle
from portal.jobs.queue import enqueue
from portal.papers import reasons
from portal.papers.blocks import from_text
from portal.papers.extraction import Extracted, Label
from portal.papers.ocr import READINESS, Readiness
from portal.papers.quality import syllable_quality
from portal.papers.readers.pdf import flowing
from portal.papers.reading import to_html


class Step(StrEnum):
    """How far the reading of a scan is."""

    WAITING = "waiting"
    READING = "reading"
    READ = "read"
    FAILED = "failed"


def ask_scan(actor: Actor, document: Document, readiness: Readiness) -> Document:
    """Have the worker read the letters in the picture; a second asking while it waits changes nothing."""
    file = queries.scan_file(document)
    if file is None:
        raise DomainError(_l("Chỉ nhận dạng chữ cho tệp PDF là ảnh quét."))
    if readiness != Readiness.READY:
        raise DomainError(gettext(READINESS[readiness]))
    if queries.scan(document).get("state") not in (Step.WAITING, Step.READING):
        _keep(document.id, {"state": Step.WAITING, "digest": file.digest, "asked_by": actor.account_id})
        enqueue("documents.recognise", dedupe=f"documents.recognise {document.id}", priority=9,
                document_id=document.id, digest=file.digest)
        settle(actor, document, "ask_scan")
    return document


def begin_scan(document_id: int, digest: str) -> bool:
    """The worker has taken it in hand; False where it is not wanted any more."""
    kept = _kept(document_id)
    if kept.get("digest") != digest or kept.get("state") not in (Step.WAITING, Step.READING):
        return False
    _keep(document_id, {**kept, "state": Step.READING})
    return True


def scan_was_read(document_id: int, digest: str, found: Extracted | None) -> None:
    """Put what the machine read before a person; a secrecy mark ends it, as at the door. Safe to run twice."""
    document, kept = db.session.get(Document, document_id), _kept(document_id)
    if document is None or kept.get("digest") != digest or kept.get("state") != Step.READING:
        return
    problem = found.state if found else str(reasons.State.BROKEN)
    if problem == reading.SECRET:
        refuse_scan(document)
        return
    if found is None or problem != reasons.State.OK:
        _keep(document_id, {**kept, "state": Step.FAILED, "problem": problem})
        tell([kept.get("asked_by")], N_("Không nhận dạng được chữ của “%(heading)s”."), _url(document),
             heading=document.heading[:120])
        return
    _keep(document_id, {**kept, "state": Step.READ, "problem": "", "pages": [nfc(page) for page in found.pages],
                        "confidence": found.confidence})
    tell([kept.get("asked_by")], N_("Đã nhận dạng chữ của “%(heading)s”. Xem lại, sửa rồi đưa vào tìm kiếm."),
         _url(document), heading=document.heading[:120])


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


def _url(document: Document) -> str:
    return f"/van-ban/{document.id}/nhan-dang"


audit.says({
    "documents.ask_scan": _l("yêu cầu nhận dạng chữ trong ảnh quét"),
    "documents.enter_scan": _l("đưa chữ đã nhận dạng và sửa vào văn bản"),
    "documents.refuse_scan": _l("từ chối văn bản vì ảnh quét mang dấu mật"),
})
