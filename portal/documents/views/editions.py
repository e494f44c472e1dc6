"""Screens of documents: versions of the file."""

from flask import flash, g, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.core import files
from portal.core.actor import Actor
from portal.core.errors import DomainError
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import allowed
from portal.core.render import go, page
from portal.documents import queries, services
from portal.documents.forms import EditionForm, largest_upload
from portal.documents.models import Document, DocumentEdition
from portal.documents.policy import Documents
from portal.documents.queries.markup import link_citations
from portal.documents.views.blueprint import bp
from portal.documents.views.signatures import signatures_of
from portal.members.api import names
from portal.papers.reasons import REASONS

STATES = {"waiting": (_l("đang chờ đọc"), "info"), "refused": (_l("không dùng được"), "error"),
          "current": (_l("đang dùng"), "success"), "replaced": (_l("đã thay"), "neutral")}


def edition_of(actor: Actor, document_id: int, edition_number: int) -> Document | None:
    """The document of an earlier version, with that version beside it."""
    found = queries.get_edition(actor, document_id, edition_number)
    if found is None:
        return None
    g.edition = found[1]
    return found[0]


@bp.get("/van-ban/<int:document_id>/cac-ban", may=Documents.READ, of=queries.get)
def editions(document: Document) -> Response:
    """All versions, with their reasons."""
    return _editions_page(document, EditionForm.blank())


@bp.post("/van-ban/<int:document_id>/cac-ban", may=Documents.EDIT, of=queries.get)
def replace_file(document: Document) -> Response:
    """A new version comes in."""
    form = EditionForm.read()
    if form.validate() and form.attempt(lambda: services.replace_file(
            g.actor, document, files.keep(form.file.data, field="file", largest=largest_upload()),
            reason=form.reason.data, declared=form.declared.data)):
        flash(gettext("Đã nhận bản mới; máy chủ đọc xong sẽ thay bản đang dùng."), "success")
        return go(url_for("documents.editions", document_id=document.id))
    return _editions_page(document, form, status=422)


@bp.get("/van-ban/<int:document_id>/ban/<int:edition_number>", may=Documents.READ, of=edition_of)
def edition(document: Document) -> Response:
    """What an earlier version said, marked as such."""
    old: DocumentEdition = g.edition
    text = Markup(link_citations(old.html, lambda _, printed: printed))  # noqa: S704 - cleaned by papers
    return page("documents/edition.html", document=document, edition=old, text=text,
                signatures_of=signatures_of)


@bp.get("/van-ban/<int:document_id>/ban/<int:edition_number>/tep", may=Documents.READ, of=edition_of)
def edition_file(document: Document) -> Response:
    """The file of an earlier version."""
    old: DocumentEdition = g.edition
    if not old.digest:
        raise DomainError(_l("Tệp này không còn trong kho. Báo cho người quản trị hệ thống."))
    return files.send(old.digest, name=old.name, media_type=old.media_type)


def _editions_page(document: Document, form: EditionForm, status: int = 200) -> Response:
    files_for_clerks = allowed(g.actor, Documents.HISTORY, document)
    rows = [row for row in queries.editions(document) if files_for_clerks or queries.was_in_force(document, row)]
    corrections = queries.corrections(document)
    known = {row.added_by for row in rows} | {row.account_id for row in corrections}
    people = names({one for one in known if one is not None}) if files_for_clerks else {}
    return page("documents/editions.html", status=status, has_errors=status != 200, document=document, form=form,
                rows=rows, corrections=corrections, corrected=queries.corrected, people=people, states=STATES,
                Documents=Documents, reasons={code: gettext(reason) for code, reason in REASONS.items()})
