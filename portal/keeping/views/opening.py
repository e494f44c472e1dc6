"""Open accounts: who and how, the slips (shown once), and what became of them."""

from flask import g, make_response, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.api import rules
from portal.core import qr
from portal.core.paging import Page
from portal.core.render import go, page
from portal.keeping import queries, services
from portal.keeping.forms import OpeningForm
from portal.keeping.models import Kept, SlipBatch
from portal.keeping.policy import Keeping
from portal.keeping.views.blueprint import bp
from portal.keeping.views.roster import asked_filters, to_open_of


@bp.get("/tai-khoan/mo", may=Keeping.LIST)
def choose() -> Response:
    """Those ticked, or the whole filtered set: who gets a slip, who can't have one and why."""
    form = OpeningForm.blank(hours=request.args.get("han") or "24")
    return _choose_page(form, _asked_for())


@bp.post("/tai-khoan/phieu", may=Keeping.LIST, endpoint="issue")
def issue() -> Response:
    """Make the slips, or open by the letter. The slips are this very answer; they can't be shown again."""
    form = OpeningForm.read()
    members = form.members.data or []
    if not form.validate():
        return _choose_page(form, queries.kept(g.actor, members[:100]), status=422)
    if form.way.data == "98":
        opened = form.attempt(lambda: services.open_window(g.actor, members))
        if opened:
            return go(url_for("keeping.batch", batch_id=opened.id))
    else:
        made = form.attempt(lambda: services.issue(g.actor, members, until=services.until_of(form.hours.data)))
        if made:
            return slips_page(made)
    return _choose_page(form, queries.kept(g.actor, members), status=422)


@bp.get("/tai-khoan/phieu", may=Keeping.LIST)
def batches() -> Response:
    """The batches I made."""
    return page("keeping/batches.html", fragments=("results",), found=Page.of(queries.batches(g.actor)))


@bp.get("/tai-khoan/phieu/<int:batch_id>", may=Keeping.SLIPS, of=queries.batch)
def batch(made: SlipBatch) -> Response:
    """What became of a batch; also what a second press of the same button meets."""
    slips = queries.slips(made)
    again = [member.id for member, _, state in slips if state in ("waiting", "lapsed")]
    return page("keeping/batch.html", batch=made, slips=slips, again=again,
                again_url=url_for("keeping.choose", nguoi=again))


def slips_page(made: services.Made) -> Response:
    """The slips, once. Told as "created": where the batch stands is what the same press again leads to."""
    address = url_for("accounts.sign_in_form", _external=True)
    response = make_response(page("keeping/slips.html", made=made, slips=made.slips, until=made.batch.until,
                                  sign_in_url=address, code=qr.svg(address), status=201))
    response.headers["Location"] = url_for("keeping.batch", batch_id=made.batch.id)
    response.headers["Cache-Control"] = "no-store"
    return response


def _asked_for() -> list[Kept]:
    ticked = OpeningForm.read().members.data if request.args.getlist("nguoi") else None
    if ticked is not None:
        return queries.kept(g.actor, [one for one in ticked if 0 < one < 2**31][:100])
    form, unit, valid = asked_filters()
    if not valid or not request.args.get("tat_ca"):
        return []
    statuses = to_open_of(form)
    return queries.choose(g.actor, text=form.text.data or "", unit=unit, statuses=statuses) if statuses else []


def _choose_page(form: OpeningForm, found: list[Kept], status: int = 200) -> Response:
    chosen, others = services.divide(g.actor, found)
    return page("keeping/choose.html", form=form, chosen=chosen, others=others, by=rules(), status=status,
                most=queries.MOST_AT_ONCE, has_errors=form.failed)
