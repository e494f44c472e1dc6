"""The preview: what becomes of each row, and that nothing is written by it."""

import unicodedata
from datetime import timedelta

import pytest

from portal.accounts.api import Account
from portal.core import clock
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.imports import services
from portal.imports.models import Action, ImportRow, Problem, Step
from portal.jobs.models import Job
from portal.jobs.worker import run_all
from portal.members.api import Member, MemberChange, State, enter_state
from tests.factories import imports
from tests.factories.imports import citizen_id, person
from tests.people import PEOPLE, SINCE, unit

pytestmark = pytest.mark.usefixtures("app")


def known(key: str) -> Member:
    return db.session.execute(db.select(Member).where(Member.full_name == PEOPLE[key][0])).scalar_one()


def codes(row: ImportRow) -> list[str]:
    return [code for _, code, _ in row.problems]


def same(key: str, **said: str) -> list[str]:
    """The row that says of a person of the tests what is known."""
    one = known(key)
    cell = imports.CELL if PEOPLE[key][1] == "ga_hanoi" else "Chi bộ Đầu máy"
    return person(50, said.pop("name", one.full_name.upper()), **{
        "id": one.citizen_id, "born": clock.show_date(one.birth_date), "joined": "", "state": "", "cell": cell, **said})


def judged(*rows: list[str], **how: object) -> list[ImportRow]:
    return imports.rows(imports.previewed(list(rows), **how))  # type: ignore[arg-type]


def test_new_changed_same_and_wrong() -> None:
    made = imports.previewed([person(1), same("member", joined="03/02/2001"), same("probationary", state="Dự bị"),
                              person(4, id="123456789")])
    rows = imports.rows(made)
    assert [row.action for row in rows] == [Action.NEW, Action.CHANGED, Action.SAME, Action.ERROR]
    assert [row.number for row in rows] == [2, 3, 4, 5]
    assert rows[0].fields["full_name"] == "Nguyễn Thị Mới"
    assert rows[0].fields["cell"] == unit("ga_hanoi").id
    assert rows[1].changes == {"joined_on": [None, "2001-02-03"]}
    assert codes(rows[3]) == [Problem.ID_OLD]
    assert imports.get(made).counts == {"new": 1, "changed": 1, "same": 1, "error": 1}


def test_a_preview_writes_nothing_in_the_register() -> None:
    def counts() -> list[int]:
        tables = (Member, Account, MemberChange)
        return [db.session.execute(db.select(db.func.count()).select_from(one)).scalar_one() for one in tables]

    before = counts()
    judged(person(1), same("member", joined="03/02/2001"))
    assert counts() == before


def test_spelling_changes_nothing() -> None:
    """Capitals, decomposed letters, the other placement of tones: the same name."""
    hoa = known("office_staff")
    rows = judged(same("office_staff", name="BÙI THỊ HOÀ"),
                  same("member", name=unicodedata.normalize("NFD", "nguyễn văn AN")), who="delegate", unit_key="hanoi")
    assert [row.action for row in rows] == [Action.SAME, Action.SAME]
    assert hoa.full_name == "Bùi Thị Hòa"


def test_the_card_finds_who_has_no_citizen_id_in_the_file() -> None:
    known("member").card_number = "12345678"
    db.session.commit()
    (row,) = judged(same("member", id="", card="12.345.678", joined="03/02/2001"))
    assert (row.action, row.member_id) == (Action.CHANGED, known("member").id)


def test_a_name_alone_never_merges() -> None:
    rows = judged(person(1, "Nguyễn Văn An", born=""), person(2, "Nguyễn Văn An", born="01/01/1980"),
                  person(3, "Nguyễn Văn An", born="05/05/1999"), person(4, "Nguyễn Văn An", id="", born=""))
    assert [row.action for row in rows] == [Action.REVIEW, Action.REVIEW, Action.NEW, Action.REVIEW]
    assert [codes(row) for row in rows] == [[Problem.NAME_ONLY], [Problem.NAME_BIRTH], [], [Problem.NAME_ONLY]]
    assert rows[0].candidates == [known("member").id]


def test_names_of_other_units_are_not_told() -> None:
    assert [row.action for row in judged(person(1, "Phạm Văn Cường", born="04/01/1980"))] == [Action.NEW]


def test_a_number_with_another_name_and_birth_date_is_looked_at() -> None:
    (row,) = judged(same("member", name="Trần Thị Khác", born="09/09/1999"))
    assert (row.action, codes(row)) == (Action.REVIEW, [Problem.ID_OTHER_PERSON])
    assert judged(same("member", name="Nguyễn Văn Anh"))[0].changes == {
        "full_name": ["Nguyễn Văn An", "Nguyễn Văn Anh"]}


def test_a_card_with_another_citizen_id_is_looked_at() -> None:
    known("member").card_number = "12345678"
    db.session.commit()
    (row,) = judged(person(1, "Người Khác", card="12345678"))
    assert (row.action, codes(row)) == (Action.REVIEW, [Problem.CARD_OTHER_ID])


def test_who_is_elsewhere_is_refused_without_a_word_on_where() -> None:
    other = known("member_elsewhere")
    (row,) = judged(person(1, other.full_name, id=other.citizen_id))
    assert (row.action, codes(row), row.member_id) == (Action.ERROR, [Problem.ELSEWHERE], None)
    assert "Vinh" not in str(row.problems)


def test_who_is_in_another_of_my_cells_is_outside_the_units_file() -> None:
    neighbour = known("neighbour")
    assert judged(person(1, neighbour.full_name, id=neighbour.citizen_id), who="delegate")[0].action == Action.ERROR


def test_cells_are_those_of_the_unit() -> None:
    (row,) = judged(person(1, cell="Chi bộ Ga Vinh"))
    assert codes(row) == [Problem.VALUE_CELL]
    wide = imports.rows(imports.previewed([person(1, cell="Chi bộ Đầu máy")], who="delegate", unit_key="hanoi"))
    assert wide[0].fields["cell"] == unit("dau_may").id


def test_doubles_in_the_file_name_each_other() -> None:
    rows = judged(person(1), person(2, "Lê Văn Hai", id=citizen_id(5001)),
                  person(3, "Lê Văn Ba", card=citizen_id(5004)), person(4, "Lê Văn Tư"),
                  same("member"), same("member", phone=""))
    assert [row.action for row in rows] == [Action.ERROR] * 6
    assert rows[0].problems == [["citizen_id", Problem.TWICE, {"rows": "2, 3"}]]
    assert rows[2].problems[0][2] == {"rows": "4, 5"}
    assert codes(rows[4]) in ([Problem.TWICE], [Problem.TWICE_PERSON])


def test_the_card_may_be_the_citizen_id_but_not_anothers() -> None:
    rows = judged(person(1, card=citizen_id(5001)), person(2, "Lê Văn Hai", card=known("member").citizen_id))
    assert rows[0].action == Action.NEW
    known("member").card_number = "777"
    db.session.commit()
    assert codes(judged(same("probationary", card="777"))[0]) == [Problem.CARD_TAKEN]
    assert rows[1].action == Action.NEW


def test_a_new_person_needs_cell_and_state() -> None:
    assert codes(judged(person(1, cell="", state=""))[0]) == [Problem.NO_CELL, Problem.NO_STATE]
    (row,) = judged(person(1, cell="", state="đang sinh hoạt"), cell_id=unit("ga_hanoi").id, state="probationary")
    assert (row.action, row.fields["state"]) == (Action.NEW, "probationary")
    assert codes(judged(person(1, id="", card=""))[0]) == [Problem.NO_KEY]


@pytest.mark.parametrize(("said", "code"), [
    ("Đã từ trần", Problem.STATE_LEFT), ("Đã chuyển đi", Problem.STATE_LEFT),
    ("Đang chuyển sinh hoạt", Problem.STATE_TRANSFER), ("Sinh hoạt tạm thời", Problem.STATE_TRANSFER)])
def test_states_that_need_a_decision_are_not_taken_from_a_file(said: str, code: str) -> None:
    assert codes(judged(person(1, state=said))[0]) == [code]
    assert codes(judged(same("member", state=said))[0]) == [code]


def test_states_go_forward_only() -> None:
    assert codes(judged(same("member", state="Dự bị"))[0]) == [Problem.STATE_BACK]
    (row,) = judged(same("probationary", state="Chính thức"))
    assert row.changes["state"][:2] == ["probationary", "official"]


def test_a_state_is_not_turned_back_by_a_plainer_word() -> None:
    """Upper-level exports call everybody "chính thức"; who is exempt stays exempt."""
    enter_state(SYSTEM, known("member"), State.EXEMPT, since=SINCE + timedelta(days=9))
    db.session.commit()
    (row,) = judged(same("member", state="Chính thức"))
    assert (row.action, row.changes) == (Action.SAME, {})
    assert row.notes == [["state", Problem.STATE_KEPT, {}]]


def test_empty_cells_take_nothing_away() -> None:
    one = known("member")
    one.phone, one.sex = "0912345678", "male"
    db.session.commit()
    assert judged(same("member"))[0].action == Action.SAME


def test_an_account_without_a_record_is_reported() -> None:
    db.session.add(Account(citizen_id=citizen_id(5001), created_at=clock.now()))
    db.session.commit()
    assert codes(judged(person(1))[0]) == [Problem.ACCOUNT]


def test_masked_numbers_of_our_own_export_find_the_record_by_its_number() -> None:
    one = known("member")
    columns = ["Mã hồ sơ", "Họ và tên", "Số định danh", "Ngày vào Đảng"]
    made = imports.previewed(imports.xlsx([columns, [str(one.id), "NGUYỄN VĂN AN", one.masked_citizen_id, "03/02/2001"],
                                           ["", "Ai Đó", "999******002", ""]]))
    rows = imports.rows(made)
    assert rows[0].changes == {"joined_on": [None, "2001-02-03"]}
    assert codes(rows[1]) == [Problem.ID_MASKED]


def test_record_numbers_of_another_system_mean_nothing() -> None:
    one = known("member")
    columns = ["Mã hồ sơ", "Họ và tên", "Số định danh", "Chi bộ", "Trạng thái"]
    made = imports.previewed(imports.xlsx([columns, [str(one.id), "Lê Văn Khác", citizen_id(5001), imports.CELL,
                                                     "chính thức"]]))
    assert [row.action for row in imports.rows(made)] == [Action.NEW]


def test_pieces_follow_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.imports.services import previewing

    monkeypatch.setattr(previewing, "PIECE", 3)
    made = imports.previewed([person(number, f"Lê Văn {chr(64 + number)}") for number in range(1, 11)])
    assert imports.get(made).counts == {"new": 10}
    assert (imports.get(made).done, imports.get(made).total) == (10, 10)


def test_an_older_chain_stops_and_a_piece_may_run_twice() -> None:
    made = imports.previewed([person(1)])
    one = imports.get(made)
    services.again(imports.acting("delegate"), one)
    db.session.commit()
    for run in (1, 2, 3, 3):
        services.preview_piece(made, run, one.account_id, one.heading_to)
        db.session.commit()
    run_all()
    assert imports.get(made).step == Step.READY
    assert imports.get(made).counts == {"new": 1}


def test_who_lost_the_right_previews_nothing() -> None:
    made = imports.brought(imports.xlsx([imports.REAL, person(1), same("member", joined="03/02/2001")]))
    one = imports.get(made)
    services.save_columns(imports.acting("delegate"), one, one.columns, since=one.since, cell_id=None, state="")
    end_rights("delegate")
    run_all()
    assert {row.action for row in imports.rows(made)} == {Action.ERROR}


def end_rights(key: str) -> None:
    from portal.delegation.api import Grant

    db.session.execute(db.update(Grant).where(Grant.account_id == known(key).account_id).values(
        revoked_at=clock.now()))
    db.session.commit()


def test_the_own_office_of_a_cell_mends_only_what_it_may_on_the_screen() -> None:
    made = imports.previewed([person(1), same("member", joined="03/02/2001"), same("probationary", born="02/02/1979"),
                              same("secretary", born="03/02/1979")], who="secretary")
    found = {row.fields["full_name"]: row for row in imports.rows(made)}
    actions = {name: row.action for name, row in found.items()}
    assert actions == {"Nguyễn Thị Mới": Action.ERROR, "Nguyễn Văn An": Action.ERROR, "Lê Thị Ánh": Action.CHANGED,
                       "Trần Văn Bình": Action.CHANGED}
    assert [code for _, code, _ in found["Nguyễn Thị Mới"].problems] == [Problem.NEW_ABOVE]
    assert [(field, code) for field, code, _ in found["Nguyễn Văn An"].problems] == [("joined_on", Problem.FIELD_ABOVE)]


def test_nobody_mends_what_follows_from_decisions_in_the_own_record() -> None:
    made = imports.previewed([same("delegate", joined="03/02/2001")], who="delegate")
    row, = imports.rows(made)
    assert [(field, code) for field, code, _ in row.problems] == [("joined_on", Problem.FIELD_OWN)]


def test_what_was_previewed_from_above_is_not_written_by_the_own_office() -> None:
    made = imports.previewed([person(1), same("member", joined="03/02/2001")], who="delegate")
    imports.commit(made, "secretary")
    assert imports.get(made).step == Step.STALE
    assert {row.outcome[0][1] for row in imports.rows(made)} == {Problem.NEW_ABOVE, Problem.FIELD_ABOVE}


def test_personal_numbers_stay_out_of_jobs_and_of_errors() -> None:
    made = imports.brought(imports.xlsx([imports.REAL, person(1)]))
    services.start_preview(imports.acting("delegate"), imports.get(made))
    payloads = str([job.payload for job in db.session.execute(db.select(Job)).scalars()])
    db.session.commit()
    assert citizen_id(5001) not in payloads
    run_all()
    assert citizen_id(5001) not in str([row.problems for row in imports.rows(made)])
