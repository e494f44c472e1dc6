"""The contact with the place of residence: list, letter, grounds, remarks; codes for who has no account; wards."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from portal.core import clock
from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.core.notices import Notice
from portal.members.api import Member
from portal.transfers import queries, services
from portal.transfers.models import ResidenceCode, ResidenceContact, ResidenceRemark, ResidenceTry
from portal.transfers.services import Home, Said
from tests.client import PortalClient
from tests.factories.transfers import acting, days_ago, member
from tests.people import PEOPLE, unit

As = Callable[[str | None], PortalClient]
NAME = PEOPLE["member"][0]
PUBLIC = "/sinh-hoat-hai-chieu/nhan-xet"


def contact(who: str = "member", *, letter: int | None = 10) -> ResidenceContact:
    """A residence, with a letter of so many days ago; committed."""
    made = services.save_home(acting("secretary"), member(who),
                              Home("Chi bộ Tổ dân phố 5", "Phường Cửa Nam, quận Hoàn Kiếm", "Hà Nội"))
    if letter is not None:
        services.introduce(acting("secretary"), made, number="07-GT", on=days_ago(letter))
    db.session.commit()
    return made


def code(who: str = "member") -> str:
    made = services.make_code(acting("secretary"), contact(who), year=clock.today().year, period="year")
    db.session.commit()
    return made[0]


def statuses() -> dict[str, str]:
    rows = db.session.execute(queries.roster(acting("secretary"), queries.ContactFilters())).all()
    return {row[0].full_name: row[3] for row in rows}


def test_the_list_says_who_has_none_and_who_is_late(app: object) -> None:
    assert set(statuses().values()) == {"none"}
    contact(letter=None)
    assert statuses()[NAME] == "no_letter"
    made = contact(letter=300)
    assert statuses()[NAME] == "overdue"
    services.save_remark(acting("secretary"), made, Said(clock.today().year, "h1", "Gương mẫu", met_on=days_ago(20)))
    db.session.commit()
    assert statuses()[NAME] == "fine"
    with time_machine.travel(clock.now() + timedelta(days=200)):
        assert statuses()[NAME] == "overdue"
    services.exempt(acting("secretary"), member("member"), queries.grounds()[0], until=clock.today())
    db.session.commit()
    assert statuses()[NAME] == "exempt"
    with time_machine.travel(clock.now() + timedelta(days=1)):
        assert statuses()[NAME] == "fine"


def test_six_months_are_a_row_that_may_change(app: object) -> None:
    from portal.core import workdays
    from portal.core.workdays import ClockRule

    contact(letter=100)
    assert statuses()[NAME] == "fine"
    db.session.execute(db.update(ClockRule).where(ClockRule.key == "residence_meeting").values(length=3))
    db.session.commit()
    workdays.forget()
    assert statuses()[NAME] == "overdue"


def test_filters_sheet_and_print(as_: As) -> None:
    contact()
    client = as_("secretary")
    page = client.get("/sinh-hoat-hai-chieu?tinh_trang=fine").text
    assert NAME in page
    assert "Lê Thị Ánh" not in page[page.index("<tbody>"):]
    assert "Lê Thị Ánh" in client.get("/sinh-hoat-hai-chieu?tinh_trang=none&ten=anh").text
    assert "Không có đảng viên nào hợp" in client.get("/sinh-hoat-hai-chieu?ten=zzz").text
    assert client.get("/sinh-hoat-hai-chieu?tinh_trang=x").status_code == 422
    assert client.get("/sinh-hoat-hai-chieu?don_vi=²").status_code == 200
    assert "07-GT" in client.get("/sinh-hoat-hai-chieu/in").text
    assert "07-GT" in client.get("/sinh-hoat-hai-chieu/xuat?dang=csv").get_data(as_text=True)
    other = as_("secretary_elsewhere")
    for path in ("", "/in", "/xuat?dang=csv"):
        assert NAME not in other.get("/sinh-hoat-hai-chieu" + path).get_data(as_text=True)
    assert NAME not in other.get(f"/sinh-hoat-hai-chieu?don_vi={unit('ga_hanoi').id}").text


def test_residence_letter_ground_and_remark_through_the_screens(as_: As) -> None:
    client, me = as_("secretary"), member("member").id
    base = f"/dang-vien/{me}/hai-chieu"
    assert "Chưa ghi nơi cư trú" in client.get(base).text
    assert client.submit(client.get(base + "/sua"), {"cell": "Chi bộ 5", "ward": "P. Trúc Bạch", "province": "Hà Nội"},
                         action="/sua").status_code == 303
    page = client.get(base)
    assert "Phường Ba Đình, Thành phố Hà Nội" in page.text
    chosen = client.submit(page, {"ward_now": "Phường Ba Đình, Thành phố Hà Nội"}, action="/phuong-moi")
    assert chosen.status_code == 303
    page = client.get(base).text
    assert "P. Trúc Bạch" in page, "what was typed is kept"
    assert "Phường Ba Đình" in page
    letter = client.get(base + "/giay-gioi-thieu")
    assert client.submit(letter, {"number": "", "letter_on": "x"}, action="/giay-gioi-thieu").status_code == 422
    assert client.submit(letter, {"number": "09-GT", "letter_on": clock.show_date(clock.today())},
                         action="/giay-gioi-thieu").status_code == 303
    printed = client.submit(client.get(base + "/giay-gioi-thieu"), {"period": "h2"}, action="/hai-chieu/in")
    assert printed.status_code == 200
    assert "<svg" in printed.text
    assert "09-GT" in printed.text
    ground, other = str(queries.grounds()[0].id), str(queries.grounds()[-1].id)
    unsaid = client.submit(client.get(base + "/mien"), {"ground": other}, action="/mien")
    assert unsaid.status_code == 422
    assert "Ghi rõ lý do" in unsaid.text
    assert client.submit(client.get(base + "/mien"), {"ground": ground}, action="/mien").status_code == 303
    assert "Được miễn: Công tác lưu động" in client.get(base).text
    assert client.submit(client.get(base + "/nhan-xet"), {"text": "Tích cực", "grade": "good", "period": "h1"},
                         action="/nhan-xet").status_code == 303
    own = as_("member").get(base).text
    assert "Tích cực" in own
    assert "Giấy giới thiệu</a>" not in own


def test_who_moves_keeps_the_former_residence_as_history(as_: As) -> None:
    with time_machine.travel(clock.now() - timedelta(days=30)):
        contact()
    made = services.save_home(acting("secretary"), member("member"), Home("Chi bộ 9", "Phường Láng", "Hà Nội", True),
                              seen=contact(letter=None).version)
    db.session.commit()
    assert (made.letter_on, made.valid_to) == (None, None)
    past = queries.past_contacts(member("member"))
    assert [(one.cell, one.letter_number) for one in past] == [("Chi bộ Tổ dân phố 5", "07-GT")]


def test_two_writers_see_both_texts(as_: As) -> None:
    contact()
    path = f"/dang-vien/{member('member').id}/hai-chieu/sua"
    first, second = as_("secretary"), as_("delegate")
    pages = [client.get(path) for client in (first, second)]
    assert first.submit(pages[0], {"cell": "Chi bộ A"}, action="/sua").status_code == 303
    answer = second.submit(pages[1], {"cell": "Chi bộ B"}, action="/sua")
    assert answer.status_code == 409
    assert "Chi bộ A" in answer.text
    assert 'value="Chi bộ B"' in answer.text
    assert second.submit(answer, action="/sua").status_code == 303


def test_the_residence_writes_its_remark_once_without_an_account(as_: As) -> None:
    typed, stranger = code(), as_(None)
    page = stranger.get(f"{PUBLIC}?ma={typed}")
    assert NAME not in page.text, "nothing is looked up by opening the address"
    entered = stranger.submit(page, {"ma": f"{typed[:5].lower()}-{typed[5:]}"}, action="/nhan-xet")
    assert entered.status_code == 200
    for shown in (NAME, "Chi bộ Ga Hà Nội"):
        assert shown in entered.text
    for hidden in ("Tổ dân phố", "999", "1980", "dự bị"):
        assert hidden not in entered.text.replace("0999 000 000", "").replace("0999000000", "")
    empty = stranger.submit(entered, {"text": "Gương mẫu, có trách nhiệm", "signer": ""}, action="/gui")
    assert "Ghi họ tên, chức vụ" in empty.text
    sent = stranger.submit(empty, {"signer": "Nguyễn Thị Bình, Bí thư"}, action="/gui")
    assert sent.headers["Location"] == PUBLIC + "/da-nhan"
    assert "Đã nhận nhận xét" in stranger.get(PUBLIC + "/da-nhan").text
    again = stranger.submit(entered, {"text": "Khác", "signer": "Ai đó"}, action="/gui")
    assert again.status_code == 422
    assert "đã dùng" in again.text
    remark = db.session.execute(db.select(ResidenceRemark)).scalar_one()
    assert (remark.text, remark.way, remark.account_id) == ("Gương mẫu, có trách nhiệm", "code", None)
    told = db.select(Notice.account_id).where(Notice.text.contains("Nơi cư trú"))
    assert len(list(db.session.execute(told).scalars())) == 2


def test_a_code_is_stored_as_a_digest_and_replaced_by_the_next(as_: As) -> None:
    first = code()
    second = services.make_code(acting("secretary"), queries.contact_of(member("member")), year=clock.today().year,
                                period="year")[0]
    db.session.commit()
    stored = db.session.execute(db.select(ResidenceCode)).scalar_one()
    assert second not in stored.digest
    for typed, status in ((first, 422), (second, 200), ("ABCDEFGHJK", 422), ("", 422), ("x" * 50, 422)):
        client = as_(None)
        assert client.submit(client.get(PUBLIC), {"ma": typed}, action="/nhan-xet").status_code == status


def test_a_code_lives_sixty_days(as_: As) -> None:
    typed = code()
    for days, status in ((60, 200), (61, 422)):
        with time_machine.travel(clock.now() + timedelta(days=days)):
            client = as_(None)
            assert client.submit(client.get(PUBLIC), {"ma": typed}, action="/nhan-xet").status_code == status


def test_tries_are_counted_even_where_they_fail(as_: As) -> None:
    typed, client = code(), as_(None)
    page = client.get(PUBLIC)
    answers = [client.submit(page, {"ma": "WRONGCODE2"}, action="/nhan-xet").status_code for _ in range(21)]
    assert answers == [422] * 20 + [429]
    assert client.submit(page, {"ma": typed}, action="/nhan-xet").status_code == 429
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        assert client.submit(page, {"ma": typed}, action="/nhan-xet").status_code == 200
    keys = db.session.execute(db.select(ResidenceTry.key)).scalars()
    assert all("127.0.0.1" not in key for key in keys)


def test_a_code_does_not_overwrite_what_the_keeper_typed_in(as_: As) -> None:
    typed = code()
    services.save_remark(acting("secretary"), queries.contact_of(member("member")),
                         Said(clock.today().year, "year", "Từ bản giấy"))
    db.session.commit()
    client = as_(None)
    entered = client.submit(client.get(PUBLIC), {"ma": typed}, action="/nhan-xet")
    answer = client.submit(entered, {"text": "Từ mạng", "signer": "Bình"}, action="/gui")
    assert answer.status_code == 422
    assert "Kỳ này đã có nhận xét" in answer.text
    assert db.session.execute(db.select(ResidenceRemark.text)).scalar_one() == "Từ bản giấy"


def test_the_log_names_no_code(app: object) -> None:
    typed = code()
    facts = [str(entry.facts) for entry in db.session.execute(db.select(AuditEntry)).scalars()]
    assert facts
    assert not any(typed in one for one in facts)


@pytest.mark.parametrize(("ward", "province", "now"), [
    ("Phường Trúc Bạch", "Hà Nội", {"Phường Ba Đình, Thành phố Hà Nội"}),
    ("p. trúc bạch, quận Ba Đình", "", {"Phường Ba Đình, Thành phố Hà Nội"}),
    ("P.Trúc Bạch", "TP Hà Nội", {"Phường Ba Đình, Thành phố Hà Nội"}),
    ("Trúc Bạch", "Đà Nẵng", set()), ("Không có phường này", "", set()), ("", "", set()), (" , ", "", set()),
    ("Xã Hòa Liên", "Đà Nẵng", {"Phường Hải Vân, Thành phố Đà Nẵng", "Phường Liên Chiểu, Thành phố Đà Nẵng"}),
])
def test_wards_of_today_are_offered(ward: str, province: str, now: set[str]) -> None:
    assert {one.now for one in queries.offers(ward, province)} == now


def test_every_old_ward_of_the_table_has_an_offer() -> None:
    import gzip

    from portal.transfers.queries.wards import TABLE

    with gzip.open(TABLE, "rt", encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    assert len({(row[1], row[2], row[3]) for row in rows}) == 10035, "the five island districts had no wards"
    assert all(len(row) == 6 and all(row[place] for place in (0, 1, 3, 4, 5)) for row in rows)
    for _, old, district, where, new, now in rows[::700]:
        assert f"{new}, {now}" in {one.now for one in queries.offers(", ".join(filter(None, (old, district))), where)}


def test_people_who_are_exempt_from_activities_are_not_asked(app: object) -> None:
    from portal.members.api import State, enter_state

    enter_state(acting("administrator"), member("member"), State.EXEMPT, since=clock.today())
    db.session.commit()
    assert NAME not in statuses()
    assert db.session.execute(db.select(Member.id).where(Member.full_name == NAME)).scalar_one()
