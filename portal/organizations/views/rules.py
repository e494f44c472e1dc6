"""The rule tables: seen by those who manage, changed from a day on by the administrator."""

from typing import Any

from flask import flash, g, url_for
from werkzeug.wrappers import Response

from portal.core import clock
from portal.core.forms import HouseForm
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.render import go, page
from portal.organizations import queries, services
from portal.organizations.forms import EndForm, KindRowForm, ParentForm, ThresholdForm
from portal.organizations.models import KindParent, OrganizationKind, Threshold
from portal.organizations.policy import Organizations
from portal.organizations.views.blueprint import bp

END = _l("Ghi ngày hết hiệu lực")
STAY = _l("Đơn vị đang có không đổi; chỉ từ sau ngày này không lập hay chuyển đơn vị theo dòng này nữa.")


@bp.get("/to-chuc/loai", may=Organizations.SEE_RULES)
def rules() -> Response:
    """Kinds, what may stand under what, and the numbers, with their days."""
    return page("organizations/rules.html", rows=queries.kind_rows(), numbers=queries.all_thresholds(),
                today=clock.today())


def _row_page(form: HouseForm, title: Any, action: str, *, about: Any = "", status: int = 200) -> Response:
    return page("organizations/entry.html", form=form, title=title, action=action, unit=None, about=about,
                yes=_l("Lưu"), back=url_for(".rules"), status=status, has_errors=form.failed)


def _saved() -> Response:
    flash(gettext("Đã lưu. Dòng cũ được giữ nguyên."), "success")
    return go(url_for(".rules"))


@bp.get("/to-chuc/loai/them", may=Organizations.SET_RULES)
def new_kind() -> Response:
    """Ask for a new kind."""
    return _row_page(KindRowForm.blank().offer(), _l("Thêm loại hình"), url_for(".add_kind"))


@bp.post("/to-chuc/loai/them", may=Organizations.SET_RULES)
def add_kind() -> Response:
    """Add a kind from a day on."""
    form = KindRowForm.read().offer()
    if form.validate() and form.attempt(lambda: services.add_kind(
            g.actor, name=form.name.data, is_cell=form.is_cell.data, leading_body=form.leading_body.data or "",
            has_secretary=form.has_secretary.data, rule=form.rule.data, since=form.since.data,
            parents=form.parents.data or [], replaces=form.replaces.data or [])):
        return _saved()
    return _row_page(form, _l("Thêm loại hình"), url_for(".add_kind"), status=422)


@bp.get("/to-chuc/loai/<string:kind_id>/het", may=Organizations.SET_RULES, of=queries.kind)
def end_kind_form(kind: OrganizationKind) -> Response:
    """Ask for the last day of a kind."""
    return _row_page(EndForm.blank(until=kind.valid_to), END, url_for(".end_kind", kind_id=kind.id), about=STAY)


@bp.post("/to-chuc/loai/<string:kind_id>/het", may=Organizations.SET_RULES, of=queries.kind)
def end_kind(kind: OrganizationKind) -> Response:
    """Write the last day of a kind."""
    form = EndForm.read()
    if form.validate() and form.attempt(lambda: services.end_kind(g.actor, kind, last_day=form.until.data)):
        return _saved()
    return _row_page(form, END, url_for(".end_kind", kind_id=kind.id), about=STAY, status=422)


@bp.get("/to-chuc/loai/<string:kind_id>/cap-tren", may=Organizations.SET_RULES, of=queries.kind)
def new_parent(kind: OrganizationKind) -> Response:
    """Ask under which other kind a kind may stand."""
    return _parent_page(kind, ParentForm.blank().offer(kind))


@bp.post("/to-chuc/loai/<string:kind_id>/cap-tren", may=Organizations.SET_RULES, of=queries.kind)
def add_parent(kind: OrganizationKind) -> Response:
    """Allow another kind above."""
    form = ParentForm.read().offer(kind)
    if form.validate() and form.attempt(lambda: services.add_parent(
            g.actor, kind, parent_id=form.parent_id.data, since=form.since.data)):
        return _saved()
    return _parent_page(kind, form, 422)


def _parent_page(kind: OrganizationKind, form: ParentForm, status: int = 200) -> Response:
    return _row_page(form, _l("Thêm cấp trên được phép"), url_for(".add_parent", kind_id=kind.id), about=kind.name,
                     status=status)


@bp.get("/to-chuc/loai/cap-tren/<int:pair_id>", may=Organizations.SET_RULES, of=queries.kind_parent)
def end_parent_form(pair: KindParent) -> Response:
    """Ask for the last day of an allowed parent."""
    return _row_page(EndForm.blank(until=pair.valid_to), END, url_for(".end_parent", pair_id=pair.id), about=STAY)


@bp.post("/to-chuc/loai/cap-tren/<int:pair_id>", may=Organizations.SET_RULES, of=queries.kind_parent)
def end_parent(pair: KindParent) -> Response:
    """Write the last day of an allowed parent."""
    form = EndForm.read()
    if form.validate() and form.attempt(lambda: services.end_parent(g.actor, pair, last_day=form.until.data)):
        return _saved()
    return _row_page(form, END, url_for(".end_parent", pair_id=pair.id), about=STAY, status=422)


@bp.get("/to-chuc/loai/con-so/<int:threshold_id>", may=Organizations.SET_RULES, of=queries.threshold)
def threshold_form(row: Threshold) -> Response:
    """Ask for another number."""
    return _threshold_page(row, ThresholdForm.blank(number=row.number, rule=row.rule))


@bp.post("/to-chuc/loai/con-so/<int:threshold_id>", may=Organizations.SET_RULES, of=queries.threshold)
def set_threshold(row: Threshold) -> Response:
    """Another number counts from a day."""
    form = ThresholdForm.read()
    if form.validate() and form.attempt(lambda: services.set_threshold(
            g.actor, row, number=form.number.data, rule=form.rule.data, since=form.since.data)):
        return _saved()
    return _threshold_page(row, form, 422)


def _threshold_page(row: Threshold, form: ThresholdForm, status: int = 200) -> Response:
    return _row_page(form, _l("Đổi con số quy định"), url_for(".set_threshold", threshold_id=row.id),
                     about=row.label, status=status)
