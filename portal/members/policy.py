"""Rights over the register: whoever leads or serves a unit sees its members; whoever stands above it keeps them.

Three circles: the cell committee reads, the cell's own office mends basic facts and uncovers numbers, an office from
above (a holding of a higher unit that reaches down) admits, changes numbers and states. A post gives its role's
rights, so it is written downwards only, and never for oneself.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.actor import Actor
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import RULES, Right, acts_for_oneself, fact, signed_in
from portal.core.statements import per_actor
from portal.members.models import (
    Disclosure,
    Member,
    Membership,
    MemberState,
    Position,
    SavedFilter,
    Selection,
    State,
    Stay,
)
from portal.organizations.api import CLERKS, HEADS, Organization, Role, covered

WRITERS = CLERKS | {Role.ORGANIZATION_BOARD}
"""Who writes in the register of a unit."""
KEEPERS = WRITERS | {Role.CELL_COMMITTEE_MEMBER}
"""Who reads it."""
OF_THE_TOP = frozenset({Role.ADMINISTRATOR, Role.ORGANIZATION_BOARD})
FROM_ABOVE = HEADS | {Role.INSPECTION_MEMBER}
"""Posts that give more than an office has: recorded by the unit above, which confirms them."""
_OTHER = aliased(Membership)
BASIC = ("full_name", "sex", "birth_date", "phone")
"""What the cell's own office may mend; the rest follows from decisions and is mended from above."""


class Members(Right):
    """Rights over members."""

    LIST = "members:list", _l("Xem danh sách đảng viên"), _l("Xem danh sách đảng viên của đơn vị mình phụ trách.")
    READ = ("members:read", _l("Xem hồ sơ đảng viên"),
            _l("Xem sơ lược một đảng viên, kể cả người đến sinh hoạt tạm thời; số định danh và điện thoại được che."))
    OWN = "members:own", _l("Xem hồ sơ của mình"), _l("Mở hồ sơ đảng viên của chính mình.")
    ADMIT = "members:admit", _l("Thêm đảng viên"), _l("Ghi người mới vào danh sách của các chi bộ bên dưới.")
    EDIT = ("members:edit", _l("Sửa hồ sơ"),
            _l("Sửa họ tên, ngày sinh, giới tính, điện thoại của đảng viên thuộc đơn vị mình phụ trách."))
    EDIT_WHOLE = ("members:edit_whole", _l("Sửa số và ngày trong hồ sơ"),
                  _l("Sửa số định danh, số thẻ, ngày vào Đảng, ngày chính thức; do cấp trên của chi bộ làm."))
    STATE = ("members:state", _l("Ghi trạng thái"),
             _l("Ghi trạng thái mới theo quyết định: chính thức, được miễn, đình chỉ, từ trần và trạng thái khác."))
    POST = ("members:post", _l("Ghi chức vụ"),
            _l("Ghi chức vụ tại đơn vị mình phụ trách hoặc đơn vị bên dưới, không ghi cho chính mình."))
    END_POST = "members:end_post", _l("Ghi thôi chức vụ"), _l("Ghi ngày thôi giữ một chức vụ mà mình được ghi.")
    REVEAL = ("members:reveal", _l("Mở số"),
              _l("Mở số định danh, số thẻ, điện thoại của từng người; mỗi lần mở đều được ghi lại."))
    HISTORY = ("members:history", _l("Xem lịch sử hồ sơ"),
               _l("Xem ai đã sửa hồ sơ, mở số, in hoặc xuất danh sách có người này."))
    PRINT_ONE = "members:print_one", _l("In hồ sơ"), _l("In sơ lược một đảng viên trên khổ A4; việc in được ghi lại.")
    PRINT = "members:print", _l("In danh sách"), _l("In danh sách đảng viên trên khổ A4; việc in được ghi lại.")
    PRINTED = "members:printed", _l("Xem bản in"), _l("Mở bản in mình vừa lập, trong một giờ.")
    EXPORT = ("members:export", _l("Xuất danh sách"),
              _l("Xuất danh sách đảng viên ra tệp XLSX hoặc CSV; việc xuất được ghi lại."))
    FILTER = "members:filter", _l("Bộ lọc đã lưu"), _l("Dùng và xóa bộ lọc mình đã lưu.")


def keeps(actor: Actor, path: str) -> bool:
    """Leads or serves the unit at this path."""
    return actor.holds(KEEPERS, path) is not None


def writes(actor: Actor, path: str) -> bool:
    """Writes in the register of the unit at this path."""
    return actor.holds(WRITERS, path) is not None


def writes_from_above(actor: Actor, path: str) -> bool:
    """Writes there by a holding of a higher unit."""
    return any(holding.path != path and holding.covers(path) for holding in actor.scopes(WRITERS))


def post_refusal(actor: Actor, member: Member, unit: Organization, role: str) -> Any:
    """Why the actor may not record, or end, this post of this person; None where he may."""
    if actor.account_id is not None and member.account_id == actor.account_id:
        return _l("Không ai tự ghi chức vụ cho mình. Người phụ trách ở cấp trên ghi.")
    if role in OF_THE_TOP:
        if actor.holds({Role.ADMINISTRATOR}, unit.path) is None:
            return _l("Vai trò này do quản trị hệ thống ghi.")
    elif role in FROM_ABOVE:
        runs_the_top = unit.parent_id is None and actor.holds({Role.ADMINISTRATOR}, unit.path) is not None
        if not runs_the_top and not writes_from_above(actor, unit.path):
            return _l("Chức vụ này do cấp trên trực tiếp của đơn vị ghi sau khi chuẩn y. Gửi đề nghị lên cấp trên.")
    elif not writes(actor, unit.path):
        return _l("Chỉ ghi được chức vụ tại đơn vị bạn phụ trách và các đơn vị bên dưới.")
    return None


@fact(_l("Chỉ người phụ trách một đơn vị xem được danh sách đảng viên."))
def keeps_a_register(actor: Actor, target: object) -> bool:
    """Leads or serves some unit."""
    return actor.holds_any(KEEPERS) is not None


@fact(_l("Chỉ bí thư, phó bí thư, văn phòng cấp ủy hoặc Ban Tổ chức làm được việc này."))
def writes_in_a_register(actor: Actor, target: object) -> bool:
    """Writes in the register of some unit."""
    return actor.holds_any(WRITERS) is not None


@fact(_l("Người mới do cấp ủy cấp trên của chi bộ ghi vào danh sách."))
def writes_for_units_below(actor: Actor, target: object) -> bool:
    """Writes in the registers of units below some unit."""
    return any(holding.subtree for holding in actor.scopes(WRITERS))


@fact(_l("Đây là hồ sơ của người khác."))
def is_own_record(actor: Actor, member: Member) -> bool:
    """The record of the actor, who is there in person: no helper reads it."""
    return actor.signed_in and actor.helped_by is None and member.account_id == actor.account_id


@fact(_l("Không ai tự ghi vào hồ sơ của mình. Người phụ trách khác ghi."))
def is_somebody_else(actor: Actor, target: Member | Position) -> bool:
    """The record of another person than the actor."""
    member = target.member if isinstance(target, Position) else target
    return actor.account_id is None or member.account_id != actor.account_id


@fact(_l("Đảng viên này không sinh hoạt tại đơn vị bạn phụ trách."))
def is_in_a_kept_unit(actor: Actor, member: Member) -> bool:
    """Active today, or last, in a unit the actor leads or serves."""
    return member.home is not None and keeps(actor, member.home.unit.path)


@fact(_l("Đảng viên này không sinh hoạt tạm thời tại đơn vị bạn phụ trách."))
def is_a_guest_in_a_kept_unit(actor: Actor, member: Member) -> bool:
    """Stays for a time in a unit the actor leads or serves; the cell at home keeps the record."""
    return actor.holds_any(KEEPERS) is not None and (stay := member.stay_today) is not None and keeps(
        actor, stay.unit.path)


@fact(_l("Chỉ bí thư, phó bí thư, văn phòng cấp ủy hoặc Ban Tổ chức phụ trách đơn vị này làm được."))
def is_in_a_written_unit(actor: Actor, member: Member) -> bool:
    """Active today, or last, in a unit where the actor writes."""
    return member.home is not None and writes(actor, member.home.unit.path)


@fact(_l("Việc này do cấp ủy cấp trên của chi bộ làm. Gửi đề nghị lên cấp trên."))
def is_kept_from_above(actor: Actor, member: Member) -> bool:
    """Active today, or last, in a unit below one where the actor writes."""
    return member.home is not None and writes_from_above(actor, member.home.unit.path)


@fact(_l("Chức vụ này do người khác phụ trách ghi."))
def may_record_this_post(actor: Actor, post: Position) -> bool:
    """The actor may record such a post of this person at this unit."""
    return post_refusal(actor, post.member, post.unit, post.role) is None


@fact(_l("Đây là của tài khoản khác."))
def is_of_own_account(actor: Actor, kept: Disclosure | SavedFilter | Selection) -> bool:
    """Made by the actor."""
    return actor.signed_in and kept.account_id == actor.account_id


RULES |= {
    Members.LIST: [[keeps_a_register]],
    Members.READ: [[is_own_record], [is_in_a_kept_unit], [is_a_guest_in_a_kept_unit]],
    Members.OWN: [[signed_in, acts_for_oneself]],
    Members.ADMIT: [[writes_for_units_below]],
    Members.EDIT: [[is_in_a_written_unit]],
    Members.EDIT_WHOLE: [[is_kept_from_above, is_somebody_else]],
    Members.STATE: [[is_kept_from_above, is_somebody_else]],
    Members.POST: [[is_in_a_written_unit, is_somebody_else]],
    Members.END_POST: [[is_somebody_else, may_record_this_post]],
    Members.REVEAL: [[is_own_record], [is_in_a_written_unit]],
    Members.HISTORY: [[is_own_record], [is_in_a_written_unit]],
    Members.PRINT_ONE: [[is_own_record], [is_in_a_kept_unit]],
    Members.PRINT: [[keeps_a_register]],
    Members.PRINTED: [[is_of_own_account]],
    Members.EXPORT: [[writes_in_a_register]],
    Members.FILTER: [[is_of_own_account]],
}


def readable(actor: Actor) -> Select[Member]:
    """Members active today, or last, in units the actor leads or serves, those who stay there for a time, and the
    actor's own record.

    Asked person by person (no list of all ids is made): one record and a page of a long list cost the same
    in a register of 8,000 as in one of 130,000.
    """
    return _readable(actor, clock.today(), guests=True)


def readable_at_home(actor: Actor) -> Select[Member]:
    """The same without those who stay for a time: whose record the actor's units keep, and the actor's own."""
    return _readable(actor, clock.today(), guests=False)


@per_actor
def _readable(actor: Actor, today: date, *, guests: bool) -> Select[Member]:
    if not actor.signed_in or actor.helped_by is not None:
        return select(Member).where(Member.id.is_(None))
    own = Member.account_id == actor.account_id
    if not actor.holds_any(KEEPERS):
        return select(Member).where(own)
    kept = [at_home_with(actor, KEEPERS), *([_guest_of(actor, today)] if guests else [])]
    return select(Member).where(or_(own, *kept))


def at_home_with(actor: Actor, roles: Collection[str]) -> ColumnElement[bool]:
    """Condition on Member: active today, or last, in a unit where the actor holds one of the roles."""
    today = clock.today()
    return (exists().where(Membership.member_id == Member.id, Membership.valid_from <= today,
                           Membership.unit_id == Organization.id, covered(actor, roles), _is_home(today))
            .correlate(Member))


def _guest_of(actor: Actor, today: date) -> ColumnElement[bool]:
    return (exists().where(
        Stay.member_id == Member.id, Stay.valid_from <= today, Stay.valid_to >= today,
        Stay.unit_id == Organization.id, covered(actor, KEEPERS),
        MemberState.member_id == Member.id, MemberState.state == State.TEMPORARY_OUT, MemberState.valid_from <= today,
        or_(MemberState.valid_to.is_(None), MemberState.valid_to >= today)).correlate(Member))


def _is_home(today: Any) -> Any:
    """Condition on Membership, begun by today: in force, or ended while none is in force and none began later."""
    later = exists().where(
        _OTHER.member_id == Membership.member_id, _OTHER.valid_from <= today,
        or_(_OTHER.valid_to.is_(None), _OTHER.valid_to >= today, _OTHER.valid_from > Membership.valid_from,
            and_(_OTHER.valid_from == Membership.valid_from, _OTHER.id > Membership.id)))
    return or_(Membership.valid_to.is_(None), Membership.valid_to >= today, ~later)
