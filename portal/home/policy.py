"""Rights over the home page, search and operations."""

from portal.core.actor import Actor
from portal.core.i18n import lazy_gettext as _l
from portal.core.policy import RULES, Right, anyone, fact, signed_in
from portal.organizations.api import Role


class Home(Right):
    """Rights over pages that belong to nobody else."""

    OPEN = "home:open", _l("Mở Trang chủ"), _l("Xem việc của tôi hôm nay và những gì mới nhất.")
    SEARCH = "home:search", _l("Tìm kiếm"), _l("Tìm trong những gì mình được đọc.")
    HEALTH = "home:health", _l("Xem tình trạng máy chủ"), _l("Hỏi máy chủ có đang chạy không.")
    PREFER = "home:prefer", _l("Chọn ngôn ngữ và cỡ chữ"), _l("Đổi ngôn ngữ và cỡ chữ của mình.")
    OPERATE = "home:operate", _l("Vận hành"), _l("Xem hàng đợi việc, chỉ mục tìm kiếm và dựng lại chỉ mục.")


@fact(_l("Chỉ người quản trị hệ thống vận hành được máy chủ."))
def administers(actor: Actor, target: object) -> bool:
    """Keeps the administrator account."""
    return actor.holds_any({Role.ADMINISTRATOR}) is not None


RULES |= {
    Home.OPEN: [[signed_in]],
    Home.SEARCH: [[signed_in]],
    Home.HEALTH: [[anyone]],
    Home.PREFER: [[anyone]],
    Home.OPERATE: [[administers]],
}
