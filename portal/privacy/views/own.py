"""The notice, the data map, my data, and who reaches it."""

from flask import g, url_for
from werkzeug.wrappers import Response

from portal.core import clock, navigation, panels, sheets, workdays
from portal.core.actor import Actor
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.panels import Line, Panel
from portal.core.render import go, page
from portal.privacy import queries, services
from portal.privacy.models import ANSWER
from portal.privacy.policy import Privacy
from portal.privacy.views.blueprint import bp
from portal.seeds import data_map

COLUMNS = [sheets.Column(_l("Nhóm"), 30), sheets.Column(_l("Mục"), 34), sheets.Column(_l("Giá trị"), 60)]


@bp.get("/quyen-rieng-tu", may=Privacy.NOTICE)
def notice() -> Response:
    """What is kept about persons and why, in plain words; with the button where it was not yet read."""
    reading = queries.reading(g.actor) if g.actor.signed_in else None
    return page("privacy/notice.html", reading=reading, version=data_map.VERSION, laws=data_map.LAWS,
                answer_in=workdays.length(ANSWER, clock.today()).words)


@bp.post("/quyen-rieng-tu/da-doc", may=Privacy.OWN)
def read_notice() -> Response:
    """Keep that the notice was read."""
    services.read_notice(g.actor)
    return go(url_for("home.index"))


@bp.get("/quyen-rieng-tu/ban-do-du-lieu", may=Privacy.NOTICE)
def data_map_page() -> Response:
    """Each kind of record: why, from where, seen by whom, kept how long."""
    return page("privacy/data_map.html", rows=data_map.in_force(clock.today()), laws=data_map.LAWS)


@bp.get("/du-lieu-cua-toi", may=Privacy.OWN)
def mine() -> Response:
    """Everything the portal keeps about me, by room."""
    sections = [(section, [(label, sheets.shown(value)) for label, value in rows])
                for section, rows in queries.everything(g.actor, False)]
    return page("privacy/mine.html", sections=sections, reading=queries.reading(g.actor),
                member_id=g.actor.member_id)


@bp.post("/du-lieu-cua-toi/tai-ve", may=Privacy.OWN)
def export() -> Response:
    """The same as a table to keep; a POST, so that it is logged."""
    services.exported(g.actor)
    rows = [(str(section.label), str(label), sheets.shown(value))
            for section, rows in queries.everything(g.actor, True) for label, value in rows]
    return sheets.answer("du-lieu-cua-toi", gettext("Dữ liệu của tôi"), COLUMNS, rows, "xlsx")


@bp.get("/du-lieu-cua-toi/ai-xem-duoc", may=Privacy.OWN)
def reach() -> Response:
    """Who can open my record, by which post or grant, and who did."""
    return page("privacy/reach.html", reachers=queries.reachers(g.actor), guardians=queries.guardians(),
                looks=queries.looks(g.actor), most=queries.MOST_LOOKS)


def notice_panel(actor: Actor) -> Panel | None:
    """On the home page until the notice in force was read, which its gate asks."""
    if not actor.in_person:
        return None
    line = Line(url_for("privacy.notice"), gettext("Đọc thông báo về dữ liệu cá nhân"),
                gettext("Hai phút: sổ tay giữ dữ liệu gì về bạn, để làm gì, ai xem được."), owed=True)
    return Panel(gettext("Quyền riêng tư"), url_for("privacy.notice"), [line])


panels.add("privacy.notice", notice_panel, 8, gate=queries.has_not_read)
navigation.welcome(lambda: "" if queries.reading(g.actor) else url_for("privacy.notice"))
