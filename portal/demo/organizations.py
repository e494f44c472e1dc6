"""What the sample tree has beside its units: codes, terms of the leading bodies, a former name."""

from datetime import date, timedelta

from sqlalchemy import select

from portal.core import clock
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.organizations.api import Organization, correct, in_force, record_term, rename

RENAMED = ("Chi bộ Ga Giáp Bát", "Chi bộ Ga hàng hóa Giáp Bát")
"""Name today, name before."""
BLOCK = "38"
ENDED_EVERY, NONE_EVERY = 17, 23
"""Of so many units one whose term has run out, and one whose term is not written."""


def settle() -> None:
    """Write them into a planted sample tree of hand size; the caller commits."""
    today = clock.today()
    units = list(db.session.execute(select(Organization).where(in_force()).order_by(Organization.path)).scalars())
    codes: dict[int | None, str] = {None: BLOCK}
    for number, unit in enumerate(units):
        codes[unit.id] = f"{codes[unit.parent_id]}.{number:03d}"
        correct(SYSTEM, unit, name=unit.name, code=codes[unit.id], version=unit.version)
        if number % NONE_EVERY == NONE_EVERY - 1:
            continue
        begins = date(2020 if number % ENDED_EVERY == ENDED_EVERY - 1 else 2025, 3 + number % 6, 15)
        if unit.valid_from <= begins <= today:
            record_term(SYSTEM, unit, name=f"Nhiệm kỳ {begins.year}–{begins.year + 5}", since=begins, until=None,
                        congress_on=begins, decision=f"{number + 1:02d}-QĐ/ĐU")
    _rename_one(today)


def _rename_one(today: date) -> None:
    now, before = RENAMED
    unit = db.session.execute(select(Organization).where(Organization.name == now)).scalar_one_or_none()
    if unit is not None:
        correct(SYSTEM, unit, name=before, code=unit.code or "", version=unit.version)
        rename(SYSTEM, unit, name=now, since=today - timedelta(days=200), decision="21-QĐ/ĐU")
