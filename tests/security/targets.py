"""The things that rights are tried on: small builders, each answers the values of an address."""

import secrets
from collections.abc import Callable
from io import BytesIO
from typing import Any

from portal.accounts.api import UserSession, token_digest
from portal.core import clock, files
from portal.core.db import db
from portal.documents.models import Document, State
from portal.feedback.models import Opinion, Visibility
from portal.jobs.worker import run_all
from portal.meetings import services as meeting_services
from portal.meetings.models import MeetingPaper, MeetingRevision
from portal.members.api import Member
from portal.news import services as news_services
from portal.news.models import Article, Picture
from tests.factories import documents, feedback, meetings, news
from tests.people import PEOPLE, person, unit

Values = dict[str, int]


def _document(**how: Any) -> Values:
    return {"document_id": documents.document(**how).id}


def _document_file() -> Values:
    made = db.session.get_one(Document, documents.document().id)
    made.files[0].digest, _ = files.store().put(BytesIO(b"abc"))
    values = {"document_id": made.id, "file_id": made.files[0].id}
    db.session.commit()
    return values


def _article(**how: Any) -> Values:
    return {"article_id": news.article(**how).id}


def _picture() -> Values:
    actor = meetings.acting("secretary")
    made = db.session.get_one(Article, news.article("ga_hanoi", by="secretary").id)
    news_services.add_picture(actor, made, news.upload(news.picture_file()), "Đoàn tàu")
    news_services.publish(actor, made)
    db.session.commit()
    run_all()
    return {"picture_id": db.session.execute(db.select(db.func.max(Picture.id))).scalar_one(), "width": 320}


def _meeting(state: str) -> Values:
    meetings.settle_rules()
    return {"meeting_id": meetings.meeting(state)}


def _paper() -> Values:
    values = _meeting("open")
    row = meetings.row(values["meeting_id"])
    meeting_services.attach(meetings.acting("secretary"), row, meetings.upload())
    db.session.commit()
    run_all()
    return {**values, "paper_id": db.session.execute(db.select(db.func.max(MeetingPaper.id))).scalar_one()}


def _revision() -> Values:
    values = _meeting("in_progress")
    actor, row = meetings.acting("secretary"), meetings.row(values["meeting_id"])
    for text in ("Bản đầu.", "Bản sau."):
        meeting_services.conclude(actor, row, text)
    db.session.commit()
    oldest = db.select(db.func.min(MeetingRevision.id)).where(MeetingRevision.meeting_id == row.id)
    return {**values, "revision_id": db.session.execute(oldest).scalar_one()}


def _opinion(make: Callable[..., Opinion], **how: Any) -> Values:
    return {"opinion_id": make(**how).id}


def _opinion_file() -> Values:
    made = feedback.opinion(uploads=[news.upload(BytesIO(b"Ghi ch\xc3\xba.\n"), "ghi-chu.txt")])
    run_all()
    values = {"opinion_id": made.id, "file_id": feedback.live(made).files[0].id}
    db.session.rollback()
    return values


def _session() -> Values:
    now = clock.now()
    row = UserSession(token_digest=token_digest(secrets.token_urlsafe(9)), account_id=person("member").account_id,
                      created_at=now, seen_at=now)
    db.session.add(row)
    db.session.commit()
    return {"session_id": row.id}


def _member(key: str) -> Values:
    found = db.select(Member.id).where(Member.full_name == PEOPLE[key][0])
    return {"member_id": db.session.execute(found).scalar_one()}


TARGETS: dict[str, Callable[[], Values]] = {
    "-": dict,
    "own session": _session,
    "unit": lambda: {"organization_id": unit("hanoi").id},
    "member here": lambda: _member("probationary"),
    "document": _document,
    "document draft": lambda: _document(state=State.DRAFT),
    "document withdrawn": lambda: _document(state=State.WITHDRAWN),
    "document trashed": lambda: _document(trashed=True),
    "document of cell": lambda: _document(owner="ga_hanoi"),
    "document file": _document_file,
    "article": _article,
    "article draft": lambda: _article(publish=False),
    "article of cell": lambda: _article(unit_key="ga_hanoi", by="secretary"),
    "picture of cell": _picture,
    "meeting draft": lambda: _meeting("draft"),
    "meeting open": lambda: _meeting("open"),
    "meeting running": lambda: _meeting("in_progress"),
    "meeting closed": lambda: _meeting("closed"),
    "meeting paper": _paper,
    "meeting revision": _revision,
    "opinion": lambda: _opinion(feedback.opinion),
    "opinion of cell": lambda: _opinion(feedback.opinion, visibility=Visibility.CELL),
    "opinion hidden": lambda: _opinion(feedback.opinion, visibility=Visibility.HIDDEN),
    "opinion taken": lambda: _opinion(feedback.taken),
    "opinion answered": lambda: _opinion(feedback.answered),
    "opinion file": _opinion_file,
}
"""What a row of the table names: a thing of Chi bộ Ga Hà Nội or of the committee over it."""
