"""Rights over the accounts of others: what one leads or serves; posts are kept from above, one's own by others."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select

from portal.accounts.api import Account
from portal.core import clock
from portal.core.actor import Actor
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import RULES, Right, anyone, fact
from portal.core.statements import per_actor, still
from portal.keeping.models import AccountRequest, Kept, SlipBatch
from portal.members.api import KEEPERS, PRESENT, Member, Membership, MemberState, on_day
from portal.organizations.api import HEADS, Organization, Role, below_path, covered

ACCOUNT_KEEPERS = KEEPERS | {Role.ADMINISTRATOR}
ONLY_FROM_ABOVE = HEADS | {Role.ORGANIZATION_BOARD, Role.OVERSEER}
"""Posts whose account the head of the same unit does not keep either."""


class Keeping(Right):
    """Rights over accounts of a unit."""

    ASK = "keeping:ask", _l("Xin cấp tài khoản"), _l("Gửi yêu cầu cấp tài khoản từ trang đăng nhập.")
    LIST = ("keeping:list", _l("Xem danh sách tài khoản"),
            _l("Xem tài khoản của đảng viên đơn vị mình phụ trách: chưa mở, đang dùng, bị khóa."))
    READ = "keeping:read", _l("Xem tài khoản của đảng viên"), _l("Xem tình trạng tài khoản của một đảng viên.")
    MANAGE = ("keeping:manage", _l("Giữ tài khoản của đảng viên"),
              _l("Mở, cấp lại mã, khóa, mở khóa, đóng tài khoản của đảng viên đơn vị mình phụ trách."))
    JUDGE = ("keeping:judge", _l("Duyệt yêu cầu cấp tài khoản"),
             _l("So với danh sách đảng viên, duyệt hoặc từ chối yêu cầu cấp tài khoản."))
    SLIPS = "keeping:slips", _l("Xem lại đợt phiếu"), _l("Xem một đợt phiếu mình đã tạo: ai đã dùng, ai chưa.")
    STRAYS = ("keeping:strays", _l("Xem tài khoản không ai phụ trách"),
              _l("Xem tài khoản không gắn hồ sơ đảng viên, hoặc của người hôm nay không thuộc chi bộ nào."))
    STOP_STRAY = ("keeping:stop_stray", _l("Khóa, đóng tài khoản không ai phụ trách"),
                  _l("Khóa, mở khóa hoặc đóng một tài khoản không có trong danh sách của người phụ trách nào."))
    RULE = ("keeping:rule", _l("Đặt quy định về tài khoản"),
            _l("Đặt số ngày cảnh báo, khóa; bật hoặc tắt cách mở theo 98-CV/ĐU."))


def keeps_accounts(actor: Actor, path: str) -> bool:
    """Leads or serves the unit at this path, or administers the system above it."""
    return actor.holds(KEEPERS, path) is not None or _administers(actor, path)


def _administers(actor: Actor, path: str) -> bool:
    return any(path.startswith(holding.path) for holding in actor.scopes({Role.ADMINISTRATOR}))


def kept_units(actor: Actor) -> ColumnElement[bool]:
    """Condition on Organization: the same sentence as `keeps_accounts`."""
    below = [below_path(holding.path) for holding in actor.scopes({Role.ADMINISTRATOR})]
    return or_(covered(actor, KEEPERS), *below)


def serves_the_top(actor: Actor) -> bool:
    """Keeps accounts at a unit with none above it: the office of the corporation's committee."""
    return any(holding.path.count("/") == 2 for holding in actor.scopes(ACCOUNT_KEEPERS))


def _stands_above(actor: Actor, role: str, path: str) -> bool:
    """Holds a keeper's role above the unit of a post, or heads the same unit where the post is a lesser one."""
    higher = any(holding.subtree and path.startswith(holding.path) and path != holding.path
                 for holding in actor.scopes(KEEPERS))
    return (higher or _administers(actor, path) or role == Role.ADMINISTRATOR
            or (role not in ONLY_FROM_ABOVE and actor.holds(HEADS, path) is not None))


@fact(_l("Chỉ người phụ trách một đơn vị xem được tài khoản của đảng viên."))
def keeps_some_accounts(actor: Actor, target: object) -> bool:
    """Leads or serves some unit, or administers the system."""
    return actor.holds_any(ACCOUNT_KEEPERS) is not None


@fact(_l("Đảng viên này không sinh hoạt tại đơn vị bạn phụ trách."))
def is_in_a_kept_unit(actor: Actor, target: Any) -> bool:
    """The member (or the member of an account) is active today in a unit whose accounts the actor keeps."""
    if isinstance(target, Kept):
        return keeps_accounts(actor, target.cell.path)
    here = target.membership_today
    return here is not None and keeps_accounts(actor, here.unit.path)


@fact(_l("Tài khoản của chính bạn do người phụ trách cấp trên mở, cấp lại mã hoặc khóa. "
         "Liên hệ văn phòng cấp ủy cấp trên."))
def is_of_somebody_else(actor: Actor, kept: Kept) -> bool:
    """Not the actor's own account."""
    return kept.account is None or kept.account.id != actor.account_id


@fact(_l("Tài khoản của quản trị hệ thống chỉ do một quản trị viên khác mở, cấp lại mã hoặc khóa."))
def is_no_administrator_or_by_one(actor: Actor, kept: Kept) -> bool:
    """An administrator's account is kept by administrators only."""
    held = any(role == Role.ADMINISTRATOR for role, _ in kept.posts)
    return not held or actor.holds_any({Role.ADMINISTRATOR}) is not None


@fact(_l("Đồng chí này giữ chức vụ hoặc vai trò: tài khoản do cấp trên của đơn vị đó mở, cấp lại mã hoặc khóa. "
         "Liên hệ văn phòng cấp ủy cấp trên."))
def stands_above_its_posts(actor: Actor, kept: Kept) -> bool:
    """Stands above each post and grant the owner of the account holds today."""
    return all(_stands_above(actor, role, path) for role, path in kept.posts)


@fact(_l("Yêu cầu này thuộc đơn vị khác."))
def lands_here(actor: Actor, request: AccountRequest) -> bool:
    """The loader starts from `readable_requests`; whoever reaches a request keeps some accounts."""
    return actor.holds_any(ACCOUNT_KEEPERS) is not None


@fact(_l("Đợt phiếu này do người khác tạo."))
def made_it(actor: Actor, batch: SlipBatch) -> bool:
    """The actor made these slips."""
    return actor.signed_in and batch.made_by == actor.account_id


@fact(_l("Chỉ quản trị hệ thống đặt được quy định về tài khoản. Liên hệ Ban Tổ chức Đảng ủy."))
def administers_the_system(actor: Actor, target: object) -> bool:
    """Holds the administrator's role."""
    return actor.holds_any({Role.ADMINISTRATOR}) is not None


@fact(_l("Tài khoản của chính bạn do một quản trị viên khác khóa hoặc đóng."))
def is_no_own_account(actor: Actor, account: Account) -> bool:
    """Another account than the actor's."""
    return account.id != actor.account_id


RULES |= {
    Keeping.ASK: [[anyone]],
    Keeping.LIST: [[keeps_some_accounts]],
    Keeping.READ: [[is_in_a_kept_unit]],
    Keeping.MANAGE: [[is_in_a_kept_unit, is_of_somebody_else, is_no_administrator_or_by_one, stands_above_its_posts]],
    Keeping.JUDGE: [[lands_here]],
    Keeping.SLIPS: [[made_it]],
    Keeping.STRAYS: [[administers_the_system]],
    Keeping.STOP_STRAY: [[administers_the_system, is_no_own_account]],
    Keeping.RULE: [[administers_the_system]],
}


def today(table: Any) -> ColumnElement[bool]:
    """Condition: the row of this member that is in force today."""
    return on_day(table, clock.today())


def on_the_rolls() -> Select[Any]:
    """Members active in some cell today, joined to cell and state, whoever asks: for counting. Nearly all are in one
    of these states, so no list begins from them."""
    return _on_the_rolls(clock.today())


@per_actor
def _on_the_rolls(day: date) -> Select[Any]:
    return (select(Member).select_from(Member).join(Membership, on_day(Membership, day))
            .join(Organization, Organization.id == Membership.unit_id).join(MemberState, on_day(MemberState, day))
            .where(still(MemberState.state).in_(PRESENT)))


def readable(actor: Actor) -> Select[Any]:
    """Members active today in units whose accounts the actor keeps, joined to cell and state."""
    return on_the_rolls().where(kept_units(actor))


def readable_requests(actor: Actor) -> Select[Any]:
    """Requests of members the actor keeps; those that fit nobody on the rolls go to the office of the top."""
    here = readable(actor).with_only_columns(Member.citizen_id)
    somebody = (select(Member.id).join(Membership, today(Membership)).join(MemberState, today(MemberState))
                .where(Member.citizen_id == AccountRequest.citizen_id, MemberState.state.in_(PRESENT)).exists())
    unmatched = ~somebody if serves_the_top(actor) else false()
    return select(AccountRequest).where(or_(AccountRequest.citizen_id.in_(here), unmatched))


def readable_batches(actor: Actor) -> Select[Any]:
    """Batches the actor made."""
    return select(SlipBatch).where(SlipBatch.made_by == actor.account_id)
