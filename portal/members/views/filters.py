"""Filters kept under a name."""

from flask import flash, g, url_for
from werkzeug.wrappers import Response

from portal.core.i18n import gettext
from portal.core.render import go, page
from portal.members import queries, services
from portal.members.forms import FilterNameForm, RosterForm
from portal.members.models import SavedFilter
from portal.members.policy import Members
from portal.members.views.blueprint import bp
from portal.members.views.roster import roster_page, units_to_choose


@bp.get("/dang-vien/bo-loc", may=Members.LIST)
def filters() -> Response:
    """One's own, each with a way to use it and to forget it."""
    return page("members/filters.html", saved=queries.saved_filters(g.actor))


@bp.post("/dang-vien/bo-loc", may=Members.LIST)
def save_filter() -> Response:
    """Keep the filter in force."""
    form, name_form = RosterForm.read().offer(units_to_choose()), FilterNameForm.read()
    if form.validate() and name_form.validate() and name_form.attempt(
            lambda: services.save_filter(g.actor, name_form.name.data, form.filters)):
        flash(gettext("Đã lưu bộ lọc “%(name)s”.", name=name_form.name.data), "success")
        return go(url_for(".index", **form.filters.address))
    return roster_page(form, name_form=name_form, status=422)


@bp.post("/dang-vien/bo-loc/<int:filter_id>/xoa", may=Members.FILTER, of=queries.saved_filter)
def drop_filter(kept: SavedFilter) -> Response:
    """Forget it."""
    services.drop_filter(g.actor, kept)
    flash(gettext("Đã xóa bộ lọc."), "success")
    return go(url_for(".filters"))
