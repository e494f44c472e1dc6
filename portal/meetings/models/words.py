"""The states, answers, reasons and marks of meetings, with their Vietnamese words."""

from enum import StrEnum
from typing import Any

from portal.core.i18n import lazy_gettext as _l


class Word(StrEnum):
    """A key with its word on screen."""

    label: Any

    def __new__(cls, key: str, label: Any = "") -> "Word":
        word = str.__new__(cls, key)
        word._value_ = key
        word.label = label
        return word


class State(Word):
    """Where a meeting stands."""

    DRAFT = "draft", _l("đang chuẩn bị")
    OPEN = "open", _l("đã mời họp")
    IN_PROGRESS = "in_progress", _l("đang họp")
    CLOSED = "closed", _l("đã khóa")
    CANCELLED = "cancelled", _l("đã hủy")

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        tones = {"open": "info", "in_progress": "warning", "closed": "success", "cancelled": "error"}
        return tones.get(self, "neutral")


UNLOCKED = (State.DRAFT, State.OPEN, State.IN_PROGRESS)
"""The record may still be written: neither locked nor cancelled."""


class Answer(Word):
    """What an invited member said."""

    NONE = "none", _l("chưa trả lời")
    COME = "come", _l("dự")
    CANNOT = "cannot", _l("không dự được")


class Reason(Word):
    """Why somebody cannot come, or was absent."""

    SHIFT = "shift", _l("đi ca")
    ON_TRAIN = "on_train", _l("theo tàu")
    ILL = "ill", _l("ốm")
    MISSION = "mission", _l("công tác")
    LEAVE = "leave", _l("nghỉ phép")
    FAMILY = "family", _l("việc gia đình")
    OTHER = "other", _l("lý do khác")


class Attendance(Word):
    """What the roll-call says of a member; `none` until it was taken."""

    NONE = "none", _l("chưa điểm danh")
    PRESENT = "present", _l("có mặt")
    LATE = "late", _l("đến muộn")
    REMOTE = "remote", _l("dự từ xa")
    EXCUSED = "excused", _l("vắng có lý do")
    UNEXCUSED = "unexcused", _l("vắng không lý do")
    EXEMPT = "exempt", _l("được miễn")


class Verb(Word):
    """What stands in the history of a meeting."""

    OPEN = "open", _l("Mở cuộc họp, mời người dự")
    SUMMON = "summon", _l("Mời thêm người")
    MOVE = "move", _l("Đổi ngày giờ họp")
    START = "start", _l("Bắt đầu họp")
    LOCK = "lock", _l("Khóa biên bản")
    REOPEN = "reopen", _l("Mở lại biên bản")
    CANCEL = "cancel", _l("Hủy cuộc họp")
    WITHDRAW = "withdraw", _l("Gỡ tài liệu có dấu mật")
