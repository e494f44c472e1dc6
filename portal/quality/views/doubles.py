"""The queue of likely doubles, two records side by side, merging, "không trùng"."""

from flask import g, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from portal.core.i18n import gettext
from portal.core.paging import Page
from portal.core.render import go, page
from portal.core.text import fold
from portal.quality import queries, services
from portal.quality.forms import MergeForm, take_choices
from portal.quality.models import FIELD_LABELS, Pair, PairState
from portal.quality.policy import Quality
from portal.quality.views.blueprint import bp


@bp.get("/dang-vien/nghi-trung", may=Quality.PAIRS)
def pairs() -> Response:
    """Pairs of which both records are kept by the actor."""
    state = PairState.DIFFERENT if request.args.get("xem") == "khong-trung" else PairState.OPEN
    found = Page.of(queries.pairs(g.actor, state=state))
    ids = [one for pair in found.rows for one in (pair.a_id, pair.b_id)]
    return page("quality/pairs.html", found=found, cells=queries.places(ids), state=state)


@bp.get("/dang-vien/nghi-trung/<int:pair_id>", may=Quality.PAIRS, of=queries.pair)
def pair(pair: Pair) -> Response:
    """Two records side by side."""
    return _pair_page(pair, MergeForm.blank())


@bp.post("/dang-vien/nghi-trung/<int:pair_id>/gop", may=Quality.MERGE, of=queries.pair)
def merge(pair: Pair) -> Response:
    """Make one of two."""
    form, actor = MergeForm.read(), g.actor
    _offer(form, pair)
    valid = form.validate()
    if valid and fold(form.confirm.data) != "gop":
        form.blame("confirm", gettext("Gõ GỘP để xác nhận."))
        valid = False
    made = form.attempt(lambda: services.merge(actor, pair, keep=int(form.keep.data), take=set(form.take.data or ()))
                        ) if valid else None
    if made:
        return go(url_for("members.show", member_id=made.kept_id))
    return _pair_page(pair, form, status=422)


@bp.post("/dang-vien/nghi-trung/<int:pair_id>/khong-trung", may=Quality.MERGE, of=queries.pair)
def differ(pair: Pair) -> Response:
    """Two persons."""
    services.differ(g.actor, pair)
    return go(url_for("quality.pairs"))


def _offer(form: MergeForm, pair: Pair) -> None:
    form.keep.choices = [SelectChoice(str(pair.a_id), gettext("hồ sơ thứ nhất")),
                         SelectChoice(str(pair.b_id), gettext("hồ sơ thứ hai"))]
    form.take.choices = take_choices()


def _pair_page(pair: Pair, form: MergeForm, status: int = 200) -> Response:
    _offer(form, pair)
    rows = [(label, services.current(pair.a, field), services.current(pair.b, field),
             getattr(pair.a, field) == getattr(pair.b, field)) for field, label in FIELD_LABELS.items()]
    first, second = (services.account_words(one) for one in (pair.a, pair.b))
    rows.append((gettext("Tài khoản"), first, second, first == second))
    return page("quality/pair.html", pair=pair, form=form, rows=rows, cells=queries.places([pair.a_id, pair.b_id]),
                status=status, has_errors=form.failed)
