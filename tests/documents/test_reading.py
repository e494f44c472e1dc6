"""The reading page: text first, light, printed with its own head; who may read it is counted; downloads resume."""

import io
from datetime import date
from pathlib import Path
from random import Random

import pytest
from docx import Document as Word
from sqlalchemy import event

from portal.core import files
from portal.core.db import db
from portal.delegation.api import actor_of_account
from portal.documents import queries, services
from portal.documents.models import Document, DocumentFile, DocumentPart, LightCopy
from portal.members.api import Member
from portal.papers.reading import to_html
from tests.client import parse, text_of
from tests.documents.test_citations import document
from tests.factories.documents import LETTER_98, LETTER_215, taken_in
from tests.people import unit

SEEDS = Path(__file__).resolve().parents[2] / "portal" / "seeds"
STATE_PAPER = """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 12/2025/NĐ-CP

NGHỊ ĐỊNH
Quy định về đường sắt

Điều 1. Phạm vi.
Nội dung của điều một.
"""


def with_text(html: str, **fields) -> Document:
    made = document(**fields)
    db.session.get_one(DocumentPart, (made.id, 1)).html = html
    db.session.commit()
    return made


def twenty_letters() -> list[tuple[str, str]]:
    """(name, text): the two real letters, and letters cut and joined from their paragraphs, of 1 to 4 pages."""
    first, second = ((SEEDS / name).read_text("utf-8") for name in (LETTER_98, LETTER_215))
    head, *body = first.split("\n\n")
    chance, letters = Random(4), [("98-CV/ĐU", first), ("215-CV/TU", second)]
    pieces = [*body, *second.split("\n\n")]
    for number in range(18):
        chosen = [chance.choice(pieces) for _ in range(8 + 2 * number)]
        letters.append((f"{number + 100}-CV/ĐU", "\n\n".join([head, *chosen])))
    return letters


@pytest.mark.once
def test_twenty_letters_weigh_little_on_the_wire(as_) -> None:
    client, sizes = as_("member"), []
    for symbol, text in twenty_letters():
        made = with_text(to_html(text)[:40_000].rpartition("</p>")[0] + "</p>", symbol=symbol)
        answer = client.get(f"/van-ban/{made.id}", headers={"Accept-Encoding": "br"})
        sizes.append(len(answer.data))
    assert max(sizes) <= 15_000, sorted(sizes)
    assert sorted(sizes)[10] <= 11_000, sorted(sizes)


def test_the_text_comes_before_what_stands_beside_it(as_) -> None:
    made = document()
    page = as_("member").get(f"/van-ban/{made.id}").text
    assert page.index('class="paper"') < page.index("Ghi chú riêng của tôi") < page.index("Ai xem được văn bản này?")


def test_statements_of_the_page_stay_few(as_) -> None:
    made, seen = document(), []
    client = as_("member")
    client.get(f"/van-ban/{made.id}")
    db.session.remove()
    event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    client.get(f"/van-ban/{made.id}")
    asked = [one for one in seen if one.startswith(("SELECT", "WITH"))]
    assert len(asked) <= 12, "\n".join(asked)


def test_the_next_part_asks_for_the_text_alone(as_) -> None:
    made = document()
    part = as_("member").get(f"/van-ban/{made.id}", headers={"HX-Request": "true", "HX-Target": "div#text"})
    assert part.text.strip() in as_("member").get(f"/van-ban/{made.id}").text
    assert "Ai xem được" not in part.text


def test_headings_lists_and_tables_are_real(as_) -> None:
    html = ('<header class="paper-head"><p class="paper-national">ĐẢNG CỘNG SẢN VIỆT NAM</p></header><h2>I. Mục</h2>'
            '<table class="paper-table"><thead><tr><th>Đơn vị</th></tr></thead><tbody><tr><td>Ga Vinh</td></tr></tbody>'
            "</table><ul><li>một</li></ul>")
    made = with_text(html)
    article = parse(as_("member").get(f"/van-ban/{made.id}")).find(".//article")
    assert [one.tag for one in article] == ["header", "h2", "table", "ul"]


@pytest.mark.parametrize(("fields", "label"), [
    ({"quality": 0.97}, "tốt"), ({"quality": 0.61}, "thiếu chữ"), ({"problem": "no_text", "part_count": 0}, "ảnh quét"),
])
def test_the_quality_is_labelled_and_filtered(as_, fields, label: str) -> None:
    made = document(subject="tờ này", symbol="7-TB/ĐU")
    read = db.session.get_one(Document, made.id)
    for name, value in fields.items():
        setattr(read, name, value)
    document(subject="tờ kia")
    db.session.commit()
    page = as_("member").get(f"/van-ban/{made.id}")
    assert label in [text_of(one) for one in parse(page).iter("span") if one.get("class", "").startswith("badge")]
    for key in queries.QUALITIES:
        shown = "7-TB/ĐU" in as_("member").get(f"/van-ban?chat_luong={key}").text
        assert shown is (key == {"tốt": "tot", "thiếu chữ": "thieu-chu", "ảnh quét": "anh-quet"}[label])
    assert "7-TB/ĐU" not in as_("member").get("/van-ban?chat_luong=la").text


def test_seconds_are_those_of_this_visitors_link(as_) -> None:
    made = document()
    db.session.execute(db.update(DocumentFile).where(DocumentFile.document_id == made.id).values(size=3_000_000))
    db.session.commit()
    client, url = as_("member"), f"/van-ban/{made.id}"
    assert client.get(url).headers["Accept-CH"] == "Downlink"
    assert "2,9 MB" in client.get(url).text and "giây trên mạng" not in client.get(url).text
    assert "khoảng 96 giây trên mạng của bạn" in client.get(url, headers={"Downlink": "0.25"}).text
    assert "khoảng 8 phút trên mạng của bạn" in client.get(url, headers={"Downlink": "0.05"}).text
    assert "dưới 1 giây" in client.get(url, headers={"Downlink": "100"}).text
    for odd in ("x", "-1", "0", "nan", "inf", "1e400", "9" * 40):
        assert "trên mạng" not in client.get(url, headers={"Downlink": odd}).text


def print_of(as_, made: Document):
    return as_("member").get(f"/van-ban/{made.id}/in")


def test_the_print_has_the_papers_own_head_once(as_) -> None:
    address = taken_in(as_("committee_secretary"), LETTER_98)
    page = as_("member").get(address + "/in")
    assert page.text.count("ĐẢNG CỘNG SẢN VIỆT NAM") == 1
    assert "<nav" not in page.text and "T/M BAN THƯỜNG VỤ" in page.text
    assert "CỘNG HÒA" not in page.text


def test_party_and_state_heads_are_never_mixed(as_) -> None:
    of_state = with_text(to_html(STATE_PAPER), symbol="12/2025/NĐ-CP",
                         national_head="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    bare_state = with_text("<p>Nội dung.</p>", symbol="13/QĐ-TTg", place="Hà Nội", issued_on=date(2026, 2, 5),
                           national_head="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    bare_party = with_text("<p>Nội dung.</p>", symbol="14-NQ/ĐU", kind="NQ", kind_name="nghị quyết", place="Hà Nội",
                           issued_on=date(2026, 2, 5))
    for made in (of_state, bare_state):
        page = print_of(as_, made).text
        assert page.count("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") == 1 and "Độc lập" in page
        assert "ĐẢNG CỘNG SẢN" not in page
    assert "ngày 05 tháng 02 năm 2026" in print_of(as_, bare_state).text
    page = print_of(as_, bare_party).text
    assert page.count("ĐẢNG CỘNG SẢN VIỆT NAM") == 1 and "CỘNG HÒA" not in page
    assert "Số 14-NQ/ĐU" in page and "NGHỊ QUYẾT" in page


def test_a_paper_without_text_says_how_to_print_it(as_) -> None:
    made = document()
    db.session.execute(db.delete(DocumentPart).where(DocumentPart.document_id == made.id))
    db.session.commit()
    assert "Tải tệp gốc rồi in từ tệp" in print_of(as_, made).text
    assert as_("member_elsewhere").get(f"/van-ban/{made.id}/in").status_code == 404
    assert as_("member").get("/van-ban/999/in").status_code == 404


@pytest.mark.parametrize("to", [["s:hanoi"], ["u:ga_hanoi"], ["u:hanoi"], ["s:corporation"], ["u:ga_vinh", "s:dau_may"],
                                ["u:hanoi", "s:ga_hanoi"]])
def test_the_number_of_persons_is_true(app, to: list[str]) -> None:
    """As many as have a reader token of the document, each person once."""
    tokens = [f"{one[0]}{unit(one[2:]).id}" for one in to]
    made = document("corporation", to=tokens)
    accounts = db.session.execute(db.select(Member.account_id).where(Member.account_id.is_not(None))).scalars().all()
    true = {one for one in accounts if actor_of_account(one).readers & set(tokens)}
    found = queries.readers(db.session.get_one(Document, made.id))
    assert found.people == len(true)
    for one in found.units:
        token = next(token for token, name in zip(tokens, to, strict=True)
                     if unit(name[2:]).name == one.name and token.startswith("s") == one.subtree)
        assert one.people == sum(token in actor_of_account(account).readers for account in accounts)


def test_who_reads_is_told_with_roles_and_reasons(as_) -> None:
    made = document("hanoi")
    page = as_("member").get(f"/van-ban/{made.id}/ai-xem-duoc").text
    assert "người đang xem được" in page and "được chọn làm nơi đọc" in page
    assert "Bí thư, Đảng bộ Khai thác đường sắt Hà Nội" in page
    assert "Trần Văn Bình" not in page, "posts and numbers, no names"
    assert as_("member_elsewhere").get(f"/van-ban/{made.id}/ai-xem-duoc").status_code == 404


def real_file(made: Document, size: int = 300_000) -> tuple[str, bytes]:
    body = Random(1).randbytes(size)
    digest, _ = files.store().put(io.BytesIO(body))
    db.session.execute(db.update(DocumentFile).where(DocumentFile.document_id == made.id).values(
        digest=digest, size=size))
    db.session.commit()
    return f"/van-ban/{made.id}/tep/{made.files[0].id}", body


def test_a_broken_download_goes_on_where_it_stopped(as_) -> None:
    url, body = real_file(document())
    client, size = as_("member"), len(body)

    def piece(**headers: str) -> tuple[int, bytes, dict[str, str]]:
        with client.get(url, headers={name.replace("_", "-"): value for name, value in headers.items()}) as answer:
            return answer.status_code, answer.data, dict(answer.headers)

    code, whole, headers = piece()
    assert (code, whole, headers["Accept-Ranges"]) == (200, body, "bytes")
    mark = headers["ETag"]
    code, rest, headers = piece(Range="bytes=100000-", If_Range=mark)
    assert (code, rest) == (206, body[100_000:])
    assert headers["Content-Range"] == f"bytes 100000-{size - 1}/{size}"
    assert piece(Range="bytes=100000-", If_Range='"another"')[:2] == (200, body), "a changed file begins anew"
    assert piece(Range="bytes=-10")[:2] == (206, body[-10:])
    assert piece(Range=f"bytes={size}-")[0] == 416
    assert piece(If_None_Match=mark)[:2] == (304, b"")


def test_pieces_are_refused_like_the_whole(as_) -> None:
    url, _ = real_file(document())
    answer = as_("member_elsewhere").get(url, headers={"Range": "bytes=0-9"})
    assert answer.status_code == 404


def test_a_word_file_of_tables_is_read_as_tables(as_) -> None:
    word = Word()
    word.add_paragraph("Bảng kê các đơn vị thực hiện nhiệm vụ chuyển đổi số")
    table = word.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, (("Đơn vị", "Số đảng viên"), ("Ga Vinh", "12")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    out = io.BytesIO()
    word.save(out)
    address = taken_in(as_("committee_secretary"), "bang.docx", out.getvalue(), subject="bảng kê", kind="BC|báo cáo")
    article = parse(as_("member").get(address)).find(".//article")
    assert ["Ga Vinh", "12"] in [[text_of(cell) for cell in row] for row in article.iter("tr")]


def scan() -> bytes:
    """A PDF of one page that is a picture of noise, A4 at 150 dots an inch."""
    from PIL import Image

    picture = Image.frombytes("RGB", (120, 160), Random(3).randbytes(120 * 160 * 3)).resize((1240, 1754))
    out = io.BytesIO()
    picture.save(out, "PDF", quality=80, resolution=150)
    return out.getvalue()


def test_a_heavy_scan_has_a_light_copy_beside_it(as_) -> None:
    body = scan()
    assert len(body) > 300_000
    address = taken_in(as_("committee_secretary"), "anh.pdf", body, subject="bản chụp", kind="CV|công văn")
    client = as_("member")
    page = client.get(address, headers={"Downlink": "0.25"})
    link = next((one for one in parse(page).iter("a") if text_of(one) == "Bản nhẹ của tệp này"), None)
    assert link is not None, page.text
    with client.get(link.get("href")) as light:
        assert light.data.startswith(b"%PDF-") and len(light.data) < 0.7 * len(body)
        assert light.headers["Accept-Ranges"] == "bytes"
    assert as_("member_elsewhere").get(link.get("href")).status_code == 404
    number = int(address.rpartition("/")[2])
    digest = db.session.execute(db.select(DocumentFile.digest).where(DocumentFile.document_id == number)).scalar_one()
    copy = db.session.get_one(LightCopy, digest).light_digest
    services.drop_file(copy)
    assert files.store().path(copy), "a file with a row stays"
    db.session.execute(db.delete(DocumentFile).where(DocumentFile.document_id == number))
    services.drop_light(digest)
    db.session.commit()
    assert files.store().path(copy) is None


def test_a_light_file_has_no_light_copy(as_) -> None:
    made = document()
    assert as_("member").get(f"/van-ban/{made.id}/tep/{made.files[0].id}/ban-nhe").status_code == 404
