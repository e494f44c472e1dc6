"""Screens of documents: the register of incoming papers of a unit."""

from flask import flash, g, url_for
from werkzeug.wrappers import Response

from portal.core import clock
from portal.core.errors import DomainError
from portal.core.i18n import gettext
from portal.core.paging import Page
from portal.core.render import go, here, page
from portal.documents import queries, services
from portal.documents.forms import ArrivalForm, IncomingFilterForm
from portal.documents.models import Document, IncomingEntry
from portal.documents.policy import Documents
from portal.documents.views.blueprint import bp, show_url
from portal.documents.views.registers import MOST_PRINTED, unit
from portal.organizations.api import CLERKS, Organization, units_of


@bp.get("/so-van-ban-den/<int:organization_id>", may=Documents.REGISTER, of=unit)
def incoming(unit: Organization) -> Response:
    """What came in."""
    form = IncomingFilterForm.read()
    form.offer()
    chips = [(f"{field.label.text}: {field.data}", here(**{field.name: None, "trang": None}))
             for field in (form.q, form.nam, form.chuyen) if field.data]
    return page("documents/incoming.html", fragments=("results",), unit=unit, form=form, chip_items=chips,
                paged=Page.of(queries.incoming(unit, form.asked()), per=50), units=units_of(g.actor, CLERKS))


@bp.get("/so-van-ban-den/<int:organization_id>/in", may=Documents.REGISTER, of=unit)
def print_incoming(unit: Organization) -> Response:
    """The same on A4."""
    form = IncomingFilterForm.read()
    rows = queries.all_of(queries.incoming(unit, form.asked()), MOST_PRINTED + 1)
    return page("documents/incoming_print.html", layout="layouts/print.html", unit=unit, rows=rows, form=form,
                most=MOST_PRINTED)


@bp.get("/so-van-ban-den/<int:organization_id>/them", may=Documents.REGISTER, of=unit)
def enter_form(unit: Organization) -> Response:
    """A paper that came by hand or post."""
    return _arrival_page(ArrivalForm.blank(arrived_on=clock.today()), unit)


@bp.post("/so-van-ban-den/<int:organization_id>/them", may=Documents.REGISTER, of=unit)
def enter(unit: Organization) -> Response:
    """It gets its number of arrival."""
    form = ArrivalForm.read()
    if form.validate():
        row = form.attempt(lambda: services.enter(g.actor, unit, form.arrival(), number=form.number.data))
        if row:
            return _entered(row)
    return _arrival_page(form, unit, status=422)


@bp.get("/van-ban/<int:document_id>/vao-so", may=Documents.ENTER, of=queries.get)
def enter_document_form(document: Document) -> Response:
    """A paper of the library, its fields filled in."""
    try:
        services.check_enterable(document)
    except DomainError as error:
        flash(error.message, "warning")
        return go(show_url(document))
    return _arrival_page(ArrivalForm.from_document(document), document.unit, document=document)


@bp.post("/van-ban/<int:document_id>/vao-so", may=Documents.ENTER, of=queries.get)
def enter_document(document: Document) -> Response:
    """It stands in the register, and the register leads to it."""
    form = ArrivalForm.read()
    if form.validate() and form.attempt(lambda: services.enter(
            g.actor, document.unit, form.arrival(), number=form.number.data, document=document)):
        flash(gettext("Đã vào sổ văn bản đến."), "success")
        return go(show_url(document))
    return _arrival_page(form, document.unit, document=document, status=422)


@bp.get("/so-van-ban-den/dong/<int:entry_id>/sua", may=Documents.NUMBER, of=queries.get_incoming)
def amend_form(row: IncomingEntry) -> Response:
    """Put a row right."""
    return _arrival_page(ArrivalForm.of(row), row.unit, row=row)


@bp.post("/so-van-ban-den/dong/<int:entry_id>/sua", may=Documents.NUMBER, of=queries.get_incoming)
def amend(row: IncomingEntry) -> Response:
    """It is put right."""
    form = ArrivalForm.read()
    if form.validate() and form.attempt(lambda: services.amend(
            g.actor, row, form.arrival(), version=form.version.data or 0)):
        return _entered(row)
    if form.version.data != row.version:
        form.version.raw_data, form.version.data = None, row.version
        return _arrival_page(form, row.unit, row=row, status=409)
    return _arrival_page(form, row.unit, row=row, status=422)


def _entered(row: IncomingEntry) -> Response:
    flash(gettext("Đã lưu số đến %(n)s.", n=row.number), "success")
    return go(url_for("documents.incoming", organization_id=row.unit_id))


def _arrival_page(form: ArrivalForm, unit: Organization, *, document: Document | None = None,
                  row: IncomingEntry | None = None, status: int = 200) -> Response:
    following = queries.next_incoming(unit.id, (form.arrived_on.data or clock.today()).year)
    return page("documents/arrival.html", status=status, has_errors=status != 200, form=form, unit=unit,
                document=document, row=row, following=following)
