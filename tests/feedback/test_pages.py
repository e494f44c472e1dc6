"""Each page of feedback: works · other unit · unknown id · wrong method · bad input · right refused."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from portal.core import clock
from portal.core.db import db
from portal.feedback import services
from portal.feedback.models import FeedbackEvent, Opinion, State
from tests.client import PortalClient
from tests.factories.feedback import TEXT, actor_of, answered, live, opinion, press, snapshot
from tests.people import unit

As = Callable[[str | None], PortalClient]
PAGES = ["/gop-y/{id}", "/gop-y/{id}/bien-nhan"]
ACTS = ["tiep-nhan", "tra-loi", "ghi-chu", "chuyen", "mo-lai", "da-doc"]


def fields(**more: object) -> dict[str, object]:
    return {"category_id": "work_and_life", "visibility": "handlers", "text": TEXT, **more}


def send(client: PortalClient, **more: object):
    return client.submit(client.get("/gop-y/gui?loai=work_and_life"), fields(**more), action="/gop-y/gui")


def test_journey_from_question_to_answer_and_again(as_: As) -> None:
    sender, handler = as_("member"), as_("office_staff")
    sent = send(sender)
    page = sender.get(sent.location)
    code = re.search(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", page.text)
    assert code
    assert f"mã {code[0]}" in page.text
    assert "Đã gửi lúc" in page.text
    assert code[0] in sender.get("/gop-y").text
    assert "Góp ý chờ xử lý" in handler.get("/").text
    inbox = handler.get("/gop-y/hop-thu")
    assert code[0] in inbox.text
    assert "Nguyễn Văn An" in inbox.text
    path = sent.location.partition("?")[0]
    assert handler.submit(handler.get(path), action="/tiep-nhan").location == path
    assert "đã tiếp nhận" in sender.get(path).text
    assert handler.submit(handler.get(path), {"note": "Hỏi cung Hà Hải."}, action="/ghi-chu").status_code == 303
    handler.submit(handler.get(path), {"answer": "Đã thay đèn.\nCảm ơn đồng chí."}, action="/tra-loi")
    read = sender.get(path)
    assert "Đã thay đèn.<br>Cảm ơn đồng chí." in read.text
    assert "Giúp việc văn phòng cấp ủy, Đảng bộ Khai thác đường sắt Hà Nội" in read.text
    assert "Hỏi cung Hà Hải" not in read.text
    assert "Hỏi cung Hà Hải" in handler.get(path).text
    assert "Góp ý của tôi có trả lời mới" in sender.get("/").text
    sender.submit(read, action="/da-doc")
    assert "Góp ý của tôi có trả lời mới" not in sender.get("/").text
    assert "Góp ý chờ xử lý" not in handler.get("/").text
    sender.submit(sender.get(path), {"reopen_reason": "Đèn lại hỏng."}, action="/mo-lai")
    assert "Đèn lại hỏng." in handler.get(path).text
    assert "mở lại" in handler.get("/gop-y/hop-thu").text
    handler.submit(handler.get(path), {"answer": "Đã thay cả bộ."}, action="/tra-loi")
    page = sender.get(path).text
    assert "Đã thay đèn." in page
    assert "Đã thay cả bộ." in page


def test_form_says_who_handles_and_reads_before_writing(as_: As) -> None:
    client = as_("member")
    choice = client.get("/gop-y/gui")
    assert "<textarea" not in choice.text
    pages = {url: client.get(url.replace("&amp;", "&")).text
             for url in re.findall(r'href="(/gop-y/gui\?[^"]+)"', choice.text)}
    assert len(pages) == 5
    assert all("10 ngày làm việc" in page and "<textarea" in page for page in pages.values())
    assert "Đảng bộ Khai thác đường sắt Hà Nội" in pages["/gop-y/gui?loai=work_and_life"]
    assert "Xử lý và đọc: bí thư, phó bí thư, người giúp việc văn phòng của Chi bộ Ga Hà Nội" in (
        pages["/gop-y/gui?loai=cell_life"])
    assert "Luôn chỉ người xử lý đọc" in pages["/gop-y/gui?loai=persons"]


def test_an_unknown_subject_leads_back_to_the_choice(as_: As) -> None:
    page = as_("member").get("/gop-y/gui?loai=khong-co")
    assert page.status_code == 200
    assert "Góp ý về việc gì?" in page.text
    assert "<textarea" not in page.text


@pytest.mark.parametrize(("who", "category", "handling"), [
    ("member", "portal", "hanoi"), ("member", "cell_life", "ga_hanoi"), ("secretary", "cell_life", "hanoi"),
    ("member_elsewhere", "work_and_life", "vinh")])
def test_category_decides_the_way(as_: As, who: str, category: str, handling: str) -> None:
    send(as_(who), category_id=category)
    assert db.session.execute(db.select(Opinion.handling_id)).scalar_one() == unit(handling).id


def test_private_category_is_never_open_to_the_cell(as_: As) -> None:
    send(as_("member"), category_id="persons", visibility="cell")
    assert db.session.execute(db.select(Opinion.visibility)).scalar_one() == "handlers"


def test_pressing_twice_sends_once(as_: As) -> None:
    client = as_("member")
    form = client.get("/gop-y/gui?loai=work_and_life")
    first, second = (client.submit(form, fields(), action="/gop-y/gui") for _ in range(2))
    assert first.location == second.location
    assert db.session.execute(db.select(db.func.count(Opinion.id))).scalar() == 1
    assert db.session.execute(db.select(db.func.count(FeedbackEvent.id))).scalar() == 1


@pytest.mark.parametrize(("more", "sentence"), [
    ({"text": ""}, "Viết nội dung"), ({"text": "  \n "}, "Viết nội dung"), ({"text": "x" * 20_001}, "Không dài quá"),
    ({"category_id": "khong-co"}, "Chọn một mục"), ({"category_id": None}, "Chọn loại góp ý"),
    ({"visibility": "moi-nguoi"}, "Chọn một mục")])
def test_bad_input_is_said_at_its_field_and_kept(as_: As, more: dict[str, object], sentence: str) -> None:
    answer = send(as_("member"), **more)
    assert answer.status_code == 422
    assert sentence in answer.text
    if "text" not in more:
        assert "sân ga hỏng" in answer.text
    assert db.session.execute(db.select(db.func.count(Opinion.id))).scalar() == 0


def test_typed_text_survives_the_end_of_a_session(as_: As) -> None:
    client = as_("member")
    form = client.get("/gop-y/gui?loai=work_and_life")
    client.submit(client.get("/"), action="/dang-xuat")
    late = client.submit(form, fields(), action="/gop-y/gui")
    assert late.status_code == 401
    assert 'name="unsent"' in late.text
    from tests.people import PASSWORD, person

    again = client.submit(late, {"citizen_id": person("member").citizen_id, "password": PASSWORD}, action="/dang-nhap")
    assert "sân ga hỏng" in again.text
    assert client.submit(again, action="/gop-y/gui").status_code == 303
    assert db.session.execute(db.select(Opinion.text)).scalar_one() == TEXT


@pytest.mark.parametrize(("who", "status"), [
    ("member", 200), ("office_staff", 200), ("committee_secretary", 200), ("delegate", 200), ("secretary", 404),
    ("probationary", 404), ("member_elsewhere", 404), ("administrator", 404), ("corporation_staff", 404),
    ("lapsed_delegate", 404), (None, 401)])
def test_opinion_opens_for_sender_and_handlers_only(as_: As, who: str | None, status: int) -> None:
    made = opinion()
    assert as_(who).get(f"/gop-y/{made.id}").status_code == status


@pytest.mark.parametrize(("who", "status"), [("probationary", 200), ("secretary", 200), ("neighbour", 404),
                                             ("administrator", 404), ("member_elsewhere", 404)])
def test_opinion_for_the_cell_opens_for_the_cell(as_: As, who: str, status: int) -> None:
    made = opinion(visibility="cell")
    client = as_(who)
    assert client.get(f"/gop-y/{made.id}").status_code == status
    assert (made.code in client.get("/gop-y?xem=chi-bo").text) is (status == 200)


def test_cell_reads_answers_but_no_notes_and_does_nothing(as_: As) -> None:
    made = answered(visibility="cell")
    services.note(actor_of("office_staff"), live(made), "Chuyện trong nhà")
    db.session.commit()
    client = as_("probationary")
    page = client.get(f"/gop-y/{made.id}").text
    assert "Đã thay đèn hôm nay" in page
    assert "Nguyễn Văn An" in page
    assert "Chuyện trong nhà" not in page
    assert all(press(client, made, act).status_code == 403 for act in ACTS)
    assert client.get(f"/gop-y/{made.id}/bien-nhan").status_code == 403


@pytest.mark.parametrize("path", [*PAGES, "/gop-y/{id}/tep/1"])
def test_unknown_ids_are_not_found(as_: As, path: str) -> None:
    assert as_("office_staff").get(path.format(id=987654)).status_code == 404
    assert as_("office_staff").get(path.format(id=10**25)).status_code == 404


@pytest.mark.once
@pytest.mark.parametrize("act", ACTS)
def test_acts_are_posts_on_what_one_sees(as_: As, act: str) -> None:
    made = opinion()
    assert as_("office_staff").get(f"/gop-y/{made.id}/{act}").status_code == 405
    assert press(as_("member_elsewhere"), made, act).status_code == 404
    assert press(as_("administrator"), made, act).status_code == 404


@pytest.mark.parametrize("path", ["/gop-y", "/gop-y/hop-thu", "/gop-y/1", "/gop-y/1/bien-nhan", "/gop-y/1/tep/1"])
def test_pages_are_not_written_to(as_: As, path: str) -> None:
    assert as_("office_staff").delete(path).status_code == 405


def test_reopening_needs_a_reason_and_ends_after_two_weeks(as_: As) -> None:
    made = answered()
    client = as_("member")
    assert client.submit(client.get(f"/gop-y/{made.id}"), {"reopen_reason": " "}, action="/mo-lai").status_code == 422
    row = live(made)
    row.answered_at = clock.now() - timedelta(days=15)
    snapshot(row)
    assert "Mở lại góp ý" not in client.get(f"/gop-y/{made.id}").text
    assert press(client, live(made), "mo-lai", reopen_reason="Muộn").status_code == 403


def test_receipt_prints_code_and_deadline(as_: As) -> None:
    made = opinion()
    page = as_("member").get(f"/gop-y/{made.id}/bien-nhan").text
    assert made.code in page
    assert "Nguyễn Văn An" in page
    assert clock.show_date(made.answer_by) in page


def test_code_opens_nothing(as_: As) -> None:
    made = opinion()
    for who in (None, "member", "probationary"):
        assert as_(who).get(f"/gop-y/{made.code}").status_code == 404


def test_states_have_words() -> None:
    assert [str(state.label) for state in State] == ["đã gửi", "đã tiếp nhận", "đã trả lời", "mở lại"]
