"""Delegation (phân quyền): rights handed down the chain, step by step (98-CV/ĐU; RULES, section 6).

phân quyền = grant · thu hồi = revoke · bước = step · đơn vị = unit · vai trò = role
A grant gives an account one role at one unit, from–to; it names its grantor and the holding it was given
from, so the chain can be read back to its source. It is in force while not revoked and within its dates.
The Actor of a request is computed here, from posts and grants in force today.
"""
