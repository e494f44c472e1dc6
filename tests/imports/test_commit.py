"""The commit: exactly what was previewed, all or nothing, once."""

import os
import signal
from datetime import date
from functools import reduce
from itertools import count
from typing import Any

import pytest

from portal.accounts.api import Account
from portal.core import audit, clock, files
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.core.errors import Conflict, DomainError
from portal.core.text import fold, name_sort_key
from portal.imports import services
from portal.imports.models import Action, ImportRow, Problem, Step
from portal.imports.services import committing, writing
from portal.jobs import queue
from portal.jobs.worker import run_all
from portal.members.api import Member, MemberChange, Membership, MemberState, State, amend, before_leaving
from portal.members.services import people as rules
from tests.factories import imports
from tests.factories.imports import citizen_id, person
from tests.imports.test_preview import end_rights, known, same
from tests.people import unit

pytestmark = pytest.mark.usefixtures("app")


def new(number: int) -> Member | None:
    db.session.rollback()
    found = db.select(Member).where(Member.citizen_id == citizen_id(5000 + number))
    return db.session.execute(found).scalar_one_or_none()


def counts() -> dict[str, int]:
    db.session.rollback()
    return {one.__tablename__: db.session.execute(db.select(db.func.count()).select_from(one)).scalar_one()
            for one in (Account, Member, Membership, MemberState, MemberChange)}


def test_new_people_are_entered_as_admit_does() -> None:
    made = imports.committed([person(1, "TRẦN THỊ ƯỚC", card=citizen_id(5001)),
                              person(2, "Lê Văn Già", state="miễn sinh hoạt"), person(3, "Lê Văn Dự", state="Dự bị")])
    one, exempt, candidate = (new(number) for number in (1, 2, 3))
    assert one is not None and exempt is not None and candidate is not None
    assert (one.full_name, one.birth_date, one.joined_on) == ("Trần Thị Ước", date(1990, 3, 2), date(2015, 5, 19))
    assert (one.sort_key, one.search_key) == (name_sort_key("Trần Thị Ước"), fold("Trần Thị Ước"))
    assert (one.card_number, one.sex, one.version) == (citizen_id(5001), "", 1)
    account = db.session.get_one(Account, one.account_id)
    assert (account.state, account.citizen_id, account.must_change, account.password_hash) == (
        "closed", one.citizen_id, True, "")
    assert exempt.account_id is None
    assert [(stay.unit_id, stay.valid_from, stay.valid_to) for stay in one.memberships] == [
        (unit("ga_hanoi").id, clock.today(), None)]
    assert [(state.state, state.valid_from) for state in one.states] == [(State.OFFICIAL, clock.today())]
    assert [(state.state, state.valid_from) for state in candidate.states] == [(State.PROBATIONARY, date(2015, 5, 19))]
    changes = db.session.execute(db.select(MemberChange).where(MemberChange.way == "import", MemberChange.ref == made))
    assert {change.member_id for change in changes.scalars()} == {one.id, exempt.id, candidate.id}


def test_changes_leave_their_history() -> None:
    an = known("member")
    made = imports.committed([same("member", name="Nguyễn Văn Ân", joined="03/02/2001", card="00123")])
    after = db.session.get_one(Member, an.id, populate_existing=True)
    assert (after.full_name, after.joined_on, after.card_number, after.version) == (
        "Nguyễn Văn Ân", date(2001, 2, 3), "00123", 2)
    assert (after.sort_key, after.search_key) == (name_sort_key("Nguyễn Văn Ân"), fold("Nguyễn Văn Ân"))
    rows = db.session.execute(db.select(MemberChange).where(MemberChange.member_id == an.id)).scalars()
    assert {(row.field, row.old, row.new, row.way, row.ref) for row in rows} == {
        ("full_name", "Nguyễn Văn An", "Nguyễn Văn Ân", "import", made),
        ("joined_on", None, "2001-02-03", "import", made), ("card_number", None, "00123", "import", made)}


def test_cell_and_state_change_by_the_registers_own_verbs() -> None:
    made = imports.committed([same("probationary", state="Chính thức"), same("member", cell="Chi bộ Đầu máy")],
                             who="delegate", unit_key="hanoi")
    anh, an = known("probationary"), known("member")
    assert [state.state for state in sorted(anh.states, key=lambda one: one.valid_from)] == ["probationary", "official"]
    assert an.membership_today is not None
    assert an.membership_today.unit_id == unit("dau_may").id
    assert imports.get(made).result["changed"] == 2


def test_a_citizen_id_takes_its_account_along() -> None:
    an = known("member")
    made = imports.previewed([person(1, "Nguyễn Văn An", born="01/01/1980", joined="")])
    (row,) = imports.rows(made)
    services.decide(imports.acting("delegate"), imports.get(made), row, str(an.id))
    db.session.commit()
    imports.commit(made)
    assert known("member").citizen_id == citizen_id(5001)
    assert db.session.get_one(Account, an.account_id, populate_existing=True).citizen_id == citizen_id(5001)


def test_absent_people_stay_as_they_are() -> None:
    before = counts()
    imports.committed([person(1)])
    after = counts()
    assert {name: after[name] - before[name] for name in after} == {
        "account": 1, "member": 1, "membership": 1, "member_state": 1, "member_change": 1}


def test_the_same_file_again_changes_nothing() -> None:
    imports.committed([person(1), person(2, "Lê Văn Hai")])
    again = imports.previewed([person(1), person(2, "Lê Văn Hai")])
    assert imports.get(again).counts == {"same": 2}
    with pytest.raises(DomainError, match="None"):
        services.write_down(imports.acting("delegate"), imports.get(again), version=imports.get(again).version,
                        leave_out=False)


def test_one_line_in_the_log_without_a_number() -> None:
    made = imports.committed([person(1), same("member", joined="03/02/2001")])
    entries = list(db.session.execute(db.select(audit.AuditEntry).where(
        audit.AuditEntry.object_kind == "import", audit.AuditEntry.object_id == made)
        .order_by(audit.AuditEntry.id)).scalars())
    assert [entry.verb for entry in entries] == ["imports.upload", "imports.commit"]
    assert entries[1].facts == {"new": 1, "changed": 1, "skipped": 0}
    assert all(entry.verb in audit.SENTENCES for entry in entries)
    assert audit.verify() is None


def test_the_file_goes_once_it_is_written() -> None:
    data = imports.xlsx([imports.REAL, person(1)])
    made = imports.previewed(data)
    digest = imports.get(made).digest
    assert digest is not None
    assert files.store().path(digest) is not None
    imports.commit(made)
    assert imports.get(made).digest is None
    assert files.store().path(digest) is None


def stale(made: int) -> dict[str, list[str]]:
    one = imports.get(made)
    assert one.step == Step.STALE
    return {row.fields["full_name"]: [code for _, code, _ in row.outcome] for row in imports.rows(made) if row.is_left}


def test_a_register_that_changed_is_not_written_over() -> None:
    made = imports.previewed([person(1), person(2, "Lê Văn Hai"), same("member", joined="03/02/2001"),
                              same("probationary", joined="03/02/2020")])
    amend(SYSTEM, known("member"), {"phone": "0912345678"})
    imports_by_hand(2)
    before = counts()
    imports.commit(made)
    assert stale(made) == {"Lê Văn Hai": [Problem.REGISTER_TAKEN], "Nguyễn Văn An": [Problem.REGISTER_MOVED]}
    assert counts() == before
    services.again(imports.acting("delegate"), imports.get(made))
    db.session.commit()
    run_all()
    assert imports.get(made).step == Step.READY
    imports.commit(made)
    assert imports.get(made).step == Step.DONE
    assert known("member").phone == "0912345678"


def imports_by_hand(number: int) -> None:
    from portal.members.api import admit

    admit(SYSTEM, full_name="Người Nhập Tay", citizen_id=citizen_id(5000 + number), cell=unit("ga_hanoi"),
          state=State.OFFICIAL, since=clock.today())
    db.session.commit()


def test_what_changes_between_checking_and_writing_is_seen_too(monkeypatch: pytest.MonkeyPatch) -> None:
    made = imports.previewed([person(1), same("member", joined="03/02/2001")])
    one = imports.get(made)
    services.write_down(imports.acting("delegate"), one, version=one.version, leave_out=False)
    db.session.commit()
    while imports.get(made).step == Step.CHECKING:
        from portal.jobs.worker import run_one
        run_one()
    assert imports.get(made).step == Step.COMMITTING
    amend(SYSTEM, known("member"), {"phone": "0912345678"})
    db.session.commit()
    before = counts()
    run_all()
    assert stale(made) == {"Nguyễn Văn An": [Problem.REGISTER_MOVED]}
    assert counts() == before


def test_a_right_that_ended_writes_nothing() -> None:
    made = imports.previewed([person(1), same("member", joined="03/02/2001")])
    one = imports.get(made)
    services.write_down(imports.acting("delegate"), one, version=one.version, leave_out=False)
    end_rights("delegate")
    run_all()
    assert set(map(tuple, stale(made).values())) == {(Problem.RIGHT_ENDED,)}
    assert new(1) is None


def test_a_closed_account_writes_nothing() -> None:
    made = imports.previewed([person(1)])
    one = imports.get(made)
    services.write_down(imports.acting("delegate"), one, version=one.version, leave_out=False)
    db.session.get_one(Account, known("delegate").account_id).state = "locked"
    db.session.commit()
    run_all()
    assert imports.get(made).step == Step.STALE
    assert new(1) is None


def test_a_rule_of_the_register_refuses_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def not_him(member: Member, since: date) -> None:
        raise DomainError("Người này là quản trị viên cuối cùng.")

    monkeypatch.setattr(rules, "_checks", [])
    before_leaving(not_him)
    made = imports.previewed([person(1), same("member", state="Miễn sinh hoạt")])
    before = counts()
    imports.commit(made)
    assert stale(made) == {"Nguyễn Văn An": [Problem.RULE]}
    assert counts() == before


def test_wrong_rows_are_left_out_only_if_said() -> None:
    made = imports.previewed([person(1), person(2, id="1")])
    one = imports.get(made)
    with pytest.raises(DomainError):
        services.write_down(imports.acting("delegate"), one, version=one.version, leave_out=False)
    db.session.rollback()
    imports.commit(made, leave_out=True)
    assert imports.get(made).result == {"new": 1, "error": 1, "skipped": 1}


def test_another_version_of_the_preview_is_refused() -> None:
    made = imports.previewed([person(1)])
    one = imports.get(made)
    with pytest.raises(Conflict):
        services.write_down(imports.acting("delegate"), one, version=one.version - 1, leave_out=False)


def test_pressed_twice_it_is_written_once() -> None:
    made = imports.previewed([person(1)])
    version = imports.get(made).version
    for _ in range(3):
        services.write_down(imports.acting("delegate"), imports.get(made), version=version, leave_out=False)
        db.session.commit()
    run_all()
    services.write_down(imports.acting("delegate"), imports.get(made), version=version, leave_out=False)
    db.session.commit()
    run_all()
    found = db.select(db.func.count()).select_from(Member).where(Member.citizen_id == citizen_id(5001))
    assert db.session.execute(found).scalar_one() == 1


def test_jobs_done_twice_do_nothing_more() -> None:
    made = imports.committed([person(1)])
    one = imports.get(made)
    before = counts()
    services.write_all(made, one.run, one.account_id)
    services.check_piece(made, one.run, one.account_id, 0)
    db.session.commit()
    assert counts() == before


def worker_that_dies(place: str, nth: int) -> int:
    """A worker in a process of its own, which kills itself after the nth call of a function; how it ended."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        *path, name = place.split(".")
        owner: Any = reduce(getattr, path[1:], {"committing": committing, "writing": writing}[path[0]])
        real, calls = getattr(owner, name), count(1)

        def killed(*values: Any, **named: Any) -> Any:
            result = real(*values, **named)
            if next(calls) >= nth:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        setattr(owner, name, killed)
        committing.PIECE = 8
        run_all()
    finally:
        os._exit(0)


@pytest.mark.skipif("PORTAL_TEST_POSTGRES" in os.environ, reason="kills a process on the SQLite file")
@pytest.mark.parametrize(("place", "nth"), [("writing._admit", 1), ("writing._admit", 3), ("writing.change_fields", 2),
                                            ("committing.audit.record", 1), ("committing.tell", 1)])
def test_a_worker_killed_in_the_middle_leaves_nothing(place: str, nth: int) -> None:
    """A real process, a real SIGKILL; the next worker does the whole."""
    made = imports.previewed([*(person(number, f"Lê Văn {chr(64 + number)}") for number in range(1, 26)),
                              same("member", joined="03/02/2001"), same("probationary", card="555")])
    one = imports.get(made)
    services.write_down(imports.acting("delegate"), one, version=one.version, leave_out=False)
    db.session.commit()
    before = counts()
    db.session.remove()
    db.engine.dispose()
    assert worker_that_dies(place, nth) == -signal.SIGKILL
    assert counts() == before
    assert imports.get(made).step == Step.COMMITTING
    assert known("member").joined_on is None
    queue.release()
    db.session.commit()
    run_all()
    assert imports.get(made).step == Step.DONE
    assert counts()["member"] == before["member"] + 25
    assert known("member").joined_on == date(2001, 2, 3)


def test_a_commit_of_many_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(committing, "PIECE", 3)
    made = imports.committed([person(number, f"Lê Văn {chr(64 + number)}") for number in range(1, 11)])
    assert imports.get(made).result["new"] == 10
    left = db.session.execute(db.select(db.func.count()).select_from(ImportRow).where(
        ImportRow.action == Action.NEW, ImportRow.written.is_(None))).scalar_one()
    assert left == 0
