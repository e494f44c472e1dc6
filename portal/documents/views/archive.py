"""Screens of documents: the list of what has been kept long enough, proposed and approved."""

from flask import flash, g, url_for
from werkzeug.wrappers import Response

from portal.core.i18n import gettext
from portal.core.render import go, page
from portal.documents import queries, services
from portal.documents.forms import ActForm
from portal.documents.models import DisposalList, full_title
from portal.documents.policy import Documents
from portal.documents.views.blueprint import bp
from portal.documents.views.registers import unit
from portal.organizations.api import Organization


@bp.get("/van-ban/het-han/<int:organization_id>", may=Documents.REGISTER, of=unit)
def disposals(unit: Organization) -> Response:
    """What is due, and the lists made so far."""
    return _disposals_page(unit, ActForm.blank())


@bp.post("/van-ban/het-han/<int:organization_id>", may=Documents.REGISTER, of=unit)
def propose_disposal(unit: Organization) -> Response:
    """Make the list of what is due."""
    form = ActForm.read()
    if form.attempt(lambda: services.propose_disposal(g.actor, unit)):
        flash(gettext("Đã lập danh mục; bí thư, phó bí thư được báo."), "success")
        return go(url_for("documents.disposals", organization_id=unit.id))
    return _disposals_page(unit, form, status=422)


@bp.post("/van-ban/het-han/danh-muc/<int:disposal_id>", may=Documents.DISPOSE, of=queries.get_disposal)
def approve_disposal(proposed: DisposalList) -> Response:
    """Throw away what stands on it."""
    form = ActForm.read()
    if form.attempt(lambda: services.approve_disposal(g.actor, proposed)):
        flash(gettext("Đã duyệt; các văn bản nằm trong thùng rác 30 ngày."), "success")
        return go(url_for("documents.disposals", organization_id=proposed.unit_id))
    return _disposals_page(proposed.unit, form, status=422)


@bp.post("/van-ban/het-han/danh-muc/<int:disposal_id>/bo", may=Documents.PROPOSE, of=queries.get_disposal)
def drop_disposal(proposed: DisposalList) -> Response:
    """Take the list back."""
    form, unit = ActForm.read(), proposed.unit
    if form.attempt(lambda: services.drop_disposal(g.actor, proposed)):
        flash(gettext("Đã bỏ danh mục; các văn bản vẫn còn nguyên."), "success")
        return go(url_for("documents.disposals", organization_id=unit.id))
    return _disposals_page(unit, form, status=422)


def _disposals_page(unit: Organization, form: ActForm, status: int = 200) -> Response:
    return page("documents/disposals.html", status=status, has_errors=status != 200, unit=unit, form=form,
                due=queries.due_for_disposal(unit), lists=queries.disposals(unit), Documents=Documents,
                title_of=full_title, most=queries.MOST_DISPOSED)
