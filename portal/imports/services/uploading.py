"""A file comes in, is read into rows, and goes again: at once when it was written or dropped, else after some days."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from sqlalchemy import delete, insert, select

from portal.core import audit, clock, files
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.files import Stored
from portal.core.i18n import lazy_gettext as _l
from portal.imports import queries
from portal.imports.models import ImportRow, MemberImport, Problem, Step
from portal.imports.services.headings import LOOKED_AT, find, fingerprint, guess
from portal.imports.services.reading import Row, Sheet
from portal.imports.services.steps import enter, follow, locked
from portal.jobs.queue import enqueue
from portal.organizations.api import Organization

AT_ONCE = 2000
SETTLED = frozenset({Step.DONE, Step.UNDONE})
LOST = frozenset({Step.CHECKING, Step.COMMITTING, Step.UNDOING, Step.DONE, Step.UNDONE})
"""Steps at which an import can no longer be dropped."""


def take_in(actor: Actor, unit: Organization, stored: Stored) -> MemberImport:
    """Receive a file for a unit; a job reads it."""
    if not queries.cells_of(actor, unit):
        raise DomainError(_l("Đơn vị này không có chi bộ nào bạn được ghi danh sách."), "unit_id")
    now = clock.now()
    made = MemberImport(unit_id=unit.id, unit=unit, account_id=actor.account_id, step=Step.READING, name=stored.name,
                        digest=stored.digest, since=clock.today(), created_at=now, changed_at=now)
    db.session.add(made)
    db.session.flush()
    follow("imports.read", made, actor, digest=stored.digest)
    audit.record(actor, "imports.upload", "import", made.id, unit_id=unit.id, bytes=stored.size)
    return made


def was_read(import_id: int, run: int, sheet: Sheet) -> None:
    """Keep the rows of a file, find its heading, propose its columns."""
    made = locked(import_id, run, Step.READING)
    if made is None:
        return
    first = [] if sheet.problem else list(islice(sheet.rows, LOOKED_AT))
    if sheet.problem or not first:
        made.problem = sheet.problem or Problem.EMPTY
        enter(made, Step.FAILED)
        let_go(made)
        return
    made.sheet, made.others = sheet.name[:100], [one[:100] for one in sheet.others[:20]]
    made.merged, made.date1904 = sheet.merged, sheet.date1904
    made.total = sum(_keep(made.id, some) for some in _parts(chain(first, sheet.rows)))
    propose(made, first)
    enter(made, Step.MAPPING)


def propose(made: MemberImport, first: list[Row], at: int | None = None) -> None:
    """Find the heading (or take the row a person names) and what its columns hold: as last time, else as guessed."""
    heading = find(first, made.merged, at)
    width = max(len(cells) for _, cells in first)
    made.heading_from, made.heading_to = heading.first, heading.last
    made.headings = [title[:200] for title in heading.titles] + [""] * (width - len(heading.titles))
    known = queries.kept_mapping(made.account_id, fingerprint(made.headings))
    made.columns = known.columns if known is not None else guess(made.headings)
    made.chosen = known.chosen if known is not None else {}


def drop(actor: Actor, made: MemberImport) -> bool:
    """Forget an import that was not written, with its file and its rows."""
    if made.step in LOST and not (made.is_stuck and made.step == Step.CHECKING):
        raise DomainError(_l("Lần nhập này đã được ghi nên không bỏ được; dùng Hoàn tác."))
    audit.record(actor, "imports.drop", "import", made.id, unit_id=made.unit_id)
    _forget(made)
    return True


def purge() -> int:
    """Take away what files said once it has served: rows of what was written lose their cells, the rest goes whole.
    Answers how many imports."""
    found = list(db.session.execute(select(MemberImport).where(MemberImport.purged_at.is_(None))).scalars())
    due = [one for one in found if one.purge_at <= clock.now()]
    for made in due:
        if made.step in SETTLED:
            db.session.execute(delete(ImportRow).where(ImportRow.import_id == made.id))
            made.unclear, made.chosen, made.headings, made.purged_at = [], {}, [], clock.now()
            let_go(made)
        elif made.step not in (Step.COMMITTING, Step.UNDOING):
            _forget(made)
    db.session.flush()
    return len(due)


def _forget(made: MemberImport) -> None:
    let_go(made)
    db.session.execute(delete(ImportRow).where(ImportRow.import_id == made.id))
    db.session.delete(made)
    db.session.flush()


def let_go(made: MemberImport) -> None:
    """The file itself is no longer needed."""
    if made.digest is not None:
        enqueue("core.forget_file", digest=made.digest)
        made.digest = None


def _keep(import_id: int, rows: list[Row]) -> int:
    table: Any = ImportRow.__table__
    db.session.execute(insert(table), [{"import_id": import_id, "number": number, "cells": cells}
                                       for number, cells in rows])
    return len(rows)


def _parts(rows: Iterable[Row]) -> Iterator[list[Row]]:
    rest = iter(rows)
    while some := list(islice(rest, AT_ONCE)):
        yield some


files.named_by("imports", queries.names_file)
audit.says({
    "imports.upload": _l("tải lên tệp danh sách đảng viên"),
    "imports.drop": _l("bỏ một lần nhập danh sách đảng viên"),
})
