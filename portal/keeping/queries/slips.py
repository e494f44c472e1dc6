"""Batches of slips: what became of each. The codes themselves stand nowhere."""

from typing import Any

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import aliased

from portal.accounts.api import OPEN, Account
from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.keeping.models import Slip, SlipBatch
from portal.keeping.policy import readable_batches, today
from portal.members.api import Member, Membership
from portal.organizations.api import Organization

USED, REPLACED, WAITING, LAPSED = "used", "replaced", "waiting", "lapsed"


def batch(actor: Actor, batch_id: int) -> SlipBatch | None:
    """One batch the actor made."""
    found = readable_batches(actor).where(SlipBatch.id == batch_id)
    return db.session.execute(found).scalar_one_or_none()


def batches(actor: Actor) -> Select[Any]:
    """Rows (SlipBatch, number of slips), newest first; not yet paged."""
    count = select(func.count()).where(Slip.batch_id == SlipBatch.id).correlate(SlipBatch).scalar_subquery()
    return readable_batches(actor).add_columns(count).order_by(SlipBatch.id.desc())


def largest_open_batch() -> int:
    """How many slips the largest batch has whose window is open now."""
    count = (select(func.count()).select_from(Slip).join(SlipBatch, SlipBatch.id == Slip.batch_id)
             .where(SlipBatch.until > clock.now()).group_by(SlipBatch.id).order_by(func.count().desc()).limit(1))
    return db.session.execute(count).scalar_one_or_none() or 0


def slips(made: SlipBatch) -> list[tuple[Member, str, str]]:
    """(member, cell name, what became of the slip), in the order of names."""
    later = aliased(Slip)
    newer = select(later.id).where(later.account_id == Slip.account_id, later.id > Slip.id).exists()
    became = case((Account.password_set_at >= made.at, USED), (newer, REPLACED),
                  (and_(Account.state == OPEN, Account.code_until > clock.now()), WAITING), else_=LAPSED)
    found = (select(Member, Organization.name, became).join(Slip, Slip.account_id == Member.account_id)
             .join(Account, Account.id == Slip.account_id).outerjoin(Membership, today(Membership))
             .outerjoin(Organization, Organization.id == Membership.unit_id)
             .where(Slip.batch_id == made.id).order_by(Member.sort_key, Member.id))
    return [(member, cell or "", state) for member, cell, state in db.session.execute(found)]
