"""Screens of saved searches: keep one, the list, open, rename, delete; the panel of the home page."""

from flask import flash, g, request, url_for
from werkzeug.wrappers import Response

from portal.core import panels
from portal.core.actor import Actor
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.panels import Line, Panel
from portal.core.policy import allowed
from portal.core.render import go, page
from portal.home import queries, services
from portal.home.forms import SavedSearchForm
from portal.home.models import SavedSearch
from portal.home.policy import Home
from portal.home.views.blueprint import bp

MOST_ON_PANEL = 5


@bp.get("/tim-kiem/da-luu", may=Home.SAVE)
def saved_searches() -> Response:
    """My saved searches."""
    return page("home/saved.html", saved=queries.saved_searches(g.actor), most=services.MOST_SAVED)


@bp.get("/tim-kiem/luu", may=Home.SAVE)
def new_saved() -> Response:
    """A name for the search of this address; its words are proposed. Without words there is nothing to keep."""
    asked = queries.Asked.of(request.args)
    if not asked.text:
        return go(url_for("home.search"))
    return page("home/save.html", form=SavedSearchForm.blank(name=asked.text[:services.LONGEST_NAME]), asked=asked)


@bp.post("/tim-kiem/luu", may=Home.SAVE)
def save_search() -> Response:
    """Keep it."""
    asked, form = queries.Asked.of(request.args), SavedSearchForm.read()
    if form.validate() and form.attempt(
            lambda: services.save_search(g.actor, form.name.data, asked, tells=form.tells.data)):
        flash(gettext("Đã lưu tìm kiếm “%(name)s”.", name=form.name.data), "success")
        return go(url_for("home.saved_searches"))
    return page("home/save.html", form=form, asked=asked, status=422, has_errors=True)


@bp.get("/tim-kiem/da-luu/<int:search_id>", may=Home.KEEP, of=queries.saved_search)
def open_saved(row: SavedSearch) -> Response:
    """Search again; from a notice with the newest first."""
    newest = {"xep": "moi"} if request.args.get("moi") == "1" else {}
    return go(url_for("home.search", **{**row.address, **newest}))


@bp.get("/tim-kiem/da-luu/<int:search_id>/sua", may=Home.KEEP, of=queries.saved_search)
def edit_saved(row: SavedSearch) -> Response:
    """Its name and whether to be told."""
    return page("home/save.html", form=SavedSearchForm.blank(row), asked=queries.Asked.of(row.address), row=row)


@bp.post("/tim-kiem/da-luu/<int:search_id>/sua", may=Home.KEEP, of=queries.saved_search)
def change_saved(row: SavedSearch) -> Response:
    """Keep what was changed."""
    form, asked = SavedSearchForm.read(), queries.Asked.of(row.address)
    if form.validate() and form.attempt(
            lambda: services.change_search(g.actor, row, form.name.data, tells=form.tells.data)):
        flash(gettext("Đã ghi tìm kiếm “%(name)s”.", name=form.name.data), "success")
        return go(url_for("home.saved_searches"))
    return page("home/save.html", form=form, asked=asked, row=row, status=422, has_errors=True)


@bp.get("/tim-kiem/da-luu/<int:search_id>/xoa", may=Home.KEEP, of=queries.saved_search)
def confirm_drop(row: SavedSearch) -> Response:
    """Ask first."""
    return page("home/drop_saved.html", row=row)


@bp.post("/tim-kiem/da-luu/<int:search_id>/xoa", may=Home.KEEP, of=queries.saved_search)
def drop_saved(row: SavedSearch) -> Response:
    """Forget it."""
    services.drop_search(g.actor, row)
    flash(gettext("Đã xóa tìm kiếm đã lưu."), "success")
    return go(url_for("home.saved_searches"))


def saved_panel(actor: Actor) -> Panel | None:
    """My saved searches on the home page; nothing where there are none."""
    if not allowed(actor, Home.SAVE):
        return None
    lines = [Line(url_for("home.open_saved", search_id=row.id), row.name,
                  str(_l("báo khi có kết quả mới")) if row.tells else "")
             for row in queries.saved_searches(actor)[:MOST_ON_PANEL]]
    return Panel(_l("Tìm kiếm đã lưu"), url_for("home.saved_searches"), lines) if lines else None


panels.add("home.saved", saved_panel, 90, gate=queries.has_saved)
