"""Rows and targets of quality."""

from itertools import count

from portal.core import clock
from portal.core.db import db
from portal.delegation.api import actor_of_account
from portal.members.api import Member
from portal.quality import services
from portal.quality.models import Correction, Pair
from tests.people import PEOPLE, person

TABLE = """
                                                       str mem pro sec m.e s.e nei com off cor adm del lap sus
GET  quality.index                 -                   401 403 403 200 403 200 403 200 200 200 200 200 403 401
GET  quality.issues                -                   401 403 403 200 403 200 403 200 200 200 200 200 403 401
POST quality.again                 -                   401 403 403 303 403 303 403 303 303 303 303 303 403 401
POST quality.mark_checked          quality member      401 404 404 422 404 404 404 404 404 404 404 422 404 401
GET  quality.pairs                 -                   401 403 403 200 403 200 403 200 200 200 200 200 403 401
GET  quality.pair                  quality pair        401 404 404 200 404 404 404 404 404 404 404 200 404 401
POST quality.merge                 quality pair        401 404 404 403 404 404 404 404 404 404 404 422 404 401
POST quality.differ                quality pair        401 404 404 403 404 404 404 404 404 404 404 303 404 401
GET  quality.choose                quality member      401 404 404 403 404 404 404 404 404 404 404 403 404 401
POST quality.propose               quality member      401 404 404 403 404 404 404 404 404 404 404 403 404 401
GET  quality.corrections           -                   401 403 403 200 403 200 403 200 200 200 200 200 403 401
GET  quality.correction            quality wish        401 404 200 200 404 404 404 404 404 404 404 200 404 401
POST quality.uncover               quality wish        401 404 403 200 404 404 404 404 404 404 404 200 404 401
POST quality.accept                quality wish        401 404 403 303 404 404 404 404 404 404 404 303 404 401
POST quality.refuse                quality wish        401 404 403 422 404 404 404 404 404 404 404 422 404 401
POST quality.raise_up              quality wish        401 404 403 403 404 404 404 404 404 404 404 403 404 401
"""


def _member(key: str) -> Member:
    return db.session.execute(db.select(Member).where(Member.full_name == PEOPLE[key][0])).scalar_one()


def _pair() -> dict[str, int]:
    one, other = sorted((_member("newcomer").id, _member("suspended_account").id))
    row = db.session.execute(db.select(Pair).where(Pair.a_id == one)).scalar_one_or_none()
    if row is None:
        row = Pair(a_id=one, b_id=other, reasons=["phone"], found_at=clock.now())
        db.session.add(row)
    row.state = "open"
    db.session.commit()
    return {"pair_id": row.id}


_number = count(1)


def _wish() -> dict[str, int]:
    who = _member("probationary")
    waits = db.select(Correction.id).where(Correction.member_id == who.id, Correction.state == "asked")
    number = db.session.execute(waits).scalar() or services.propose(
        actor_of_account(person("probationary").account_id), who, field="phone", new=f"09120{next(_number):05d}",
        reason="").id
    db.session.commit()
    return {"correction_id": number}


TARGETS = {"quality member": lambda: {"member_id": _member("newcomer").id}, "quality pair": _pair,
           "quality wish": _wish}
