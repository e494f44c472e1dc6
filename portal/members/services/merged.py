"""Records that became part of another one: what was done with them still belongs to the person."""

from collections.abc import Collection

from sqlalchemy import func, select

from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.members.models.lists import BLOCK, DisclosureBlock

MERGED = "quality.merge"
FARTHEST = 20


def former_ids(member_id: int) -> list[int]:
    """Ids under which the log knew this person before records were merged, whether once or again and again."""
    found: list[int] = []
    newest = [member_id]
    while newest and len(found) < FARTHEST:
        facts = db.session.execute(select(AuditEntry.facts).where(
            AuditEntry.verb == MERGED, AuditEntry.object_kind == "member", AuditEntry.object_id.in_(newest)))
        newest = [one["gone"] for one in facts.scalars() if one.get("gone") not in (None, member_id, *found)]
        found += newest
    return found


def accounts_now(account_ids: Collection[int]) -> dict[int, int]:
    """Accounts that ended in a merger → the record that took over, as the log says."""
    return _took_over("account", account_ids)


def records_now(member_ids: Collection[int]) -> dict[int, int]:
    """Records that ended in a merger → the record that took over."""
    return _took_over("gone", member_ids)


def _took_over(fact: str, ids: Collection[int]) -> dict[int, int]:
    number = AuditEntry.facts[fact].as_integer()
    found = select(AuditEntry.object_id, number).where(AuditEntry.verb == MERGED, number.in_(ids))
    return {ended: member_id for member_id, ended in db.session.execute(found) if member_id is not None}


def hand_on_lists(old_id: int, new_id: int) -> None:
    """Every list that held the one record counts as holding the other."""
    block, place = divmod(old_id, BLOCK)
    held = select(DisclosureBlock.disclosure_id).where(
        DisclosureBlock.block == block, func.substr(DisclosureBlock.holds, place + 1, 1) == "1")
    block, place = divmod(new_id, BLOCK)
    for disclosure_id in db.session.execute(held).scalars().all():
        row = db.session.get(DisclosureBlock, (disclosure_id, block))
        if row is None:
            row = DisclosureBlock(disclosure_id=disclosure_id, block=block, holds="0" * BLOCK)
            db.session.add(row)
        row.holds = f"{row.holds[:place]}1{row.holds[place + 1:]}"
    db.session.flush()
