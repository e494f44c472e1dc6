"""Screens of documents: the list with its filters, and the panels of the home page."""

from typing import Any

from flask import g, request, url_for
from werkzeug.wrappers import Response

from portal.core import navigation, panels
from portal.core.actor import Actor
from portal.core.clock import show_date
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import PER_PAGE, Page
from portal.core.panels import Line, Panel
from portal.core.policy import allowed, sees_with_own_eyes
from portal.core.render import here, page
from portal.documents import queries, services
from portal.documents.forms import SHOWN, SORT_LABELS, SORTS, FilterForm
from portal.documents.models import State, full_title, standing
from portal.documents.policy import Documents
from portal.documents.views.blueprint import bp, show_url
from portal.organizations.api import CLERKS, asked_unit

TAB_LABELS = (_l("Đã công bố"), _l("Chờ xác nhận"), _l("Đã thu hồi"), _l("Thùng rác"))
KEPT = ("xem", *SHOWN, "xep")
"""Names of the address that a saved list keeps."""
NEAR = 3
"""So few pages ahead are fetched rather than counted."""
navigation.add("documents", _l("Văn bản"), "documents.index", Documents.LIST, 10)


@bp.get("/van-ban", may=Documents.LIST)
def index() -> Response:
    """The list with its filters."""
    form, filters, chips = asked_filters()
    form.offer()
    paged = paged_list(filters)
    return page("documents/index.html", fragments=("results",), form=form, filters=filters, standing=standing,
                Documents=Documents, paged=paged, title_of=full_title,
                chip_items=chips, tab_items=_tabs(filters.view), sorts=zip(SORTS, SORT_LABELS, strict=True),
                narrowed=narrowed(), acts=offered_acts(filters),
                own_eyes=sees_with_own_eyes(g.actor))


def paged_list(filters: queries.Filters, per: int = PER_PAGE) -> Page:
    """The page of the list that is asked for."""
    found, ahead = queries.listed(g.actor, filters), queries.counted_ahead(filters)
    if ahead is not None and ahead <= NEAR:
        return Page.walked(found, ahead=ahead, per=per)
    return Page.of(found, ahead=ahead, per=per)


def asked_filters() -> tuple[FilterForm, queries.Filters, list[tuple[str, str]]]:
    """What the address narrows a list to: its form, its values, the chips that take each away."""
    view, form = request.args.get("xem", ""), FilterForm.read()
    field = queries.field_named(form.linh_vuc.data) if form.linh_vuc.data else None
    unit = asked_unit(g.actor, CLERKS, form.don_vi.data or "")
    filters = form.filters(view if view in queries.VIEWS else "", request.args.get("xep", ""),
                           request.args.get("sau", ""), field, unit)
    chips = [(words, here(**{name: None, "trang": None, "sau": None})) for name, words in form.chips(field, unit)]
    return form, filters, chips


def narrowed() -> dict[str, Any]:
    """What the address narrows a list to, to come back to it."""
    return {name: value for name, value in request.args.items() if name in KEPT and value}


def narrowing_words() -> list[str]:
    """The same in words."""
    _, filters, chips = asked_filters()
    view = [str(dict(zip(queries.VIEWS, TAB_LABELS, strict=True))[filters.view])] if filters.view else []
    order = dict(zip(SORTS, SORT_LABELS, strict=True))[filters.sort]
    sort = [gettext("Xếp theo: %(sort)s", sort=order)] if filters.sort else []
    return [*view, *(words for words, _ in chips), *sort]


def offered_acts(filters: queries.Filters) -> dict[str, Any]:
    """What may be done to several papers of this list at once: for who files any."""
    view = "luu-tru" if filters.archived and not filters.view else filters.view
    acts = services.ACTS_IN[view] if allowed(g.actor, Documents.ADD) else ()
    return {act: services.ACT_LABELS[act] for act in acts}


def _tabs(view: str) -> list[tuple[Any, str, bool]]:
    return [(label, url_for("documents.index", xem=key or None), key == view)
            for key, label in zip(queries.VIEWS, TAB_LABELS, strict=True)]


def new_panel(actor: Actor) -> Panel | None:
    """The newest documents addressed to me."""
    lines = [Line(show_url(row), full_title(row), " · ".join(filter(None, (row.issuer, show_date(row.issued_on)))))
             for row in queries.newest(actor)]
    return Panel(_l("Văn bản mới"), url_for("documents.index"), lines) if lines else None


def waiting_panel(actor: Actor) -> Panel | None:
    """For clerks: files to be confirmed."""
    lines = [Line(show_url(row), full_title(row), str(standing(row)[0]),
                  owed=row.state != State.RECEIVED) for row in queries.waiting(actor)]
    return Panel(_l("Văn bản chờ xác nhận"), url_for("documents.index", xem="cho-xac-nhan"), lines) if lines else None


panels.add("documents.waiting", waiting_panel, 20)
panels.add("documents.new", new_panel, 40)
