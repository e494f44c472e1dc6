"""One act moves posts and rights; nothing below falls; the paper keeps what was open."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from portal.core import clock
from portal.core.actor import SYSTEM, Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.delegation.api import Grant, actor_of_account, grant
from portal.handover import queries, services
from portal.handover.models import Handover
from portal.members.api import Member, Position, State, appoint, enter_state
from portal.organizations.api import Role
from tests.client import PortalClient
from tests.factories import documents
from tests.people import PEOPLE, SINCE, person, unit

As = Callable[[str | None], PortalClient]
Act = Callable[[str], Actor]


def member(key: str) -> Member:
    return db.session.execute(db.select(Member).where(Member.full_name == PEOPLE[key][0])).scalar_one()


def roles_of(key: str) -> set[tuple[str, int]]:
    return {(one.role, one.unit_id) for one in actor_of_account(person(key).account_id).holdings}


def hand(actor: Actor, **how: Any) -> Handover:
    return services.hand_over(actor, unit("ga_hanoi"), giver=how.get("giver", member("secretary")),
                              receiver=how.get("receiver", member("member")), decision=how.get("decision", "12-QĐ/ĐU"))


def test_posts_and_grants_pass_from_one_to_the_other(above: None, actor: Act) -> None:
    cell = unit("ga_hanoi").id
    assert (Role.SECRETARY, cell) in roles_of("secretary")
    row = hand(actor("committee_secretary"))
    db.session.commit()
    assert roles_of("secretary") == set()
    assert roles_of("member") == {(Role.SECRETARY, cell)}
    post = db.session.execute(db.select(Position).where(Position.member_id == member("secretary").id)).scalar_one()
    assert post.valid_to == clock.today() - timedelta(days=1)
    new = db.session.execute(db.select(Grant).where(Grant.account_id == person("member").account_id)).scalar_one()
    assert (new.valid_to, new.decision) == (clock.today() + timedelta(days=900), "12-QĐ/ĐU")
    assert row.roles == ["secretary"]


def test_what_was_given_on_stays_alive(above: None, actor: Act) -> None:
    """A grant given out of the old secretary's post comes from the new one's afterwards."""
    post = db.session.execute(db.select(Position).where(
        Position.member_id == member("committee_secretary").id)).scalar_one()
    below = grant(SYSTEM, account_id=person("neighbour").account_id, unit=unit("dau_may"), role=Role.SECRETARY,
                  subtree=False, since=SINCE, until=None, source=None)
    below.source_position_id = post.id
    db.session.commit()
    assert roles_of("neighbour")
    grant(SYSTEM, account_id=person("administrator").account_id, unit=unit("corporation"), role=Role.SECRETARY,
          subtree=True, since=SINCE, until=None, source=None)
    db.session.commit()
    services.hand_over(actor("administrator"), unit("hanoi"), giver=member("committee_secretary"),
                       receiver=member("office_staff"), decision="13-QĐ/ĐU")
    db.session.commit()
    assert roles_of("neighbour"), "the right below fell with the handover"
    assert (Role.SECRETARY, unit("hanoi").id) in roles_of("office_staff")
    assert (Role.OFFICE_STAFF, unit("hanoi").id) in roles_of("office_staff")


@pytest.mark.parametrize(("how", "field"), [
    ({"giver": "probationary"}, "giver"), ({"receiver": "secretary"}, "receiver"),
    ({"receiver": "member_elsewhere"}, "receiver"), ({"decision": " "}, "decision")])
def test_what_is_wrong_is_refused_at_its_field(above: None, actor: Act, how: dict[str, str], field: str) -> None:
    given = {key: member(value) if key != "decision" else value for key, value in how.items()}
    with pytest.raises(DomainError) as refused:
        hand(actor("committee_secretary"), **given)
    assert refused.value.field == field
    db.session.rollback()
    assert (Role.SECRETARY, unit("ga_hanoi").id) in roles_of("secretary")


def test_nobody_takes_over_what_one_hands_out_oneself(above: None, actor: Act) -> None:
    grant(SYSTEM, account_id=person("member").account_id, unit=unit("hanoi"), role=Role.SECRETARY, subtree=True,
          since=SINCE, until=None, source=None)
    db.session.commit()
    with pytest.raises(DomainError):
        hand(actor("member"), receiver=member("member"))
    db.session.rollback()


def test_on_the_screen_from_the_list_to_the_paper(above: None, as_: As) -> None:
    client = as_("committee_secretary")
    page = client.get(f"/ban-giao/{unit('ga_hanoi').id}?tim=an")
    assert "Nguyễn Văn An" in page.text
    assert "Văn bản chờ xác nhận" in page.text
    giver, receiver = member("secretary").id, member("member").id
    db.session.rollback()
    answer = client.submit(page, {"giver": str(giver), "receiver": str(receiver), "decision": "12-QĐ/ĐU"})
    assert answer.status_code == 303
    paper = client.get(answer.headers["Location"]).text
    assert "Biên bản bàn giao" in paper
    assert "Bên giao: đồng chí Trần Văn Bình." in paper
    assert "Góp ý chờ trả lời: 0" in paper
    assert "Trần Văn Bình" in as_("member").get("/ban-giao").text
    assert "Đã bàn giao công tác" in as_("secretary").get("/thong-bao").text


def test_an_empty_form_keeps_what_was_typed(above: None, as_: As) -> None:
    client = as_("committee_secretary")
    page = client.submit(client.get(f"/ban-giao/{unit('ga_hanoi').id}"), {"decision": "12-QĐ/ĐU"})
    assert page.status_code == 422
    assert "12-QĐ/ĐU" in page.text
    assert "Chọn người giao." in page.text


def test_the_own_secretary_prepares_but_does_not_hand_over(above: None, as_: As) -> None:
    page = as_("secretary").get(f"/ban-giao/{unit('ga_hanoi').id}")
    assert page.status_code == 200
    assert "cấp trên trực tiếp" in page.text
    assert "Bàn giao và lập biên bản" not in page.text


def test_open_work_is_named_before_a_right_is_taken_away(above: None, app: object) -> None:
    documents.document(owner="ga_hanoi", state="draft")
    found = queries.work_of(person("secretary").account_id)
    assert [one.count for one in found if "Văn bản" in str(one.label)] == [1]
    db.session.rollback()


@pytest.mark.parametrize(("key", "state", "words"), [
    ("probationary", None, "dự bị"), ("suspended_account", None, "bị khóa"), ("member", State.EXEMPT, "được miễn"),
    ("member", State.TRANSFERRING, "đang chuyển sinh hoạt")])
def test_who_could_not_be_given_the_right_does_not_take_it_over(above: None, actor: Act, key: str,
                                                                state: State | None, words: str) -> None:
    if state is not None:
        enter_state(SYSTEM, member(key), state, since=clock.today())
        db.session.commit()
    with pytest.raises(DomainError) as refused:
        hand(actor("committee_secretary"), receiver=member(key))
    assert refused.value.field == "receiver"
    assert words in str(refused.value.message)
    db.session.rollback()
    assert (Role.SECRETARY, unit("ga_hanoi").id) in roles_of("secretary")


def test_a_seat_one_has_already_is_not_taken_twice(above: None, actor: Act) -> None:
    for key in ("secretary", "member"):
        appoint(SYSTEM, member(key), unit=unit("ga_hanoi"), role=Role.CELL_COMMITTEE_MEMBER, since=SINCE)
    db.session.commit()
    hand(actor("committee_secretary"))
    db.session.commit()
    seats = db.session.execute(db.select(Position).where(
        Position.member_id == member("member").id, Position.role == Role.CELL_COMMITTEE_MEMBER)).scalars().all()
    assert [one.valid_to for one in seats] == [None]


def test_a_paper_approved_or_sent_back_is_open_work_too(above: None) -> None:
    """The number is that of the list it leads to."""
    from portal.documents.models import State as Stage

    here = unit("ga_hanoi")
    before = queries.counted([here.id])
    for stage in (Stage.APPROVED, Stage.REFUSED, Stage.PUBLISHED):
        documents.document("ga_hanoi", state=stage)
    db.session.commit()
    waiting = "Văn bản chờ xác nhận, công bố"
    one = next(one for one in queries.in_hand(here) if one.label == waiting)
    assert one.count == len(one.names) == before[waiting] + 2
    assert queries.counted([here.id])[waiting] == one.count
