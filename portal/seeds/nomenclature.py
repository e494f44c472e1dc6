"""First rows of the rule tables: kinds of organisation, allowed parents, steps of delegation.

Both nomenclatures of domain/RULES.md section 4 stand side by side; each row has its dates and its rule.
From 26/7/2026 the second may be used; the first has no end yet (the owner sets it).
"""

from datetime import date
from typing import Any

NEW = date(2026, 7, 26)
A, B = "98-CV/ĐU", "208-QĐ/TW"

KINDS: list[dict[str, Any]] = [
    {"id": key, "name": name, "is_cell": cell, "rule": rule, "valid_from": since, "valid_to": None}
    for key, name, cell, rule, since in [
        ("corporation_committee", "Đảng bộ Tổng công ty", False, A, None),
        ("delegated_upper_committee", "Đảng bộ thí điểm giao quyền cấp trên cơ sở", False, A, None),
        ("grassroots_committee", "Đảng bộ cơ sở", False, A, None),
        ("sectional_committee", "Đảng bộ bộ phận", False, A, None),
        ("grassroots_cell", "Chi bộ cơ sở", True, A, None),
        ("affiliated_cell", "Chi bộ trực thuộc", True, A, None),
        ("party_group", "Tổ đảng", False, "practice", None),
        ("sub_grassroots_committee", "Đảng bộ trực thuộc cơ sở", False, B, NEW),
        ("cell", "Chi bộ", True, B, NEW),
    ]
]

PARENTS: list[dict[str, Any]] = [
    {"kind_id": kind, "parent_id": parent, "valid_from": since, "valid_to": None}
    for kind, parents, since in [
        ("delegated_upper_committee", ["corporation_committee"], None),
        ("grassroots_committee", ["corporation_committee", "delegated_upper_committee"], None),
        ("sectional_committee", ["grassroots_committee"], None),
        ("grassroots_cell", ["corporation_committee", "delegated_upper_committee"], None),
        ("affiliated_cell", ["grassroots_committee", "sectional_committee"], None),
        ("party_group", ["grassroots_cell", "affiliated_cell", "cell"], None),
        ("sub_grassroots_committee", ["grassroots_committee"], NEW),
        ("cell", ["corporation_committee", "delegated_upper_committee", "grassroots_committee",
                  "sub_grassroots_committee"], NEW),
    ]
    for parent in parents
]

STEPS: list[dict[str, Any]] = [
    {"step": step, "from_kind": source, "to_kind": target, "role": role, "rule": A, "valid_from": None, "valid_to": None}
    for step, source, target, roles in [
        (1, "corporation_committee", "delegated_upper_committee",
         ["secretary", "deputy_secretary", "committee_office_staff"]),
        (2, "corporation_committee", "grassroots_committee", ["secretary", "deputy_secretary", "committee_office_staff"]),
        (2, "corporation_committee", "grassroots_cell", ["secretary", "deputy_secretary", "committee_office_staff"]),
        (2, "delegated_upper_committee", "grassroots_committee",
         ["secretary", "deputy_secretary", "committee_office_staff"]),
        (2, "delegated_upper_committee", "grassroots_cell", ["secretary", "deputy_secretary", "committee_office_staff"]),
        (3, "grassroots_committee", "sectional_committee", ["secretary", "deputy_secretary"]),
        (4, "grassroots_committee", "affiliated_cell", ["secretary", "cell_committee_member"]),
        (4, "sectional_committee", "affiliated_cell", ["secretary", "cell_committee_member"]),
    ]
    for role in roles
]

# What follows came later: the first migration must go on writing the rows above just as they stand.

BODIES: dict[str, tuple[str, bool, str | None]] = {
    "corporation_committee": ("Đảng ủy, ban thường vụ", True, None),
    "delegated_upper_committee": ("Đảng ủy", True, None),
    "grassroots_committee": ("Đảng ủy cơ sở, ban thường vụ, ủy ban kiểm tra", True, None),
    "sectional_committee": ("Đảng ủy bộ phận", True, "sub_grassroots_committee"),
    "grassroots_cell": ("Chi ủy, hoặc chỉ bí thư", True, "cell"),
    "affiliated_cell": ("Chi ủy, hoặc chỉ bí thư", True, "cell"),
    "party_group": ("Tổ trưởng", False, None),
    "sub_grassroots_committee": ("Đảng ủy", True, None),
    "cell": ("Chi ủy, hoặc chỉ bí thư", True, None),
}
"""Kind → leading body, whether it has a secretary, and the kind that takes its place (208-QĐ/TW)."""

THRESHOLDS: list[dict[str, Any]] = [
    {"key": key, "number": number, "rule": rule, "valid_from": None, "valid_to": None}
    for key, number, rule in [
        ("fewest_official", 3, "Điều lệ Đảng"),
        ("committee_from", 9, "294-QĐ/TW"),
        ("cell_below", 30, "Điều lệ Đảng, điều 21"),
        ("term_years", 5, "294-QĐ/TW"),
    ]
]
