"""Organisations: the tree of the Party organisation and its kinds (domain/RULES.md, section 4).

đảng bộ = organisation · chi bộ = cell · đảng ủy = committee · kind = loại hình
Kinds and their allowed parents are rows with validity dates: two nomenclatures live side by side.
An organisation is in force from `valid_from` until `valid_to`; merged and renamed ones keep a link to
their successor. `path` (`/1/14/203/`) makes a subtree one indexed condition.
"""
