"""The list and its table of contents: filters in the address, four sorts, counts of what one may read, any depth."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core import clock
from portal.core.db import db
from portal.documents import services
from portal.documents.models import KIND_GROUPS, Document, FieldOfWork, State
from portal.papers.kinds import KIND_NAMES
from tests.client import parse, text_of
from tests.documents.test_citations import document
from tests.documents.test_views import send, symbols
from tests.people import unit


def field(name: str) -> FieldOfWork:
    return db.session.execute(db.select(FieldOfWork).where(FieldOfWork.name == name)).scalar_one()


def put(made: Document, name: str) -> None:
    db.session.execute(db.update(Document).where(Document.id == made.id).values(field_id=field(name).id))
    db.session.commit()


def tree(page) -> dict[str, int]:
    """Entry of the table of contents → its count."""
    found = {}
    for item in parse(page).find(".//main").iter("li"):
        link, number = item.find("a"), item.find("span")
        if link is not None and number is not None:
            found[text_of(link)] = int(text_of(number).replace(".", ""))
    return found


def test_a_parent_includes_its_children(as_) -> None:
    one = document(symbol="1-NQ/ĐU", kind_name="nghị quyết", issuer_suffix="ĐU")
    two = document(symbol="2-QĐ/TW", kind_name="quy định", issuer="Ban Bí thư", issuer_suffix="TW")
    document(symbol="3-KH/TU", kind_name="kế hoạch", issuer="Thành ủy Cần Thơ", issuer_suffix="TU")
    put(one, "Đảng viên")
    put(two, "Xây dựng Đảng")
    client = as_("member")
    page = client.get("/van-ban/muc-luc")
    counts = tree(page)
    assert (counts["Lãnh đạo, chỉ đạo"], counts["nghị quyết"], counts["quy định"], counts["kế hoạch"]) == (2, 1, 1, 1)
    assert (counts["Xây dựng Đảng"], counts["Đảng viên"]) == (2, 1)
    assert (counts["Trung ương"], counts["Tỉnh, thành phố"], counts["Thành ủy Cần Thơ"]) == (1, 1, 1)
    for link in parse(page).find(".//main").iter("a"):
        number = next((text_of(one) for one in link_item(page, link).iter("span")), None)
        if link.get("href", "").startswith("/van-ban?") and number:
            assert len(symbols(client.get(link.get("href")))) == int(number), link.get("href")


def link_item(page, link):
    return next(item for item in parse(page).iter("li") if item.find("a") is link)


def test_counts_are_of_what_one_may_read(as_) -> None:
    document("ga_vinh", kind_name="chỉ thị", issuer="Cơ quan Kín")
    document(kind_name="nghị quyết")
    mine = as_("member").get("/van-ban/muc-luc")
    assert "chỉ thị" not in mine.text and "Cơ quan Kín" not in mine.text
    assert tree(mine)["nghị quyết"] == 1
    assert tree(as_("member_elsewhere").get("/van-ban/muc-luc")).get("nghị quyết") is None
    assert "Số đứng sau mỗi mục là số văn bản bạn đọc được" in mine.text


def test_filters_are_chips_that_come_off_one_by_one(as_) -> None:
    made = document(kind_name="nghị quyết", issuer_suffix="ĐU", issued_on=date(2025, 1, 1))
    put(made, "Cán bộ")
    query = {"nhom": "lanh-dao", "loai": "nghị quyết", "linh_vuc": field("Cán bộ").id, "cap": "dang-uy",
             "cua": "Đảng ủy Tổng công ty", "nam": "2025", "chat_luong": "tot", "xep": "date", "trang": "1"}
    client = as_("member")
    page = client.get("/van-ban", query_string=query)
    assert len(symbols(page)) == 1
    chips = [one.get("href") for one in parse(page).iter("a") if "Bỏ lọc" in text_of(one)]
    assert len(chips) == 7
    for name in ("nhom", "loai", "linh_vuc", "cap", "cua", "nam", "chat_luong"):
        off = next(chip for chip in chips if f"{name}=" not in chip)
        assert "xep=date" in off and "trang" not in off
        assert len(symbols(client.get(off))) == 1
    hidden = {one.get("name"): one.get("value") for one in parse(page).iter("input") if one.get("type") == "hidden"}
    assert {"nhom", "linh_vuc", "cap", "cua"} <= set(hidden), "filters of the tree stay when the form is sent"


@pytest.mark.parametrize("query", ["nhom=la", "cap=la", "linh_vuc=9999", "linh_vuc=x", "cua=Không có", "chat_luong=la",
                                   "luu_tru=y", "sau=999", "cap=khac"])
def test_unknown_values_find_nothing(as_, query: str) -> None:
    document(issuer_suffix="ĐU")
    page = as_("member").get(f"/van-ban?{query}")
    assert page.status_code == 200
    assert symbols(page) == []


def test_four_sorts(as_) -> None:
    for symbol, day in (("2-CV/ĐU", 3), ("10-CV/ĐU", 1), ("1-CV/ĐU", 2)):
        document(symbol=symbol, issued_on=date(2025, 1, day))
    for sort, order in (("", "1 10 2"), ("-date", "2 1 10"), ("date", "10 1 2"), ("symbol", "1 2 10"),
                        ("la", "1 10 2")):
        shown = [one.partition("-")[0] for one in symbols(as_("member").get(f"/van-ban?xep={sort}"))]
        assert " ".join(shown) == order, sort


def test_words_that_stand_in_no_subject_lead_to_the_whole_text(as_) -> None:
    document()
    page = as_("member").get("/van-ban", query_string={"q": "chuẩn hóa", "loai": "công văn"})
    link = next(one for one in parse(page).iter("a") if text_of(one) == "Tìm trong toàn văn")
    assert link.get("href") == "/tim-kiem?q=chu%E1%BA%A9n+h%C3%B3a"
    assert "Tìm trong toàn văn" not in as_("member").get("/van-ban?loai=la").text


def test_what_is_kept_under_a_name_is_said_before_and_holds_the_view(as_) -> None:
    document(state=State.DRAFT, kind_name="quy chế", symbol="5-QC/ĐU")
    document(kind_name="quy chế", symbol="6-QC/ĐU")
    clerk = as_("office_staff")
    shown = clerk.get("/van-ban", query_string={"xem": "cho-xac-nhan", "loai": "quy chế", "xep": "symbol"})
    link = next(one for one in parse(shown).iter("a") if text_of(one) == "Lưu danh sách này")
    page = clerk.get(link.get("href"))
    assert "Chờ xác nhận; Thể loại: quy chế; Xếp theo: số, ký hiệu" in page.text
    clerk.submit(page, {"name": "Quy chế chờ"}, action="/danh-sach")
    kept = next(one for one in parse(clerk.get("/van-ban/danh-sach")).iter("a") if text_of(one) == "Quy chế chờ")
    assert symbols(clerk.get(kept.get("href"))) == ["5-QC/ĐU"]
    assert "Lưu danh sách này" not in clerk.get("/van-ban?xem=cho-xac-nhan").text


def test_what_waits_narrows_to_one_unit_served(as_) -> None:
    """A chip says which and takes it off; what is not served finds nothing and is not named."""
    document(state=State.DRAFT, symbol="5-CV/ĐU")
    made = document(state=State.DRAFT, symbol="6-CV/CB", owner="ga_hanoi")
    clerk, cell = as_("delegate"), made.unit_id
    page = clerk.get(f"/van-ban?xem=cho-xac-nhan&don_vi={cell}")
    assert symbols(page) == ["6-CV/CB"]
    assert "Đơn vị: Chi bộ Ga Hà Nội" in page.text
    again = clerk.submit(page, {"q": "CV"}, action="/van-ban")
    assert symbols(again) == ["6-CV/CB"]
    chip = next(one.get("href") for one in parse(page).iter("a") if "Bỏ lọc" in text_of(one))
    assert symbols(clerk.get(chip)) == ["6-CV/CB", "5-CV/ĐU"]
    document(symbol="7-CV/CB", owner="ga_vinh", to=[f"s{unit('corporation').id}"])
    for odd in (unit("ga_vinh").id, 999_999, "9" * 30, "abc", "-1"):
        for view in ("cho-xac-nhan", ""):
            page = clerk.get("/van-ban", query_string={"xem": view, "don_vi": odd})
            assert (page.status_code, symbols(page)) == (200, []), odd
            assert "Chi bộ Ga Vinh" not in page.text, odd


def test_archived_papers_stand_behind_their_filter(as_) -> None:
    made = document(symbol="8-CV/ĐU")
    db.session.execute(db.update(Document).where(Document.id == made.id).values(archived_at=clock.now()))
    db.session.commit()
    assert symbols(as_("member").get("/van-ban")) == []
    assert symbols(as_("member").get("/van-ban?luu_tru=y")) == ["8-CV/ĐU"]


def many(number: int) -> None:
    """So many public documents of the committee, one a minute."""
    first = document(symbol="")
    columns = [column.name for column in Document.__table__.columns]
    row = dict(db.session.execute(db.select(Document.__table__).where(Document.id == first.id)).mappings().one())
    begin = clock.now() - timedelta(days=30)
    rows = [{**{name: row[name] for name in columns}, "id": first.id + n, "symbol": f"{n}-CV/ĐU", "identity": None,
             "published_at": begin + timedelta(minutes=n)} for n in range(1, number)]
    db.session.execute(db.insert(Document.__table__), rows)
    tokens = [{"document_id": row["id"], "token": first.readers[0].token} for row in rows]
    from portal.documents.models import DocumentReader

    db.session.execute(db.insert(DocumentReader.__table__), tokens)
    db.session.commit()


def test_the_whole_of_a_long_list_can_be_walked(as_) -> None:
    many(1060)
    client, url, seen = as_("member"), "/van-ban", []
    assert "hơn 1.000" in client.get(url).text
    last = client.get("/van-ban?trang=50")
    seen += symbols(last)
    older = next(one.get("href") for one in parse(last).iter("a") if text_of(one) == "Xem tiếp các văn bản cũ hơn")
    rest = client.get(older)
    seen += symbols(rest)
    numbers = [int(one.partition("-")[0]) for one in seen]
    assert numbers == sorted(numbers, reverse=True) and len(set(numbers)) == len(numbers)
    assert "có 60 mục" in rest.text
    tree_page = client.get("/van-ban/muc-luc")
    assert "đếm trong 1.000 văn bản mới nhất" in tree_page.text
    assert tree(tree_page)["công văn"] == 1000


def test_going_on_behind_a_hidden_paper_tells_nothing(as_) -> None:
    document(symbol="1-CV/ĐU")
    hidden = document("ga_vinh")
    document(symbol="2-CV/ĐU")
    assert symbols(as_("member").get(f"/van-ban?sau={hidden.id}")) == []
    assert symbols(as_("member").get("/van-ban?sau=99999")) == []


def test_the_field_of_work_is_chosen_by_clerks(as_) -> None:
    made = document()
    client = as_("office_staff")
    form = client.get(f"/van-ban/{made.id}/linh-vuc")
    assert "– Đảng viên" in form.text
    chosen = field("Đảng viên").id
    assert client.submit(form, {"field": str(chosen)}, action="/linh-vuc").status_code == 303
    assert db.session.get_one(Document, made.id).field_id == chosen
    again = client.get(f"/van-ban/{made.id}/linh-vuc")
    assert client.submit(again, {"field": "999"}, action="/linh-vuc").status_code == 422
    again = client.get(f"/van-ban/{made.id}/linh-vuc")
    assert f'value="{chosen}" selected' in again.text
    assert client.submit(again, {"field": ""}, action="/linh-vuc").status_code == 303
    assert db.session.get_one(Document, made.id).field_id is None
    assert as_("member").get(f"/van-ban/{made.id}/linh-vuc").status_code == 403
    assert as_("member_elsewhere").get(f"/van-ban/{made.id}/linh-vuc").status_code == 404
    assert as_("office_staff").get("/van-ban/999/linh-vuc").status_code == 404


def test_the_tree_of_fields_is_kept_by_the_administrator(as_) -> None:
    client = as_("administrator")
    page = client.get("/van-ban/linh-vuc")
    assert client.submit(page, {"name": "Đoàn viên", "parent": str(field("Đảng viên").id)}).status_code == 303
    made = field("Đoàn viên")
    assert made.path == f"{field('Đảng viên').path}{made.id}/" and made.level == 3
    page = client.get("/van-ban/linh-vuc")
    assert client.submit(page, {"name": "  Đoàn   viên", "parent": str(made.parent_id)}).status_code == 422
    page = client.get("/van-ban/linh-vuc")
    assert client.submit(page, {"name": "", "parent": ""}).status_code == 422
    number = field("Đoàn viên").id
    assert client.submit(client.get(f"/van-ban/linh-vuc/{number}"), {"name": "Thanh niên"},
                         action=f"/linh-vuc/{number}").status_code == 303
    assert field("Thanh niên").id == number
    paper = document()
    put(paper, "Thanh niên")
    page = client.get(f"/van-ban/linh-vuc/{number}")
    assert client.submit(page, action="/xoa").status_code == 303
    assert db.session.get_one(Document, paper.id).field_id == field("Đảng viên").id
    top = client.get(f"/van-ban/linh-vuc/{field('Xây dựng Đảng').id}")
    refused = client.submit(top, action="/xoa")
    assert refused.status_code == 422 and "còn lĩnh vực con" in refused.text
    assert as_("office_staff").get("/van-ban/linh-vuc").status_code == 403
    assert client.get("/van-ban/linh-vuc/999").status_code == 404
    assert send(client, f"/van-ban/linh-vuc/{number}").status_code == 404


def test_the_tree_is_at_most_five_deep(actor) -> None:
    from portal.core.errors import DomainError

    parent = None
    for name in "abcde":
        parent = services.add_field(actor("administrator"), name, parent)
    with pytest.raises(DomainError):
        services.add_field(actor("administrator"), "f", parent)
    db.session.rollback()


def test_every_kind_has_one_group() -> None:
    grouped = [name for group in KIND_GROUPS.values() for name in group.members]
    assert len(grouped) == len(set(grouped))
    assert set(KIND_NAMES) <= set(grouped), set(KIND_NAMES) - set(grouped)


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=12)
NAMES = ["q", "nhom", "loai", "linh_vuc", "cap", "cua", "co_quan", "nam", "chat_luong", "luu_tru", "xep", "sau", "xem",
         "trang"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.dictionaries(st.sampled_from(NAMES), TEXT, max_size=5))
def test_any_address_gives_a_page(as_, query: dict[str, str]) -> None:
    assert as_("member").get("/van-ban", query_string=query).status_code == 200, json.dumps(query)


def test_statements_of_the_lists_are_few_and_do_not_grow(as_) -> None:
    from sqlalchemy import event

    client, counts = as_("member"), []
    for _ in range(2):
        for path in ("/van-ban?linh_vuc=1&loai=công+văn", "/van-ban?q=noi+dung&co_quan=dang", "/van-ban/muc-luc",
                     "/van-ban/cua-toi"):
            seen: list[str] = []

            def count(*args: object, seen: list[str] = seen) -> None:
                seen.append(str(args[2]))

            event.listen(db.engine, "before_cursor_execute", count)
            client.get(path)
            event.remove(db.engine, "before_cursor_execute", count)
            counts.append(len([one for one in seen if one.startswith("SELECT")]))
        for _ in range(5):
            document()
    assert counts[:4] == counts[4:]
    assert max(counts) <= 6, counts
