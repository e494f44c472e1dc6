"""Screens of the house: home, search, health, language, text size, operations."""

from contextlib import suppress
from datetime import date

import structlog
from flask import g, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.api import save_preferences
from portal.core import clock, navigation, panels
from portal.core.guard import GuardedBlueprint
from portal.core.i18n import LANGUAGES
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import Page
from portal.core.render import go, here, local_path, number, page
from portal.core.text import squeeze
from portal.home import queries
from portal.home.policy import Home
from portal.jobs import queue
from portal.search import active, registry
from portal.search.engine import IndexUnavailable

log = structlog.get_logger()
bp = GuardedBlueprint("home", __name__)
SIZES = ("", "large", "larger")
KEYS = "loai: coquan: linhvuc: nam: donvi: tu: den: ngay:"
navigation.add("home", _l("Trang chủ"), "home.index", Home.OPEN, 0)
navigation.add("operations", _l("Vận hành"), "home.operations", Home.OPERATE, 90, manage=True)


@bp.get("/", may=Home.OPEN)
def index() -> Response:
    """What I owe today and the newest."""
    return page("home/index.html", panels=panels.panels(g.actor))


@bp.get("/tim-kiem", may=Home.SEARCH)
def search() -> Response:
    """One box over everything I may read; a whole symbol that one paper bears leads to that paper."""
    asked = _asked()
    found, unavailable = None, False
    if asked.text:
        try:
            found = queries.find(g.actor, asked)
        except IndexUnavailable as error:
            log.error("search_unavailable", reason=str(error.reason), detail=error.detail[:200])
            unavailable = True
    if found and found.jump:
        return go(found.jump)
    paged = Page(asked.number, queries.PER_PAGE, found.total) if found else None
    return page("home/search.html", fragments=("results",), asked=asked, found=found, paged=paged,
                unavailable=unavailable, tab_items=_tabs(found, asked.kind), chosen=_chosen(asked), keys=KEYS)


@bp.get("/tim-kiem/tuong-tu", may=Home.SEARCH)
def similar() -> Response:
    """Records like one that I may read."""
    number_asked = request.args.get("so", "")
    found = None
    if number_asked.isascii() and number_asked.isdecimal() and len(number_asked) < 10:
        with suppress(IndexUnavailable):
            found = queries.similar(g.actor, (request.args.get("loai", ""), int(number_asked)))
    return page("home/similar.html", found=found)


@bp.get("/suc-khoe", may=Home.HEALTH, before_password=True)
def health() -> Response:
    """For machines: `ok` when the database answers; says nothing else."""
    queries.answer()
    return Response("ok\n", mimetype="text/plain")


@bp.get("/ngon-ngu", may=Home.PREFER, before_password=True)
def language() -> Response:
    """The page to choose a language."""
    return page("home/language.html", layout="layouts/plain.html", languages=LANGUAGES)


@bp.post("/ngon-ngu", may=Home.PREFER, before_password=True)
def save_language() -> Response:
    """Keep the chosen language."""
    chosen = request.form.get("to", "")
    response = go(_back())
    if chosen in LANGUAGES:
        if g.actor.signed_in:
            save_preferences(g.actor, language=chosen)
        response.set_cookie("lang", chosen, max_age=31536000, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


@bp.post("/co-chu", may=Home.PREFER, before_password=True)
def text_size() -> Response:
    """Keep the chosen text size."""
    chosen = request.form.get("size", "")
    response = go(_back())
    if chosen in SIZES:
        if g.actor.signed_in:
            save_preferences(g.actor, text_size=chosen)
        response.set_cookie("size", chosen, max_age=31536000, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


@bp.get("/quan-ly/van-hanh", may=Home.OPERATE)
def operations() -> Response:
    """The queue and the index."""
    return page("home/operations.html", jobs=queue.counts(), index=active.engine().state(), dead=queue.dead(),
                following=queries.index_queue())


@bp.post("/quan-ly/van-hanh/dung-lai", may=Home.OPERATE)
def rebuild_index() -> Response:
    """Have the worker build the index anew while search goes on."""
    queue.enqueue("search.rebuild", dedupe="search.rebuild", priority=3)
    return go(url_for("home.operations"))


@bp.post("/quan-ly/van-hanh/lam-lai", may=Home.OPERATE)
def retry_jobs() -> Response:
    """Try the jobs that were put aside again."""
    queue.retry_dead()
    return go(url_for("home.operations"))


def _asked() -> queries.Asked:
    """The address of the search page, understood; what makes no sense in it is passed over."""
    args = request.args
    chosen = tuple((name, squeeze(args[param])[:200]) for name, (param, _) in queries.FACETS.items() if args.get(param))
    return queries.Asked(
        text=squeeze(args.get("q", ""))[:500], kind=args.get("loai") or None,
        sort=args.get("xep", "") if args.get("xep") in queries.SORTS else "", chosen=chosen,
        since=_day(args.get("tu", "")), until=_day(args.get("den", "")), as_typed=args.get("dung") == "1",
        number=Page.asked())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _chosen(asked: queries.Asked) -> list[tuple[str, str]]:
    """What is filtered by, each with the address without it."""
    bounds = [("tu", _l("Từ ngày"), asked.since), ("den", _l("Đến ngày"), asked.until)]
    facets = [(f"{queries.FACETS[name][1]}: {value}", here(**{queries.FACETS[name][0]: None, "trang": None}))
              for name, value in asked.chosen]
    days = [(f"{label}: {clock.show_date(day)}", here(**{param: None, "trang": None}))
            for param, label, day in bounds if day]
    return facets + days


def _tabs(found: queries.Outcome | None, chosen: str | None) -> list[tuple[str, str, bool]]:
    if found is None:
        return []
    return [(f"{source.label} ({number(found.counts.get(kind, 0))})", here(loai=kind, trang=None), kind == chosen)
            for kind, source in registry.sources().items()]


def _back() -> str:
    referrer = request.referrer or ""
    if not referrer.startswith(request.host_url):
        return "/"
    return local_path(referrer.removeprefix(request.host_url.rstrip("/")))
