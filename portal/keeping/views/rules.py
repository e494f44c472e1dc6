"""The rules of keeping accounts."""

from flask import flash, g, url_for
from werkzeug.wrappers import Response

from portal.accounts.api import past_rules, rules
from portal.core.i18n import gettext
from portal.core.render import go, page
from portal.keeping import queries, services
from portal.keeping.forms import RulesForm
from portal.keeping.policy import Keeping
from portal.keeping.views.blueprint import bp


@bp.get("/tai-khoan/quy-dinh", may=Keeping.RULE)
def rules_form() -> Response:
    """The rules in force, and who wrote which when."""
    known = rules()
    return _page(RulesForm.blank(known, after=str(known.id)))


@bp.post("/tai-khoan/quy-dinh", may=Keeping.RULE)
def save_rules() -> Response:
    """Write the rules anew."""
    form = RulesForm.read()

    def act() -> object:
        return services.set_rules(
            g.actor, after=int(form.after.data) if form.after.data.isdecimal() else -1, letter_on=form.letter_on.data,
            letter_minutes=form.letter_minutes.data, networks=form.networks.data or "", warn_days=form.warn_days.data,
            lock_days=form.lock_days.data, request_days=form.request_days.data)

    if form.validate() and form.attempt(act):
        flash(gettext("Đã lưu quy định."), "success")
        return go(url_for("keeping.rules_form"))
    return _page(form, status=422)


def _page(form: RulesForm, status: int = 200) -> Response:
    past = past_rules()
    return page("keeping/rules.html", form=form, past=past, status=status, has_errors=form.failed,
                names=queries.names({row.account_id for row in past if row.account_id is not None}))
