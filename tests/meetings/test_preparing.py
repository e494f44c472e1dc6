"""Preparing a meeting: from the template to the opening."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from portal.core import clock
from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.core.errors import Conflict, DomainError
from portal.meetings import queries, services
from portal.meetings.models import Answer, Meeting, MeetingEvent
from portal.members.api import Member, Membership
from tests.client import PortalClient
from tests.factories.meetings import PLACE, acting, in_days, meeting, row
from tests.people import person, unit

As = Callable[[str | None], PortalClient]


def typed(**over: str) -> dict[str, str]:
    day = clock.today() + timedelta(days=9)
    return {"kind": "cell_regular", "starts_on": day.strftime("%d/%m/%Y"), "starts_time": "19h30", "place": PLACE,
            **over}


def test_the_secretary_makes_a_meeting_from_the_template(as_: As) -> None:
    client = as_("secretary")
    answer = client.submit(client.get("/sinh-hoat/them"), typed(), action="/them")
    assert answer.status_code == 303
    made = db.session.execute(db.select(Meeting.id)).scalar_one()
    assert (row(made).state, len(row(made).items), clock.show_time(row(made).starts_at)) == ("draft", 12, "19:30")
    page = client.get(answer.location)
    assert "đang chuẩn bị" in page.text
    assert "Tình hình đóng đảng phí" in page.text


@pytest.mark.once
@pytest.mark.parametrize(("field", "value", "words"), [
    ("starts_on", "31/02/2026", "Ngày không đúng"), ("starts_on", "01/01/0001", "Năm không đúng"),
    ("starts_on", "01/01/2199", "một năm trước"), ("starts_time", "29:99", "Giờ không đúng"),
    ("place", "", "Ghi nơi họp"),
    ("kind", "tiec", "Chọn một mục"), ("unit", "999999", "Chọn một mục"), ("place", "x" * 201, "Không dài quá"),
    ("kind", "committee_plenary", "Chọn một mục")])
def test_bad_input_is_explained_and_kept(as_: As, field: str, value: str, words: str) -> None:
    client = as_("secretary")
    answer = client.submit(client.get("/sinh-hoat/them"), typed(**{field: value}), action="/them")
    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.execute(db.select(Meeting)).first() is None


def test_a_committee_is_offered_its_own_kinds(as_: As) -> None:
    page = as_("committee_secretary").get("/sinh-hoat/them").text
    assert "Hội nghị ban chấp hành đảng bộ" in page
    assert "Sinh hoạt chi bộ thường kỳ" not in page


def test_pressing_twice_makes_one_meeting(as_: As) -> None:
    client = as_("secretary")
    form = client.get("/sinh-hoat/them")
    first, second = (client.submit(form, typed(), action="/them") for _ in range(2))
    assert first.location == second.location.removeprefix("http://localhost")
    assert len(db.session.execute(db.select(Meeting)).all()) == 1


def test_opening_invites_the_cell_once_and_freezes_the_roster(as_: As) -> None:
    made = meeting("draft")
    client = as_("secretary")
    page = client.get(f"/sinh-hoat/{made}")
    assert client.submit(page, action="/mo").status_code == 303
    names = [one.full_name for one in row(made).invitations]
    assert row(made).state == "open"
    assert len(names) == 7
    assert "Phạm Văn Cường" not in names
    assert names[0] == "Nguyễn Văn An"
    assert client.submit(page, {"form_key": "x" * 16}, action="/mo").status_code == 403
    assert len(db.session.execute(db.select(AuditEntry).filter_by(verb="meetings.open")).all()) == 1


def test_the_suspended_are_not_on_the_roster_and_the_exempt_are(app: object) -> None:
    from portal.members.api import MemberState

    for key, state in (("member", "suspended"), ("probationary", "exempt")):
        member = db.session.execute(db.select(Member).filter_by(account_id=person(key).account_id)).scalar_one()
        db.session.execute(db.update(MemberState).where(MemberState.member_id == member.id).values(state=state))
    db.session.commit()
    made = meeting("open")
    standing = {one.full_name: one.standing for one in row(made).invitations}
    assert "Nguyễn Văn An" not in standing
    assert standing["Lê Thị Ánh"] == "exempt"


def test_who_joined_later_is_added_by_a_button(as_: As) -> None:
    made = meeting("open")
    neighbour = db.session.execute(db.select(Member).filter_by(full_name="Đỗ Đức Em")).scalar_one()
    newcomer = neighbour.id
    cell = db.session.execute(db.select(Membership).filter_by(member_id=newcomer)).scalar_one()
    cell.unit_id = unit("ga_hanoi").id
    db.session.commit()
    assert as_("neighbour").get(f"/sinh-hoat/{made}").status_code == 200
    assert as_("neighbour").post(f"/sinh-hoat/{made}/tra-loi").status_code == 400
    client = as_("secretary")
    assert client.submit(client.get(f"/sinh-hoat/{made}"), action="/moi-them").status_code == 303
    assert row(made).invitation_of(newcomer) is not None
    assert services.summon_missing(acting("secretary"), row(made)) == 0
    db.session.commit()


def test_an_empty_agenda_is_not_opened(as_: As) -> None:
    made = meeting("draft")
    client = as_("secretary")
    page = client.get(f"/sinh-hoat/{made}")
    row(made).items = []
    db.session.commit()
    answer = client.submit(page, action="/mo")
    assert answer.status_code == 422
    assert "Chương trình chưa có nội dung" in answer.text
    assert row(made).state == "draft"
    assert not row(made).invitations


def test_the_agenda_is_reordered_shortened_and_lengthened(as_: As) -> None:
    made = meeting("draft")
    client = as_("secretary")
    page = client.get(f"/sinh-hoat/{made}/sua")
    answer = client.submit(page, {"points-11-position": "0", "points-1-title": "", "points-12-title": "Việc khác",
                                  "points-12-minutes": "7", "points-12-presenter": "Đ/c An"}, action="/sua")
    assert answer.status_code == 303
    titles = [item.title for item in row(made).items]
    assert titles[0] == "Thư ký thông qua biên bản"
    assert titles[-1] == "Việc khác"
    assert len(titles) == 12
    assert not [title for title in titles if title.startswith("Điểm danh")]
    assert (row(made).items[-1].minutes, row(made).items[-1].presenter) == (7, "Đ/c An")


@pytest.mark.parametrize("typed", [{"minutes": "7"}, {"presenter": "Đ/c An"}, {"note": "Mang theo sổ"}])
def test_a_new_point_without_a_name_is_not_dropped(as_: As, typed: dict[str, str]) -> None:
    made = meeting("draft")
    client = as_("secretary")
    page = client.get(f"/sinh-hoat/{made}/sua")
    answer = client.submit(page, {f"points-12-{name}": value for name, value in typed.items()}, action="/sua")
    assert answer.status_code == 422
    assert "13. Ghi tên nội dung, hoặc để trống cả dòng." in answer.text
    assert all(value in answer.text for value in typed.values())


def test_bad_points_are_named_by_number(as_: As) -> None:
    made = meeting("draft")
    client = as_("secretary")
    page = client.get(f"/sinh-hoat/{made}/sua")
    answer = client.submit(page, {"points-2-minutes": "nhiều", "points-3-title": "x" * 301}, action="/sua")
    assert answer.status_code == 422
    assert "3. Ghi một số nguyên" in answer.text
    assert "4. Không dài quá" in answer.text


def test_two_writers_of_the_plan_see_both(as_: As) -> None:
    made = meeting("open")
    first, second = as_("secretary"), as_("secretary")
    mine, theirs = (client.get(f"/sinh-hoat/{made}/sua") for client in (first, second))
    assert second.submit(theirs, {"place": "Hội trường ga"}, action="/sua").status_code == 303
    answer = first.submit(mine, {"place": "Phòng truyền thống"}, action="/sua")
    assert answer.status_code == 409
    assert "Hội trường ga" in answer.text
    assert "Phòng truyền thống" in answer.text
    assert row(made).place == "Hội trường ga"
    assert first.submit(answer, action="/sua").status_code == 303
    assert row(made).place == "Phòng truyền thống"


def test_a_new_time_asks_everybody_again(as_: As) -> None:
    made = meeting("open")
    services.answer(acting("member"), row(made), Answer.COME)
    db.session.commit()
    assert made not in queries.owed(acting("member"))
    client = as_("secretary")
    day = clock.local(row(made).starts_at).date() + timedelta(days=1)
    client.submit(client.get(f"/sinh-hoat/{made}/sua"), {"starts_on": day.isoformat()}, action="/sua")
    assert [one.id for one in queries.owed(acting("member"))] == [made]
    assert "Ngày giờ họp đã đổi" in as_("member").get(f"/sinh-hoat/{made}").text
    assert [event.verb for event in queries.history(row(made))] == ["open", "move"]


def test_cancelling_needs_a_reason_and_tells_it(as_: As) -> None:
    made = meeting("open")
    client = as_("secretary")
    page = client.get(f"/sinh-hoat/{made}/huy")
    assert client.submit(page, {"reason": ""}, action="/huy").status_code == 422
    assert client.submit(page, {"reason": "Trùng lịch Tết", "form_key": "y" * 16}, action="/huy").status_code == 303
    assert "Trùng lịch Tết" in as_("member").get(f"/sinh-hoat/{made}").text
    assert queries.owed(acting("member")) == []
    assert client.get(f"/sinh-hoat/{made}/sua").status_code == 403


def test_the_sheet_of_a_cancelled_meeting_says_so(as_: As) -> None:
    made = meeting("cancelled")
    client = as_("secretary")
    sheet = client.get(f"/sinh-hoat/{made}/in").text
    assert f"Cuộc họp đã hủy. Lý do: {row(made).cancel_reason}" in sheet
    assert "Bản nháp" not in sheet
    assert "hoặc đã hủy nên không hủy được" in client.get(f"/sinh-hoat/{made}/huy").text


def test_a_cancelled_draft_stays_unseen(as_: As) -> None:
    made = meeting("draft")
    services.cancel(acting("secretary"), row(made), "Không họp nữa")
    db.session.commit()
    assert as_("member").get(f"/sinh-hoat/{made}").status_code == 404


def test_states_cannot_be_skipped(app: object) -> None:
    secretary, draft = acting("secretary"), meeting("draft")
    for act in (lambda: services.mark(secretary, row(draft), {}), lambda: services.conclude(secretary, row(draft), "x"),
                lambda: services.lock(secretary, row(draft)), lambda: services.reopen(secretary, row(draft), "lý do"),
                lambda: services.summon_missing(secretary, row(draft))):
        with pytest.raises(DomainError):
            act()
    opened = meeting("open")
    for act in (lambda: services.open_meeting(secretary, row(opened)),
                lambda: services.conclude(secretary, row(opened), "x"),
                lambda: services.lock(secretary, row(opened)), lambda: services.mark(secretary, row(opened), {})):
        with pytest.raises(DomainError):
            act()
    closed = meeting("closed")
    for act in (lambda: services.cancel(secretary, row(closed), "lý do"), lambda: services.lock(secretary, row(closed)),
                lambda: services.conclude(secretary, row(closed), "khác"),
                lambda: services.mark(secretary, row(closed), {})):
        with pytest.raises(DomainError):
            act()
    db.session.rollback()
    assert {event.verb for event in db.session.execute(db.select(MeetingEvent)).scalars()} == {"open", "start", "lock"}


def test_a_plan_from_an_old_version_is_a_conflict_also_in_the_service(app: object) -> None:
    made = meeting("open")
    plan = services.Plan(row(made).title, row(made).starts_at, "Nơi khác", 90, [services.Point("Một việc", 90)])
    services.edit(acting("secretary"), row(made), plan, seen=1)
    with pytest.raises(Conflict):
        services.edit(acting("secretary"), row(made), plan, seen=1)
    db.session.commit()


def test_the_sum_of_minutes_is_judged(as_: As) -> None:
    made = meeting("draft")
    row(made).items[0].minutes += 20
    db.session.commit()
    assert "quá thời lượng dự kiến" in as_("secretary").get(f"/sinh-hoat/{made}").text
    row(made).items[0].minutes, row(made).items[6].minutes = 1, 1
    db.session.commit()
    assert "ngắn hơn 90 phút" in as_("secretary").get(f"/sinh-hoat/{made}").text


def test_time_is_within_reach(app: object) -> None:
    with pytest.raises(DomainError):
        services.create(acting("secretary"), unit=unit("ga_hanoi"), kind="cell_regular", starts_at=in_days(1200),
                        place="x")
    db.session.rollback()
