"""What the worker makes of a file: text in parts, proposed fields, citations; or a stated problem."""

from dataclasses import dataclass, field, fields
from typing import Any

from sqlalchemy import delete

from portal.core import audit, clock
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.core.text import nfc
from portal.documents.models import (
    Document,
    DocumentCitation,
    DocumentFile,
    DocumentPart,
    DocumentText,
    State,
)
from portal.documents.queries.markup import mark_citations, split
from portal.documents.services.citing import citation_rows
from portal.documents.services.keys import set_keys
from portal.documents.services.letters import changed_letters
from portal.documents.services.light import lighten_later
from portal.documents.services.refusing import tell_of_mark
from portal.documents.services.signatures import check_later
from portal.jobs.queue import enqueue
from portal.papers import reasons
from portal.papers.citations import Citation
from portal.papers.extraction import Extracted
from portal.papers.first_page import Proposal, propose
from portal.papers.kinds import kind_name
from portal.papers.secrecy import secrecy_mark

SECRET = "secret"  # noqa: S105 - a mark on a paper
ENDS = 60_000
MOST_CITATIONS = 500
TAKEN_OVER = ("symbol_as_printed", "number", "kind", "issuer_suffix", "issuer", "issuing_organ",
              "parent_organization", "issuer_as_printed", "national_head", "place", "subject", "subject_lead",
              "typist_mark", "on_behalf", "signer_post", "signer")


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was read. `problem`: a code of papers.reasons.State, `secret`, or empty."""

    problem: str = ""
    plain: str = ""
    parts: list[str] = field(default_factory=list)
    page_count: int = 0
    quality: float = 0.0
    proposal: Proposal = field(default_factory=Proposal)
    citations: list[Citation] = field(default_factory=list)
    letters: list[dict[str, Any]] = field(default_factory=list)


def understand(found: Extracted | None, name: str = "") -> Reading:
    """Pure: from the extracted text to fields and parts. A missing file is a broken one."""
    if found is None:
        return Reading(problem=str(reasons.State.BROKEN))
    if found.state != reasons.State.OK:
        return Reading(problem=found.state, page_count=found.page_count)
    plain = nfc("\n".join(found.pages))
    if secrecy_mark(plain, name) or any(secrecy_mark(page) for page in found.pages):
        return Reading(problem=SECRET)
    proposal = propose(_ends(plain))
    citations = [cited for cited in proposal.citations if len(cited.symbol.text) <= 60][:MOST_CITATIONS]
    html = mark_citations(found.html, [cited.symbol.text for cited in citations])
    return Reading("", plain, split(html), found.page_count, found.quality, proposal, citations,
                   changed_letters(found.encodings, plain))


def file_was_read(document_id: int, reading: Reading) -> None:
    """Enter a reading; nothing happens where it was entered before or the document is gone."""
    document = db.session.get(Document, document_id)
    if document is None or document.state != State.RECEIVED:
        return
    document.problem, document.quality, document.changed_at = reading.problem, reading.quality, clock.now()
    if reading.problem == SECRET:
        refuse(document)
        return
    document.state = State.DRAFT
    propose_fields(document, reading.proposal)
    enter_text(document, reading)
    lighten_later(document)
    check_later(document)


def enter_text(document: Document, reading: Reading) -> None:
    """Put the text, its parts and its citations in the place of those there are."""
    document.part_count = len(reading.parts)
    for table in (DocumentCitation, DocumentPart, DocumentText):
        db.session.execute(delete(table).where(table.document_id == document.id))
    db.session.add(DocumentText(document_id=document.id, plain=reading.plain, page_count=reading.page_count,
                                proposal=_kept(reading.proposal) | {"letters": reading.letters}))
    db.session.add_all(DocumentPart(document_id=document.id, number=number, html=html)
                       for number, html in enumerate(reading.parts, start=1))
    db.session.add_all(citation_rows(document.id, reading.citations))
    db.session.flush()


def refuse(document: Document) -> None:
    """A secrecy mark: the content goes, the fact stays (RULES, section 19)."""
    document.state = State.REFUSED
    for digest in [file.digest for file in document.files]:
        enqueue("documents.drop_file", digest=digest)
    db.session.execute(delete(DocumentFile).where(DocumentFile.document_id == document.id))
    db.session.flush()
    db.session.expire(document, ["files"])
    audit.record(SYSTEM, "documents.refuse", "document", document.id, unit_id=document.unit_id, mark_in="text",
                 uploaded_by=document.created_by)
    tell_of_mark(document.unit, document.created_by, f"/van-ban/{document.id}")


def propose_fields(document: Document, proposal: Proposal) -> None:
    """Fill the fields with what the paper says, to be confirmed."""
    for name in TAKEN_OVER:
        setattr(document, name, clipped(name, getattr(proposal, name)))
    document.symbol = clipped("symbol", proposal.proposed_symbol or proposal.symbol)
    document.kind_name = clipped("kind_name", proposal.kind_name or kind_name(proposal.kind))
    document.urgency = clipped("urgency", proposal.urgency or "")
    document.issued_on = proposal.date
    document.addressed_to = list(proposal.addressed_to)
    document.recipients = list(proposal.recipients)
    set_keys(document)


def clipped(name: str, value: str) -> str:
    """A text that fits its column."""
    return value[: Document.__table__.columns[name].type.length]  # type: ignore[attr-defined]


def _kept(proposal: Proposal) -> dict[str, Any]:
    """What the table of section 11 tells beside the fields of the form, as JSON."""
    known = {one.name: getattr(proposal, one.name) for one in fields(proposal)}
    plain = {name: known[name] for name in ("sources", "end_mark", "unicode_form", "form")}
    lists = {name: list(known[name]) for name in ("doubts", "enclosures", "links")}
    effects = [{"on": one.date.isoformat(), "sense": one.sense, "passage": one.passage}
               for one in proposal.effective_dates]
    return plain | lists | {"effects": effects}


def _ends(plain: str) -> str:
    """A long text's first and last pages: there stand head and signature."""
    return plain if len(plain) <= 2 * ENDS else f"{plain[:ENDS]}\n\n{plain[-ENDS:]}"
