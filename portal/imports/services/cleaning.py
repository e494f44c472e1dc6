"""From the cells of a row to fields of a member: NFC, names, numbers, days. Pure; every refusal is a code."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.core.text import squeeze
from portal.imports.models import PRESENT_ONLY, SEXES, STATES, Field, Problem
from portal.imports.services.cells import CellBook
from portal.imports.services.days import NoDay, day_of
from portal.imports.services.headings import folded

DAYS = (Field.BIRTH_DATE, Field.JOINED_ON, Field.OFFICIAL_ON, Field.CEREMONY_ON, Field.SINCE)
LONGEST_NAME = 120
SKIP = ""
"""A chosen meaning of a value: none, as if the cell were empty."""
_BLANKS = re.compile(r"[\s.\-\u00a0]+")
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
_MASKED = re.compile(r"[0-9]*\*+[0-9]*")
_INVISIBLE = dict.fromkeys((*range(8203, 8208), *range(8234, 8239), *range(8288, 8304), 65279, 173))


@dataclass(slots=True)
class Reading:
    """How a file is to be read: columns, meanings of values, what stands in for an empty cell."""

    columns: Mapping[str, int]
    chosen: Mapping[str, Any]
    book: CellBook
    today: date
    since: date
    add_zeros: bool = False
    date1904: bool = False
    cell_id: int | None = None
    state: str = ""
    whole: bool = True
    """The reader keeps the cells from above: admits people, mends what follows from decisions."""
    own_id: int | None = None
    """The record of the reader, who writes nothing there that follows from decisions."""
    zeros: int = 0
    """Counts numbers that lost their first zero, put back or not."""


@dataclass(slots=True)
class Cleaned:
    """The fields a row states (`cell_id` for the cell, ISO days), what is wrong, and which cells it may mean."""

    fields: dict[str, Any] = field(default_factory=dict)
    problems: list[list[Any]] = field(default_factory=list)
    unclear: list[tuple[str, str, list[int]]] = field(default_factory=list)

    def blame(self, where: str, problem: Problem, **values: Any) -> None:
        """Note what is wrong with a field."""
        self.problems.append([str(where), str(problem), values])


def clean(cells: Sequence[str], how: Reading) -> Cleaned | None:
    """The fields of a row; None where no column used holds anything."""
    raw = {name: cells[place] for name, place in how.columns.items() if place < len(cells) and cells[place].strip()}
    if not raw:
        return None
    row = Cleaned()
    _name(raw, row)
    _citizen_id(raw.get(Field.CITIZEN_ID, ""), row, how)
    _card(raw.get(Field.CARD_NUMBER, ""), row)
    _phone(raw.get(Field.PHONE, ""), row, how)
    for name in DAYS:
        if name in raw:
            _day(name, raw[name], row, how)
    if raw.get(Field.RECORD, "").isdecimal() and len(raw[Field.RECORD]) < 10:
        row.fields[Field.RECORD] = int(raw[Field.RECORD])
    _value(Field.SEX, raw.get(Field.SEX, ""), SEXES, row, how)
    if folded(raw.get(Field.STATE, "")) not in PRESENT_ONLY:
        _value(Field.STATE, raw.get(Field.STATE, ""), STATES, row, how)
    _cell(raw, row, how)
    _order(row)
    return row


def proper_name(text: str) -> str:
    """`NGUYỄN THỊ ÁNH` as `Nguyễn Thị Ánh`; a name that is not all upper case stays as it is."""
    name = squeeze(text.translate(_INVISIBLE))
    if name != name.upper() or name == name.lower():
        return name
    return re.sub(r"[^\W\d_]+", lambda word: word[0][:1] + word[0][1:].lower(), name)


def _name(raw: Mapping[str, str], row: Cleaned) -> None:
    parts = [raw.get(Field.FAMILY_NAME, ""), raw.get(Field.GIVEN_NAME, "")]
    name = proper_name(raw.get(Field.FULL_NAME, "") or " ".join(part for part in parts if part))
    strange = {sign for sign in name if not (sign in " '’-." or unicodedata.category(sign)[0] in "LM")}
    if not name:
        row.blame(Field.FULL_NAME, Problem.NO_NAME)
    elif strange:
        row.blame(Field.FULL_NAME, Problem.NAME_SIGNS, signs=" ".join(sorted(strange))[:20])
    elif len(name) > LONGEST_NAME:
        row.blame(Field.FULL_NAME, Problem.NAME_LONG)
    else:
        row.fields[Field.FULL_NAME] = name


def _number(text: str) -> str:
    """Digits without the blanks and dots people put between them."""
    return _BLANKS.sub("", text.translate(_INVISIBLE))


def _citizen_id(text: str, row: Cleaned, how: Reading) -> None:
    number = _number(text)
    if not number:
        return None
    if re.fullmatch(r"[0-9]{11}", number):
        how.zeros += 1
        if not how.add_zeros:
            return row.blame(Field.CITIZEN_ID, Problem.ID_ZERO)
        number = "0" + number
    if re.fullmatch(r"[0-9]{12}", number) or _MASKED.fullmatch(number):
        row.fields[Field.CITIZEN_ID] = number
    elif _SHORTENED.fullmatch(text.strip()):
        row.blame(Field.CITIZEN_ID, Problem.ID_SHORTENED)
    elif re.fullmatch(r"[0-9]{9}", number):
        row.blame(Field.CITIZEN_ID, Problem.ID_OLD)
    else:
        row.blame(Field.CITIZEN_ID, Problem.ID_FORM, count=len(number))
    return None


def _card(text: str, row: Cleaned) -> None:
    number = _number(text)
    if not number:
        return
    if _SHORTENED.fullmatch(text.strip()):
        row.blame(Field.CARD_NUMBER, Problem.ID_SHORTENED)
    elif len(number) <= 20 and ((number.isascii() and number.isdigit()) or _MASKED.fullmatch(number)):
        row.fields[Field.CARD_NUMBER] = _like_citizen_id(number, row.fields.get(Field.CITIZEN_ID, ""))
    else:
        row.blame(Field.CARD_NUMBER, Problem.CARD_FORM)


def _like_citizen_id(card: str, citizen_id: str) -> str:
    """A card number that is the citizen id without its zero lost it the same way."""
    return citizen_id if len(card) == 11 and citizen_id == "0" + card else card


def _phone(text: str, row: Cleaned, how: Reading) -> None:
    number = re.sub(r"[()/]", "", _number(text)) if not _SHORTENED.fullmatch(text.strip()) else "?"
    if not number:
        return None
    if re.fullmatch(r"[35789][0-9]{8}", number):
        how.zeros += 1
        if not how.add_zeros:
            return row.blame(Field.PHONE, Problem.PHONE_ZERO)
        number = "0" + number
    if re.fullmatch(r"\+?[0-9]{8,15}", number) or _MASKED.fullmatch(number):
        row.fields[Field.PHONE] = number
    else:
        row.blame(Field.PHONE, Problem.PHONE_FORM)
    return None


def _day(name: Field, text: str, row: Cleaned, how: Reading) -> None:
    try:
        row.fields[name] = day_of(text, today=how.today, date1904=how.date1904).isoformat()
    except NoDay as error:
        row.blame(name, error.problem)


def _order(row: Cleaned) -> None:
    born = row.fields.get(Field.BIRTH_DATE)
    for name in (Field.JOINED_ON, Field.OFFICIAL_ON, Field.CEREMONY_ON):
        if born and name in row.fields and row.fields[name] <= born:
            row.blame(name, Problem.DATE_ORDER)


def _value(name: Field, text: str, known: Mapping[str, str], row: Cleaned, how: Reading) -> None:
    key = folded(text)
    if not key:
        return
    meant = how.chosen.get(name, {}).get(key, known.get(key))
    if meant is None:
        row.unclear.append((name, squeeze(text), []))
        row.blame(name, Problem.VALUE_SEX if name is Field.SEX else Problem.VALUE_STATE, value=squeeze(text)[:60])
    elif meant != SKIP:
        row.fields[name] = meant


def _cell(raw: Mapping[str, str], row: Cleaned, how: Reading) -> None:
    """The cell by its code, else by its name; several possible ones are settled by where the person is now."""
    text = squeeze(raw.get(Field.CELL) or raw.get(Field.CELL_CODE) or "")
    chosen = how.chosen.get(Field.CELL, {}).get(folded(text))
    found = how.book.find(raw[Field.CELL_CODE]) if Field.CELL_CODE in raw else []
    if not text:
        if how.cell_id in how.book.cells:
            row.fields["default_cell"] = how.cell_id
        return
    if chosen is not None and chosen != SKIP and int(chosen) in how.book.cells:
        found = [int(chosen)]
    elif len(found) != 1:
        found = how.book.find(text) or found
    if len(found) == 1:
        row.fields["cell"] = found[0]
    elif chosen != SKIP:
        row.unclear.append((Field.CELL, text, found))
