"""Rights over personal data: one's own, the requests of those one keeps, and incidents."""

from sqlalchemy import Select, or_, select

from portal.core import clock
from portal.core.actor import Actor
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import RULES, Right, anyone, fact, sees_with_own_eyes, signed_in
from portal.members.api import KEEPERS, WRITERS, Member, Membership, at_home_with, is_own_record, writes
from portal.organizations.api import Role, in_covered
from portal.privacy.models import DataRequest, MemberFile, Stage

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


class Files(Right):
    """Rights over the files beside a record."""

    LIST = ("files:list", _l("Xem tệp đính kèm hồ sơ"),
            _l("Xem, mở tệp đính kèm một hồ sơ: người có hồ sơ và người ghi sổ của đơn vị người đó; mỗi lần mở được "
               "ghi lại."))
    ADD = ("files:add", _l("Đính kèm tệp vào hồ sơ"),
           _l("Đính kèm giấy tờ của đảng viên; không nhận ảnh giấy tờ tùy thân."))
    OPEN = "files:open", _l("Mở tệp đính kèm hồ sơ"), _l("Tải về một tệp đính kèm; việc mở được ghi lại.")
    REMOVE = "files:remove", _l("Xóa tệp đính kèm hồ sơ"), _l("Xóa hẳn một tệp đính kèm khỏi kho.")


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


@fact(_l("Chỉ người có hồ sơ và bí thư, phó bí thư, văn phòng cấp ủy, Ban Tổ chức phụ trách đơn vị người đó xem được "
         "tệp đính kèm."))
def writes_where_the_person_is(actor: Actor, target: Member | MemberFile) -> bool:
    """Writes in the register of the unit where the person is active today, or was last."""
    home = _person(target).home
    return home is not None and writes(actor, home.unit.path)


@fact(_l("Đây là tệp của người khác."))
def is_about_me(actor: Actor, target: Member | MemberFile) -> bool:
    """The file, or the record, is the actor's own."""
    return is_own_record(actor, _person(target))


@fact(_l("Tệp này do người phụ trách đính kèm. Muốn xóa, gửi yêu cầu ở trang Dữ liệu của tôi."))
def added_it(actor: Actor, file: MemberFile) -> bool:
    """The actor put it there."""
    return file.added_by == actor.account_id


ABOUT_THE_PERSON = [[writes_where_the_person_is, sees_with_own_eyes], [is_about_me, sees_with_own_eyes]]
RULES |= {
    Files.LIST: ABOUT_THE_PERSON,
    Files.ADD: ABOUT_THE_PERSON,
    Files.OPEN: ABOUT_THE_PERSON,
    Files.REMOVE: [[is_about_me, added_it, sees_with_own_eyes], [writes_where_the_person_is, sees_with_own_eyes]],
    Privacy.NOTICE: [[anyone]],
    Privacy.OWN: [[signed_in, sees_with_own_eyes]],
    Privacy.READ: [[signed_in, sees_with_own_eyes]],
    Privacy.QUEUE: [[keeps_somebody, sees_with_own_eyes]],
    Privacy.ANSWER: [[keeps_somebody, is_not_the_asker, is_not_closed]],
    Privacy.INCIDENTS: [[guards_the_data]],
}


def readable(actor: Actor) -> Select[DataRequest]:
    """The actor's own requests, and those of members active today in units the actor leads or serves."""
    today = clock.today()
    kept = select(Membership.member_id).where(
        in_covered(actor, OFFICERS, Membership.unit_id), Membership.valid_from <= today,
        or_(Membership.valid_to.is_(None), Membership.valid_to >= today))
    return select(DataRequest).where(or_(DataRequest.account_id == actor.account_id, DataRequest.member_id.in_(kept)))


def readable_files(actor: Actor) -> Select[MemberFile]:
    """The actor's own files, and those of people active today, or last, in units where the actor writes; seen with
    one's own eyes only."""
    found = select(MemberFile).join(Member, Member.id == MemberFile.member_id)
    if not actor.signed_in or not actor.in_person:
        return found.where(MemberFile.id.is_(None))
    own = Member.account_id == actor.account_id
    return found.where(or_(own, at_home_with(actor, WRITERS)) if actor.holds_any(WRITERS) else own)


def _person(target: Member | MemberFile) -> Member:
    return target.member if isinstance(target, MemberFile) else target
