"""The dated rules on screen: seen by everybody, changed from a day on by the administrator."""

from typing import Any

from flask import flash, g, request, url_for
from werkzeug.wrappers import Response

from portal.core.forms import HouseForm
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.render import go, page
from portal.transfers import queries, services
from portal.transfers.forms import ClockRuleForm, RuleEndForm
from portal.transfers.forms.rules import NEW
from portal.transfers.policy import Calendar
from portal.transfers.queries.rules import CLOCKS, TITLES, Rule
from portal.transfers.views.reading import bp


@bp.get("/lich-lam-viec/quy-dinh", may=Calendar.READ)
def rules() -> Response:
    """The rows of one table, with what held before and what will hold."""
    kind = request.args.get("bang", CLOCKS)
    kind = kind if kind in TITLES else CLOCKS
    sections = [(title, url_for(".rules", bang=one), one == kind) for one, title in TITLES.items()]
    return page("transfers/rules.html", kind=kind, title=TITLES[kind], rows=queries.rules(kind), sections=sections,
                clocks=CLOCKS)


@bp.get("/lich-lam-viec/quy-dinh/<string:kind>/them", may=Calendar.EDIT, of=queries.kind_of_rule)
def new_rule(kind: str) -> Response:
    """Ask for a new row."""
    return _new_page(kind, NEW[kind].blank())


@bp.post("/lich-lam-viec/quy-dinh/<string:kind>/them", may=Calendar.EDIT, of=queries.kind_of_rule)
def add_rule(kind: str) -> Response:
    """A new row from a day on."""
    form = NEW[kind].read()
    if form.validate() and form.attempt(lambda: services.add_rule(g.actor, kind, **form.entry)):
        return _saved(kind)
    return _new_page(kind, form, 422)


@bp.get("/lich-lam-viec/quy-dinh/<string:kind>/<int:row_id>", may=Calendar.EDIT, of=queries.rule)
def rule_form(rule: Rule) -> Response:
    """Ask for another length of a clock, or for the last day of another row."""
    return _rule_page(rule, _form(rule))


@bp.post("/lich-lam-viec/quy-dinh/<string:kind>/<int:row_id>", may=Calendar.EDIT, of=queries.rule)
def change_rule(rule: Rule) -> Response:
    """Write it; what held before stays."""
    form = ClockRuleForm.read() if rule.kind == CLOCKS else RuleEndForm.read()
    act: Any = services.change_clock if rule.kind == CLOCKS else services.end_rule
    if form.validate() and form.attempt(lambda: act(g.actor, rule, **form.entry)):
        return _saved(rule.kind)
    return _rule_page(rule, form, 422)


@bp.post("/lich-lam-viec/quy-dinh/<string:kind>/<int:row_id>/bo", may=Calendar.EDIT, of=queries.rule)
def take_back_rule(rule: Rule) -> Response:
    """Undo a row whose day has not come."""
    kind = rule.kind
    services.take_back(g.actor, rule)
    flash(gettext("Đã bỏ dòng chưa đến ngày hiệu lực."), "success")
    return go(url_for(".rules", bang=kind))


def _form(rule: Rule) -> HouseForm:
    if rule.kind != CLOCKS:
        return RuleEndForm.blank(last_day=rule.row.valid_to)
    return ClockRuleForm.blank(length=rule.row.length, kind=rule.row.kind, text=rule.row.rule)


def _saved(kind: str) -> Response:
    flash(gettext("Đã lưu. Dòng cũ được giữ nguyên; việc đã bắt đầu trước ngày hiệu lực vẫn tính theo dòng cũ."),
          "success")
    return go(url_for(".rules", bang=kind))


def _new_page(kind: str, form: HouseForm, status: int = 200) -> Response:
    return page("transfers/rule.html", form=form, title=_l("Thêm: %(what)s", what=TITLES[kind]), rule=None, kind=kind,
                action=url_for(".add_rule", kind=kind), status=status, has_errors=form.failed)


def _rule_page(rule: Rule, form: HouseForm, status: int = 200) -> Response:
    title = _l("Đổi thời hạn") if rule.kind == CLOCKS else _l("Ghi ngày hết hiệu lực")
    return page("transfers/rule.html", form=form, title=title, rule=rule, kind=rule.kind, status=status,
                has_errors=form.failed, action=url_for(".change_rule", kind=rule.kind, row_id=rule.row.id))
