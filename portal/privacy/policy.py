"""Rights over personal data: one's own, the requests of those one keeps, and incidents."""

from sqlalchemy import Select, or_, select

from portal.core import clock
from portal.core.actor import Actor
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import RULES, Right, anyone, fact, sees_with_own_eyes, signed_in
from portal.members.api import KEEPERS, Membership
from portal.organizations.api import Role, covered_ids
from portal.privacy.models import DataRequest, Stage

OFFICERS = KEEPERS - {Role.CELL_COMMITTEE_MEMBER}
"""Who answers requests: leads or serves the cell of the asker, or a unit above by grant."""
GUARDIANS = frozenset({Role.ORGANIZATION_BOARD, Role.ADMINISTRATOR})


class Privacy(Right):
    """Rights over personal data."""

    NOTICE = "privacy:notice", _l("Đọc thông báo về dữ liệu cá nhân"), _l("Đọc dữ liệu nào được giữ, để làm gì.")
    OWN = ("privacy:own", _l("Dữ liệu của tôi"),
           _l("Xem, tải về dữ liệu về mình; xem ai mở được hồ sơ; yêu cầu sửa hoặc xóa."))
    QUEUE = ("privacy:queue", _l("Xem yêu cầu về dữ liệu"),
             _l("Xem các yêu cầu về dữ liệu của đảng viên tại đơn vị mình phụ trách."))
    ANSWER = "privacy:answer", _l("Trả lời yêu cầu về dữ liệu"), _l("Trả lời và kết thúc một yêu cầu về dữ liệu.")
    READ = ("privacy:read", _l("Xem một yêu cầu về dữ liệu"),
            _l("Mở một yêu cầu của mình hoặc của người mình phụ trách."))
    INCIDENTS = ("privacy:incidents", _l("Sự cố dữ liệu"),
                 _l("Mở và theo dõi sự cố lộ dữ liệu, xem danh sách người bị ảnh hưởng."))


@fact(_l("Chỉ người phụ trách một đơn vị xem được yêu cầu về dữ liệu của đơn vị đó."))
def keeps_somebody(actor: Actor, target: object) -> bool:
    """Leads or serves some unit."""
    return actor.holds_any(OFFICERS) is not None


@fact(_l("Yêu cầu về dữ liệu của chính bạn do người khác trả lời."))
def is_not_the_asker(actor: Actor, request: DataRequest) -> bool:
    """Nobody answers their own request."""
    return request.account_id != actor.account_id


@fact(_l("Yêu cầu này đã kết thúc."))
def is_not_closed(actor: Actor, request: DataRequest) -> bool:
    """The request waits for an answer, or for being carried out."""
    return request.stage in (Stage.OPEN, Stage.ANSWERED)


@fact(_l("Chỉ Ban Tổ chức hoặc người quản trị hệ thống ghi sự cố dữ liệu."))
def guards_the_data(actor: Actor, target: object) -> bool:
    """Keeps the system for the whole organisation."""
    return actor.holds_any(GUARDIANS) is not None


RULES |= {
    Privacy.NOTICE: [[anyone]],
    Privacy.OWN: [[signed_in, sees_with_own_eyes]],
    Privacy.READ: [[signed_in, sees_with_own_eyes]],
    Privacy.QUEUE: [[keeps_somebody]],
    Privacy.ANSWER: [[keeps_somebody, is_not_the_asker, is_not_closed]],
    Privacy.INCIDENTS: [[guards_the_data]],
}


def readable(actor: Actor) -> Select[DataRequest]:
    """The actor's own requests, and those of members active today in units the actor leads or serves."""
    today = clock.today()
    kept = select(Membership.member_id).where(
        Membership.unit_id.in_(covered_ids(actor, OFFICERS)), Membership.valid_from <= today,
        or_(Membership.valid_to.is_(None), Membership.valid_to >= today))
    return select(DataRequest).where(or_(DataRequest.account_id == actor.account_id, DataRequest.member_id.in_(kept)))
