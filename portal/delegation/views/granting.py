"""Thêm mới phân quyền: Tài khoản, Đơn vị, Vai trò, then Lưu (98-CV/ĐU, 4b)."""

from flask import abort, flash, g, url_for
from werkzeug.wrappers import Response

from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.render import go, page
from portal.delegation import queries, services
from portal.delegation.forms import FindForm, GrantForm, PickForm
from portal.delegation.models import Grant
from portal.delegation.policy import Delegation
from portal.delegation.services import Terms
from portal.delegation.views.blueprint import bp
from portal.organizations.api import get as get_unit


@bp.get("/phan-quyen/them-moi", may=Delegation.GRANT)
def new() -> Response:
    """The form; what was chosen stands in the address, so that it works step by step without JavaScript."""
    asked = PickForm.read()
    if not asked.validate():
        abort(404)
    picked = queries.pick(g.actor, account_id=asked.account_id.data, unit_id=asked.unit_id.data,
                          text=asked.text.data or "")
    return _page(picked, FindForm.blank(), GrantForm.blank())


@bp.post("/phan-quyen/tim", may=Delegation.GRANT)
def find() -> Response:
    """Find the account: by the whole citizen id straight to it, by words of a name to a list."""
    form = FindForm.read()
    unit_id = int(form.unit_id.data) if (form.unit_id.data or "").isdecimal() and len(form.unit_id.data) < 10 else None
    if form.validate():
        text = "".join(form.text.data.split()) if queries.is_number("".join(form.text.data.split())) else form.text.data
        if not queries.is_number(text):
            return go(url_for(".new", ten=text, don_vi=unit_id))
        picked = queries.pick(g.actor, account_id=None, unit_id=unit_id, text=text)
        if picked.found:
            return go(url_for(".new", tai_khoan=picked.found[0].account_id, don_vi=unit_id))
        form.blame("text", _l("Không có đảng viên nào có số này ở những đơn vị bạn giao quyền được."))
    return _page(queries.pick(g.actor, account_id=None, unit_id=unit_id), form, GrantForm.blank(), 422)


@bp.post("/phan-quyen/them-moi", may=Delegation.GRANT)
def save() -> Response:
    """Lưu: give the roles, one step down."""
    form = GrantForm.read()
    unit = get_unit(g.actor, form.unit_id.data) if form.unit_id.data and not form.unit_id.errors else None
    if form.unit_id.data and unit is None:
        form.blame("unit_id", _l("Không có đơn vị này."))
    rows = form.attempt(lambda: services.give(
        g.actor, account_id=form.account_id.data, unit=unit, roles=form.roles.data, terms=_terms(form)),
    ) if unit is not None and form.validate() else None
    if rows:
        flash(_said(rows), "success")
        return go(url_for(".index") if len(rows) > 1 else url_for(".show", grant_id=rows[0].id))
    picked = queries.pick(g.actor, account_id=None if form.account_id.errors else form.account_id.data,
                          unit_id=None if form.unit_id.errors else form.unit_id.data)
    return _page(picked, FindForm.blank(), form, 422)


def _terms(form: GrantForm) -> Terms:
    return Terms(subtree=form.subtree.data, since=form.since.data, until=form.until.data,
                 decision=form.decision.data or "", hidden=form.hidden.data)


def _said(rows: list[Grant]) -> str:
    if any(row.pending for row in rows):
        return str(gettext("Đã ghi. Quyền có hiệu lực khi một người quản trị khác xác nhận."))
    return str(gettext("Đã lưu. Người được giao đã được báo."))


def _page(picked: queries.Pick, found: FindForm, form: GrantForm, status: int = 200) -> Response:
    return page("delegation/new.html", fragments=("choice",), picked=picked, found=found, form=form, status=status,
                may_find=bool(picked.units or picked.person), has_errors=form.failed or found.failed)
