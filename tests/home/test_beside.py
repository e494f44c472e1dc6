"""What the one box finds besides the index: people whom one may read of, one's own opinions, what is still unread."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from portal.core.actor import Viewer
from portal.core.db import db
from portal.core.text import fold
from portal.documents.services.marks import remember_opening
from portal.feedback.api import Visibility
from portal.home import queries
from portal.home.queries import Asked
from portal.jobs.worker import run_all
from portal.members.api import State, named, readable
from portal.search import active
from portal.search.engine import IndexUnavailable
from tests.client import parse, text_of
from tests.factories.documents import document
from tests.factories.feedback import opinion
from tests.factories.members import member, record
from tests.people import PEOPLE, person, unit

SEARCH = "/tim-kiem"


@pytest.fixture
def index(app) -> None:  # type: ignore[no-untyped-def]
    """An index with one paper."""
    document(subject="Thông báo nghỉ lễ")
    run_all()


def links(answer) -> dict[str, str]:  # type: ignore[no-untyped-def]
    main = parse(answer).find(".//main")
    return {text_of(link): link.get("href") for link in main.iter("a")}  # type: ignore[union-attr]


def test_people_of_the_units_one_keeps_are_found_by_name(as_, index) -> None:
    answer = as_("secretary").get(SEARCH, query_string={"q": "nguyen van an"})
    assert links(answer)["Nguyễn Văn An"] == f"/dang-vien/{record('member').id}"
    assert "Chi bộ Ga Hà Nội" in answer.text
    assert person("member").citizen_id not in answer.text
    assert "Đảng viên (1)" in answer.text
    only = as_("secretary").get(SEARCH, query_string={"q": "nguyen van an", "loai": "member"})
    assert "Nguyễn Văn An" in links(only)
    assert as_("secretary").get(links(answer)["Nguyễn Văn An"]).status_code == 200


def test_where_a_person_is_meant_no_slip_is_looked_for(as_, index) -> None:
    document(subject="Nguyên vận chuyển ăn")
    run_all()
    found = as_("secretary").get(SEARCH, query_string={"q": "nguyễn văn an"})
    assert "Nguyễn Văn An" in links(found)
    assert "Đã tìm cả" not in found.text


def test_nobody_else_finds_a_person_nor_a_count(as_, index) -> None:
    for key in ("neighbour", "member_elsewhere", "secretary_elsewhere", "probationary"):
        for words in ("nguyễn văn an", person("member").citizen_id, person("member").citizen_id[-4:]):
            answer = as_(key).get(SEARCH, query_string={"q": words})
            assert "Nguyễn Văn An" not in links(answer)
            assert "Đảng viên (" not in answer.text
    assert "Nguyễn Văn An" in links(as_("member").get(SEARCH, query_string={"q": "nguyễn văn an"}))


def test_numbers_are_no_names(as_, index) -> None:
    answer = as_("secretary").get(SEARCH, query_string={"q": person("member").citizen_id})
    assert "Nguyễn Văn An" not in answer.text


@pytest.mark.parametrize("key", PEOPLE)
def test_people_are_those_of_the_register(actor, key: str) -> None:
    member("Nguyễn Văn Ẩn", "ga_vinh", state=State.PROBATIONARY)
    member("Nguyễn Vân An", "dau_may")
    one = actor(key)
    every = list(db.session.execute(readable(one)).scalars())
    for words in ("nguyễn văn an", "an", "văn", "Ánh", "lê thị ánh", "xyz", "nguyễn", "PHẠM văn cuong", "vă"):
        wanted = set(fold(words).split())
        expected = {person.id for person in every if wanted <= set(person.search_key.split())}
        assert {found.id for found in named(one, words)} == expected, words


def test_i_and_y_of_a_name_are_one(actor, as_, index) -> None:
    for name in ("Lý Thị Mỹ", "Lí Văn Quí", "Trần Thị Tay"):
        member(name)
    keeper = actor("secretary")
    assert {one.full_name for one in named(keeper, "lí")} == {"Lý Văn Minh", "Lý Thị Mỹ", "Lí Văn Quí"}
    assert [one.full_name for one in named(keeper, "ly thi mi")] == ["Lý Thị Mỹ"]
    assert [one.full_name for one in named(keeper, "Lý Văn Quý")] == ["Lí Văn Quí"]
    assert named(keeper, "tai") == []
    mine = opinion("member", text="Đề nghị xem lại mì tôm ở toa ăn và kỹ thuật")
    for words in ("mỳ tôm", "mì tôm", "kĩ thuật"):
        assert f"/gop-y/{mine.id}" in links(as_("member").get(SEARCH, query_string={"q": words})).values()


def test_those_with_the_very_accents_come_first(actor, app) -> None:
    for name in ("Nguyễn Văn Ấn", "Nguyễn Vạn An", "Nguyễn Văn Ân"):
        member(name)
    found = [one.full_name for one in named(actor("secretary"), "nguyễn văn ân")]
    assert found[0] == "Nguyễn Văn Ân"
    assert set(found) == {"Nguyễn Văn An", "Nguyễn Văn Ấn", "Nguyễn Văn Ân", "Nguyễn Vạn An"}


@pytest.mark.parametrize("typed", ["", " ", "%", "_", "a", "98", "nguyễn%", "a" * 500, "x y z t u v w k", '"', "\x00",
                                   "'"])
def test_what_is_no_name_finds_nobody(actor, app, typed: str) -> None:
    assert named(actor("administrator"), typed) == []


def test_a_long_list_is_cut_and_leads_to_the_register(as_, index) -> None:
    for number in range(8):
        member(f"Hoàng Thị Mơ {'abcdefgh'[number]}x")
    answer = as_("secretary").get(SEARCH, query_string={"q": "hoang thi mo"})
    assert "8 kết quả." in answer.text
    assert sum(name.startswith("Hoàng Thị Mơ") for name in links(answer)) == 5
    more = links(answer)["Xem tất cả: Đảng viên"]
    assert as_("secretary").get(more).text.count("Hoàng Thị Mơ") >= 8
    every = as_("secretary").get(SEARCH, query_string={"q": "hoang thi mo", "loai": "member"})
    assert sum(name.startswith("Hoàng Thị Mơ") for name in links(every)) == 8


def test_own_opinions_and_nobody_elses(as_, index, actor) -> None:
    mine = opinion("member", text="Đề nghị sửa mái che sân ga", visibility=Visibility.HANDLERS)
    found = as_("member").get(SEARCH, query_string={"q": "mai che"})
    assert f"/gop-y/{mine.id}" in links(found).values()
    assert "<mark>mái che</mark>" in found.text
    for key in ("secretary", "neighbour", "administrator"):
        other = as_(key).get(SEARCH, query_string={"q": "mai che"})
        assert "Góp ý của tôi" not in other.text
        assert "sân ga" not in other.text
    assert "Góp ý của tôi" not in as_("member").get(SEARCH, query_string={"q": "mai che xyz"}).text
    looked_at = replace(actor("member"), viewed_by=Viewer(1, "Quản trị", 1, datetime(2030, 1, 1, tzinfo=UTC)))
    assert queries.beside(looked_at, Asked("mai che")) == []


def test_people_are_found_without_an_index_too(as_, index, monkeypatch) -> None:
    def gone(query: object) -> None:
        raise IndexUnavailable("không có", "gone")

    monkeypatch.setattr(active.engine(), "find", gone)
    answer = as_("secretary").get(SEARCH, query_string={"q": "nguyen van an"})
    assert "đang được dựng lại" in answer.text
    assert "Nguyễn Văn An" in links(answer)


def test_with_a_filter_only_what_it_fits_is_shown(as_, index) -> None:
    for address in ({"nam": "2025"}, {"tu": "2025-01-01"}, {"chua-doc": "1"}, {"loai": "news"}, {"trang": "2"}):
        answer = as_("secretary").get(SEARCH, query_string={"q": "nguyễn văn an", **address})
        assert "Nguyễn Văn An" not in links(answer), address


def test_what_is_unread_by_me(as_, app, actor) -> None:
    mine, others = [f"s{unit('hanoi').id}"], [f"s{unit('vinh').id}"]
    first, second = (document(to=mine, subject=f"Kế hoạch học tập {name}").id for name in ("cũ", "mới"))
    document("vinh", to=others, subject="Kế hoạch học tập bí mật")
    run_all()
    client = as_("member")
    every = client.get(SEARCH, query_string={"q": "học tập"})
    assert links(every)["Chưa đọc (2)"] == "/tim-kiem?q=h%E1%BB%8Dc+t%E1%BA%ADp&chua-doc=1"
    remember_opening(actor("member"), first, None)
    left = client.get(links(client.get(SEARCH, query_string={"q": "học tập"}))["Chưa đọc (1)"])
    assert "1 kết quả." in left.text
    assert f"/van-ban/{second}?" in left.text
    assert f"/van-ban/{first}?" not in left.text
    assert links(left)["Bỏ lọc: Chưa đọc"].endswith("q=h%E1%BB%8Dc+t%E1%BA%ADp")
    assert "Chưa đọc (2)" in links(as_("neighbour").get(SEARCH, query_string={"q": "học tập"}))
    remember_opening(actor("member"), second, None)
    assert "Chưa đọc (" not in client.get(SEARCH, query_string={"q": "học tập"}).text
    none = client.get(SEARCH, query_string={"q": "học tập", "chua-doc": "1"})
    assert "Bỏ hết bộ lọc" in none.text


def test_what_was_read_is_nobody_elses_business(as_, app, actor) -> None:
    document(subject="Kế hoạch học tập", issued_on=date(2025, 1, 1))
    run_all()
    looked_at = replace(actor("member"), viewed_by=Viewer(1, "Quản trị", 1, datetime(2030, 1, 1, tzinfo=UTC)))
    asked = Asked("học tập", unread=True)
    assert (asked.query(looked_at).opened, asked.query(looked_at).unread) == ({}, False)
    assert queries.find(looked_at, asked).unread == 0
    assert Asked.of(asked.address) == asked
    assert "Chưa đọc" in asked.filters


@pytest.mark.parametrize("asked", ["quý IV/2025", "sổ tay quý IV/2025", "tháng 12/2025", "sổ tay 15/12/2025"])
def test_a_time_at_the_end_bounds_the_date_where_no_text_holds_it(as_, app, asked: str) -> None:
    inside = document(subject="Hướng dẫn dùng sổ tay", issued_on=date(2025, 12, 15), symbol="8-HD/ĐU").id
    outside = document(subject="Sổ tay đảng viên, quý vị đại biểu", issued_on=date(2026, 3, 15), symbol="9-HD/ĐU").id
    run_all()
    client = as_("member")
    answer = client.get(SEARCH, query_string={"q": asked})
    assert f'/van-ban/{inside}?' in answer.text and f'/van-ban/{outside}?' not in answer.text
    assert "theo chữ đã gõ" in answer.text and "Đã tìm cả" not in answer.text
    typed = client.get(SEARCH, query_string={"q": asked, "dung": "1"})
    assert "theo chữ đã gõ" not in typed.text
    document(subject=f"Báo cáo {asked}", issued_on=date(2026, 1, 5), symbol="10-HD/ĐU")
    run_all()
    assert "theo chữ đã gõ" not in client.get(SEARCH, query_string={"q": asked}).text, "a text holds it: it is offered"


def test_a_quarter_at_the_end_is_offered_as_a_day(as_, app) -> None:
    document(subject="Báo cáo công tác quý I/2026", issued_on=date(2026, 4, 5))
    document(subject="Báo cáo công tác tháng 2", issued_on=date(2026, 3, 5))
    run_all()
    answer = as_("member").get(SEARCH, query_string={"q": "báo cáo công tác quý I/2026"})
    assert answer.text.count('class="hits"') == 1
    bounded = as_("member").get(links(answer)["Chỉ lấy mục đề ngày trong thời gian đã gõ"])
    assert "ngay:quý I/2026" in bounded.text
    assert "tháng 2" in bounded.text
