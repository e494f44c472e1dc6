"""The first rows of the clocks (TEXT, section 10) and of the grounds of exemption from the residence contact.

`confirmed` is false where the length, the kind of day or the rule is known at second hand or set by the project.
"""

from typing import Any


def _clock(key: str, label: str, length: int, kind: str, rule: str, confirmed: bool = False) -> dict[str, Any]:
    return {"key": key, "label": label, "length": length, "kind": kind, "rule": rule, "confirmed": confirmed}


CLOCKS: list[dict[str, Any]] = [
    _clock("probation", "Thời gian dự bị", 12, "month", "Điều lệ Đảng", True),
    _clock("recognition", "Chi bộ xét công nhận chính thức sau khi hết dự bị", 30, "working", "Quy định thi hành Điều lệ"),
    _clock("admission_ceremony", "Tổ chức lễ kết nạp sau khi nhận quyết định", 30, "working", "208-QĐ/TW"),
    _clock("transfer_official", "Hoàn thành chuyển sinh hoạt chính thức", 60, "working",
           "Hướng dẫn chuyển sinh hoạt đảng", True),
    _clock("transfer_slip", "Xuất trình giấy giới thiệu với chi bộ mới", 30, "working",
           "Hướng dẫn chuyển sinh hoạt đảng", True),
    _clock("temporary_shortest", "Sinh hoạt tạm thời, ngắn nhất", 3, "month", "Thông lệ"),
    _clock("temporary_longest", "Sinh hoạt tạm thời, phải dưới", 12, "month", "Thông lệ"),
    _clock("temporary_notice", "Báo trước khi hết hạn sinh hoạt tạm thời", 14, "day", "Quy ước của phần mềm"),
    _clock("data_request", "Trả lời yêu cầu về dữ liệu cá nhân", 2, "working", "356/2025/NĐ-CP", True),
    _clock("data_request_done", "Thực hiện yêu cầu về dữ liệu cá nhân", 20, "day", "356/2025/NĐ-CP"),
    _clock("data_breach", "Thông báo sự cố lộ dữ liệu cá nhân", 72, "hour", "Luật 91/2025/QH15"),
    _clock("meeting_papers", "Gửi tài liệu trước cuộc họp", 1, "day", "42-HD/BTCTW"),
    _clock("meeting_resolution", "Đăng nghị quyết sau cuộc họp", 2, "day", "42-HD/BTCTW"),
    _clock("opinion_answer", "Trả lời ý kiến góp ý", 10, "working", "Quy ước của phần mềm"),
    _clock("residence_meeting", "Cấp ủy nơi cư trú gặp đảng viên", 6, "month", "213-QĐ/TW", True),
    _clock("residence_code", "Mã ghi nhận xét trên giấy giới thiệu còn dùng được", 60, "day", "Quy ước của phần mềm"),
]

GROUNDS: list[dict[str, Any]] = [
    {"name": "Công tác lưu động theo tàu, theo công trình", "rule": "213-QĐ/TW, 33-HD/BTCTW", "confirmed": False},
    {"name": "Điều trị bệnh dài ngày", "rule": "33-HD/BTCTW", "confirmed": False},
    {"name": "Đi công tác, học tập xa nơi cư trú dài ngày", "rule": "33-HD/BTCTW", "confirmed": False},
    {"name": "Lý do khác, ghi rõ ở ô ghi chú", "rule": "Quy ước của phần mềm", "confirmed": False},
]
