"""Transfers of members and contact with the place of residence (RULES, sections 14 and 15); the working calendar.

chuyển sinh hoạt = transfer · chính thức = official · tạm thời = temporary · giấy giới thiệu = slip
sinh hoạt hai chiều = residence contact · nhận xét = remark · lịch làm việc = working calendar
A transfer is `asked` → `released` by the old cell → `accepted` or `returned` by the new; or `withdrawn` or `declined`
while only asked. From the release on the person is `transferring` (official) or `temporary_out`; the cell changes on
the effective day. A temporary stay keeps the membership at home and ends by its dates; nobody has to end it.
"""
