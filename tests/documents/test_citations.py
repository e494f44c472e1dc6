"""Where citations lead, who cites a paper, what is missing and what contradicts: never beyond the reader's rights."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from portal.core.actor import STRANGER, Actor
from portal.core.db import db
from portal.core.symbols import link_symbols, link_symbols_in
from portal.documents import queries, services
from portal.documents.models import (
    Document,
    DocumentPart,
    DocumentReader,
    Relation,
    cannot_both_be,
    issuer_key_of,
    same_issuer,
    sought_by,
)
from portal.documents.queries.contradictions import falling
from portal.documents.queries.markup import mark_citations
from portal.papers.citations import find_citations
from tests.client import parse, text_of
from tests.factories.documents import LETTER_98, taken_in
from tests.factories.documents import document as made_document
from tests.people import unit

OWN = "Đảng ủy Tổng công ty Đường sắt Việt Nam"


def document(*args, **fields) -> Document:
    """A document that stays readable when requests have closed its session."""
    made = made_document(*args, **fields)
    db.session.refresh(made)
    db.session.expunge(made)
    return made


def citing(text: str, owner: str = "hanoi", **fields) -> Document:
    """A published document whose text cites."""
    made = document(owner, text=text, **fields)
    found = find_citations(text, made.symbol)
    part = db.session.get_one(DocumentPart, (made.id, 1))
    part.html = mark_citations(part.html, [one.symbol.text for one in found])
    db.session.add_all(services.citation_rows(made.id, found))
    db.session.commit()
    return made


def links(page) -> dict[str, str]:
    """Words → address of the links in the text."""
    return {text_of(one): one.get("href") for one in parse(page).find(".//article").iter("a")}


def test_issuers_are_told_apart_where_the_symbol_does_not_tell(as_) -> None:
    document(symbol="28-KH/ĐU", issuer=OWN, issued_on=date(2025, 10, 6))
    made = citing("Kế hoạch số 28-KH/ĐU, ngày 06/10/2025 của Đảng ủy Chính phủ và Kế hoạch số 29-KH/ĐU của Đảng ủy "
                  "Chính phủ.", issuer=OWN)
    page = as_("member").get(f"/van-ban/{made.id}")
    assert links(page) == {}
    right = document(symbol="28-KH/ĐU", issuer="Đảng ủy Chính phủ", issued_on=date(2025, 10, 6), owner="corporation")
    assert links(as_("member").get(f"/van-ban/{made.id}")) == {"28-KH/ĐU": f"/van-ban/{right.id}"}


def test_a_later_mention_means_what_the_first_one_said(as_) -> None:
    old = document(symbol="12-NQ/ĐU", kind_name="nghị quyết", issuer=OWN, issued_on=date(2020, 3, 2))
    new = document(symbol="12-NQ/ĐU", kind_name="nghị quyết", issuer=OWN, issued_on=date(2026, 9, 5))
    made = citing("Thực hiện Nghị quyết số 12-NQ/ĐU, ngày 05/9/2026 của Đảng ủy Tổng công ty. Các chi bộ học tập Nghị "
                  "quyết 12-NQ/ĐU trong quý này.")
    html = as_("member").get(f"/van-ban/{made.id}").text
    assert html.count(f'<a href="/van-ban/{new.id}">12-NQ/ĐU</a>') == 2
    assert f'"/van-ban/{old.id}"' not in html


def test_several_of_one_symbol_are_offered(as_) -> None:
    made = citing("Theo Nghị quyết 18-NQ/TW về đổi mới.")
    one = document(symbol="18-NQ/TW", kind_name="nghị quyết", issuer="Ban Chấp hành Trung ương",
                   issued_on=date(2017, 10, 25))
    other = document(symbol="18-NQ/TW", kind_name="nghị quyết", issuer="Ban Chấp hành Trung ương",
                     issued_on=date(2022, 6, 16))
    client = as_("member")
    url = links(client.get(f"/van-ban/{made.id}"))["18-NQ/TW"]
    assert url.startswith("/van-ban/vien-dan?")
    choice = client.get(url)
    assert [link.get("href") for link in parse(choice).find(".//main").iter("a")][1:] == [
        f"/van-ban/{other.id}", f"/van-ban/{one.id}"]
    answer = client.get("/van-ban/vien-dan?ky_hieu=18-nq/tw&ngay=2017-10-25")
    assert (answer.status_code, answer.location) == (303, f"/van-ban/{one.id}")


def test_a_wrong_day_is_said_and_not_followed(as_) -> None:
    right = document(symbol="204-QĐ/TW", kind_name="quyết định", issuer="Ban Bí thư", issued_on=date(2024, 11, 29))
    address = taken_in(as_("committee_secretary"), LETTER_98)
    client = as_("member")
    url = links(client.get(address))["204-QĐ/TW"]
    page = client.get(url)
    assert "Nơi viện dẫn ghi ngày 29/11/2025" in page.text
    assert f"/van-ban/{right.id}" in page.text
    assert "29/11/2025" in client.get(address).text, "the text stays as it was printed"


@pytest.mark.parametrize("query", ["", "ky_hieu=", "ky_hieu=x&ngay=32", "ky_hieu=204-QĐ/TW&ngay=2025-02-30",
                                   "ky_hieu=%00&co_quan=" + "a" * 3000])
def test_odd_questions_find_nothing(as_, query: str) -> None:
    page = as_("member").get(f"/van-ban/vien-dan?{query}")
    assert page.status_code == 200
    asked_for_one = "ky_hieu=x" in query or "ky_hieu=204" in query
    assert ("Không có văn bản nào số này mà bạn đọc được" in page.text) == asked_for_one
    assert 'name="ky_hieu"' in page.text, "and one may look again"


def test_a_paper_out_of_reach_is_as_one_nobody_has(as_) -> None:
    """A22: the same bytes whether the target exists elsewhere or not at all."""
    text = "Công văn số 77-CV/ĐU, ngày 01/3/2026 của Đảng ủy Tổng công ty."
    made = citing(text)
    client = as_("member")

    def without_keys(page) -> str:
        return "".join(part for part in page.text.split("\n") if "form_key" not in part and "csrf" not in part)

    paths = [f"/van-ban/{made.id}", "/van-ban/vien-dan?ky_hieu=77-CV/ĐU&ngay=2026-03-01", "/van-ban/cua-toi"]
    before = [without_keys(client.get(path)) for path in paths]
    hidden = document("ga_vinh", symbol="77-CV/ĐU", issuer=OWN, issued_on=date(2026, 3, 1), subject="chuyện kín")
    assert [without_keys(client.get(path)) for path in paths] == before
    assert "chuyện kín" not in "".join(before)
    assert links(as_("corporation_staff").get(f"/van-ban/{made.id}")) == {}, "not addressed to them either"
    db.session.execute(db.update(DocumentReader).where(DocumentReader.document_id == hidden.id).values(
        token=f"s{unit('hanoi').id}"))
    db.session.commit()
    assert links(client.get(f"/van-ban/{made.id}")) == {"77-CV/ĐU": f"/van-ban/{hidden.id}"}


def test_links_follow_publishing_and_withdrawal_at_once(as_, actor) -> None:
    target = document(symbol="55-KH/ĐU", issuer=OWN, issued_on=date(2026, 2, 2))
    made = citing("Kế hoạch số 55-KH/ĐU, ngày 02/02/2026.")
    client = as_("member")
    assert links(client.get(f"/van-ban/{made.id}"))
    assert "Được viện dẫn bởi 1 văn bản" in client.get(f"/van-ban/{target.id}").text
    services.withdraw(actor("committee_secretary"), db.session.get_one(Document, target.id), "thử")
    db.session.commit()
    assert links(client.get(f"/van-ban/{made.id}")) == {}


def test_backlinks_count_what_the_reader_may_read(as_) -> None:
    target = document("corporation", symbol="60-KH/ĐU", issuer=OWN, issued_on=date(2026, 2, 2))
    for _ in range(22):
        citing("Kế hoạch số 60-KH/ĐU, ngày 02/02/2026 của Đảng ủy Tổng công ty.")
    citing("Kế hoạch 60-KH/ĐU, ngày 02/02/2026.", "ga_vinh", subject="của Vinh")
    citing("Kế hoạch 60-KH/ĐU, ngày 03/02/2026.", subject="ngày khác")
    citing("Kế hoạch 60-KH/ĐU của Đảng ủy Chính phủ.", subject="cơ quan khác")
    member, vinh = as_("member"), as_("member_elsewhere")
    assert "Được viện dẫn bởi 22 văn bản" in member.get(f"/van-ban/{target.id}").text
    assert "Được viện dẫn bởi 1 văn bản" in vinh.get(f"/van-ban/{target.id}").text
    listed = member.get(f"/van-ban/{target.id}/duoc-vien-dan?trang=2")
    assert len(list(parse(listed).find(".//div[@id='results']").iter("a"))) >= 2
    for words in ("của Vinh", "ngày khác", "cơ quan khác"):
        assert words not in listed.text + member.get(f"/van-ban/{target.id}/duoc-vien-dan").text
    assert member.get("/van-ban/999/duoc-vien-dan").status_code == 404
    assert member.post(f"/van-ban/{target.id}/duoc-vien-dan").status_code in (400, 405)


def test_what_the_library_lacks_is_counted_over_what_the_clerk_may_read(as_, actor) -> None:
    citing("Quy định số 339-QĐ/TW, ngày 10/7/2025 của Ban Bí thư và Kế hoạch số 168-KH/VPTW, ngày 21/8/2025.")
    citing("Quy định 339-QĐ/TW, ngày 10/7/2025; Công văn số 7-CV/ĐU, ngày 01/02/2026 của Đảng ủy Tổng công ty.")
    citing("Kế hoạch số 168-KH/VPTW, ngày 21/8/2025.", "ga_vinh")
    document(symbol="07-CV/ĐU", issuer=OWN, issued_on=date(2026, 2, 1))
    document("ga_vinh", symbol="339-QĐ/TW", issuer="Ban Bí thư", issued_on=date(2025, 7, 10))
    assert lacking(actor("office_staff")) == [("339-QĐ/TW", 2), ("168-KH/VPTW", 1)]
    assert lacking(actor("secretary_elsewhere")) == [("168-KH/VPTW", 1)]
    page = as_("office_staff").get("/van-ban/con-thieu")
    assert "339-QĐ/TW" in page.text
    part = as_("office_staff").get("/van-ban/con-thieu", headers={"HX-Request": "true", "HX-Target": "div#results"})
    assert part.text.strip() in as_("office_staff").get("/van-ban/con-thieu").text
    assert "Mọi văn bản được viện dẫn đều có" in as_("office_staff").get("/van-ban/con-thieu?nam=1999").text
    assert as_("office_staff").get("/van-ban/con-thieu?nam=x").status_code == 200


def test_what_most_papers_lack_stands_first_and_is_looked_for_page_by_page(as_, actor, monkeypatch) -> None:
    monkeypatch.setattr("portal.documents.queries.AHEAD", 1)
    for number in range(1, 46):
        citing(f"Kế hoạch số {number:02d}-KH/TW, ngày 05/01/2026; Kế hoạch {number:02d}-KH/TW, ngày 05/01/2026.")
    citing("Kế hoạch số 44-KH/TW, ngày 05/01/2026 và Kế hoạch số 45-KH/TW, ngày 05/01/2026 của Ban Bí thư.")
    citing("Kế hoạch số 45-KH/TW, ngày 05/01/2026, Kế hoạch số 46-KH/TW.")
    document(symbol="03-KH/TW", issuer="Ban Bí thư", issued_on=date(2026, 1, 5))
    found = lacking(actor("office_staff"))
    rest = [(f"{number:02d}-KH/TW", 1) for number in range(1, 47) if number not in (3, 44, 45)]
    assert found == [("45-KH/TW", 3), ("44-KH/TW", 2), *rest]
    clerk = as_("office_staff")
    first, last = clerk.get("/van-ban/con-thieu"), clerk.get("/van-ban/con-thieu?trang=3")
    assert "hơn 40" in first.text and "có 45 mục" in last.text
    assert "01-KH/TW" in first.text and "46-KH/TW" in last.text and "01-KH/TW" not in last.text


def lacking(reader: Actor) -> list[tuple[str, int]]:
    """Symbols the library lacks, with how many papers cite each."""
    return [(row.symbol, row.number) for row in db.session.execute(queries.missing(reader))]


@pytest.mark.parametrize("path", ["/van-ban/con-thieu", "/van-ban/mau-thuan"])
def test_lists_of_clerks_are_for_clerks(as_, path: str) -> None:
    assert as_("member").get(path).status_code == 403
    assert as_(None).get(path).status_code == 401
    assert as_("secretary").get(path).status_code == 200


def test_the_real_contradiction_of_the_letter_is_found(as_, actor) -> None:
    taken_in(as_("committee_secretary"), LETTER_98)
    assert queries.two_days(actor("office_staff")) == []
    document(symbol="204-QĐ/TW", kind_name="quyết định", issuer="Ban Bí thư", issued_on=date(2024, 11, 29))
    found = queries.two_days(actor("office_staff"))
    assert [one.symbol for one in found] == ["204-QĐ/TW"]
    assert {said.on for said in found[0].said} == {date(2024, 11, 29), date(2025, 11, 29)}
    page = as_("office_staff").get("/van-ban/mau-thuan").text
    assert "29/11/2025: viện dẫn trong" in page and "29/11/2024: ngày của văn bản trong thư viện" in page
    assert queries.two_days(actor("secretary_elsewhere")) == []


def test_symbols_that_come_again_with_a_new_term_contradict_nothing(actor) -> None:
    citing("Nghị quyết 18-NQ/TW, ngày 25/10/2017; Nghị quyết 21-NQ/TW, ngày 16/6/2022.")
    citing("Nghị quyết 18-NQ/TW, ngày 16/6/2022; Nghị quyết 18-NQ/TW, ngày 28/7/2026.")
    citing("Nghị quyết 21-NQ/TW, ngày 28/7/2026.")
    assert queries.two_days(actor("office_staff")) == []
    citing("Hướng dẫn 05-HD/VPTW, ngày 27/5/2026 và Hướng dẫn 05-HD/VPTW, ngày 12/01/2026.")
    assert [one.symbol for one in queries.two_days(actor("office_staff"))] == ["05-HD/VPTW"]


def test_numbers_that_fall_while_days_rise(as_, actor) -> None:
    first = document(symbol="59-CV/ĐU", number="59", issuer=OWN, issued_on=date(2025, 12, 12))
    second = document(symbol="98-CV/ĐU", number="98", issuer=OWN, issued_on=date(2025, 12, 15))
    assert queries.out_of_order(actor("office_staff")) == []
    wrong = document(symbol="97-CV/ĐU", number="97", issuer=OWN, issued_on=date(2025, 12, 20))
    document(symbol="30-CV/ĐU", number="30", issuer="Đảng ủy Chính phủ", issued_on=date(2025, 12, 21))
    document(symbol="40-KH/ĐU", number="40", kind_name="kế hoạch", issuer=OWN, issued_on=date(2025, 12, 22))
    assert queries.out_of_order(actor("office_staff")) == [(wrong.id, second.id)]
    document(symbol="01-CV/ĐU", number="01", issuer=OWN, issued_on=date(2026, 1, 5))
    document(symbol="02-CV/ĐU", number="02", issuer=OWN, issued_on=date(2026, 1, 6))
    assert queries.out_of_order(actor("office_staff")) == [(wrong.id, second.id)], "numbering began anew"
    assert "có số nhỏ hơn" in as_("office_staff").get("/van-ban/mau-thuan?loai=thu-tu").text
    assert first.id not in {one for pair in queries.out_of_order(actor("office_staff")) for one in pair}


def test_a_cited_paper_since_replaced(as_, actor) -> None:
    old = document(symbol="5-QC/ĐU", kind_name="quy chế", issuer=OWN, issued_on=date(2021, 5, 5))
    new = document(symbol="9-QC/ĐU", kind_name="quy chế", issuer=OWN, issued_on=date(2025, 5, 5))
    made = citing("Theo Quy chế số 05-QC/ĐU, ngày 05/5/2021.")
    far = citing("Theo Quy chế số 05-QC/ĐU, ngày 05/5/2021.", "ga_vinh")
    services.relate(actor("committee_secretary"), new, Relation.REPLACES, old)
    db.session.commit()
    assert queries.replaced(actor("office_staff")) == [(made.id, old.id, new.id)]
    assert queries.replaced(actor("secretary_elsewhere")) == [], (far.id, "they read neither the old nor the new")
    assert "nay đã được thay thế bởi" in as_("office_staff").get("/van-ban/mau-thuan?loai=thay-the").text
    assert as_("office_staff").get("/van-ban/mau-thuan?loai=la").status_code == 200


def test_any_room_may_have_its_symbols_linked(actor) -> None:
    made = document(symbol="59-CV/ĐU", issuer=OWN, issued_on=date(2025, 12, 12))
    hidden = document("ga_vinh", symbol="60-CV/ĐU", issuer=OWN, issued_on=date(2025, 12, 12))
    html = ("<p>Công văn số 59 -CV/ĐU, ngày 12/12/2025 &amp; 60-CV/ĐU <a href=\"/x\">59-CV/ĐU</a> "
            "<code>59-CV/ĐU</code></p>")
    linked = link_symbols(actor("member"), html)
    assert linked == html.replace("59 -CV/ĐU", f'<a href="/van-ban/{made.id}">59 -CV/ĐU</a>')
    assert isinstance(linked, Markup)
    assert f"/van-ban/{hidden.id}" not in linked
    assert link_symbols(STRANGER, html) == html
    typed = link_symbols_in(actor("member"), "<b>59-CV/ĐU</b>\n“x”")
    assert typed == f'&lt;b&gt;<a href="/van-ban/{made.id}">59-CV/ĐU</a>&lt;/b&gt;<br>“x”'


@given(st.text(st.sampled_from("<>&\"'59-CV/ĐU ngày 12/12/2025 của\n"), max_size=80))
def test_linking_plain_text_never_makes_markup(text: str) -> None:
    from html import escape

    from portal.documents.queries.linking import _Finder

    safe, finder = escape(text, quote=False), _Finder()
    finder.run(safe)
    assert "".join(finder.out) == safe


DAYS = st.dates(date(1998, 1, 1), date(2030, 1, 1))


@given(DAYS, DAYS, st.sampled_from(["18-nq/tw", "5-cv/du"]))
def test_days_contradict_each_other_mutually(one: date, other: date, key: str) -> None:
    assert cannot_both_be(key, one, other) == cannot_both_be(key, other, one)
    assert not cannot_both_be(key, one, one)
    assert cannot_both_be(key, one, one + timedelta(days=1))


@pytest.mark.parametrize(("cited", "issuer", "same"), [
    ("Ban Thường vụ Thành ủy", "Thành ủy Cần Thơ", True), ("Đảng ủy Tổng công ty", OWN, True),
    ("Đảng bộ Tổng công ty", OWN, True), ("Đảng ủy Chính phủ", OWN, False), ("", OWN, True),
    ("Thường trực Đảng uỷ", OWN, True), ("Chi bộ Ga Vinh", "Chi bộ Ga Hà Nội", False),
])
def test_issuers_are_compared_as_people_write_them(cited: str, issuer: str, same: bool) -> None:
    assert same_issuer(issuer_key_of(cited), issuer_key_of(issuer)) is same


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 60)), max_size=25))
def test_a_falling_number_stands_after_a_higher_one(papers: list[tuple[int, int]]) -> None:
    rows = sorted((date(2025, 1, 1) + timedelta(days=day), number, place)
                  for place, (day, number) in enumerate(papers))
    by_id = {place: (on, number) for on, number, place in rows}
    for on, one, other in falling(rows):
        assert by_id[other][0] < on
        assert by_id[other][1] > by_id[one][1]
    rising = sorted({(on, 100 + place, place) for place, (on, _, _) in enumerate(rows)})
    assert falling(rising) == []


def test_what_is_sought_keeps_what_was_printed() -> None:
    found = find_citations("Quyết định 204-QĐ/TW, ngày 29/11/2025; Quyết định 204-QĐ/TW; Kế hoạch 3-KH/ĐU, ngày "
                           "01/01/2025; Kế hoạch 3-KH/ĐU, ngày 02/01/2026; Kế hoạch 3-KH/ĐU.")
    rows = services.citation_rows(1, found)
    assert [row.cited_on for row in rows] == [date(2025, 11, 29), None, date(2025, 1, 1), date(2026, 1, 2), None]
    assert [row.sought_on for row in rows] == [date(2025, 11, 29)] * 2 + [date(2025, 1, 1), date(2026, 1, 2), None]
    assert [one.on for one in sought_by(rows)] == [row.sought_on for row in rows]
