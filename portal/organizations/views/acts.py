"""What is done to units, each in three steps (flow.py)."""

from typing import Any

from werkzeug.wrappers import Response

from portal.core.actor import Actor
from portal.core.i18n import lazy_gettext as _l
from portal.organizations import queries, services
from portal.organizations.forms import DissolveForm, KindForm, MergeForm, MoveForm, RenameForm, RenewForm, SplitForm
from portal.organizations.models import Organization
from portal.organizations.policy import Organizations
from portal.organizations.views.blueprint import bp
from portal.organizations.views.flow import Act, ask, carry_out

RENAME = Act(
    "rename", _l("Đổi tên đơn vị"),
    _l("Dùng khi có quyết định đổi tên; tên cũ được giữ trong lịch sử. Nếu chỉ viết sai, hãy dùng “Sửa chỗ viết sai”."),
    _l("Đổi tên"), _l("Đã đổi tên đơn vị."), RenameForm,
    lambda actor, unit, form: services.plan_rename(unit, form.name.data, form.since.data),
    lambda actor, unit, form: services.rename(actor, unit, name=form.name.data, since=form.since.data,
                                              decision=form.decision.data))
MOVE = Act(
    "move", _l("Chuyển sang cấp trên khác"),
    _l("Đơn vị cùng mọi đơn vị bên dưới sang trực thuộc cấp ủy khác; người, chức vụ và giấy tờ đi theo."),
    _l("Chuyển đơn vị"), _l("Đã chuyển đơn vị."), MoveForm,
    lambda actor, unit, form: services.plan_move(actor, unit, form.parent_id.unit, form.kind_id.data or unit.kind_id,
                                                 form.since.data),
    lambda actor, unit, form: services.move(actor, unit, parent=form.parent_id.unit, since=form.since.data,
                                            decision=form.decision.data, kind_id=form.kind_id.data or None))
KIND = Act(
    "change_kind", _l("Đổi loại hình"), _l("Đơn vị đổi loại hình theo quyết định; vị trí, tên và người ở nguyên."),
    _l("Đổi loại hình"), _l("Đã đổi loại hình."), KindForm,
    lambda actor, unit, form: services.plan_kind(unit, form.kind_id.data, form.since.data),
    lambda actor, unit, form: services.change_kind(actor, unit, kind_id=form.kind_id.data, since=form.since.data,
                                                   decision=form.decision.data))
RENEW = Act(
    "renew", _l("Đổi loại hình cả nhánh"),
    _l("Đơn vị này và mọi đơn vị bên dưới có loại hình đã được thay thì mang loại hình mới, cùng một ngày."),
    _l("Đổi loại hình cả nhánh"), _l("Đã đổi loại hình cả nhánh."), RenewForm,
    lambda actor, unit, form: services.plan_renewal(unit, form.since.data),
    lambda actor, unit, form: services.renew_kinds(actor, unit, since=form.since.data, decision=form.decision.data))


def _merging(actor: Actor, unit: Organization, form: Any) -> services.Plan:
    other, since = form.other_id.unit, form.since.data
    if form.way.data == "into":
        return services.plan_merge(actor, [unit], other, since)
    if form.way.data == "from":
        return services.plan_merge(actor, [other], unit, since)
    return services.plan_merge_into_new(actor, [unit, other], unit.parent, form.kind_id.data, form.name.data, since)


def _merged(actor: Actor, unit: Organization, form: Any) -> Organization:
    other, said = form.other_id.unit, {"since": form.since.data, "decision": form.decision.data}
    if form.way.data == "into":
        return services.merge(actor, [unit], target=other, **said)
    if form.way.data == "from":
        return services.merge(actor, [other], target=unit, **said)
    return services.merge_into_new(actor, [unit, other], parent=unit.parent, kind_id=form.kind_id.data,
                                   name=form.name.data, code=form.code.data, **said)


MERGE = Act("merge", _l("Sáp nhập"),
            _l("Đảng viên và đơn vị trực thuộc về đơn vị tiếp nhận; đơn vị kết thúc vẫn xem được với giấy tờ của nó."),
            _l("Sáp nhập"), _l("Đã sáp nhập."), MergeForm, _merging, _merged)
SPLIT = Act(
    "split", _l("Tách đơn vị"),
    _l("Lập một đơn vị mới bên cạnh và chọn những gì sang đó; phần còn lại ở nguyên."),
    _l("Tách"), _l("Đã tách thành đơn vị mới."), SplitForm,
    lambda actor, unit, form: services.plan_split(unit, form.kind_id.data, form.name.data, form.since.data),
    lambda actor, unit, form: services.split(
        actor, unit, kind_id=form.kind_id.data, name=form.name.data, code=form.code.data, since=form.since.data,
        decision=form.decision.data, chosen=form.chosen.data or []))
DISSOLVE = Act(
    "dissolve", _l("Giải thể"),
    _l("Đơn vị kết thúc. Khi còn đảng viên hoặc đơn vị trực thuộc, ghi rõ họ và chúng về đâu."),
    _l("Giải thể đơn vị"), _l("Đã giải thể đơn vị."), DissolveForm,
    lambda actor, unit, form: services.plan_dissolution(actor, unit, form.members_to.unit, form.children_to.unit,
                                                        form.since.data),
    lambda actor, unit, form: services.dissolve(actor, unit, since=form.since.data, decision=form.decision.data,
                                                members_to=form.members_to.unit, children_to=form.children_to.unit))


@bp.get("/to-chuc/<int:organization_id>/doi-ten", may=Organizations.CHANGE, of=queries.get)
def rename_form(unit: Organization) -> Response:
    """Ask for the new name."""
    return ask(RENAME, unit)


@bp.post("/to-chuc/<int:organization_id>/doi-ten", may=Organizations.CHANGE, of=queries.get)
def rename(unit: Organization) -> Response:
    """Rename."""
    return carry_out(RENAME, unit)


@bp.get("/to-chuc/<int:organization_id>/doi-loai", may=Organizations.CHANGE, of=queries.get)
def change_kind_form(unit: Organization) -> Response:
    """Ask for the new kind."""
    return ask(KIND, unit)


@bp.post("/to-chuc/<int:organization_id>/doi-loai", may=Organizations.CHANGE, of=queries.get)
def change_kind(unit: Organization) -> Response:
    """Change the kind."""
    return carry_out(KIND, unit)


@bp.get("/to-chuc/<int:organization_id>/doi-loai-ca-nhanh", may=Organizations.CHANGE, of=queries.get)
def renew_form(unit: Organization) -> Response:
    """Ask from which day the branch takes the newer kinds."""
    return ask(RENEW, unit)


@bp.post("/to-chuc/<int:organization_id>/doi-loai-ca-nhanh", may=Organizations.CHANGE, of=queries.get)
def renew(unit: Organization) -> Response:
    """Give the branch the newer kinds."""
    return carry_out(RENEW, unit)


@bp.get("/to-chuc/<int:organization_id>/chuyen", may=Organizations.REORDER, of=queries.get)
def move_form(unit: Organization) -> Response:
    """Ask where to."""
    return ask(MOVE, unit)


@bp.post("/to-chuc/<int:organization_id>/chuyen", may=Organizations.REORDER, of=queries.get)
def move(unit: Organization) -> Response:
    """Move."""
    return carry_out(MOVE, unit)


@bp.get("/to-chuc/<int:organization_id>/sap-nhap", may=Organizations.REORDER, of=queries.get)
def merge_form(unit: Organization) -> Response:
    """Ask with which unit and how."""
    return ask(MERGE, unit)


@bp.post("/to-chuc/<int:organization_id>/sap-nhap", may=Organizations.REORDER, of=queries.get)
def merge(unit: Organization) -> Response:
    """Merge."""
    return carry_out(MERGE, unit)


@bp.get("/to-chuc/<int:organization_id>/tach", may=Organizations.REORDER, of=queries.get)
def split_form(unit: Organization) -> Response:
    """Ask for the new unit and what goes there."""
    return ask(SPLIT, unit)


@bp.post("/to-chuc/<int:organization_id>/tach", may=Organizations.REORDER, of=queries.get)
def split(unit: Organization) -> Response:
    """Split."""
    return carry_out(SPLIT, unit)


@bp.get("/to-chuc/<int:organization_id>/giai-the", may=Organizations.REORDER, of=queries.get)
def dissolve_form(unit: Organization) -> Response:
    """Ask where people and units below go."""
    return ask(DISSOLVE, unit)


@bp.post("/to-chuc/<int:organization_id>/giai-the", may=Organizations.REORDER, of=queries.get)
def dissolve(unit: Organization) -> Response:
    """Dissolve."""
    return carry_out(DISSOLVE, unit)
