"""One record: facts with what they serve, states, cells and posts over time, its history."""

from typing import Any

from flask import g, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock
from portal.core.paging import Page
from portal.core.policy import allowed
from portal.core.render import go, page
from portal.members import queries
from portal.members.forms import RevealForm
from portal.members.models import Member, id_warnings
from portal.members.models.clocks import years_of
from portal.members.models.words import said
from portal.members.policy import Members
from portal.members.views.blueprint import bp
from portal.organizations.api import named

SEEN = "xem"


@bp.get("/dang-vien/toi", may=Members.OWN, of=queries.own)
def mine(member: Member) -> Response:
    """The way to one's own record."""
    return go(url_for("members.show", member_id=member.id))


@bp.get("/dang-vien/<int:member_id>", may=Members.READ, of=queries.get)
def show(member: Member) -> Response:
    """One record; numbers are masked."""
    may_keep = allowed(g.actor, Members.EDIT, member)
    return page("members/show.html", member=member, home=member.home, is_here=member.membership_today is not None,
                today=clock.today(), party_age=years_of(member.joined_on, clock.today()), form=RevealForm.blank(),
                state=member.state_today, stay=member.stay_today, may_keep=may_keep,
                warnings=id_warnings(member.citizen_id, member.sex, member.birth_date) if may_keep else [])


@bp.get("/dang-vien/<int:member_id>/lich-su", may=Members.HISTORY, of=queries.get)
def history(member: Member) -> Response:
    """Who changed what; who uncovered, printed or exported it."""
    of_lists = request.args.get("xem") == SEEN
    found = Page.of(queries.disclosures(member) if of_lists else queries.changes(member))
    return page("members/history.html", fragments=("results",), member=member, found=found, of_lists=of_lists,
                said=_saying(found.rows) if not of_lists else None, seen=SEEN)


def _saying(rows: Any) -> Any:
    ids = {row["unit_id"] for change, _ in rows for row in (change.old, change.new)
           if isinstance(row, dict) and row.get("unit_id")}
    units = named(ids) if ids else {}
    return lambda field, value: said(field, value, units)
