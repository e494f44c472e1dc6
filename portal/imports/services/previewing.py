"""The preview: each row cleaned and judged against the register, in pieces that each commit; nothing is written there.

A piece is a job; it ends by asking for the next one. Whoever starts anew raises `run`, and the older chain stops.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select, update

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import fold
from portal.imports import queries
from portal.imports.models import Action, Field, ImportRow, MemberImport, Problem, Step
from portal.imports.queries import Register
from portal.imports.services.cleaning import Cleaned, Reading, clean
from portal.imports.services.headings import folded
from portal.imports.services.judging import Verdict, judge
from portal.imports.services.steps import acting, book, enter, follow, is_whole, locked, write_rows

PIECE = 2000
MOST_UNCLEAR = 100
AGAIN = frozenset({Step.MAPPING, Step.READY, Step.STALE})


def start_preview(actor: Actor, made: MemberImport) -> MemberImport:
    """Begin a preview, or begin it anew; what was previewed before no longer counts."""
    if made.step not in AGAIN and not made.is_stuck:
        raise DomainError(_l("Lần nhập này không xem trước lại được nữa."))
    made.run += 1
    made.done, made.zeros, made.unclear, made.counts = 0, 0, [], {}
    made.total = queries.rows_after(made.id, made.heading_to)
    db.session.execute(update(ImportRow).where(ImportRow.import_id == made.id, ImportRow.number <= made.heading_to)
                       .values(action="", key="", member_id=None))
    enter(made, Step.PREVIEWING)
    follow("imports.preview", made, actor, beyond=made.heading_to)
    return made


def again(actor: Actor, made: MemberImport) -> MemberImport:
    """Preview anew; where the worker was lost, have it do its step anew."""
    lost = {Step.READING: "imports.read", Step.UNDOING: "imports.undo"}
    if not made.is_stuck or made.step not in lost:
        return start_preview(actor, made)
    kind, more = lost[Step(made.step)], {"digest": made.digest} if made.step == Step.READING else {}
    made.run += 1
    enter(made, Step(made.step))
    follow(kind, made, actor, **more)
    return made


def preview_piece(import_id: int, run: int, account_id: int, beyond: int) -> None:
    """Judge the rows that follow; after the last one the preview is ready."""
    made = locked(import_id, run, Step.PREVIEWING)
    if made is None:
        return None
    actor = acting(account_id)
    found = (select(ImportRow.id, ImportRow.number, ImportRow.cells, ImportRow.choice)
             .where(ImportRow.import_id == made.id, ImportRow.number > beyond).order_by(ImportRow.number).limit(PIECE))
    rows = [tuple(row) for row in db.session.execute(found)]
    if not rows:
        return _finish(made)
    how = reading(actor, made)
    write_rows(_judged(rows, how, made))
    made.done += len(rows)
    made.zeros += how.zeros
    made.changed_at = clock.now()
    db.session.flush()
    follow("imports.preview", made, actor, beyond=rows[-1][1])
    return None


def reading(actor: Actor, made: MemberImport) -> Reading:
    """How the rows of an import are to be read, for this actor."""
    return Reading(columns=made.columns, chosen=made.chosen, book=book(actor, made), today=clock.today(),
                   since=made.since, add_zeros=made.add_zeros, date1904=made.date1904, cell_id=made.cell_id,
                   state=made.state, whole=is_whole(actor, made), own_id=actor.member_id)


def decide(actor: Actor, made: MemberImport, row: ImportRow, choice: str) -> ImportRow:
    """Answer what was to be looked at: `skip`, `new`, the id of the member the row means, or nothing: look anew."""
    if made.step != Step.READY or not (row.action == Action.REVIEW or row.choice):
        raise DomainError(_l("Bản xem trước đã thay đổi. Mở lại trang để xem bản mới nhất."))
    if choice.isdecimal() and int(choice) not in row.candidates:
        raise DomainError(_l("Chọn một mục trong danh sách."), "choice")
    row.choice = choice
    candidates = row.candidates
    write_rows(_judged([(row.id, row.number, row.cells, choice)], reading(actor, made), made, collect=False))
    db.session.flush()
    db.session.refresh(row)
    if not row.candidates:
        row.candidates = candidates
    _find_doubles(made)
    made.counts = queries.counted(made.id)
    enter(made, Step.READY)
    return row


def _judged(rows: list[tuple[Any, ...]], how: Reading, made: MemberImport, *,
            collect: bool = True) -> list[dict[str, Any]]:
    cleaned = [(row, clean(row[2], how)) for row in rows]
    register = _register([(row[3], one) for row, one in cleaned if one is not None], how)
    verdicts = [(row[0], judge(one, register, how, row[3]) if one is not None else None) for row, one in cleaned]
    if collect:
        _collect(made, (one for _, one in cleaned if one is not None))
    return [_columns(row_id, verdict) for row_id, verdict in verdicts]


def _register(rows: list[tuple[str, Cleaned]], how: Reading) -> Register:
    """The people that these rows may mean."""
    said = [one.fields for _, one in rows]
    chosen = [int(choice) for choice, _ in rows if choice.isdecimal()]
    return queries.look_up(
        citizen_ids=[one[Field.CITIZEN_ID] for one in said if "*" not in one.get(Field.CITIZEN_ID, "*")],
        cards=[one[Field.CARD_NUMBER] for one in said if "*" not in one.get(Field.CARD_NUMBER, "*")],
        records=[*(one[Field.RECORD] for one in said if Field.RECORD in one), *chosen],
        names=[fold(one[Field.FULL_NAME])[:120] for one in said if Field.FULL_NAME in one],
        cells=how.book.cells)


def _columns(row_id: int, verdict: Verdict | None) -> dict[str, Any]:
    empty: dict[str, Any] = {"id": row_id, "fields": {}, "action": "", "changes": {}, "problems": [], "notes": [],
                             "candidates": [], "seen": [], "key": "", "member_id": None, "outcome": [],
                             "is_left": False}
    if verdict is None:
        return empty
    return {**empty, **{name: getattr(verdict, name) for name in verdict.__dataclass_fields__},
            "action": str(verdict.action)}


def _collect(made: MemberImport, rows: Iterable[Cleaned]) -> None:
    """Gather the values nobody has given a meaning yet, each once, with how often and what it may mean."""
    known: dict[tuple[str, str], list[Any]] = {(one[0], folded(one[1])): list(one) for one in made.unclear}
    for row in rows:
        for name, text, found in row.unclear:
            entry = known.get((name, folded(text)))
            if entry is not None:
                entry[2] += 1
            elif len(known) < MOST_UNCLEAR:
                known[name, folded(text)] = [name, text, 1, found[:20]]
    made.unclear = list(known.values())


def _finish(made: MemberImport) -> None:
    _find_doubles(made)
    made.counts = queries.counted(made.id)
    enter(made, Step.READY)


def _find_doubles(made: MemberImport) -> None:
    """Rows with one number, or of one person: each is wrong and names the others."""
    counted = (Action.NEW, Action.CHANGED, Action.SAME)
    found = (select(ImportRow.id, ImportRow.number, ImportRow.key, ImportRow.member_id, ImportRow.fields)
             .where(ImportRow.import_id == made.id, ImportRow.action.in_(counted)).order_by(ImportRow.number))
    by_key: dict[Any, list[tuple[int, int]]] = defaultdict(list)
    by_person: dict[Any, list[tuple[int, int]]] = defaultdict(list)
    for row_id, number, key, member_id, fields in db.session.execute(found).yield_per(PIECE):
        card = fields.get(Field.CARD_NUMBER, "")
        for value in {key, "" if "*" in card else card} - {""}:
            by_key[value].append((row_id, number))
        if member_id is not None:
            by_person[member_id].append((row_id, number))
    wrong: dict[int, list[Any]] = {}
    for groups, problem in ((by_person, Problem.TWICE_PERSON), (by_key, Problem.TWICE)):
        for same in groups.values():
            if len(same) > 1:
                numbers = ", ".join(str(number) for _, number in same[:10])
                wrong.update({row_id: [Field.CITIZEN_ID, problem, {"rows": numbers}] for row_id, _ in same})
    write_rows({"id": row_id, "action": str(Action.ERROR), "problems": [one]} for row_id, one in wrong.items())
