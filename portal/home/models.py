"""The table of saved searches."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, UtcDateTime
from portal.core.errors import CLASHES
from portal.core.i18n import lazy_gettext as _l


class SavedSearch(Base):
    """A search of one account under a name: its address, and with `tells` what was already found.

    `known` are the keys (`document 7`) of the newest matches when it was last looked, at `told_at` (None: not yet).
    """

    __tablename__ = "saved_search"
    __table_args__ = (Index("uq_saved_search_account_id_name", "account_id", "name", unique=True),
                      Index("ix_saved_search_tells_told_at", "tells", "told_at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[dict[str, Any]] = mapped_column(JSON)
    tells: Mapped[bool] = mapped_column(default=False)
    known: Mapped[list[str]] = mapped_column(JSON, default=list)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


CLASHES["uq_saved_search_account_id_name"] = ("name", _l("Bạn đã có tìm kiếm tên này. Đặt tên khác."))
