"""Who sees and does what; the rule, the list and search agree."""

from collections.abc import Callable

import pytest

from portal.core.db import db
from portal.core.policy import allowed
from portal.jobs.worker import run_all
from portal.meetings import queries, services
from portal.meetings.policy import Meetings, readable
from portal.search import active
from portal.search.entry import Query
from tests.client import PortalClient
from tests.factories.meetings import acting, in_days, meeting, row
from tests.people import PEOPLE, unit

As = Callable[[str | None], PortalClient]
STATES = ("draft", "open", "in_progress", "closed", "cancelled")
SIGNED_IN = [key for key in PEOPLE if key not in ("newcomer", "suspended_account")]
PAGES = ("", "/sua", "/diem-danh", "/ket-luan", "/ket-luan/ban-luu", "/huy", "/mo-lai", "/in")
ACTS = ("/sua", "/tep", "/tep/1/go", "/mo", "/moi-them", "/huy", "/tra-loi", "/y-kien", "/diem-danh", "/ket-luan",
        "/ket-luan/ban-luu/1/khoi-phuc", "/khoa", "/mo-lai")
MANAGED = {"draft": {"", "/sua", "/huy", "/in"}, "open": {"", "/sua", "/diem-danh", "/huy", "/in"},
           "in_progress": {"", "/sua", "/diem-danh", "/ket-luan", "/ket-luan/ban-luu", "/in"},
           "closed": {"", "/mo-lai", "/in"}, "cancelled": {"", "/in"}}


@pytest.mark.once
@pytest.mark.parametrize("state", STATES)
def test_who_opens_which_page(as_: As, state: str) -> None:
    made = meeting(state)
    readers = {"member", "probationary", "delegate", "lapsed_delegate"}
    for who in ("secretary", *readers, "member_elsewhere", "secretary_elsewhere", "neighbour", "administrator", None):
        client = as_(who)
        for path in PAGES:
            status = client.get(f"/sinh-hoat/{made}{path}").status_code
            if who is None:
                expected = 401
            elif who == "secretary":
                expected = 200 if path in MANAGED[state] else 403
            elif who not in readers or state == "draft":
                expected = 404
            else:
                expected = 200 if path == "" or (path == "/in" and state == "closed") else 403
            assert status == expected, (who, path, status)


def test_unknown_meetings_and_wrong_methods(as_: As) -> None:
    made, client = meeting("open"), as_("secretary")
    for path in PAGES:
        assert client.get(f"/sinh-hoat/999999{path}").status_code == 404
        assert client.get(f"/sinh-hoat/khong{path}").status_code == 404
    for path in set(ACTS) - set(PAGES):
        assert client.get(f"/sinh-hoat/{made}{path}").status_code in (404, 405), path
    assert client.post(f"/sinh-hoat/{made}").status_code in (400, 405)


@pytest.mark.once
@pytest.mark.parametrize("act", ACTS)
def test_acts_of_those_who_may_not(as_: As, act: str) -> None:
    made = meeting("open")
    for who, status in (("member_elsewhere", 404), ("secretary_elsewhere", 404), ("neighbour", 404)):
        client = as_(who)
        csrf = client.get("/").text.split('name="csrf_token" value="')[1].split('"')[0]
        answer = client.post(f"/sinh-hoat/{made}{act}", data={"csrf_token": csrf, "form_key": "k" * 20})
        assert answer.status_code == status, who
    assert as_(None).post(f"/sinh-hoat/{made}{act}").status_code in (400, 401)
    client = as_("member")
    csrf = client.get("/").text.split('name="csrf_token" value="')[1].split('"')[0]
    answer = client.post(f"/sinh-hoat/{made}{act}", data={"csrf_token": csrf, "form_key": "k" * 20})
    expected = 422 if act in ("/tra-loi", "/y-kien") else 404 if "/1/" in act else 403
    assert answer.status_code == expected


def test_only_officers_make_meetings(as_: As) -> None:
    for who, status in (("member", 403), ("secretary", 200), ("delegate", 200), ("lapsed_delegate", 403), (None, 401)):
        assert as_(who).get("/sinh-hoat/them").status_code == status, who


def spread() -> list[int]:
    """Meetings of several units, kinds and states."""
    made = [meeting(state) for state in STATES]
    made += [meeting(state, unit_key="ga_vinh", by="secretary_elsewhere") for state in ("draft", "open", "closed")]
    made += [meeting(state, unit_key="hanoi", by="committee_secretary", kind="committee_plenary") for state in STATES]
    made.append(meeting("open", kind="cell_committee_meeting"))
    return made


def test_rule_list_and_search_agree(app: object) -> None:
    made = spread()
    run_all()
    for key in SIGNED_IN:
        actor = acting(key)
        by_rule = {one for one in made if allowed(actor, Meetings.READ, row(one))}
        by_list = {one.id for one in db.session.execute(readable(actor)).scalars()}
        assert by_rule == by_list, key
        assert by_list == {one.id for one in db.session.execute(queries.listed(actor)).scalars().unique()}, key
        for one in made:
            assert (queries.get(actor, one) is not None) == (one in by_rule), key
        hits = active.engine().find(Query(text="ga hà nội họp", readers=actor.readers, kind="meeting", limit=50))
        found = {hit.id for hit in hits.hits}
        assert found <= by_rule, key
        assert hits.total == len(found), key


def test_search_finds_the_locked_conclusion_and_no_draft(as_: As) -> None:
    closed, draft, running = meeting("closed"), meeting("draft", place="Phòng bí ẩn"), meeting("in_progress")
    services.conclude(acting("secretary"), row(running), "Kết luận chưa khóa nhắc chim hồng hạc")
    db.session.commit()
    run_all()
    page = as_("member").get("/tim-kiem?q=rà+soát+ghi+số+7").text
    assert f"/sinh-hoat/{closed}" in page
    assert f"/sinh-hoat/{draft}" not in as_("member").get("/tim-kiem?q=phòng+bí+ẩn").text
    assert "hồng hạc</p>" not in as_("member").get("/tim-kiem?q=chim+hồng+hạc&loai=meeting").text
    services.reopen(acting("secretary"), row(closed), "sửa lại")
    db.session.commit()
    run_all()
    assert active.engine().find(Query(text="rà soát ghi số 7", readers=acting("member").readers)).whole == 0


def test_the_list_is_filtered_and_ordered(as_: As) -> None:
    far, near = meeting("open", starts_at=in_days(20)), meeting("draft", starts_at=in_days(3))
    old, older = meeting("closed"), meeting("open", starts_at=in_days(-40))
    ids = [one.id for one in db.session.execute(queries.listed(acting("secretary"))).scalars()]
    assert ids == [near, far, old, older]
    client = as_("secretary")
    page = client.get("/sinh-hoat").text
    places = [page.index(words) for words in ("Sắp tới", f"/sinh-hoat/{far}", "Đã qua", f"/sinh-hoat/{old}")]
    assert places == sorted(places)
    only = client.get("/sinh-hoat?trang_thai=closed").text
    assert f"/sinh-hoat/{old}" in only
    assert f"/sinh-hoat/{far}" not in only
    assert "Không có cuộc họp nào khớp" in client.get("/sinh-hoat?loai=congress").text
    part = client.get("/sinh-hoat?loai=congress", headers={"HX-Request": "true", "HX-Target": "div#results"}).text
    assert part.strip().startswith('<div id="results">')
    unlocked = client.get("/sinh-hoat?trang_thai=chua-khoa").text
    assert [f'"/sinh-hoat/{one}"' in unlocked for one in (near, far, older, old)] == [True, True, True, False]
    for odd in ("?nam=abc", "?trang_thai=x&don_vi=1e9", "?trang=-4", "?nam=%00"):
        assert client.get(f"/sinh-hoat{odd}").status_code == 200


def test_a_unit_beyond_the_choices_is_narrowed_to_as_well(as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    """The filter offers the first units; one more that an address names is added to them."""
    here, there = meeting("open"), meeting("open", unit_key="hanoi", by="committee_secretary", kind="committee_plenary")
    chosen = unit("ga_hanoi").id
    monkeypatch.setattr(queries.lists, "MOST_UNITS", 1)
    queries.lists._scope.cache_clear()
    page = as_("delegate").get(f"/sinh-hoat?don_vi={chosen}").text
    queries.lists._scope.cache_clear()
    assert f'"/sinh-hoat/{here}"' in page
    assert f'"/sinh-hoat/{there}"' not in page
    assert f'<option value="{chosen}" selected>' in page


def test_the_list_is_paged(as_: As) -> None:
    client = as_("member")
    assert "Chưa có cuộc họp nào" in client.get("/sinh-hoat").text
    for n in range(23):
        meeting("open", starts_at=in_days(n + 1))
    first, second = client.get("/sinh-hoat"), client.get("/sinh-hoat?trang=2")
    assert first.text.count('<li><a href="/sinh-hoat/') - second.text.count('<li><a href="/sinh-hoat/') == 17
    assert "Trang 2 trong 2, có 23 mục" in second.text
