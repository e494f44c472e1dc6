"""Screens of the house: home, search, health, language, text size, operations."""

import structlog
from flask import g, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.api import save_preferences
from portal.core import navigation, panels
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
navigation.add("home", _l("Trang chủ"), "home.index", Home.OPEN, 0)
navigation.add("operations", _l("Vận hành"), "home.operations", Home.OPERATE, 90, manage=True)


@bp.get("/", may=Home.OPEN)
def index() -> Response:
    """What I owe today and the newest."""
    return page("home/index.html", panels=panels.panels(g.actor))


@bp.get("/tim-kiem", may=Home.SEARCH)
def search() -> Response:
    """One box over everything I may read."""
    text = squeeze(request.args.get("q", ""))[:500]
    kind = request.args.get("loai") or None
    sort = "newest" if request.args.get("xep") == "moi" else "relevance"
    asked = Page.asked()
    found, unavailable = None, False
    if text:
        try:
            found = queries.find(g.actor, text, kind=kind, sort=sort, number=asked)
        except IndexUnavailable as error:
            log.error("search_unavailable", reason=error.reason, cause=repr(error.__cause__)[:200])
            unavailable = True
    paged = Page(asked, queries.PER_PAGE, found.total) if found else None
    return page("home/search.html", fragments=("results",), text=text, kind=kind, sort=sort, found=found, paged=paged,
                unavailable=unavailable, tab_items=_tabs(found, kind))


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
    return page("home/operations.html", jobs=queue.counts(), index=active.engine().state(), dead=queue.dead())


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
