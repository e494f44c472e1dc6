"""Names, ids and passwords follow from the seed; nobody real, nobody twice."""

from datetime import date
from random import Random

import pytest
import time_machine

from portal.accounts.services import check_password
from portal.core.text import fold
from portal.demo import papers
from portal.demo.accounts import samples
from portal.demo.names import KNOWN, PASSWORD_WORDS, password
from portal.demo.people import Cast
from portal.demo.scale import Grown
from portal.demo.tree import CELL, COMMITTEE, LONE_CELL, SAMPLE_CELLS, SECTION, UPPER, plan
from portal.members.api import State
from portal.organizations.api import Role
from portal.seeds.nomenclature import PARENTS


def told(cast: Cast) -> list[tuple[object, ...]]:
    return [(one.name, one.citizen_id, one.born, one.cell.name, one.state, [role for _, role in one.posts])
            for one in cast.people]


@pytest.fixture(scope="module")
def cast() -> Cast:
    return Cast(1)


def test_same_seed_same_people(cast: Cast) -> None:
    assert told(Cast(1)) == told(cast)
    assert told(Cast(2)) != told(cast)


def test_another_day_same_people(cast: Cast) -> None:
    with time_machine.travel(date(2031, 3, 3)):
        assert told(Cast(1)) == told(cast)


def test_sizes(cast: Cast) -> None:
    kinds = [unit.kind for unit in cast.units]
    assert 55 <= len(kinds) <= 65
    assert kinds.count(UPPER) == 1
    assert kinds.count(SECTION) == 2
    assert kinds.count(LONE_CELL) >= 3
    assert kinds.count(COMMITTEE) == 10
    assert 350 <= len(cast.people) <= 450
    for cell in (unit for unit in cast.units if unit.is_cell):
        assert 5 <= sum(one.cell is cell for one in cast.people) <= 10, cell.name


def test_every_unit_stands_where_its_kind_may() -> None:
    allowed = {(row["kind_id"], row["parent_id"]) for row in PARENTS}
    for unit in plan().walk():
        assert unit.parent is None or (unit.kind, unit.parent.kind) in allowed, unit.name


def test_every_unit_has_a_secretary_and_committees_their_staff(cast: Cast) -> None:
    for unit in cast.units:
        roles = [role for one in cast.people for where, role in one.posts if where is unit]
        assert roles.count(Role.SECRETARY) == 1, unit.name
        assert unit.is_cell or unit.kind == SECTION or Role.OFFICE_STAFF in roles, unit.name
        officials = sum(one.cell is unit and one.state is State.OFFICIAL for one in cast.people)
        assert Role.CELL_COMMITTEE_MEMBER not in roles or officials >= 9, unit.name


def test_citizen_ids_are_impossible_ones_and_fit_the_person(cast: Cast) -> None:
    everybody = [*cast.people, *Grown(cast).people]
    assert len({one.citizen_id for one in everybody}) == len(everybody) == 8000
    for one in everybody:
        assert len(one.citizen_id) == 12
        assert one.citizen_id.startswith("999")
        assert int(one.citizen_id[3]) == (one.sex == "female") + 2 * (one.born.year >= 2000)
        assert one.citizen_id[4:6] == f"{one.born.year % 100:02d}"


def test_dates_are_in_order(cast: Cast) -> None:
    for one in cast.people:
        assert one.joined.year - one.born.year >= 18, one
        assert (one.official is None) == (one.state is State.PROBATIONARY)
        assert one.official is None or one.official > one.joined


def test_nobody_bears_a_known_name(cast: Cast) -> None:
    assert not {fold(one.name) for one in [*cast.people, *Grown(cast).people]} & KNOWN


@pytest.mark.parametrize("seed", [1, 2, 77])
def test_sample_passwords_are_five_plain_words_that_the_rules_accept(seed: int) -> None:
    cast = Cast(seed)
    chosen = list(samples(cast))
    assert len({one.person.citizen_id for one in chosen}) == 10
    for one in chosen:
        secret = password(seed, one.person.citizen_id)
        assert len(secret) >= 15
        assert len(secret.split()) == 5
        assert set(secret.split()) <= set(PASSWORD_WORDS)
        assert not any(sign.isdigit() for sign in secret)
        check_password(secret, one.person.citizen_id, [one.person.name, one.person.cell.name])


def test_sample_cells_stand_under_different_committees(cast: Cast) -> None:
    first, second = (cast.unit(name) for name in SAMPLE_CELLS)
    assert first.kind == second.kind == CELL
    assert first.parent is not second.parent


def test_papers_follow_from_their_seed() -> None:
    first, second = (papers.write(Random("1"), "Đảng bộ Đơn vị 1") for _ in range(2))
    assert first == second
    assert "{" not in " ".join([first.subject, *first.paragraphs])
    assert len(" ".join(first.paragraphs).split()) > 120
