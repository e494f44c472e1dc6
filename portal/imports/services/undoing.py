"""Undo: new records go, changed fields come back where they still are as imported; the rest stays and says why."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, select

from portal.accounts.api import Account
from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import Notice, tell
from portal.imports import queries
from portal.imports.models import Action, Field, ImportRow, MemberImport, Problem, Step
from portal.imports.queries import Person
from portal.imports.services.steps import acting, enter, follow, is_whole, locked, write_rows
from portal.imports.services.writing import DAYS, ONE_BY_ONE, WAY, change_fields, index
from portal.members.api import Member, MemberChange, Membership, MemberState, State, amend

PIECE = 1000
FROM_ABOVE = _l("Lần nhập này do cấp trên của chi bộ ghi. Đề nghị cấp trên hoàn tác.")


def is_from_above(actor: Actor, made: MemberImport) -> bool:
    """Written by the superior of the actor's cell: only from above is it undone."""
    return made.committed_by != actor.account_id and not is_whole(actor, made)


def undo(actor: Actor, made: MemberImport) -> MemberImport:
    """Take a commit back. Asked for again (another tab), it is not done again."""
    if made.step in (Step.UNDOING, Step.UNDONE):
        return made
    if not made.can_be_undone:
        raise DomainError(_l("Lần nhập này không hoàn tác được: chưa ghi, hoặc đã quá thời hạn hoàn tác."))
    if is_from_above(actor, made):
        raise DomainError(FROM_ABOVE)
    made.done, made.total = 0, made.to_write
    enter(made, Step.UNDOING)
    follow("imports.undo", made, actor)
    return made


def reasons(touched: Sequence[Any]) -> dict[int, list[Any]]:
    """By row id: why rows of `queries.touched` can't be undone, or only in part."""
    people = {one.id: one for one in queries.people(Member.id, [row.member_id for row, *_ in touched])}
    barred = queries.barred([row for row, *_ in touched])
    return {row.id: _reason(row, people.get(row.member_id), away=away, opened=opened, barred=barred)
            for row, away, opened in touched}


def _reason(row: ImportRow, person: Person | None, *, away: bool, opened: bool,
            barred: Collection[tuple[str, Any]] = ()) -> list[Any]:
    if away or person is None:
        return ["", Problem.GONE_AWAY, {}]
    if row.action == Action.NEW:
        return ["", Problem.OPENED if opened else Problem.TOUCHED, {}]
    if gone_on := _since(row.changes, person):
        return ["", Problem.FIELD_SINCE, {"fields": gone_on}]
    closed = [name for name, pair in row.changes.items() if (name, pair[0]) in barred]
    return ["", Problem.NO_WAY_BACK, {"fields": closed}] if closed else ["", Problem.ACCOUNT_CLOSED, {}]


def take_back(import_id: int, run: int, account_id: int) -> None:
    """Undo in the running transaction, all that can be."""
    made = locked(import_id, run, Step.UNDOING)
    if made is None:
        return
    actor, after = acting(account_id), 0
    kept = {row.id: (away, opened) for row, away, opened in db.session.execute(queries.touched(actor, made))}
    removed = restored = 0
    while rows := _rows(made.id, after):
        after = rows[-1].number
        people = {one.id: one for one in queries.people(Member.id, [row.member_id for row in rows])}
        fresh = [row for row in rows if row.action == Action.NEW and row.id not in kept]
        _remove([row.member_id for row in fresh if row.member_id is not None])
        removed += len(fresh)
        for row in rows:
            if row.id in kept and (kept[row.id][0] or row.action == Action.NEW):
                away, opened = kept[row.id]
                _say(row, _reason(row, people.get(row.member_id or 0), away=away, opened=opened))
        changed = [row for row in rows if row.action == Action.CHANGED and not kept.get(row.id, (False,))[0]]
        restored += _restore(actor, made, changed, people)
        db.session.flush()
        db.session.expunge_all()
    made = db.session.get_one(MemberImport, import_id)
    made.undone_at, made.done = clock.now(), made.total
    made.result = {**made.result, "removed": removed, "restored": restored, "left": queries.left_behind(made.id)}
    enter(made, Step.UNDONE)
    tell([account_id], N_("Đã hoàn tác tệp danh sách: bỏ %(removed)s người, trả lại %(restored)s hồ sơ."),
         f"/dang-vien/nhap/{made.id}", removed=removed, restored=restored)
    audit.record(actor, "imports.undo", "import", made.id, unit_id=made.unit_id, removed=removed, restored=restored)


def _rows(import_id: int, after: int) -> list[ImportRow]:
    found = (select(ImportRow).where(ImportRow.import_id == import_id, ImportRow.written.is_not(None),
                                     ImportRow.number > after).order_by(ImportRow.number).limit(PIECE))
    return list(db.session.execute(found).scalars())


def _say(row: ImportRow, *whys: list[Any]) -> None:
    write_rows([{"id": row.id, "is_left": True, "outcome": list(whys)}])


def _remove(member_ids: list[int]) -> None:
    """Records nobody has touched go with their accounts."""
    if not member_ids:
        return
    accounts = [one for one in db.session.execute(select(Member.account_id).where(Member.id.in_(member_ids))).scalars()
                if one is not None]
    tables: tuple[Any, ...] = (MemberChange, MemberState, Membership)
    for noted in db.metadata.tables.values():
        for key in noted.foreign_keys if "derived" in noted.info else ():
            if key.column.table is Member.__table__:
                db.session.execute(delete(noted).where(key.parent.in_(member_ids), queries.derived(noted)))
    for table in tables:
        db.session.execute(delete(table).where(table.member_id.in_(member_ids)))
    db.session.execute(delete(Member).where(Member.id.in_(member_ids)))
    db.session.execute(delete(Notice).where(Notice.account_id.in_(accounts)))
    db.session.execute(delete(Account).where(Account.id.in_(accounts)))
    index(member_ids)


def _restore(actor: Actor, made: MemberImport, rows: list[ImportRow], people: dict[int, Person]) -> int:
    """Give back what still is as it was imported; answers how many records got something back."""
    plain: dict[int, dict[str, Any]] = {}
    count, barred = 0, queries.barred(rows)
    for row in rows:
        person = people[row.member_id or 0]
        same = {name: pair for name, pair in row.changes.items()
                if name in ("cell", "state") or _is(person, name, pair[1])}
        closed = [name for name, pair in same.items() if (name, pair[0]) in barred]
        by_rule = {name: pair for name, pair in same.items() if name in ONE_BY_ONE and name not in closed}
        missed = [name for name in row.changes if name not in same]
        missed += [name for name, pair in by_rule.items() if not _restore_one(actor, made, person, name, pair)]
        fields = {name: pair for name, pair in same.items() if name not in ONE_BY_ONE}
        if fields:
            plain[person.id] = fields
        count += len(missed) + len(closed) < len(row.changes)
        whys = {Problem.FIELD_SINCE: missed, Problem.NO_WAY_BACK: closed}
        if missed or closed:
            _say(row, *(["", code, {"fields": names}] for code, names in whys.items() if names))
        elif by_rule.get("state", [""] * 2)[1] == State.EXEMPT:
            _say(row, ["", Problem.ACCOUNT_CLOSED, {}])
    change_fields(actor, made.id, plain, new=0)
    index([row.member_id for row in rows if row.member_id is not None])
    return count


def _restore_one(actor: Actor, made: MemberImport, person: Person, name: str, pair: list[Any]) -> bool:
    """The number that names the account, the cell, the state; False where it has gone on since."""
    if name == Field.CITIZEN_ID:
        member = db.session.get_one(Member, person.id)
        return bool(amend(actor, member, {name: pair[0]}, way=WAY, ref=made.id))
    table: Any = Membership if name == "cell" else MemberState
    value = table.unit_id if name == "cell" else table.state
    since = date.fromisoformat(pair[2])
    later = select(table).where(table.member_id == person.id, table.valid_from >= since)
    rows = list(db.session.execute(later).scalars())
    before = db.session.execute(select(table).where(
        table.member_id == person.id, value == pair[0], table.valid_to == since - timedelta(days=1))).scalars().first()
    written = getattr(rows[0], value.key) if len(rows) == 1 else None
    if before is None or written != pair[1] or rows[0].valid_from != since or rows[0].valid_to is not None:
        return False
    db.session.delete(rows[0])
    db.session.flush()
    before.valid_to = None
    facts = {"unit_id": before.unit_id} if name == "cell" else {"state": str(before.state)}
    db.session.add(MemberChange(member_id=person.id, at=clock.now(), account_id=actor.account_id, field=name,
                                old={next(iter(facts)): pair[1]}, way=WAY, ref=made.id,
                                new={**facts, "since": before.valid_from.isoformat()}))
    db.session.flush()
    return True


def _since(changes: dict[str, Any], person: Person) -> list[str]:
    """The fields that are no longer as they were imported."""
    now = {"cell": person.cell, "state": person.state}
    return [name for name, pair in changes.items()
            if (now[name] != pair[1] if name in now else not _is(person, name, pair[1]))]


def _is(person: Person, name: str, value: Any) -> bool:
    here = getattr(person, name)
    here = here.isoformat() if name in DAYS and here is not None else here
    return bool((here or None) == (value or None))


audit.says({
    "imports.undo": _l("hoàn tác một lần nhập danh sách đảng viên"),
})
