"""The commit: exactly what was previewed, all or nothing.

First the rows are compared once more in pieces that each commit, so that progress shows and a changed register is
found before anything waits; then one transaction compares again and writes everything.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import Conflict, DomainError
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell
from portal.imports import queries
from portal.imports.models import Action, Field, ImportRow, MemberImport, Problem, Step
from portal.imports.queries import Person, Register
from portal.imports.services.cleaning import Reading
from portal.imports.services.differing import beyond_right
from portal.imports.services.previewing import reading
from portal.imports.services.steps import acting, enter, follow, locked, write_rows
from portal.imports.services.uploading import let_go
from portal.imports.services.writing import Row, write
from portal.members.api import Member

PIECE = 2000
WRITTEN = (Action.NEW, Action.CHANGED)
BEYOND = frozenset({Step.CHECKING, Step.COMMITTING, Step.DONE, Step.UNDOING, Step.UNDONE})
Stale = dict[int, list[Any]]


class Refused(Exception):
    """Rows that can no longer be written as they were previewed: everything is undone."""

    def __init__(self, stale: Stale) -> None:
        super().__init__(len(stale))
        self.stale = stale


def write_down(actor: Actor, made: MemberImport, *, version: int, leave_out: bool) -> MemberImport:
    """Write what this version of the preview shows. Asked for again (another tab), it is not done again.

    `leave_out`: the person said that rows which are wrong or to be looked at are to be left out.
    """
    if made.step in BEYOND:
        return made
    if made.step != Step.READY or made.version != version:
        raise Conflict(_l("Bản xem trước đã thay đổi. Mở lại trang để xem bản mới nhất rồi ghi."))
    if made.left_out and not leave_out:
        raise DomainError(_l("Còn dòng lỗi hoặc cần xem. Sửa tệp rồi tải lại, hoặc đánh dấu bỏ qua các dòng đó."),
                          "leave_out")
    if not made.to_write:
        raise DomainError(_l("Không có dòng nào để ghi."))
    made.done, made.total = 0, made.to_write
    enter(made, Step.CHECKING)
    follow("imports.check", made, actor, beyond=0)
    return made


def check_piece(import_id: int, run: int, account_id: int, beyond: int) -> None:
    """Compare the next rows with the register; after the last one the writing begins, or the preview is out of date."""
    made = locked(import_id, run, Step.CHECKING)
    if made is None:
        return
    actor = acting(account_id)
    rows = _rows(made.id, beyond)
    if rows:
        _note(_stale(rows, reading(actor, made)))
        made.done += len(rows)
        made.changed_at = clock.now()
        follow("imports.check", made, actor, beyond=rows[-1].number)
        return
    stale = db.session.execute(select(ImportRow.id).where(ImportRow.import_id == made.id, ImportRow.is_left).limit(1))
    if stale.first() is not None:
        _out_of_date(made, account_id)
        return
    enter(made, Step.COMMITTING)
    follow("imports.commit", made, actor)


def write_all(import_id: int, run: int, account_id: int) -> None:
    """Write everything in the running transaction, or nothing but why not."""
    made = locked(import_id, run, Step.COMMITTING)
    if made is None:
        return
    actor = acting(account_id)
    try:
        with db.session.begin_nested():
            _write_all(actor, made)
    except Refused as refused:
        db.session.refresh(made)
        _note(refused.stale)
        _out_of_date(made, account_id)


def _write_all(actor: Actor, made: MemberImport) -> None:
    how, after = reading(actor, made), 0
    while rows := _rows(made.id, after):
        after = rows[-1].number
        stale = _stale(rows, how, lock=True)
        if stale:
            raise Refused(stale)
        try:
            refused = write(actor, made.id, rows)
        except IntegrityError:
            refused = {row.id: [Field.CITIZEN_ID, Problem.CLASH, {}] for row in rows if row.action == Action.NEW}
        if refused:
            raise Refused(refused)
    made.result = {**made.counts, "skipped": made.left_out + made.count(Action.SKIPPED)}
    made.committed_at, made.committed_by = clock.now(), actor.account_id
    enter(made, Step.DONE)
    let_go(made)
    tell([actor.account_id], N_("Đã ghi xong tệp danh sách: %(new)s người mới, %(changed)s người được cập nhật."),
         f"/dang-vien/nhap/{made.id}", new=made.count(Action.NEW), changed=made.count(Action.CHANGED))
    audit.record(actor, "imports.commit", "import", made.id, unit_id=made.unit_id, new=made.count(Action.NEW),
                 changed=made.count(Action.CHANGED), skipped=made.result["skipped"])


def _rows(import_id: int, after: int) -> list[Row]:
    found = (select(ImportRow.id, ImportRow.number, ImportRow.action, ImportRow.fields, ImportRow.changes,
                    ImportRow.member_id, ImportRow.seen)
             .where(ImportRow.import_id == import_id, ImportRow.action.in_(WRITTEN), ImportRow.number > after)
             .order_by(ImportRow.number).limit(PIECE))
    return [Row(*row) for row in db.session.execute(found)]


def _stale(rows: list[Row], how: Reading, *, lock: bool = False) -> Stale:
    """The rows that no longer fit, and why: the right over a cell ended, the record changed, the number was taken."""
    known = [row.member_id for row in rows if row.member_id is not None]
    if lock and known:
        db.session.execute(select(Member.id).where(Member.id.in_(known)).order_by(Member.id).with_for_update())
    register = queries.look_up(records=known,
                               citizen_ids=[row.claimed for row in rows if row.claims_id])
    return dict(_judged(rows, register, how))


def _judged(rows: list[Row], register: Register, how: Reading) -> Iterator[tuple[int, list[Any]]]:
    for row in rows:
        person = register.by_record.get(row.member_id or 0)
        if not {row.cell, person.cell if person else row.cell} - {None} <= set(how.book.cells):
            yield row.id, [Field.CELL, Problem.RIGHT_ENDED, {}]
        elif row.action == Action.NEW and not how.whole:
            yield row.id, [Field.FULL_NAME, Problem.NEW_ABOVE, {}]
        elif row.action == Action.CHANGED and (beyond := beyond_right(how, row.changes, row.member_id or 0)):
            yield row.id, beyond
        elif row.claims_id and _is_taken(row, register):
            yield row.id, [Field.CITIZEN_ID, Problem.REGISTER_TAKEN, {}]
        elif row.action == Action.CHANGED and (person is None or _moved(person, row)):
            yield row.id, [Field.FULL_NAME, Problem.REGISTER_MOVED, {}]


def _is_taken(row: Row, register: Register) -> bool:
    return row.claimed in register.accounts or row.claimed in register.by_citizen_id


def _moved(person: Person, row: Row) -> bool:
    return person.seen != row.seen


def _note(stale: Stale) -> None:
    write_rows({"id": row_id, "is_left": True, "outcome": [why]} for row_id, why in stale.items())


def _out_of_date(made: MemberImport, account_id: int) -> None:
    db.session.execute(update(MemberImport).where(MemberImport.id == made.id).values(done=0))
    enter(made, Step.STALE)
    tell([account_id], N_("Chưa ghi tệp danh sách: danh sách đã thay đổi sau khi xem trước. Cần xem trước lại."),
         f"/dang-vien/nhap/{made.id}")


audit.says({
    "imports.commit": _l("ghi danh sách đảng viên từ tệp"),
})
