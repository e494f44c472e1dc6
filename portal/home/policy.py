"""Rights over the home page, search and operations."""

from sqlalchemy import Select, false, select

from portal.core.actor import Actor
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import RULES, Right, anyone, fact, sees_with_own_eyes, signed_in
from portal.home.models import SavedSearch
from portal.organizations.api import Role


class Home(Right):
    """Rights over pages that belong to nobody else."""

    OPEN = "home:open", _l("Mở Trang chủ"), _l("Xem việc của tôi hôm nay và những gì mới nhất.")
    SEARCH = "home:search", _l("Tìm kiếm"), _l("Tìm trong những gì mình được đọc.")
    SAVE = ("home:save", _l("Lưu tìm kiếm"),
            _l("Lưu một tìm kiếm dưới một tên, xem các tìm kiếm đã lưu của mình."))
    KEEP = "home:keep", _l("Sửa tìm kiếm đã lưu"), _l("Mở, đổi tên, xóa một tìm kiếm mà chính mình đã lưu.")
    HEALTH = "home:health", _l("Xem tình trạng máy chủ"), _l("Hỏi máy chủ có đang chạy không.")
    PREFER = "home:prefer", _l("Chọn ngôn ngữ và cỡ chữ"), _l("Đổi ngôn ngữ và cỡ chữ của mình.")
    OPERATE = "home:operate", _l("Vận hành"), _l("Xem hàng đợi việc, chỉ mục tìm kiếm và dựng lại chỉ mục.")


@fact(_l("Chỉ người quản trị hệ thống vận hành được máy chủ."))
def administers(actor: Actor, target: object) -> bool:
    """Keeps the administrator account."""
    return actor.holds_any({Role.ADMINISTRATOR}) is not None


@fact(_l("Tìm kiếm này của người khác."))
def is_own(actor: Actor, target: SavedSearch) -> bool:
    """The actor saved it."""
    return target.account_id == actor.account_id


RULES |= {
    Home.OPEN: [[signed_in]],
    Home.SEARCH: [[signed_in]],
    Home.SAVE: [[signed_in, sees_with_own_eyes]],
    Home.KEEP: [[signed_in, sees_with_own_eyes, is_own]],
    Home.HEALTH: [[anyone]],
    Home.PREFER: [[anyone]],
    Home.OPERATE: [[administers]],
}


def readable(actor: Actor) -> Select[SavedSearch]:
    """The actor's own saved searches; none while somebody looks on."""
    own = SavedSearch.account_id == actor.account_id if actor.signed_in and sees_with_own_eyes(actor) else false()
    return select(SavedSearch).where(own)
