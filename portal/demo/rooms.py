"""Documents, news, meetings and opinions of the sample, made by the verbs of those rooms, each on its day."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from werkzeug.datastructures import FileStorage

from portal.core import clock, files
from portal.core.actor import Actor
from portal.core.db import db
from portal.demo import accounts, meetings, members, texts, transfers, tree
from portal.demo.grants import hand_down
from portal.demo.people import Cast, Person, settle
from portal.demo.stages import Event, Step, at
from portal.demo.tree import SAMPLE_CELLS
from portal.documents import api as documents
from portal.feedback import api as feedback
from portal.jobs.queue import enqueue
from portal.news import api as news
from portal.organizations.api import Role
from portal.settings import TOP

LETTERS = ("98-CV-DU.md", "215-CV-TU.txt")


def steps(cast: Cast) -> list[Step]:
    """The stages of the sample at hand size, in their order."""
    return [Step("people", "Tổ chức, đảng viên, phân quyền", lambda: found(cast), days=120),
            Step("letters", "Hai công văn: nhận tệp", lambda: receive(cast), days=110),
            Step("confirmed", "Hai công văn: xác nhận, công bố", lambda: confirm(cast), days=109),
            Step("life", "Tin tức, cuộc họp, ý kiến", lambda: live(cast)),
            Step("register", "Ngày kết nạp, chuyển sinh hoạt, chất lượng dữ liệu", register)]


def found(cast: Cast) -> None:
    """The units, the members, the chain of grants and the sample sign-ins."""
    tree.plant(cast.units)
    tree.merge_one(cast.unit(tree.MERGED_INTO))
    settle(cast.people)
    hand_down(cast.units, cast.people, {})
    accounts.open_samples(cast)


def register() -> None:
    """What the register has beside its people: ceremonies, transfers under way, the first look at its quality."""
    members.settle_ceremonies()
    transfers.settle()
    enqueue("quality.check_all", dedupe="quality.check_all now")


def receive(cast: Cast) -> None:
    """The two letters come in by the intake a clerk uses."""
    clerk, unit = _clerk(cast), cast.top.row()
    for name in LETTERS:
        with (TOP / "portal" / "seeds" / name).open("rb") as file:
            stored = files.keep(FileStorage(file, name))
        documents.take_in(clerk, unit, [stored], declared=True, readers=[])


def confirm(cast: Cast) -> None:
    """The clerk accepts what was read from them; everybody in the Corporation reads them."""
    clerk = _clerk(cast)
    own = db.select(documents.Document).where(documents.Document.unit_id == cast.top.id)
    for document in db.session.execute(own.order_by(documents.Document.id)).scalars().all():
        documents.confirm(clerk, document, documents.Fields.of(document), document.tokens)
        documents.publish(clerk, document)


def live(cast: Cast) -> None:
    """Three months of news, meetings and opinions, in the order of time."""
    events = [*_news(cast), *meetings.events(cast), *_opinions(cast)]
    for moment, act in sorted(events, key=lambda event: event[0]):
        with at(moment):
            act()


def _news(cast: Cast) -> Iterator[Event]:
    for story in texts.STORIES:
        yield _days_ago(story.days, 9), partial(_tell, cast, story)


def _tell(cast: Cast, story: texts.Story) -> None:
    unit = cast.unit(story.unit)
    author = cast.serving(unit, Role.OFFICE_STAFF).actor()
    until = clock.today() + timedelta(days=30) if story.pinned else None
    article = news.write(author, unit=unit.row(), title=story.title, summary=story.summary, text=story.text,
                         pinned_until=until)
    news.publish(author, article)


def _opinions(cast: Cast) -> Iterator[Event]:
    """From members of both sample cells: sent, taken, answered; one is opened again."""
    senders = [[one for one in cast.people if one.cell.name == name and one.plain] for name in SAMPLE_CELLS]
    for place, said in enumerate(texts.OPINIONS):
        some = senders[place % 2]
        way = _Opinion(cast, said, some[place % len(some)], list(feedback.Visibility)[place % 3])
        sent = _days_ago(said.days, 20)
        yield sent, way.send
        if said.taken:
            yield min(sent + timedelta(days=1), clock.now()), way.take
        if said.answer:
            yield sent + timedelta(days=4), way.answer
        if said.reopened:
            yield sent + timedelta(days=8), way.reopen


class _Opinion:
    """One opinion on its way."""

    def __init__(self, cast: Cast, said: texts.Opinion, sender: Person, visibility: feedback.Visibility) -> None:
        self.cast, self.said, self.sender, self.visibility = cast, said, sender, visibility
        self.opinion_id = 0

    def send(self) -> None:
        actor = self.sender.actor()
        category, handling = next(route for route in feedback.routes(actor) if route[0].id == self.said.category)
        self.opinion_id = feedback.send(actor, category=category, handling=handling, text=self.said.text,
                                        visibility=self.visibility).id

    def take(self) -> None:
        feedback.take(self._handler(), self._row())

    def answer(self) -> None:
        feedback.answer(self._handler(), self._row(), self.said.answer)

    def reopen(self) -> None:
        feedback.reopen(self.sender.actor(), self._row(), reason=self.said.reopened)

    def _handler(self) -> Actor:
        handling = self.cast.unit(self._row().handling.name)
        return self.cast.serving(handling, Role.SECRETARY).actor()

    def _row(self) -> feedback.Opinion:
        return db.session.get_one(feedback.Opinion, self.opinion_id)


def _days_ago(days: int, hour: int) -> datetime:
    day = clock.today() - timedelta(days=days)
    return clock.from_local(datetime(day.year, day.month, day.day, hour))


def _clerk(cast: Cast) -> Actor:
    return cast.serving(cast.top, Role.OFFICE_STAFF).actor()
