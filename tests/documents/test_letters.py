"""The two real letters go the way a clerk sends them and end with every field of DOCUMENTS.md, section 11."""

from datetime import date

import brotli
import pytest

from portal.core.db import db
from portal.documents import queries
from portal.documents.models import Document, DocumentCitation, DocumentText, State
from tests.client import PortalClient, find_form, form_values
from tests.factories.documents import LETTER_98, LETTER_215, seed, taken_in, upload
from tests.people import unit

FIELDS = {
    LETTER_98: {
        "symbol_as_printed": "Số 98 -CV/ĐU", "symbol": "98-CV/ĐU", "number": "98", "kind": "CV",
        "kind_name": "công văn",
        "issuer_suffix": "ĐU", "national_head": "ĐẢNG CỘNG SẢN VIỆT NAM", "parent_organization": "Đảng ủy Chính phủ",
        "issuer_as_printed": "ĐẢNG BỘ TỔNG CÔNG TY ĐƯỜNG SẮT VIỆT NAM",
        "issuer": "Đảng ủy Tổng công ty Đường sắt Việt Nam", "issuing_organ": "Ban Thường vụ", "place": "Hà Nội",
        "issued_on": date(2025, 12, 15),
        "subject": "tiếp tục sử dụng “Sổ tay đảng viên điện tử” trên ứng dụng phần mềm do Tập đoàn Viettel cung cấp "
                   "thay thế phần mềm của Tổng công ty Mobifone",
        "subject_lead": "Về việc", "addressed_to": ["Các cơ sở đảng trực thuộc"],
        "recipients": ["Như trên", "Lưu: VP.TCĐU"], "typist_mark": "", "on_behalf": "T/M BAN THƯỜNG VỤ",
        "signer_post": "PHÓ BÍ THƯ", "signer": "Nguyễn Tất Thương", "urgency": "",
    },
    LETTER_215: {
        "symbol_as_printed": "Số 215-CV/TU", "symbol": "215-CV/TU", "number": "215", "kind": "CV",
        "kind_name": "công văn",
        "issuer_suffix": "TU", "national_head": "ĐẢNG CỘNG SẢN VIỆT NAM", "parent_organization": "",
        "issuer_as_printed": "", "issuer": "Thành ủy Cần Thơ", "issuing_organ": "Ban Thường vụ Thành ủy",
        "place": "Cần Thơ", "issued_on": date(2026, 1, 26),
        "subject": "triển khai thực hiện ứng dụng Sổ tay đảng viên điện tử", "subject_lead": "Về việc",
        "addressed_to": ["Các cơ quan tham mưu, giúp việc Thành ủy",
                         "Các đảng ủy, đơn vị sự nghiệp trực thuộc Thành ủy",
                         "Ủy ban Mặt trận Tổ quốc Việt Nam và các tổ chức chính trị - xã hội thành phố"],
        "recipients": ["Như trên", "Các đ/c Ủy viên BCH Đảng bộ thành phố",
                       "Phòng Chuyển đổi số - Cơ yếu, VPTU", "Lưu Văn phòng Thành ủy"],
        "typist_mark": "LINH-196", "on_behalf": "T/M BAN THƯỜNG VỤ", "signer_post": "PHÓ BÍ THƯ",
        "signer": "Nguyễn Tuấn Anh", "urgency": "",
    },
}
BESIDE = {
    LETTER_98: {"end_mark": "./.", "unicode_form": "NFC", "links": 4,
                "enclosures": ["Hướng dẫn sử dụng STĐVĐT của Đảng bộ", "Hướng dẫn sử dụng STĐVĐT của chi bộ",
                               "Hướng dẫn sử dụng STĐVĐT của đảng viên"],
                "effects": [("2026-01-01", "from"), ("2025-12-25", "before")]},
    LETTER_215: {"end_mark": ".", "unicode_form": "NFC", "links": 0, "enclosures": [],
                 "effects": [("2026-02-01", "from")]},
}
CITED = {
    LETTER_98: [("339-QĐ/TW", "quy định", date(2025, 7, 10), "Ban Bí thư Trung ương Đảng"),
                ("168-KH/VPTW", "kế hoạch", date(2025, 8, 21), "Văn phòng Trung ương Đảng"),
                ("28-KH/ĐU", "kế hoạch", date(2025, 10, 6), "Đảng ủy Chính phủ"),
                ("204-QĐ/TW", "quyết định", date(2025, 11, 29), "Ban Bí thư"),
                ("339-QĐ/TW", "quy định", date(2025, 7, 10), "Ban Bí thư"),
                ("11-KH/ĐU", "kế hoạch", date(2025, 12, 11), "Đảng ủy Tổng công ty"),
                ("59-CV/ĐU", "công văn", date(2025, 12, 12), "Đảng ủy Tổng công ty")],
    LETTER_215: [("21-KH/TU", "kế hoạch", date(2025, 9, 5), "Ban Thường vụ Thành ủy")],
}
LETTERS = pytest.mark.parametrize("name", [LETTER_98, LETTER_215])


def the_document() -> Document:
    db.session.expire_all()
    return db.session.execute(db.select(Document)).scalar_one()


@LETTERS
def test_the_confirm_form_shows_what_the_table_says(as_, name: str) -> None:
    client: PortalClient = as_("office_staff")
    answer = upload(client, name, seed(name))
    page = client.get(answer.location + "/sua")
    shown = form_values(find_form(page, "/sua"))
    expected = FIELDS[name]
    for field in ("symbol", "number", "issuer", "issuing_organ", "parent_organization", "place", "subject",
                  "subject_lead", "typist_mark", "on_behalf", "signer_post", "signer"):
        assert shown[field] == expected[field], field
    assert shown["kind"] == "CV|công văn"
    assert shown["issued_on"] == expected["issued_on"].strftime("%d/%m/%Y")
    assert shown["addressed_to"].split("\n") == expected["addressed_to"]
    assert shown["recipients"].split("\n") == expected["recipients"]
    assert f"Trong tệp: “{expected['symbol_as_printed']}”" in page.text


@LETTERS
def test_published_with_every_field_of_the_table(as_, name: str) -> None:
    client: PortalClient = as_("office_staff")
    taken_in(client, name)
    document = the_document()
    assert {field: getattr(document, field) for field in FIELDS[name]} == FIELDS[name]
    assert (document.state, document.problem) == (State.PUBLISHED, "")
    kept = db.session.get_one(DocumentText, document.id).proposal
    assert (kept["end_mark"], kept["unicode_form"], len(kept["links"]), kept["enclosures"]) == (
        BESIDE[name]["end_mark"], BESIDE[name]["unicode_form"], BESIDE[name]["links"], BESIDE[name]["enclosures"])
    assert [(one["on"], one["sense"]) for one in kept["effects"]] == BESIDE[name]["effects"]
    cited = db.session.execute(db.select(DocumentCitation).order_by(DocumentCitation.number)).scalars()
    assert [(one.symbol, one.kind_name, one.cited_on, one.issuer) for one in cited] == CITED[name]


@LETTERS
def test_found_and_read_by_its_readers_only(as_, name: str) -> None:
    clerk: PortalClient = as_("corporation_staff")
    address = taken_in(clerk, name, at="corporation", readers=[f"s{unit('hanoi').id}"])
    symbol = FIELDS[name]["symbol"]
    link = f'href="{address}'
    for words in (symbol, "so tay dang vien dien tu", FIELDS[name]["signer"]):
        assert link in as_("member").get("/tim-kiem", query_string={"q": words}).text, words
        assert link not in as_("member_elsewhere").get("/tim-kiem", query_string={"q": words}).text, words
    page = as_("member").get(address)
    assert page.status_code == 200
    assert FIELDS[name]["signer"] in page.text
    assert "paper-head" in page.text
    assert as_("member_elsewhere").get(address).status_code == 404
    assert symbol not in as_("member_elsewhere").get("/van-ban").text


def test_the_reading_page_keeps_its_budget(as_) -> None:
    address = taken_in(as_("office_staff"), LETTER_98)
    answer = as_("member").get(address, headers={"Accept-Encoding": "br"})
    assert len(answer.data) <= 12_000
    html = brotli.decompress(answer.data).decode()
    for words in ("Tệp gốc: 98-CV-DU.md", "339-QĐ/TW", "Ai xem được văn bản này?",
                  "Các chi bộ và đảng viên", "T/M BAN THƯỜNG VỤ"):
        assert words in html, words
    assert "<cite>" not in html


def test_a_cited_symbol_leads_to_the_document_of_that_date(as_, actor) -> None:
    from tests.factories.documents import document

    right = document(symbol="339-QĐ/TW", kind_name="quy định", issuer="Ban Bí thư", issued_on=date(2025, 7, 10))
    document(symbol="339-QĐ/TW", kind_name="quyết định", issuer="Ban Bí thư", issued_on=date(2019, 1, 2))
    hidden = document("ga_vinh", symbol="28-KH/ĐU", issuer="Đảng ủy Chính phủ", issued_on=date(2025, 10, 6))
    own = document(symbol="59-CV/ĐU", issuer="Đảng ủy Tổng công ty Đường sắt Việt Nam", issued_on=date(2025, 12, 12))
    document(symbol="59-CV/ĐU", issuer="Đảng ủy Chính phủ", issued_on=date(2025, 12, 12))
    right_id, hidden_id, own_id = right.id, hidden.id, own.id
    address = taken_in(as_("office_staff"), LETTER_98)
    page = as_("member").get(address).text
    assert f'<a href="/van-ban/{right_id}">339-QĐ/TW</a>, ngày 10/7/2025' in page
    assert f'<a href="/van-ban/{own_id}">59 -CV/ĐU</a>' in page
    assert f"/van-ban/{hidden_id}\"" not in page
    assert "28-KH/ĐU" in page
    letter = queries.get(actor("member"), int(address.rpartition("/")[2]))
    resolved = {one.number: one.document_ids for one in queries.citations(actor("member"), letter)}
    assert resolved == {1: (right_id,), 2: (), 3: (), 4: (), 5: (right_id,), 6: (), 7: (own_id,)}
    assert "Được viện dẫn bởi 1 văn bản" in as_("member").get(f"/van-ban/{right_id}").text
    assert "Công văn 98-CV/ĐU" in as_("member").get(f"/van-ban/{right_id}/duoc-vien-dan").text


def test_words_looked_for_are_marked_in_the_text(as_) -> None:
    address = taken_in(as_("office_staff"), LETTER_215)
    page = as_("member").get(address, query_string={"q": "can bo dang vien"})
    assert "<mark>" in page.text
    assert "đảng viên</mark>" in page.text
