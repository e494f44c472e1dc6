"""Words of an import: its steps, what becomes of a row, the fields a column may hold; limits."""

from datetime import timedelta
from enum import StrEnum
from typing import Any

from portal.core.i18n import lazy_gettext as _l

MOST_ROWS = 150_000
MOST_COLUMNS = 100
UNDO_DAYS = 7
KEPT_DAYS = 7
"""Rows of a file hold personal data: they go so many days after the import came to rest."""
STUCK_AFTER = timedelta(minutes=15)
"""A step that has not moved for so long may be started again by hand."""


class Step(StrEnum):
    """Where an import stands."""

    READING = "reading"
    MAPPING = "mapping"
    PREVIEWING = "previewing"
    READY = "ready"
    CHECKING = "checking"
    COMMITTING = "committing"
    STALE = "stale"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    FAILED = "failed"


RUNNING = frozenset({Step.READING, Step.PREVIEWING, Step.CHECKING, Step.COMMITTING, Step.UNDOING})
"""The worker is at it."""
STEP_LABELS: dict[Step, Any] = {
    Step.READING: _l("đang đọc tệp"),
    Step.MAPPING: _l("chờ xác nhận cột"),
    Step.PREVIEWING: _l("đang so với danh sách"),
    Step.READY: _l("chờ ghi"),
    Step.CHECKING: _l("đang đối chiếu lại"),
    Step.COMMITTING: _l("đang ghi"),
    Step.STALE: _l("cần xem trước lại"),
    Step.DONE: _l("đã ghi"),
    Step.UNDOING: _l("đang hoàn tác"),
    Step.UNDONE: _l("đã hoàn tác"),
    Step.FAILED: _l("không đọc được"),
}


class Action(StrEnum):
    """What becomes of a row. A heading, or a row with nothing in the columns used, has no action."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REVIEW = "review"
    ERROR = "error"
    SKIPPED = "skipped"


ACTION_LABELS: dict[Action, Any] = {
    Action.NEW: _l("mới"),
    Action.CHANGED: _l("đổi"),
    Action.SAME: _l("không đổi"),
    Action.REVIEW: _l("cần xem"),
    Action.ERROR: _l("lỗi"),
    Action.SKIPPED: _l("bỏ qua"),
}


class Field(StrEnum):
    """What a column may hold; most are fields of a member."""

    RECORD = "record"
    FULL_NAME = "full_name"
    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    CITIZEN_ID = "citizen_id"
    CARD_NUMBER = "card_number"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    JOINED_ON = "joined_on"
    OFFICIAL_ON = "official_on"
    CEREMONY_ON = "ceremony_on"
    PHONE = "phone"
    CELL_CODE = "cell_code"
    CELL = "cell_name"
    STATE = "state"
    SINCE = "since"


FIELD_LABELS: dict[Field, Any] = {
    Field.RECORD: _l("Mã hồ sơ"),
    Field.FULL_NAME: _l("Họ và tên"),
    Field.FAMILY_NAME: _l("Họ và tên đệm"),
    Field.GIVEN_NAME: _l("Tên"),
    Field.CITIZEN_ID: _l("Số định danh"),
    Field.CARD_NUMBER: _l("Số thẻ đảng viên"),
    Field.BIRTH_DATE: _l("Ngày sinh"),
    Field.SEX: _l("Giới tính"),
    Field.JOINED_ON: _l("Ngày vào Đảng"),
    Field.OFFICIAL_ON: _l("Ngày chính thức"),
    Field.CEREMONY_ON: _l("Ngày lễ kết nạp"),
    Field.PHONE: _l("Điện thoại"),
    Field.CELL_CODE: _l("Mã chi bộ"),
    Field.CELL: _l("Chi bộ"),
    Field.STATE: _l("Trạng thái"),
    Field.SINCE: _l("Trạng thái từ ngày"),
}
NUMBERS = frozenset({Field.CITIZEN_ID, Field.CARD_NUMBER, Field.PHONE})
"""Fields that screens mask."""
