"""What is typed wrong about a person: a sentence that says what to do, and nothing half-done."""

from collections.abc import Callable

import pytest

from portal.core import clock
from portal.core.db import db
from portal.members.models import Member
from portal.organizations.models import Organization
from portal.organizations.services import dissolve
from tests.client import PortalClient
from tests.factories.members import record
from tests.factories.organizations import acting, cell
from tests.people import unit

As = Callable[[str | None], PortalClient]
GOOD = {"full_name": "Trần Thị Mới", "citizen_id": "999190000777", "state": "official", "since": "01/02/2026",
        "birth_date": "02/3/1990", "sex": "female"}


def count() -> int:
    return db.session.execute(db.select(db.func.count()).select_from(Member)).scalar_one()


def typed(as_: As, **more: str):
    client = as_("delegate")
    page = client.get(f"/dang-vien/them?don_vi={unit('ga_hanoi').id}")
    return client.submit(page, {**GOOD, **more}, action="/dang-vien/them")


@pytest.mark.once
@pytest.mark.parametrize(("more", "words"), [
    ({"citizen_id": "123456789"}, "chứng minh nhân dân cũ"),
    ({"citizen_id": "99919000077"}, "số 0"),
    ({"citizen_id": "9991900007777"}, "12 chữ số"), ({"citizen_id": "99919000O777"}, "12 chữ số"),
    ({"citizen_id": "٩٩٩١٩٠٠٠٠٧٧٧"}, "12 chữ số"), ({"citizen_id": ""}, "Ghi số định danh"),
    ({"full_name": "Trần 🚂 Mới"}, "ký hiệu"), ({"full_name": "   "}, "Ghi họ và tên"),
    ({"full_name": "x" * 121}, "120"),
    ({"full_name": "Trần Thị 2"}, "Chỉ ghi chữ"),
    ({"birth_date": "31/02/1990"}, "Ngày không đúng"), ({"birth_date": "02/3/2190"}, ""),
    ({"birth_date": "44000"}, "Ngày"),
    ({"since": "01/02/0026"}, ""), ({"state": "x"}, "Chọn"), ({"sex": "x"}, "Chọn"), ({"phone": "12"}, "8 đến 14"),
    ({"card_number": "<b>"}, "4 đến 20")])
def test_nobody_is_added(as_: As, more: dict[str, str], words: str) -> None:
    before = count()
    answer = typed(as_, **more)
    assert answer.status_code == 422, more
    assert words in answer.text, more
    assert count() == before


def test_marks_of_direction_are_left_out(as_: As) -> None:
    assert typed(as_, full_name="\u202eTrần\u200b Thị\u200f Mới").status_code == 303
    assert db.session.execute(db.select(Member.full_name).where(Member.citizen_id == GOOD["citizen_id"])
                              ).scalar_one() == "Trần Thị Mới"


def test_the_same_number_twice_is_stopped(as_: As) -> None:
    assert typed(as_).status_code == 303
    before = count()
    answer = typed(as_, full_name="Lê Văn Khác")
    assert answer.status_code == 422 and count() == before


@pytest.mark.parametrize("more", [{"full_name": "Nguyễn 😀 An"}, {"full_name": ""}, {"full_name": " "},
                                  {"phone": "abc"}, {"birth_date": "0/0/0"}])
def test_a_record_stays_as_it_was(as_: As, more: dict[str, str]) -> None:
    client, name = as_("secretary"), record("member").full_name
    page = client.get(f"/dang-vien/{record('member').id}/sua")
    assert client.submit(page, more, action="/sua").status_code == 422
    db.session.expire_all()
    assert record("member").full_name == name


@pytest.mark.parametrize("what", ["person", "post"])
def test_a_cell_that_ended_while_the_form_was_filled_in_is_named(as_: As, what: str) -> None:
    """Not a page that is said not to exist: what was typed is for another cell."""
    kho = cell("Chi bộ Kho")
    kho_id, client = kho.id, as_("delegate")
    address = "/dang-vien/them" if what == "person" else f"/dang-vien/{record('member').id}/chuc-vu"
    form = client.get(f"{address}?don_vi={kho_id}")
    assert form.status_code == 200
    dissolve(acting("administrator"), db.session.get_one(Organization, kho_id), since=clock.today(), decision="1-QĐ")
    db.session.commit()
    late = client.submit(form, {"full_name": "Lê Văn Kho"}, action=address)
    assert late.status_code == 409
    assert "Chi bộ Kho đã kết thúc" in late.text
    assert client.get(f"{address}?don_vi={kho_id}").status_code == 404
