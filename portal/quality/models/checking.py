"""What is wrong with one record: a pure function from its facts to codes (portal/seeds/quality_measures.py)."""

import re
from dataclasses import dataclass
from datetime import date

from portal.members.api import OTHER_SEX, OTHER_YEAR, UNKNOWN_PROVINCE, State, id_warnings

ADULT = 18
ID_SENTENCES = {"id_province": UNKNOWN_PROVINCE, "id_sex": OTHER_SEX, "id_year": OTHER_YEAR}
PHONE = re.compile(r"0\d{9}")
BAD_NAME = re.compile(r"[0-9@#$%^*_=+<>{}\[\]|\\/]")


@dataclass(frozen=True, slots=True)
class Record:
    """The facts of a record that are looked at."""

    full_name: str
    citizen_id: str
    sex: str
    birth_date: date | None
    joined_on: date | None
    official_on: date | None
    ceremony_on: date | None
    card_number: str | None
    phone: str | None
    state: str
    has_cell: bool
    cell_has_code: bool
    account_name: str | None
    probation_over: bool = False
    is_double: bool = False
    waits_for_correction: bool = False
    checked: frozenset[str] = frozenset()


def problems(one: Record, today: date) -> set[str]:
    """The codes that hold for this record on a day. What a person marked as checked is left out."""
    official = one.state == State.OFFICIAL
    found = {
        "date_order": _dates_clash(one, today),
        "no_birth_date": one.birth_date is None, "no_sex": not one.sex, "no_phone": not one.phone,
        "no_joined_on": one.joined_on is None, "no_official_on": official and one.official_on is None,
        "no_card_number": official and not one.card_number,
        "name_form": not _name_is_well_formed(one.full_name),
        "phone_form": bool(one.phone) and not PHONE.fullmatch(re.sub(r"[ .\-]", "", one.phone or "")),
        "double": one.is_double, "no_cell": not one.has_cell, "probation_over": one.probation_over,
        "correction_waits": one.waits_for_correction,
        "card_differs": bool(one.card_number) and len(one.card_number or "") == 12
        and one.card_number != one.citizen_id,
        "account_differs": one.account_name is not None and one.account_name != one.citizen_id,
        "state_differs": _state_clashes(one, today),
        "no_cell_code": one.has_cell and not one.cell_has_code,
    }
    warned = id_codes(one) - one.checked
    return {code for code, holds in found.items() if holds} | warned


def id_codes(one: Record) -> set[str]:
    """The warnings on the citizen id, checked or not."""
    said = id_warnings(one.citizen_id, one.sex, one.birth_date)
    return {code for code, sentence in ID_SENTENCES.items() if any(found is sentence for found in said)}


def _dates_clash(one: Record, today: date) -> bool:
    days = [day for day in (one.birth_date, one.joined_on, one.ceremony_on, one.official_on) if day is not None]
    if any(day > today for day in days):
        return True
    if one.joined_on and one.official_on and one.official_on < one.joined_on:
        return True
    if one.joined_on and one.ceremony_on and one.ceremony_on < one.joined_on:
        return True
    return bool(one.birth_date and one.joined_on and one.joined_on.year - one.birth_date.year < ADULT)


def _state_clashes(one: Record, today: date) -> bool:
    if one.official_on is None:
        return False
    return one.state == State.PROBATIONARY and one.official_on <= today


def _name_is_well_formed(name: str) -> bool:
    words = name.split()
    return (len(words) >= 2 and not BAD_NAME.search(name) and name != name.upper()
            and all(word[:1] == word[:1].upper() for word in words))
