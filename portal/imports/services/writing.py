"""Rows become records: new people in bulk, changed fields in bulk, what needs a rule of the register one by one."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from portal.accounts.api import Account
from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.text import fold, name_sort_key
from portal.imports.models import Action, Field, Problem
from portal.imports.services.steps import write_rows
from portal.jobs.models import Job
from portal.members.api import (
    Member,
    MemberChange,
    Membership,
    MemberState,
    State,
    amend,
    enter_state,
    keep_terms,
    move,
)
from portal.organizations.api import Organization
from portal.search import registry

WAY = "import"
DAYS = frozenset({Field.BIRTH_DATE, Field.JOINED_ON, Field.OFFICIAL_ON, Field.CEREMONY_ON})
ONE_BY_ONE = frozenset({Field.CITIZEN_ID, "cell", "state"})
MEMBER: Any = Member.__table__
STAY: Any = Membership.__table__
STATE: Any = MemberState.__table__
HISTORY: Any = MemberChange.__table__


@dataclass(frozen=True, slots=True)
class Row:
    """A previewed row that is to be written."""

    id: int
    number: int
    action: str
    fields: dict[str, Any]
    changes: dict[str, Any]
    member_id: int | None
    seen: list[Any]

    @property
    def claims_id(self) -> bool:
        """The row brings a citizen id that nobody may have."""
        return self.action == Action.NEW or Field.CITIZEN_ID in self.changes

    @property
    def claimed(self) -> str:
        """That citizen id."""
        return str(self.fields[Field.CITIZEN_ID])

    @property
    def cell(self) -> int | None:
        """The cell it is written into, where it says one."""
        found = self.fields.get("cell") if self.action == Action.NEW else self.changes.get("cell", [None, None])[1]
        return int(found) if found is not None else None


def write(actor: Actor, import_id: int, rows: list[Row]) -> dict[int, list[Any]]:
    """Write rows that fit the register; answers those that a rule of the register refuses."""
    _admit(actor, import_id, [row for row in rows if row.action == Action.NEW])
    changed = [row for row in rows if row.action == Action.CHANGED]
    refused = {}
    for row in changed:
        if ONE_BY_ONE & set(row.changes):
            try:
                _change(actor, import_id, row)
            except DomainError as error:
                refused[row.id] = [Field.FULL_NAME, Problem.RULE, {"why": str(error.message)}]
    if not refused:
        simple = [row for row in changed if not ONE_BY_ONE & set(row.changes)]
        change_fields(actor, import_id, {row.member_id or 0: row.changes for row in simple})
        write_rows({"id": row.id, "written": row.seen[0] + 1} for row in simple)
    index([row.member_id for row in changed if row.member_id is not None])
    return refused


def _admit(actor: Actor, import_id: int, rows: list[Row]) -> None:
    """What `members.admit` does, for many: closed accounts, records, cells, first states."""
    if not rows:
        return
    now, with_account = clock.now(), [row for row in rows if row.fields["state"] != State.EXEMPT]
    accounts: dict[str, int] = {}
    if with_account:
        accounts = _entered(Account, [{"citizen_id": row.claimed, "created_at": now} for row in with_account])
    ids = _entered(Member, [_record(row.fields, accounts.get(row.claimed)) for row in rows])
    keep_terms(ids.values())
    members = [(ids[row.claimed], row) for row in rows]
    db.session.execute(insert(STAY), [
        {"member_id": member_id, "unit_id": row.fields["cell"],
         "valid_from": date.fromisoformat(row.fields["cell_since"])} for member_id, row in members])
    db.session.execute(insert(STATE), [
        {"member_id": member_id, "state": row.fields["state"],
         "valid_from": date.fromisoformat(row.fields["state_since"])} for member_id, row in members])
    db.session.execute(insert(HISTORY), [
        {"member_id": member_id, "at": now, "account_id": actor.account_id, "field": "full_name", "old": None,
         "new": row.fields[Field.FULL_NAME], "way": WAY, "ref": import_id} for member_id, row in members])
    write_rows({"id": row.id, "member_id": member_id, "written": 1} for member_id, row in members)
    index([member_id for member_id, _ in members])


def _entered(kind: Any, rows: list[dict[str, Any]]) -> dict[str, int]:
    """Insert rows that carry a citizen id; their new ids by it. (Asked for afterwards: SQLite gives them back one by
    one only.)"""
    db.session.execute(insert(kind.__table__), rows)
    found = select(kind.citizen_id, kind.id).where(kind.citizen_id.in_([row["citizen_id"] for row in rows]))
    return {citizen_id: row_id for citizen_id, row_id in db.session.execute(found)}


def _record(fields: dict[str, Any], account_id: int | None) -> dict[str, Any]:
    name = fields[Field.FULL_NAME]
    return {"account_id": account_id, "citizen_id": fields[Field.CITIZEN_ID], "full_name": name,
            "sort_key": name_sort_key(name), "search_key": fold(name)[:120], "sex": fields.get(Field.SEX, ""),
            **{str(day): _typed(day, fields.get(day)) for day in sorted(DAYS)},
            "card_number": fields.get(Field.CARD_NUMBER), "phone": fields.get(Field.PHONE)}


def _change(actor: Actor, import_id: int, row: Row) -> None:
    """By the register's own verbs: the number that names an account, the cell, the state."""
    member = db.session.get_one(Member, row.member_id)
    fields = {name: _typed(name, values[1]) for name, values in row.changes.items() if name not in ("cell", "state")}
    amend(actor, member, fields, way=WAY, ref=import_id)
    known = db.session.execute(select(func.max(MemberChange.id))).scalar_one() or 0
    if "cell" in row.changes:
        _, cell, since = row.changes["cell"]
        move(actor, member, cell=db.session.get_one(Organization, cell), since=date.fromisoformat(since))
    if "state" in row.changes:
        _, state, since = row.changes["state"]
        enter_state(actor, member, State(state), since=date.fromisoformat(since))
    db.session.flush()
    db.session.execute(update(MemberChange).where(MemberChange.id > known, MemberChange.member_id == member.id)
                       .values(way=WAY, ref=import_id))
    write_rows([{"id": row.id, "written": member.version, "moved": bool({"cell", "state"} & set(row.changes))}])


def change_fields(actor: Actor, import_id: int, changes: dict[int, dict[str, Any]], *, new: int = 1) -> None:
    """Set plain fields of many records to the new value of each pair (to the old one with `new=0`), with history."""
    now, alike = clock.now(), defaultdict(list)
    for member_id, values in changes.items():
        alike[tuple(sorted(values))].append({"row_id": member_id, **_values(values, new)})
    for rows in alike.values():
        names = [name for name in rows[0] if name != "row_id"]
        statement = update(MEMBER).where(MEMBER.c.id == bindparam("row_id")).values(
            {**{name: bindparam(f"new_{name}", type_=MEMBER.c[name].type) for name in names},
             "version": MEMBER.c.version + 1})
        db.session.execute(statement, [{"row_id": row["row_id"], **{f"new_{name}": row[name] for name in names}}
                                       for row in rows])
        if Field.FULL_NAME in names:
            keep_terms([row["row_id"] for row in rows])
    history = [{"member_id": member_id, "at": now, "account_id": actor.account_id, "field": name,
                "old": pair[1 - new], "new": pair[new], "way": WAY, "ref": import_id}
               for member_id, values in changes.items() for name, pair in values.items()]
    if history:
        db.session.execute(insert(HISTORY), history)


def _values(changes: dict[str, Any], place: int) -> dict[str, Any]:
    values = {name: _typed(name, pair[place]) for name, pair in changes.items()}
    if Field.FULL_NAME in values:
        name = values[Field.FULL_NAME]
        values.update(sort_key=name_sort_key(name), search_key=fold(name)[:120])
    return values


def _typed(name: str, value: Any) -> Any:
    if name in DAYS:
        return date.fromisoformat(value) if value else None
    return value or "" if name == Field.SEX else value


def index(member_ids: list[int]) -> None:
    """Have the search index follow these records, where it holds members; one job each, none twice."""
    if not member_ids or "member" not in registry.sources():
        return
    marks = {f"search.index member {member_id}": member_id for member_id in member_ids}
    waiting = set(db.session.execute(select(Job.dedupe).where(Job.dedupe.in_(marks)).with_for_update()).scalars())
    now = clock.now()
    rows = [{"kind": "search.index", "payload": {"kind": "member", "id": member_id}, "run_at": now, "created_at": now,
             "dedupe": mark} for mark, member_id in marks.items() if mark not in waiting]
    if rows:
        db.session.execute(insert(Job), rows)
