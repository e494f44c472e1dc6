"""An export of our own brings no change (I6), however a spreadsheet spells it."""

import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core import clock
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.core.sheets import Column, csv_text, xlsx
from portal.imports.models import Action
from portal.members.api import EXPORT_COLUMNS, SEX_WORDS, Member, State, admit, masked
from tests.factories import imports
from tests.people import unit

NUMBERS = count(10_000_001)
"""No number comes twice: people of earlier examples stay, as in a real register."""
pytestmark = pytest.mark.once

NAMES = ["Nguyễn Thị Hòa", "Trần Văn Thúy", "Đỗ Đức Ổn", "Lê Thị Ánh", "H'Hen Niê", "Phạm Ái", "Bùi Thị Quý", "Võ Ăn"]
MOVED = {"hòa": "hoà", "thúy": "thuý"}
SPELLINGS: list[Callable[[str], str]] = [
    str, str.upper, lambda name: unicodedata.normalize("NFD", name),
    lambda name: unicodedata.normalize("NFD", name.upper()),
    lambda name: " ".join(MOVED.get(word.lower(), word) for word in name.split()), lambda name: f"  {name}\u00a0 "]
DAYS = st.none() | st.dates(date(1960, 1, 1), date(2020, 12, 31))
STATES = [State.OFFICIAL, State.PROBATIONARY, State.EXEMPT, State.SUSPENDED, State.TRANSFERRING, State.TEMPORARY_OUT]
MEMBERS = st.lists(st.fixed_dictionaries({
    "full_name": st.sampled_from(NAMES), "number": st.integers(0, 99_999_999), "birth_date": st.none() | st.dates(
        date(1930, 1, 1), date(1959, 12, 31)), "sex": st.sampled_from(["", "male", "female"]), "joined_on": DAYS,
    "official_on": DAYS, "ceremony_on": DAYS, "phone": st.none() | st.integers(0, 999_999_99).map("09{:08d}".format),
    "card": st.sampled_from(["", "id", "short"]), "cell": st.sampled_from(["ga_hanoi", "dau_may"]),
    "state": st.sampled_from(STATES), "spelling": st.integers(0, len(SPELLINGS) - 1)}),
    min_size=1, max_size=5, unique_by=lambda one: one["number"])


def enter(one: dict[str, Any]) -> Member:
    fresh = next(NUMBERS)
    number = f"0{fresh:011d}"
    card = {"": None, "id": number, "short": f"00{fresh}"}[one["card"]]
    fields = {name: one[name] for name in ("birth_date", "sex", "joined_on", "official_on", "ceremony_on", "phone")}
    return admit(SYSTEM, full_name=one["full_name"], citizen_id=number, cell=unit(one["cell"]), state=one["state"],
                 since=clock.today() - timedelta(days=1), card_number=card, **fields)


def line(number: int, member: Member, spelling: int, *, full: bool) -> list[Any]:
    """A row of the export, as EXPORT_COLUMNS promises."""
    shown = (lambda text: text) if full else masked
    cell, state = member.membership_today, member.states[0]
    assert cell is not None
    values = {"number": number, "record": member.id, "full_name": SPELLINGS[spelling](member.full_name),
              "sex": SEX_WORDS.get(member.sex, ""), "birth_date": member.birth_date,
              "citizen_id": shown(member.citizen_id), "card_number": shown(member.card_number),
              "joined_on": member.joined_on, "official_on": member.official_on, "ceremony_on": member.ceremony_on,
              "phone": shown(member.phone), "cell_code": cell.unit.code, "cell_name": cell.unit.name,
              "state": str(state.label), "since": state.valid_from}
    return [values[column.key] for column in EXPORT_COLUMNS]


@pytest.mark.parametrize("full", [True, False])
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=MEMBERS)
def test_our_own_export_changes_nothing(app: Flask, kind: str, full: bool, people: list[dict[str, Any]]) -> None:
    """With whole numbers and with masked ones; leading zeros, hòa and hoà, NFD, capitals."""
    db.session.rollback()
    with db.session.begin_nested():
        members = [enter(one) for one in people]
    columns = [Column(one.heading, one.width, one.digits) for one in EXPORT_COLUMNS]
    rows = [line(number, member, one["spelling"], full=full)
            for number, (member, one) in enumerate(zip(members, people, strict=True), start=1)]
    data = xlsx("Danh sách", columns, rows) if kind == "xlsx" else csv_text(columns, rows)
    ids = [member.id for member in members]
    db.session.commit()
    judged = imports.rows(imports.previewed(data, who="delegate", unit_key="hanoi"))
    assert [(row.action, row.changes, row.problems) for row in judged] == [(Action.SAME, {}, [])] * len(people)
    assert [row.member_id for row in judged] == ids
