"""Screens of documents: choose several, one act on them, or all of them in one ZIP."""

from collections.abc import Callable

from flask import flash, g, request, url_for
from werkzeug.wrappers import Response

from portal.core import files
from portal.core.i18n import gettext
from portal.core.paging import Page
from portal.core.policy import allowed
from portal.core.render import go, page
from portal.documents import queries, services
from portal.documents.forms import ActForm, BulkForm, asks_for_number
from portal.documents.models import Bundle, Document, full_title, standing
from portal.documents.policy import Documents
from portal.documents.views.blueprint import bp
from portal.documents.views.lists import KEPT, asked_filters, asked_for, offered_acts

PER = 50


@bp.get("/van-ban/chon", may=Documents.LIST)
def choose() -> Response:
    """The list with a box to tick at each."""
    _, filters, chips = asked_filters()
    return page("documents/choose.html", paged=Page.of(queries.listed(g.actor, filters), per=PER), view=filters.view,
                title_of=full_title, standing=standing, acts=offered_acts(), chip_items=chips,
                narrowed=asked_for("xem", *KEPT))


@bp.get("/van-ban/nhieu", may=Documents.LIST)
def ask() -> Response:
    """What will be done to which, and what it needs."""
    return _ask_page(BulkForm.blank(), request.args.get("viec", ""), _ids(request.args.getlist("id")))


@bp.post("/van-ban/nhieu", may=Documents.ADD)
def apply() -> Response:
    """Do it to each that allows it; the others are named."""
    form, act, ids = BulkForm.read(), request.form.get("viec", ""), _ids(request.form.getlist("id"))
    documents = queries.chosen(g.actor, ids)
    _offer(form, act, documents)
    if form.validate():
        found = form.attempt(lambda: services.apply(
            g.actor, act, documents, reason=form.reason.data or "", typed=form.typed.data, readers=form.chosen,
            field_id=form.field_chosen, until=form.until.data))
        if found:
            _tell(found)
            return go(url_for("documents.choose"))
    return _ask_page(form, act, ids, status=422)


@bp.post("/van-ban/goi", may=Documents.LIST)
def ask_bundle() -> Response:
    """All of them in one ZIP."""
    form, ids = ActForm.read(), _ids(request.form.getlist("id"))
    bundle = form.attempt(lambda: services.ask_bundle(g.actor, ids))
    if bundle:
        return go(url_for("documents.bundle", bundle_id=bundle.id))
    return _ask_page(form, "zip", ids, status=422)


@bp.get("/van-ban/goi/<int:bundle_id>", may=Documents.LIST, of=queries.get_bundle)
def bundle(bundle: Bundle) -> Response:
    """Whether it is ready."""
    return page("documents/bundle.html", fragments=("bundle",), bundle=bundle)


@bp.get("/van-ban/goi/<int:bundle_id>/tep", may=Documents.LIST, of=queries.get_bundle)
def bundle_file(bundle: Bundle) -> Response:
    """The ZIP, for who asked for it and may still read all of it."""
    services.check_bundle(g.actor, bundle)
    return files.send(bundle.digest or "0" * 64, name="van-ban.zip", media_type="application/zip")


def _ids(raw: list[str]) -> list[int]:
    return [int(one) for one in raw if one.isascii() and one.isdecimal() and len(one) < 11]


def _offer(form: BulkForm, act: str, documents: list[Document]) -> None:
    form.offer_fields()
    form.readers.choices = []
    if act == "readers" and documents:
        form.offer(g.actor, documents[0].unit)


def _ask_page(form: BulkForm | ActForm, act: str, ids: list[int], status: int = 200) -> Response:
    documents = queries.chosen(g.actor, ids)
    if isinstance(form, BulkForm):
        _offer(form, act, documents)
    may: Callable[[Document], bool] = lambda one: act == "zip" or (  # noqa: E731
        act in services.RIGHTS and allowed(g.actor, services.RIGHTS[act], one))
    return page("documents/several.html", status=status, has_errors=status != 200, form=form, act=act,
                documents=documents, title_of=full_title, label=services.ACT_LABELS.get(act, ""), may=may,
                asks_number=asks_for_number(act, len(documents)))


def _tell(found: services.Outcome) -> None:
    flash(gettext("Đã làm xong với %(n)s văn bản.", n=found.done), "success" if found.done else "warning")
    for heading, reason in found.refused[:10]:
        flash(f"{heading}: {reason}", "warning")
    if len(found.refused) > 10:
        flash(gettext("Và %(n)s văn bản khác không làm được.", n=len(found.refused) - 10), "warning")
