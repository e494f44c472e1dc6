"""Tables of the organisation tree."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, UtcDateTime, key_column
from portal.core.errors import CLASHES
from portal.core.i18n import lazy_gettext as _l


class Role(StrEnum):
    """What a person may be at a unit (RULES, section 5): by post or by grant."""

    SECRETARY = "secretary"
    DEPUTY_SECRETARY = "deputy_secretary"
    STANDING_MEMBER = "standing_member"
    COMMITTEE_MEMBER = "committee_member"
    CELL_COMMITTEE_MEMBER = "cell_committee_member"
    OFFICE_STAFF = "committee_office_staff"
    ORGANIZATION_BOARD = "organization_board"
    INSPECTION_MEMBER = "inspection_member"
    OVERSEER = "assigned_overseer"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> Any:
        """The Vietnamese name."""
        return ROLE_LABELS[self]


ROLE_LABELS: dict[Role, Any] = {
    Role.SECRETARY: _l("Bí thư"),
    Role.DEPUTY_SECRETARY: _l("Phó bí thư"),
    Role.STANDING_MEMBER: _l("Ủy viên ban thường vụ"),
    Role.COMMITTEE_MEMBER: _l("Cấp ủy viên"),
    Role.CELL_COMMITTEE_MEMBER: _l("Chi ủy viên"),
    Role.OFFICE_STAFF: _l("Giúp việc văn phòng cấp ủy"),
    Role.ORGANIZATION_BOARD: _l("Ban Tổ chức Đảng ủy"),
    Role.INSPECTION_MEMBER: _l("Ủy viên ủy ban kiểm tra"),
    Role.OVERSEER: _l("Cấp ủy viên theo dõi chi bộ"),
    Role.ADMINISTRATOR: _l("Quản trị hệ thống"),
}

HEADS = frozenset({Role.SECRETARY, Role.DEPUTY_SECRETARY})
"""Who leads a unit."""
CLERKS = HEADS | {Role.OFFICE_STAFF}
"""Who files papers, writes news and prepares meetings for a unit (98-CV/ĐU)."""


class OrganizationKind(Base):
    """A kind of organisation, in force from–to, with the rule it comes from.

    `successor_id` is the kind that takes its place under a newer rule; `has_secretary` is false for a tổ đảng.
    """

    __tablename__ = "organization_kind"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    is_cell: Mapped[bool] = mapped_column(default=False)
    rule: Mapped[str] = mapped_column(String(60), default="")
    leading_body: Mapped[str] = mapped_column(String(120), default="")
    has_secretary: Mapped[bool] = mapped_column(default=True)
    successor_id: Mapped[str | None] = mapped_column(String(40))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class KindParent(Base):
    """A kind of parent that a kind may stand under, in force from–to."""

    __tablename__ = "organization_kind_parent"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind_id: Mapped[str] = mapped_column(ForeignKey("organization_kind.id"))
    parent_id: Mapped[str] = mapped_column(ForeignKey("organization_kind.id"))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class ThresholdKey(StrEnum):
    """What a number of the rule table decides (RULES, section 4.3)."""

    FEWEST_OFFICIAL = "fewest_official"
    COMMITTEE_FROM = "committee_from"
    CELL_BELOW = "cell_below"
    TERM_YEARS = "term_years"

    @property
    def label(self) -> Any:
        """The Vietnamese name."""
        return THRESHOLD_LABELS[self]


THRESHOLD_LABELS: dict[ThresholdKey, Any] = {
    ThresholdKey.FEWEST_OFFICIAL: _l("Chi bộ có ít nhất số đảng viên chính thức"),
    ThresholdKey.COMMITTEE_FROM: _l("Bầu chi ủy khi có từ số đảng viên chính thức"),
    ThresholdKey.CELL_BELOW: _l("Chi bộ có dưới số đảng viên"),
    ThresholdKey.TERM_YEARS: _l("Số năm của một nhiệm kỳ"),
}


class Threshold(Base):
    """A number of the rules, in force from–to. A new number closes the row before; none is overwritten."""

    __tablename__ = "organization_threshold"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[ThresholdKey] = mapped_column(String(30))
    number: Mapped[int]
    rule: Mapped[str] = mapped_column(String(60), default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]

    @property
    def label(self) -> Any:
        """What it decides, in Vietnamese."""
        return ThresholdKey(self.key).label


class Organization(Base):
    """A unit of the tree as it is now. `code` is text, its dots are kept.

    `since` is the day from which it has this name, kind and parent (none: since its founding); what it was
    before stands in OrganizationHistory. A unit entered by mistake ends before it begins and is never shown.
    """

    __tablename__ = "organization"
    __table_args__ = (
        Index("ix_organization_parent_sort", "parent_id", "sort_key"),
        Index("uq_organization_code", "code", unique=True), Index("ix_organization_sort_key_id", "sort_key", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind_id: Mapped[str] = mapped_column(ForeignKey("organization_kind.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    path: Mapped[str] = mapped_column(key_column(200), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    search_key: Mapped[str] = mapped_column(key_column(200), index=True)
    sort_key: Mapped[str] = mapped_column(key_column(2000))
    code: Mapped[str | None] = mapped_column(String(30))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    since: Mapped[date | None]
    found_decision: Mapped[str] = mapped_column(String(120), default="")
    end_decision: Mapped[str] = mapped_column(String(120), default="")
    version: Mapped[int] = mapped_column(default=1)
    kind: Mapped[OrganizationKind] = relationship(lazy="joined")
    parent: Mapped["Organization | None"] = relationship(remote_side="Organization.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_cell(self) -> bool:
        """A chi bộ of any nomenclature."""
        return self.kind.is_cell

    @property
    def ancestor_ids(self) -> list[int]:
        """Ids from the root down to this unit."""
        return [int(part) for part in self.path.strip("/").split("/")]

    @property
    def superior_path(self) -> str:
        """The path of the unit above; the root is its own superior."""
        above = self.path.rstrip("/").rpartition("/")[0] + "/"
        return above if above != "/" else self.path

    @property
    def begun(self) -> date:
        """The day from which name, kind and parent are what they are."""
        return self.since or self.valid_from


class OrganizationHistory(Base):
    """What a unit was called, which kind it was and under which unit it stood, from–to (last day included), and
    the decision that ended this. Only former states: the present one is the unit's own row."""

    __tablename__ = "organization_history"
    __table_args__ = (Index("ix_organization_history_unit_id_valid_from", "unit_id", "valid_from"),
                      Index("ix_organization_history_parent_id", "parent_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    name: Mapped[str] = mapped_column(String(200))
    search_key: Mapped[str] = mapped_column(key_column(200))
    sort_key: Mapped[str] = mapped_column(key_column(2000))
    kind_id: Mapped[str] = mapped_column(ForeignKey("organization_kind.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    decision: Mapped[str] = mapped_column(String(120), default="")


class Term(Base):
    """A term (nhiệm kỳ) of the leading body of a unit: from the congress until its planned or real end."""

    __tablename__ = "organization_term"
    __table_args__ = (Index("ix_organization_term_unit_id_valid_from", "unit_id", "valid_from"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    name: Mapped[str] = mapped_column(String(60))
    congress_on: Mapped[date | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    decision: Mapped[str] = mapped_column(String(120), default="")
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Organization] = relationship()

    __mapper_args__ = {"version_id_col": version}


class Succession(Base):
    """Predecessor → successor of a merge, split or rename, with its day and decision."""

    __tablename__ = "organization_succession"
    id: Mapped[int] = mapped_column(primary_key=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    on: Mapped[date]
    decision: Mapped[str] = mapped_column(String(120), default="")


class UnitCount(Base):
    """How many of something a unit has with all below it; none where there is no row. Keys: `cells`, `accounts:…`; at
    the highest also `kinds:…`."""

    __tablename__ = "unit_count"
    unit_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    number: Mapped[int]


class CountMade(Base):
    """When the counts of a kind were made, and the first day on which they are wrong by themselves, where known."""

    __tablename__ = "count_made"
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    good_until: Mapped[date | None]


CLASHES["uq_organization_code"] = ("code", _l("Mã tổ chức này đã có."))
