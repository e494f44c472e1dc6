"""Screens of handovers: units, what one holds, the act, the paper."""

from flask import g, request, url_for
from werkzeug.wrappers import Response

from portal.core import navigation
from portal.core.actor import Actor
from portal.core.guard import GuardedBlueprint
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import Page
from portal.core.policy import allowed
from portal.core.render import go, page
from portal.core.text import squeeze
from portal.delegation.api import tell_work
from portal.handover import queries, services
from portal.handover.forms import HandoverForm
from portal.handover.models import Handover
from portal.handover.policy import Handovers, reads_its_record, reads_its_work
from portal.organizations.api import Organization, ancestors
from portal.organizations.api import get as get_unit

bp = GuardedBlueprint("handover", __name__)
navigation.add("handover", _l("Bàn giao"), "handover.index", Handovers.LIST, 82, manage=True)
navigation.beside("unit", _l("Việc đang giữ, bàn giao"), "handover.unit", Handovers.SEE, 40)
tell_work(queries.work_of)


@bp.get("/ban-giao", may=Handovers.LIST)
def index() -> Response:
    """The units one serves, and past handovers."""
    return page("handover/index.html", units=queries.served(g.actor), found=Page.of(queries.listed(g.actor)))


@bp.get("/ban-giao/<int:organization_id>", may=Handovers.SEE, of=get_unit)
def unit(unit: Organization) -> Response:
    """What the posts of a unit hold: rights and open work; with the form for who stands above."""
    return _unit_page(unit, HandoverForm.blank())


@bp.post("/ban-giao/<int:organization_id>", may=Handovers.DO, of=get_unit)
def hand_over(unit: Organization) -> Response:
    """Hand over, in one act."""
    form, actor, unit_id = HandoverForm.read(), g.actor, unit.id
    _offer(form, unit)

    def act() -> Handover:
        return services.hand_over(
            actor, unit, giver=queries.member(form.giver.data), receiver=queries.member(form.receiver.data),
            decision=form.decision.data, note=form.note.data or "")

    made = form.attempt(act) if form.validate() else None
    if made:
        return go(url_for("handover.record", handover_id=made.id))
    return _unit_page(_again(actor, unit_id) or unit, form, status=422)


@bp.get("/ban-giao/bien-ban/<int:handover_id>", may=Handovers.PRINT, of=queries.get)
def record(row: Handover) -> Response:
    """The paper, ready to print and sign."""
    return page("handover/record.html", row=row, layout="layouts/print.html", superior=_superior(row.unit),
                reads=reads_its_record(g.actor, row))


def _again(actor: Actor, unit_id: int) -> Organization | None:
    return get_unit(actor, unit_id)


def _superior(unit: Organization) -> Organization | None:
    above = ancestors(unit)
    return above[-1] if above else None


def _offer(form: HandoverForm, unit: Organization) -> list[queries.Holder]:
    holders = queries.holders(unit)
    form.offer(holders, queries.receivers(unit, squeeze(request.args.get("tim", ""))[:100]))
    return holders


def _unit_page(unit: Organization, form: HandoverForm, status: int = 200) -> Response:
    may = allowed(g.actor, Handovers.DO, unit)
    holders = _offer(form, unit) if may else queries.holders(unit)
    return page("handover/unit.html", unit=unit, form=form, holders=holders, rights=queries.rights(unit),
                work=queries.in_hand(unit, g.actor), may=may, sought=squeeze(request.args.get("tim", ""))[:100],
                most=queries.MOST_RECEIVERS, reads=reads_its_work(g.actor, unit), status=status, has_errors=form.failed)
