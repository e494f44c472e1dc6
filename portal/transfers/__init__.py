"""Transfers of members and contact with the place of residence (RULES, sections 14 and 15).

chuyển sinh hoạt = transfer · chính thức = official · tạm thời = temporary · sinh hoạt hai chiều = residence contact
A transfer is `asked` → `released` → `accepted` or `returned`; or `withdrawn`.
"""
