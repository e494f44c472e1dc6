"""Reads of opinions; all start from `readable(actor)`. A hidden sender's name is in no result for anybody else."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased, defer, joinedload, selectinload

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.handing import Held
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.statements import per_actor, rows
from portal.feedback.models import (
    OPEN,
    FeedbackCategory,
    FeedbackEvent,
    FeedbackFile,
    FileState,
    Opinion,
    State,
    Visibility,
)
from portal.feedback.policy import readable
from portal.members.api import Member
from portal.organizations.api import CLERKS, Organization, Role, holds_words, in_covered, in_force

EXCERPT = 160
HEAD = (Opinion.id, Opinion.code, Opinion.state, Opinion.answer_by, FeedbackCategory.name)
STEPS = {
    "sent": _l("đã gửi"), "taken": _l("đã tiếp nhận"), "answered": _l("đã trả lời"), "reopened": _l("mở lại"),
    "forwarded": _l("đã chuyển"),
}
Step = tuple[str, str, Any, str]


def get(actor: Actor, opinion_id: int) -> Opinion | None:
    """One opinion with its way and its files."""
    found = readable(actor).where(Opinion.id == opinion_id)
    found = found.options(selectinload(Opinion.events), selectinload(Opinion.files))
    return db.session.execute(found).scalar_one_or_none()


def file(actor: Actor, opinion_id: int, file_id: int) -> FeedbackFile | None:
    """A file that may be opened, of an opinion the actor may read."""
    ids = readable(actor).with_only_columns(Opinion.id).where(Opinion.id == opinion_id)
    found = select(FeedbackFile).where(FeedbackFile.id == file_id, FeedbackFile.opinion_id.in_(ids),
                                       FeedbackFile.state == FileState.READY)
    return db.session.execute(found.options(joinedload(FeedbackFile.opinion))).scalar_one_or_none()


@per_actor
def own(actor: Actor) -> Select[Any]:
    """Rows (opinion, beginning of the text) that the actor sent, newest first; not yet paged."""
    found = readable(actor).where(Opinion.sender_id == (actor.member_id or 0))
    return _light(found).order_by(Opinion.sent_at.desc(), Opinion.id.desc())


@per_actor
def in_cell(actor: Actor) -> Select[Any]:
    """Rows (opinion, beginning of the text) open to the actor's cell, newest first; not yet paged."""
    found = readable(actor).where(Opinion.visibility == Visibility.CELL, Opinion.unit_id == (actor.unit_id or 0))
    return _light(found).order_by(Opinion.sent_at.desc(), Opinion.id.desc())


def inbox(actor: Actor, *, state: str = "", category: str = "", text: str = "",
          unit_id: int | None = None) -> Select[Any]:
    """Rows (opinion, beginning of the text, sender, cell) that lie with the actor's units, or with one of them, the
    most urgent first.

    Sender and cell are None where the name is hidden: the database does not hand them out.
    """
    cell = aliased(Organization)
    seen = Opinion.visibility != Visibility.HIDDEN
    found = _light(_handled(actor)).add_columns(
        case((seen, Member.full_name), else_=None), case((seen, cell.name), else_=None))
    found = found.join(Member, Member.id == Opinion.sender_id).join(cell, cell.id == Opinion.unit_id)
    if state in set(State):
        found = found.where(Opinion.state == state)
    elif not state:
        found = found.where(Opinion.state.in_(OPEN))
    if category:
        found = found.where(Opinion.category_id == category)
    if unit_id is not None:
        found = found.where(Opinion.handling_id == unit_id)
    found = found.where(*holds_words(Opinion.search_key, text))
    return found.order_by(case((Opinion.state == State.ANSWERED, 1), else_=0), Opinion.answer_by, Opinion.id)


def owed(actor: Actor, limit: int = 5) -> Sequence[Row[*tuple[Any, ...]]]:
    """HEAD of the opinions that wait for an answer of the actor's units, for the home page."""
    return rows(_owed(actor, limit))


def newly_answered(actor: Actor, limit: int = 5) -> Sequence[Row[*tuple[Any, ...]]]:
    """HEAD of the actor's opinions with an answer not marked as read, for the home page."""
    return rows(_newly_answered(actor, limit))


def has_new_answer(actor: Actor) -> ColumnElement[bool]:
    """Condition: there is one."""
    return _newly_answered(actor, 1).order_by(None).exists()


@per_actor
def _owed(actor: Actor, limit: int) -> Select[*tuple[Any, ...]]:
    found = _handled(actor).where(Opinion.state.in_(OPEN)).order_by(Opinion.answer_by, Opinion.id)
    return found.join(Opinion.category).with_only_columns(*HEAD).limit(limit)


@per_actor
def _newly_answered(actor: Actor, limit: int) -> Select[*tuple[Any, ...]]:
    found = readable(actor).where(Opinion.sender_id == (actor.member_id or 0), Opinion.state == State.ANSWERED,
                                  Opinion.answer_read.is_(False))
    return found.order_by(Opinion.answered_at.desc()).join(Opinion.category).with_only_columns(*HEAD).limit(limit)


def categories() -> list[FeedbackCategory]:
    """Categories in force today."""
    today = clock.today()
    found = select(FeedbackCategory).where(
        or_(FeedbackCategory.valid_from.is_(None), FeedbackCategory.valid_from <= today),
        or_(FeedbackCategory.valid_to.is_(None), FeedbackCategory.valid_to >= today))
    return list(db.session.execute(found.order_by(FeedbackCategory.place)).scalars())


def routes(actor: Actor) -> list[tuple[FeedbackCategory, Organization]]:
    """(category, unit that would handle the actor's opinion), for the form."""
    found = select(Organization).where(Organization.id == actor.unit_id).options(joinedload(Organization.parent))
    cell = db.session.execute(found).scalar_one_or_none()
    return [(one, handling_unit(actor, one, cell)) for one in categories()] if cell is not None else []


def handling_unit(actor: Actor, category: FeedbackCategory, cell: Organization) -> Organization:
    """The unit that handles a category for a sender of this cell. Who leads or serves the cell does not write to
    himself: then it is the unit above."""
    above = cell.parent or cell
    if category.rule == "cell" and actor.holds(CLERKS, cell.path) is None:
        return cell
    return above


def sender_of(actor: Actor, opinion: Opinion) -> str:
    """Who sent it, for this reader: a name with its cell, or that the name is hidden."""
    if opinion.sender_id == actor.member_id:
        return str(gettext("Bạn"))
    if opinion.is_hidden:
        return str(gettext("Người gửi ẩn tên"))
    found = (select(Member.full_name, Organization.name).select_from(Opinion)
             .join(Member, Member.id == Opinion.sender_id).join(Organization, Organization.id == Opinion.unit_id)
             .where(Opinion.id == opinion.id, Opinion.visibility != Visibility.HIDDEN))
    return " · ".join(db.session.execute(found).one())


def way(opinion: Opinion) -> list[Step]:
    """(step, who, when, reason) of what happened, oldest first; a sender's step names nobody."""
    return [(_step(one), who(one), one.at, one.text if one.kind in ("forwarded", "reopened") else "")
            for one in opinion.events if one.kind != "noted"]


def answers(opinion: Opinion) -> list[FeedbackEvent]:
    """Answers, oldest first."""
    return [one for one in opinion.events if one.kind == "answered"]


def notes(opinion: Opinion) -> list[FeedbackEvent]:
    """Internal notes, oldest first: for handlers."""
    return [one for one in opinion.events if one.kind == "noted"]


def who(event: FeedbackEvent) -> str:
    """Post and unit of a handler; of a sender nothing but the word."""
    if not event.role:
        return str(gettext("Người gửi"))
    return f"{Role(event.role).label}, {event.unit_name}"


def forward_choices(actor: Actor, opinion: Opinion, limit: int = 200) -> list[tuple[int, str]]:
    """(id, name) of the unit above and those directly below the one where it lies."""
    here = opinion.handling
    near = or_(Organization.parent_id == here.id, Organization.id == here.parent_id) if here.parent_id else (
        Organization.parent_id == here.id)
    found = (select(Organization.id, Organization.name).where(near, in_force())
             .order_by(func.length(Organization.path), Organization.sort_key).limit(limit))
    return [(unit_id, name) for unit_id, name in db.session.execute(found)]


def code_is_taken(code: str) -> bool:
    """Some opinion has this code."""
    return bool(db.session.execute(select(exists().where(Opinion.code == code))).scalar())


def waiting_file(file_id: int) -> FeedbackFile | None:
    """A file for the worker, if it still waits."""
    found = db.session.get(FeedbackFile, file_id)
    return found if found is not None and found.state == FileState.WAITING else None


def names_file(digest: str) -> bool:
    """True while a file with this content waits for the worker, or is itself served."""
    return bool(db.session.execute(select(exists().where(
        FeedbackFile.digest == digest, FeedbackFile.state.not_in([FileState.BROKEN, FileState.REFUSED])))).scalar())


def unit(unit_id: int) -> Organization:
    """A unit that a service has already found allowed."""
    return db.session.get_one(Organization, unit_id)


def _handled(actor: Actor) -> Select[Any]:
    return readable(actor).where(and_(in_covered(actor, CLERKS, Opinion.handling_id),
                                      Opinion.sender_id != (actor.member_id or 0)))


def _light(found: Select[Any]) -> Select[Any]:
    light = found.options(defer(Opinion.text), defer(Opinion.search_key))
    return light.add_columns(func.substr(Opinion.text, 1, EXCERPT))


def _step(event: FeedbackEvent) -> str:
    if event.kind == "forwarded":
        return str(gettext("đã chuyển đến %(unit)s", unit=event.to_name))
    return str(STEPS[event.kind])


def _waiting(unit_ids: Collection[int]) -> Select[str]:
    return select(Opinion.code).where(Opinion.handling_id.in_(unit_ids), Opinion.state.in_(OPEN))


def _is_handled(actor: Actor) -> ColumnElement[bool]:
    return Opinion.id.in_(_handled(actor).with_only_columns(Opinion.id))


HELD = Held("feedback", _l("Góp ý chờ trả lời"), "/gop-y/hop-thu?don_vi={unit}", _waiting, Opinion.id, _is_handled)
"""Opinions that wait for an answer of a unit, by their codes: what a handover names."""
