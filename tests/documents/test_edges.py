"""What goes for good, whole, with the emptying of the trash; who is told of a marked file; ways between pages."""

from datetime import timedelta

from portal.core import clock
from portal.core.db import Base, db, transaction
from portal.core.notices import Notice
from portal.documents import services
from portal.documents.models import (
    Document,
    DocumentCitation,
    DocumentEvent,
    DocumentMark,
    DocumentRelation,
    RegisterNumber,
    Relation,
)
from portal.documents.services import purging
from tests.factories.documents import LETTER_98, document, taken_in, upload
from tests.people import person

SECRET_PAPER = "ĐẢNG ỦY TỔNG CÔNG TY\n*\nSố 12-KH/ĐU\n\nTỐI MẬT\n\nKế hoạch hành quân số bảy bảy bảy.\n"


def test_no_table_that_names_a_document_is_forgotten_when_the_trash_is_emptied() -> None:
    names = {(table.name, key.parent.name) for table in Base.metadata.tables.values() for key in table.foreign_keys
             if key.column.table.name == "document"}
    cared_for = {(column.class_.__tablename__, column.key) for column in (*purging.GOES, *purging.STAYS)}
    assert cared_for == names
    assert all(column.property.columns[0].nullable for column in purging.STAYS)


def test_everything_beside_a_purged_document_goes_and_registers_keep_their_line(app) -> None:
    other, gone = document(symbol="01-CV/ĐU"), document(symbol="02-CV/ĐU", trashed=True)
    gone_id, now, account = gone.id, clock.now(), person("member").account_id
    gone.trashed_at = now - timedelta(days=31)
    db.session.add_all([
        DocumentRelation(document_id=gone_id, kind=Relation.BASIS, other_id=other.id, added_at=now),
        DocumentRelation(document_id=other.id, kind=Relation.AMENDS, other_id=gone_id, added_at=now),
        DocumentMark(account_id=account, document_id=gone_id, note="riêng"),
        DocumentEvent(document_id=gone_id, at=now, verb="documents.receive"),
        DocumentCitation(document_id=gone_id, number=1, symbol="5-QĐ/TW", symbol_key="5-qd/tw"),
        RegisterNumber(unit_id=gone.unit_id, kind="CV", period="none", number=2, symbol="02-CV/ĐU",
                       issued_on=clock.today(), symbol_key="02-cv/du", state="issued", document_id=gone_id,
                       given_at=now)])
    db.session.commit()
    with transaction():
        assert services.purge() == 1
    for column in purging.GOES:
        assert not db.session.execute(db.select(column.class_).where(column == gone_id)).first(), column
    kept = db.session.execute(db.select(RegisterNumber)).scalar_one()
    assert (kept.number, kept.document_id) == (2, None)
    assert db.session.get(Document, gone_id) is None


def told(key: str) -> list[Notice]:
    found = db.select(Notice).where(Notice.account_id == person(key).account_id, Notice.text.contains("dấu chỉ độ mật"))
    return list(db.session.execute(found).scalars())


def test_a_marked_file_is_told_to_the_heads_of_the_unit_and_to_the_sender(as_) -> None:
    answer = upload(as_("office_staff"), "hanh-quan.txt", SECRET_PAPER.encode())
    for key in ("committee_secretary", "office_staff"):
        notice, = told(key)
        assert notice.url == answer.location
        assert "Đảng ủy" in notice.sentence or notice.values["unit"] in notice.sentence
        assert "hanh-quan" not in notice.sentence and "bảy" not in notice.sentence
    assert not any(told(key) for key in ("member", "secretary", "secretary_elsewhere", "administrator"))
    assert as_("committee_secretary").get(answer.location).status_code == 200


def test_a_mark_in_the_name_is_told_too(as_) -> None:
    assert upload(as_("office_staff"), "KH 12 (MẬT).txt", b"abc").status_code == 422
    assert [len(told(key)) for key in ("committee_secretary", "office_staff", "member")] == [1, 1, 0]


def test_the_reading_page_leads_to_like_papers(as_) -> None:
    address = taken_in(as_("office_staff"), LETTER_98)
    page = as_("member").get(address)
    similar = f"/tim-kiem/tuong-tu?loai=document&amp;so={address.rpartition('/')[2]}"
    assert similar in page.text
    assert as_("member").get(similar.replace("&amp;", "&")).status_code == 200


def test_a_symbol_can_be_looked_up_from_the_list(as_) -> None:
    made_id = document(symbol="59-CV/ĐU").id
    assert 'href="/van-ban/vien-dan"' in as_("member").get("/van-ban").text
    client = as_("member")
    assert client.get("/van-ban/vien-dan").status_code == 200
    assert client.get("/van-ban/vien-dan?ky_hieu=59-CV/ĐU").location == f"/van-ban/{made_id}"
    assert "mà bạn đọc được" in client.get("/van-ban/vien-dan?ky_hieu=77-CV/ĐU").text
