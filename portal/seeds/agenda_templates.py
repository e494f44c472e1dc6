"""First rows of the rule tables of meetings: kinds, agenda templates, lengths and thresholds.

From domain/RULES.md, sections 7 to 9 and 12. Each row has its dates, its rule and how sure it is (`mark`);
none is a constant in code. `bodies` says who is summoned: in a cell, in a committee; an empty list of
roles means every member of the cell, a missing key that the kind is not held there.
"""

from typing import Any

CELL_COMMITTEE = ["secretary", "deputy_secretary", "cell_committee_member"]
STANDING = ["secretary", "deputy_secretary", "standing_member"]
COMMITTEE = [*STANDING, "committee_member"]
CHARTER, GUIDE = "Điều lệ Đảng 24.2", "42-HD/BTCTW"

KINDS: list[dict[str, Any]] = [
    {"id": key, "name": name, "bodies": bodies, "rank": rank, "rule": rule, "mark": mark, "valid_from": None, "valid_to": None}
    for rank, (key, name, bodies, rule, mark) in enumerate([
        ("cell_regular", "Sinh hoạt chi bộ thường kỳ", {"cell": []}, CHARTER, "second-hand"),
        ("cell_thematic", "Sinh hoạt chuyên đề", {"cell": []}, GUIDE, "second-hand"),
        ("cell_committee_meeting", "Họp chi ủy", {"cell": CELL_COMMITTEE}, GUIDE, "digest"),
        ("committee_plenary", "Hội nghị ban chấp hành đảng bộ", {"committee": COMMITTEE}, "98-CV/ĐU", "letter"),
        ("standing_committee_meeting", "Họp ban thường vụ", {"committee": STANDING}, "339-QĐ/TW", "digest"),
        ("extraordinary", "Họp bất thường", {"cell": [], "committee": COMMITTEE}, "", "second-hand"),
        ("annual_review", "Kiểm điểm, đánh giá, xếp loại cuối năm", {"cell": [], "committee": COMMITTEE}, "366-QĐ/TW", "digest"),
        ("admission_ceremony", "Lễ kết nạp đảng viên", {"cell": []}, "208-QĐ/TW", "second-hand"),
        ("resolution_study", "Học tập, quán triệt nghị quyết", {"cell": [], "committee": COMMITTEE}, "98-CV/ĐU", "letter"),
        ("congress", "Đại hội", {"cell": []}, "294-QĐ/TW", "digest"),
    ], start=1)
]

REGULAR = [
    ("Tuyên bố lý do, giới thiệu đại biểu; cử thư ký cuộc họp", 3),
    ("Điểm danh: có mặt, vắng có lý do, vắng không có lý do", 3),
    ("Tình hình đóng đảng phí; thông qua chương trình", 4),
    ("Bí thư báo cáo nội dung chi ủy chuẩn bị: kết quả tháng trước, nhiệm vụ tháng tới", 15),
    ("Đảng viên báo cáo kết quả thực hiện nhiệm vụ được giao", 15),
    ("Thông tin, định hướng tư tưởng về những vấn đề mới, phức tạp", 10),
    ("Thảo luận; tự phê bình và phê bình", 20),
    ("Biểu dương, nhắc nhở đảng viên", 3),
    ("Tổng hợp ý kiến; giao nhiệm vụ và thời hạn; trả lời kiến nghị", 7),
    ("Kết luận; biểu quyết nghị quyết (nếu có)", 5),
    ("Tự chấm điểm, xếp loại buổi sinh hoạt", 2),
    ("Thư ký thông qua biên bản", 3),
]
THEMATIC = [
    ("Tuyên bố lý do; điểm danh; cử thư ký cuộc họp", 5),
    ("Nêu mục đích, yêu cầu của chuyên đề", 10),
    ("Trình bày chuyên đề", 25),
    ("Thảo luận", 35),
    ("Đánh giá, kết luận; giao nhiệm vụ và thời hạn", 10),
    ("Phân công hoàn thiện, đăng tải và báo cáo chuyên đề", 5),
]
COUNCIL = [
    ("Điểm danh; thông qua chương trình", 5),
    ("Đánh giá kết quả thực hiện nhiệm vụ tháng trước", 20),
    ("Bàn nhiệm vụ tháng tới", 20),
    ("Vấn đề cần thảo luận, biểu quyết", 30),
    ("Chuẩn bị nội dung, dự thảo nghị quyết buổi sinh hoạt", 10),
    ("Kết luận; thông qua biên bản", 5),
]
STUDY = [
    ("Ổn định tổ chức; điểm danh", 5),
    ("Quán triệt nội dung nghị quyết", 50),
    ("Thảo luận, liên hệ với nhiệm vụ của đơn vị", 25),
    ("Kết luận; giao viết thu hoạch, nhiệm vụ và thời hạn", 10),
]
REVIEW = [
    ("Tuyên bố lý do; điểm danh; cử thư ký cuộc họp", 10),
    ("Báo cáo kiểm điểm của tập thể; thảo luận, góp ý", 40),
    ("Cá nhân tự kiểm điểm; tập thể góp ý", 60),
    ("Đề xuất, biểu quyết xếp loại", 20),
    ("Kết luận; thông qua biên bản", 10),
]
GENERAL = [
    ("Tuyên bố lý do; điểm danh; cử thư ký cuộc họp", 10),
    ("Nội dung chính", 50),
    ("Thảo luận, biểu quyết", 20),
    ("Kết luận; thông qua biên bản", 10),
]

TEMPLATES: list[dict[str, Any]] = [
    {"kind_id": kind, "items": [{"title": title, "minutes": minutes} for title, minutes in items], "rule": rule, "mark": mark,
     "valid_from": None, "valid_to": None}
    for kind, items, rule, mark in [
        ("cell_regular", REGULAR, GUIDE, "second-hand"),
        ("cell_thematic", THEMATIC, GUIDE, "second-hand"),
        ("cell_committee_meeting", COUNCIL, GUIDE, "digest"),
        ("committee_plenary", COUNCIL, "", "project"),
        ("standing_committee_meeting", COUNCIL, "", "project"),
        ("extraordinary", GENERAL, "", "project"),
        ("annual_review", REVIEW, "366-QĐ/TW", "project"),
        ("admission_ceremony", GENERAL, "", "project"),
        ("resolution_study", STUDY, "", "project"),
        ("congress", GENERAL, "", "project"),
    ]
]

RULES: list[dict[str, Any]] = [
    {"key": key, "kind_id": kind, "value": value, "out_of": out_of, "rule": rule, "mark": mark, "valid_from": None, "valid_to": None}
    for key, kind, value, out_of, rule, mark in [
        ("quorum", None, 2, 3, "quy chế làm việc của chi bộ", "practice"),
        ("shortest_minutes", "cell_regular", 90, 1, GUIDE, "digest"),
        ("shortest_minutes", "cell_thematic", 90, 1, GUIDE, "digest"),
        ("papers_days", None, 1, 1, GUIDE, "digest"),
    ]
]
