"""Screens of documents: the reading page, its print, who may read, and the originals."""

from collections.abc import Callable
from typing import Any

from flask import abort, g, request, url_for
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from portal.core import files
from portal.core.i18n import lazy_gettext as _l
from portal.core.render import go, page, wanted_fragment
from portal.core.text import squeeze
from portal.documents import queries, services
from portal.documents.forms import QUALITY_LABELS, ActForm, NoteForm
from portal.documents.models import Document, Relation, State, full_title, standing
from portal.documents.policy import Documents
from portal.documents.queries.markup import date_line, fill_head, link_citations, mark_words
from portal.documents.views.blueprint import MEDIA, bp, problem_of, show_url
from portal.documents.views.link_speed import asks_speed, seconds_here
from portal.documents.views.signatures import signatures_of
from portal.papers.reasons import NOT_FOR_READERS

UNREAD = _l("không đọc được")


@bp.get("/van-ban/<int:document_id>", may=Documents.READ, of=queries.get)
def show(document: Document) -> Response:
    """The reading page; while the file waits for the worker, a page that says so."""
    if document.state == State.RECEIVED:
        return page("documents/waiting.html", fragments=("reading",), document=document, media=MEDIA)
    if wanted_fragment() == "reading":
        return go(url_for("documents.edit", document_id=document.id) if document.state == State.DRAFT
                  else show_url(document))
    document_id, leaf = document.id, _leaf(document)
    answer = show_page(document, ActForm.blank(), leaf=leaf)
    services.remember_opening(g.actor, document_id, leaf.mark)
    return answer


@bp.get("/van-ban/<int:document_id>/in", may=Documents.READ, of=queries.get)
def print_page(document: Document) -> Response:
    """The whole text on A4, under its own official head."""
    text = link_citations(_headed(document, queries.whole_html(document)), lambda number, printed: printed)
    return page("documents/print.html", document=document, text=Markup(text), has_head="paper-head" in text,  # noqa: S704 - cleaned by papers
                is_state="CỘNG HÒA" in document.national_head, date_line=date_line)


@bp.get("/van-ban/<int:document_id>/ai-xem-duoc", may=Documents.READ, of=queries.get)
def readers(document: Document) -> Response:
    """Units, roles, number of persons, and why each."""
    return page("documents/readers.html", document=document, readers=queries.readers(document))


@bp.get("/van-ban/<int:document_id>/tep/<int:file_id>", may=Documents.READ, of=queries.get_with_file)
def download(document: Document) -> Response:
    """The original."""
    file = next(one for one in document.files if one.id == (request.view_args or {})["file_id"])
    return files.send(file.digest, name=file.name, media_type=file.media_type)


@bp.get("/van-ban/<int:document_id>/tep/<int:file_id>/ban-nhe", may=Documents.READ, of=queries.get_with_file)
def download_light(document: Document) -> Response:
    """The light copy of a heavy scan."""
    file = next(one for one in document.files if one.id == (request.view_args or {})["file_id"])
    copy = queries.light_copies(document).get(file.digest) or abort(404)
    return files.send(copy.light_digest, name=f"nhe-{file.name}", media_type=file.media_type)


def show_page(document: Document, form: ActForm, status: int = 200, note: NoteForm | None = None, *,
              leaf: queries.Leaf | None = None) -> Response:
    """The reading page, also as the answer to an act that was refused (`form` or `note` says why)."""
    number, leaf = _number(document), leaf or _leaf(document)
    words = squeeze(request.args.get("q", ""))[:200]
    cited = queries.citations(g.actor, document)
    html = link_citations(_headed(document, leaf.html), _linker(cited))
    only_text = wanted_fragment() == "text" and status < 400
    return asks_speed(page(
        "documents/show.html", fragments=("text",), status=status, has_errors=status >= 400, form=form,
        document=document, Documents=Documents, State=State, standing=standing, media=MEDIA, number=number, words=words,
        text=Markup(mark_words(html, words)), title_of=full_title, problem=problem_of(document),  # noqa: S704 - cleaned by papers
        seconds_here=seconds_here, unregistered=services.is_unregistered(document), signatures_of=signatures_of,
        **({} if only_text else _beside(document, cited, note, leaf))))


def _headed(document: Document, html: str) -> str:
    """The text with the number and day it was given when it was issued, where its head left room for them."""
    return fill_head(html, document.symbol if document.number else "", document.issued_on)


def _number(document: Document) -> int:
    return queries.part_asked(document, request.args.get("phan"))


def _leaf(document: Document) -> queries.Leaf:
    return queries.leaf(g.actor, document, _number(document))


def _beside(document: Document, cited: list[queries.Citation], note: NoteForm | None,
            leaf: queries.Leaf) -> dict[str, Any]:
    """What stands around the text."""
    relations, mark = queries.relations(g.actor, document), leaf.mark
    quality = queries.quality_of(document)
    return {"cited": _listed(cited), "citing": leaf.citing, "corrected_at": leaf.corrected_at, "relations": relations,
            "light": queries.light_copies(document),
            "replaced_by": [one.other for one in relations if one.is_reverse and one.kind == Relation.REPLACES],
            "mark": mark, "note_form": note or NoteForm.blank(note=mark.note if mark else ""), "most": queries.MOST,
            "quality": quality, "is_open": note is not None, "is_scan": queries.scan_file(document) is not None,
            "quality_label": UNREAD if document.problem in NOT_FOR_READERS else QUALITY_LABELS[quality]}


def _listed(cited: list[queries.Citation]) -> list[tuple[queries.Citation, str]]:
    """Each paper cited once, with where it leads."""
    once = {(one.symbol, one.document_ids or one.cited_on): one for one in reversed(cited)}
    return [(one, _url(one)) for one in sorted(once.values(), key=lambda one: one.number)]


def _url(one: queries.Citation) -> str:
    if one.is_resolved:
        return url_for("documents.show", document_id=one.document_ids[0])
    return queries.choice_address(one.symbol, one.cited_on, one.issuer) if one.leads_on else ""


def _linker(cited: list[queries.Citation]) -> Callable[[int, str], str]:
    """Where a symbol in the text leads: to the one document, to the choice of several, or nowhere."""
    known = {one.number: one for one in cited}

    def link(number: int, printed: str) -> str:
        url = _url(known[number]) if number in known else ""
        return f'<a href="{escape(url)}">{printed}</a>' if url else printed

    return link
