"""Undo: new records go, changed fields come back; what was used or changed since stays and says why. Purging."""

from datetime import date, timedelta

import pytest
import time_machine

from portal.accounts.api import Account, open_for_activation
from portal.core import audit, clock, files
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.core.errors import DomainError
from portal.imports import queries, services
from portal.imports.models import ImportRow, MemberImport, Problem, Step
from portal.members.api import Member, MemberChange, Membership, State, amend, appoint, enter_state, move
from portal.members.models import SavedFilter
from portal.quality.models import Issue, Pair, PairState
from portal.quality.services import checking
from tests.factories import imports
from tests.factories.imports import person
from tests.imports.test_commit import counts, new
from tests.imports.test_preview import known, same
from tests.people import unit

pytestmark = pytest.mark.usefixtures("app")


def snapshot() -> list[tuple[object, ...]]:
    """The register without versions and history."""
    db.session.rollback()
    tables = (Member.__table__, Account.__table__, Membership.__table__, db.metadata.tables["member_state"])
    return [(one.name, *(value for name, value in row._mapping.items() if name not in ("version", "id")))
            for one in tables for row in db.session.execute(db.select(one).order_by(one.c.id))]


def reasons(made: int, who: str = "delegate") -> dict[str, str]:
    """Name → why the undo will leave it, as the page says before it is pressed."""
    found = db.session.execute(queries.touched(imports.acting(who), imports.get(made))).all()
    why = services.reasons(found)
    return {row.fields["full_name"]: why[row.id][1] for row, *_ in found}


def left(made: int) -> dict[str, list[str]]:
    """Name → why the undo left it."""
    return {row.fields["full_name"]: [code for _, code, _ in row.outcome] for row in imports.rows(made) if row.is_left}


def test_the_register_is_as_before() -> None:
    before = snapshot()
    made = imports.committed([person(1), person(2, "Lê Văn Già", state="miễn sinh hoạt"),
                              same("member", name="Nguyễn Văn Ân", joined="03/02/2001", card="00123"),
                              same("probationary", state="Chính thức"), same("neighbour", cell=imports.CELL)],
                             who="delegate", unit_key="hanoi")
    assert snapshot() != before
    assert reasons(made, "delegate") == {}
    imports.undone(made, "delegate")
    assert imports.get(made).step == Step.UNDONE
    assert left(made) == {}
    assert snapshot() == before
    assert imports.get(made).result["removed"] == 2
    assert imports.get(made).result["restored"] == 3
    assert audit.verify() is None


def test_a_citizen_id_comes_back_with_its_account() -> None:
    an = known("member")
    old = an.citizen_id
    made = imports.previewed([person(1, "Nguyễn Văn An", born="01/01/1980", joined="")])
    services.decide(imports.acting("delegate"), imports.get(made), imports.rows(made)[0], str(an.id))
    db.session.commit()
    imports.commit(made)
    imports.undone(made)
    assert known("member").citizen_id == old
    assert db.session.get_one(Account, an.account_id, populate_existing=True).citizen_id == old


def test_what_was_used_since_stays_and_is_told_before() -> None:
    names = ["Lê Văn Nguyên", "Lê Văn Sửa", "Lê Văn Mở", "Lê Văn Giữ", "Lê Văn Chuyển", "Lê Văn Đổi"]
    made = imports.committed([person(number, name) for number, name in enumerate(names, start=1)])
    changed, opened, posted, moved, exempt = (new(number) for number in range(2, 7))
    assert changed and opened and posted and moved and exempt
    amend(SYSTEM, changed, {"phone": "0912345678"})
    open_for_activation(SYSTEM, db.session.get_one(Account, opened.account_id))
    appoint(SYSTEM, posted, unit=unit("ga_hanoi"), role="deputy_secretary", since=clock.today())
    move(SYSTEM, moved, cell=unit("dau_may"), since=clock.today() + timedelta(days=1))
    enter_state(SYSTEM, exempt, State.EXEMPT, since=clock.today() + timedelta(days=1))
    db.session.commit()
    expected = {"Lê Văn Sửa": Problem.TOUCHED, "Lê Văn Mở": Problem.OPENED, "Lê Văn Giữ": Problem.TOUCHED,
                "Lê Văn Chuyển": Problem.TOUCHED, "Lê Văn Đổi": Problem.TOUCHED}
    assert reasons(made) == expected
    imports.undone(made)
    assert left(made) == {name: [code] for name, code in expected.items()}
    assert new(1) is None
    assert all(new(number) is not None for number in range(2, 7))
    assert imports.get(made).result["left"] == 5


def test_what_the_nightly_check_noted_does_not_keep_a_record() -> None:
    """Issues and open pairs are worked out anew each night; a pair a person decided on is a use."""
    made = imports.committed([person(1), person(2), person(3, "Lê Văn Hai"), person(4, "Lê Văn Hai")])
    a_id, b_id, c_id, d_id = (one.id for one in map(new, range(1, 5)) if one)
    checking.check_members([a_id, b_id])
    for pair, state in (((a_id, b_id), PairState.OPEN), ((c_id, d_id), PairState.DIFFERENT)):
        db.session.execute(db.delete(Pair).where(Pair.a_id == pair[0], Pair.b_id == pair[1]))
        db.session.add(Pair(a_id=pair[0], b_id=pair[1], reasons=["name_birth"], state=state, found_at=clock.now()))
    db.session.commit()
    assert db.session.execute(db.select(Issue).where(Issue.member_id == a_id)).first()
    assert reasons(made) == {"Lê Văn Hai": Problem.TOUCHED}
    imports.undone(made)
    assert (new(1), new(2)) == (None, None)
    assert new(3) and new(4)
    assert not db.session.execute(db.select(Issue).where(Issue.member_id.in_([a_id, b_id]))).first()


@pytest.mark.parametrize("way", ["used", "moved", "history"])
def test_any_trace_keeps_a_record(way: str) -> None:
    made = imports.committed([person(1)])
    one = new(1)
    assert one
    if way == "used":
        db.session.add(SavedFilter(account_id=one.account_id, name="a", address={}, at=clock.now()))
    elif way == "moved":
        one.memberships[0].valid_to = clock.today() + timedelta(days=9)
    else:
        db.session.add(MemberChange(member_id=one.id, at=clock.now(), field="post", old=None, new={}, way="screen"))
    db.session.commit()
    assert set(reasons(made).values()) == {Problem.TOUCHED}
    imports.undone(made)
    assert new(1) is not None


def test_an_account_closed_by_the_import_is_told() -> None:
    made = imports.committed([same("member", state="Miễn sinh hoạt")])
    assert db.session.get_one(Account, known("member").account_id).state == "closed"
    assert reasons(made) == {"Nguyễn Văn An": Problem.ACCOUNT_CLOSED}
    imports.undone(made)
    assert left(made) == {"Nguyễn Văn An": [Problem.ACCOUNT_CLOSED]}
    assert known("member").state_today.state == State.OFFICIAL  # type: ignore[union-attr]


def test_the_history_tells_of_import_and_undo() -> None:
    made = imports.committed([same("probationary", state="Chính thức")])
    imports.undone(made)
    found = db.select(MemberChange).where(MemberChange.member_id == known("probationary").id)
    rows = db.session.execute(found.order_by(MemberChange.id)).scalars().all()
    assert [(row.field, row.old["state"], row.new["state"], row.way, row.ref) for row in rows] == [
        ("state", "probationary", "official", "import", made), ("state", "official", "probationary", "import", made)]


def test_who_went_to_another_unit_is_left_alone() -> None:
    made = imports.committed([person(1), same("member", joined="03/02/2001")])
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        for member in (new(1), known("member")):
            assert member
            move(SYSTEM, member, cell=unit("ga_vinh"), since=clock.today())
        db.session.commit()
        assert set(reasons(made).values()) == {Problem.GONE_AWAY}
        imports.undone(made)
        assert new(1) is not None
        assert known("member").joined_on == date(2001, 2, 3)


def test_fields_come_back_where_they_still_are_as_imported() -> None:
    made = imports.committed([same("member", joined="03/02/2001", card="00123")])
    amend(SYSTEM, known("member"), {"card_number": "00999"})
    db.session.commit()
    assert reasons(made) == {"Nguyễn Văn An": Problem.FIELD_SINCE}
    imports.undone(made)
    an = known("member")
    assert (an.joined_on, an.card_number) == (None, "00999")
    (row,) = imports.rows(made)
    assert row.outcome == [["", Problem.FIELD_SINCE, {"fields": ["card_number"]}]]


def test_a_state_that_went_on_stays() -> None:
    made = imports.committed([same("probationary", state="Chính thức")])
    with time_machine.travel(clock.now() + timedelta(days=3), tick=False):
        enter_state(SYSTEM, known("probationary"), State.SUSPENDED, since=clock.today())
        db.session.commit()
        assert reasons(made) == {"Lê Thị Ánh": Problem.FIELD_SINCE}
        imports.undone(made)
        assert known("probationary").state_today.state == State.SUSPENDED  # type: ignore[union-attr]


def test_undone_once_and_only_what_was_written() -> None:
    ready = imports.previewed([person(1)])
    with pytest.raises(DomainError):
        services.undo(imports.acting("delegate"), imports.get(ready))
    db.session.rollback()
    made = imports.committed([person(2)])
    imports.undone(made)
    before = counts()
    imports.undone(made)
    services.take_back(made, imports.get(made).run, imports.get(made).account_id)
    assert counts() == before
    again = imports.committed([person(2)])
    assert imports.get(again).result["new"] == 1


def test_after_seven_days_it_is_too_late() -> None:
    made = imports.committed([person(1)])
    with time_machine.travel(clock.now() + timedelta(days=7, minutes=1), tick=False):
        assert not imports.get(made).can_be_undone
        with pytest.raises(DomainError):
            services.undo(imports.acting("delegate"), imports.get(made))


def test_what_files_said_is_purged() -> None:
    """Written: the rows go, the numbers stay; never written: everything goes, with the file."""
    data = imports.xlsx([imports.REAL, person(2, "Lê Văn Hai")])
    written, waiting = imports.committed([person(1)]), imports.previewed(data)
    digest = imports.get(waiting).digest
    assert services.purge() == 0
    with time_machine.travel(clock.now() + timedelta(days=7, minutes=1), tick=False):
        assert services.purge() == 2
        db.session.commit()
        from portal.jobs.worker import run_all
        run_all()
        assert services.purge() == 0
    db.session.rollback()
    assert db.session.execute(db.select(db.func.count()).select_from(ImportRow)).scalar_one() == 0
    assert db.session.get(MemberImport, waiting) is None
    one = imports.get(written)
    assert (one.result["new"], one.headings, one.digest) == (1, [], None)
    assert digest is not None
    assert files.store().path(digest) is None
    assert new(1) is not None


def test_a_purged_import_still_has_its_page() -> None:
    from portal.imports.policy import readable

    made = imports.committed([person(1)])
    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        services.purge()
        db.session.commit()
    found = db.session.execute(readable(imports.acting("delegate"))).scalars().all()
    assert [one.id for one in found] == [made]


def test_what_came_from_above_is_undone_from_above() -> None:
    made = imports.committed([person(1)], who="delegate")
    with pytest.raises(DomainError) as refused:
        services.undo(imports.acting("secretary"), imports.get(made))
    assert "cấp trên" in str(refused.value.message)
    db.session.rollback()
    imports.undone(made, "delegate")
    assert imports.get(made).step == Step.UNDONE
