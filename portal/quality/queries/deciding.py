"""Reads of corrections and of pairs."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.core.actor import Actor
from portal.core.db import db
from portal.members.api import KEEPERS, Member, Membership
from portal.organizations.api import Organization
from portal.quality.models import Correction, CorrectionState, Pair, PairState
from portal.quality.policy import readable, readable_pairs

OPEN = (CorrectionState.ASKED, CorrectionState.RAISED)


def correction(actor: Actor, correction_id: int) -> Correction | None:
    """One correction the actor may read."""
    found = readable(actor).where(Correction.id == correction_id).options(joinedload(Correction.member))
    row: Correction | None = db.session.execute(found).scalar_one_or_none()
    return row


def corrections(actor: Actor, *, state: str = "cho") -> Select[Any]:
    """Corrections asked by others that the actor may read, the oldest first; not yet paged. `state`: `cho` those
    that wait, a CorrectionState, or empty for all."""
    found = readable(actor).options(joinedload(Correction.member)).where(
        Correction.account_id.is_distinct_from(actor.account_id))
    if state == "cho":
        found = found.where(Correction.state.in_(OPEN))
    elif state:
        found = found.where(Correction.state == state)
    return found.order_by(Correction.asked_at, Correction.id)


def own_corrections(actor: Actor) -> Select[Any]:
    """The actor's own, newest first; not yet paged."""
    return select(Correction).where(Correction.account_id == actor.account_id).order_by(Correction.id.desc())


def keeps_any(actor: Actor) -> bool:
    """The actor keeps some register."""
    return actor.holds_any(KEEPERS) is not None


def waiting(actor: Actor, limit: int = 5) -> list[Correction]:
    """Those that wait longest."""
    return list(db.session.execute(corrections(actor).limit(limit)).scalars())


def decider(row: Correction) -> str:
    """Name of who decided."""
    found = select(Member.full_name).where(Member.account_id == row.decided_by)
    return db.session.execute(found).scalar_one_or_none() or ""


def pair(actor: Actor, pair_id: int) -> Pair | None:
    """One pair, if the actor may read both records."""
    found = readable_pairs(actor).where(Pair.id == pair_id).options(joinedload(Pair.a), joinedload(Pair.b))
    row: Pair | None = db.session.execute(found).scalar_one_or_none()
    return row


def pairs(actor: Actor, *, state: str = PairState.OPEN) -> Select[Any]:
    """Pairs the actor may read, newest first; not yet paged."""
    found: Select[Any] = readable_pairs(actor).options(joinedload(Pair.a), joinedload(Pair.b)).where(
        Pair.state == state)
    return found.order_by(Pair.id.desc())


def places(member_ids: Collection[int]) -> dict[int, str]:
    """Member id → the cell where active last."""
    found = (select(Membership.member_id, Organization.name)
             .join(Organization, Organization.id == Membership.unit_id)
             .where(Membership.member_id.in_(member_ids)).order_by(Membership.valid_from))
    return {member_id: name for member_id, name in db.session.execute(found)}
