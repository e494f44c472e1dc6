"""Meetings: from the agenda template to the locked record (domain/RULES.md, sections 7 to 12).

sinh hoạt, cuộc họp = meeting · chương trình = agenda · triệu tập, mời = invitation · điểm danh = attendance, roll
biên bản = minutes (`notes`) · kết luận = conclusion · tài liệu họp = paper · ý kiến = opinion · bản lưu = revision
A meeting is `draft` (seen by those who prepare it) → `open` (the roster is frozen, members answer) →
`in_progress` (from the roll-call on) → `closed` (locked; reopening needs a reason), or `cancelled` with a reason.
"""
