"""Posts give rights, so they are written downwards only, and never for oneself."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.delegation.api import Grant
from portal.members.models import MemberChange, Position, State
from portal.members.policy import post_refusal
from portal.members.services import enter_state, finish_post, record_post
from portal.organizations.api import Role
from tests.client import PortalClient
from tests.factories.members import post, record
from tests.people import SINCE, person, unit

As = Callable[[str | None], PortalClient]
Act = Callable[[str], Actor]


def give(as_: As, key: str, to: str, unit_key: str, **fields: str):
    client = as_(key)
    page = client.get(f"/dang-vien/{record(to).id}/chuc-vu?don_vi={unit(unit_key).id}")
    if page.status_code != 200:
        return page
    return client.submit(page, {"since": "1/1/2024", "decision": "05-QĐ/ĐU", **fields}, action="/chuc-vu")


def branch_of(key: str, unit_key: str, role: Role) -> None:
    """Let somebody hold a role over a whole branch."""
    db.session.add(Grant(account_id=person(key).account_id, unit_id=unit(unit_key).id, role=role, subtree=True,
                         valid_from=SINCE, granted_at=clock.now(), decision="98-CV/ĐU"))
    db.session.commit()


def test_a_post_with_a_start_and_an_end(as_: As) -> None:
    answer = give(as_, "delegate", "member", "ga_hanoi", role="cell_committee_member", until="31/12/2099")
    assert answer.status_code == 303
    page = as_("delegate").get(answer.location).text
    for words in ("Chi ủy viên", "từ 01/01/2024 đến 31/12/2099", "05-QĐ/ĐU", "đang giữ"):
        assert words in page
    assert as_("member").get("/dang-vien").status_code == 200, "the post gives its right"
    traces = db.select(MemberChange.new).where(MemberChange.field == "post", MemberChange.account_id.is_not(None))
    assert db.session.execute(traces).scalar_one()["role"] == "cell_committee_member"


def test_a_future_post_begins_on_its_day_and_a_past_one_has_ended(as_: As) -> None:
    soon = clock.today() + timedelta(days=5)
    give(as_, "delegate", "member", "ga_hanoi", role="cell_committee_member", since=soon.strftime("%d/%m/%Y"))
    assert as_("member").get("/dang-vien").status_code == 403
    assert "sắp tới" in as_("delegate").get(f"/dang-vien/{record('member').id}").text
    post("probationary", since=SINCE, until=clock.today() - timedelta(days=1))
    assert as_("probationary").get("/dang-vien").status_code == 403


@pytest.mark.parametrize(("fields", "words"), [
    ({"decision": ""}, "quyết định"), ({"since": "x"}, "Ngày không đúng"), ({"until": "1/1/2020"}, "sau ngày bắt đầu"),
    ({"role": "standing_member"}, "Chọn một mục"), ({"role": "nothing"}, "Chọn một mục")])
def test_bad_posts(as_: As, fields: dict[str, str], words: str) -> None:
    answer = give(as_, "delegate", "member", "ga_hanoi", **{"role": "cell_committee_member", **fields})
    assert answer.status_code == 422 and words in answer.text


def test_the_unit_is_chosen_among_those_one_keeps(as_: As) -> None:
    client, one = as_("delegate"), record("member").id
    page = client.get(f"/dang-vien/{one}/chuc-vu").text
    assert "Chi bộ Ga Hà Nội" in page and "Đảng bộ Khai thác đường sắt Hà Nội" in page
    assert "Ga Vinh" not in page and f"don_vi={unit('corporation').id}\"" not in page
    for key in ("ga_vinh", "corporation"):
        assert client.get(f"/dang-vien/{one}/chuc-vu?don_vi={unit(key).id}").status_code == 404
    assert client.get(f"/dang-vien/{one}/chuc-vu?don_vi=1x").status_code == 404
    assert client.get(f"/dang-vien/{one}/chuc-vu?ten={'a' * 200}").status_code == 422
    form = client.get(f"/dang-vien/{one}/chuc-vu?don_vi={unit('ga_hanoi').id}")
    sent = client.submit(form, {"role": "secretary", "unit_id": str(unit("corporation").id)}, action="/chuc-vu")
    assert sent.status_code == 404


@pytest.mark.parametrize(("key", "to", "unit_key", "role", "words"), [
    ("secretary", "member", "ga_hanoi", Role.DEPUTY_SECRETARY, "cấp trên trực tiếp"),
    ("delegate", "member", "hanoi", Role.SECRETARY, "cấp trên trực tiếp"),
    ("delegate", "member", "hanoi", Role.INSPECTION_MEMBER, "cấp trên trực tiếp"),
    ("delegate", "member", "corporation", Role.OFFICE_STAFF, "tại đơn vị bạn phụ trách"),
    ("secretary", "member", "dau_may", Role.OFFICE_STAFF, "tại đơn vị bạn phụ trách"),
    ("delegate", "member", "ga_vinh", Role.OVERSEER, "tại đơn vị bạn phụ trách"),
    ("delegate", "member", "corporation", Role.ADMINISTRATOR, "quản trị hệ thống"),
    ("corporation_staff", "member", "corporation", Role.ORGANIZATION_BOARD, "quản trị hệ thống"),
    ("delegate", "delegate", "ga_hanoi", Role.SECRETARY, "tự ghi"),
    ("administrator", "administrator", "corporation", Role.ADMINISTRATOR, "tự ghi"),
    ("lapsed_delegate", "member", "ga_hanoi", Role.OFFICE_STAFF, "tại đơn vị bạn phụ trách"),
    ("member", "probationary", "ga_hanoi", Role.CELL_COMMITTEE_MEMBER, "tại đơn vị bạn phụ trách"),
])
def test_never_upward_never_sideways_never_for_oneself(actor: Act, key: str, to: str, unit_key: str, role: Role,
                                                       words: str) -> None:
    why = post_refusal(actor(key), record(to), unit(unit_key), role)
    assert why is not None and words in str(why)
    with pytest.raises(DomainError) as caught:
        record_post(actor(key), record(to), unit=unit(unit_key), role=role, since=SINCE, decision="1")
    assert caught.value.message
    db.session.rollback()


@pytest.mark.parametrize(("key", "unit_key", "role"), [
    ("secretary", "ga_hanoi", Role.CELL_COMMITTEE_MEMBER), ("delegate", "dau_may", Role.SECRETARY),
    ("delegate", "hanoi", Role.COMMITTEE_MEMBER), ("administrator", "corporation", Role.ADMINISTRATOR),
    ("administrator", "corporation", Role.DEPUTY_SECRETARY)])
def test_what_lies_at_or_below_may_be_given(actor: Act, key: str, unit_key: str, role: Role) -> None:
    assert post_refusal(actor(key), record("member"), unit(unit_key), role) is None


def test_a_right_from_above_lets_the_heads_of_a_unit_be_recorded(actor: Act) -> None:
    branch_of("corporation_staff", "corporation", Role.OFFICE_STAFF)
    assert post_refusal(actor("corporation_staff"), record("member"), unit("hanoi"), Role.SECRETARY) is None
    assert post_refusal(actor("corporation_staff"), record("member"), unit("corporation"), Role.SECRETARY) is not None


def test_own_record_has_no_form_for_posts(as_: As) -> None:
    page = as_("delegate").get(f"/dang-vien/{record('delegate').id}/chuc-vu")
    assert page.status_code == 403 and "tự ghi" in page.text
    assert "Ghi chức vụ" not in as_("delegate").get(f"/dang-vien/{record('delegate').id}").text


def test_one_secretary_at_a_time_and_nobody_twice(as_: As, actor: Act) -> None:
    answer = give(as_, "delegate", "member", "ga_hanoi", role="secretary")
    assert answer.status_code == 422 and "Trần Văn Bình đang giữ" in answer.text
    before = post("member", role=Role.CELL_COMMITTEE_MEMBER).id
    assert "đã giữ chức vụ này" in give(as_, "delegate", "member", "ga_hanoi", role="cell_committee_member").text
    finish_post(actor("delegate"), db.session.get_one(Position, before), last_day=date(2022, 1, 1))
    finish_post(actor("delegate"), record("secretary").positions[0], last_day=date(2023, 12, 31))
    db.session.commit()
    assert give(as_, "delegate", "member", "ga_hanoi", role="secretary").status_code == 303


def test_who_takes_no_part_gets_no_post(actor: Act) -> None:
    one = record("member")
    enter_state(actor("delegate"), one, State.SUSPENDED, since=date(2024, 1, 1))
    with pytest.raises(DomainError):
        record_post(actor("delegate"), one, unit=unit("ga_hanoi"), role=Role.OVERSEER, since=SINCE)
    db.session.rollback()


@pytest.mark.parametrize(("state", "role", "words"), [
    (State.PROBATIONARY, Role.DEPUTY_SECRETARY, "dự bị"), (State.EXEMPT, Role.OFFICE_STAFF, "được miễn"),
    (State.TRANSFERRING, Role.OVERSEER, "đang chuyển sinh hoạt")])
def test_a_post_is_for_those_who_could_be_given_the_right(actor: Act, state: State, role: Role, words: str) -> None:
    """What delegation refuses is not to be had by recording a post."""
    one = record("probationary" if state is State.PROBATIONARY else "member")
    if state is not State.PROBATIONARY:
        enter_state(actor("delegate"), one, state, since=clock.today())
    with pytest.raises(DomainError) as refused:
        record_post(actor("delegate"), one, unit=unit("ga_hanoi"), role=role, since=clock.today())
    assert words in str(refused.value.message)
    db.session.rollback()


def test_who_is_recognised_by_then_may_get_a_future_post(actor: Act) -> None:
    one = record("probationary")
    assert record_post(actor("delegate"), one, unit=unit("hanoi"), role=Role.OFFICE_STAFF, since=clock.today())
    later = clock.today() + timedelta(days=20)
    enter_state(actor("delegate"), one, State.OFFICIAL, since=later)
    assert record_post(actor("delegate"), one, unit=unit("ga_hanoi"), role=Role.DEPUTY_SECRETARY, since=later)
    db.session.rollback()


def end(as_: As, key: str, made: Position, last_day: str):
    address = f"/dang-vien/{made.member_id}/chuc-vu/{made.id}/thoi"
    client = as_(key)
    page = client.get(address)
    return client.submit(page, {"last_day": last_day}, action="/thoi") if page.status_code == 200 else page


def test_a_post_is_ended_and_its_right_with_it(as_: As) -> None:
    made = post("member")
    number, address = made.id, f"/dang-vien/{made.member_id}"
    assert as_("member").get("/dang-vien").status_code == 200
    yesterday = (clock.today() - timedelta(days=1)).strftime("%d/%m/%Y")
    assert "Ghi thôi chức vụ" in as_("secretary").get(address).text
    assert end(as_, "secretary", db.session.get_one(Position, number), yesterday).status_code == 303
    assert as_("member").get("/dang-vien").status_code == 403


@pytest.mark.parametrize(("day", "words"), [
    ("", "ngày cuối"), ("x", "Ngày không đúng"), ("1/1/2000", "sau ngày bắt đầu"),
    ("1/1/2091", "kết thúc ngày 31/12/2090")])
def test_bad_ends(as_: As, day: str, words: str) -> None:
    answer = end(as_, "secretary", post("member", until=date(2090, 12, 31)), day)
    assert answer.status_code == 422 and words in answer.text


def test_who_may_not_give_a_post_may_not_end_it(as_: As) -> None:
    head = record("secretary").positions[0]
    number = head.member_id, head.id
    db.session.rollback()
    assert end(as_, "secretary", db.session.get_one(Position, number[1]), "1/1/2024").status_code == 403
    assert as_("secretary_elsewhere").get(f"/dang-vien/{number[0]}/chuc-vu/{number[1]}/thoi").status_code == 404
    assert as_("delegate").get(f"/dang-vien/{record('member').id}/chuc-vu/{number[1]}/thoi").status_code == 404
    assert as_("delegate").get(f"/dang-vien/{number[0]}/chuc-vu/9999/thoi").status_code == 404
