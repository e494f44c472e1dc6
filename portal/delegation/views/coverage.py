"""Đơn vị chưa có người phụ trách; the rights in effect, on screen and as a table."""

from typing import Any

from flask import abort, flash, g, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, sheets
from portal.core.errors import DomainError
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import Page
from portal.core.render import go, here, page
from portal.core.sheets import Column
from portal.delegation import queries
from portal.delegation.forms import CoverageForm, EffectForm
from portal.delegation.policy import Delegation
from portal.delegation.views.blueprint import AHEAD, bp
from portal.organizations.api import get as get_unit

COLUMNS = (Column(_l("Họ và tên"), 26), Column(_l("Đơn vị"), 36), Column(_l("Và cấp dưới"), 12),
           Column(_l("Vai trò"), 24), Column(_l("Quyền"), 32), Column(_l("Vì sao có"), 70), Column(_l("Từ ngày"), 12),
           Column(_l("Đến ngày"), 12))


@bp.get("/phan-quyen/chua-co-nguoi", may=Delegation.COVERAGE)
def coverage() -> Response:
    """Units that nobody really is in charge of; grant from here."""
    form = CoverageForm.read()
    form.offer(queries.kinds())
    valid = form.validate()
    asked = queries.lacking(g.actor, kind=form.kind.data if valid else "", text=form.text.data or "")
    found = Page.of(asked.found, ahead=AHEAD)
    shown = [unit.id for unit, _ in found.rows]
    return page("delegation/coverage.html", fragments=("results",), form=form, found=found, at=asked.at,
                why=queries.why_uncovered(shown),
                open_units=queries.open_units(g.actor, shown), status=200 if valid else 422,
                has_errors=form.failed)


@bp.get("/phan-quyen/hieu-luc", may=Delegation.EFFECTIVE)
def effective() -> Response:
    """Who holds what in effect, and why."""
    form, filters = _filters()
    listed, people = queries.effect_list(g.actor, **filters)
    found = Page.of(listed, ahead=AHEAD)
    rows = queries.effect_of(g.actor, found.rows, unit=filters["unit"], role=filters["role"], and_nobodys=(
        found.number == 1 and not filters["text"])) if people else found.rows
    said = queries.reasons(rows)
    return page("delegation/effective.html", fragments=("results",), form=form, found=found,
                rows=list(zip(rows, said, strict=True)), unit=filters["unit"],
                given={one.role: queries.rights_of(one.role) for one in said},
                download={kind: here(trang=None, dang=kind).replace("/hieu-luc", "/hieu-luc/tai", 1)
                          for kind in ("xlsx", "csv")})


@bp.get("/phan-quyen/hieu-luc/tai", may=Delegation.EFFECTIVE)
def download() -> Response:
    """The same as a table: person × unit × right, with the reason of each."""
    _, filters = _filters()
    kind = "csv" if request.args.get("dang") == "csv" else "xlsx"
    try:
        rows = queries.effect_rows(g.actor, **filters)
    except DomainError as error:
        flash(str(error.message), "warning")
        kept: dict[str, Any] = {key: value for key, value in request.args.items() if key != "dang"}
        return go(url_for("delegation.effective", **kept))
    return sheets.answer(f"quyen-hieu-luc-{clock.today():%Y%m%d}", gettext("Quyền đang có hiệu lực"), COLUMNS, rows,
                         kind)


def _filters() -> tuple[EffectForm, queries.Filters]:
    form = EffectForm.read()
    if not form.validate():
        abort(404)
    unit = get_unit(g.actor, form.unit_id.data) if form.unit_id.data else None
    if form.unit_id.data and unit is None:
        abort(404)
    return form, {"text": form.text.data or "", "unit": unit, "role": form.role.data}
