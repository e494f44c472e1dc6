"""Units entered, corrected, taken back; terms."""

from typing import Any

from flask import flash, g, url_for
from werkzeug.wrappers import Response

from portal.core.forms import HouseForm
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.render import go, page
from portal.organizations import queries, services
from portal.organizations.forms import CorrectForm, CreateForm, TermForm
from portal.organizations.models import Organization, Term
from portal.organizations.policy import Organizations
from portal.organizations.views.blueprint import bp


def entry(form: HouseForm, title: Any, action: str, unit: Organization, *, about: Any = "", yes: Any = None,
          status: int = 200) -> Response:
    """A page with one form that saves at once."""
    return page("organizations/entry.html", form=form, title=title, action=action, unit=unit, about=about,
                yes=yes or _l("Lưu"), back=_unit_url(unit), status=status, has_errors=form.failed)


@bp.get("/to-chuc/<int:organization_id>/them", may=Organizations.CREATE, of=queries.get)
def create_form(unit: Organization) -> Response:
    """Ask for a unit below this one."""
    return _create_page(unit, CreateForm.blank().offer(unit))


@bp.post("/to-chuc/<int:organization_id>/them", may=Organizations.CREATE, of=queries.get)
def create(unit: Organization) -> Response:
    """Enter a unit below this one."""
    form = CreateForm.read().offer(unit)
    if form.validate():
        made = form.attempt(lambda: services.create(
            g.actor, unit, kind_id=form.kind_id.data, name=form.name.data, code=form.code.data, since=form.since.data,
            decision=form.decision.data))
        if made is not None:
            flash(gettext("Đã thêm đơn vị."), "success")
            return go(_unit_url(made))
    return _create_page(unit, form, 422)


def _create_page(unit: Organization, form: CreateForm, status: int = 200) -> Response:
    return entry(form, _l("Thêm đơn vị trực thuộc"), url_for(".create", organization_id=unit.id), unit, status=status,
                 yes=_l("Thêm đơn vị"), about=_l("Chỉ có các loại hình được phép dưới đơn vị này vào ngày đã ghi."))


@bp.get("/to-chuc/<int:organization_id>/sua", may=Organizations.CHANGE, of=queries.get)
def correct_form(unit: Organization) -> Response:
    """Ask for name and code as they should be."""
    return _correct_page(unit, CorrectForm.blank(unit))


@bp.post("/to-chuc/<int:organization_id>/sua", may=Organizations.CHANGE, of=queries.get)
def correct(unit: Organization) -> Response:
    """Put name and code right."""
    form = CorrectForm.read()
    if form.validate():
        done = form.attempt(lambda: services.correct(g.actor, unit, name=form.name.data, code=form.code.data,
                                                     version=form.version.data))
        if done is not None:
            flash(gettext("Đã sửa."), "success")
            return go(_unit_url(unit))
    if form.meet(unit.version):
        form.blame("name", _l("Hiện đang là: %(text)s", text=unit.name))
        form.blame("code", _l("Hiện đang là: %(text)s", text=unit.code or "–"))
        return _correct_page(unit, form, 409)
    return _correct_page(unit, form, 422)


def _correct_page(unit: Organization, form: CorrectForm, status: int = 200) -> Response:
    return entry(form, _l("Sửa chỗ viết sai"), url_for(".correct", organization_id=unit.id), unit, status=status,
                 about=_l("Chỉ để sửa lỗi gõ: không để lại lịch sử. Khi có quyết định đổi tên, hãy dùng “Đổi tên”."))


@bp.get("/to-chuc/<int:organization_id>/xoa", may=Organizations.DELETE, of=queries.get)
def delete_form(unit: Organization) -> Response:
    """Ask before a mistaken unit is taken back."""
    return _delete_page(unit, HouseForm.blank())


@bp.post("/to-chuc/<int:organization_id>/xoa", may=Organizations.DELETE, of=queries.get)
def delete(unit: Organization) -> Response:
    """Take a mistaken unit back."""
    form, parent_id = HouseForm.read(), unit.parent_id
    if form.attempt(lambda: services.take_back(g.actor, unit)) is None:
        return _delete_page(unit, form, 422)
    flash(gettext("Đã xóa đơn vị ghi nhầm."), "success")
    return go(url_for(".show", organization_id=parent_id))


def _delete_page(unit: Organization, form: HouseForm, status: int = 200) -> Response:
    return page("organizations/delete.html", unit=unit, form=form, status=status, has_errors=form.failed)


@bp.get("/to-chuc/<int:organization_id>/nhiem-ky", may=Organizations.TERMS, of=queries.get)
def term_form(unit: Organization) -> Response:
    """Ask for a new term."""
    return _term_page(unit, TermForm.blank())


@bp.post("/to-chuc/<int:organization_id>/nhiem-ky", may=Organizations.TERMS, of=queries.get)
def record_term(unit: Organization) -> Response:
    """Write a new term."""
    form = TermForm.read()
    if form.validate():
        made = form.attempt(lambda: services.record_term(
            g.actor, unit, name=form.name.data, since=form.since.data, until=form.until.data,
            congress_on=form.congress_on.data, decision=form.decision.data or ""))
        if made is not None:
            flash(gettext("Đã ghi nhiệm kỳ."), "success")
            return go(_unit_url(unit))
    return _term_page(unit, form, 422)


def _term_page(unit: Organization, form: TermForm, status: int = 200) -> Response:
    return entry(form, _l("Ghi nhiệm kỳ mới"), url_for(".record_term", organization_id=unit.id), unit, status=status,
                 about=_l("Nhiệm kỳ đang chạy sẽ kết thúc vào ngày trước ngày bắt đầu nhiệm kỳ mới."))


@bp.get("/to-chuc/<int:organization_id>/nhiem-ky/<int:term_id>", may=Organizations.CORRECT_TERM, of=queries.term)
def correct_term_form(term: Term) -> Response:
    """Ask for a term as it should be."""
    return _correct_term_page(term, TermForm.blank(term, since=term.valid_from, until=term.valid_to))


@bp.post("/to-chuc/<int:organization_id>/nhiem-ky/<int:term_id>", may=Organizations.CORRECT_TERM, of=queries.term)
def correct_term(term: Term) -> Response:
    """Put a term right."""
    form = TermForm.read()
    if form.validate():
        done = form.attempt(lambda: services.correct_term(
            g.actor, term, name=form.name.data, since=form.since.data, until=form.until.data,
            congress_on=form.congress_on.data, decision=form.decision.data or "", version=form.version.data))
        if done is not None:
            flash(gettext("Đã sửa nhiệm kỳ."), "success")
            return go(_unit_url(term.unit))
    return _correct_term_page(term, form, 409 if form.meet(term.version) else 422)


def _correct_term_page(term: Term, form: TermForm, status: int = 200) -> Response:
    return entry(form, _l("Sửa nhiệm kỳ"), url_for(".correct_term", organization_id=term.unit_id, term_id=term.id),
                 term.unit, status=status)


def _unit_url(unit: Organization) -> str:
    return url_for(".show", organization_id=unit.id)
