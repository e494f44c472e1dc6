"""A furnished house: something of everything, in every state, readable by the people of the tests."""

from datetime import date
from io import BytesIO

from portal.core import clock, files
from portal.core.db import db, transaction
from portal.documents.models import DocumentFile, State
from portal.feedback.models import Visibility
from portal.jobs.worker import run_all
from portal.meetings import services as meeting_services
from portal.news import services as news_services
from portal.news.models import Article
from portal.transfers import services as transfer_services
from portal.transfers.models import Kind
from portal.transfers.models import State as Step
from portal.transfers.services import Home, Said
from tests.factories import (
    documents,
    feedback,
    imports,
    keeping,
    meetings,
    members,
    news,
    organizations,
    privacy,
    transfers,
)
from tests.security.rooms import modules

ROOMS = {name: make for module in modules() for name, make in module.TARGETS.items()}
"""What the table of rights is tried on, by name: the house holds some of it."""


def furnish() -> None:
    """Write documents, news, meetings and opinions in all their states into the database of the tests."""
    for state in State:
        documents.document(state=state)
    documents.document(trashed=True)
    documents.document("ga_hanoi")
    for number in range(25):
        documents.document(subject=f"Đại hội chi bộ lần {number}")
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
    _register()
    _offices()
    _real_files()
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


def _register() -> None:
    """Imports, transfers in each state, a residence with a letter, accounts asked for, pairs, wishes, files, a stay."""
    imports.previewed([imports.person(1)])
    imports.committed([imports.person(101)])
    bad = [*imports.person(2)]
    bad[2] = "12345"
    imports.previewed([bad, imports.person(3)])
    for number, state in enumerate((Step.ASKED, Step.RELEASED, Step.ACCEPTED)):
        _transfer(f"Đinh Văn Chuyển {number}", state, Kind.TEMPORARY if state == Step.ACCEPTED else Kind.OFFICIAL)
    _transfer("Đinh Thị Đến", Step.RELEASED, Kind.OFFICIAL, at="ga_vinh", to="ga_hanoi")
    contact = transfer_services.save_home(transfers.acting("secretary"), members.record("member"),
                                          Home("Chi bộ Tổ dân phố 5", "Phường Cửa Nam", "Hà Nội"))
    transfer_services.introduce(transfers.acting("secretary"), contact, number="07-GT", on=transfers.days_ago(10))
    transfer_services.save_remark(transfers.acting("secretary"), contact,
                                  Said(clock.today().year - 1, "year", "Gương mẫu.", "good", None, "Bí thư"))
    db.session.commit()
    keeping.request("newcomer")
    keeping.request(None)
    keeping.batch()
    keeping.stray()
    members.post("newcomer")
    members.saved_filter()
    privacy.kept_file("member")
    for name in ("quality pair", "quality wish", "privacy request", "privacy incident", "handover record",
                 "search saved"):
        ROOMS[name]()


def _transfer(name: str, state: Step, kind: Kind, *, at: str = "ga_hanoi", to: str = "ga_vinh") -> None:
    """Somebody new on the way between two cells."""
    sides = {"ga_hanoi": ("secretary", "delegate"), "ga_vinh": ("secretary_elsewhere", "secretary_elsewhere")}
    asks, releases = (transfers.acting(key) for key in sides[at])
    made = transfer_services.ask(asks, members.member(name, at), transfers.wish(to, kind))
    if state != Step.ASKED:
        transfer_services.release(releases, made, transfers.slip())
    if state == Step.ACCEPTED:
        transfer_services.accept(transfers.acting(sides[to][0]), made, effective_on=clock.today())
    db.session.commit()


def _offices() -> None:
    """What clerks keep: terms, numbers set aside, papers that wait, a version that was replaced, a ZIP, an upload."""
    organizations.term("ga_hanoi", date(2022, 1, 1), date(2027, 1, 1))
    for name in ("filing number", "filing entry", "filing edition", "filing disposal", "filing bundle",
                 "filing upload", "reading relation", "reading list", "reading field", "scan page"):
        ROOMS[name]()
