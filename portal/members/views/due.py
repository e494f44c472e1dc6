"""What comes due: probation to be dealt with, badges of the next rounds."""

from datetime import date
from typing import Any

from flask import g, request
from werkzeug.wrappers import Response

from portal.core import clock, workdays
from portal.core.paging import Page
from portal.core.render import page
from portal.members import queries
from portal.members.forms import DueForm
from portal.members.models.clocks import Span, badge_at
from portal.members.policy import Members
from portal.members.views.blueprint import bp
from portal.members.views.roster import asked_unit, units_to_choose

AHEAD = 5
"""Pages counted beyond the one shown: each row is judged by its clock."""


@bp.get("/dang-vien/den-han", may=Members.LIST)
def due() -> Response:
    """A list of one kind of clock, with the day by which to act."""
    rounds = queries.rounds(clock.today())
    form = DueForm.read().offer(units_to_choose(), [day for day, _ in rounds])
    valid = form.validate()
    unit = asked_unit(form.unit_id.data) if valid else None
    if valid and form.kind.data == "huy-hieu":
        asked: list[tuple[date | None, list[Span]]] = [one for one in rounds if one[0].isoformat() == form.round.data]
        day, spans = (asked or [*rounds, (None, [])])[0]
        found = Page.of(queries.badges(g.actor, spans, unit))
        lines = [{"member": member, "unit": cell, "years": badge_at(member.joined_on, spans)}
                 for member, cell, _ in found.rows]
        return _due_page(form, found, lines, day)
    found = Page.of(queries.probation(g.actor, unit) if valid else queries.nobody(), ahead=AHEAD)
    return _due_page(form, found, [_line(*row) for row in found.rows] if valid else [])


def _line(member: Any, cell: Any, state: Any, ceremony: date) -> dict[str, Any]:
    over, act_by = queries.act_by(ceremony)
    return {"member": member, "unit": cell, "over": over, "act_by": act_by, "is_late": act_by < clock.today(),
            "is_guess": member.ceremony_on is None}


def _due_page(form: DueForm, found: Page, lines: list[dict[str, Any]], day: date | None = None) -> Response:
    return page("members/due.html", fragments=("results",), form=form, found=found, lines=lines, day=day,
                of_badges=form.kind.data == "huy-hieu",
                chips=[name for name in ("loai", "don_vi", "dot") if request.args.get(name)],
                lengths=[workdays.length(key, clock.today()).words for key in ("probation", "recognition")],
                today=clock.today(), status=422 if form.failed else 200, has_errors=form.failed)
