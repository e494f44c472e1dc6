"""The meetings of the sample cells: past ones locked, the next one open with answers, a draft."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from portal.core import clock
from portal.core.db import db
from portal.demo import texts
from portal.demo.people import Cast, Person
from portal.demo.stages import Event
from portal.demo.tree import SAMPLE_CELLS, Unit
from portal.meetings import api as meetings
from portal.meetings.api import Attendance, Meeting, Reason
from portal.members.api import State
from portal.organizations.api import Role


def events(cast: Cast) -> Iterator[Event]:
    """Two past months locked, next month open with answers, in each sample cell; a draft in the first."""
    chance = Random(f"{cast.seed} meetings")  # noqa: S311 - sample data
    late = int(clock.today().day > 5)  # this month's meeting has been held and locked
    for place, name in enumerate(SAMPLE_CELLS):
        cell = cast.unit(name)
        for back in (2, 1):
            yield from _Meeting(cast, cell, _third_of_month(late - back, 19), chance, place).past(back)
        yield from _Meeting(cast, cell, _third_of_month(1, 19), chance, place).coming()
    yield from _Meeting(cast, cast.unit(SAMPLE_CELLS[0]), _third_of_month(2, 14), chance, 2).draft()


class _Meeting:
    """One meeting from its draft to its lock: what is done at which moment."""

    def __init__(self, cast: Cast, cell: Unit, starts: datetime, chance: Random, place: int) -> None:
        self.cast, self.cell, self.starts, self.chance = cast, cell, starts, chance
        self.place = texts.PLACES[place]
        self.head = cast.serving(cell, Role.SECRETARY)
        self.meeting_id = 0

    def past(self, back: int) -> Iterator[Event]:
        yield self.starts - timedelta(days=5), lambda: self._create("cell_regular")
        yield self.starts - timedelta(days=4), self._open
        yield self.starts - timedelta(days=3), lambda: self._answer(0.8)
        yield self.starts - timedelta(days=2), lambda: self._speak(texts.SPOKEN[back])
        yield self.starts + timedelta(minutes=5), self._call_the_roll
        yield self.starts + timedelta(minutes=95), lambda: self._conclude(texts.CONCLUSIONS[back - 1])
        yield self.starts + timedelta(days=1), lambda: meetings.lock(self.head.actor(), self._meeting())

    def coming(self) -> Iterator[Event]:
        now = clock.now()
        yield now - timedelta(days=2), lambda: self._create("cell_regular")
        yield now - timedelta(days=2, hours=-1), self._open
        yield now - timedelta(hours=20), lambda: self._answer(0.5, spared=self._trying())
        yield now - timedelta(hours=19), lambda: self._speak(texts.SPOKEN[0])

    def draft(self) -> Iterator[Event]:
        yield clock.now() - timedelta(hours=5), lambda: self._create("cell_thematic")

    def _create(self, kind: str) -> None:
        self.meeting_id = meetings.create(self.head.actor(), unit=self.cell.row(), kind=kind, starts_at=self.starts,
                                          place=self.place).id

    def _open(self) -> None:
        meetings.open_meeting(self.head.actor(), self._meeting())

    def _trying(self) -> list[Person]:
        """Those with a sample sign-in: whoever tries the portal finds an invitation to answer."""
        own = [one for one in self.cast.people if one.cell is self.cell]
        probationary = [one for one in own if one.state is State.PROBATIONARY]
        return [self.head, *[one for one in own if one.plain][:2], *probationary[:1]]

    def _answer(self, share: float, spared: Sequence[Person] = ()) -> None:
        meeting = self._meeting()
        for one in self._invited():
            if one in spared or self.chance.random() > share:
                continue
            if self.chance.random() < 0.8:
                meetings.answer(one.actor(), meeting, "come")
            else:
                reason = self.chance.choice([Reason.SHIFT, Reason.ON_TRAIN])
                meetings.answer(one.actor(), meeting, "cannot", reason=reason)

    def _speak(self, text: str) -> None:
        meeting = self._meeting()
        meetings.speak(self._invited()[-1].actor(), meeting, text, item_id=meeting.items[3].id)

    def _call_the_roll(self) -> None:
        marks = {one.member_id: self._mark(one.standing, one.answer) for one in self._meeting().invitations}
        meetings.mark(self.head.actor(), self._meeting(), marks)

    def _mark(self, standing: str, answer: str) -> tuple[str, str]:
        if standing == "exempt":
            return Attendance.EXEMPT, ""
        if answer == "cannot" or standing == "temporary_out":
            return Attendance.EXCUSED, Reason.SHIFT if answer == "cannot" else Reason.OTHER
        return self.chance.choice([Attendance.PRESENT] * 8 + [Attendance.LATE, Attendance.REMOTE]), ""

    def _conclude(self, text: str) -> None:
        meetings.conclude(self.head.actor(), self._meeting(), text, chair=self.head.name, fee_note=texts.FEE_NOTE,
                          minute_taker=self._invited()[0].name, notes=texts.NOTES)

    def _meeting(self) -> Meeting:
        return db.session.get_one(Meeting, self.meeting_id)

    def _invited(self) -> list[Person]:
        members = {one.member_id: one for one in self.cast.people if one.account_id}
        return [members[one.member_id] for one in self._meeting().invitations if one.member_id in members]


def _third_of_month(ahead: int, hour: int) -> datetime:
    month = clock.today().replace(day=1)
    for _ in range(abs(ahead)):
        month = (month + timedelta(days=31) if ahead > 0 else month - timedelta(days=1)).replace(day=1)
    return clock.from_local(datetime(month.year, month.month, 3, hour))
