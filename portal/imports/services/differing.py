"""What a row says differently from the record it means: fields, cell, state. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.core.clock import show_date
from portal.core.text import equality_key
from portal.imports.models import Field, Problem
from portal.imports.queries import Person, Register
from portal.imports.services.cleaning import Cleaned, Reading
from portal.members.api import BASIC, GONE, State

COMPARED = (Field.FULL_NAME, Field.CITIZEN_ID, Field.CARD_NUMBER, Field.BIRTH_DATE, Field.SEX, Field.JOINED_ON,
            Field.OFFICIAL_ON, Field.CEREMONY_ON, Field.PHONE)
DIGITS = (Field.CITIZEN_ID, Field.CARD_NUMBER, Field.PHONE)
BY_DECISION = frozenset({State.TRANSFERRING, State.TEMPORARY_IN, State.TEMPORARY_OUT})
"""States that other rooms enter."""
STEPS: Mapping[str, frozenset[State]] = {
    State.PROBATIONARY: frozenset({State.OFFICIAL, State.EXEMPT, State.SUSPENDED}),
    State.OFFICIAL: frozenset({State.EXEMPT, State.SUSPENDED}),
}
"""State today → states a file may say it has become."""


@dataclass(slots=True)
class Case:
    """A row on the way to its verdict."""

    row: Cleaned
    register: Register
    how: Reading
    choice: str
    notes: list[list[Any]] = field(default_factory=list)

    def is_mine(self, person: Person) -> bool:
        """Active today in a cell of the import."""
        return person.cell in self.how.book.cells

    @property
    def citizen_id(self) -> str:
        """The whole number, if the row states one."""
        number = str(self.row.fields.get(Field.CITIZEN_ID, ""))
        return "" if "*" in number else number


def differences(case: Case, person: Person) -> dict[str, list[Any]]:
    """Field → [old, new]; `cell` and `state` also say from which day. What can't be is blamed on the row."""
    changes: dict[str, list[Any]] = {}
    for name in COMPARED:
        if name in case.row.fields:
            old, new = _plain(getattr(person, name)), case.row.fields[name]
            if not _equal(name, old, new):
                changes[name] = [old, new]
    if Field.CITIZEN_ID in changes and case.citizen_id in case.register.accounts:
        case.row.blame(Field.CITIZEN_ID, Problem.CLASH)
    if Field.CARD_NUMBER in changes:
        check_card(case, person)
    _change_cell(case, person, changes)
    _change_state(case, person, changes)
    return changes


def _equal(name: str, old: Any, new: Any) -> bool:
    if name == Field.FULL_NAME:
        return equality_key(old) == equality_key(new)
    if name in DIGITS and "*" in new:
        return True
    if name == Field.PHONE:
        return _national(old or "") == _national(new)
    return bool((old or None) == (new or None))


def _national(phone: str) -> str:
    digits = "".join(sign for sign in phone if sign in "+0123456789")
    return "0" + digits[3:] if digits.startswith("+84") else digits


def settled_cell(case: Case, here: int | None) -> int | None:
    """The cell a row states; where its text fits several, the one the person is in."""
    cell: int | None = case.row.fields.get("cell")
    for name, text, found in case.row.unclear:
        if name == Field.CELL:
            if here is not None and here in found:
                case.row.unclear.remove((name, text, found))
                return here
            case.row.blame(Field.CELL, Problem.VALUE_CELL, value=text[:60])
    return cell


def _change_cell(case: Case, person: Person, changes: dict[str, list[Any]]) -> None:
    cell = settled_cell(case, person.cell)
    if cell is None or cell == person.cell:
        return
    if person.cell_since is not None and case.how.since <= person.cell_since:
        case.row.blame(Field.CELL, Problem.CELL_DAY, day=show_date(person.cell_since))
    changes["cell"] = [person.cell, cell, case.how.since.isoformat()]


def _change_state(case: Case, person: Person, changes: dict[str, list[Any]]) -> None:
    state = case.row.fields.get(Field.STATE)
    if not state or state == person.state:
        return
    if state in GONE:
        case.row.blame(Field.STATE, Problem.STATE_LEFT)
    elif state in BY_DECISION:
        case.row.blame(Field.STATE, Problem.STATE_TRANSFER)
    elif state == State.PROBATIONARY and person.state == State.OFFICIAL:
        case.row.blame(Field.STATE, Problem.STATE_BACK)
    elif State(state) not in STEPS.get(person.state or "", frozenset()):
        case.notes.append([Field.STATE, Problem.STATE_KEPT, {}])
    else:
        day = state_day(case, state)
        if person.state_since is not None and day <= person.state_since:
            day = case.how.since
        if person.state_since is not None and day <= person.state_since:
            case.row.blame(Field.STATE, Problem.STATE_DAY, day=show_date(person.state_since))
        changes["state"] = [person.state, state, day.isoformat()]


def state_day(case: Case, state: str) -> date:
    """From when a state holds: as the file says, else from the day it follows from, else from the import's day."""
    fields = case.row.fields
    follows = {State.OFFICIAL: (Field.OFFICIAL_ON,), State.PROBATIONARY: (Field.CEREMONY_ON, Field.JOINED_ON)}
    for name in (Field.SINCE, *follows.get(state, ())):  # type: ignore[call-overload]
        if fields.get(name):
            return min(date.fromisoformat(fields[name]), case.how.today)
    return case.how.since


def beyond_right(how: Reading, names: Iterable[str], member_id: int) -> list[Any] | None:
    """The first of these changed fields that is not the reader's to change, as a problem: what follows from decisions
    is mended from above, and nobody mends it in the own record."""
    beyond = next((name for name in names if name not in BASIC), None)
    if beyond is None or (how.whole and member_id != how.own_id):
        return None
    where = {"cell": Field.CELL, "state": Field.STATE}.get(beyond, beyond)
    return [str(where), str(Problem.FIELD_OWN if how.whole else Problem.FIELD_ABOVE), {}]


def check_card(case: Case, person: Person | None) -> None:
    """The card must not be another's."""
    card = case.row.fields.get(Field.CARD_NUMBER, "")
    if any(person is None or one.id != person.id for one in case.register.by_card.get(card, [])) and card:
        case.row.blame(Field.CARD_NUMBER, Problem.CARD_TAKEN)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
