"""A furnished house: something of everything, in every state, readable by the people of the tests."""

from io import BytesIO

from portal.core import files
from portal.core.db import db, transaction
from portal.documents.models import DocumentFile, State
from portal.feedback.models import Visibility
from portal.jobs.worker import run_all
from portal.meetings import services as meeting_services
from portal.news import services as news_services
from portal.news.models import Article
from tests.factories import documents, feedback, meetings, news


def furnish() -> None:
    """Write documents, news, meetings and opinions in all their states into the database of the tests."""
    for state in State:
        documents.document(state=state)
    documents.document(trashed=True)
    documents.document("ga_hanoi")
    for number in range(25):
        documents.document(subject=f"Đại hội chi bộ lần {number}")
    _real_files()
    news.article(publish=False)
    news.article("ga_hanoi", by="secretary", title="Tin của chi bộ Ga Hà Nội")
    _picture(news.article())
    meetings.settle_rules()
    for state in ("draft", "cancelled", "in_progress", "closed", "open"):
        made = meetings.row(meetings.meeting(state))
    meeting_services.attach(meetings.acting("secretary"), made, meetings.upload())
    db.session.commit()
    feedback.opinion(visibility=Visibility.CELL, uploads=[meetings.upload(name="ghi-chu.txt")])
    feedback.opinion(visibility=Visibility.HIDDEN)
    feedback.taken()
    feedback.answered()
    feedback.opinion("secretary")
    run_all()


def _real_files() -> None:
    """The rows of the factory name files that are nowhere; here they can be downloaded."""
    with transaction():
        for row in db.session.execute(db.select(DocumentFile)).scalars():
            row.digest, row.size = files.store().put(BytesIO(f"tệp {row.id}".encode()))


def _picture(article: Article) -> None:
    actor, kept = meetings.acting("office_staff"), db.session.get_one(Article, article.id)
    news_services.add_picture(actor, kept, news.upload(news.picture_file()), "Đoàn tàu vào ga")
    news_services.publish(actor, kept)
    db.session.commit()
