"""The list of grants, and one of them with its chain."""

from flask import g
from werkzeug.wrappers import Response

from portal.core.paging import Page
from portal.core.render import here, page
from portal.delegation import queries, services
from portal.delegation.forms import ListForm
from portal.delegation.models import Grant
from portal.delegation.policy import Delegation
from portal.delegation.views.blueprint import AHEAD, bp


@bp.get("/phan-quyen", may=Delegation.LIST)
def index() -> Response:
    """Danh sách phân quyền: who holds which role where, given by whom, down which chain."""
    form = ListForm.read()
    valid = form.validate()
    state = form.state.data if valid else "active"
    found = queries.listed(g.actor, state=state, text=form.text.data or "", unit=form.unit.data or "",
                           role=form.role.data if valid else "", sort=form.sort.data if valid else "-ngay")
    listed = Page.of(found, ahead=AHEAD)
    return page("delegation/index.html", fragments=("results",), form=form, found=listed, state=state,
                words=queries.STATES, sort=form.sort.data, sort_url=_sorted, chips=_chips(form) if valid else [],
                chains=queries.chains([grant for grant, *_ in listed.rows]), rights=Delegation,
                hands_down=queries.hands_down(g.actor), status=200 if valid else 422, has_errors=form.failed)


@bp.get("/phan-quyen/<int:grant_id>", may=Delegation.READ, of=queries.get)
def show(grant: Grant) -> Response:
    """One right: how it came down, what it gives, what falls with it, when it ends."""
    trail = queries.chains([grant])[grant.id]
    return page("delegation/show.html", fragments=("falling",), grant=grant, names=queries.names_of(grant),
                state=queries.state_of(grant), words=queries.STATES, trail=trail, until=queries.until(grant, trail),
                given=queries.rights_of(grant.role), rights=Delegation, why_kept=services.why_kept(grant),
                falling=Page.of(queries.falling(grant.id)))


def _sorted(sort: str) -> str:
    return here(xep=sort, trang=None)


def _chips(form: ListForm) -> list[tuple[object, str]]:
    chips: list[tuple[object, str]] = []
    if form.text.data:
        chips.append((form.text.data, here(ten=None, trang=None)))
    if form.unit.data:
        chips.append((form.unit.data, here(don_vi=None, trang=None)))
    if form.role.data:
        label = next(one.label for one in form.role.choices if one.value == form.role.data)
        chips.append((label, here(vai_tro=None, trang=None)))
    if form.state.data != "active":
        chips.append((queries.STATES[form.state.data], here(trang_thai=None, trang=None)))
    return chips
