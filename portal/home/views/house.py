"""Screens of the house: home, health, language, text size, operations."""

from flask import flash, g, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.api import save_preferences
from portal.core import navigation, panels
from portal.core.i18n import LANGUAGES, gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.render import came_from, go, page
from portal.home import queries
from portal.home.policy import Home
from portal.home.views.blueprint import bp
from portal.jobs import queue
from portal.search import active

SIZES = ("", "large", "larger")
navigation.add("home", _l("Trang chủ"), "home.index", Home.OPEN, 0)
navigation.add("operations", _l("Vận hành"), "home.operations", Home.OPERATE, 90, manage=True)


@bp.get("/", may=Home.OPEN)
def index() -> Response:
    """What I owe today and the newest."""
    return page("home/index.html", panels=panels.panels(g.actor))


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
    response = go(came_from() or "/")
    if chosen in LANGUAGES:
        if g.actor.signed_in:
            save_preferences(g.actor, language=chosen)
        response.set_cookie("lang", chosen, max_age=31536000, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


@bp.post("/co-chu", may=Home.PREFER, before_password=True)
def text_size() -> Response:
    """Keep the chosen text size."""
    chosen = request.form.get("size", "")
    response = go(came_from() or "/")
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
    flash(gettext("Đã đặt việc dựng lại chỉ mục. Máy làm ngay; mở lại trang này để xem “Ghi lần cuối”."), "success")
    return go(url_for("home.operations"))


@bp.post("/quan-ly/van-hanh/lam-lai", may=Home.OPERATE)
def retry_jobs() -> Response:
    """Try the jobs that were put aside again."""
    flash(gettext("Đã đưa %(n)s việc trở lại hàng đợi.", n=queue.retry_dead()), "success")
    return go(url_for("home.operations"))
