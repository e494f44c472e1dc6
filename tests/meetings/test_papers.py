"""Papers: documents only, judged by content; nothing secret; nothing of a draft."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine

from portal.core import clock, files
from portal.core.db import db
from portal.jobs.worker import run_all
from portal.meetings import queries, services
from portal.meetings.models import MeetingPaper
from tests.client import PortalClient, find_form, form_values
from tests.factories.meetings import acting, in_days, meeting, row, upload

As = Callable[[str | None], PortalClient]
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


def test_papers_stand_at_their_item_and_are_downloaded(as_: As) -> None:
    made, client = meeting("open"), as_("secretary")
    files = [(BytesIO(b"Du thao nghi quyet"), "dự thảo.txt"), (BytesIO(b"# Chuyen de"), "chuyen-de.md")]
    item = row(made).items[1].id
    sent = client.submit(client.get(f"/sinh-hoat/{made}"), {"files": files, "item": str(item)}, action="/tep")
    assert sent.status_code == 303
    paper = db.session.execute(db.select(MeetingPaper).order_by(MeetingPaper.id)).scalars().first()
    assert paper is not None
    paper_id = paper.id
    assert (paper.name, paper.item_id, paper.media_type) == ("dự thảo.txt", item, "text/plain")
    member = as_("member")
    assert "dự thảo.txt" in member.get(f"/sinh-hoat/{made}").text
    got = member.get(f"/sinh-hoat/{made}/tep/{paper_id}")
    assert got.data == b"Du thao nghi quyet"
    assert got.headers["Content-Disposition"].startswith("attachment")
    got.close()


UNKNOWN, LIES = "Loại tệp này chưa đọc được", "không đúng với đuôi tên tệp"


@pytest.mark.once
@pytest.mark.parametrize(("body", "name", "words"), [
    (PNG, "anh.png", UNKNOWN), (PNG, "anh.pdf", LIES), (b"MZ\x90\0" + b"\0" * 99, "may.txt", LIES),
    (b"<html>", "trang.pdf", LIES), (b"", "rong.txt", "rỗng"),
    (b"PK\x03\x04" + b"\0" * 50, "a.docx", "Tệp hỏng hoặc chưa tải lên hết"),
    (b"noi dung", "TỐI MẬT ke hoach.txt", "dấu mật"), (b"noi dung", "ke-hoach (MẬT).txt", "dấu mật")])
def test_bad_files_are_refused_with_the_reason(as_: As, body: bytes, name: str, words: str) -> None:
    made, client = meeting("draft"), as_("secretary")
    sent = client.submit(client.get(f"/sinh-hoat/{made}"), {"files": (BytesIO(body), name)}, action="/tep")
    assert sent.status_code == 422
    assert words in sent.text
    assert db.session.execute(db.select(MeetingPaper)).first() is None


def test_no_file_at_all_is_explained(as_: As) -> None:
    made, client = meeting("draft"), as_("secretary")
    sent = client.submit(client.get(f"/sinh-hoat/{made}"), {}, action="/tep")
    assert sent.status_code == 422
    assert "Chọn tệp" in sent.text


def test_a_text_with_a_secrecy_stamp_is_withdrawn_by_the_worker(as_: As) -> None:
    made = meeting("open")
    text = "ĐẢNG BỘ TỔNG CÔNG TY\n*\nSố 12-KH/ĐU\n\nMẬT\n\nKẾ HOẠCH\nđi kiểm tra các ga".encode()
    services.attach(acting("secretary"), row(made), upload(text, "ke-hoach.txt"))
    services.attach(acting("secretary"), row(made), upload())
    db.session.commit()
    run_all()
    assert [paper.name for paper in row(made).papers] == ["chuong-trinh.txt"]
    assert queries.history(row(made))[-1].verb == "withdraw"
    assert "Gỡ tài liệu có dấu mật" in as_("secretary").get(f"/sinh-hoat/{made}").text


def test_papers_of_a_draft_are_nowhere(as_: As) -> None:
    made = meeting("draft")
    paper = services.attach(acting("secretary"), row(made), upload()).id
    db.session.commit()
    for who, status in (("member", 404), ("delegate", 404), ("member_elsewhere", 404), ("secretary", 200), (None, 401)):
        answer = as_(who).get(f"/sinh-hoat/{made}/tep/{paper}")
        answer.close()
        assert answer.status_code == status, who


def test_a_paper_is_not_reached_through_another_meeting(as_: As) -> None:
    made, other = meeting("draft"), meeting("open")
    paper = services.attach(acting("secretary"), row(made), upload()).id
    db.session.commit()
    assert as_("member").get(f"/sinh-hoat/{other}/tep/{paper}").status_code == 404
    assert as_("member").get(f"/sinh-hoat/{other}/tep/99999").status_code == 404


def test_taking_a_paper_off(as_: As) -> None:
    made = meeting("open")
    services.attach(acting("secretary"), row(made), upload())
    db.session.commit()
    client = as_("secretary")
    page = client.get(f"/sinh-hoat/{made}")
    assert "Gỡ tài liệu" not in as_("member").get(f"/sinh-hoat/{made}").text
    assert client.submit(page, action="/1/go").status_code == 303
    assert db.session.execute(db.select(MeetingPaper)).first() is None


def test_a_paper_taken_off_by_mistake_is_put_back(as_: As) -> None:
    made = meeting("open")
    before = services.attach(acting("secretary"), row(made), upload(), item_id=row(made).items[0].id)
    seen = before.name, before.item_id, before.digest, before.posted_at
    db.session.commit()
    client = as_("secretary")
    after = client.get(client.submit(client.get(f"/sinh-hoat/{made}"), action="/1/go").location)
    run_all()
    assert f"Đã gỡ tài liệu “{seen[0]}”." in after.text
    back = client.get(client.submit(after, action="/tep/dat-lai").location)
    assert client.submit(client.get(after.request.full_path), action="/tep/dat-lai").status_code == 303
    assert f"Đã đặt lại tài liệu “{seen[0]}”." in back.text
    paper = db.session.execute(db.select(MeetingPaper)).scalar_one()
    assert (paper.name, paper.item_id, paper.digest, paper.posted_at) == seen
    run_all()
    got = client.get(f"/sinh-hoat/{made}/tep/{paper.id}")
    assert got.status_code == 200
    got.close()


def test_what_was_taken_off_goes_after_a_day(as_: As) -> None:
    made, other = meeting("open"), meeting("open")
    digest = services.attach(acting("secretary"), row(made), upload()).digest
    db.session.commit()
    client = as_("secretary")
    after = client.get(client.submit(client.get(f"/sinh-hoat/{made}"), action="/1/go").location)
    slip = form_values(find_form(after, "/tep/dat-lai"))["slip"]
    elsewhere = client.submit(after, action="/tep/dat-lai")
    assert "Đặt lại" not in client.get(f"/sinh-hoat/{other}?vua_go={slip}").text
    assert "Đặt lại" not in as_("member").get(f"/sinh-hoat/{made}?vua_go={slip}").text
    assert elsewhere.status_code == 303
    client.submit(client.get(f"/sinh-hoat/{made}"), action="/go")
    with time_machine.travel(clock.now() + services.BACK_WITHIN + timedelta(minutes=1)):
        run_all()
        assert files.store().path(digest) is None
        late = as_("secretary")
        hidden = form_values(find_form(late.get(f"/sinh-hoat/{made}?vua_go={slip}"), f"{made}/tep"))
        late = late.post(f"/sinh-hoat/{made}/tep/dat-lai", data={**hidden, "slip": slip})
        assert late.status_code == 422
        assert "Đăng lại tệp" in late.text


def test_posted_in_time_counts_whole_days_from_when_members_could_read(app: object) -> None:
    made = row(meeting("open", starts_at=in_days(3)))
    paper = services.attach(acting("secretary"), made, upload())
    assert paper.posted_before(made, 1)
    made.opened_at = made.starts_at
    assert not paper.posted_before(made, 1)
    made.opened_at, paper.posted_at = clock.now(), made.starts_at
    assert not paper.posted_before(made, 1)
    made.opened_at = None
    assert not paper.posted_before(made, 1)
    db.session.rollback()


def test_the_item_of_a_paper_may_go_and_the_paper_stays(as_: As) -> None:
    made = meeting("draft")
    services.attach(acting("secretary"), row(made), upload(), item_id=row(made).items[0].id)
    db.session.commit()
    client = as_("secretary")
    page = client.get(f"/sinh-hoat/{made}/sua")
    assert client.submit(page, {"points-0-title": ""}, action="/sua").status_code == 303
    assert row(made).papers[0].item_id is None
    assert "Tài liệu chung" in client.get(f"/sinh-hoat/{made}").text
