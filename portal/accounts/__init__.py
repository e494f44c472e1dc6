"""Accounts: who may sign in, and how they prove it (98-CV/ĐU; SECURITY, section 3).

tài khoản = account · số định danh = citizen id · phiên đăng nhập = session · mã kích hoạt = activation code
An account is `closed` → `open` (a one-time code waits for its first sign-in, until a set hour) → `active`
→ `locked`. No password equals the citizen id, and no digest of it is stored: `id/id` opens nothing.
"""
