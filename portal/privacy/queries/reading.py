"""Reads of personal data: what is kept about me, who reaches it, requests, incidents."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select, union_all

from portal.core import audit
from portal.core.actor import Actor
from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.core.i18n import gettext
from portal.delegation.api import Reach, holders_over
from portal.members.api import (
    KEEPERS,
    Member,
    former_accounts,
    former_ids,
    in_lists_of,
    lists_with,
    merged_into,
    records_now,
)
from portal.privacy.models import DataRequest, Incident, NoticeReading, Stage
from portal.privacy.policy import GUARDIANS, readable
from portal.seeds.data_map import VERSION

MOST_LOOKS = 200


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody did something with my record: when, who, what."""

    at: datetime
    who: str
    what: Any


def reading(actor: Actor) -> NoticeReading | None:
    """The actor's reading of the notice in force."""
    found = select(NoticeReading).where(NoticeReading.account_id == actor.account_id, NoticeReading.version == VERSION)
    return db.session.execute(found).scalar_one_or_none()


def has_not_read(actor: Actor) -> ColumnElement[bool]:
    """Condition: the actor has not read the notice in force."""
    return ~select(NoticeReading.id).where(
        NoticeReading.account_id == actor.account_id, NoticeReading.version == VERSION).exists()


def get(actor: Actor, request_id: int) -> DataRequest | None:
    """One request the actor may see."""
    return db.session.execute(readable(actor).where(DataRequest.id == request_id)).scalar_one_or_none()


def own(actor: Actor) -> Select[Any]:
    """The actor's own requests, newest first; not yet paged."""
    return (select(DataRequest).where(DataRequest.account_id == actor.account_id)
            .order_by(DataRequest.asked_at.desc(), DataRequest.id.desc()))


def queue(actor: Actor, *, stage: Stage | None = Stage.OPEN) -> Select[Any]:
    """Rows (request, name of the asker) of others the actor may answer, the oldest first; not yet paged."""
    found = (readable(actor).add_columns(Member.full_name).join(Member, Member.id == DataRequest.member_id)
             .where(DataRequest.account_id != actor.account_id))
    if stage is not None:
        found = found.where(DataRequest.stage == stage)
    return found.order_by(DataRequest.asked_at, DataRequest.id)


def asker(request: DataRequest) -> Member:
    """Whose data it is."""
    return db.session.get_one(Member, request.member_id)


def answerer(request: DataRequest) -> str:
    """Name of who answered; empty while nobody has."""
    found = select(Member.full_name).where(Member.account_id == request.answered_by, Member.account_id.is_not(None))
    return db.session.execute(found).scalar_one_or_none() or ""


def reachers(actor: Actor) -> list[Reach]:
    """Who can open the actor's record today, at home and where the actor stays for a time: person, role, unit, and
    by which post or grant."""
    member = db.session.get(Member, actor.member_id) if actor.member_id else None
    stay = member.stay_today if member else None
    found = holders_over(actor.unit_path, KEEPERS) if actor.unit_path else []
    if stay is not None:
        found += [one for one in holders_over(stay.unit.path, KEEPERS) if one not in found]
    return [one for one in found if one.account_id != actor.account_id]


def guardians() -> list[Reach]:
    """Who keeps the system as a whole; each role of a person once, held by post and by grant or not."""
    return list({(one.account_id, one.key): one for one in holders_over("", GUARDIANS)}.values())


def looks(actor: Actor) -> list[Look]:
    """What others did with the actor's record, alone or in a list, newest first; at most MOST_LOOKS."""
    found = (select(AuditEntry.at, AuditEntry.verb, AuditEntry.account_id, Member.full_name)
             .outerjoin(Member, Member.account_id == AuditEntry.account_id)
             .where(AuditEntry.object_kind == "member", AuditEntry.object_id.in_(_ids(actor)),
                    AuditEntry.account_id.is_distinct_from(actor.account_id))
             .order_by(AuditEntry.id.desc()).limit(MOST_LOOKS))
    alone = [Look(at, name or "", audit.SENTENCES.get(verb, verb)) for at, verb, _, name in db.session.execute(found)]
    listed = [Look(made.at, name, _in_list(made)) for made, name in lists_with(actor.member_id or 0, MOST_LOOKS)
              if made.account_id != actor.account_id]
    return sorted([*alone, *listed], key=lambda look: look.at, reverse=True)[:MOST_LOOKS]


def _ids(actor: Actor) -> list[int]:
    """The own record, and those that were merged into it."""
    return [actor.member_id, *former_ids(actor.member_id)] if actor.member_id is not None else []


def _in_list(made: Any) -> str:
    if made.is_full:
        return gettext("%(what)s có bạn, %(count)s người, kèm số đầy đủ", what=made.label, count=made.count)
    return gettext("%(what)s có bạn, %(count)s người, số được che", what=made.label, count=made.count)


def incident(actor: Actor, incident_id: int) -> Incident | None:
    """One incident; only those who keep the system come here (policy)."""
    return db.session.get(Incident, incident_id) if actor.holds_any(GUARDIANS) else None


def incidents() -> Select[Any]:
    """All incidents, newest first; not yet paged."""
    return select(Incident).order_by(Incident.id.desc())


def touched(one: Incident) -> Select[Any]:
    """Rows (member id, name, how many acts, last act) of records the suspected account dealt with in that time: one
    by one, or in lists it printed or exported. What was merged since counts for the record that stays; so do accounts
    for the one that goes on."""
    accounts = [one.suspect_id, *former_accounts(one.suspect_id)] if one.suspect_id is not None else []
    acted = and_(AuditEntry.object_kind == "member", AuditEntry.account_id.in_(accounts), AuditEntry.at >= one.since,
                 AuditEntry.at <= one.until)
    ended = select(AuditEntry.object_id).distinct().where(acted, ~exists().where(Member.id == AuditEntry.object_id))
    now = records_now([gone for gone in db.session.execute(ended).scalars() if gone is not None])
    stays: Any = case(now, value=AuditEntry.object_id, else_=AuditEntry.object_id) if now else AuditEntry.object_id
    alone = select(stays.label("member_id"), AuditEntry.at.label("at")).where(acted)
    acts = union_all(alone, in_lists_of(one.suspect_id, one.since, one.until)).subquery()
    found: Any = (
        select(Member.id, Member.full_name, func.count().label("acts"), func.max(acts.c.at, type_=AuditEntry.at.type))
        .join(acts, acts.c.member_id == Member.id).group_by(Member.id, Member.full_name, Member.sort_key))
    rows: Select[Any] = found.order_by(Member.sort_key, Member.id)
    return rows


def touched_rows(one: Incident) -> list[Any]:
    """All of them, for the table that is taken away."""
    return list(db.session.execute(touched(one)).all())


def merged_words(member_ids: Collection[int]) -> dict[int, str]:
    """Records that others became part of → the number that stays and those that went, in words."""
    return {kept: gettext("hồ sơ số %(kept)s, gồm hồ sơ số %(gone)s đã gộp vào", kept=kept,
                          gone=", ".join(str(one) for one in gone))
            for kept, gone in merged_into(member_ids).items()}


def account_of(citizen_id: str) -> int | None:
    """The account called so."""
    return db.session.execute(select(Member.account_id).where(Member.citizen_id == citizen_id)).scalar_one_or_none()
