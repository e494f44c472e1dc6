"""Those who have left the register."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, or_, select

from portal.core import clock
from portal.members.models import GONE, MemberState

KEPT_AFTER = timedelta(days=30)
"""So long what they no longer need stays, in case the leaving was a mistake."""


def long_gone() -> Select[Any]:
    """The ids of members who left a month ago or more and have not come back."""
    today = clock.today()
    return select(MemberState.member_id).where(
        MemberState.state.in_(GONE), MemberState.valid_from <= today - KEPT_AFTER,
        or_(MemberState.valid_to.is_(None), MemberState.valid_to >= today))
