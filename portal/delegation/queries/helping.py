"""Who helps whom, who could, and the Actor of a helper at work (N33)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from portal.accounts.api import ACTIVE, BY_KEEPER, BY_STATE, Account, AccountKeeping
from portal.core import clock
from portal.core.actor import Actor, Hand
from portal.core.db import db
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.personal import Rows, Section, add
from portal.delegation.models import Help, Helping
from portal.delegation.queries.actors import actor_of_account
from portal.delegation.queries.chains import within
from portal.members.api import TAKING_PART, Member, Membership, MemberState
from portal.organizations.api import HEADS

IDLE = timedelta(minutes=30)
MOST_HELPED = 10
"""How long a helper's work lasts unused; how many members one helps at most."""


def as_helped(actor: Actor, helping_id: int) -> tuple[Actor, datetime | None]:
    """The member in whose place this session works, as a plain member without posts and grants, and when it was last
    used: while the help stands, both are in one cell, no keeper has locked the member's account, and in the session it
    was begun in; else (actor, None)."""
    found = (select(Helping.used_at, Member.account_id).join(Help, Help.id == Helping.help_id)
             .join(Member, Member.id == Help.member_id)
             .where(Helping.id == helping_id, Helping.session_id == actor.session_id, Helping.ended_at.is_(None),
                    Helping.used_at > clock.now() - IDLE, Help.account_id == actor.account_id, _standing(),
                    ~_locked()))
    row = db.session.execute(found).first()
    if row is None or actor.account_id is None or actor.unit_id is None:
        return actor, None
    other = actor_of_account(row.account_id)
    if other.unit_id != actor.unit_id:
        return actor, None
    return replace(other, holdings=(), session_id=actor.session_id, must_change=False, language=actor.language,
                   text_size=actor.text_size, helped_by=Hand(actor.account_id, actor.name)), row.used_at


def is_locked(member_id: int) -> bool:
    """A keeper locked or closed the member's account, or its owner is gone: nobody works in it either."""
    found = select(exists().where(Member.id == member_id, _locked()))
    return bool(db.session.execute(found).scalar())


def uses_account(member: Member) -> bool:
    """The member signs in and can ask for a helper."""
    found = select(exists().where(Account.id == member.account_id, Account.state == ACTIVE))
    return bool(db.session.execute(found).scalar())


def sent_away(member: Member, account_id: int) -> bool:
    """The member has ended a help of this helper."""
    found = exists().where(Help.member_id == member.id, Help.account_id == account_id, Help.ended_at.is_not(None),
                           Help.ended_by == member.account_id)
    return bool(db.session.execute(select(found)).scalar())


def get_help(actor: Actor, help_id: int) -> Help | None:
    """One help that the actor gives, has, or sees as head of the member's cell."""
    found = _readable(actor).where(Help.id == help_id).options(joinedload(Help.member))
    return db.session.execute(found).scalar_one_or_none()


def own_helps(actor: Actor) -> Sequence[Row[*tuple[Any, ...]]]:
    """(help, name of the member, name of the helper) of open helps that the actor gives or has."""
    return _named(or_(Help.account_id == actor.account_id, Help.member_id == (actor.member_id or 0)))


def helps_of(member_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """The same of the open helps that a member has."""
    return _named(Help.member_id == member_id)


def possible_helpers(member_id: int) -> list[tuple[int, str]]:
    """(account, name) of those in the member's cell today who take part and have an account in use."""
    cell = select(Membership.unit_id).where(Membership.member_id == member_id, within(Membership)).scalar_subquery()
    found = (select(Member.account_id, Member.full_name).join(Account, Account.id == Member.account_id)
             .join(Membership, and_(Membership.member_id == Member.id, within(Membership)))
             .join(MemberState, and_(MemberState.member_id == Member.id, within(MemberState)))
             .where(Membership.unit_id == cell, Account.state == ACTIVE, Account.unconfirmed.is_(False),
                    MemberState.state.in_(TAKING_PART), Member.id != member_id).order_by(Member.sort_key).limit(500))
    return [(account, name) for account, name in db.session.execute(found) if account is not None]


def own_member(actor: Actor) -> Member | None:
    """The member the actor is."""
    return db.session.get(Member, actor.member_id) if actor.member_id is not None else None


def open_help(member_id: int, account_id: int) -> Help | None:
    """The help between the two that is not over."""
    found = select(Help).where(Help.member_id == member_id, Help.account_id == account_id, _open())
    return db.session.execute(found.order_by(Help.id.desc()).limit(1)).scalar_one_or_none()


def helped_count(account_id: int) -> int:
    """How many members somebody helps or is asked to."""
    found = select(func.count()).select_from(Help).where(Help.account_id == account_id, _open())
    return db.session.execute(found).scalar_one()


def name_of(account_id: int) -> str:
    """The name behind an account."""
    return db.session.execute(select(Member.full_name).where(Member.account_id == account_id)).scalar() or ""


def headed_ids(actor: Actor) -> set[int]:
    """Units of which the actor is secretary or deputy."""
    return {one.unit_id for one in actor.scopes(HEADS)}


def _readable(actor: Actor) -> Select[Help]:
    if not actor.signed_in or actor.helped_by is not None:
        return select(Help).where(false())
    of_mine = select(Membership.member_id).where(Membership.unit_id.in_(headed_ids(actor)), within(Membership))
    return select(Help).where(or_(Help.account_id == actor.account_id, Help.member_id == (actor.member_id or 0),
                                  Help.member_id.in_(of_mine)))


def _named(which: Any) -> Sequence[Row[*tuple[Any, ...]]]:
    hand = aliased(Member)
    found = (select(Help, Member.full_name, hand.full_name).join(Member, Member.id == Help.member_id)
             .outerjoin(hand, hand.account_id == Help.account_id).where(which, _open())
             .order_by(Help.valid_to, Help.id).limit(50))
    return db.session.execute(found).all()


def _locked() -> Any:
    """Condition on Member. Locked because nobody signs in is no reason: that is what a helper is for."""
    return exists().where(AccountKeeping.account_id == Member.account_id,
                          AccountKeeping.cause.in_((BY_KEEPER, BY_STATE))).correlate(Member)


def _open() -> Any:
    return and_(Help.ended_at.is_(None), Help.valid_to >= clock.today())


def _standing() -> Any:
    return and_(_open(), Help.accepted_at.is_not(None), Help.valid_from <= clock.today())


def kept(actor: Actor, whole: bool) -> Rows:
    """What is kept of a person: who helps, whom one helps, till when and why, also what is over."""
    hand, member = aliased(Member), aliased(Member)
    found = (select(Help, member.full_name, hand.full_name).join(member, member.id == Help.member_id)
             .outerjoin(hand, hand.account_id == Help.account_id)
             .where(or_(Help.account_id == actor.account_id, Help.member_id == (actor.member_id or 0)))
             .order_by(Help.id).limit(200))
    return [(gettext("%(helper)s giúp %(name)s", helper=helper or "", name=name),
             " · ".join(filter(None, (f"{clock.show_date(row.valid_from)} – {clock.show_date(row.valid_to)}",
                                      row.reason))))
            for row, name, helper in db.session.execute(found)]


add(Section("helps", _l("Người giúp thao tác"), _l("người khác thao tác thay khi không tự làm được"),
            _l("cùng nhật ký, để biết ai đã làm gì"), kept, 35))
