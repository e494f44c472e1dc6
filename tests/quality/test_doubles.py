"""Likely doubles: found by more than a name, merged with every link, "không trùng" remembered."""

import unicodedata
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.api import Account
from portal.core import notices
from portal.core.actor import SYSTEM, Actor
from portal.core.db import db
from portal.delegation.api import Grant, grant
from portal.members.api import Member, MemberChange, MemberState, Position, State, admit
from portal.organizations.api import Role
from portal.quality import services
from portal.quality.models import Merge, Pair, PairState
from portal.quality.services.doubles import near
from tests.client import PortalClient
from tests.people import PEOPLE, SINCE, person, unit

As = Callable[[str | None], PortalClient]
Act = Callable[[str], Actor]


def member(name: str) -> Member:
    return db.session.execute(db.select(Member).where(Member.full_name == name)).scalar_one()


def twin(name: str = "NGUYỄN VĂN AN", citizen_id: str = "999000000771", born: date | None = date(1980, 1, 1)) -> Member:
    made = admit(SYSTEM, full_name=name, citizen_id=citizen_id, cell=unit("ga_hanoi"), state=State.OFFICIAL,
                 since=SINCE, birth_date=born, phone="0912345678")
    db.session.commit()
    return made


@pytest.fixture
def above(app: object) -> None:
    """The delegate's like with a role over the whole branch, as secretary."""
    grant(SYSTEM, account_id=person("committee_secretary").account_id, unit=unit("hanoi"), role=Role.SECRETARY,
          subtree=True, since=SINCE, until=None, source=None)
    db.session.commit()


def test_capitals_and_placement_of_tones_are_one_name(app: object) -> None:
    twin("NGUYỄN VĂN AN")
    assert services.find_pairs() == 1
    pair = db.session.execute(db.select(Pair)).scalar_one()
    assert pair.reasons == ["name_birth"]
    assert services.find_pairs() == 0
    one = admit(SYSTEM, full_name="Bùi Thị Hoà", citizen_id="999000000772", cell=unit("dau_may"), state=State.OFFICIAL,
                since=SINCE, birth_date=member("Bùi Thị Hòa").birth_date)
    assert services.find_pairs() == 1
    two = admit(SYSTEM, full_name=unicodedata.normalize("NFD", "Bùi Thị Hòa"), citizen_id="999000000773",
                cell=unit("dau_may"), state=State.OFFICIAL, since=SINCE, birth_date=one.birth_date)
    assert services.find_pairs() == 2
    assert two.id > one.id
    db.session.rollback()


def test_i_and_y_are_one_name(app: object) -> None:
    born = date(1981, 2, 3)
    for number, name in enumerate(("Lý Thị Quý Mỹ", "LÍ THỊ QUÍ MĨ", "Ly Thi Quy My", "Lỳ Thị Quý Mỹ")):
        admit(SYSTEM, full_name=name, citizen_id=f"99900000{number}88{number}", cell=unit("dau_may"),
              state=State.OFFICIAL, since=SINCE, birth_date=born)
    assert services.find_pairs() == 1
    pair = db.session.execute(db.select(Pair)).scalar_one()
    assert pair.reasons == ["name_birth"]
    assert {db.session.get_one(Member, one).full_name for one in (pair.a_id, pair.b_id)} == {
        "Lý Thị Quý Mỹ", "LÍ THỊ QUÍ MĨ"}
    db.session.rollback()


def test_a_name_alone_makes_no_pair(app: object) -> None:
    twin(born=date(1990, 7, 7))
    assert services.find_pairs() == 0


def test_a_slip_of_one_digit_makes_one(app: object) -> None:
    first = person("member").citizen_id
    slip = first[:-1] + str((int(first[-1]) + 1) % 10)
    while db.session.execute(db.select(Member.id).where(Member.citizen_id == slip)).first():
        slip = slip[:-2] + str((int(slip[-2]) + 1) % 10) + first[-1]
    twin(citizen_id=slip, born=None)
    assert services.find_pairs() == 1


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(0, 11), st.integers(1, 9))
def test_near_numbers(number: str, place: int, step: int) -> None:
    slipped = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1:]
    assert near(number, slipped)
    assert near(slipped, number)
    assert not near(number, number)
    assert not near(number, number[:-1])


def test_different_is_remembered_for_good(app: object, actor: Act) -> None:
    twin()
    services.find_pairs()
    services.differ(actor("administrator"), db.session.execute(db.select(Pair)).scalar_one())
    db.session.commit()
    assert services.find_pairs() == 0
    assert db.session.execute(db.select(Pair.state)).scalar_one() == PairState.DIFFERENT


def test_merging_moves_every_link_and_keeps_what_is_gone(app: object, actor: Act) -> None:
    other = twin()
    other_id, other_account = other.id, other.account_id
    notices.tell([other_account], "Có thông báo mới.", "/")
    grant(SYSTEM, account_id=other_account or 0, unit=unit("ga_hanoi"), role=Role.OFFICE_STAFF, subtree=False,
          since=SINCE, until=None, source=None)
    db.session.add(Position(member_id=other_id, unit_id=unit("ga_hanoi").id, role=Role.CELL_COMMITTEE_MEMBER,
                            valid_from=SINCE))
    services.find_pairs()
    db.session.commit()
    pair = db.session.execute(db.select(Pair)).scalar_one()
    keep = member(PEOPLE["member"][0])
    keep_id, account = keep.id, keep.account_id
    row = services.merge(actor("administrator"), pair, keep=keep_id, take={"phone"})
    assert (row.kept_id, row.gone_id, row.gone["citizen_id"]) == (keep_id, other_id, "999000000771")
    db.session.commit()
    kept = db.session.get_one(Member, keep_id)
    assert kept.phone == "0912345678"
    assert kept.account_id == account
    assert db.session.get(Member, other_id) is None
    assert db.session.get(Account, other_account) is None
    for table, column in ((Position, Position.member_id), (MemberChange, MemberChange.member_id)):
        assert db.session.execute(db.select(table).where(column == keep_id)).first() is not None
    assert db.session.execute(db.select(Grant).where(Grant.account_id == account)).first() is not None
    told = db.select(notices.Notice).where(notices.Notice.account_id == account)
    assert db.session.execute(told).first() is not None
    assert len(db.session.execute(db.select(MemberState).where(MemberState.member_id == keep_id)).all()) == 1
    assert "member_state.member_id" in row.moved
    assert db.session.execute(db.select(Pair)).first() is None


def test_the_kept_record_takes_the_number_of_the_other(app: object, actor: Act) -> None:
    twin()
    services.find_pairs()
    db.session.commit()
    pair = db.session.execute(db.select(Pair)).scalar_one()
    keep_id = member(PEOPLE["member"][0]).id
    services.merge(actor("administrator"), pair, keep=keep_id, take={"citizen_id"})
    db.session.commit()
    kept = db.session.get_one(Member, keep_id)
    assert kept.citizen_id == "999000000771"
    assert db.session.get_one(Account, kept.account_id).citizen_id == "999000000771"


def test_on_the_screen_side_by_side(above: None, as_: As) -> None:
    twin()
    services.find_pairs()
    db.session.commit()
    client = as_("committee_secretary")
    page = client.get("/dang-vien/nghi-trung")
    assert "cùng họ tên và ngày sinh" in page.text
    number = db.session.execute(db.select(Pair.id)).scalar_one()
    db.session.rollback()
    page = client.get(f"/dang-vien/nghi-trung/{number}")
    assert person("member").citizen_id not in page.text
    db.session.rollback()
    wrong = client.submit(page, {"keep": "1", "confirm": "có"}, action="/gop")
    assert wrong.status_code == 422
    keep = member(PEOPLE["member"][0]).id
    db.session.rollback()
    done = client.submit(page, {"keep": str(keep), "take": "phone", "confirm": "gộp"}, action="/gop")
    assert done.status_code == 303
    assert db.session.execute(db.select(Merge.kept_id)).scalar_one() == keep
    assert client.get(f"/dang-vien/nghi-trung/{number}").status_code == 409
    assert as_("secretary_elsewhere").get(f"/dang-vien/nghi-trung/{number}").status_code == 404


def test_two_who_merge_the_same_pair_do_it_once(above: None, as_: As) -> None:
    twin()
    services.find_pairs()
    db.session.commit()
    number = db.session.execute(db.select(Pair.id)).scalar_one()
    keep = member(PEOPLE["member"][0]).id
    db.session.rollback()
    one, two = as_("committee_secretary"), as_("delegate")
    first, second = one.get(f"/dang-vien/nghi-trung/{number}"), two.get(f"/dang-vien/nghi-trung/{number}")
    fields = {"keep": str(keep), "confirm": "GỘP"}
    assert one.submit(first, fields, action="/gop").status_code == 303
    late = two.submit(second, fields, action="/gop")
    assert late.status_code == 409
    assert "vừa được người khác gộp thành một" in late.text
    assert len(db.session.execute(db.select(Merge)).all()) == 1


def test_half_a_pair_is_not_shown(app: object, as_: As) -> None:
    admit(SYSTEM, full_name="Nguyễn Văn An", citizen_id="999000000779", cell=unit("ga_vinh"), state=State.OFFICIAL,
          since=SINCE, birth_date=date(1980, 1, 1))
    services.find_pairs()
    db.session.commit()
    for key in ("secretary", "secretary_elsewhere"):
        assert "Không có cặp nào" in as_(key).get("/dang-vien/nghi-trung").text
