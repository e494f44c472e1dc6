"""Files beside a record: who sees them, what is refused, what leaves a trace, and where they go with the person."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from docx import Document as Docx
from sqlalchemy import select, update

from portal.core import clock, files
from portal.core.actor import Actor
from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.core.notices import Notice
from portal.core.policy import allowed
from portal.jobs.worker import run_all
from portal.members.models import Disclosure
from portal.papers.extraction import Extracted
from portal.privacy import services
from portal.privacy.models import FileState, MemberFile
from portal.privacy.models.cards import looks_like_card, named_like_card
from portal.privacy.policy import Files, readable_files
from portal.privacy.services.files import MOST_FILES
from tests.client import PortalClient
from tests.factories.members import acting, post, record
from tests.factories.members import member as newcomer
from tests.factories.privacy import kept_file
from tests.people import PEOPLE, person

As = Callable[[str | None], PortalClient]
Act = Callable[[str], Actor]
CARD = """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
CĂN CƯỚC CÔNG DÂN
Citizen Identity Card
Số / No.: 999084000001
Họ và tên / Full name: NGUYỄN VĂN AN
Ngày sinh / Date of birth: 01/01/1980
Quê quán / Place of origin: Hà Nội
Có giá trị đến / Date of expiry: 01/01/2040"""
DECISION = """ĐẢNG BỘ KHAI THÁC ĐƯỜNG SẮT HÀ NỘI
QUYẾT ĐỊNH kết nạp đảng viên
Điều 1. Kết nạp đồng chí Nguyễn Văn An, căn cước công dân số 999084000001, quê quán Hà Nội, vào Đảng."""


def page_of(client: PortalClient, key: str = "member") -> Any:
    return client.get(f"/dang-vien/{record(key).id}/tep")


def send(client: PortalClient, page: Any, body: bytes = DECISION.encode(), name: str = "quyet-dinh.txt",
         **more: str | None) -> Any:
    fields = {"title": "Quyết định kết nạp", "upload": (BytesIO(body), name), "is_no_card": "y", "is_no_secret": "y",
              **more}
    return client.submit(page, fields)


def docx(text: str) -> bytes:
    out, made = BytesIO(), Docx()
    for line in text.splitlines():
        made.add_paragraph(line)
    made.save(out)
    return out.getvalue()


def rows() -> list[MemberFile]:
    return list(db.session.execute(select(MemberFile)).scalars())


def verbs() -> list[str]:
    found = select(AuditEntry.verb).where(AuditEntry.verb.startswith("privacy.")).order_by(AuditEntry.id)
    return list(db.session.execute(found).scalars())


def notices(key: str) -> list[str]:
    found = select(Notice).where(Notice.account_id == person(key).account_id)
    return [one.sentence for one in db.session.execute(found).scalars()]


def test_attached_looked_into_opened_and_seen_who_opened(as_: As) -> None:
    secretary = as_("secretary")
    page = page_of(secretary)
    assert "Chưa có tệp nào" in page.text
    assert send(secretary, page).status_code == 303
    page = page_of(secretary)
    assert "đang kiểm tra" in page.text and "/mo" not in page.text
    run_all()
    page = page_of(secretary)
    assert "đã kiểm tra" in page.text
    opened = secretary.submit(page, action="/mo")
    assert opened.status_code == 303 and secretary.submit(page, action="/mo").location == opened.location
    assert as_("member").get(opened.location).status_code == 404
    answer = secretary.get(opened.location)
    assert answer.status_code == 200 and "căn cước công dân số" in answer.get_data(as_text=True)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    answer.close()
    history = as_("member").get(f"/dang-vien/{record('member').id}/lich-su?xem=xem").text
    assert "mở tệp đính kèm: Quyết định kết nạp" in history and PEOPLE["secretary"][0] in history
    assert "mở tệp đính kèm hồ sơ đảng viên" in as_("member").get("/du-lieu-cua-toi/ai-xem-duoc").text
    db.session.execute(update(Disclosure).values(at=clock.now() - timedelta(hours=2)))
    db.session.commit()
    assert secretary.get(opened.location).status_code == 404
    assert verbs()[-2:] == ["privacy.add_file", "privacy.open_file"]


def test_the_person_attaches_lists_exports_and_removes(as_: As) -> None:
    client = as_("member")
    send(client, page_of(client))
    run_all()
    assert "Quyết định kết nạp" in client.get("/du-lieu-cua-toi").text
    answer = client.submit(client.get("/du-lieu-cua-toi"), action="/tai-ve")
    assert answer.status_code == 200
    digest = rows()[0].digest
    page = client.get(f"/dang-vien/{record('member').id}/tep/{rows()[0].id}/xoa")
    assert "Không lấy lại được" in page.text
    assert client.submit(page, action="/xoa").status_code == 303
    run_all()
    assert not rows() and files.store().path(digest) is None


def test_what_an_officer_added_the_person_asks_to_delete(as_: As) -> None:
    made_id = kept_file("member", by="secretary").id
    url = f"/dang-vien/{record('member').id}/tep"
    page = as_("member").get(url)
    assert "Quyết định" in page.text and "/xoa" not in page.text
    answer = as_("member").get(f"{url}/{made_id}/xoa")
    assert answer.status_code == 403 and "Dữ liệu của tôi" in answer.text


@pytest.mark.parametrize("key", ["secretary_elsewhere", "neighbour", "committee_secretary", "administrator"])
def test_others_find_nothing(as_: As, key: str) -> None:
    client = as_(key)
    made_id, url = kept_file("member").id, f"/dang-vien/{record('member').id}/tep"
    expected = allowed(acting(key), Files.LIST, record("member"))
    assert client.get(url).status_code == (200 if expected else 404)
    if not expected:
        assert client.get(f"{url}/{made_id}/xoa").status_code == 404


def test_the_cell_committee_is_refused_with_a_reason(as_: As) -> None:
    kept_file("member")
    post("lapsed_delegate")
    answer = page_of(as_("lapsed_delegate"))
    assert answer.status_code == 403 and "Chỉ người có hồ sơ và bí thư" in answer.text
    assert "Tệp đính kèm" not in as_("lapsed_delegate").get(f"/dang-vien/{record('member').id}").text


def test_a_file_of_one_person_is_not_found_under_another(as_: As) -> None:
    client, other, made_id = as_("secretary"), record("probationary").id, kept_file("member").id
    assert client.get(f"/dang-vien/{other}/tep/{made_id}/xoa").status_code == 404
    assert client.get(f"/dang-vien/{record('member').id}/tep/{made_id}/mo").status_code == 405


def test_rule_and_list_agree(actor: Act) -> None:
    made = [kept_file(key) for key in ("member", "neighbour", "member_elsewhere")]
    for key in PEOPLE:
        if key in ("suspended_account", "newcomer"):
            continue
        me = acting(key)
        listed = set(db.session.execute(readable_files(me).with_only_columns(MemberFile.id)).scalars())
        assert listed == {one.id for one in made if allowed(me, Files.OPEN, one)}, key


def test_view_as_sees_none(as_: As) -> None:
    kept_file("member")
    client = as_("administrator")
    found = client.submit(client.get("/phan-quyen/xem-thay"), {"text": person("secretary").citizen_id},
                          action="/xem-thay/tim")
    client.submit(client.get(found.location), {"reason": "Không thấy tệp"})
    answer = page_of(client)
    assert answer.status_code == 403 and "được che" in answer.text
    assert "Tệp đính kèm" not in client.get(f"/dang-vien/{record('member').id}").text


# ── what is not taken ──

@pytest.mark.once
@pytest.mark.parametrize(("name", "body", "words"), [
    ("CCCD mặt trước.txt", b"abc", "giấy tờ tùy thân"),
    ("anh.txt", b"\x89PNG\r\n\x1a\n" + b"0" * 40, "Không nhận tệp ảnh"),
    ("anh.jpg", b"\xff\xd8\xff\xe0" + b"0" * 40, "Không nhận tệp ảnh"), ("trong.txt", b"", "rỗng"),
    ("TỐI MẬT.txt", b"abc", "Tối mật"), ("bang.html", b"<html><body>x</body></html>", "chỉ nhận PDF"),
    ("gia.pdf", b"abc def", "không đúng với đuôi"), ("chay.exe", b"MZ\x90\x00", "chỉ nhận PDF"),
])
def test_refused_at_the_door(as_: As, name: str, body: bytes, words: str) -> None:
    client = as_("secretary")
    answer = send(client, page_of(client), body, name)
    assert answer.status_code == 422 and words in answer.text
    assert not rows()


@pytest.mark.parametrize("missing", ["is_no_card", "is_no_secret", "upload", "title"])
def test_nothing_without_declaration_file_and_name(as_: As, missing: str) -> None:
    client = as_("secretary")
    answer = send(client, page_of(client), **{missing: None})
    assert answer.status_code == 422 and not rows()


def test_a_card_is_found_by_its_words_and_not_kept(as_: As) -> None:
    client = as_("secretary")
    send(client, page_of(client), docx(CARD), "giay-to.docx")
    digest = rows()[0].digest
    run_all()
    assert not rows() and files.store().path(digest) is None
    assert any("giấy tờ tùy thân" in one for one in notices("secretary"))
    assert "privacy.refuse_file" in verbs()


def test_a_removed_file_does_not_answer_for_the_next(as_: As) -> None:
    """SQLite gives the number of a removed row to the next one: what was read of the old must not let it in."""
    client = as_("secretary")
    send(client, page_of(client), "Nhận xét của chi bộ.".encode(), "nhan-xet.txt")
    first = db.session.execute(db.select(MemberFile)).scalar_one()
    services.remove(acting("secretary"), first)
    db.session.commit()
    send(client, page_of(client), "ĐẢNG ỦY\nMẬT\nSố 1-BC/ĐU\nBáo cáo".encode(), "bao-cao.txt")
    run_all()
    db.session.rollback()
    assert db.session.execute(db.select(MemberFile)).first() is None


def test_a_marked_paper_is_not_kept_and_the_head_is_told(as_: As) -> None:
    client = as_("member")
    send(client, page_of(client), "ĐẢNG ỦY\nMẬT\nSố 1-BC/ĐU\nBáo cáo".encode(), "bao-cao.txt")
    run_all()
    assert not rows()
    assert any("dấu chỉ độ mật" in one for one in notices("secretary"))
    assert any("dấu chỉ độ mật" in one for one in notices("member"))


def test_a_scan_says_that_it_was_not_read(actor: Act) -> None:
    made = kept_file("member", state=FileState.WAITING)
    services.was_read(made.id, made.digest, [Extracted([], "", "no_text", 0.0, 1)])
    assert made.state == FileState.UNREAD


def test_quota(as_: As) -> None:
    for number in range(MOST_FILES):
        kept_file("member", title=f"Tệp {number}")
    client = as_("secretary")
    page = page_of(client)
    assert "?trang=2" in page.text
    answer = send(client, page)
    assert answer.status_code == 422 and f"đã có {MOST_FILES} tệp" in answer.text


# ── with the person ──

def test_files_go_with_the_person_to_the_new_cell(actor: Act) -> None:
    from tests.factories.transfers import transfer

    made = kept_file("probationary")
    transfer("accepted", who="probationary")
    db.session.expire_all()
    assert not allowed(acting("secretary"), Files.OPEN, made)
    assert allowed(acting("secretary_elsewhere"), Files.OPEN, made)


def test_files_move_when_records_are_merged(actor: Act) -> None:
    from portal.quality.models import Pair
    from portal.quality.services import merge

    kept, gone = record("member"), newcomer("Nguyễn Văn An")
    made = kept_file(gone)
    first, second = sorted((kept.id, gone.id))
    pair = Pair(a_id=first, b_id=second, reasons=["name"], found_at=clock.now())
    db.session.add(pair)
    db.session.flush()
    merge(acting("administrator"), pair, keep=kept.id, take=set())
    assert db.session.get_one(MemberFile, made.id, populate_existing=True).member_id == kept.id


# ── what a card looks like ──

MRZ = "IDVNM9990840012999084000001<<2\n8001019M4001017VNM<<<<<<<<<<<4\nNGUYEN<<VAN<AN<<<<<<<<<<<<<<<<"
PASSPORT = "P<VNMNGUYEN<<VAN<AN<<<<<<<<<<<<<<<<<<<<<<<<<\nC1234567<8VNM8001019M2901014<<<<<<<<<<<<<<06"


@pytest.mark.parametrize("text", [CARD, MRZ, PASSPORT, CARD.upper(),
                                  "CĂN CƯỚC\nIdentity card\nQuốc tịch / Nationality\nDate of birth\n"
                                  "Nơi thường trú / Place of residence",
                                  "THẺ ĐẢNG VIÊN\nSố thẻ: 01\nQuê quán: Hà Nội\nVào Đảng ngày: 3/2/2000"])
def test_cards(text: str) -> None:
    assert looks_like_card(["", text])


@pytest.mark.parametrize("text", [
    DECISION, "", "Số căn cước công dân: 999084000001. Nơi thường trú: Hà Nội. Quê quán: Nam Định.",
    "SƠ YẾU LÝ LỊCH\nHọ và tên: A\nQuê quán: B\nNơi thường trú: C\nQuốc tịch: Việt Nam\nSố căn cước: 1",
    "Hướng dẫn làm căn cước công dân gắn chip\nCăn cước công dân có giá trị đến khi 25 tuổi.",
    "a << b << c", "x" * 5000])
def test_papers_that_speak_of_cards(text: str) -> None:
    assert not looks_like_card([text])


def test_names_of_files() -> None:
    assert all(named_like_card(name) for name in ("CCCD.pdf", "can_cuoc-an.pdf", "Hộ chiếu.docx", "cmnd (1).pdf"))
    assert not any(named_like_card(name) for name in ("quyet-dinh.pdf", "Lý lịch.docx", "hochieuduong.pdf"))
