"""What is one's own beside a document is nobody else's; what one may no longer read leaves without its title."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from portal.core import clock
from portal.core.actor import Viewer
from portal.core.db import db
from portal.core.policy import allowed
from portal.documents import queries, services
from portal.documents.models import Document, DocumentMark, SavedList
from portal.documents.policy import Documents
from tests.client import parse, text_of
from tests.documents.test_citations import document
from tests.documents.test_views import send, symbols
from tests.people import person

NOTE = "hỏi lại đồng chí bí thư"


def marks() -> list[DocumentMark]:
    db.session.expire_all()
    return list(db.session.execute(db.select(DocumentMark).order_by(DocumentMark.document_id)).scalars())


def test_put_aside_and_found_under_my_own(as_) -> None:
    made = document(subject="để đọc sau")
    client = as_("member")
    assert client.submit(client.get(f"/van-ban/{made.id}"), action="/xem-sau").status_code == 303
    assert "để đọc sau" in client.get("/van-ban/cua-toi").text
    assert "để đọc sau" not in as_("secretary").get("/van-ban/cua-toi").text
    assert client.submit(client.get(f"/van-ban/{made.id}"), action="/thoi-xem-sau").status_code == 303
    assert "để đọc sau" not in client.get("/van-ban/cua-toi").text


def test_opening_is_remembered_once_in_a_while(as_) -> None:
    one, other = document(subject="mở trước"), document(subject="mở sau")
    client = as_("member")
    for made in (one, other, other):
        client.get(f"/van-ban/{made.id}")
    first = [mark.opened_at for mark in marks()]
    client.get(f"/van-ban/{one.id}")
    assert [mark.opened_at for mark in marks()] == first
    page = client.get("/van-ban/cua-toi?xem=da-mo").text
    assert page.index("mở sau") < page.index("mở trước")
    row = marks()[0]
    row.opened_at = clock.now() - timedelta(hours=1)
    db.session.commit()
    client.get(f"/van-ban/{one.id}")
    assert marks()[0].opened_at > first[0]


def test_a_lost_right_takes_the_title_along(as_, actor) -> None:
    made = document(subject="mật danh hoa sen")
    client = as_("member")
    client.submit(client.get(f"/van-ban/{made.id}"), action="/xem-sau")
    client.submit(client.get(f"/van-ban/{made.id}"), {"note": NOTE}, action="/ghi-chu")
    services.withdraw(actor("committee_secretary"), db.session.get_one(Document, made.id), "thử")
    db.session.commit()
    for path in ("", "?xem=da-mo", "?xem=ghi-chu"):
        page = client.get(f"/van-ban/cua-toi{path}").text
        assert "mật danh" not in page and NOTE not in page and f"/van-ban/{made.id}" not in page


def test_a_note_is_for_my_eyes_only(as_, actor) -> None:
    made = document()
    client = as_("member")
    page = client.get(f"/van-ban/{made.id}")
    assert client.submit(page, {"note": f"{NOTE}\n<b>"}, action="/ghi-chu").status_code == 303
    assert NOTE in client.get(f"/van-ban/{made.id}").text
    assert "<b>" not in client.get(f"/van-ban/{made.id}").text.partition(NOTE)[2][:20]
    assert NOTE in client.get("/van-ban/cua-toi?xem=ghi-chu").text
    for who in ("secretary", "office_staff", "administrator", "corporation_staff"):
        assert NOTE not in as_(who).get(f"/van-ban/{made.id}").text
        assert NOTE not in as_(who).get("/van-ban/cua-toi?xem=ghi-chu").text
    assert NOTE not in as_("member").get(f"/tim-kiem?q={NOTE}").text.partition("<main")[2].replace(
        f'value="{NOTE}"', "") or "Không tìm thấy" in as_("member").get(f"/tim-kiem?q={NOTE}").text
    client.submit(client.get(f"/van-ban/{made.id}"), {"note": ""}, action="/ghi-chu")
    assert marks()[0].noted_at is None


def test_nothing_of_it_shows_in_view_as(as_, actor) -> None:
    made = document()
    services.write_note(actor("member"), made, NOTE)
    services.put_aside(actor("member"), made)
    db.session.commit()
    looked_at = replace(actor("member"), viewed_by=Viewer(1, "Quản trị", 1, datetime(2030, 1, 1, tzinfo=UTC)))
    assert queries.mark(actor("member"), made).note == NOTE
    assert queries.mark(looked_at, made) is None
    for found in (queries.later(looked_at), queries.noted(looked_at)):
        assert db.session.execute(found).first() is None
    assert queries.opened(looked_at) == []
    assert not allowed(looked_at, Documents.MARK, made)
    services.remember_opening(looked_at, made.id, None)
    assert marks()[0].opened_at is None, "who looks on opens nothing for the other"


@pytest.mark.parametrize("tail", ["/xem-sau", "/thoi-xem-sau", "/ghi-chu"])
def test_marks_are_for_readers(as_, tail: str) -> None:
    made = document()
    assert send(as_("member"), f"/van-ban/{made.id}{tail}").status_code == 303
    assert send(as_("member_elsewhere"), f"/van-ban/{made.id}{tail}").status_code == 404
    assert send(as_("member"), f"/van-ban/999{tail}").status_code == 404
    assert as_("member").get(f"/van-ban/{made.id}{tail}").status_code == 405


def test_a_note_too_long_is_kept_in_its_field(as_) -> None:
    made = document()
    client = as_("member")
    answer = client.submit(client.get(f"/van-ban/{made.id}"), {"note": "dài " * 2000}, action="/ghi-chu")
    assert answer.status_code == 422
    assert "dài dài" in answer.text and "Không dài quá" in answer.text
    assert not any(mark.note for mark in marks())


def test_old_openings_are_forgotten(actor) -> None:
    long_ago = clock.now() - timedelta(days=400)
    one, other, third = document(), document(), document()
    me = person("member").account_id
    db.session.add_all([DocumentMark(account_id=me, document_id=one.id, opened_at=long_ago, note=""),
                        DocumentMark(account_id=me, document_id=other.id, opened_at=long_ago, note="giữ",
                                     noted_at=long_ago),
                        DocumentMark(account_id=me, document_id=third.id, opened_at=clock.now(), note="")])
    db.session.commit()
    services.forget_openings()
    db.session.commit()
    assert [(mark.document_id, mark.opened_at is None, mark.note) for mark in marks()] == [
        (other.id, True, "giữ"), (third.id, False, "")]


def test_a_list_is_kept_under_a_name_and_forgotten(as_) -> None:
    document(kind_name="nghị quyết", subject="có trong danh sách")
    document(subject="không có")
    client = as_("member")
    page = client.get("/van-ban?loai=nghị+quyết&xep=-date&trang=1")
    keep = next(one.get("href") for one in parse(page).iter("a") if text_of(one) == "Lưu danh sách này")
    form = client.get(keep)
    assert client.submit(form, {"name": ""}, action="/danh-sach").status_code == 422
    assert client.submit(form, {"name": "Nghị quyết"}, action="/danh-sach").status_code == 303
    again = client.submit(client.get(keep), {"name": "Nghị quyết"}, action="/danh-sach")
    assert again.status_code == 422 and "Bạn đã có danh sách tên này" in again.text
    row = db.session.execute(db.select(SavedList)).scalar_one()
    assert row.address == {"loai": "nghị quyết", "xep": "-date"}
    mine = client.get("/van-ban/danh-sach")
    link = next(one.get("href") for one in parse(mine).iter("a") if text_of(one) == "Nghị quyết")
    shown = client.get(link).text
    assert "có trong danh sách" in shown and "không có" not in shown
    assert "Nghị quyết</a>" not in as_("secretary").get("/van-ban/danh-sach").text
    assert send(as_("secretary"), f"/van-ban/danh-sach/{row.id}/xoa").status_code == 404
    assert client.submit(mine, action="/xoa").status_code == 303
    assert "Chưa lưu danh sách nào" in client.get("/van-ban/danh-sach").text
    assert send(client, "/van-ban/danh-sach", name="trống").status_code == 422


def test_the_list_of_what_i_have_not_opened(as_, actor) -> None:
    """A filter in the database like the others: a link that turns it on, a chip that takes it off."""
    one, two = document(symbol="1-CV/ĐU"), document(symbol="2-CV/ĐU")
    document("ga_vinh", symbol="3-CV/ĐU")
    client = as_("member")
    client.get(f"/van-ban/{one.id}")
    link = next(a.get("href") for a in parse(client.get("/van-ban")).iter("a") if text_of(a) == "Chưa đọc")
    assert symbols(client.get(link)) == ["2-CV/ĐU"]
    off = next(a.get("href") for a in parse(client.get(link)).iter("a") if "Bỏ lọc" in text_of(a))
    assert len(symbols(client.get(off))) == 2
    assert len(symbols(as_("secretary").get(link))) == 2, "what another opened is not mine"
    client.get(f"/van-ban/{two.id}")
    assert "Không có văn bản nào khớp" in client.get(link).text
    looked_at = replace(actor("member"), viewed_by=Viewer(1, "Quản trị", 1, datetime(2030, 1, 1, tzinfo=UTC)))
    found = queries.listed(looked_at, queries.Filters(unread=True))
    assert not db.session.execute(found).all(), "who looks on learns nothing of what was read"
