"""What a reviewer broke once: each test is the way in that is closed now."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from portal.accounts.api import UserSession
from portal.core import clock, files, seal
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.core.once import FormKey
from portal.delegation.api import Grant, actor_of_account, grant
from portal.documents.models import Document, DocumentReader
from portal.jobs.models import Job
from portal.jobs.queue import MOST_CLAIMS, claim, enqueue
from portal.jobs.worker import run_all, run_one
from portal.meetings import queries as meeting_queries
from portal.meetings import services as meeting_services
from portal.meetings.models import MeetingPaper
from portal.members.models import Member, MemberState, State
from portal.news import services as news_services
from portal.news.models import Article
from portal.organizations.api import Role
from portal.papers.symbols import find_symbols
from tests.client import PortalClient, find_form
from tests.factories import documents, feedback, meetings, news
from tests.people import PASSWORD, SINCE, person, unit
from tests.security.targets import TARGETS

As = Callable[[str | None], PortalClient]


def signed_in(page, key: str, client: PortalClient):
    fields = {"citizen_id": person(key).citizen_id, "password": PASSWORD}
    return client.submit(page, fields, action="/dang-nhap")


def stored() -> list[str]:
    return [path.name for path in files.store().folder.rglob("*") if path.is_file()]


def body_of(answer) -> bytes:
    body = answer.data
    answer.close()
    return body


def test_no_digest_of_a_password_stays_in_the_database(as_: As) -> None:
    """A fast digest would let whoever has a backup try passwords at leisure."""
    client = as_(None)
    assert signed_in(client.get("/dang-nhap"), "member", client).status_code == 303
    assert db.session.execute(db.select(FormKey)).all() == []
    fields = {"old_password": PASSWORD, "new_password": "hoa phuong no do san ga", "repeat_password": "x" * 20}
    client.submit(client.get("/doi-mat-khau"), fields | {"repeat_password": fields["new_password"]},
                  action="/doi-mat-khau")
    plain = hashlib.sha256(f"{person('member').account_id} /doi-mat-khau".encode())
    for name in sorted(fields):
        value = fields["new_password"] if name == "repeat_password" else fields[name]
        plain.update(repr((name, [value])).encode())
    kept = db.session.execute(db.select(FormKey.digest)).scalars().all()
    assert plain.hexdigest() not in kept
    assert seal.digest("form", plain.hexdigest()) in kept


@pytest.mark.parametrize(("key", "sees"), [("member", True), ("secretary", False)])
def test_what_was_typed_is_kept_for_whoever_typed_it(as_: As, key: str, sees: bool) -> None:
    """On a shared machine the next one to sign in must not read an opinion somebody left half sent."""
    client = as_("member")
    feedback.settle_categories()
    form = client.get("/gop-y/gui?loai=work_and_life")
    db.session.execute(db.update(UserSession).values(ended_at=clock.now()))
    db.session.commit()
    late = client.submit(form, {"category_id": "work_and_life", "visibility": "hidden", "text": "Điều riêng tư"},
                         action="/gop-y/gui")
    packed = find_form(late, "/dang-nhap").find(".//input[@name='unsent']")
    answer = signed_in(late, key, client)
    assert ("Điều riêng tư" in answer.text) is sees
    assert packed is not None
    again = client.submit(client.get("/tai-khoan-cua-toi"), {"unsent": packed.get("value")}, action="/dang-xuat")
    assert again.status_code == 303


@pytest.mark.parametrize(("target", "url"), [
    ("document file", "/van-ban/{document_id}/tep/{file_id}"), ("picture of cell", "/tin-tuc/anh/{picture_id}/320"),
    ("meeting paper", "/sinh-hoat/{meeting_id}/tep/{paper_id}"), ("opinion file", "/gop-y/{opinion_id}/tep/{file_id}")])
def test_a_shared_machine_keeps_no_file(as_: As, target: str, url: str) -> None:
    url = url.format(**TARGETS[target]())
    client = as_("member")
    answer = client.get(url)
    answer.close()
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    db.session.execute(db.update(UserSession).values(own_device=True))
    db.session.commit()
    answer = client.get(url)
    answer.close()
    assert answer.headers["Cache-Control"].startswith("private")


def test_a_picture_of_the_portal_sent_back_to_it_stays_where_it_was(as_: As) -> None:
    """Attached to an opinion or put into another article, then forgotten as an original: the first keeps its file."""
    url = "/tin-tuc/anh/{picture_id}/320".format(**TARGETS["picture of cell"]())
    client = as_("member")
    body = body_of(client.get(url))
    feedback.opinion(uploads=[news.upload(io.BytesIO(body), "anh.webp")])
    other = db.session.get_one(Article, news.article("ga_hanoi", by="secretary").id)
    news_services.add_picture(meetings.acting("secretary"), other, news.upload(io.BytesIO(body), "anh.webp"), "Tàu")
    db.session.commit()
    run_all()
    assert body_of(client.get(url)) == body


def test_readers_keep_the_words_of_a_picture_until_publish(as_: As) -> None:
    picture_id = TARGETS["picture of cell"]()["picture_id"]
    article = db.session.execute(db.select(Article)).scalar_one()
    actor = meetings.acting("secretary")
    news_services.describe_picture(actor, article, "Chưa được nói ra")
    db.session.commit()
    run_all()
    client, url = as_("member"), f"/tin-tuc/{article.id}"
    assert "Chưa được nói ra" not in client.get(url).text
    news_services.publish(actor, db.session.get_one(Article, article.id))
    db.session.commit()
    shown = client.get(url).text
    assert "Chưa được nói ra" in shown
    assert f"/tin-tuc/anh/{picture_id}/" not in shown


def test_a_paper_with_a_secrecy_mark_leaves_nothing_behind(app: Flask) -> None:
    meetings.settle_rules()
    row = meetings.row(meetings.meeting("open"))
    meeting_services.attach(meetings.acting("secretary"), row, meetings.upload("TỐI MẬT\n\nNội dung\n".encode()))
    db.session.commit()
    run_all()
    assert db.session.execute(db.select(MeetingPaper)).all() == []
    assert stored() == []


@pytest.mark.parametrize("last", [("to.txt", b"a" * (11 << 20)), ("la.exe", b"MZ\0\0"), ("gia.docx", b"PK\3\4rac")])
def test_files_of_a_refused_form_do_not_stay(as_: As, last: tuple[str, bytes]) -> None:
    feedback.settle_categories()
    client = as_("member")
    name, body = last
    form = client.get("/gop-y/gui?loai=work_and_life")
    answer = client.submit(form, {"category_id": "work_and_life", "visibility": "handlers", "text": "x", "files": [
        (io.BytesIO(b"Ghi ch\xc3\xba.\n"), "ghi-chu.txt"), (io.BytesIO(body), name)]}, action="/gop-y/gui")
    assert answer.status_code == 422
    answer.request.input_stream.close()
    assert stored() == []


def test_a_broken_zip_is_refused_in_words(as_: As) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "wordprocessingml.document.main+xml" * 40)
        archive.writestr("word/document.xml", "<a/>")
    body = bytearray(packed.getvalue())
    start = body.find(b"[Content_Types].xml") + len("[Content_Types].xml")
    body[start:start + 20] = b"\xff" * 20
    assert documents.upload(as_("secretary"), "a.docx", bytes(body)).status_code == 422
    assert stored() == []


@pytest.mark.parametrize("url", ["/van-ban?nam={n}", "/van-ban/them?don_vi={n}", "/dang-vien?don_vi={n}",
                                 "/to-chuc?mo={n}", "/sinh-hoat?don_vi={n}&nam={n}", "/tin-tuc?nam={n}&don_vi={n}"])
def test_numbers_beyond_the_database_name_nothing(as_: As, url: str) -> None:
    assert as_("secretary").get(url.format(n="9" * 30)).status_code < 500


def test_numbers_in_forms_neither(as_: As) -> None:
    client = as_("secretary")
    fields = {"unit_id": "9" * 30, "files": (io.BytesIO(b"abc"), "a.txt")}
    assert client.submit(client.get("/van-ban/them"), fields).status_code == 404
    assert client.submit(client.get("/tin-tuc/viet"), {"unit_id": "9" * 30}, action="/viet").status_code == 404
    meetings.settle_rules()
    page = client.get(f"/sinh-hoat/{meetings.meeting('open')}/sua")
    odd = {"points-²-title": "x", "points-" + "9" * 5000 + "-title": "x"}
    assert client.submit(page, odd, action="/sua").status_code == 303


def test_a_stale_entry_is_not_even_counted(as_: As) -> None:
    """Until the worker has followed, the index still holds what one may no longer read."""
    made_id = documents.document(text="Kỷ luật khiển trách đồng chí Xuân.").id
    run_all()
    client = as_("member")
    assert "1 kết quả" in client.get("/tim-kiem?q=khiển trách").text
    row = db.session.get_one(Document, made_id)
    row.readers = [DocumentReader(token=f"u{unit('vinh').id}")]
    db.session.commit()
    page = client.get("/tim-kiem?q=khiển trách").text
    assert "Không tìm thấy mục nào" in page
    assert "(1)" not in page
    assert "Xuân" not in page


def test_a_symbol_one_may_not_read_changes_no_order(as_: As) -> None:
    """`98 cv` lifts what begins with 98, whether or not another unit has a paper of that very symbol."""
    lifted = documents.document(symbol="98-QĐ/ĐU", text="Tin ngắn.").id
    other = documents.document(symbol="12-CV/ĐU", subject="98 cv 98 cv 98 cv", text="98 cv " * 30).id
    run_all()
    before = as_("member").get("/tim-kiem?q=số 98 cv").text
    documents.document("vinh", symbol="98-CV/ĐU", text="Không dành cho Hà Nội.")
    run_all()
    after = as_("member").get("/tim-kiem?q=số 98 cv").text
    for page in (before, after):
        assert page.index(f"/van-ban/{lifted}?") < page.index(f"/van-ban/{other}?")


def test_who_left_the_party_is_not_summoned_any_more(as_: As) -> None:
    meetings.settle_rules()
    meeting_id = meetings.meeting("open")
    account_id = person("member").account_id
    member_id = db.session.execute(db.select(Member.id).where(Member.account_id == account_id)).scalar_one()
    client = as_("member")
    assert client.get(f"/sinh-hoat/{meeting_id}").status_code == 200
    state = db.session.execute(db.select(MemberState).where(MemberState.member_id == member_id)).scalar_one()
    state.valid_to = clock.today() - timedelta(days=1)
    db.session.add(MemberState(member_id=member_id, state=State.EXPELLED, valid_from=clock.today()))
    db.session.commit()
    assert client.get(f"/sinh-hoat/{meeting_id}").status_code == 404
    assert meeting_queries.owed(actor_of_account(account_id)) == []


@pytest.mark.parametrize("how", ["revoked", "past"])
def test_what_was_handed_on_ends_with_its_source(app: Flask, as_: As, how: str) -> None:
    first = db.session.execute(db.select(Grant).where(
        Grant.account_id == person("delegate").account_id)).scalar_one()
    middle = grant(SYSTEM, account_id=person("neighbour").account_id, unit=unit("hanoi"), role=Role.OFFICE_STAFF,
                   subtree=True, since=SINCE, until=None, source=first)
    grant(SYSTEM, account_id=person("member").account_id, unit=unit("ga_hanoi"), role=Role.SECRETARY, subtree=False,
          since=SINCE, until=None, source=middle)
    db.session.commit()
    held = [actor_of_account(person(key).account_id).holdings for key in ("neighbour", "member")]
    assert [len(one) for one in held] == [1, 1]
    first = db.session.get_one(Grant, first.id)
    if how == "revoked":
        first.revoked_at = clock.now()
    else:
        first.valid_to = clock.today() - timedelta(days=1)
    db.session.commit()
    assert [actor_of_account(person(key).account_id).holdings for key in ("neighbour", "member")] == [(), ()]
    assert "Đỗ Đức Em" not in as_("committee_secretary").get("/phan-quyen").text


def test_a_long_list_of_symbols_does_not_stop_the_worker() -> None:
    assert len(find_symbols("1-CV/A " * 100_000)) == 100_000


def test_a_job_that_kills_the_worker_is_put_aside_in_the_end(app: Flask) -> None:
    enqueue("core.tidy")
    db.session.flush()
    job = db.session.execute(db.select(Job)).scalar_one()
    job.state, job.attempts, job.leased_until = "running", MOST_CLAIMS, clock.now() - timedelta(minutes=1)
    assert claim() == []
    assert job.state == "dead"
    db.session.rollback()


def test_an_error_of_the_database_tells_administrators_no_text(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.jobs.registry import KINDS

    def fails(batch: object) -> None:
        db.session.execute(db.text("SELECT :text FROM nowhere"), {"text": "Điều chỉ người đọc được biết"})

    monkeypatch.setitem(KINDS, "core.tidy", KINDS["core.tidy"].__class__("core.tidy", fails, 1, None))
    enqueue("core.tidy")
    db.session.commit()
    assert run_one()
    error = db.session.execute(db.select(Job.last_error)).scalar_one()
    assert "nowhere" in error
    assert "Điều chỉ" not in error
    db.session.rollback()


def test_static_files_are_not_guessed_and_not_shared(app: Flask, as_: As) -> None:
    from portal.core import assets

    with app.test_request_context("/"):
        url = assets.url("sotay.js")
    answer = as_(None).get(url)
    answer.close()
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in answer.headers
