"""What is wrong with a record: the pure rules, and what the checks write down."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.actor import Actor
from portal.core.db import db
from portal.jobs.worker import run_all
from portal.members.api import Member, State, amend, enter_state
from portal.quality import services
from portal.quality.models import Issue, Record, Score, problems
from portal.quality.queries import lines, parts_of
from portal.seeds.quality_measures import CODES, MEASURE_OF, MEASURES
from tests.people import PEOPLE, unit

TODAY = date(2026, 11, 22)
GOOD = Record(full_name="Nguyễn Văn An", citizen_id="001080000001", sex="male", birth_date=date(1980, 5, 1),
              joined_on=date(2005, 9, 2), official_on=date(2006, 9, 2), ceremony_on=date(2005, 9, 10),
              card_number="001080000001", phone="0912 345 678", state=State.OFFICIAL, has_cell=True, cell_has_code=True,
              account_name="001080000001")


def test_a_good_record_has_no_problem() -> None:
    assert problems(GOOD, TODAY) == set()


@pytest.mark.parametrize(("change", "code"), [
    ({"birth_date": None}, "no_birth_date"), ({"sex": ""}, "no_sex"), ({"phone": None}, "no_phone"),
    ({"joined_on": None}, "no_joined_on"), ({"official_on": None}, "no_official_on"),
    ({"card_number": None}, "no_card_number"), ({"full_name": "NGUYỄN VĂN AN"}, "name_form"),
    ({"full_name": "nguyễn văn An"}, "name_form"), ({"full_name": "An"}, "name_form"),
    ({"full_name": "Nguyễn Văn An 2"}, "name_form"), ({"phone": "912345678"}, "phone_form"),
    ({"is_double": True}, "double"), ({"has_cell": False}, "no_cell"), ({"probation_over": True}, "probation_over"),
    ({"waits_for_correction": True}, "correction_waits"), ({"card_number": "001080000002"}, "card_differs"),
    ({"account_name": "001080000009"}, "account_differs"), ({"cell_has_code": False}, "no_cell_code"),
    ({"state": State.PROBATIONARY}, "state_differs"), ({"joined_on": date(1990, 1, 1)}, "date_order"),
    ({"official_on": date(2004, 1, 1)}, "date_order"),
    ({"joined_on": date(2027, 1, 1), "official_on": None}, "date_order"),
    ({"sex": "female"}, "id_sex"), ({"birth_date": date(1981, 5, 1)}, "id_year"),
    ({"citizen_id": "999080000001", "card_number": "", "account_name": None}, "id_province")])
def test_each_thing_is_found(change: dict[str, object], code: str) -> None:
    assert code in problems(replace(GOOD, **change), TODAY)  # type: ignore[arg-type]


def test_what_was_checked_is_not_said_again() -> None:
    assert problems(replace(GOOD, sex="female", checked=frozenset({"id_sex"})), TODAY) == set()


def test_a_probationary_member_needs_no_card() -> None:
    young = replace(GOOD, state=State.PROBATIONARY, official_on=None, card_number=None)
    assert problems(young, TODAY) == set()


@given(st.builds(Record, full_name=st.text(max_size=40), citizen_id=st.text("0123456789", max_size=13),
                 sex=st.sampled_from(["", "male", "female"]), birth_date=st.none() | st.dates(),
                 joined_on=st.none() | st.dates(), official_on=st.none() | st.dates(),
                 ceremony_on=st.none() | st.dates(), card_number=st.none() | st.text(max_size=14),
                 phone=st.none() | st.text(max_size=14), state=st.sampled_from(list(State)), has_cell=st.booleans(),
                 cell_has_code=st.booleans(), account_name=st.none() | st.text(max_size=12)))
def test_whatever_stands_in_a_record_every_problem_is_explained(one: Record) -> None:
    assert problems(one, TODAY) <= set(CODES)


def test_every_code_belongs_to_one_measure_and_has_words() -> None:
    assert set(MEASURE_OF) == set(CODES)
    assert sum(len(measure.codes) for measure in MEASURES) == len(CODES)
    assert all(str(measure.definition).endswith(".") for measure in MEASURES)


def test_scores_sum_up_the_tree_and_follow_a_change(app: object, actor: object) -> None:
    services.check_all()
    db.session.commit()
    whole = {line.measure.key: line.part for line in lines(unit("corporation"))[0]}
    assert whole["du"].total == len(PEOPLE)
    parts = parts_of([unit("hanoi").id, unit("vinh").id])
    assert sum(parts[one]["du"].good for one in parts) == whole["du"].good == 0
    member = db.session.execute(db.select(Member).where(Member.full_name == PEOPLE["member"][0])).scalar_one()
    amend(Actor(), member, {"sex": "male", "phone": "0912345678", "joined_on": date(2005, 1, 1),
                            "official_on": date(2006, 1, 1), "card_number": member.citizen_id})
    db.session.commit()
    run_all()
    again = {line.measure.key: line.part for line in lines(unit("corporation"))[0]}
    assert again["du"].good == 1
    assert again["du"].total == len(PEOPLE)


def test_who_leaves_is_no_longer_counted(app: object) -> None:
    services.check_all()
    db.session.commit()
    member = db.session.execute(db.select(Member).where(Member.full_name == PEOPLE["member"][0])).scalar_one()
    enter_state(Actor(), member, State.DECEASED, since=date(2026, 11, 1))
    number = member.id
    db.session.commit()
    run_all()
    assert db.session.execute(db.select(Issue).where(Issue.member_id == number)).first() is None
    cell = db.session.execute(db.select(Score).where(Score.unit_id == unit("ga_hanoi").id).limit(1)).scalar_one()
    assert cell.total == len([1 for _, where, *_ in PEOPLE.values() if where == "ga_hanoi"]) - 1
