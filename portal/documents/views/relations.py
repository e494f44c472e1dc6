"""Screens of documents: relations to other documents, and the field of work."""

from typing import Any

from flask import flash, g, request, url_for
from werkzeug.wrappers import Response

from portal.core.i18n import gettext
from portal.core.paging import Page
from portal.core.render import go, page
from portal.documents import queries, services
from portal.documents.forms import FieldChoiceForm, RelationForm
from portal.documents.models import Document, Relation, full_title
from portal.documents.policy import Documents
from portal.documents.views.blueprint import bp, show_url


@bp.get("/van-ban/<int:document_id>/quan-he", may=Documents.READ, of=queries.get)
def relations(document: Document) -> Response:
    """All relations the reader may see; for its clerks the form to add one and to take one back."""
    form = RelationForm.blank()
    form.offer(_suggested(document))
    return _relations_page(document, form)


@bp.post("/van-ban/<int:document_id>/quan-he", may=Documents.EDIT, of=queries.get)
def relate(document: Document) -> Response:
    """Add one. A symbol that several documents have brings the choice."""
    form = RelationForm.read()
    found = queries.choice(g.actor, form.symbol.data) if form.symbol.data else []
    form.offer(found or _suggested(document))
    other = _other(form, found) if form.validate() else None
    made = other and form.attempt(lambda: services.relate(g.actor, document, Relation(form.kind.data), other))
    if made:
        flash(gettext("Đã ghi quan hệ."), "success")
        return go(url_for("documents.relations", document_id=document.id))
    return _relations_page(document, form, status=422)


@bp.post("/van-ban/<int:document_id>/quan-he/<int:relation_id>/bo", may=Documents.EDIT, of=queries.get_with_relation)
def unrelate(document: Document) -> Response:
    """Take one back."""
    row = queries.relation(g.actor, document.id, (request.view_args or {})["relation_id"])
    if row is not None:
        services.unrelate(g.actor, document, row)
        flash(gettext("Đã bỏ quan hệ."), "success")
    return go(url_for("documents.relations", document_id=document.id))


@bp.get("/van-ban/<int:document_id>/linh-vuc", may=Documents.EDIT, of=queries.get)
def field_form(document: Document) -> Response:
    """Ask for the field of work."""
    form = FieldChoiceForm.blank(version=document.version, field=str(document.field_id or ""))
    form.offer(queries.fields())
    return page("documents/field.html", document=document, form=form)


@bp.post("/van-ban/<int:document_id>/linh-vuc", may=Documents.EDIT, of=queries.get)
def put_in_field(document: Document) -> Response:
    """Put the document into it."""
    form = FieldChoiceForm.read()
    form.offer(queries.fields())
    chosen = queries.field_named(str(form.field.data or ""))
    if form.validate() and form.attempt(lambda: services.put_in_field(g.actor, document, chosen)):
        flash(gettext("Đã xếp lĩnh vực."), "success")
        return go(show_url(document))
    return page("documents/field.html", document=document, form=form, status=422, has_errors=True)


def _relations_page(document: Document, form: RelationForm, status: int = 200) -> Response:
    paged = Page.of(queries.related(g.actor, document))
    return page("documents/relations.html", fragments=("results",), status=status, has_errors=status != 200,
                document=document, form=form, paged=paged, related=queries.shown(document, paged.rows),
                Documents=Documents, title_of=full_title)


def _suggested(document: Document) -> list[Any]:
    """The documents its text cites: most relations are among them."""
    ids = [one.document_ids[0] for one in queries.citations(g.actor, document) if one.is_resolved]
    found = queries.titles(g.actor, ids) if ids else {}
    return [found[one] for one in dict.fromkeys(ids) if one in found]


def _other(form: RelationForm, found: list[Any]) -> Document | None:
    """The document meant: the one chosen, or the only one of the symbol; else the form says what is missing."""
    chosen = form.other.data
    if chosen is None and len(found) == 1:
        chosen = found[0].id
    other = queries.get(g.actor, chosen) if chosen else None
    if other is None and form.symbol.data and not found:
        form.blame("symbol", gettext("Không có văn bản nào số “%(symbol)s” mà bạn đọc được.", symbol=form.symbol.data))
    elif other is None:
        form.blame("other" if found else "symbol", gettext("Ghi số, ký hiệu hoặc chọn một văn bản."))
    return other
