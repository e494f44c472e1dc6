"""Screens of documents: the reading page and the originals."""

from collections.abc import Callable

from flask import g, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.core import files
from portal.core.render import go, page, wanted_fragment
from portal.core.text import squeeze
from portal.documents import queries
from portal.documents.forms import ActForm
from portal.documents.models import Document, State, full_title
from portal.documents.policy import Documents
from portal.documents.queries.markup import link_citations, mark_words
from portal.documents.views.base import MEDIA, bp, problem_of, show_url


@bp.get("/van-ban/<int:document_id>", may=Documents.READ, of=queries.get)
def show(document: Document) -> Response:
    """The reading page; while the file waits for the worker, a page that says so."""
    if document.state == State.RECEIVED:
        return page("documents/waiting.html", fragments=("reading",), document=document, media=MEDIA)
    if wanted_fragment() == "reading":
        return go(url_for("documents.edit", document_id=document.id) if document.state == State.DRAFT
                  else show_url(document))
    return show_page(document, ActForm.blank())


@bp.get("/van-ban/<int:document_id>/tep/<int:file_id>", may=Documents.READ, of=queries.get_with_file)
def download(document: Document) -> Response:
    """The original."""
    file = next(one for one in document.files if one.id == (request.view_args or {})["file_id"])
    return files.send(file.digest, name=file.name, media_type=file.media_type)


def show_page(document: Document, form: ActForm, status: int = 200) -> Response:
    number = queries.part_asked(document, request.args.get("phan"))
    words = squeeze(request.args.get("q", ""))[:200]
    cited = queries.citations(g.actor, document)
    html = link_citations(queries.part_html(document, number), _linker(cited))
    return page(
        "documents/show.html", fragments=("text",), status=status, has_errors=form.failed, form=form, document=document,
        Documents=Documents, State=State, media=MEDIA, number=number, words=words, text=Markup(mark_words(html, words)),  # noqa: S704 - cleaned by papers
        cited=cited, audience=queries.audience(document), citing=queries.citing(g.actor, document),
        title_of=full_title, problem=problem_of(document))


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
