"""States of a member and what follows from them."""

from enum import StrEnum
from typing import Any

from portal.core.i18n import lazy_gettext as _l


class State(StrEnum):
    """States of a member (RULES, section 13)."""

    PROBATIONARY = "probationary"
    OFFICIAL = "official"
    EXEMPT = "exempt"
    TEMPORARY_OUT = "temporary_out"
    TEMPORARY_IN = "temporary_in"
    TRANSFERRING = "transferring"
    SUSPENDED = "suspended"
    NAME_REMOVED = "name_removed"
    RESIGNED = "resigned"
    EXPELLED = "expelled"
    DECEASED = "deceased"
    TRANSFERRED_OUT = "transferred_out"

    @property
    def label(self) -> Any:
        """The Vietnamese name."""
        return STATE_LABELS[self]


STATE_LABELS: dict[State, Any] = {
    State.PROBATIONARY: _l("dự bị"),
    State.OFFICIAL: _l("chính thức"),
    State.EXEMPT: _l("được miễn công tác và sinh hoạt"),
    State.TEMPORARY_OUT: _l("chuyển sinh hoạt tạm thời đi"),
    State.TEMPORARY_IN: _l("chuyển sinh hoạt tạm thời đến"),
    State.TRANSFERRING: _l("đang chuyển sinh hoạt"),
    State.SUSPENDED: _l("đình chỉ sinh hoạt"),
    State.NAME_REMOVED: _l("đã xóa tên"),
    State.RESIGNED: _l("đã xin ra"),
    State.EXPELLED: _l("đã khai trừ"),
    State.DECEASED: _l("đã từ trần"),
    State.TRANSFERRED_OUT: _l("đã chuyển đi"),
}
GONE = frozenset({State.NAME_REMOVED, State.RESIGNED, State.EXPELLED, State.DECEASED, State.TRANSFERRED_OUT})
"""States in which a person belongs to no cell here any more."""
PRESENT = frozenset({State.PROBATIONARY, State.OFFICIAL, State.EXEMPT, State.TEMPORARY_IN, State.TEMPORARY_OUT,
                     State.TRANSFERRING, State.SUSPENDED})
"""States of those who belong to a cell today."""
TAKING_PART = PRESENT - {State.SUSPENDED}
"""States in which a person reads with the cell and holds roles; a suspended one keeps only account and opinions."""
