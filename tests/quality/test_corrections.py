"""Corrections: asked for one field, decided with a reason, told to the member; and the lists to mend."""

from collections.abc import Callable
from datetime import date

import pytest

from portal.core.actor import SYSTEM, Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.delegation.api import grant
from portal.jobs.worker import run_all
from portal.members.api import Member, MemberChange, State, admit, amend
from portal.members.models import Disclosure
from portal.organizations.api import Role
from portal.quality import services
from portal.quality.models import Checked
from tests.client import PortalClient, find_form, form_values
from tests.people import PEOPLE, SINCE, person, unit

As = Callable[[str | None], PortalClient]
Act = Callable[[str], Actor]


def member(key: str = "member") -> Member:
    return db.session.execute(db.select(Member).where(Member.full_name == PEOPLE[key][0])).scalar_one()


def member_id(key: str = "member") -> int:
    number = member(key).id
    db.session.rollback()
    return number


def ask(as_: As, field: str, new: str) -> str:
    client = as_("member")
    page = client.get(f"/dang-vien/{member_id()}/de-nghi-sua?muc={field}")
    answer = client.submit(page, {"new": new, "reason": "Ghi sai khi nhập."}, action="de-nghi-sua")
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def test_from_the_wish_to_the_record(as_: As) -> None:
    url = ask(as_, "birth_date", "02/03/1981")
    keeper = as_("secretary")
    assert "Nguyễn Văn An: Ngày sinh" in keeper.get("/").text
    page = keeper.get(url)
    assert "01/01/1980" in page.text
    assert "02/03/1981" in page.text
    keeper.submit(page, action="/chap-nhan")
    assert "đã được chấp nhận" in as_("member").get("/thong-bao").text
    assert f"{member().birth_date:%d/%m/%Y}" == "02/03/1981"
    change = db.session.execute(db.select(MemberChange).where(MemberChange.field == "birth_date")).scalar_one()
    assert change.way == "correction"


def test_members_without_an_account_are_nobody_who_decided(as_: As, actor: Act) -> None:
    for number in (1, 2):
        admit(actor("administrator"), full_name="Hà Văn Miễn", citizen_id=f"99930000000{number}", cell=unit("ga_hanoi"),
              state=State.EXEMPT, since=SINCE)
    db.session.commit()
    url = ask(as_, "phone", "0912345678")
    assert as_("secretary").get(url).status_code == 200
    assert as_("member").get(url).status_code == 200


def test_a_proposed_number_is_uncovered_only_by_who_decides_and_logged(as_: As, actor: Act) -> None:
    url = ask(as_, "phone", "0912345678")
    assert "0912345678" in as_("member").get(url).text
    keeper = as_("secretary")
    page = keeper.get(url)
    assert "0912345678" not in page.text
    assert "*******678" in page.text
    shown = keeper.submit(page, action="/hien-so")
    assert "0912345678" in shown.text
    made = db.session.execute(db.select(Disclosure)).scalar_one()
    assert (made.act, made.field, made.member_id, made.account_id) == (
        "reveal", "phone", member_id(), person("secretary").account_id)
    keeper.submit(shown, action="/chap-nhan")
    assert "0912345678" not in keeper.get(url).text


def test_a_refusal_needs_a_reason(as_: As) -> None:
    url = ask(as_, "phone", "0912345678")
    keeper = as_("secretary")
    page = keeper.get(url)
    empty = keeper.post(url + "/tu-choi", data=_fields(page))
    assert empty.status_code == 422
    assert "Ghi lý do không sửa." in empty.text
    done = keeper.post(url + "/tu-choi", data={**_fields(empty), "answer": "Số này không liên lạc được."})
    assert done.status_code == 303
    assert "Số này không liên lạc được." in as_("member").get(url).text
    assert member().phone is None


def test_what_the_cell_may_not_mend_goes_up(as_: As) -> None:
    grant(SYSTEM, account_id=person("committee_secretary").account_id, unit=unit("hanoi"), role=Role.SECRETARY,
          subtree=True, since=SINCE, until=None, source=None)
    db.session.commit()
    url = ask(as_, "joined_on", "02/09/2005")
    keeper = as_("secretary")
    page = keeper.get(url)
    assert "Chấp nhận, sửa hồ sơ" not in page.text
    keeper.submit(page, action="/chuyen-len")
    assert "đã chuyển lên cấp trên" in as_("member").get(url).text
    chief = as_("committee_secretary")
    assert chief.submit(chief.get(url), action="/chap-nhan").status_code == 303
    assert f"{member().joined_on:%d/%m/%Y}" == "02/09/2005"


@pytest.mark.parametrize(("field", "new", "words"), [
    ("birth_date", "hôm qua", "Ngày không đúng"), ("citizen_id", "12345", "12 chữ số"),
    ("birth_date", "01/01/1980", "giống giá trị đang ghi"), ("phone", "0" * 40, "quá dài")])
def test_what_is_wrong_is_told_at_the_field(as_: As, field: str, new: str, words: str) -> None:
    client = as_("member")
    page = client.get(f"/dang-vien/{member_id()}/de-nghi-sua?muc={field}")
    answer = client.submit(page, {"new": new}, action="de-nghi-sua")
    assert answer.status_code == 422
    assert words in answer.text
    assert new in answer.text


def test_what_changed_meanwhile_is_not_overwritten(app: object, actor: Act) -> None:
    row = services.propose(actor("member"), member(), field="phone", new="0912345678", reason="")
    amend(actor("secretary"), row.member, {"phone": "0987654321"})
    with pytest.raises(DomainError):
        services.accept(actor("secretary"), row)
    db.session.rollback()


def test_unknown_fields_and_other_people_s_records(as_: As) -> None:
    client = as_("member")
    assert client.get(f"/dang-vien/{member_id()}/de-nghi-sua?muc=id").status_code == 404
    assert client.get(f"/dang-vien/{member_id('probationary')}/de-nghi-sua").status_code == 404


def test_a_warning_is_checked_once_until_the_facts_change(as_: As, actor: Act) -> None:
    services.check_all()
    db.session.commit()
    keeper = as_("secretary")
    page = keeper.get("/dang-vien/chat-luong/danh-sach?ma=id_year&ten=an")
    assert "Nguyễn Văn An" in page.text
    number = member_id()
    done = keeper.submit(page, action=f"/dang-vien/{number}/da-kiem-tra")
    assert done.status_code == 303
    kept = db.session.execute(db.select(Checked.code).where(Checked.member_id == number)).scalar_one()
    db.session.rollback()
    assert f"/{number}/da-kiem-tra" not in keeper.get(f"/dang-vien/chat-luong/danh-sach?ma={kept}").text
    amend(actor("secretary"), member(), {"birth_date": date(1999, 1, 1)})
    db.session.commit()
    run_all()
    assert f"/{number}/da-kiem-tra" in keeper.get("/dang-vien/chat-luong/danh-sach?ma=id_year").text


def test_the_six_numbers_link_to_their_lists(as_: As) -> None:
    client = as_("secretary")
    assert "Chưa tính chỉ số nào" in client.get("/dang-vien/chat-luong").text
    client.submit(client.get("/dang-vien/chat-luong"), action="/tinh-lai")
    run_all()
    page = client.get("/dang-vien/chat-luong")
    for word in ("Đúng", "Đủ", "Sạch", "Sống", "Thống nhất", "Dùng chung", "215-CV/TU"):
        assert word in page.text
    assert "muc=du" in page.text
    listed = client.get(f"/dang-vien/chat-luong/danh-sach?don_vi={unit('ga_hanoi').id}&muc=du")
    assert "thiếu điện thoại" in listed.text
    assert "Hồ Thị Dung" not in listed.text
    assert client.get(f"/dang-vien/chat-luong?don_vi={unit('ga_vinh').id}").status_code == 404


def _fields(page: object) -> dict[str, str]:
    return form_values(find_form(page, "/chap-nhan"))  # type: ignore[arg-type]
