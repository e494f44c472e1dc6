"""Hand the posts and rights of a unit from one person to another; say what is open where a unit ends."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.handing import InHand
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell
from portal.core.text import squeeze
from portal.delegation.api import pass_on, why_not_to
from portal.handover import queries
from portal.handover.models import Handover
from portal.members.api import Member, Position, appoint, end_post, post_refusal
from portal.organizations.api import Carrier, Organization, Role, on_change


def hand_over(actor: Actor, unit: Organization, *, giver: Member | None, receiver: Member | None, decision: str,
              note: str = "") -> Handover:
    """From today the receiver holds what the giver held at this unit: posts end yesterday and begin today, grants
    are written anew for the receiver out of the same source, and what was given out of them stays alive.

    What is open at the unit stays with the unit; the record names it. Private notes stay with the person.
    """
    held = {one.member_id: one for one in queries.holders(unit)}
    if giver is None or giver.id not in held:
        raise DomainError(_l("Chọn người đang giữ chức vụ hoặc quyền tại đơn vị này."), "giver")
    roles = held[giver.id].roles
    why = why_not_to(receiver.account_id, unit, roles) if receiver is not None and receiver.account_id else None
    if why is not None:
        raise DomainError(why, "receiver")
    if receiver is None or receiver.account_id is None or receiver.id not in _possible(unit, receiver):
        raise DomainError(_l("Chọn người nhận đang sinh hoạt tại đơn vị hoặc cấp dưới của đơn vị."), "receiver")
    if receiver.id == giver.id:
        raise DomainError(_l("Người nhận phải khác người giao."), "receiver")
    if not decision.strip():
        raise DomainError(_l("Ghi số quyết định."), "decision")
    for role in roles:
        refusal = post_refusal(actor, receiver, unit, role)
        if refusal is not None:
            raise DomainError(refusal, "receiver")
    open_work = queries.in_hand(unit)
    posts = _move_posts(actor, unit, giver, receiver, roles, decision)
    pass_on(actor, unit=unit, from_account=giver.account_id or 0, to_account=receiver.account_id, roles=roles,
            posts=posts, decision=decision)
    row = Handover(unit_id=unit.id, giver_id=giver.id, receiver_id=receiver.id, roles=list(roles), on=clock.today(),
                   decision=squeeze(decision), note=note.strip(), held=[_kept(one) for one in open_work],
                   done_at=clock.now(), done_by=actor.account_id)
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "home.hand_over", "handover", row.id, unit_id=unit.id, roles=list(roles))
    tell([giver.account_id, receiver.account_id],
         N_("Đã bàn giao công tác tại %(unit)s, từ %(giver)s sang %(receiver)s."),
         f"/ban-giao/bien-ban/{row.id}", unit=unit.name, giver=giver.full_name, receiver=receiver.full_name)
    return row


def _possible(unit: Organization, receiver: Member) -> set[int]:
    return {one.id for one in queries.receivers(unit, receiver.full_name)}


def _move_posts(actor: Actor, unit: Organization, giver: Member, receiver: Member, roles: tuple[str, ...],
                decision: str) -> dict[int, int]:
    """Old post id → new post id. A post that began today ends before it began, and so never was."""
    today = clock.today()
    found = select(Position).where(
        Position.member_id == giver.id, Position.unit_id == unit.id, Position.role.in_(roles),
        Position.valid_from <= today, Position.valid_to.is_(None) | (Position.valid_to >= today))
    moved: dict[int, int] = {}
    for post in db.session.execute(found).scalars().all():
        new = _seat_of(receiver, post) or appoint(actor, receiver, unit=unit, role=Role(post.role), since=today,
                                                  until=post.valid_to, decision=decision)
        end_post(actor, post, last_day=today - timedelta(days=1))
        moved[post.id] = new.id
    return moved


def _seat_of(receiver: Member, post: Position) -> Position | None:
    """The same post, where the receiver holds it already and for as long."""
    lasts = [Position.valid_to.is_(None)] if post.valid_to is None else [
        Position.valid_to.is_(None) | (Position.valid_to >= post.valid_to)]
    found = select(Position).where(Position.member_id == receiver.id, Position.unit_id == post.unit_id,
                                   Position.role == post.role, Position.valid_from <= clock.today(), *lasts)
    return db.session.execute(found.limit(1)).scalar_one_or_none()


def _kept(one: InHand) -> dict[str, object]:
    return {"label": str(one.label), "count": one.count, "names": one.names}


class WorkCarrier(Carrier):
    """Open work stays with the unit; whoever ends the unit is told of it first."""

    def count(self, unit_ids: Collection[int], day: date) -> dict[Any, int]:
        """What these units have in hand today."""
        return {words: number for words, number in queries.counted(unit_ids).items() if number}


on_change("handover", WorkCarrier())
audit.says({"home.hand_over": _l("bàn giao chức vụ và quyền")})
