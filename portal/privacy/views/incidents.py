"""Incidents: opening one, the clock, the persons touched, closing."""

from flask import g, url_for
from werkzeug.wrappers import Response

from portal.core import clock, sheets, workdays
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import Page
from portal.core.render import go, page
from portal.privacy import queries, services
from portal.privacy.forms import CloseForm, IncidentForm
from portal.privacy.models import BREACH, Incident
from portal.privacy.policy import Privacy
from portal.privacy.views.blueprint import bp

COLUMNS = [sheets.Column(_l("Họ và tên"), 30), sheets.Column(_l("Số lần"), 10), sheets.Column(_l("Lần cuối"), 20),
           sheets.Column(_l("Hồ sơ đã gộp"), 50)]


@bp.get("/su-co-du-lieu", may=Privacy.INCIDENTS)
def incidents() -> Response:
    """All incidents."""
    return page("privacy/incidents.html", found=Page.of(queries.incidents()))


@bp.get("/su-co-du-lieu/mo", may=Privacy.INCIDENTS)
def new_incident() -> Response:
    """The form."""
    return page("privacy/incident_new.html", form=IncidentForm.blank(), hours=_hours())


@bp.post("/su-co-du-lieu/mo", may=Privacy.INCIDENTS)
def open_incident() -> Response:
    """Open one; the clock runs from the moment it was found."""
    form, actor = IncidentForm.read(), g.actor
    valid = form.validate()
    suspect = queries.account_of(form.suspect.data) if valid and form.suspect.data else None
    if valid and form.suspect.data and suspect is None:
        form.blame("suspect", _l("Không có tài khoản nào mang số này."))
        valid = False
    made = form.attempt(lambda: services.open_incident(
        actor, title=form.title.data, text=form.text.data, suspect_id=suspect, since=clock.from_local(form.since.data),
        until=clock.from_local(form.until.data), found_at=clock.from_local(form.found_at.data))) if valid else None
    if made:
        return go(url_for("privacy.incident", incident_id=made.id))
    return page("privacy/incident_new.html", form=form, hours=_hours(), status=422, has_errors=True)


@bp.get("/su-co-du-lieu/<int:incident_id>", may=Privacy.INCIDENTS, of=queries.incident)
def incident(one: Incident) -> Response:
    """One incident with the clock and the persons touched."""
    return _incident_page(one, CloseForm.blank())


@bp.get("/su-co-du-lieu/<int:incident_id>/danh-sach", may=Privacy.INCIDENTS, of=queries.incident)
def touched(one: Incident) -> Response:
    """The persons touched, as a table."""
    found = queries.touched_rows(one)
    merged = queries.merged_words({row[0] for row in found})
    rows = ((name, acts, clock.show_moment(last), merged.get(member_id, "")) for member_id, name, acts, last in found)
    return sheets.answer(f"su-co-{one.id}", gettext("Người bị ảnh hưởng"), COLUMNS, rows, "xlsx")


@bp.post("/su-co-du-lieu/<int:incident_id>/da-bao-cao", may=Privacy.INCIDENTS, of=queries.incident)
def report_incident(one: Incident) -> Response:
    """The authority was told."""
    services.report_incident(g.actor, one)
    return go(url_for("privacy.incident", incident_id=one.id))


@bp.post("/su-co-du-lieu/<int:incident_id>/khep-lai", may=Privacy.INCIDENTS, of=queries.incident)
def close_incident(one: Incident) -> Response:
    """Close it with what was done."""
    form, actor, incident_id = CloseForm.read(), g.actor, one.id
    if form.validate() and form.attempt(lambda: services.close_incident(actor, one, form.done.data)):
        return go(url_for("privacy.incident", incident_id=incident_id))
    return _incident_page(one, form, status=422)


def _hours() -> int:
    """Hours to notify the authority of what is found today."""
    return workdays.length(BREACH, clock.today()).length


def _incident_page(one: Incident, form: CloseForm, status: int = 200) -> Response:
    found = Page.of(queries.touched(one))
    merged = queries.merged_words({row[0] for row in found.rows})
    return page("privacy/incident.html", one=one, form=form, found=found, merged=merged,
                hours=one.hours, status=status, has_errors=form.failed)
