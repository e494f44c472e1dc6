"""Rows of the chain of delegation (98-CV/ĐU; domain/RULES.md, section 6): who may give which role one step down.

Each row names the role that gives. "Các đồng chí có trách nhiệm phân quyền cho … cấp dưới": those who got the right at
step 2 (bí thư, phó bí thư, giúp việc) hand it on; for the Corporation its Ban Tổ chức, bí thư, phó bí thư do.
Step 0 is the Corporation itself: whoever keeps the administrator account (98-CV/ĐU, mục 1).
"""

from typing import Any

from portal.seeds.nomenclature import NEW, A, B

TOP, UPPER, COMMITTEE = "corporation_committee", "delegated_upper_committee", "grassroots_committee"
SECTION, CELL, LONE = "sectional_committee", "affiliated_cell", "grassroots_cell"
SUB_B, CELL_B = "sub_grassroots_committee", "cell"

HEADS = ["secretary", "deputy_secretary"]
OFFICERS = [*HEADS, "committee_office_staff"]
OF_CELL = ["secretary", "cell_committee_member"]
BY_TOP = ["organization_board", *HEADS]
BY_ADMINISTRATOR = ["administrator"]

OPEN = "deputy_secretary"
"""At step 4 the letter names only bí thư and chi ủy viên; a phó bí thư of a cell is open (RULES, 6.4)."""

ROWS: list[dict[str, Any]] = [
    {"step": step, "from_kind": source, "to_kind": target, "by_role": by, "role": role, "rule": rule,
     "confirmed": not (step == 4 and role == OPEN), "may_hide": role == "committee_office_staff",
     "valid_from": since, "valid_to": None}
    for step, source, target, by_roles, roles, rule, since in [
        (0, TOP, TOP, BY_ADMINISTRATOR, ["administrator", "organization_board", *OFFICERS], A, None),
        (1, TOP, UPPER, BY_TOP, OFFICERS, A, None),
        (2, TOP, COMMITTEE, BY_TOP, OFFICERS, A, None),
        (2, TOP, LONE, BY_TOP, OFFICERS, A, None),
        (2, UPPER, COMMITTEE, OFFICERS, OFFICERS, A, None),
        (2, UPPER, LONE, OFFICERS, OFFICERS, A, None),
        (3, COMMITTEE, SECTION, OFFICERS, HEADS, A, None),
        (4, COMMITTEE, CELL, OFFICERS, [*OF_CELL, OPEN], A, None),
        (4, SECTION, CELL, HEADS, [*OF_CELL, OPEN], A, None),
        (2, TOP, CELL_B, BY_TOP, OFFICERS, B, NEW),
        (2, UPPER, CELL_B, OFFICERS, OFFICERS, B, NEW),
        (3, COMMITTEE, SUB_B, OFFICERS, HEADS, B, NEW),
        (4, COMMITTEE, CELL_B, OFFICERS, [*OF_CELL, OPEN], B, NEW),
        (4, SUB_B, CELL_B, HEADS, [*OF_CELL, OPEN], B, NEW),
    ]
    for by in by_roles for role in roles
]
