"""How a meeting is found: by title, place, agenda and, once locked, its conclusion.

Only meetings of a whole cell are indexed: their readers are the cell's own token. Those of chi ủy and other
committees are read by fewer than hold that token, so not even a count may tell of them. Papers stay out.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.core import clock
from portal.core.actor import Actor, audience_token
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l
from portal.meetings.models import Meeting, State
from portal.meetings.policy import readable
from portal.search.entry import Entry
from portal.search.registry import Source, register
from portal.search.shown import Shown


def load(meeting_id: int) -> Entry | None:
    """The entry of an opened meeting of a whole cell that was not cancelled."""
    found = select(Meeting).where(Meeting.id == meeting_id, *_findable())
    meeting = db.session.execute(found).scalar_one_or_none()
    if meeting is None:
        return None
    return Entry(kind="meeting", id=meeting.id, title=meeting.title, body=_body(meeting), date=meeting.starts_on,
                 readers=frozenset({audience_token(meeting.unit_id, subtree=False)}))


def all_ids() -> Iterable[int]:
    """What a rebuild covers."""
    return db.session.execute(select(Meeting.id).where(*_findable()).order_by(Meeting.id)).scalars().all()


def show(actor: Actor, ids: list[int]) -> dict[int, Shown]:
    """Hits the actor may read."""
    found = readable(actor).where(Meeting.id.in_(ids)).options(joinedload(Meeting.unit), selectinload(Meeting.items))
    return {meeting.id: Shown(f"/sinh-hoat/{meeting.id}", meeting.title, _body(meeting),
                              f"{clock.show_moment(meeting.starts_at)} · {meeting.unit.name}")
            for meeting in db.session.execute(found).scalars()}


def _findable() -> list[Any]:
    return [Meeting.whole_cell.is_(True), Meeting.opened_at.is_not(None), Meeting.state != State.CANCELLED]


def _body(meeting: Meeting) -> str:
    conclusion = meeting.conclusion if meeting.is_locked else ""
    return "\n".join(part for part in [meeting.place, *(item.title for item in meeting.items), conclusion] if part)


register(Source("meeting", _l("Cuộc họp"), load, all_ids, show))
