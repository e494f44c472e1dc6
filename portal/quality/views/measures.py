"""The six measures of a unit, the list to mend, and saying that a warning was checked."""

from typing import Any

from flask import abort, g, request, url_for
from werkzeug.wrappers import Response

from portal.core.paging import Page
from portal.core.render import go, here, local_path, page
from portal.jobs.queue import enqueue
from portal.members.api import Member
from portal.members.api import get as get_member
from portal.organizations.api import Organization
from portal.quality import queries, services
from portal.quality.forms import IssuesForm
from portal.quality.policy import Quality
from portal.quality.views.blueprint import bp
from portal.seeds.quality_measures import CODES, ID_CODES, MEASURES


@bp.get("/dang-vien/chat-luong", may=Quality.SEE)
def index() -> Response:
    """Six numbers of a unit and of the units just below."""
    unit, kept = _asked_unit(), queries.sums_are_kept()
    lines, at = queries.lines(unit, kept=kept)
    below = Page.of(queries.below(g.actor, unit), per=30)
    return page("quality/index.html", unit=unit, lines=lines, at=at, below=below,
                parts=queries.parts_of([unit_id for unit_id, _ in below.rows], kept=kept))


@bp.get("/dang-vien/chat-luong/danh-sach", may=Quality.SEE)
def issues() -> Response:
    """Records to mend, by name, narrowed to a measure or to one thing."""
    unit, form = _asked_unit(), IssuesForm.read()
    measure = next((one for one in MEASURES if one.key == request.args.get("muc")), None)
    valid = form.validate()
    wanted, some = queries.issues(g.actor, unit, measure=measure.key if measure else "",
                                  code=(form.code.data or "") if valid else "-")
    found = Page.of(wanted, some=some)
    codes = queries.issues_of([member.id for member, _ in found.rows])
    return page("quality/issues.html", fragments=("results",), unit=unit, form=form, measure=measure, found=found,
                codes=codes, words=CODES, id_codes=ID_CODES, chips=_chips(measure, form) if valid else [],
                status=200 if valid else 422, has_errors=form.failed)


@bp.post("/dang-vien/chat-luong/tinh-lai", may=Quality.SEE)
def again() -> Response:
    """Have the whole register looked at again, soon."""
    enqueue("quality.check_all", dedupe="quality.check_all now", priority=6)
    return go(local_path(request.form.get("ve") or url_for("quality.index", tinh_lai=1)))


@bp.post("/dang-vien/<int:member_id>/da-kiem-tra", may=Quality.CHECK, of=get_member)
def mark_checked(member: Member) -> Response:
    """The number was looked at and is right."""
    code = request.form.get("ma", "")
    if code not in ID_CODES:
        abort(422)
    services.mark_checked(g.actor, member, code)
    return go(local_path(request.form.get("ve")))


def _asked_unit() -> Organization:
    raw = request.args.get("don_vi", "")
    asked = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 10 else None
    unit = queries.unit_asked(g.actor, asked)
    return unit if unit is not None else abort(404)


def _chips(measure: Any, form: IssuesForm) -> list[tuple[object, str]]:
    said = [("muc", measure.label if measure else None), ("ma", CODES.get(form.code.data or ""))]
    return [(words, here(**{name: None, "trang": None})) for name, words in said if words]
