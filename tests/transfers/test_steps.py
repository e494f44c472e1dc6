"""The way of a transfer: states, days, rights, and every wrong order refused in a sentence."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from portal.core import clock
from portal.core.db import db
from portal.core.errors import DomainError
from portal.delegation.api import actor_of_account
from portal.members.api import Member, Position, Stay, appoint, before_leaving, count_in_unit, in_unit
from portal.members.api import State as MemberStates
from portal.members.services import people as members_people
from portal.organizations.api import Role
from portal.transfers import queries, services
from portal.transfers.models import Kind, State
from tests.factories.transfers import acting, member, row, slip, suspend, transfer, wish
from tests.people import person, unit

pytestmark = pytest.mark.usefixtures("app")
NEW, OLD = "secretary_elsewhere", "delegate"
ACTS: dict[str, Callable[[object], object]] = {
    "release": lambda one: services.release(acting(OLD), one, slip()),
    "decline": lambda one: services.decline(acting(OLD), one, "Lý do dài"),
    "withdraw": lambda one: services.withdraw(acting("secretary"), one),
    "accept": lambda one: services.accept(acting(NEW), one, effective_on=clock.today()),
    "give_back": lambda one: services.give_back(acting(NEW), one, "Lý do dài"),
    "finish_early": lambda one: services.finish_early(acting(NEW), one, last_day=clock.today()),
}
MAY = {State.ASKED: {"release", "decline", "withdraw"}, State.RELEASED: {"accept", "give_back"}}


def state_of(who: str) -> str:
    found = queries.state_today(member(who))
    return str(found.state) if found else ""


def tomorrow() -> time_machine.travel:
    return time_machine.travel(clock.now() + timedelta(days=1), tick=False)


@pytest.mark.once
@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("act", ACTS)
def test_only_the_next_steps_are_taken(state: State, act: str) -> None:
    one = row(transfer(state.value))
    if act in MAY.get(state, ()):
        ACTS[act](one)
        return
    with pytest.raises(DomainError) as refused:
        ACTS[act](one)
    assert len(str(refused.value.message)) > 20, "a sentence"
    db.session.rollback()
    assert row(one.id).state == state


def test_an_official_transfer_from_end_to_end() -> None:
    old, new = count_in_unit(unit("ga_hanoi").id), count_in_unit(unit("ga_vinh").id)
    one = row(transfer())
    assert state_of("probationary") == MemberStates.PROBATIONARY
    services.release(acting(OLD), one, slip())
    assert state_of("probationary") == MemberStates.TRANSFERRING
    assert (count_in_unit(unit("ga_hanoi").id), count_in_unit(unit("ga_vinh").id)) == (old, new)
    services.accept(acting(NEW), one, effective_on=clock.today())
    assert state_of("probationary") == MemberStates.PROBATIONARY
    assert member("probationary").membership_today.unit_id == unit("ga_vinh").id
    assert (count_in_unit(unit("ga_hanoi").id), count_in_unit(unit("ga_vinh").id)) == (old - 1, new + 1)
    assert [step.verb for step in one.steps] == ["ask", "release", "accept"]
    db.session.commit()


def test_counts_move_on_the_effective_day() -> None:
    one = row(transfer("released"))
    services.accept(acting(NEW), one, effective_on=clock.today() + timedelta(days=10))
    db.session.commit()
    new = count_in_unit(unit("ga_vinh").id)
    assert state_of("probationary") == MemberStates.TRANSFERRING
    with time_machine.travel(clock.now() + timedelta(days=10)):
        db.session.expire_all()
        assert state_of("probationary") == MemberStates.PROBATIONARY
        assert count_in_unit(unit("ga_vinh").id) == new + 1


def test_rights_at_the_old_cell_end_on_the_day_of_release_and_come_back_with_a_return() -> None:
    cell = unit("ga_hanoi")
    one = row(transfer(who="secretary", by="delegate"))
    assert acting("secretary").unit_id == cell.id
    services.release(acting(OLD), one, slip())
    gone = actor_of_account(person("secretary").account_id)
    assert gone.signed_in
    assert (gone.unit_id, gone.unit_path, gone.holdings, gone.readers) == (None, "", (), frozenset())
    services.give_back(acting(NEW), one, "Chi bộ nhận ghi sai")
    back = actor_of_account(person("secretary").account_id)
    assert back.unit_id == cell.id
    assert {holding.role for holding in back.holdings} == {Role.SECRETARY}
    db.session.commit()


def test_posts_at_the_old_cell_end_with_the_effective_day_and_posts_over_both_stay() -> None:
    who = member("secretary")
    appoint(acting("administrator"), who, unit=unit("corporation"), role=Role.COMMITTEE_MEMBER,
            since=clock.today() - timedelta(days=30))
    one = row(transfer("released", who="secretary", by="delegate"))
    assert [held.role for held in acting("secretary").holdings] == [Role.COMMITTEE_MEMBER]
    services.accept(acting(NEW), one, effective_on=clock.today())
    db.session.commit()
    posts = {post.role: post.valid_to for post in db.session.execute(
        db.select(Position).where(Position.member_id == who.id)).scalars()}
    assert posts == {Role.SECRETARY: clock.today() - timedelta(days=1), Role.COMMITTEE_MEMBER: None}
    assert acting("secretary").unit_id == unit("ga_vinh").id


def test_a_grant_given_where_the_old_cell_is_ends_too() -> None:
    one = row(transfer("released", who="delegate", by="secretary", old="secretary"))
    services.accept(acting(NEW), one, effective_on=clock.today())
    db.session.commit()
    with tomorrow():
        assert acting("delegate").holdings == ()


def test_a_temporary_stay_keeps_the_home_reads_at_both_and_ends_by_itself() -> None:
    one = row(transfer("accepted", who="secretary", by="delegate", kind=Kind.TEMPORARY))
    home, host = unit("ga_hanoi"), unit("ga_vinh")
    guest = acting("secretary")
    assert guest.unit_id == home.id
    assert {held.role for held in guest.holdings} == {Role.SECRETARY}
    assert {f"u{home.id}", f"u{host.id}"} <= guest.readers
    assert guest.holds({Role.SECRETARY}, host.path) is None
    rows = {who.full_name: state for who, state in in_unit(host.id)}
    assert rows[guest.name] == MemberStates.TEMPORARY_IN
    assert {who.full_name: state for who, state in in_unit(home.id)}[guest.name] == MemberStates.TEMPORARY_OUT
    with time_machine.travel(clock.now() + timedelta(days=151)):
        db.session.expire_all()
        assert state_of("secretary") == MemberStates.OFFICIAL
        assert f"u{host.id}" not in acting("secretary").readers
        assert guest.name not in {who.full_name for who, _ in in_unit(host.id)}
        assert not row(one.id).is_on


def test_a_stay_may_end_early_and_the_member_is_back_the_day_after() -> None:
    one = row(transfer("accepted", kind=Kind.TEMPORARY))
    services.finish_early(acting(NEW), one, last_day=clock.today())
    db.session.commit()
    assert f"u{unit('ga_vinh').id}" in acting("probationary").readers
    with tomorrow():
        db.session.expire_all()
        assert state_of("probationary") == MemberStates.PROBATIONARY
        assert f"u{unit('ga_vinh').id}" not in acting("probationary").readers
    assert db.session.execute(db.select(Stay.valid_to)).scalar_one() == clock.today()


def test_a_temporary_transfer_that_is_returned_leaves_no_planned_return() -> None:
    one = row(transfer("released", kind=Kind.TEMPORARY))
    with tomorrow():
        services.give_back(acting(NEW), one, "Không có chỗ")
        db.session.commit()
        db.session.expire_all()
        states = sorted(member("probationary").states, key=lambda one: one.valid_from)
        assert [one.state for one in states] == ["probationary", "temporary_out", "probationary"]
        assert states[-1].valid_to is None


def test_who_dies_during_a_stay_is_not_back_afterwards() -> None:
    transfer("accepted", kind=Kind.TEMPORARY)
    with tomorrow():
        members_people.enter_state(acting("administrator"), member("probationary"), MemberStates.DECEASED,
                                   since=clock.today())
        db.session.commit()
    with time_machine.travel(clock.now() + timedelta(days=200)):
        db.session.expire_all()
        assert state_of("probationary") == MemberStates.DECEASED


def test_out_of_the_system_the_old_cell_notes_the_answer() -> None:
    one = row(transfer("released", to="@Đảng bộ phường Trường Vinh"))
    assert state_of("probationary") == MemberStates.TRANSFERRING
    services.accept(acting(OLD), one, effective_on=clock.today())
    db.session.commit()
    assert state_of("probationary") == MemberStates.TRANSFERRED_OUT
    assert member("probationary").membership_today is None


def test_rooms_may_refuse_that_somebody_goes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members_people, "_checks", [])

    def last_one(who: Member, since: object) -> None:
        raise DomainError("Đây là người quản trị cuối cùng.")

    before_leaving(last_one)
    inside = row(transfer())
    services.release(acting(OLD), inside, slip())
    db.session.commit()
    outside = row(transfer(who="member", to="@Đảng bộ phường Trường Vinh"))
    with pytest.raises(DomainError) as refused:
        services.release(acting(OLD), outside, slip())
    assert "cuối cùng" in str(refused.value.message)
    db.session.rollback()


@pytest.mark.parametrize("kind", list(Kind))
def test_who_is_suspended_or_moving_is_not_transferred(kind: Kind) -> None:
    suspend("probationary")
    with pytest.raises(DomainError) as refused:
        services.ask(acting("secretary"), member("probationary"), wish(kind=kind))
    assert "đình chỉ" in str(refused.value.message)
    transfer("released", who="member")
    with pytest.raises(DomainError) as refused:
        services.ask(acting("secretary"), member("member"), wish(kind=kind))
    assert "đang chuyển" in str(refused.value.message)
    db.session.rollback()


def test_one_running_transfer_a_member() -> None:
    transfer()
    with pytest.raises(DomainError) as refused:
        services.ask(acting("probationary"), member("probationary"), wish("dau_may"))
    assert "chưa xong" in str(refused.value.message)
    db.session.rollback()
    transfer("withdrawn", who="member")
    transfer(who="member")


@pytest.mark.parametrize(("how", "words"), [
    ({"on": clock.today() + timedelta(days=1)}, "không sau hôm nay"),
    ({"on": clock.today() - timedelta(days=1)}, "không trước ngày quyết định"),
    ({"fees_until": clock.today() - timedelta(days=1500)}, "đảng phí"),
    ({"fees_until": clock.today() + timedelta(days=800)}, "đảng phí"),
])
def test_a_slip_that_cannot_be(how: dict[str, object], words: str) -> None:
    one = row(transfer())
    with pytest.raises(DomainError) as refused:
        services.release(acting(OLD), one, slip(**how))
    assert words in str(refused.value.message)
    db.session.rollback()


def test_a_slip_shown_late_needs_a_reason() -> None:
    one = row(transfer("released"))
    with time_machine.travel(clock.now() + timedelta(days=60)):
        with pytest.raises(DomainError) as refused:
            services.accept(acting(NEW), one, effective_on=clock.today())
        assert refused.value.field == "late_reason"
        db.session.rollback()
        services.accept(acting(NEW), row(one.id), effective_on=clock.today(), late_reason="Đi công trình dài ngày")
        db.session.commit()
        assert row(one.id).late_reason == "Đi công trình dài ngày"


def test_short_and_long_stays_are_warned_of_and_never_refused() -> None:
    today = clock.today()
    assert not queries.warnings(today, today + timedelta(days=150))
    assert "ngắn hơn 3 tháng" in str(queries.warnings(today, today + timedelta(days=60))[0])
    assert "12 tháng" in str(queries.warnings(today, today + timedelta(days=366))[0])
    transfer("accepted", kind=Kind.TEMPORARY, until=today + timedelta(days=10))


def test_the_way_of_the_slip_goes_up_to_the_common_unit_and_down() -> None:
    one = row(transfer("released"))
    names = [name for name, _ in queries.hops(one)] + [queries.hops(one)[-1][1]]
    assert names == [unit(key).name for key in ("ga_hanoi", "hanoi", "corporation", "vinh", "ga_vinh")]
    near = row(transfer("released", who="member", to="dau_may", new=OLD))
    assert [to for _, to in queries.hops(near)] == [unit("hanoi").name, unit("dau_may").name]
    out = row(transfer("released", who="suspended_account", to="@Đảng bộ phường Trường Vinh"))
    assert queries.hops(out)[-1] == (unit("corporation").name, "Đảng bộ phường Trường Vinh")
