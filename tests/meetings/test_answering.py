"""Members answer for themselves and write opinions."""

import gzip
from collections.abc import Callable

import pytest

from portal.core.db import db
from portal.core.errors import DomainError, NotAllowed
from portal.core.panels import panels
from portal.meetings import queries, services
from portal.meetings.models import Invitation, Opinion
from tests.client import PortalClient
from tests.factories.meetings import acting, in_days, meeting, row

As = Callable[[str | None], PortalClient]


def own(meeting_id: int, key: str) -> Invitation:
    db.session.expire_all()
    found = db.select(Invitation).filter_by(meeting_id=meeting_id, member_id=acting(key).member_id)
    return db.session.execute(found).scalar_one()


@pytest.mark.parametrize(("reply", "answer", "reason", "words"), [
    ("come", "come", "", "Bạn đã báo dự"), ("shift", "cannot", "shift", "đi ca"),
    ("on_train", "cannot", "on_train", "theo tàu")])
def test_one_press_answers(as_: As, reply: str, answer: str, reason: str, words: str) -> None:
    made, client = meeting("open"), as_("member")
    sent = client.submit(client.get(f"/sinh-hoat/{made}"), {"reply": reply}, action="/tra-loi")
    assert sent.status_code == 303
    line = own(made, "member")
    assert (line.answer, line.reason) == (answer, reason)
    assert words in client.get(sent.location).text


def test_the_answer_comes_back_small(as_: As) -> None:
    made, client = meeting("open"), as_("member")
    page = client.get(f"/sinh-hoat/{made}")
    htmx = {"HX-Request": "true", "HX-Target": "div#answer"}
    sent = client.submit(page, {"reply": "ill"}, action="/tra-loi", headers=htmx)
    assert sent.status_code == 200
    assert sent.text.strip().startswith('<div id="answer">')
    assert sent.text.strip() in client.get(f"/sinh-hoat/{made}").text
    assert len(sent.data) <= 500
    assert len(gzip.compress(sent.data)) < 400
    assert own(made, "member").reason == "ill"


def test_pressing_twice_is_one_answer_and_it_can_be_changed(as_: As) -> None:
    made, client = meeting("open"), as_("member")
    page = client.get(f"/sinh-hoat/{made}")
    for _ in range(2):
        assert client.submit(page, {"reply": "come"}, action="/tra-loi").status_code == 303
    first = own(made, "member").answered_at
    client.submit(page, {"reply": "come"}, action="/tra-loi")
    assert own(made, "member").answered_at == first
    changing = client.get(f"/sinh-hoat/{made}?doi=1")
    client.submit(changing, {"reply": "leave"}, action="/tra-loi")
    assert own(made, "member").reason == "leave"


def test_another_reason_needs_its_words(as_: As) -> None:
    made, client = meeting("open"), as_("member")
    page = client.get(f"/sinh-hoat/{made}")
    refused = client.submit(page, {"reply": "other"}, action="/tra-loi")
    assert refused.status_code == 422
    assert "Ghi lý do không dự được" in refused.text
    client.submit(refused, {"reply": "other", "reason_text": "Đi họp phụ huynh"}, action="/tra-loi")
    assert own(made, "member").reason_text == "Đi họp phụ huynh"
    assert "Đi họp phụ huynh" in as_("secretary").get(f"/sinh-hoat/{made}").text


def test_an_unknown_answer_is_refused(as_: As) -> None:
    made, client = meeting("open"), as_("member")
    sent = client.submit(client.get(f"/sinh-hoat/{made}"), {"reply": "maybe"}, action="/tra-loi")
    assert sent.status_code == 422
    assert own(made, "member").answer == "none"


def test_only_the_invited_answer(as_: As) -> None:
    made = meeting("open")
    page = as_("member").get(f"/sinh-hoat/{made}")
    for who, status in (("member_elsewhere", 404), ("secretary_elsewhere", 404), ("delegate", 303), ("neighbour", 404),
                        ("corporation_staff", 404)):
        client = as_(who)
        token = client.submit(client.get("/"), {}, action="/co-chu")
        assert token.status_code == 303
        form = client.get("/")
        csrf = form.text.split('name="csrf_token" value="')[1].split('"')[0]
        data = {"csrf_token": csrf, "form_key": "k" * 20 + who, "reply": "come"}
        sent = client.post(f"/sinh-hoat/{made}/tra-loi", data=data)
        assert sent.status_code == status, who
    assert page.status_code == 200
    with pytest.raises(NotAllowed):
        services.answer(acting("member_elsewhere"), row(made), "come")
    db.session.rollback()


@pytest.mark.parametrize("state", ["in_progress", "closed", "cancelled"])
def test_answers_end_with_the_start(as_: As, state: str) -> None:
    opened = meeting("open")
    client = as_("member")
    form = client.get(f"/sinh-hoat/{opened}")
    made = meeting(state)
    page = client.get(f"/sinh-hoat/{made}")
    assert "tra-loi" not in page.text
    csrf = form.text.split('name="csrf_token" value="')[1].split('"')[0]
    sent = client.post(f"/sinh-hoat/{made}/tra-loi", data={"csrf_token": csrf, "form_key": "k" * 20, "reply": "come"})
    assert sent.status_code == 403
    with pytest.raises(DomainError):
        services.answer(acting("member"), row(made), "come")
    db.session.rollback()


def test_the_secretary_sees_counts_and_names_the_member_does_not(as_: As) -> None:
    made = meeting("open")
    services.answer(acting("member"), row(made), "come")
    services.answer(acting("probationary"), row(made), "cannot", reason="on_train")
    db.session.commit()
    page = as_("secretary").get(f"/sinh-hoat/{made}").text
    assert "2 trong 7 người đã trả lời" in page
    assert "Lê Thị Ánh (dự bị): theo tàu" in page
    other = as_("delegate").get(f"/sinh-hoat/{made}").text
    assert "người đã trả lời" not in other
    assert "theo tàu</li>" not in other


def test_the_home_panel_shows_what_is_owed(as_: As) -> None:
    late, soon = meeting("open", starts_at=in_days(9)), meeting("open", starts_at=in_days(2))
    meeting("draft")
    meeting("open", starts_at=in_days(-1))
    assert [one.id for one in queries.owed(acting("member"))] == [soon, late]
    assert "Cuộc họp cần trả lời" in as_("member").get("/").text
    services.answer(acting("member"), row(soon), "cannot", reason="shift")
    db.session.commit()
    page = as_("member").get("/").text
    assert "Sắp họp" in page and "Cuộc họp cần trả lời" not in page, "one of the two is answered"
    first, second = page.index(f"/sinh-hoat/{late}"), page.index(f"/sinh-hoat/{soon}")
    assert "cần làm" in page[first:second] and "cần làm" not in page[second:], "what is owed comes first"
    assert page.count("bạn đã báo không dự được") == 1
    services.answer(acting("member"), row(late), "come")
    db.session.commit()
    assert queries.owed(acting("member")) == []
    assert "Sắp họp" in as_("member").get("/").text
    assert f"/sinh-hoat/{soon}" not in as_("member_elsewhere").get("/").text
    assert panels is not None


def test_an_opinion_stands_as_written(as_: As) -> None:
    made, client = meeting("open"), as_("member")
    page = client.get(f"/sinh-hoat/{made}")
    text = "Đề nghị bàn <b>ghi số 7</b>\nvà lịch trực."
    assert client.submit(page, {"text": text, "about": str(row(made).items[2].id)}, action="/y-kien").status_code == 303
    shown = as_("delegate").get(f"/sinh-hoat/{made}").text
    assert "Đề nghị bàn &lt;b&gt;ghi số 7&lt;/b&gt;" in shown
    assert "Ý kiến của Nguyễn Văn An" in shown
    opinion = db.session.execute(db.select(Opinion)).scalar_one()
    assert (opinion.text, opinion.item_id) == (text, row(made).items[2].id)


@pytest.mark.parametrize("fields", [{"text": ""}, {"text": "x" * 4001}, {"text": "được", "about": "99999"},
                                    {"text": "được", "about": "abc"}])
def test_bad_opinions_are_refused(as_: As, fields: dict[str, str]) -> None:
    made, client = meeting("open"), as_("member")
    assert client.submit(client.get(f"/sinh-hoat/{made}"), fields, action="/y-kien").status_code == 422
    assert db.session.execute(db.select(Opinion)).first() is None


def test_superiors_read_and_do_not_speak(as_: As) -> None:
    made = meeting("open")
    client = as_("delegate")
    assert "y-kien" in client.get(f"/sinh-hoat/{made}").text
    other = meeting("open", unit_key="dau_may", by="delegate")
    page = client.get(f"/sinh-hoat/{other}")
    assert page.status_code == 200
    assert "y-kien" not in page.text
    assert "tra-loi" not in page.text
