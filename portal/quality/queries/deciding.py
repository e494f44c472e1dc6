"""Reads of corrections and of pairs."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import Conflict
from portal.core.i18n import lazy_gettext as _l
from portal.members.api import KEEPERS, Member, Membership
from portal.members.api import get as get_member
from portal.organizations.api import Organization
from portal.quality.models import PAIR, Correction, CorrectionState, Merge, Pair, PairState
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
    """Name of who decided; empty while nobody has."""
    found = select(Member.full_name).where(Member.account_id == row.decided_by, Member.account_id.is_not(None))
    return db.session.execute(found).scalar_one_or_none() or ""


def pair(actor: Actor, pair_id: int) -> Pair | None:
    """One pair, if the actor may read both records."""
    found = readable_pairs(actor).where(Pair.id == pair_id).options(joinedload(Pair.a), joinedload(Pair.b))
    row: Pair | None = db.session.execute(found).scalar_one_or_none()
    if row is None and _was_merged(actor, pair_id):
        raise Conflict(_l("Hai hồ sơ này vừa được người khác gộp thành một. Mở lại danh sách hồ sơ nghi trùng."))
    return row


def _was_merged(actor: Actor, pair_id: int) -> bool:
    """Somebody merged this pair within the day, into a record the actor may read."""
    lately = select(Merge).where(Merge.at > clock.now() - timedelta(days=1)).order_by(Merge.id.desc()).limit(100)
    kept = next((row.kept_id for row in db.session.execute(lately).scalars() if row.moved.get(PAIR) == pair_id), None)
    return kept is not None and keeps_any(actor) and get_member(actor, kept) is not None


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
