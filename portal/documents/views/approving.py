"""Screens of documents: submitted, approved for now or for an hour, sent back; and the history of it."""

from flask import flash, g, url_for
from werkzeug.wrappers import Response

from portal.core.errors import DomainError
from portal.core.i18n import gettext
from portal.core.paging import Page
from portal.core.policy import allowed
from portal.core.render import go, page
from portal.documents import queries, services
from portal.documents.forms import HoursForm, ReturnForm
from portal.documents.models import Document
from portal.documents.policy import Documents
from portal.documents.views.blueprint import bp, show_url
from portal.documents.views.filing import act_on, version_seen


@bp.post("/van-ban/<int:document_id>/trinh-duyet", may=Documents.SUBMIT, of=queries.get)
def submit(document: Document) -> Response:
    """Ask a head of the unit."""
    return act_on(document, lambda: services.submit(g.actor, document),
                  gettext("Đã trình duyệt. Bí thư, phó bí thư của đơn vị được báo."))


@bp.get("/van-ban/<int:document_id>/duyet", may=Documents.PUBLISH, of=queries.get)
def approve_form(document: Document) -> Response:
    """Now or at an hour, for good or until an hour; what is not ready is made ready first."""
    try:
        services.check_ready(document)
    except DomainError as error:
        flash(error.message, "warning")
        may_mend = error.field and allowed(g.actor, Documents.EDIT, document)
        return go(url_for("documents.edit", document_id=document.id) if may_mend else show_url(document))
    return _hours_page(document, HoursForm.of(document))


@bp.post("/van-ban/<int:document_id>/duyet", may=Documents.PUBLISH, of=queries.get)
def approve(document: Document) -> Response:
    """Publish now or at the hour given."""
    form = HoursForm.read()
    if form.validate() and form.attempt(lambda: services.publish(
            g.actor, document, at=form.publish_at.moment, until=form.withdraw_at.moment, version=version_seen())):
        flash(gettext("Đã duyệt; văn bản tự công bố vào giờ đã hẹn.") if form.publish_at.data
              else gettext("Đã công bố văn bản."), "success")
        return go(show_url(document))
    return _hours_page(document, form, status=422)


@bp.get("/van-ban/<int:document_id>/tra-lai", may=Documents.GIVE_BACK, of=queries.get)
def give_back_form(document: Document) -> Response:
    """Ask for the reason."""
    return page("documents/give_back.html", document=document, form=ReturnForm.blank())


@bp.post("/van-ban/<int:document_id>/tra-lai", may=Documents.GIVE_BACK, of=queries.get)
def give_back(document: Document) -> Response:
    """A draft again."""
    form = ReturnForm.read()
    if form.validate() and form.attempt(lambda: services.give_back(g.actor, document, form.reason.data)):
        flash(gettext("Đã trả lại văn bản; người trình được báo."), "success")
        return go(show_url(document))
    return page("documents/give_back.html", document=document, form=form, status=422, has_errors=True)


@bp.get("/van-ban/<int:document_id>/han", may=Documents.WITHDRAW, of=queries.get)
def end_form(document: Document) -> Response:
    """When a published document is taken back by itself."""
    return _hours_page(document, HoursForm.of(document))


@bp.post("/van-ban/<int:document_id>/han", may=Documents.WITHDRAW, of=queries.get)
def set_end(document: Document) -> Response:
    """Keep or clear that hour."""
    form = HoursForm.read()
    if form.validate() and form.attempt(lambda: services.set_end(g.actor, document, form.withdraw_at.moment)):
        flash(gettext("Đã đặt giờ thu hồi.") if form.withdraw_at.data else gettext("Đã bỏ giờ thu hồi."), "success")
        return go(show_url(document))
    return _hours_page(document, form, status=422)


@bp.get("/van-ban/<int:document_id>/lich-su", may=Documents.HISTORY, of=queries.get)
def history(document: Document) -> Response:
    """Who did what, when."""
    paged = Page.of(queries.events(document), per=50)
    return page("documents/history.html", document=document, paged=paged,
                lines=queries.told(paged.rows))


def _hours_page(document: Document, form: HoursForm, status: int = 200) -> Response:
    return page("documents/hours.html", status=status, has_errors=status != 200, document=document, form=form,
                Documents=Documents)
