"""Tables of the organisation tree."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, key_column
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
    """A kind of organisation, in force from–to, with the rule it comes from."""

    __tablename__ = "organization_kind"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    is_cell: Mapped[bool] = mapped_column(default=False)
    rule: Mapped[str] = mapped_column(String(60), default="")
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


class Organization(Base):
    """A unit of the tree. `code` is text, its dots are kept."""

    __tablename__ = "organization"
    __table_args__ = (
        Index("ix_organization_parent_sort", "parent_id", "sort_key"),
        Index("uq_organization_code", "code", unique=True),
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


class Succession(Base):
    """Predecessor → successor of a merge, split or rename, with its day and decision."""

    __tablename__ = "organization_succession"
    id: Mapped[int] = mapped_column(primary_key=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    on: Mapped[date]
    decision: Mapped[str] = mapped_column(String(120), default="")


CLASHES["uq_organization_code"] = ("code", _l("Mã tổ chức này đã có."))
