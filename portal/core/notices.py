"""Notices: a short sentence that waits for a person, written in the same transaction as what it tells of.

Rooms call `tell`; the notifications room shows them. The sentence is kept as its Vietnamese message id with
values, so that it is read in the reader's language; it never carries numbers of persons or texts of opinions.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, UtcDateTime, db
from portal.core.i18n import gettext


class Notice(Base):
    """One sentence for one account, with the page it leads to; unread until `read_at`."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_account_read_at", "account_id", "read_at", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    text: Mapped[str] = mapped_column(String(300))
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    url: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def sentence(self) -> str:
        """The words in the reader's language."""
        return str(gettext(self.text, **self.values))


def tell(accounts: Iterable[int | None], text: str, url: str, **values: str | int) -> None:
    """Leave a notice for each account (None and doubles are passed over).

    `text` is a message id marked with `N_`; the same unread sentence about the same page is not said twice,
    it only becomes the newest.
    """
    wanted = {account for account in accounts if account is not None}
    if not wanted:
        return
    waiting = select(Notice).where(Notice.account_id.in_(wanted), Notice.read_at.is_(None), Notice.url == url,
                                   Notice.text == text)
    told: set[int] = set()
    for notice in db.session.execute(waiting).scalars():
        if notice.values == values:
            notice.at = clock.now()
            told.add(notice.account_id)
    db.session.add_all(Notice(account_id=account, text=text, values=dict(values), url=url, at=clock.now())
                       for account in sorted(wanted - told))
    db.session.flush()
