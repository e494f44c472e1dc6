"""The organisation at its real size (domain/RAILWAYS.md, section 1): written in bulk, indexed at the end.

8,000 members in 1,086 cells of 113 grassroots organisations, 20,000 papers, a year of monthly meetings.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, TypeVar

import click

from portal.core import clock
from portal.core.db import Base, db
from portal.core.text import name_sort_key
from portal.demo import papers, texts, tree
from portal.demo.grants import hand_down, heads_of
from portal.demo.names import Names
from portal.demo.people import Cast, Person, appoint, plan_cell, settle
from portal.demo.stages import Step
from portal.demo.tree import CELL, COMMITTEE, LONE_CELL, SAMPLE_CELLS, SECTION, UPPER, Unit
from portal.documents.api import Document, set_keys
from portal.meetings.api import AgendaTemplate
from portal.search import active, registry

MEMBERS, CELLS, GRASSROOTS, PAPERS, MONTHS = 8000, 1086, 113, 20_000, 12
LONE_SHARE, SECTION_SHARE, UPPER_SHARE = 9, 8, 3
CHUNK = 500
T = TypeVar("T")


class Grown:
    """What is planned beside the sample at hand size; ids are known once written."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.names = cast, Names(f"{cast.seed} scale")
        self.names.taken |= cast.names.taken
        self.committees, self.units = self._units(cast.units)
        self.people: list[Person] = []
        cells = [unit for unit in self.units if unit.is_cell]
        sizes = _shares(MEMBERS - len(cast.people), len(cells))
        for cell, size in zip(cells, sizes, strict=True):
            self.people += plan_cell(cell, self.names, size)
        appoint(self.units, self.people)

    def _units(self, known: list[Unit]) -> tuple[list[Unit], list[Unit]]:
        upper = next(unit for unit in known if unit.kind == UPPER)
        wanted = GRASSROOTS - sum(unit.kind in (COMMITTEE, LONE_CELL) for unit in known)
        made = []
        for number in range(1, wanted + 1):
            parent = upper if number % UPPER_SHARE == 0 else self.cast.top
            lone = number % LONE_SHARE == 0
            name = f"Chi bộ cơ sở Đơn vị {number}" if lone else f"Đảng bộ Đơn vị {number}"
            made.append(parent.add(LONE_CELL if lone else COMMITTEE, name))
        committees = [unit for unit in made if unit.kind == COMMITTEE]
        missing = CELLS - sum(unit.is_cell for unit in [*known, *made])
        for place, (committee, cells) in enumerate(zip(committees, _shares(missing, len(committees)), strict=True)):
            _fill(committee, cells, with_sections=place % SECTION_SHARE == 0)
        return committees, [unit for one in made for unit in one.walk()]


def steps(grown: Grown) -> list[Step]:
    """The stages that follow those of hand size."""
    return [Step("scale-people", "Cỡ thật: đơn vị, đảng viên, phân quyền", lambda: found(grown)),
            Step("scale-documents", "Cỡ thật: văn bản", lambda: file_papers(grown)),
            Step("scale-meetings", "Cỡ thật: một năm sinh hoạt", lambda: hold_meetings(grown)),
            Step("scale-index", "Cỡ thật: chỉ mục tìm kiếm", index)]


def found(grown: Grown) -> None:
    """Units, members and grants."""
    tree.plant(grown.units)
    settle(grown.people)
    hand_down(grown.units, grown.people, heads_of(grown.cast.units))


def file_papers(grown: Grown) -> None:
    """Published papers of every level over three years, each read by its unit and those below."""
    chance, counts = Random(f"{grown.cast.seed} papers"), Counter[tuple[int, str]]()  # noqa: S311 - sample data
    units = [grown.cast.top] * 500 + grown.committees * 10 + [unit for unit in grown.units if unit.is_cell]
    for chunk in _chunks(_told("Văn bản", range(PAPERS))):
        written = []
        for _ in chunk:
            unit = chance.choice(units)
            paper = papers.write(chance, unit.name)
            counts[unit.id, paper.kind] += 1
            written.append((_document(unit, paper, counts[unit.id, paper.kind], chance, grown.names), paper))
        db.session.add_all([document for document, _ in written])
        db.session.flush()
        _insert("document_text", [{"document_id": row.id, "plain": "\n".join(paper.paragraphs), "page_count": 1}
                                  for row, paper in written])
        _insert("document_part", [{"document_id": row.id, "number": 1,
                                   "html": "".join(f"<p>{one}</p>" for one in paper.paragraphs)}
                                  for row, paper in written])
        _insert("document_reader", [{"document_id": row.id, "token": f"s{row.unit_id}"} for row, _ in written])
        db.session.expunge_all()


def _document(unit: Unit, paper: papers.Paper, number: int, chance: Random, names: Names) -> Document:
    day = clock.today() - timedelta(days=chance.randint(1, 3 * 365))
    moment = clock.from_local(datetime(day.year, day.month, day.day, 8 + number % 9))
    document = Document(
        unit_id=unit.id, state="published", name=f"{number:02d}-{paper.kind}.txt", kind=paper.kind,
        kind_name=paper.kind_name, symbol=f"{number:02d}-{paper.kind}/{'CB' if unit.is_cell else 'ĐU'}",
        number=f"{number:02d}", issuer_suffix="CB" if unit.is_cell else "ĐU", issuer=unit.name, issuing_organ=unit.name,
        place="Hà Nội", issued_on=day, subject=paper.subject, signer=names.name(names.sex()), signer_post="Bí thư",
        part_count=1, quality=1.0, created_at=moment, changed_at=moment, confirmed_at=moment, published_at=moment)
    set_keys(document)
    return document


def hold_meetings(grown: Grown) -> None:
    """A regular meeting of each cell in each of the last twelve months, locked."""
    chance, of_cell = Random(f"{grown.cast.seed} year"), dict[Unit, list[Person]]()  # noqa: S311 - sample data
    for person in [*grown.cast.people, *grown.people]:
        of_cell.setdefault(person.cell, []).append(person)
    found = db.select(AgendaTemplate.items).where(AgendaTemplate.kind_id == "cell_regular").limit(1)
    agenda = db.session.execute(found).scalar_one()
    for cells in _chunks(_told("Cuộc họp", list(of_cell)), 40):
        plans = [(cell, starts) for cell in cells for starts in _months(3 if cell.name in SAMPLE_CELLS else 1)]
        rows = [_meeting(cell, of_cell[cell], starts, sum(point["minutes"] for point in agenda), chance)
                for cell, starts in plans]
        numbers = _insert("meeting", rows)
        _insert("agenda_item", [{"meeting_id": number, "position": place, "title": point["title"],
                                 "minutes": point["minutes"]}
                                for number in numbers for place, point in enumerate(agenda, start=1)])
        _insert("meeting_invitation", [_invitation(number, person, starts, chance)
                                       for number, (cell, starts) in zip(numbers, plans, strict=True)
                                       for person in of_cell[cell]])
        _insert("meeting_event", [{"meeting_id": number, "verb": verb, "done_by": row["chair"], "at": row[at]}
                                  for number, row in zip(numbers, rows, strict=True)
                                  for verb, at in (("open", "opened_at"), ("lock", "closed_at"))])


def _meeting(cell: Unit, members: list[Person], starts: datetime, minutes: int, chance: Random) -> dict[str, Any]:
    day = clock.local(starts)
    return {"unit_id": cell.id, "kind_id": "cell_regular", "whole_cell": True, "starts_at": starts,
            "title": f"Sinh hoạt chi bộ thường kỳ tháng {day.month}/{day.year}", "place": chance.choice(texts.PLACES),
            "minutes_planned": minutes, "state": "closed", "notes": texts.NOTES, "fee_note": texts.FEE_NOTE,
            "conclusion": chance.choice(texts.CONCLUSIONS), "chair": members[0].name, "minute_taker": members[1].name,
            "created_at": starts - timedelta(days=5), "opened_at": starts - timedelta(days=4),
            "closed_at": starts + timedelta(days=1)}


def _invitation(meeting: int, person: Person, starts: datetime, chance: Random) -> dict[str, Any]:
    answer, attendance, reason = chance.choices(
        [("come", "present", ""), ("none", "present", ""), ("come", "late", ""), ("cannot", "excused", "shift"),
         ("none", "remote", "")], weights=[60, 15, 5, 15, 5])[0]
    if person.state == "exempt":
        answer, attendance, reason = "none", "exempt", ""
    return {"meeting_id": meeting, "member_id": person.member_id, "full_name": person.name,
            "sort_key": name_sort_key(person.name), "standing": person.state.value, "answer": answer,
            "reason": reason if answer == "cannot" else "", "attendance": attendance, "attendance_reason": reason,
            "answered_at": None if answer == "none" else starts - timedelta(days=2)}


def index() -> None:
    """Build the index of everything beside the old one and swap."""
    total = sum(len(list(source.all_ids())) for source in registry.sources().values())
    with click.progressbar(registry.entries(), length=total, label="Chỉ mục") as entries:
        active.engine().rebuild(_forgetting(entries))


def _forgetting(entries: Iterable[T]) -> Iterator[T]:
    for place, entry in enumerate(entries):
        if place % CHUNK == 0:
            db.session.expunge_all()
        yield entry


def _fill(committee: Unit, cells: int, *, with_sections: bool) -> None:
    short = committee.name.removeprefix("Đảng bộ ")
    parents = [committee]
    if with_sections:
        parents += [committee.add(SECTION, f"Đảng bộ bộ phận {part} {short}") for part in (1, 2)]
    for number in range(1, cells + 1):
        parents[number % len(parents)].add(CELL, f"Chi bộ {number} {short}")


def _shares(total: int, parts: int) -> list[int]:
    """`total` in equal whole parts, the larger ones first."""
    return [total // parts + (place < total % parts) for place in range(parts)]


def _months(first: int) -> Iterator[datetime]:
    month: date = clock.today().replace(day=1)
    for back in range(1, MONTHS + 1):
        month = (month - timedelta(days=1)).replace(day=1)
        if back >= first:
            yield clock.from_local(datetime(month.year, month.month, 3, 19))


def _insert(name: str, rows: list[dict[str, Any]]) -> list[int]:
    """Many rows into a table by its name; answers their ids where it has such a column."""
    table = Base.metadata.tables[name]
    if "id" not in table.c:
        db.session.execute(table.insert(), rows)
        return []
    made = table.insert().returning(table.c.id, sort_by_parameter_order=True)
    return list(db.session.execute(made, rows).scalars())


def _told(label: str, things: Iterable[T]) -> Callable[[], Iterator[T]]:
    """The things one after another, with a progress bar."""

    def walk() -> Iterator[T]:
        with click.progressbar(things, label=label) as shown:
            yield from shown

    return walk


def _chunks(things: Callable[[], Iterator[T]], size: int = CHUNK) -> Iterator[list[T]]:
    chunk: list[T] = []
    for thing in things():
        chunk.append(thing)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
