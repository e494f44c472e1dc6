"""What the register of the sample needs beside its people: days of ceremony, from which probation is counted."""

from portal.core.db import db
from portal.members.api import Member


def settle_ceremonies() -> None:
    """The ceremony of each sample member was on the day of joining; probation is counted from it."""
    db.session.execute(db.update(Member).where(Member.ceremony_on.is_(None)).values(ceremony_on=Member.joined_on))
