"""What people keep and take out of the register: saved filters, ticked sets, and every list or number shown."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, UtcDateTime
from portal.core.errors import CLASHES
from portal.core.i18n import lazy_gettext as _l
from portal.members.models.filters import Filters
from portal.members.models.people import Member

BLOCK = 512
REVEAL, EXPORT, PRINT, PROFILE, FILE = "reveal", "export", "print", "profile", "file"
DISCLOSED: dict[str, Any] = {
    REVEAL: _l("mở số"), EXPORT: _l("xuất danh sách ra tệp"), PRINT: _l("in danh sách"), PROFILE: _l("in hồ sơ"),
    FILE: _l("mở tệp đính kèm"),
}
"""Ways in which data leave the screen, as the history of a person says them."""


class SavedFilter(Base):
    """A filter of the roster under a name, of one account."""

    __tablename__ = "member_filter"
    __table_args__ = (Index("uq_member_filter_account_id_name", "account_id", "name", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[dict[str, str]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Selection(Base):
    """Rows ticked on a roster, or the whole filtered set (`ids` is empty then): what a bulk act is about to work on.

    It names the question, not the answer: who is in it is asked anew, with the rights of that moment.
    """

    __tablename__ = "member_selection"
    __table_args__ = (Index("ix_member_selection_account_id", "account_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    address: Mapped[dict[str, str]] = mapped_column(JSON)
    ids: Mapped[list[int]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Disclosure(Base):
    """A number uncovered, a file opened, a profile printed, a roster printed or exported: by whom, when, why, with
    whole numbers or not. `member_id` for one person; for a list its people stand in `blocks`; `thing` names a file."""

    __tablename__ = "member_disclosure"
    __table_args__ = (Index("ix_member_disclosure_member_id_id", "member_id", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    act: Mapped[str] = mapped_column(String(10))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    field: Mapped[str] = mapped_column(String(30), default="")
    thing: Mapped[str] = mapped_column(String(150), default="")
    kind: Mapped[str] = mapped_column(String(5), default="")
    is_full: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(200), default="")
    count: Mapped[int] = mapped_column(default=1)
    address: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    blocks: Mapped[list["DisclosureBlock"]] = relationship(order_by="DisclosureBlock.block")

    @property
    def day(self) -> date | None:
        """The past day a list was asked for."""
        return Filters.of(self.address).day

    @property
    def label(self) -> Any:
        """What was done, in words."""
        return DISCLOSED[self.act]


class DisclosureBlock(Base):
    """Who of the records `512 n … 512 n + 511` was in a list: one sign each, `1` for yes.

    A list of 130,000 takes 254 rows, a list of ten at most ten, and "which lists held this person?" is one
    indexed look-up: exact, whatever the size.
    """

    __tablename__ = "member_disclosure_block"
    disclosure_id: Mapped[int] = mapped_column(ForeignKey("member_disclosure.id"), primary_key=True)
    block: Mapped[int] = mapped_column(primary_key=True, index=True)
    holds: Mapped[str] = mapped_column(String(BLOCK))


def blocks_of(ids: Collection[int]) -> dict[int, str]:
    """Member ids as blocks of signs."""
    found: dict[int, bytearray] = {}
    for number in ids:
        found.setdefault(number // BLOCK, bytearray(b"0" * BLOCK))[number % BLOCK] = ord("1")
    return {block: bytes(signs).decode() for block, signs in sorted(found.items())}


def ids_of(blocks: dict[int, str]) -> list[int]:
    """The ids again, in order."""
    return [block * BLOCK + place for block, signs in sorted(blocks.items())
            for place, sign in enumerate(signs) if sign == "1"]


class BadgeYears(Base):
    """A Party age for which there is a badge, in force from–to."""

    __tablename__ = "badge_years"
    id: Mapped[int] = mapped_column(primary_key=True)
    years: Mapped[int]
    rule: Mapped[str] = mapped_column(String(120), default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class BadgeRound(Base):
    """A day of the year on which badges are given, in force from–to."""

    __tablename__ = "badge_round"
    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[int]
    day: Mapped[int]
    rule: Mapped[str] = mapped_column(String(120), default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


Index("ix_member_birth_date_search_key", Member.birth_date, Member.search_key)
CLASHES["uq_member_filter_account_id_name"] = ("name", _l("Bạn đã có bộ lọc tên này."))
