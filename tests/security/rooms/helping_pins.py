"""Rows and targets of helpers, and of shared machines. Nobody here comes from a shared machine, nor has proved
themselves a moment ago (303: asked first)."""

from datetime import timedelta

from portal.core import clock
from portal.core.db import db
from portal.delegation.models import Help
from portal.members.api import Member
from tests.people import person

TABLE = """
                                                            str mem pro sec m.e s.e nei com off cor adm del lap sus
GET  delegation.helpers                 -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
POST delegation.name_helper             -                   401 422 422 422 422 422 422 422 422 422 422 422 422 401
GET  delegation.helpers_of              member here         401 404 403 200 404 404 404 404 404 404 404 403 404 401
POST delegation.name_helper_of          member here         401 404 403 422 404 404 404 404 404 404 404 403 404 401
POST delegation.accept_help             helping asked       401 303 404 403 404 404 404 404 404 404 404 404 404 401
POST delegation.end_help                helping asked       401 303 404 303 404 404 404 404 404 404 404 404 404 401
POST delegation.begin_helping           helping agreed      401 303 404 403 404 404 404 404 404 404 404 404 404 401
POST delegation.begin_helping           helping asked       401 403 404 403 404 404 404 404 404 404 404 404 404 401
POST delegation.stop_helping            -                   401 303 303 303 303 303 303 303 303 303 303 303 303 401
POST accounts.sign_in_pin               -                   422 422 422 422 422 422 422 422 422 422 422 422 422 422
GET  accounts.pin                       -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
POST accounts.set_pin                   -                   401 303 303 303 303 303 303 303 303 303 303 303 303 401
POST accounts.drop_pin                  -                   401 303 303 303 303 303 303 303 303 303 303 303 303 401
POST accounts.mark_shared               -                   401 303 303 303 303 303 303 303 303 303 303 303 303 401
POST accounts.forget_shared             -                   401 303 303 303 303 303 303 303 303 303 303 303 303 401
"""


def _help(*, agreed: bool) -> dict[str, int]:
    """The newcomer of the cell is helped by the member."""
    newcomer = db.session.execute(
        db.select(Member.id).where(Member.account_id == person("newcomer").account_id)).scalar_one()
    helper, now = person("member").account_id, clock.now()
    row = Help(member_id=newcomer, account_id=helper, named_by=helper, named_at=now, valid_from=clock.today(),
               valid_to=clock.today() + timedelta(days=30), accepted_at=now if agreed else None)
    db.session.add(row)
    db.session.commit()
    return {"help_id": row.id}


TARGETS = {"helping asked": lambda: _help(agreed=False), "helping agreed": lambda: _help(agreed=True)}
