"""The search page: what it shows of what it found, its address, and what it keeps to itself."""

import gzip
from datetime import date

import pytest
import structlog
from structlog.testing import capture_logs

from portal.core import clock
from portal.core.db import db
from portal.documents.api import Document
from portal.home.jobs import compare
from portal.jobs.queue import index_later
from portal.jobs.worker import run_all
from portal.search import active
from portal.search.engine import IndexUnavailable
from portal.search.entry import Entry
from tests.client import parse, text_of
from tests.factories.documents import document
from tests.people import unit

SEARCH = "/tim-kiem"


@pytest.fixture
def library(app) -> dict[str, int]:  # type: ignore[no-untyped-def]
    """Four papers that the members of one cell read, and one that only another cell does."""
    mine, others = [f"s{unit('hanoi').id}"], [f"s{unit('vinh').id}"]
    papers = {
        "plan": document(to=mine, symbol="12-KH/ĐU", kind_name="kế hoạch", subject="Kế hoạch học tập nghị quyết",
                         issuer="Đảng ủy A", issued_on=date(2025, 3, 1)),
        "letter": document(to=mine, symbol="98-CV/ĐU", kind_name="công văn", subject="Công văn học tập nghị quyết",
                           issuer="Đảng ủy A", issued_on=date(2026, 2, 1)),
        "again": document(to=mine, symbol="7-KH/ĐU", kind_name="kế hoạch", subject="Kế hoạch học tập điều lệ",
                          issuer="Đảng ủy B", issued_on=date(2024, 2, 1)),
        "twin": document(to=mine, symbol="7-KH/ĐU", kind_name="kế hoạch", subject="Kế hoạch tập huấn",
                         issuer="Đảng ủy A", issued_on=date(2023, 2, 1)),
        "secret": document("vinh", to=others, symbol="55-CV/ĐU", kind_name="thông tri",
                           subject="Thông tri học tập bí mật", issuer="Đảng ủy C", issued_on=date(2025, 5, 5)),
    }  # fmt: skip
    for paper in papers.values():
        paper.sort_on = paper.issued_on
        index_later("document", paper.id)
    db.session.commit()
    run_all()
    return {name: paper.id for name, paper in papers.items()}


def titles(answer) -> list[str]:  # type: ignore[no-untyped-def]
    lists = [one for one in parse(answer).iter("ol") if one.get("class") == "hits"]
    headings = [item for one in lists for item in one.iter() if item.tag in ("h2", "h3")]
    return [text_of(link) for one in headings for link in one.iter("a")]


def test_what_was_typed_is_found_marked_and_leads_on_with_the_words(as_, library) -> None:
    answer = as_("member").get(SEARCH, query_string={"q": "ke hoach hoc tap"})
    assert "<mark>Kế hoạch học tập</mark>" in answer.text
    assert f'href="/van-ban/{library["plan"]}?q=ke+hoach+hoc+tap"' in answer.text
    assert "bí mật" not in answer.text
    assert "không có:" in answer.text


def test_a_whole_symbol_leads_to_its_paper(as_, library) -> None:
    client = as_("member")
    for typed in ("98-CV/ĐU", "98 cv du", " 98 - cv/đu"):
        answer = client.get(SEARCH, query_string={"q": typed})
        assert (answer.status_code, answer.location) == (303, f"/van-ban/{library['letter']}")
    assert client.get(SEARCH, query_string={"q": "98-CV/ĐU", "xep": "moi"}).status_code == 200
    twins = client.get(SEARCH, query_string={"q": "7-kh/du"})
    assert "Có 2 văn bản mang số, ký hiệu này" in twins.text
    hidden = client.get(SEARCH, query_string={"q": "55-CV/ĐU"})
    assert hidden.status_code == 200
    assert f"/van-ban/{library['secret']}" not in hidden.text
    assert as_("member_elsewhere").get(SEARCH, query_string={"q": "98-CV/ĐU"}).status_code == 200


def test_what_may_no_longer_be_read_is_no_namesake(as_, library) -> None:
    """Though the index still has it."""
    twin = db.session.get_one(Document, library["twin"])
    twin.trashed_at = clock.now()
    db.session.commit()
    answer = as_("member").get(SEARCH, query_string={"q": "7-kh/du"})
    assert (answer.status_code, answer.location) == (303, f"/van-ban/{library['again']}")


def test_filters_stand_in_the_address_with_counts_and_can_be_taken_away(as_, library) -> None:
    client = as_("member")
    answer = client.get(SEARCH, query_string={"q": "học tập"})
    for words in ("kế hoạch</a> (", "Đảng ủy A</a> (", "2026</a> ("):
        assert words in answer.text
    assert "thông tri" not in answer.text
    assert "Đảng ủy C" not in answer.text
    chosen = client.get(SEARCH, query_string={"q": "học tập", "loai-van-ban": "kế hoạch", "nam": "2025"})
    assert len(titles(chosen)) == 1
    assert "Bỏ lọc: </span>Loại văn bản: kế hoạch" in chosen.text
    none = client.get(SEARCH, query_string={"q": "học tập", "co-quan": "Đảng ủy C"})
    assert "Bỏ hết bộ lọc" in none.text
    assert client.get(SEARCH, query_string={"q": "học tập", "tu": "2026-01-01", "den": "nonsense"}).status_code == 200


@pytest.mark.parametrize(("sort", "first"), [("ngay", "letter"), ("so", "plan"), ("moi", "letter"), ("xyz", None)])
def test_orders(as_, library, sort: str, first: str | None) -> None:
    answer = as_("member").get(SEARCH, query_string={"q": "học tập nghị quyết", "xep": sort})
    assert answer.status_code == 200
    if first:
        names = {"letter": "Công văn 98-CV/ĐU", "plan": "Kế hoạch 12-KH/ĐU"}
        assert titles(answer)[0].startswith(names[first])


def test_keys_dates_and_hints(as_, library) -> None:
    client = as_("member")
    assert len(titles(client.get(SEARCH, query_string={"q": 'học tập loai:"kế hoạch" coquan:"đảng ủy b"'}))) == 1
    assert len(titles(client.get(SEARCH, query_string={"q": "học tập ngay:quý I/2026"}))) == 1
    assert "đề ngày trong “tuần sau”" in client.get(SEARCH, query_string={"q": "học tập tuần sau"}).text
    hinted = client.get(SEARCH, query_string={"q": "ga:vinh học tập"})
    assert "Không có tiêu chí “ga:”" in hinted.text
    assert "“31/02/2026” không phải là ngày" in client.get(SEARCH, query_string={"q": "học tập tu:31/02/2026"}).text


def test_slips_and_keys_of_a_keyboard_are_said(as_, library) -> None:
    client = as_("member")
    for typed in ("kế hoạhc học tập", "kees hoachj hocj taapj"):
        answer = client.get(SEARCH, query_string={"q": typed})
        assert "Đã tìm cả “kế hoạch học tập”" in answer.text
        assert titles(answer)[0].startswith("Kế hoạch")
    exact = client.get(SEARCH, query_string={"q": "kế hoạhc học tập", "dung": "1"})
    assert "Đã tìm cả" not in exact.text


def test_nothing_found_is_no_dead_end(as_, library) -> None:
    answer = as_("member").get(SEARCH, query_string={"q": "xyzzyx"})
    assert "Không tìm thấy mục nào" in answer.text
    assert "Có phải bạn muốn tìm" not in answer.text
    fewer = as_("member").get(SEARCH, query_string={"q": "xyzzyx điều lệ"})
    assert "Có phải bạn muốn tìm" in fewer.text


def test_without_an_index_it_says_so(as_, library, monkeypatch) -> None:
    def gone(query: object) -> None:
        raise IndexUnavailable("không có", "gone")

    monkeypatch.setattr(active.engine(), "find", gone)
    answer = as_("member").get(SEARCH, query_string={"q": "học tập"})
    assert answer.status_code == 200
    assert "đang được dựng lại" in answer.text


def test_similar_ones_are_of_what_may_be_read(as_, library) -> None:
    page = as_("member").get(f"/tim-kiem/tuong-tu?loai=document&so={library['plan']}")
    assert titles(page)
    assert "bí mật" not in page.text
    for odd in ("loai=document", "loai=x&so=1", "loai=document&so=abc", f"loai=document&so={library['secret']}",
                "loai=document&so=99999999999999"):
        assert "không dành cho bạn" in as_("member").get(f"/tim-kiem/tuong-tu?{odd}").text
    listed = as_("member").get(SEARCH, query_string={"q": "học tập"})
    assert f'href="/tim-kiem/tuong-tu?loai=document&amp;so={library["plan"]}"' in listed.text


@pytest.mark.parametrize("typed", ["", " ", '"', "-", "*", "OR", "loai:", "' OR 1=1 --", "<script>", "a" * 10_000, "%",
                                   "\x00", "title:[a TO b]", "tu:31/02/2026"])
def test_anything_may_be_typed(as_, library, typed: str) -> None:
    assert as_("member").get(SEARCH, query_string={"q": typed, "trang": "9"}).status_code == 200


def test_nightly_comparison_mends_what_drifted(app, library) -> None:
    engine = active.engine()
    before = engine.inventory()
    engine.drop([("document", library["plan"])])
    engine.put([Entry("document", 999_999, "Ma", readers=frozenset({"s1"}))])
    compare([])
    assert engine.inventory() == before


def test_operations_tell_of_the_index(as_, library) -> None:
    client = as_("administrator")
    answer = client.get("/quan-ly/van-hanh")
    for words in ("Số mục", "Ghi lần cuối", "Thay đổi đang chờ ghi", "Dựng lại chỉ mục"):
        assert words in answer.text
    assert client.submit(answer, action="dung-lai").status_code == 303
    assert "Đã đặt việc dựng lại chỉ mục" in client.get("/quan-ly/van-hanh").text
    run_all()
    assert as_("member").get("/quan-ly/van-hanh").status_code == 403


def test_titles_while_one_types(as_, library) -> None:
    client = as_("member")
    answer = client.get("/tim-kiem/goi-y", query_string={"q": "nghị quy"})
    assert [text_of(link) for link in parse(answer).iter("a")][-1] == "Xem mọi kết quả"
    assert "2 gợi ý" in answer.text
    assert "<html" not in answer.text
    assert len(gzip.compress(answer.data)) <= 1200
    assert "bí mật" not in client.get("/tim-kiem/goi-y", query_string={"q": "học tập"}).text
    for typed in ("", "n", "xyzzyx", '"', "-nghị", "OR", "loai:", "\x00\x00", "%%", "a" * 10_000):
        assert client.get("/tim-kiem/goi-y", query_string={"q": typed}).status_code in (200, 204)
    assert client.get("/tim-kiem/goi-y", query_string={"q": "n"}).status_code == 204


def test_titles_are_few_and_small(as_, app) -> None:
    for number in range(30):
        document(subject=f"Kế hoạch học tập và thực hiện nghị quyết số {number * 7919} " + "dài " * 60)
    run_all()
    answer = as_("member").get("/tim-kiem/goi-y", query_string={"q": "kế hoạch"})
    assert len(list(parse(answer).iter("a"))) == 7
    assert len(gzip.compress(answer.data)) <= 1200


def test_without_an_index_no_titles(as_, library, monkeypatch) -> None:
    def gone(query: object) -> None:
        raise IndexUnavailable("không có", "gone")

    monkeypatch.setattr(active.engine(), "find", gone)
    answer = as_("member").get("/tim-kiem/goi-y", query_string={"q": "học tập"})
    assert (answer.status_code, answer.text) == (204, "")


def test_the_log_hears_once_that_the_index_is_missing(as_, library, monkeypatch) -> None:
    reader, reasons = as_("member"), [IndexUnavailable("thiếu").reason, IndexUnavailable("khóa").reason]
    now: list[object] = [reasons[0]]
    monkeypatch.setattr(active, "log", structlog.wrap_logger(
        structlog.PrintLogger(), wrapper_class=structlog.make_filtering_bound_logger("info")))

    def refuse(*args: object) -> None:
        raise IndexUnavailable(now[0], "detail")

    def three() -> list[str]:
        with capture_logs() as lines:
            for address in (f"{SEARCH}?q=a", f"{SEARCH}/goi-y?q=hoc", f"{SEARCH}/tuong-tu?loai=document&so=1"):
                assert reader.get(address).status_code in (200, 204)
        return [line["event"] for line in lines if line["event"].startswith("search")]

    assert three() == []
    with monkeypatch.context() as broken:
        for verb in ("find", "similar"):
            broken.setattr(active.engine(), verb, refuse)
        assert (three(), three()) == (["search_unavailable"], [])
        assert "đang được dựng lại" in reader.get(f"{SEARCH}/tuong-tu?loai=document&so=1").text
        now[0] = reasons[1]
        assert (three(), three()) == (["search_unavailable"], [])
    assert (three(), three()) == (["search_answers_again"], [])


@pytest.mark.once
@pytest.mark.parametrize("asked", ["-", "--", '"', "“”", "*", "-họp", '-"họp tổ"', "((", "đâu-không-có"])
def test_signs_alone_ask_for_nothing_and_are_told_so(as_, library, asked: str) -> None:
    answer = as_("member").get(SEARCH, query_string={"q": asked})
    assert answer.status_code == 200
    assert ("Chưa có từ nào để tìm" in answer.text) is (asked[0] != "đ"), asked
