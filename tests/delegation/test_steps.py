"""Steps 1–4 of 98-CV/ĐU as tables: what is given one step down, and every way in which it may not be."""

import pytest
from flask import Flask

from portal.core.db import db
from portal.core.errors import DomainError
from portal.delegation.api import DelegationStep
from portal.delegation.queries import roles, units
from portal.delegation.services import Terms, give
from portal.members.api import State
from portal.organizations.api import Organization, Role
from portal.seeds.delegation_steps import ROWS
from tests.factories.delegation import CELL_OF, acting, given, grow, held, member, officer

S, D, O, C, B, A = (Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.OFFICE_STAFF, Role.CELL_COMMITTEE_MEMBER,  # noqa: E741
                    Role.ORGANIZATION_BOARD, Role.ADMINISTRATOR)
Units = dict[str, Organization]


@pytest.fixture
def tree(app: Flask) -> Units:
    """Every kind of unit."""
    return grow()


def at(tree: Units, key: str) -> Organization:
    """The cell where people of a unit are active."""
    return tree[CELL_OF.get(key, key)]


def try_it(tree: Units, by: str, by_role: str, to: str, role: str, state: State = State.OFFICIAL) -> str:
    """ "" where the grant is made and lives, else the field that refuses."""
    giver = officer(tree[by], by_role, at(tree, by))
    receiver = member(at(tree, to), state=state)
    try:
        row = given(giver, receiver, tree[to], role)
    except DomainError as error:
        refusal = error
    else:
        assert held(receiver) == (set() if row.pending else {(role, tree[to].id)})
        return ""
    assert str(refusal.message).endswith("."), "a sentence"
    assert held(receiver) == set()
    return refusal.field or "?"


# RULES 6.4, the eleven cases, in their order.
CASES = [
    ("corporation", B, "upper", S, ""),
    ("upper", S, "branch", S, ""),
    ("corporation", B, "hanoi", S, ""),
    ("corporation", B, "lone", S, ""),
    ("branch", S, "section", S, ""),
    ("section", S, "section_cell", S, ""),
    ("branch", S, "branch_cell", S, ""),
    ("corporation", B, "branch_cell", S, "unit_id"),
    ("branch", S, "ga_hanoi", S, "unit_id"),
    ("branch", S, "branch_cell", D, "roles"),
]


@pytest.mark.parametrize(("by", "by_role", "to", "role", "wrong"), CASES)
def test_the_cases_of_the_rules(tree: Units, by: str, by_role: str, to: str, role: str, wrong: str) -> None:
    assert try_it(tree, by, by_role, to, role) == wrong


def test_a_helper_who_is_no_member_is_refused(tree: Units) -> None:
    """RULES 6.4: step 2 to an office officer who is not a Party member (98-CV/ĐU)."""
    giver, outsider = officer(tree["corporation"], B, tree["lone"]), member(tree["dau_may"])
    account_id = outsider.account_id
    outsider.account_id = None
    db.session.flush()
    with pytest.raises(DomainError) as refused:
        give(acting(giver), account_id=account_id or 0, unit=tree["hanoi"], roles=[O], terms=Terms())
    assert refused.value.field == "account_id"
    assert "đảng viên" in str(refused.value.message)
    db.session.rollback()


def test_below_a_lone_cell_there_is_nothing(tree: Units) -> None:
    """"step 2 only" for chi bộ cơ sở: its secretary has nobody to give to."""
    assert units(acting(officer(tree["lone"], S))) == []


@pytest.mark.parametrize(("chain", "steps"), [
    (["corporation", "upper", "branch", "branch_cell"], [1, 2, 4]),
    (["corporation", "upper", "branch", "section", "section_cell"], [1, 2, 3, 4]),
    (["corporation", "hanoi", "ga_hanoi"], [2, 4]),
    (["corporation", "hanoi", "sub", "sub_cell"], [2, 3, 4]),
    (["corporation", "lone"], [2]),
    (["corporation", "hanoi", "new_cell"], [2, 4]),
    (["corporation", "upper", "upper_lone"], [1, 2]),
    (["corporation", "top_cell"], [2]),
])
def test_the_five_sequences_and_those_of_the_new_names(tree: Units, chain: list[str], steps: list[int]) -> None:
    """RULES 6.3: each right handed on out of the one before; all live, and the last falls with the first."""
    giver, rows, last = officer(tree[chain[0]], B, tree["lone"]), [], None
    for key in chain[1:]:
        last = member(at(tree, key))
        rows.append(given(giver, last, tree[key], S))
        giver = last
    assert [row.step for row in rows] == steps
    assert last is not None
    assert held(last) == {(S, tree[chain[-1]].id)}
    rows[0].revoked_at = rows[0].granted_at
    db.session.flush()
    assert held(last) == set()


def _allowed() -> set[tuple[str, str, str, str]]:
    return {(row["from_kind"], row["by_role"], row["to_kind"], row["role"]) for row in ROWS if row["confirmed"]}


KEYS = ["corporation", "upper", "branch", "section", "section_cell", "branch_cell", "upper_lone", "lone", "hanoi",
        "sub", "sub_cell"]


@pytest.mark.parametrize("by", KEYS)
def test_every_pair_of_units_every_role(tree: Units, by: str) -> None:
    """Whatever is not a row of the table from parent to child is refused: up, sideways, two steps, the wrong role."""
    for by_role in (S, D, O, B, C):
        giver = acting(officer(tree[by], by_role, at(tree, by)))
        offered = {one.id: set(roles(giver, one)) for one in units(giver)}
        for to in KEYS:
            unit = tree[to]
            expected = {role for role in Role if unit.parent_id == tree[by].id
                        and (tree[by].kind_id, by_role, unit.kind_id, role) in _allowed()}
            assert offered.get(unit.id, set()) == expected, (by, by_role, to)
            assert set(roles(giver, unit)) == expected, (by, by_role, to)
    db.session.rollback()


@pytest.mark.once
@pytest.mark.parametrize(("by", "by_role", "to", "wrong", "word"), [
    ("branch", S, "branch", "unit_id", "cấp trên trực tiếp giao"),
    ("branch", S, "upper", "unit_id", "ngược lên"),
    ("branch", S, "corporation", "unit_id", "ngược lên"),
    ("upper", S, "branch_cell", "unit_id", "vượt cấp"),
    ("corporation", B, "section_cell", "unit_id", "vượt cấp"),
    ("hanoi", S, "vinh", "unit_id", "không thuộc phạm vi"),
    ("lone", S, "upper_lone", "unit_id", "không thuộc phạm vi"),
    ("branch_cell", S, "section_cell", "unit_id", "không thuộc phạm vi"),
    ("corporation", O, "hanoi", "roles", "không có bước"),
    ("section", O, "section_cell", "roles", "không có bước"),
    ("corporation", B, "corporation", "unit_id", "người quản trị hệ thống"),
    ("ga_hanoi", C, "ga_hanoi", "unit_id", "không thuộc phạm vi"),
])
def test_hand_posted_units_are_refused_in_words(tree: Units, by: str, by_role: str, to: str, wrong: str,
                                                word: str) -> None:
    giver, receiver = officer(tree[by], by_role, at(tree, by)), member(at(tree, to))
    with pytest.raises(DomainError) as refused:
        given(giver, receiver, tree[to], S)
    assert refused.value.field == wrong
    assert word in str(refused.value.message)


def test_what_the_letter_leaves_open_is_a_row_switched_off(tree: Units) -> None:
    """Phó bí thư of a cell at step 4: refused until the owner of the table says yes; then it is allowed."""
    assert try_it(tree, "branch", S, "branch_cell", D) == "roles"
    db.session.execute(db.update(DelegationStep).where(DelegationStep.role == D, DelegationStep.step == 4)
                       .values(confirmed=True))
    assert try_it(tree, "branch", S, "branch_cell", D) == ""


def test_steps_are_data_with_dates(tree: Units) -> None:
    """Step 3 goes when đảng bộ bộ phận go."""
    from datetime import timedelta

    from portal.core import clock
    assert try_it(tree, "branch", S, "section", S) == ""
    db.session.execute(db.update(DelegationStep).where(DelegationStep.step == 3)
                       .values(valid_to=clock.today() - timedelta(days=1)))
    assert try_it(tree, "branch", S, "section", S) == "roles"


@pytest.mark.parametrize("role", [A, B, Role.OVERSEER, Role.INSPECTION_MEMBER, "king"])
def test_roles_of_no_step_are_refused(tree: Units, role: str) -> None:
    assert try_it(tree, "corporation", B, "hanoi", role) == "roles"


@pytest.mark.parametrize(("role", "state", "wrong"), [
    (S, State.OFFICIAL, ""), (O, State.OFFICIAL, ""), (S, State.TEMPORARY_OUT, ""), (O, State.PROBATIONARY, ""),
    (S, State.PROBATIONARY, "roles"), (S, State.EXEMPT, "account_id"), (S, State.SUSPENDED, "account_id"),
    (O, State.TRANSFERRING, "account_id"), (O, State.EXPELLED, "account_id"), (O, State.DECEASED, "account_id"),
    (S, State.TRANSFERRED_OUT, "account_id"), (S, State.RESIGNED, "account_id"), (O, State.NAME_REMOVED, "account_id"),
])
def test_states_of_the_receiver(tree: Units, role: str, state: State, wrong: str) -> None:
    assert try_it(tree, "corporation", B, "hanoi", role, state) == wrong


def test_the_table_of_the_migration_is_that_of_the_seeds(app: Flask) -> None:
    rows = db.session.execute(db.select(DelegationStep)).scalars()
    assert {(r.step, r.from_kind, r.to_kind, r.by_role, r.role, r.confirmed) for r in rows} == {
        (r["step"], r["from_kind"], r["to_kind"], r["by_role"], r["role"], r["confirmed"]) for r in ROWS}


