"""Notices: what waits for a person, in one list (G12).

thông báo = notice · đã đọc = read
A notice is written by the room it tells of (portal/core/notices.py) and is `unread` → `read`.
"""
