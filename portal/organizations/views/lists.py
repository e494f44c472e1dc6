"""The units of a day: a list with filters, to take away and to print."""

from collections.abc import Iterator
from typing import Any

from flask import abort, g
from werkzeug.wrappers import Response

from portal.core import clock, sheets
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import Page
from portal.core.render import here, page
from portal.organizations import queries
from portal.organizations.forms import ListForm
from portal.organizations.policy import Organizations
from portal.organizations.views.blueprint import bp

COLUMNS = [sheets.Column(_l("Tên đơn vị"), 44), sheets.Column(_l("Mã tổ chức"), 22, digits=True),
           sheets.Column(_l("Loại hình"), 26), sheets.Column(_l("Cấp trên"), 44), sheets.Column(_l("Từ ngày"), 12),
           sheets.Column(_l("Đảng viên"), 10)]


@bp.get("/to-chuc/danh-sach", may=Organizations.READ)
def list_units() -> Response:
    """The units in force on a day, narrowed and sorted."""
    form, valid = _asked()
    if not valid:
        return page("organizations/list.html", form=form, found=Page(1, 1, 0), chips=[], sizes={}, day=clock.today(),
                    sort_url=_sort_url, status=422, has_errors=form.failed)
    found = Page.of(queries.units_on(g.actor, form.filters))
    return page("organizations/list.html", fragments=("results",), form=form, found=found, chips=_chips(form),
                sizes=queries.sizes([row.id for row in found.rows], form.filters.day), day=form.filters.day,
                sort_url=_sort_url)


@bp.get("/to-chuc/danh-sach.xlsx", may=Organizations.EXPORT)
def list_xlsx() -> Response:
    """The whole list as a sheet."""
    return _taken("xlsx")


@bp.get("/to-chuc/danh-sach.csv", may=Organizations.EXPORT)
def list_csv() -> Response:
    """The whole list as text."""
    return _taken("csv")


@bp.get("/to-chuc/danh-sach/in", may=Organizations.EXPORT)
def list_print() -> Response:
    """The whole list on paper."""
    form, valid = _asked()
    if not valid:
        abort(404)
    return page("organizations/print.html", rows=list(_rows(form)), columns=COLUMNS, day=form.filters.day,
                chips=_chips(form))


def _sort_url(sort: str) -> str:
    return here(sap=sort, trang=None)


def _asked() -> tuple[ListForm, bool]:
    form = ListForm.read().offer()
    return form, bool(form.validate())


def _rows(form: ListForm) -> Iterator[tuple[Any, ...]]:
    found = queries.all_units_on(g.actor, form.filters)
    sizes = queries.sizes([row.id for row in found], form.filters.day)
    for row in found:
        members = sizes[row.id].members if row.id in sizes else 0
        yield row.name, row.code, row.kind, row.parent, row.since, members if row.is_cell else None


def _taken(kind: str) -> Response:
    form, valid = _asked()
    if not valid:
        abort(404)
    day = form.filters.day
    return sheets.answer(f"to-chuc-{day.isoformat()}", str(_l("Tổ chức đảng")), COLUMNS, _rows(form), kind)


def _chips(form: ListForm) -> list[tuple[Any, str]]:
    chips: list[tuple[Any, str]] = []
    if form.day.data:
        chips.append((_l("Ngày %(day)s", day=clock.show_date(form.day.data)), here(ngay=None, trang=None)))
    if form.text.data:
        chips.append((form.text.data, here(ten=None, trang=None)))
    if form.kind.data:
        chips.append(({one.value: one.label for one in form.kind.choices}[form.kind.data],
                      here(loai=None, trang=None)))
    if form.under.unit is not None:
        chips.append((form.under.unit.name, here(**{"don-vi": None, "don-vi_ten": None, "trang": None})))
    return chips
