"""The history of one record (I15): what was changed, and who uncovered, printed or exported it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.members.models import Disclosure, DisclosureBlock, Member, MemberChange
from portal.members.models.lists import BLOCK, FILE


def changes(member: Member) -> Select[Any]:
    """Rows (MemberChange, name of who did it), the newest first."""
    return (select(MemberChange).add_columns(Member.full_name)
            .outerjoin(Member, Member.account_id == MemberChange.account_id)
            .where(MemberChange.member_id == member.id).order_by(MemberChange.at.desc(), MemberChange.id.desc()))


def disclosures(member: Member) -> Select[Any]:
    """Rows (Disclosure, name of who did it) of this person alone or of lists that held this person, newest first."""
    return (select(Disclosure).add_columns(Member.full_name)
            .outerjoin(Member, Member.account_id == Disclosure.account_id)
            .where(or_(Disclosure.member_id == member.id, and_(Disclosure.member_id.is_(None), _held(member.id))))
            .order_by(Disclosure.id.desc()))


def lists_with(member_id: int, most: int) -> list[tuple[Disclosure, str]]:
    """(a list printed or exported that held this person, name of who took it), the newest first; at most `most`."""
    found = (select(Disclosure, Member.full_name).outerjoin(Member, Member.account_id == Disclosure.account_id)
             .where(Disclosure.member_id.is_(None), _held(member_id)).order_by(Disclosure.id.desc()).limit(most))
    return [(made, name or "") for made, name in db.session.execute(found)]


def in_lists_of(account_id: int | None, since: datetime, until: datetime) -> Select[Any]:
    """Rows (member id, when) of everybody in each list this account printed or exported between the two moments."""
    sign = func.substr(DisclosureBlock.holds, Member.id % BLOCK + 1, 1)
    found: Any = (
        select(Member.id.label("member_id"), Disclosure.at.label("at"))
        .join(DisclosureBlock, and_(DisclosureBlock.block == Member.id // BLOCK, sign == "1"))
        .join(Disclosure, Disclosure.id == DisclosureBlock.disclosure_id)
        .where(Disclosure.account_id == account_id, Disclosure.at >= since, Disclosure.at <= until))
    rows: Select[Any] = found
    return rows


def _held(member_id: int) -> ColumnElement[bool]:
    block, place = divmod(member_id, BLOCK)
    return exists().where(DisclosureBlock.disclosure_id == Disclosure.id, DisclosureBlock.block == block,
                          func.substr(DisclosureBlock.holds, place + 1, 1) == "1")


def file_opened(actor: Actor, opening_id: int, member_id: int, title: str) -> bool:
    """The actor opened this file beside this record within the hour, and it stands in the log."""
    found = select(Disclosure.id).where(
        Disclosure.id == opening_id, Disclosure.account_id == actor.account_id, Disclosure.act == FILE,
        Disclosure.member_id == member_id, Disclosure.thing == title[:150],
        Disclosure.at >= clock.now() - timedelta(hours=1))
    return db.session.execute(found).first() is not None
