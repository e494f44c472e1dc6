"""What a paper says about itself, proposed for a person to confirm (DOCUMENTS.md sections 5, 6, 10, 11)."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field, replace

from portal.core.text import fold, nfc
from portal.papers import blocks as text_blocks
from portal.papers.blocks import Block
from portal.papers.citations import Citation, find_citations
from portal.papers.head import Head, is_organ, read_head
from portal.papers.kinds import KINDS, kind_name
from portal.papers.markdown import from_markdown, is_markdown
from portal.papers.places import body_of_suffix, committee_of, written_name
from portal.papers.reasons import Doubt
from portal.papers.secrecy import secrecy_mark, urgency_mark
from portal.papers.symbols import propose_symbol
from portal.papers.tail import Effect, Tail, effects, end_enclosures, read_tail

_LINK = re.compile(r"https?://[^\s<>\"“”]+[^\s<>\"“”.,;:)\]]")


@dataclass(frozen=True)
class Proposal:
    """Fields of one paper; "" , None or () where the paper does not tell.

    `sources` holds the passage each field was read from; `doubts` the codes of what to look at (`Doubt`).
    """

    symbol: str = ""
    symbol_as_printed: str = ""
    number: str = ""
    kind: str = ""
    kind_name: str = ""
    issuer_suffix: str = ""
    form: str = ""
    issuer: str = ""
    issuing_organ: str = ""
    parent_organization: str = ""
    issuer_as_printed: str = ""
    national_head: str = ""
    place: str = ""
    date: dt.date | None = None
    subject: str = ""
    subject_lead: str = ""
    addressed_to: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    typist_mark: str = ""
    on_behalf: str = ""
    signer_post: str = ""
    signer: str = ""
    secrecy: str | None = None
    urgency: str | None = None
    enclosures: tuple[str, ...] = ()
    end_mark: str = ""
    effective_dates: tuple[Effect, ...] = ()
    links: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    unicode_form: str = "NFC"
    proposed_symbol: str = ""
    doubts: tuple[str, ...] = ()
    sources: dict[str, str] = field(default_factory=dict)


def propose(text: str) -> Proposal:
    """Reads the fields out of a paper's plain or Markdown text; never raises, leaves empty what it lacks."""
    parts = from_markdown(nfc(text)) if is_markdown(text) else _printed(text)
    plain = text_blocks.to_text(parts)
    head, tail = read_head(parts), read_tail(parts)
    issuer, is_guessed = _issuer(head, tail, plain)
    symbol = head.symbol
    better = propose_symbol(symbol.text) if symbol.text else None
    secrecy = secrecy_mark(plain)
    proposal = Proposal(
        symbol=symbol.text,
        symbol_as_printed=head.symbol_as_printed,
        number=symbol.number,
        kind=symbol.kind,
        kind_name=head.title_kind or kind_name(symbol.kind, symbol.form),
        issuer_suffix=symbol.issuer,
        form="state" if head.national.startswith("CỘNG") else "party" if head.national else symbol.form,
        issuer=issuer,
        issuing_organ=_organ(head, tail, issuer, plain),
        parent_organization=_parent(head, plain),
        issuer_as_printed=_own_bodies(head)[-1] if _own_bodies(head) else "",
        national_head=head.national,
        place=head.place,
        date=head.date,
        subject=head.subject,
        subject_lead=head.subject_lead,
        addressed_to=tuple(head.addressed_to),
        recipients=tuple(tail.recipients),
        typist_mark=tail.typist_mark,
        on_behalf=tail.on_behalf,
        signer_post=tail.signer_post,
        signer=tail.signer,
        secrecy=secrecy,
        urgency=urgency_mark(plain),
        enclosures=tuple(end_enclosures(parts)),
        end_mark=tail.end_mark,
        effective_dates=tuple(effects(plain)),
        links=tuple(dict.fromkeys(_LINK.findall(plain))),
        citations=tuple(find_citations(_body(parts, head), own=symbol.text)),
        unicode_form="NFC" if unicodedata.is_normalized("NFC", text) else "NFD",
        proposed_symbol=better.text if better else "",
        doubts=tuple(_doubts(head, tail, issuer, is_guessed, secrecy)),
    )
    passages = _sources(head, tail)
    return replace(proposal, sources={k: v for k, v in passages.items() if getattr(proposal, k)})


def _printed(text: str) -> list[Block]:
    return text_blocks.from_text(text, with_page_numbers=False)


def _own_bodies(head: Head) -> list[str]:
    return [body for body in head.bodies if not is_organ(body)]


def _parent(head: Head, plain: str) -> str:
    bodies = _own_bodies(head)
    return written_name(bodies[-2], plain) if len(bodies) > 1 else ""


def _body(parts: list[Block], head: Head) -> str:
    return text_blocks.to_text(part for part in parts if part.text != head.symbol_as_printed)


def _issuer(head: Head, tail: Tail, plain: str) -> tuple[str, bool]:
    """The issuing body and whether it was guessed. The head tells first, else suffix, place and signature.

    A head names the body of members (ĐẢNG BỘ) where the symbol says the committee: Đảng ủy, Tỉnh ủy.
    """
    suffix = head.symbol.issuer
    if bodies := _own_bodies(head):
        name = written_name(bodies[-1], plain)
        if fold(name).startswith("dang bo ") and not suffix.startswith("ĐH"):
            return _committee(name[len("Đảng bộ ") :], suffix), False
        return name, False
    if suffix in {"TW", "TƯ"}:
        return (written_name(re.sub(r"^T/?M\.?\s*", "", tail.on_behalf)), True) if tail.on_behalf else ("", True)
    return body_of_suffix(suffix, head.place, head.date), True


def _committee(members: str, suffix: str) -> str:
    if suffix == "TU" and (match := re.match(r"(tỉnh|thành phố)\s+", members, re.IGNORECASE)):
        word = "Tỉnh" if match[1].lower() == "tỉnh" else "Thành"
        return committee_of(members[match.end() :], None) or f"{word} ủy {members[match.end() :]}"
    return f"Đảng ủy {members}"


def _organ(head: Head, tail: Tail, issuer: str, plain: str) -> str:
    """The organ that signs, with the committee's word where the paper itself writes it so.

    `Ban Thường vụ Thành ủy` in 215-CV/TU; 98-CV/ĐU says only `Ban Thường vụ`.
    """
    organ = next((body for body in head.bodies if is_organ(body)), "")
    if not organ and (match := re.match(r"T/?M\.?\s+(.+)", tail.on_behalf)):
        organ = match[1]
    if not organ:
        return ""
    name = written_name(organ)
    word = " ".join(issuer.split()[:2])
    is_so_written = re.search(rf"{re.escape(name)}\s+{re.escape(word)}(?!\w)", plain) if word else None
    return f"{name} {word}" if is_so_written and word not in name else name


def _doubts(head: Head, tail: Tail, issuer: str, is_guessed: bool, secrecy: str | None) -> list[str]:
    symbol = head.symbol
    kind = KINDS.get(symbol.kind)
    checks = {
        Doubt.SECRET: secrecy is not None,
        Doubt.SYMBOL_MISSING: not symbol.text,
        Doubt.SYMBOL_IRREGULAR: bool(symbol.text) and symbol.form == "free",
        Doubt.NUMBER_BLANK: bool(symbol.kind) and not symbol.number,
        Doubt.DATE_MISSING: head.date is None,
        Doubt.SUBJECT_MISSING: not head.subject,
        Doubt.KIND_AMBIGUOUS: bool(kind and kind.is_ambiguous and not head.title_kind),
        Doubt.ISSUER_GUESSED: bool(issuer) and is_guessed,
        Doubt.ISSUER_UNKNOWN: not issuer,
        Doubt.SIGNER_MISSING: not tail.signer,
    }
    return [str(doubt) for doubt, holds in checks.items() if holds]


def _sources(head: Head, tail: Tail) -> dict[str, str]:
    bodies = "\n".join(head.bodies)
    by_passage = {
        head.symbol_as_printed: ("symbol", "number", "kind", "issuer_suffix"),
        head.national: ("national_head", "form"),
        bodies or head.symbol_as_printed: ("issuer", "issuer_as_printed", "parent_organization"),
        head.date_as_printed: ("place", "date"),
        head.subject_as_printed: ("subject", "subject_lead"),
        head.addressed_as_printed: ("addressed_to",),
        tail.recipients_as_printed: ("recipients", "typist_mark"),
        tail.signature_as_printed: ("on_behalf", "signer_post", "signer", "issuing_organ"),
    }
    sources: dict[str, str] = {}
    for passage, names in by_passage.items():
        if passage:
            sources.update(dict.fromkeys(names, passage))
    if not bodies and head.symbol_as_printed:
        sources["issuer"] = "\n".join(filter(None, (head.symbol_as_printed, head.date_as_printed)))
        sources |= dict.fromkeys(("symbol", "number", "kind", "issuer_suffix"), head.symbol_as_printed)
    return sources
