"""What goes wrong, in words: errors that services raise and pages that answer them.

A page says what happened, why, what to do and whom to ask; never a traceback.
"""

from typing import Any

from portal.core.i18n import lazy_gettext as _l


class DomainError(Exception):
    """A rule refuses; `field` names the form field the sentence belongs to, if any."""

    status = 422

    def __init__(self, message: Any, field: str | None = None) -> None:
        super().__init__(str(field))
        self.message = message
        self.field = field


class Conflict(DomainError):
    """Somebody saved in between; `theirs` is what stands there now, by field."""

    status = 409

    def __init__(self, message: Any, theirs: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.theirs = theirs or {}


class NotAllowed(DomainError):
    """A right is missing; the message is the reason in words, `advice` says who could give it."""

    status = 403

    def __init__(self, message: Any, advice: Any = "") -> None:
        super().__init__(message)
        self.advice = advice


CLASHES: dict[str, tuple[str, Any]] = {}
"""Unique constraint name → (form field, sentence). Rooms add theirs in models.py."""

TITLES: dict[int, tuple[Any, Any, Any]] = {
    400: (_l("Biểu mẫu không dùng được"), _l("Biểu mẫu đã cũ hoặc bị hỏng trên đường truyền."),
          _l("Mở lại trang trước rồi gửi lại.")),
    401: (_l("Cần đăng nhập"), _l("Trang này chỉ dành cho người đã đăng nhập."), _l("Đăng nhập rồi mở lại trang.")),
    403: (_l("Bạn không làm được việc này"), _l("Tài khoản của bạn chưa được giao quyền này."),
          _l("Liên hệ Bí thư chi bộ hoặc văn phòng cấp ủy nếu cần.")),
    404: (_l("Không tìm thấy trang"), _l("Địa chỉ này không có, hoặc nội dung không dành cho bạn."),
          _l("Tìm trong ô tìm kiếm hoặc về Trang chủ.")),
    405: (_l("Thao tác không hợp lệ"), _l("Địa chỉ này không nhận thao tác vừa gửi."),
          _l("Về Trang chủ rồi thử lại.")),
    409: (_l("Nội dung đã có người sửa"), _l("Trong lúc bạn soạn, nội dung này đã được lưu bởi người khác."),
          _l("Mở lại trang để xem bản mới nhất.")),
    413: (_l("Tệp quá lớn"), _l("Tệp vừa gửi vượt giới hạn cho phép."),
          _l("Chọn tệp nhỏ hơn hoặc chia làm nhiều tệp.")),
    415: (_l("Không đọc được dữ liệu gửi lên"), _l("Dữ liệu gửi lên không đúng dạng."),
          _l("Mở lại trang rồi gửi lại.")),
    422: (_l("Chưa lưu được"), _l("Có chỗ cần sửa."), _l("Sửa lại rồi gửi.")),
    429: (_l("Thử quá nhiều lần"), _l("Máy chủ tạm dừng nhận từ bạn trong chốc lát."), _l("Chờ ít phút rồi thử lại.")),
    500: (_l("Máy chủ gặp lỗi"), _l("Việc vừa rồi chưa được lưu. Không phải lỗi của bạn."),
          _l("Thử lại sau ít phút. Nếu vẫn lỗi, báo mã bên dưới cho đường dây hỗ trợ.")),
    503: (_l("Máy chủ đang bận"), _l("Cơ sở dữ liệu tạm thời không trả lời. Việc vừa rồi chưa được lưu."),
          _l("Thử lại sau ít phút.")),
    507: (_l("Máy chủ hết chỗ lưu"), _l("Ổ đĩa máy chủ đã đầy. Việc vừa rồi chưa được lưu."),
          _l("Báo cho người quản trị hệ thống.")),
}
