"""The data map: what is kept about persons, why, where it comes from, who sees it, how long it stays.

Law in force since 01/01/2026: Luật 91/2025/QH15 and 356/2025/NĐ-CP (RULES, section 18). Lengths are settings of
the owner; rows carry the day from which they hold, so that a new length never rewrites an old promise.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.core.i18n import lazy_gettext as _l

VERSION = "2026-11"
SINCE = date(2026, 1, 1)
LAWS = "Luật 91/2025/QH15, 356/2025/NĐ-CP"


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of record."""

    what: Any
    why: Any
    source: Any
    seen_by: Any
    kept: Any
    valid_from: date = SINCE
    valid_to: date | None = None


MAP = [
    Kept(_l("Sơ lược đảng viên: họ tên, ngày sinh, giới tính, ngày vào Đảng, ngày chính thức, chi bộ"),
         _l("quản lý đảng viên, sinh hoạt chi bộ, thống kê (339-QĐ/TW)"),
         _l("danh sách đảng viên của cấp ủy; đảng viên đề nghị sửa"),
         _l("đảng viên đó; người phụ trách chi bộ và cấp trên được giao quyền"),
         _l("khi còn sinh hoạt; sau khi chuyển đi giữ phần lịch sử tổ chức")),
    Kept(_l("Số định danh, số thẻ đảng viên, điện thoại"), _l("tên tài khoản, đối chiếu dữ liệu, liên hệ"),
         _l("danh sách đảng viên của cấp ủy"), _l("luôn được che; mở từng số một, có ghi nhật ký"),
         _l("khi còn sinh hoạt; sau khi rời đi tài khoản đóng, 30 ngày sau điện thoại được xóa")),
    Kept(_l("Tệp đính kèm hồ sơ (không nhận ảnh giấy tờ tùy thân)"), _l("làm căn cứ cho hồ sơ đảng viên"),
         _l("đảng viên đó hoặc người phụ trách đơn vị"),
         _l("đảng viên đó; người ghi sổ của đơn vị đang sinh hoạt; mỗi lần mở có ghi nhật ký"),
         _l("đến khi đảng viên hoặc người phụ trách xóa")),
    Kept(_l("Trạng thái, chức vụ, nơi sinh hoạt theo thời gian"), _l("xác định quyền, cơ sở biểu quyết, báo cáo"),
         _l("quyết định của cấp ủy"), _l("như sơ lược đảng viên"), _l("lưu trữ lâu dài")),
    Kept(_l("Tài khoản: bản băm mật khẩu, phiên đăng nhập, lần đăng nhập"), _l("bảo vệ tài khoản"),
         _l("do hệ thống tạo"), _l("chủ tài khoản; người phụ trách chỉ thấy trạng thái"),
         _l("phiên đã kết thúc: 90 ngày; tài khoản: đến khi đóng")),
    Kept(_l("Ý kiến, phiếu, điểm danh, biên bản"), _l("sinh hoạt đảng, giải quyết kiến nghị"),
         _l("đảng viên và chi bộ"), _l("theo quy định của từng mục; tên được giấu khi người gửi chọn"),
         _l("tài liệu lưu trữ của chi bộ, không xóa theo yêu cầu")),
    Kept(_l("Nhật ký việc đã làm"), _l("truy vết, bảo vệ dữ liệu"), _l("do hệ thống ghi"),
         _l("người phụ trách đơn vị; mỗi người thấy phần về hồ sơ của mình"), _l("lưu trữ; không chứa số cá nhân")),
    Kept(_l("Tệp nhập danh sách"), _l("cập nhật danh sách đảng viên"), _l("người phụ trách gửi lên"),
         _l("người gửi và người phụ trách cùng đơn vị"), _l("đến khi nhập xong và hết hạn hoàn tác")),
    Kept(_l("Người giúp thao tác: ai giúp ai, từ ngày đến ngày, lý do"), _l("làm thay người không tự thao tác được"),
         _l("đảng viên đó hoặc bí thư chi bộ"), _l("hai người đó; bí thư, phó bí thư chi bộ"),
         _l("cùng nhật ký, để biết ai đã làm gì")),
    Kept(_l("Mã PIN trên máy dùng chung: bản băm, tên hiện trên máy"), _l("vào lại nhanh trong ca"),
         _l("chủ tài khoản đặt"), _l("tên: ai dùng máy đó; mã: không ai"), _l("dài nhất 24 giờ")),
    Kept(_l("Văn bản để xem sau, ghi chú riêng, danh sách và tìm kiếm đã lưu"), _l("tìm lại việc của mình"),
         _l("chủ tài khoản"), _l("chỉ chủ tài khoản"), _l("đến khi bạn xóa; lần mở văn bản: 12 tháng")),
]


def in_force(on: date) -> list[Kept]:
    """The rows that hold on a day."""
    return [row for row in MAP if row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)]
