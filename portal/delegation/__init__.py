"""Delegation (phân quyền): rights handed down the chain, step by step (98-CV/ĐU; RULES, section 6).

phân quyền = grant · thu hồi = revoke · bước = step · đơn vị = unit · vai trò = role · thay = substitute ·
xem với tư cách = viewing · người giúp thao tác = help
A grant gives an account one role at one unit, from–to, out of a post or another grant of whoever gave it. States:
chờ xác nhận (pending) → chưa đến ngày → đang hiệu lực → sắp hết → đã hết | đã thu hồi | mất hiệu lực theo cấp trên.
Nothing of this is stored but dates and revocation: a grant gives its role while it stands, its unit is in force, its
holder takes part and belongs there, and so does everything it came from, up to a post or to the Corporation
(queries/chains.py says it once, for the Actor of each request and for every list).
"""
