"""Roll-call, minutes, revisions, lock."""

from collections.abc import Callable

import pytest

from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.core.errors import Conflict, DomainError
from portal.meetings import queries, services
from portal.meetings.models import Attendance, MeetingRevision
from tests.client import PortalClient, find_form, form_values
from tests.factories.meetings import acting, in_days, meeting, row

As = Callable[[str | None], PortalClient]


def held() -> int:
    """An open meeting of two hours ago."""
    return meeting("open", starts_at=in_days(-2 / 24))


def test_the_roll_is_filled_from_the_answers(as_: As) -> None:
    made = held()
    services.answer(acting("member"), row(made), "come")
    services.answer(acting("probationary"), row(made), "cannot", reason="shift")
    db.session.commit()
    client = as_("secretary")
    values = form_values(find_form(client.get(f"/sinh-hoat/{made}/diem-danh"), "/diem-danh"))
    an, anh = acting("member").member_id, acting("probationary").member_id
    assert (values[f"a-{an}"], values[f"a-{anh}"], values[f"r-{anh}"]) == ("present", "excused", "shift")
    assert sum(name.startswith("a-") for name in values) == 2
    every = form_values(find_form(client.get(f"/sinh-hoat/{made}/diem-danh?tat_ca=1"), "/diem-danh"))
    marks = [value for name, value in every.items() if name.startswith("a-")]
    assert sorted(marks) == ["excused"] + ["present"] * 6


def test_everybody_here_in_two_presses_begins_the_meeting(as_: As) -> None:
    made, client = held(), as_("secretary")
    page = client.get(f"/sinh-hoat/{made}/diem-danh?tat_ca=1")
    assert client.submit(page, action="/diem-danh").status_code == 303
    assert row(made).state == "in_progress"
    assert {one.attendance for one in row(made).invitations} == {"present"}
    assert "Có mặt 7/7" in client.get(f"/sinh-hoat/{made}").text


def test_too_few_is_a_warning_only(as_: As) -> None:
    made, client = held(), as_("secretary")
    page = client.get(f"/sinh-hoat/{made}/diem-danh?tat_ca=1")
    absent = {f"a-{one.member_id}": "unexcused" for one in row(made).invitations[:3]}
    assert client.submit(page, absent, action="/diem-danh").status_code == 303
    again = client.get(f"/sinh-hoat/{made}/diem-danh").text
    assert "Chưa đủ số người dự" in again
    assert "cần từ 5" in again


def test_absent_with_reason_needs_the_reason(as_: As) -> None:
    made, client = held(), as_("secretary")
    page = client.get(f"/sinh-hoat/{made}/diem-danh?tat_ca=1")
    an = acting("member").member_id
    refused = client.submit(page, {f"a-{an}": "excused"}, action="/diem-danh")
    assert refused.status_code == 422
    assert "Chọn lý do vắng của Nguyễn Văn An" in refused.text
    assert form_values(find_form(refused, "/diem-danh"))[f"a-{an}"] == "excused"
    assert client.submit(refused, {f"r-{an}": "on_train"}, action="/diem-danh").status_code == 303
    line = row(made).invitation_of(an)
    assert line is not None
    assert line.attendance_reason == "on_train"


@pytest.mark.parametrize("fields", [{"a-99999": "present"}, {"a-{an}": "dancing"}, {"version": "abc"},
                                    {"a-{an}": "excused", "r-{an}": "lười"}])
def test_a_roll_by_hand_is_refused(as_: As, fields: dict[str, str]) -> None:
    made, client = held(), as_("secretary")
    page = client.get(f"/sinh-hoat/{made}/diem-danh?tat_ca=1")
    fields = {name.format(an=acting("member").member_id): value for name, value in fields.items()}
    assert client.submit(page, fields, action="/diem-danh").status_code == 422
    assert row(made).state == "open"


def test_no_roll_before_the_day(as_: As) -> None:
    made, client = meeting("open"), as_("secretary")
    answer = client.submit(client.get(f"/sinh-hoat/{made}/diem-danh?tat_ca=1"), action="/diem-danh")
    assert answer.status_code == 422
    assert "Chưa đến ngày họp" in answer.text


def test_two_who_take_the_roll_see_both(as_: As) -> None:
    made, first, second = held(), as_("secretary"), as_("secretary")
    mine, theirs = (client.get(f"/sinh-hoat/{made}/diem-danh?tat_ca=1") for client in (first, second))
    an = acting("member").member_id
    assert second.submit(theirs, {f"a-{an}": "remote"}, action="/diem-danh").status_code == 303
    answer = first.submit(mine, {f"a-{an}": "late"}, action="/diem-danh")
    assert answer.status_code == 409
    assert form_values(find_form(answer, "/diem-danh"))[f"a-{an}"] == "late"
    assert "Đang lưu: dự từ xa" in answer.text
    assert first.submit(answer, action="/diem-danh").status_code == 303


def test_first_minutes_start_with_the_agenda_and_drafts_stay_unseen(as_: As) -> None:
    made, client = meeting("in_progress"), as_("secretary")
    page = client.get(f"/sinh-hoat/{made}/ket-luan")
    assert "1. Tuyên bố lý do" in page.text
    sent = client.submit(page, {"notes": "Đồng chí An: đề nghị trực đêm.", "conclusion": "Nhất trí trực đêm.",
                                "fee_note": "7/7 đã đóng", "chair": "Trần Văn Bình"}, action="/ket-luan")
    assert sent.status_code == 303
    assert (row(made).conclusion, row(made).fee_note) == ("Nhất trí trực đêm.", "7/7 đã đóng")
    assert "Nhất trí trực đêm" not in as_("member").get(f"/sinh-hoat/{made}").text


def test_two_writers_of_minutes_get_both_texts_and_lose_nothing(as_: As) -> None:
    made, first, second = meeting("in_progress"), as_("secretary"), as_("secretary")
    mine, theirs = (client.get(f"/sinh-hoat/{made}/ket-luan") for client in (first, second))
    assert second.submit(theirs, {"conclusion": "Kết luận của người kia"}, action="/ket-luan").status_code == 303
    answer = first.submit(mine, {"conclusion": "Kết luận của tôi"}, action="/ket-luan")
    assert answer.status_code == 409
    assert "Kết luận của người kia" in answer.text
    assert "Kết luận của tôi" in answer.text
    assert row(made).conclusion == "Kết luận của người kia"
    assert first.submit(answer, action="/ket-luan").status_code == 303
    texts = [one.texts["conclusion"] for one in db.session.execute(queries.revisions(row(made))).scalars()]
    assert texts == ["Kết luận của tôi", "Kết luận của người kia"]


def test_a_revision_is_restored_and_the_present_text_kept(as_: As) -> None:
    made, client = meeting("in_progress"), as_("secretary")
    for text in ("một", "hai", "hai"):
        services.conclude(acting("secretary"), row(made), f"Bản {text}")
    db.session.commit()
    page = client.get(f"/sinh-hoat/{made}/ket-luan/ban-luu")
    assert page.text.count("Xem nội dung") == 2
    assert client.submit(page, action="/khoi-phuc").status_code == 303
    assert row(made).conclusion == "Bản một"
    assert len(db.session.execute(queries.revisions(row(made))).all()) == 3


def test_a_revision_of_another_meeting_does_not_exist(as_: As) -> None:
    made, other = meeting("in_progress"), meeting("in_progress")
    services.conclude(acting("secretary"), row(made), "Bản một")
    services.conclude(acting("secretary"), row(made), "Bản hai")
    db.session.commit()
    revision = db.session.execute(db.select(MeetingRevision.id)).scalars().first()
    client = as_("secretary")
    form = form_values(find_form(client.get(f"/sinh-hoat/{made}/ket-luan/ban-luu"), "/khoi-phuc"))
    assert client.post(f"/sinh-hoat/{other}/ket-luan/ban-luu/{revision}/khoi-phuc", data=form).status_code == 404
    assert client.post(f"/sinh-hoat/{made}/ket-luan/ban-luu/9999/khoi-phuc", data=form).status_code == 404


def test_locking_asks_for_a_full_roll_and_a_conclusion(as_: As) -> None:
    made, client = held(), as_("secretary")
    services.mark(acting("secretary"), row(made), {acting("member").member_id or 0: ("present", "")})
    db.session.commit()
    refused = client.submit(client.get(f"/sinh-hoat/{made}"), action="/khoa")
    assert refused.status_code == 422
    assert "Còn người chưa được điểm danh" in refused.text
    services.mark(acting("secretary"), row(made), {one.member_id: ("present", "") for one in row(made).invitations})
    db.session.commit()
    assert "Chưa có kết luận" in client.submit(client.get(f"/sinh-hoat/{made}"), action="/khoa").text
    services.conclude(acting("secretary"), row(made), "Xong")
    db.session.commit()
    assert client.submit(client.get(f"/sinh-hoat/{made}"), action="/khoa").status_code == 303
    assert "Xong" in as_("member").get(f"/sinh-hoat/{made}").text


@pytest.mark.once
@pytest.mark.parametrize(("path", "fields"), [
    ("sua", {"title": "Khác"}), ("diem-danh", {"a-1": "unexcused", "version": "2"}),
    ("ket-luan", {"conclusion": "Khác", "version": "1"}), ("khoa", {}), ("mo", {}), ("moi-them", {}),
    ("huy", {"reason": "không họp"}), ("tep", {}), ("tra-loi", {"reply": "come"}),
    ("y-kien", {"text": "thêm"}), ("ket-luan/ban-luu/1/khoi-phuc", {})])
def test_a_locked_meeting_refuses_requests_made_by_hand(as_: As, path: str, fields: dict[str, str]) -> None:
    made, client = meeting("closed"), as_("secretary")
    before = (row(made).title, row(made).conclusion, row(made).version, row(made).roll_version)
    csrf = client.get("/").text.split('name="csrf_token" value="')[1].split('"')[0]
    answer = client.post(f"/sinh-hoat/{made}/{path}", data={"csrf_token": csrf, "form_key": "k" * 20, **fields})
    assert answer.status_code == 403
    assert (row(made).title, row(made).conclusion, row(made).version, row(made).roll_version) == before


def test_reopening_needs_a_reason_and_is_logged(as_: As) -> None:
    made, client = meeting("closed"), as_("secretary")
    page = client.get(f"/sinh-hoat/{made}/mo-lai")
    assert client.submit(page, {"reason": "  "}, action="/mo-lai").status_code == 422
    assert client.submit(page, {"reason": "Ghi sót ý kiến", "form_key": "z" * 16}, action="/mo-lai").status_code == 303
    assert row(made).state == "in_progress"
    entry = db.session.execute(db.select(AuditEntry).filter_by(verb="meetings.reopen")).scalar_one()
    assert (entry.object_id, entry.account_id) == (made, acting("secretary").account_id)
    assert entry.by.startswith("position:")
    assert "Ghi sót ý kiến" in client.get(f"/sinh-hoat/{made}").text
    assert "Ghi sót ý kiến" not in as_("member").get(f"/sinh-hoat/{made}").text
    with pytest.raises(DomainError):
        services.reopen(acting("secretary"), row(made), "lần nữa")
    db.session.rollback()


def test_the_record_and_the_print_say_the_same_numbers(as_: As) -> None:
    made = held()
    marks = {one.member_id: (Attendance.PRESENT, "") for one in row(made).invitations}
    an, anh = acting("member").member_id or 0, acting("probationary").member_id or 0
    marks[an], marks[anh] = (Attendance.EXCUSED, "ill"), (Attendance.LATE, "")
    services.mark(acting("secretary"), row(made), marks)
    services.conclude(acting("secretary"), row(made), "Dòng một\nDòng hai", chair="Trần Văn Bình",
                      minute_taker="Lý Văn Minh")
    services.lock(acting("secretary"), row(made))
    db.session.commit()
    record, sheet = (as_("member").get(f"/sinh-hoat/{made}{end}").text for end in ("", "/in"))
    assert "Có mặt 6/7" in record
    assert "Có mặt: 6/7" in sheet
    assert "CHI BỘ GA HÀ NỘI" in sheet
    assert "Vắng có lý do 1: Nguyễn Văn An" in record
    assert "(ốm)" not in record + sheet
    assert "(ốm)" in as_("secretary").get(f"/sinh-hoat/{made}").text
    assert "<p>Dòng hai</p>" in record
    assert "CHỦ TRÌ" in sheet


def test_stale_writers_meet_a_conflict_in_the_services(app: object) -> None:
    made, secretary = meeting("in_progress"), acting("secretary")
    services.conclude(secretary, row(made), "một", seen=0)
    with pytest.raises(Conflict):
        services.conclude(secretary, row(made), "hai", seen=0)
    with pytest.raises(Conflict):
        services.mark(secretary, row(made), {}, seen=1)
    db.session.commit()
