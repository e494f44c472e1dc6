"""Saved searches: kept by one person, opened, renamed, dropped; and what is told of new matches."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete

from portal.accounts.api import Account
from portal.core import clock
from portal.core.actor import Viewer
from portal.core.db import db
from portal.core.notices import Notice
from portal.core.policy import allowed
from portal.documents.models import Document, DocumentReader
from portal.home import queries
from portal.home.jobs import look, tell
from portal.home.models import SavedSearch
from portal.home.policy import Home, readable
from portal.home.queries import Asked
from portal.home.services import tell_new
from portal.home.views.saved import saved_panel
from portal.jobs.models import Job, SearchChange
from portal.jobs.queue import index_later
from portal.jobs.worker import run_all
from portal.search import active
from portal.search.engine import IndexUnavailable
from tests.client import find_form, form_values, parse, text_of
from tests.factories.documents import document
from tests.people import person, unit

LIST, SAVE = "/tim-kiem/da-luu", "/tim-kiem/luu"


@pytest.fixture
def index(app) -> None:  # type: ignore[no-untyped-def]
    """An index with one paper about something else."""
    document(subject="Thông báo nghỉ lễ")
    run_all()


def saved(key: str = "member", name: str = "Học tập", text: str = "học tập", *, tells: bool = False) -> SavedSearch:
    row = SavedSearch(account_id=person(key).account_id, name=name, address={"q": text}, at=clock.now(), tells=tells,
                      told_at=clock.now() if tells else None, known=[])
    db.session.add(row)
    db.session.commit()
    return row


def told(key: str = "member") -> list[Notice]:
    mine = db.select(Notice).where(Notice.account_id == person(key).account_id, Notice.url.startswith(LIST))
    return list(db.session.execute(mine.order_by(Notice.id)).scalars())


def look_again() -> None:
    """What the worker does every few hours."""
    run_all()
    look([])
    db.session.commit()
    run_all()


def test_a_search_is_kept_with_its_filters_opened_renamed_and_dropped(as_, index) -> None:
    client = as_("member")
    document(subject="Kế hoạch học tập", kind_name="kế hoạch", issued_on=date(2025, 3, 1))
    run_all()
    results = client.get("/tim-kiem", query_string={"q": "học tập", "nam": "2025", "tu": "2025-01-01", "x": "1"})
    link = next(one for one in parse(results).iter("a") if text_of(one) == "Lưu tìm kiếm này")
    form = client.get(link.get("href"))
    assert 'value="học tập"' in form.text
    assert "Lọc theo: Năm: 2025 · Từ ngày: 01/01/2025" in form.text
    kept = client.submit(form, {"name": "Học tập năm 2025"}, action="/luu")
    assert (kept.status_code, kept.location) == (303, LIST)
    row = db.session.execute(db.select(SavedSearch)).scalar_one()
    assert row.address == {"q": "học tập", "nam": "2025", "tu": "2025-01-01"}
    assert Asked.of(row.address).address == row.address
    assert not row.tells
    listed = client.get(LIST)
    assert "Học tập năm 2025" in listed.text
    opened = client.get(f"{LIST}/{row.id}")
    assert opened.status_code == 303
    assert "nam=2025" in opened.location
    assert "xep=moi" in client.get(f"{LIST}/{row.id}?moi=1").location
    assert "Học tập năm 2025" in client.get("/").text
    edited = client.submit(client.get(f"{LIST}/{row.id}/sua"), {"name": "Học tập", "tells": "y"}, action="/sua")
    assert edited.status_code == 303
    assert "báo khi có kết quả mới" in client.get(LIST).text
    asked = client.get(f"{LIST}/{row.id}/xoa")
    assert "Xóa tìm kiếm “Học tập”?" in asked.text
    assert client.submit(asked, action="/xoa").status_code == 303
    assert "Chưa lưu tìm kiếm nào" in client.get(LIST).text
    assert "Tìm kiếm đã lưu" not in client.get("/").text


def test_of_others_there_is_nothing(as_, index) -> None:
    row = saved("secretary")
    client = as_("member")
    for tail in ("", "/sua", "/xoa"):
        assert client.get(f"{LIST}/{row.id}{tail}").status_code == 404
        assert client.get(f"{LIST}/99999{tail}").status_code == 404
    assert row.name not in client.get(LIST).text
    assert as_(None).get(LIST).status_code == 401
    assert client.open(f"{LIST}/{row.id}", method="POST").status_code == 405


def test_bad_input_is_said_at_the_field(as_, index) -> None:
    client = as_("member")
    saved(name="Có rồi")
    page = client.get(SAVE, query_string={"q": "nghị quyết"})
    for name, words in (("", "Đặt tên cho tìm kiếm"), ("x" * 81, "80"), ("Có rồi", "Bạn đã có tìm kiếm tên này")):
        answer = client.submit(page, {"name": name}, action="/luu")
        assert answer.status_code == 422
        assert words in answer.text
        page = client.get(SAVE, query_string={"q": "nghị quyết"})
    assert client.get(SAVE).location == "/tim-kiem"
    nothing = client.post(SAVE, data={**form_values(find_form(page, "/luu")), "name": "Rỗng"})
    assert "Chưa có từ nào để tìm" in nothing.text


def test_at_most_twenty(as_, index) -> None:
    client = as_("member")
    for number in range(20):
        saved(name=f"Thứ {number:02d}")
    answer = client.submit(client.get(SAVE, query_string={"q": "một nữa"}), action="/luu")
    assert answer.status_code == 422
    assert "Bạn đã lưu 20 tìm kiếm" in answer.text
    assert client.get(LIST).text.count("/sua") == 20


def test_nothing_of_it_shows_in_view_as(actor, app) -> None:
    row = saved()
    looked_at = replace(actor("member"), viewed_by=Viewer(1, "Quản trị", 1, datetime(2030, 1, 1, tzinfo=UTC)))
    assert not allowed(looked_at, Home.SAVE)
    assert not allowed(looked_at, Home.KEEP, row)
    assert queries.saved_searches(looked_at) == []
    with app.test_request_context():
        assert saved_panel(looked_at) is None
        assert saved_panel(actor("member")) is not None


@pytest.mark.parametrize("key", ["member", "member_elsewhere", "secretary", "administrator"])
def test_rule_and_list_agree(actor, key: str) -> None:
    for owner in ("member", "secretary"):
        saved(owner)
    one = actor(key)
    listed = set(db.session.execute(readable(one)).scalars())
    every = db.session.execute(db.select(SavedSearch)).scalars()
    assert listed == {row for row in every if allowed(one, Home.KEEP, row)}


def test_new_matches_are_told_once_for_all(as_, index) -> None:
    document(subject="Kế hoạch học tập cũ")
    run_all()
    client = as_("member")
    page = client.get(SAVE, query_string={"q": "học tập"})
    assert client.submit(page, {"tells": "y"}, action="/luu").status_code == 303
    look_again()
    assert told() == []
    for number in range(3):
        document(subject=f"Kế hoạch học tập mới {number}")
    document(subject="Kế hoạch sản xuất")
    look_again()
    (notice,) = told()
    assert notice.sentence == "3 kết quả mới cho một tìm kiếm bạn đã lưu."
    assert "học tập" not in str(notice.values)
    look_again()
    assert len(told()) == 1
    document(subject="Báo cáo học tập")
    look_again()
    assert [one.values["n"] for one in told()] == [3, 1]
    opened = client.submit(client.get("/thong-bao"), action=f"/thong-bao/{notice.id}/mo")
    assert client.get(opened.location).location.endswith("xep=moi")


def test_what_was_changed_is_not_new(index) -> None:
    old = document(subject="Kế hoạch học tập cũ")
    run_all()
    row = saved(tells=True)
    row.told_at = None
    db.session.commit()
    look_again()
    assert row.known == [f"document {old.id}"]
    index_later("document", old.id)
    db.session.commit()
    look_again()
    assert told() == []


def test_what_the_index_followed_late_is_told_in_the_next_round(index) -> None:
    row = saved(tells=True)
    document(subject="Kế hoạch học tập")
    tell([{"account": row.account_id}])
    db.session.commit()
    assert told() == []
    run_all()
    tell([{"account": row.account_id}])
    assert len(told()) == 1


def test_only_what_the_person_may_read_is_told(index) -> None:
    saved("member", tells=True)
    saved("member_elsewhere", tells=True)
    elsewhere = document("vinh", to=[f"s{unit('vinh').id}"], subject="Kế hoạch học tập bí mật")
    look_again()
    assert told("member") == []
    assert [one.values["n"] for one in told("member_elsewhere")] == [1]
    # The index still has it; the rows say no: what is loaded through the room's own rules decides.
    hidden = document(subject="Kế hoạch học tập rút lại")
    run_all()
    db.session.execute(delete(DocumentReader).where(DocumentReader.document_id == hidden.id))
    db.session.commit()
    tell([{"account": person("member").account_id}])
    assert told("member") == []
    assert db.session.get(Document, elsewhere.id) is not None


@pytest.mark.parametrize("state", ["closed", "locked"])
def test_a_closed_account_gets_nothing(index, state: str) -> None:
    row = saved("member", tells=True)
    db.session.get_one(Account, row.account_id).state = state
    document(subject="Kế hoạch học tập")
    db.session.commit()
    look_again()
    assert tell_new(row.account_id) == 0
    assert told() == []


def test_without_the_tick_and_without_changes_nobody_searches(index, monkeypatch) -> None:
    asked: list[object] = []
    find = active.engine().find
    monkeypatch.setattr(active.engine(), "find", lambda query: (asked.append(query), find(query))[1])
    saved("member", tells=False)
    row = saved("secretary", tells=True)
    document(subject="Kế hoạch học tập")
    look_again()
    assert len(asked) == 1
    db.session.execute(db.update(SearchChange).values(at=clock.now() - timedelta(days=2)))
    row.told_at = clock.now()
    db.session.commit()
    look_again()
    assert len(asked) == 1


def test_without_an_index_nothing_breaks_and_nothing_is_lost(as_, index, monkeypatch) -> None:
    number = saved(tells=True).id
    document(subject="Kế hoạch học tập")
    run_all()

    def gone(query: object) -> None:
        raise IndexUnavailable("không có", "gone")

    with monkeypatch.context() as patch:
        patch.setattr(active.engine(), "find", gone)
        look_again()
        client = as_("secretary")
        page = client.get(SAVE, query_string={"q": "học tập"})
        assert client.submit(page, {"tells": "y"}, action="/luu").status_code == 303
    assert db.session.execute(db.select(Job).where(Job.kind == "searches.tell", Job.state == "dead")).first() is None
    assert told() == []
    look_again()
    assert [one.values["n"] for one in told()] == [1]
    assert db.session.get_one(SavedSearch, number).known != []
    assert told("secretary") == []
