"""The roster of accounts and the coverage by unit."""

from typing import Any

from flask import abort, flash, g, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.api import rules
from portal.core.i18n import gettext
from portal.core.paging import Page
from portal.core.render import go, here, page
from portal.keeping import queries, services
from portal.keeping.forms import RosterForm
from portal.keeping.models import IN_USE, NOT_YET, TO_OPEN, Status, statuses_of, words_of
from portal.keeping.policy import ACCOUNT_KEEPERS, Keeping, keeps_accounts
from portal.keeping.views.blueprint import bp
from portal.organizations.api import Organization, units_of
from portal.organizations.api import get as get_unit


@bp.get("/tai-khoan", may=Keeping.LIST)
def index() -> Response:
    """The accounts of the units one keeps, each with where it stands."""
    form, unit, valid = asked_filters()
    by, text, reach = rules(), form.text.data or "", queries.reach(g.actor, unit)
    found = Page.of(queries.roster(reach, by, text=text, statuses=statuses_of(form.status.data))
                    if valid else queries.nobody())
    counted = queries.tally(reach, by, text=text) if valid else queries.Tally()
    tally, opens = counted.numbers, to_open_of(form) if valid else ()
    return page("keeping/index.html", fragments=("results",), form=form, found=found, people=queries.seen(found.rows),
                tally=tally, counted_at=counted.at, chips=_chips(form, unit) if valid else [],
                filtered=_filters(form, unit), by=by, waiting=queries.waiting(g.actor), rights=Keeping, statuses=Status,
                to_open=TO_OPEN, openable=sum(tally.get(one, 0) for one in opens),
                used=sum(tally.get(one, 0) for one in IN_USE), status=200 if valid else 422, has_errors=form.failed)


@bp.post("/tai-khoan/tao", may=Keeping.LIST)
def create_missing() -> Response:
    """Make closed accounts for those of a filtered set who have none."""
    form, unit, valid = asked_filters()
    chosen = queries.choose(g.actor, text=form.text.data or "", unit=unit, statuses=[Status.NONE]) if valid else []
    made = services.create_missing(g.actor, chosen)
    flash(gettext("Đã tạo %(n)s tài khoản. Các tài khoản này chưa mở: tạo phiếu khi gặp đảng viên.", n=made), "success")
    return go(url_for("keeping.index", trang_thai=Status.NEW.value, **_filters(form, unit)))


@bp.get("/tai-khoan/don-vi", may=Keeping.LIST)
def units() -> Response:
    """How many accounts of how many members are in use, by unit; each number leads to its list."""
    raw = request.args.get("don_vi", "")
    unit = get_unit(g.actor, int(raw)) if raw.isascii() and raw.isdecimal() and len(raw) < 10 else None
    if raw and (unit is None or not keeps_accounts(g.actor, unit.path)):
        abort(404)
    found, at = queries.coverage(g.actor, queries.reach(g.actor), rules(), unit)
    return page("keeping/units.html", fragments=("results",), found=Page.of(found), columns=queries.UNIT_COLUMNS,
                opened=unit, counted_at=at)


def asked_filters() -> tuple[RosterForm, Organization | None, bool]:
    """The filters of this request (from the address or from a form), the unit, and whether they make sense."""
    raw = request.values.get("don_vi", "")
    unit = get_unit(g.actor, int(raw)) if raw.isascii() and raw.isdecimal() and len(raw) < 10 else None
    form = RosterForm.read()
    offered = units_of(g.actor, ACCOUNT_KEEPERS)
    form.offer([*offered, unit] if unit is not None and unit not in offered else offered)
    return form, unit, form.validate()


def to_open_of(form: RosterForm) -> tuple[Status, ...]:
    """Whom "open for all" means: of the statuses asked for those a slip opens; unasked, whoever has no slip yet."""
    asked = statuses_of(form.status.data)
    return tuple(one for one in asked if one in TO_OPEN) if asked else NOT_YET


def _filters(form: RosterForm, unit: Organization | None) -> dict[str, Any]:
    return {name: value for name, value in (("ten", form.text.data), ("don_vi", unit.id if unit else None)) if value}


def _chips(form: RosterForm, unit: Organization | None) -> list[tuple[object, str]]:
    chips: list[tuple[object, str]] = []
    if form.text.data:
        chips.append((form.text.data, here(ten=None, trang=None)))
    if unit is not None:
        chips.append((unit.name, here(don_vi=None, trang=None)))
    if form.status.data:
        chips.append((words_of(form.status.data), here(trang_thai=None, trang=None)))
    return chips
