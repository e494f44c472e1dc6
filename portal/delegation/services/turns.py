"""One after the other: what is counted or looked for before it is written."""

from sqlalchemy import select

from portal.accounts.api import Account
from portal.core.db import db


def take_turn(account_id: int) -> None:
    """Two who name the same person at the same moment are seen one after the other. Rows that only point at the
    account are written meanwhile: nobody who waits here is waited for there."""
    db.session.execute(select(Account.id).where(Account.id == account_id).with_for_update(key_share=True))
