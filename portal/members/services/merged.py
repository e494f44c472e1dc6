"""Records that became part of another one: what was done with them still belongs to the person."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import func, literal, select
from sqlalchemy.orm import aliased

from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.members.models import Member
from portal.members.models.lists import BLOCK, DisclosureBlock

MERGED = "quality.merge"
FARTHEST = 20
ASKED_BY_ID = 500


def former_ids(member_id: int) -> list[int]:
    """Ids under which the log knew this person before records were merged, whether once or again and again."""
    return merged_into([member_id]).get(member_id, [])


def merged_into(member_ids: Collection[int]) -> dict[int, list[int]]:
    """The same of several records; those that nothing was merged into are left out."""
    now, found = {one: one for one in member_ids}, defaultdict[int, list[int]](list)
    newest = set(now)
    for _ in range(FARTHEST):
        merges = _mergers(newest) if newest else []
        newest = set()
        for kept, facts in merges:
            gone = facts.get("gone")
            if gone is not None and gone not in now:
                now[gone] = now[kept]
                found[now[kept]].append(gone)
                newest.add(gone)
    return dict(found)


def former_accounts(account_id: int) -> list[int]:
    """Accounts that ended when records of this account's owner were merged."""
    owner = db.session.execute(select(Member.id).where(Member.account_id == account_id)).scalar_one_or_none()
    facts = _mergers({owner, *former_ids(owner)}) if owner is not None else []
    return [one["account"] for _, one in facts if one.get("account") not in (None, account_id)]


def accounts_now(account_ids: Collection[int]) -> dict[int, int]:
    """Accounts that ended in a merger → the record that took over, as the log says."""
    return _took_over("account", account_ids)


def records_now(member_ids: Collection[int]) -> dict[int, int]:
    """Records that ended in a merger → the record that took over."""
    return _took_over("gone", member_ids)


def _mergers(kept_ids: Collection[int]) -> list[tuple[int, dict[str, Any]]]:
    """(record that stayed, facts) of mergers into these; of a long list, all mergers are read and looked through."""
    found = select(AuditEntry.object_id, AuditEntry.facts).where(
        AuditEntry.verb == MERGED, AuditEntry.object_kind == "member")
    if len(kept_ids) <= ASKED_BY_ID:
        found = found.where(AuditEntry.object_id.in_(kept_ids))
    return [(kept, facts) for kept, facts in db.session.execute(found.order_by(AuditEntry.id)) if kept in kept_ids]


def _took_over(fact: str, ids: Collection[int]) -> dict[int, int]:
    """Each with the record at the end, where the one that took over was merged later itself; one statement."""
    ended, later = AuditEntry.facts[fact].as_integer(), aliased(AuditEntry)
    steps = select(ended.label("ended"), AuditEntry.object_id.label("kept"), literal(1).label("far")).where(
        AuditEntry.verb == MERGED, ended.in_(ids)).cte(recursive=True)
    steps = steps.union_all(select(steps.c.ended, later.object_id, steps.c.far + 1).where(
        later.verb == MERGED, later.facts["gone"].as_integer() == steps.c.kept, steps.c.far < FARTHEST))
    found = db.session.execute(select(steps.c.ended, steps.c.kept).order_by(steps.c.far))
    return {one: kept for one, kept in found if kept is not None}


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
