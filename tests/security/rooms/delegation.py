"""Rights over delegation: what was given at Chi bộ Ga Hà Nội, at Đảng bộ Hà Nội, at the Corporation."""

from datetime import timedelta

from portal.core import clock
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.delegation.api import Grant, actor_of_account, grant
from portal.delegation.services import Terms, give
from portal.members.api import Member, Position
from portal.organizations.api import Role
from tests.people import person, unit

TABLE = """
                                                            str mem pro sec m.e s.e nei com off cor adm del lap sus
GET  delegation.index                   -                   401 403 403 200 403 200 403 200 200 200 200 200 403 401
GET  delegation.show                    delegation of cell  401 404 404 200 404 404 404 200 200 404 200 200 404 401
GET  delegation.show                    delegation root     401 404 404 404 404 404 404 200 200 404 200 200 404 401
GET  delegation.show                    delegation pending  401 404 404 404 404 404 200 404 404 200 200 404 404 401
GET  delegation.new                     -                   401 403 403 200 403 200 403 200 200 200 200 200 403 401
POST delegation.find                    -                   401 403 403 422 403 422 403 422 422 422 422 422 403 401
POST delegation.save                    -                   401 403 403 422 403 422 403 422 422 422 422 422 403 401
GET  delegation.ask_revoke              delegation of cell  401 404 404 403 404 404 404 200 200 404 403 200 404 401
POST delegation.revoke                  delegation of cell  401 404 404 403 404 404 404 422 422 404 403 422 404 401
GET  delegation.ask_revoke              delegation root     401 404 404 404 404 404 404 403 403 404 200 403 404 401
GET  delegation.ask_end                 delegation of cell  401 404 404 403 404 404 404 200 200 404 403 200 404 401
POST delegation.change_end              delegation of cell  401 404 404 403 404 404 404 303 303 404 403 303 404 401
POST delegation.confirm                 delegation pending  401 404 404 404 404 404 403 404 404 403 303 404 404 401
GET  delegation.ask_substitute          delegation root     401 404 404 404 404 404 404 403 403 404 403 200 404 401
POST delegation.substitute              delegation root     401 404 404 404 404 404 404 403 403 404 403 422 404 401
GET  delegation.ask_substitute_in_post  delegation post     401 404 404 200 404 404 404 404 404 404 404 404 404 401
POST delegation.substitute_in_post      delegation post     401 404 404 422 404 404 404 404 404 404 404 404 404 401
GET  delegation.mine                    -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
GET  delegation.roles                   -                   401 200 200 200 200 200 200 200 200 200 200 200 200 401
GET  delegation.coverage                -                   401 403 403 200 403 200 403 200 200 200 200 200 403 401
GET  delegation.effective               -                   401 403 403 200 403 200 403 200 200 200 200 200 403 401
GET  delegation.download                -                   401 403 403 200 403 200 403 200 200 200 200 200 403 401
GET  delegation.ask_viewing             -                   401 403 403 403 403 403 403 403 403 403 200 403 403 401
POST delegation.find_viewed             -                   401 403 403 403 403 403 403 403 403 403 422 403 403 401
POST delegation.begin_viewing           -                   401 403 403 403 403 403 403 403 403 403 422 403 403 401
POST delegation.end_viewing             -                   401 303 303 303 303 303 303 303 303 303 303 303 303 401
"""

Values = dict[str, int]


def _id(row: Grant) -> Values:
    db.session.commit()
    return {"grant_id": row.id}


def _of_cell() -> Values:
    """Given by the committee's secretary to the secretary of the cell; one from before is revoked."""
    db.session.execute(db.update(Grant).where(Grant.unit_id == unit("ga_hanoi").id).values(revoked_at=clock.now()))
    rows = give(actor_of_account(person("committee_secretary").account_id), account_id=person("secretary").account_id,
                unit=unit("ga_hanoi"), roles=[Role.SECRETARY],
                terms=Terms(until=clock.today() + timedelta(days=9)))
    return _id(rows[0])


def _root() -> Values:
    """What the delegate holds, entered at installation."""
    found = db.select(Grant).where(Grant.account_id == person("delegate").account_id, Grant.revoked_at.is_(None))
    row = db.session.execute(found.order_by(Grant.id.desc())).scalars().first()
    if row is None:
        row = grant(SYSTEM, account_id=person("delegate").account_id, unit=unit("hanoi"), role=Role.OFFICE_STAFF,
                    subtree=True, since=clock.today(), until=None, source=None)
    return _id(row)


def _pending() -> Values:
    row = grant(SYSTEM, account_id=person("neighbour").account_id, unit=unit("corporation"), role=Role.ADMINISTRATOR,
                subtree=False, since=clock.today(), until=None, source=None)
    row.pending = True
    return _id(row)


def _post() -> Values:
    found = db.select(Position.id).join(Member, Member.id == Position.member_id)
    return {"position_id": db.session.execute(
        found.where(Member.account_id == person("secretary").account_id)).scalar_one()}


TARGETS = {"delegation of cell": _of_cell, "delegation root": _root, "delegation pending": _pending,
           "delegation post": _post}
