"""Screens of documents: the register of outgoing papers, and giving a paper its number."""

from typing import Any

from flask import abort, flash, g, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, navigation
from portal.core.errors import DomainError
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import Page
from portal.core.render import go, page
from portal.core.text import squeeze
from portal.documents import queries, services
from portal.documents.forms import IssueForm, NumberingForm, ReserveForm, VoidForm
from portal.documents.models import Document, NumberState, RegisterNumber, full_title
from portal.documents.policy import Documents
from portal.documents.views.blueprint import bp, show_url
from portal.organizations.api import CLERKS, Organization, units_of

MOST_PRINTED = 2000
navigation.add("registers", _l("Sổ văn bản"), "documents.registers", Documents.BOOKS, 68, manage=True)


def unit(actor: Any, organization_id: int) -> Organization | None:
    """A unit whose registers the actor keeps."""
    return queries.unit_of_clerk(actor, organization_id)


@bp.get("/so-van-ban", may=Documents.BOOKS)
def registers() -> Response:
    """The registers of the first of my units, or of the one chosen."""
    asked = request.args.get("don_vi", "")
    known = units_of(g.actor, CLERKS)
    if asked.isascii() and asked.isdecimal() and len(asked) < 10:
        known = [one for one in (queries.unit_of_clerk(g.actor, int(asked)),) if one] or known
    chosen = next(iter(known), None) or abort(404)
    book = "documents.incoming" if request.args.get("so") == "den" else "documents.outgoing"
    return go(url_for(book, organization_id=chosen.id))


@bp.get("/so-van-ban-di/<int:organization_id>", may=Documents.REGISTER, of=unit)
def outgoing(unit: Organization) -> Response:
    """Numbers given out, with gaps and doubles."""
    period, kind = asked_of_outgoing(unit)
    found = _book(unit, period, kind)
    return page("documents/outgoing.html", fragments=("results",), paged=Page.of(
        queries.numbers(unit, period, kind), per=50), units=units_of(g.actor, CLERKS), title_of=full_title,
        NumberState=NumberState, **found)


@bp.get("/so-van-ban-di/<int:organization_id>/in", may=Documents.REGISTER, of=unit)
def print_outgoing(unit: Organization) -> Response:
    """The same on A4."""
    period, kind = asked_of_outgoing(unit)
    rows = queries.all_of(queries.numbers(unit, period, kind), MOST_PRINTED + 1)
    return page("documents/outgoing_print.html", layout="layouts/print.html", rows=rows, NumberState=NumberState,
                most=MOST_PRINTED, **_book(unit, period, kind))


@bp.get("/so-van-ban-di/<int:organization_id>/giu-so", may=Documents.REGISTER, of=unit)
def reserve_form(unit: Organization) -> Response:
    """Keep a number back."""
    return _reserve_page(unit, ReserveForm.blank(issued_on=clock.today(), suffix=services.suffix_of(unit)))


@bp.post("/so-van-ban-di/<int:organization_id>/giu-so", may=Documents.REGISTER, of=unit)
def reserve(unit: Organization) -> Response:
    """It is kept."""
    form = ReserveForm.read()
    form.offer()
    if form.validate():
        row = form.attempt(lambda: services.reserve(
            g.actor, unit, kind=form.kind.data, on=form.on, suffix=form.suffix.data,
            number=form.number.data, subject=form.subject.data or "", reason=form.reason.data or ""))
        if row:
            flash(gettext("Đã giữ số %(symbol)s.", symbol=row.symbol), "success")
            return go(url_for("documents.outgoing", organization_id=row.unit_id))
    return _reserve_page(unit, form, status=422)


@bp.get("/so-van-ban-di/so/<int:number_id>/huy", may=Documents.NUMBER, of=queries.get_number)
def void_form(row: RegisterNumber) -> Response:
    """Ask for the reason."""
    try:
        services.check_voidable(row)
    except DomainError as error:
        flash(error.message, "warning")
        home = url_for("documents.outgoing", organization_id=row.unit_id, ky=row.period, loai=row.kind)
        return go(home if row.state == NumberState.VOID or row.document_id is None
                  else url_for("documents.show", document_id=row.document_id))
    return page("documents/void.html", row=row, form=VoidForm.blank())


@bp.post("/so-van-ban-di/so/<int:number_id>/huy", may=Documents.NUMBER, of=queries.get_number)
def void(row: RegisterNumber) -> Response:
    """Strike it out."""
    form = VoidForm.read()
    if form.validate() and form.attempt(lambda: services.void(g.actor, row, form.reason.data)):
        flash(gettext("Đã hủy số; dòng vẫn còn trong sổ."), "success")
        return go(url_for("documents.outgoing", organization_id=row.unit_id))
    return page("documents/void.html", row=row, form=form, status=422, has_errors=True)


@bp.get("/so-van-ban-di/<int:organization_id>/cach-danh-so", may=Documents.NUMBERING, of=unit)
def numbering_form(unit: Organization) -> Response:
    """Per term or per year."""
    rule = queries.rule_on(unit, clock.today())
    return _numbering_page(unit, NumberingForm.blank(per=rule.per if rule else None, since=clock.today()))


@bp.post("/so-van-ban-di/<int:organization_id>/cach-danh-so", may=Documents.NUMBERING, of=unit)
def set_numbering(unit: Organization) -> Response:
    """From that day on."""
    form = NumberingForm.read()
    if form.validate() and form.attempt(lambda: services.set_numbering(
            g.actor, unit, per=form.per.data, since=form.first_day, rule=form.rule.data or "",
            known=form.known.data)):
        flash(gettext("Đã đặt cách đánh số."), "success")
        return go(url_for("documents.outgoing", organization_id=unit.id))
    return _numbering_page(unit, form, status=422)


@bp.get("/van-ban/<int:document_id>/phat-hanh", may=Documents.ISSUE, of=queries.get)
def issue_form(document: Document) -> Response:
    """The checks, and the number it would get."""
    try:
        services.check_issuable(document)
    except DomainError as error:
        flash(error.message, "warning")
        return go(url_for("documents.edit", document_id=document.id) if error.field else show_url(document))
    return _issue_page(document, IssueForm.of(document))


@bp.post("/van-ban/<int:document_id>/phat-hanh", may=Documents.ISSUE, of=queries.get)
def issue(document: Document) -> Response:
    """It gets its number."""
    form = IssueForm.read()
    if form.validate():
        row = form.attempt(lambda: services.issue(
            g.actor, document, on=form.on, suffix=form.suffix.data, number=form.number.data,
            reason=form.reason.data or ""))
        if row:
            flash(gettext("Đã cấp số %(symbol)s.", symbol=row.symbol), "success")
            return go(show_url(document))
    return _issue_page(document, form, status=422)


def asked_of_outgoing(unit: Organization) -> tuple[str, str]:
    """The period and kind the address asks for."""
    period, kind = (squeeze(request.args.get(name, "")) for name in ("ky", "loai"))
    return period[:20] or queries.period_on(unit, clock.today()), kind[:10]


def _book(unit: Organization, period: str, kind: str) -> dict[str, Any]:
    """What stands around the rows: period, kinds, gaps and doubles of the kind shown."""
    periods = list(dict.fromkeys([queries.period_on(unit, clock.today()), *queries.periods_of(unit), period]))
    kinds = queries.kinds_of(unit, period)
    one = kind or (kinds[0] if len(kinds) == 1 else "")
    return {"unit": unit, "period": period, "kind": kind, "kinds": kinds,
            "Documents": Documents, "periods": queries.period_names(unit, periods), "one": one,
            "gaps": queries.gaps(unit, period, one) if one else [],
            "doubles": queries.doubles(unit, period, one) if one else []}


def _reserve_page(unit: Organization, form: ReserveForm, status: int = 200) -> Response:
    form.offer()
    return page("documents/reserve.html", status=status, has_errors=status != 200, unit=unit, form=form)


def _numbering_page(unit: Organization, form: NumberingForm, status: int = 200) -> Response:
    return page("documents/numbering.html", status=status, has_errors=status != 200, unit=unit, form=form,
                rules=queries.rules_of(unit))


def _issue_page(document: Document, form: IssueForm, status: int = 200) -> Response:
    on, suffix = form.on, form.suffix.data or services.suffix_of(document.unit)
    symbol, checks = services.looked_over(document, number=form.number.data, on=on, suffix=suffix)
    return page("documents/issue.html", status=status, has_errors=status != 200, document=document, form=form,
                checks=checks, failing=len(services.wrong(checks)), symbol=symbol)
