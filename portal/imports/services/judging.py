"""What becomes of a row, given what the register says: new, changed, same, to be looked at, or wrong. Pure."""

from dataclasses import dataclass, field
from typing import Any

from portal.core.text import equality_key, fold
from portal.imports.models import Action, Field, Problem
from portal.imports.queries import Person, Register
from portal.imports.services.cleaning import Cleaned, Reading
from portal.imports.services.differing import (
    BY_DECISION,
    DIGITS,
    Case,
    beyond_right,
    check_card,
    differences,
    settled_cell,
    state_day,
)
from portal.members.api import GONE, masked

SKIP, NEW = "skip", "new"


@dataclass(slots=True)
class Verdict:
    """What becomes of a row; the names are those of ImportRow."""

    action: Action
    fields: dict[str, Any]
    changes: dict[str, list[Any]] = field(default_factory=dict)
    problems: list[list[Any]] = field(default_factory=list)
    notes: list[list[Any]] = field(default_factory=list)
    candidates: list[int] = field(default_factory=list)
    seen: list[Any] = field(default_factory=list)
    key: str = ""
    member_id: int | None = None


def judge(row: Cleaned, register: Register, how: Reading, choice: str = "") -> Verdict:
    """The verdict on a cleaned row. `choice` is a person's answer to what was to be looked at."""
    case = Case(row, register, how, choice)
    if choice == SKIP:
        return Verdict(Action.SKIPPED, row.fields, key=case.citizen_id)
    person, doubt, candidates = _identify(case)
    if person is not None and not case.is_mine(person):
        row.blame(Field.CITIZEN_ID, Problem.ELSEWHERE)
        person = None
    if row.problems:
        return _wrong(case, person)
    if doubt is not None:
        return Verdict(Action.REVIEW, row.fields, problems=[doubt], candidates=candidates, key=case.citizen_id)
    verdict = _changed(case, person) if person is not None else _new(case)
    return _wrong(case, person) if row.problems else verdict


def _wrong(case: Case, person: Person | None) -> Verdict:
    return Verdict(Action.ERROR, case.row.fields, problems=case.row.problems, key=case.citizen_id,
                   member_id=person.id if person else None)


def _identify(case: Case) -> tuple[Person | None, list[Any] | None, list[int]]:
    """The person a row means, or the doubt and the people it may mean. By record, citizen id, card, never by name."""
    fields, register = case.row.fields, case.register
    if case.choice.isdecimal():
        chosen = register.by_record.get(int(case.choice))
        if chosen is not None and case.is_mine(chosen):
            return chosen, None, []
    found = _by_record(case) or register.by_citizen_id.get(case.citizen_id)
    if found is not None:
        other = _is_other(case, found) and case.is_mine(found)
        return found, [Field.CITIZEN_ID, Problem.ID_OTHER_PERSON, {}] if other else None, [found.id]
    if "*" in str(fields.get(Field.CITIZEN_ID, "")):
        case.row.blame(Field.CITIZEN_ID, Problem.ID_MASKED)
        return None, None, []
    holders = register.by_card.get(fields.get(Field.CARD_NUMBER, ""), [])
    if len(holders) == 1 and case.choice != NEW:
        holder = holders[0]
        differs = bool(case.citizen_id) and case.is_mine(holder)
        return holder, [Field.CARD_NUMBER, Problem.CARD_OTHER_ID, {}] if differs else None, [holder.id]
    return None, *_alike(case)


def _by_record(case: Case) -> Person | None:
    """The record of our own export, where name and number fit it: other systems count their records too."""
    person = case.register.by_record.get(case.row.fields.get(Field.RECORD, 0))
    if person is None or not case.is_mine(person):
        return None
    number = str(case.row.fields.get(Field.CITIZEN_ID, ""))
    fits = not number or number in (person.citizen_id, masked(person.citizen_id))
    known = case.register.by_citizen_id.get(case.citizen_id)
    if known is not None and known.id != person.id:
        return None
    return person if fits or (_same_name(case, person) and "*" not in number) else None


def _same_name(case: Case, person: Person) -> bool:
    return equality_key(case.row.fields.get(Field.FULL_NAME, "")) == equality_key(person.full_name)


def _is_other(case: Case, person: Person) -> bool:
    """Neither name nor birth date are those of the record: more likely a number mistyped than both changed."""
    born = case.row.fields.get(Field.BIRTH_DATE)
    return (Field.FULL_NAME in case.row.fields and not _same_name(case, person) and bool(born)
            and person.birth_date is not None and born != person.birth_date.isoformat())


def _alike(case: Case) -> tuple[list[Any] | None, list[int]]:
    """People of the same name (tone placement and case apart) whose birth date does not tell them apart."""
    name = case.row.fields.get(Field.FULL_NAME, "")
    if not name or case.choice == NEW:
        return None, []
    same = [one for one in case.register.by_name.get(fold(name)[:120], []) if _same_name(case, one)]
    born = case.row.fields.get(Field.BIRTH_DATE)
    exact = [one.id for one in same if born and one.birth_date and one.birth_date.isoformat() == born]
    if exact:
        return [Field.FULL_NAME, Problem.NAME_BIRTH, {}], exact
    open_ = [one.id for one in same if not born or one.birth_date is None]
    return ([Field.FULL_NAME, Problem.NAME_ONLY, {}], open_) if open_ else (None, [])


def _new(case: Case) -> Verdict:
    row, fields = case.row, case.row.fields
    if not case.how.whole:
        row.blame(Field.FULL_NAME, Problem.NEW_ABOVE)
    if not case.citizen_id:
        row.blame(Field.CITIZEN_ID, Problem.NO_KEY)
    elif case.citizen_id in case.register.accounts:
        row.blame(Field.CITIZEN_ID, Problem.ACCOUNT)
    for name in DIGITS:
        if "*" in str(fields.get(name, "")):
            fields.pop(name)
    cell = settled_cell(case, None) or fields.get("default_cell")
    if cell is None and not row.unclear:
        row.blame(Field.CELL, Problem.NO_CELL)
    state = fields.get(Field.STATE) or case.how.state
    if not state and not any(name == Field.STATE for name, *_ in row.unclear):
        row.blame(Field.STATE, Problem.NO_STATE)
    elif state in GONE:
        row.blame(Field.STATE, Problem.STATE_LEFT)
    elif state in BY_DECISION:
        row.blame(Field.STATE, Problem.STATE_TRANSFER)
    check_card(case, None)
    fields.update(cell=cell, cell_since=case.how.since.isoformat(), state=state,
                  state_since=state_day(case, state).isoformat())
    return Verdict(Action.NEW, fields, notes=case.notes, key=case.citizen_id)


def _changed(case: Case, person: Person) -> Verdict:
    changes = differences(case, person)
    beyond = beyond_right(case.how, changes, person.id)
    if beyond is not None:
        case.row.problems.append(beyond)
    action = Action.CHANGED if changes else Action.SAME
    return Verdict(action, case.row.fields, changes, notes=case.notes, seen=person.seen, key=case.citizen_id,
                   member_id=person.id)
