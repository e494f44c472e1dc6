"""Keeping accounts: whoever leads or serves a unit opens, renews, locks and closes its members' accounts (98-CV/ĐU).

phiếu đăng nhập = slip · đợt phiếu = batch · yêu cầu cấp tài khoản = request · mở = open · cấp lại = reset ·
khóa = lock · đóng = close · lâu không dùng = unused · chờ xác nhận = unconfirmed
What a keeper sees of an account is its status: none → new → open (a slip is out) → active → unused → locked, or
closed. Codes live only in the answer that shows the slips. Nobody keeps the own account; that of one who holds a
post is kept from the level above, an administrator's by another administrator.
"""
