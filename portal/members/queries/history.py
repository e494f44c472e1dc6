"""The history of one record (I15): what was changed, and who uncovered, printed or exported it."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select

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
    block, place = divmod(member.id, BLOCK)
    listed = exists().where(DisclosureBlock.disclosure_id == Disclosure.id, DisclosureBlock.block == block,
                            func.substr(DisclosureBlock.holds, place + 1, 1) == "1")
    return (select(Disclosure).add_columns(Member.full_name)
            .outerjoin(Member, Member.account_id == Disclosure.account_id)
            .where(or_(Disclosure.member_id == member.id, and_(Disclosure.member_id.is_(None), listed)))
            .order_by(Disclosure.id.desc()))


def file_opened(actor: Actor, opening_id: int, member_id: int, title: str) -> bool:
    """The actor opened this file beside this record within the hour, and it stands in the log."""
    found = select(Disclosure.id).where(
        Disclosure.id == opening_id, Disclosure.account_id == actor.account_id, Disclosure.act == FILE,
        Disclosure.member_id == member_id, Disclosure.thing == title[:150],
        Disclosure.at >= clock.now() - timedelta(hours=1))
    return db.session.execute(found).first() is not None
