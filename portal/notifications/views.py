"""Screens of notices: the list, opening one, marking all; and the panel on the home page."""

from flask import g, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock, panels
from portal.core.actor import Actor
from portal.core.guard import GuardedBlueprint
from portal.core.i18n import gettext
from portal.core.notices import Notice
from portal.core.paging import Page
from portal.core.panels import Line, Panel
from portal.core.policy import acts_for_oneself
from portal.core.render import go, local_path, page
from portal.notifications import queries, services
from portal.notifications.policy import Notifications

bp = GuardedBlueprint("notifications", __name__)


@bp.get("/thong-bao", may=Notifications.OWN)
def index() -> Response:
    """My notices; all of them, or the unread."""
    unread_only = request.args.get("xem") == "chua-doc"
    found = Page.of(queries.listed(g.actor, unread_only=unread_only))
    return page("notifications/index.html", fragments=("results",), found=found, unread_only=unread_only,
                waiting=queries.count_unread(g.actor))


@bp.post("/thong-bao/<int:notice_id>/mo", may=Notifications.OWN, of=queries.get)
def open_notice(notice: Notice) -> Response:
    """Mark as read and go where it leads."""
    services.read(g.actor, notice)
    return go(local_path(notice.url))


@bp.post("/thong-bao/da-doc", may=Notifications.OWN)
def read_all() -> Response:
    """Mark all as read."""
    services.read_all(g.actor)
    return go(url_for("notifications.index"))


def unread_panel(actor: Actor) -> Panel | None:
    """The newest unread ones on the home page; nothing where all are read."""
    notices = queries.unread(actor) if acts_for_oneself(actor) else []
    lines = [Line(url_for("notifications.index", xem="chua-doc"), notice.sentence, clock.ago(notice.at))
             for notice in notices]
    return Panel(gettext("Thông báo mới"), url_for("notifications.index"), lines) if lines else None


panels.add("notifications", unread_panel, 5, gate=queries.has_unread)
