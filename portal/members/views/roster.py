"""The roster with its filters; people without a cell; what the register tells the tree."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import abort, g, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock
from portal.core.actor import Actor
from portal.core.paging import Page
from portal.core.policy import allowed
from portal.core.render import page
from portal.members import queries
from portal.members.forms import FilterNameForm, RosterForm
from portal.members.models import Filters
from portal.members.models.bulk import acts
from portal.members.models.clocks import years_of
from portal.members.policy import KEEPERS, Members, keeps
from portal.members.views.blueprint import bp
from portal.organizations.api import Organization, People, named_on, tell_people, units_of
from portal.organizations.api import get as get_unit


@bp.get("/dang-vien", may=Members.LIST)
def index() -> Response:
    """The roster of the units one keeps."""
    return roster_page(RosterForm.read())


@bp.get("/dang-vien/khong-don-vi", may=Members.LIST)
def without_unit() -> Response:
    """Those who belong to no cell though they have not left."""
    return page("members/without_unit.html", fragments=("results",), found=Page.of(queries.no_unit(g.actor)))


@bp.get("/dang-vien/tam-thoi-den", may=Members.LIST)
def guests() -> Response:
    """Those who stay for a time in the units one keeps; their record is kept at home."""
    return page("members/guests.html", fragments=("results",), found=Page.of(queries.guests(g.actor)))


def roster_page(form: RosterForm, *, name_form: FilterNameForm | None = None, message: Any = "",
                status: int = 200) -> Response:
    """The roster of a form that may be wrong; also the answer to a bulk act or a name that was not accepted."""
    form.offer(units_to_choose())
    valid = form.validate()
    filters = form.filters if valid else Filters()
    asked, some = queries.listed(g.actor, filters) if valid else (queries.nobody(), None)
    found = Page.of(asked, some=some)
    day = filters.day or clock.today()
    ids = [member.id for member, *_ in found.rows]
    is_past = day != clock.today()
    return page(
        "members/index.html", fragments=("results",), form=form, found=found, day=day, is_past=is_past, filters=filters,
        rows=_rows(found.rows, queries.posts_of(ids, day), day, is_past=is_past), chips=_chips(form, filters),
        opens=queries.open_records(g.actor, ids) if is_past else set(ids), saved=queries.saved_filters(g.actor),
        name_form=name_form or FilterNameForm.blank(), acts=[one for one in acts() if allowed(g.actor, one.right)],
        message=message, sorted_url=lambda sort: url_for(".index", **{**filters.address, "xep": sort}),
        page_url=lambda page: url_for(".index", **filters.address, trang=page),
        status=status if valid else 422, has_errors=form.failed or status >= 400)


def units_to_choose() -> list[Organization]:
    """The units of the filter: the highest one keeps, and the one asked for."""
    units = units_of(g.actor, KEEPERS)
    raw = request.values.get("don_vi", "")
    asked = get_unit(g.actor, int(raw)) if raw.isascii() and raw.isdecimal() and len(raw) < 10 else None
    return [*units, asked] if asked is not None and asked not in units else units


def asked_unit(unit_id: int | None) -> Organization | None:
    """The unit asked for, which exists."""
    return None if unit_id is None else get_unit(g.actor, unit_id) or abort(404)


def _rows(rows: Sequence[Any], posts: dict[int, list[Any]], day: date, *, is_past: bool) -> list[dict[str, Any]]:
    """What a row shows; on a past day the cells under the names of that day."""
    cells = named_on({unit.id for _, unit, _ in rows}, day) if is_past and rows else {}
    return [{"member": member, "cell": cells.get(unit.id, unit.name), "state": state, "posts": posts.get(member.id, []),
             "age": years_of(member.joined_on, day)} for member, unit, state in rows]


def _chips(form: RosterForm, filters: Filters) -> list[tuple[str, str]]:
    return [(form.said(name), url_for(".index", **filters.without(name).address)) for name in filters.asked
            if name != "sort"]


def _people(actor: Actor, unit: Organization) -> People:
    return People(queries.posts(unit.id), queries.count_below(unit),
                  url_for("members.index", don_vi=unit.id) if keeps(actor, unit.path) else "")


tell_people(_people)
