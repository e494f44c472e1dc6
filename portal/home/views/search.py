"""Screens of search: the results, and what is like a record."""

from contextlib import suppress

from flask import g, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import Page
from portal.core.policy import allowed
from portal.core.render import go, here, number, page
from portal.home import queries
from portal.home.policy import Home
from portal.home.views.blueprint import bp
from portal.search import active, registry
from portal.search.engine import IndexUnavailable
from portal.search.shown import Shown

KEYS = "loai: coquan: linhvuc: nam: donvi: cap: nhiemky: hieuluc: tu: den: ngay:"
FEWEST_LETTERS = 2
SORTS = {"": _l("Độ khớp"), "ngay": _l("Ngày ban hành"), "so": _l("Số"), "moi": _l("Mới nhất")}


@bp.get("/tim-kiem", may=Home.SEARCH)
def search() -> Response:
    """One box over everything I may read; a whole symbol that one paper bears leads to that paper."""
    asked = queries.Asked.of(request.args, Page.asked())
    found, unavailable = None, False
    every = queries.beside(g.actor, asked)
    if asked.text:
        try:
            with active.watched():
                found = queries.find(g.actor, asked, mend=not any(one.leads for one in every))
        except IndexUnavailable:
            unavailable = True
    if found and found.jump:
        return go(found.jump)
    paged = Page(asked.number, queries.PER_PAGE, found.total) if found else None
    beside = [one for one in every if asked.kind in (None, one.kind)]
    may_save = allowed(g.actor, Home.SAVE)
    return page("home/search.html", fragments=("results",), asked=asked, found=found, paged=paged,
                unavailable=unavailable, beside=beside, besides=sum(one.total for one in beside),
                tab_items=_tabs(found, every, asked.kind), sorts=_sorts(asked.sort), chosen=_chosen(asked), keys=KEYS,
                save_url=url_for("home.new_saved", **asked.address) if may_save else "",
                saved_url=url_for("home.saved_searches") if may_save else "")


@bp.get("/tim-kiem/goi-y", may=Home.SEARCH)
def titles() -> Response:
    """Under the search box while one types: the titles of the best few. Nothing below two letters or without an
    index."""
    asked = queries.Asked.of(request.args)
    found: list[Shown] = []
    if len(asked.text) >= FEWEST_LETTERS:
        with suppress(IndexUnavailable), active.watched():
            found = queries.titles(g.actor, asked.text)
    return page("home/titles.html", found=found, asked=asked) if found else Response(status=204)


@bp.get("/tim-kiem/tuong-tu", may=Home.SEARCH)
def similar() -> Response:
    """Records like one that I may read."""
    number_asked = request.args.get("so", "")
    found, unavailable = None, False
    if number_asked.isascii() and number_asked.isdecimal() and len(number_asked) < 10:
        try:
            with active.watched():
                found = queries.similar(g.actor, (request.args.get("loai", ""), int(number_asked)))
        except IndexUnavailable:
            unavailable = True
    return page("home/similar.html", found=found, unavailable=unavailable)


def _chosen(asked: queries.Asked) -> list[tuple[str, str]]:
    """What is filtered by, each with the address without it."""
    bounds = [("tu", _l("Từ ngày"), asked.since), ("den", _l("Đến ngày"), asked.until)]
    facets = [(f"{queries.FACETS[name][1]}: {queries.words_of_value(name, value)}",
               here(**{queries.FACETS[name][0]: None, "trang": None}))
              for name, value in asked.chosen]
    days = [(f"{label}: {clock.show_date(day)}", here(**{param: None, "trang": None}))
            for param, label, day in bounds if day]
    unread = [(str(queries.UNREAD), here(**{"chua-doc": None, "trang": None}))] if asked.unread else []
    return facets + days + unread


def _sorts(chosen: str) -> list[tuple[str, str, bool]]:
    return [(label, here(xep=sort, trang=None), sort == chosen) for sort, label in SORTS.items()]


def _tabs(found: queries.Outcome | None, beside: list[queries.Beside],
          chosen: str | None) -> list[tuple[str, str, bool]]:
    """All, and each kind of thing there is something of."""
    if found is None:
        return []
    kinds = [(kind, source.label, found.counts.get(kind, 0)) for kind, source in registry.sources().items()]
    kinds += [(one.kind, one.label, one.total) for one in beside]
    tabs = [(f"{label} ({number(count)})", here(loai=kind, trang=None), kind == chosen)
            for kind, label, count in kinds if count or kind == chosen]
    every = f"{_l('Tất cả')} ({number(sum(count for _, _, count in kinds))})"
    return [(every, here(loai=None, trang=None), not chosen), *tabs]
