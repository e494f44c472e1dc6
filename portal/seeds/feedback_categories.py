"""First rows of the categories of opinions: who handles, who reads, and in how many working days an answer is due.

`rule`: "superior" = the unit directly above the sender's cell (98-CV/ĐU for trouble with the portal itself),
"cell" = the sender's own cell. A private category is read by handlers only, whatever the sender chose.
Ten working days is a setting of the project (domain/TEXT.md, section 10), not of a letter; the owner may end a row
and begin another.
"""

from datetime import date
from typing import Any

SINCE = date(2026, 1, 1)

ROWS: list[dict[str, Any]] = [
    {"id": key, "place": place, "name": name, "about": about, "rule": rule, "is_private": private, "answer_days": 10,
     "valid_from": SINCE, "valid_to": None}
    for place, (key, name, about, rule, private) in enumerate([
        ("party_building", "Xây dựng Đảng, nghị quyết, chủ trương",
         "Góp ý với nghị quyết, quy định, chủ trương và cách làm của cấp ủy.", "superior", False),
        ("cell_life", "Sinh hoạt và công việc của chi bộ",
         "Góp ý về cuộc họp, phân công, nền nếp sinh hoạt của chi bộ mình.", "cell", False),
        ("work_and_life", "Việc làm, đời sống, an toàn",
         "Phản ánh điều kiện làm việc, an toàn chạy tàu, đời sống người lao động.", "superior", False),
        ("persons", "Phản ánh về cán bộ, đảng viên",
         "Việc riêng của một cán bộ, đảng viên.", "superior", True),
        ("portal", "Trục trặc của Sổ tay",
         "Lỗi, khó dùng, mất chức năng trên trang này; đơn vị cấp trên trực tiếp tiếp nhận (98-CV/ĐU).", "superior", False),
    ], start=1)
]
