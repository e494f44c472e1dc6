"""Rows and targets of handovers."""

from datetime import date

from portal.core import clock
from portal.core.db import db
from portal.handover.models import Handover
from portal.members.api import Member
from tests.people import PEOPLE, unit

TABLE = """
                                                       str mem pro sec m.e s.e nei com off cor adm del lap sus
GET  handover.index                -                   401 403 403 200 403 200 403 200 200 200 200 200 403 401
GET  handover.unit                 handover unit       401 403 403 200 403 403 403 403 403 403 403 200 403 401
POST handover.hand_over            handover unit       401 403 403 403 403 403 403 403 403 403 403 422 403 401
GET  handover.record               handover record     401 404 200 200 404 404 404 404 404 404 404 200 404 401
"""


def _record() -> dict[str, int]:
    def member(key: str) -> int:
        return db.session.execute(db.select(Member.id).where(Member.full_name == PEOPLE[key][0])).scalar_one()

    row = Handover(unit_id=unit("ga_hanoi").id, giver_id=member("secretary"), receiver_id=member("probationary"),
                   roles=["secretary"], on=date(2026, 1, 5), decision="12-QĐ/ĐU", note="", held=[], done_at=clock.now())
    db.session.add(row)
    db.session.commit()
    return {"handover_id": row.id}


TARGETS = {"handover unit": lambda: {"organization_id": unit("ga_hanoi").id}, "handover record": _record}
