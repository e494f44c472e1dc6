"""Submitted, approved, sent back, published and withdrawn at set hours; readers by group; the history of it."""

from datetime import timedelta

import pytest
import time_machine

from portal.core import clock
from portal.core.actor import GROUPS, Actor, Holding, audience_of_token, audience_token, is_audience, reader_tokens
from portal.core.db import db, transaction
from portal.core.errors import DomainError
from portal.core.notices import Notice
from portal.documents import queries, services
from portal.documents.models import Document, DocumentEvent, State
from portal.jobs.registry import KINDS
from portal.jobs.worker import run_all
from portal.search import active
from portal.search.entry import Query
from tests.factories.documents import LETTER_98, document, taken_in
from tests.people import person, unit


def fresh(document_id: int) -> Document:
    db.session.expire_all()
    return db.session.get_one(Document, document_id)


def draft(owner: str = "hanoi", **how) -> Document:
    made = document(owner, state=State.DRAFT, **how)
    made.confirmed_at = clock.now()
    db.session.commit()
    return made


def tick() -> None:
    with transaction():
        KINDS["documents.hours"].handler([{}])
    run_all()


def notices(key: str) -> list[str]:
    rows = db.session.execute(db.select(Notice).where(Notice.account_id == person(key).account_id)).scalars()
    return [row.sentence for row in rows]


def test_office_staff_submit_and_a_head_publishes(as_) -> None:
    clerk, head = as_("office_staff"), as_("committee_secretary")
    address = taken_in(clerk, LETTER_98, publish=False)
    page = clerk.get(address)
    assert "Trình duyệt" in page.text and "/cong-bo" not in page.text
    assert clerk.submit(page, action="/trinh-duyet").status_code == 303
    assert any("chờ đồng chí duyệt" in text for text in notices("committee_secretary"))
    assert as_("member").get(address).status_code == 404
    assert head.submit(head.get(address), action="/cong-bo").status_code == 303
    run_all()
    assert as_("member").get(address).status_code == 200
    assert any("đã được duyệt" in text for text in notices("office_staff"))


def test_a_clerk_who_is_no_head_cannot_publish_by_hand(as_) -> None:
    made, client = draft(), as_("office_staff")
    page = client.get(f"/van-ban/{made.id}")
    from tests.client import find_form, form_values

    answer = client.post(f"/van-ban/{made.id}/cong-bo", data=form_values(find_form(page, "/trinh-duyet")))
    assert answer.status_code == 403
    assert "Hãy trình duyệt" in answer.text
    assert fresh(made.id).state == State.DRAFT


def test_a_head_of_a_cell_needs_one_step(as_) -> None:
    client = as_("secretary")
    address = taken_in(client, LETTER_98, publish=False)
    assert client.submit(client.get(address), action="/cong-bo").status_code == 303


def test_sent_back_with_a_reason(as_, actor) -> None:
    made = draft()
    services.submit(actor("office_staff"), made)
    db.session.commit()
    head = as_("committee_secretary")
    empty = head.submit(head.get(f"/van-ban/{made.id}/tra-lai"), {"reason": "  "}, action="/tra-lai")
    assert empty.status_code == 422 and "Ghi lý do trả lại" in empty.text
    assert head.submit(empty, {"reason": "Sai nơi nhận"}, action="/tra-lai").status_code == 303
    assert fresh(made.id).state == State.DRAFT
    assert "Bị trả lại: Sai nơi nhận" in as_("office_staff").get(f"/van-ban/{made.id}").text
    assert any("trả lại" in text for text in notices("office_staff"))
    assert head.get(f"/van-ban/{made.id}/tra-lai").status_code == 403


def test_what_was_approved_is_not_changed_behind_the_heads_back(actor) -> None:
    made = draft()
    services.publish(actor("committee_secretary"), made, at=clock.now() + timedelta(hours=2))
    services.confirm(actor("office_staff"), made, services.Fields.of(made), made.tokens)
    assert (made.state, made.publish_at) == (State.DRAFT, None)
    services.publish(actor("committee_secretary"), made, at=clock.now() + timedelta(hours=2))
    services.confirm(actor("committee_secretary"), made, services.Fields.of(made), made.tokens)
    assert made.state == State.APPROVED
    db.session.rollback()


def test_hours_work_with_nobody_signed_in(as_) -> None:
    made, head = draft(), as_("committee_secretary")
    soon, end = clock.local(clock.now() + timedelta(hours=2)), clock.local(clock.now() + timedelta(hours=5))
    form = head.get(f"/van-ban/{made.id}/duyet")
    sent = {"publish_at": soon.strftime("%d/%m/%Y %H:%M"), "withdraw_at": end.strftime("%d/%m/%Y %H:%M")}
    assert head.submit(form, sent, action="/duyet").status_code == 303
    assert "Tự công bố lúc" in head.get(f"/van-ban/{made.id}").text
    tick()
    assert fresh(made.id).state == State.APPROVED
    with time_machine.travel(clock.now() + timedelta(hours=3)):
        tick()
        assert fresh(made.id).state == State.PUBLISHED
        assert fresh(made.id).published_by == person("committee_secretary").account_id
        assert active.engine().find(Query(text="nội dung", readers=frozenset({f"s{unit('hanoi').id}"}))).hits
    with time_machine.travel(clock.now() + timedelta(hours=6)):
        tick()
        gone = fresh(made.id)
        assert (gone.state, gone.withdrawn_reason) == (State.WITHDRAWN, "Đến giờ thu hồi đã đặt.")
        tick()
    verbs = db.session.execute(db.select(DocumentEvent.verb).order_by(DocumentEvent.id)).scalars().all()
    assert verbs == ["documents.approve", "documents.publish", "documents.withdraw"]


def test_hours_that_make_no_sense_are_refused(as_, actor) -> None:
    made, head = draft(), as_("committee_secretary")
    form = head.get(f"/van-ban/{made.id}/duyet")
    for sent, words in (({"publish_at": "01/01/2020 07:00"}, "đã qua"), ({"publish_at": "mai"}, "Ngày giờ không đúng"),
                        ({"withdraw_at": "01/01/2020 07:00"}, "phải sau giờ công bố")):
        answer = head.submit(form, sent, action="/duyet")
        assert answer.status_code == 422 and words in answer.text, sent
    with pytest.raises(DomainError):
        services.set_end(actor("committee_secretary"), made, clock.now() - timedelta(minutes=1))
    db.session.rollback()


def test_a_paper_that_is_not_ready_leads_to_where_it_is_made_ready(as_) -> None:
    made, head = document(state=State.DRAFT), as_("committee_secretary")
    asked = head.get(f"/van-ban/{made.id}/duyet")
    assert asked.location == f"/van-ban/{made.id}/sua"
    assert "xác nhận thông tin của văn bản trước khi công bố" in head.get(asked.location).text


def test_the_end_of_a_published_one_is_set_and_cleared(as_) -> None:
    made, clerk = document(), as_("office_staff")
    end = clock.local(clock.now() + timedelta(days=2)).strftime("%d/%m/%Y %H:%M")
    assert clerk.submit(clerk.get(f"/van-ban/{made.id}/han"), {"withdraw_at": end}, action="/han").status_code == 303
    assert fresh(made.id).withdraw_at is not None
    assert clerk.submit(clerk.get(f"/van-ban/{made.id}/han"), {"withdraw_at": ""}, action="/han").status_code == 303
    assert fresh(made.id).withdraw_at is None


@pytest.mark.parametrize("end", ["01/01/0001 00:30", "31/12/9999 23:59"])
def test_an_end_outside_the_calendar_is_refused(as_, end: str) -> None:
    made, clerk = document(), as_("office_staff")
    answer = clerk.submit(clerk.get(f"/van-ban/{made.id}/han"), {"withdraw_at": end}, action="/han")
    assert answer.status_code == 422
    assert "Năm không đúng." in answer.text


def test_one_that_cannot_appear_goes_back_and_says_why(actor) -> None:
    first = document("hanoi", symbol="77-CV/ĐU")
    second = draft("hanoi", symbol="77-CV/ĐU", issued_on=first.issued_on)
    third = draft("hanoi")
    for one in (second, third):
        services.publish(actor("committee_secretary"), one, at=clock.now() + timedelta(hours=1))
    db.session.commit()
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        tick()
    assert fresh(second.id).state == State.DRAFT
    assert "đã công bố văn bản cùng số" in fresh(second.id).returned_reason
    assert fresh(third.id).state == State.PUBLISHED, "the others appear all the same"
    assert any("không công bố được" in text for text in notices("committee_secretary"))


def test_trashed_before_its_hour_never_appears(actor) -> None:
    made = draft()
    services.publish(actor("committee_secretary"), made, at=clock.now() + timedelta(hours=1))
    services.trash(actor("committee_secretary"), made)
    db.session.commit()
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        tick()
    assert fresh(made.id).state == State.SUBMITTED


def test_the_history_reads_as_sentences(as_) -> None:
    client = as_("committee_secretary")
    address = taken_in(client, LETTER_98, signer="Trần Văn Ký")
    client.submit(client.get(address + "/thu-hoi"), {"reason": "Sai ngày"}, action="/thu-hoi")
    text = client.get(address + "/lich-su").text
    for words in ("Vũ Thị Giang gửi tệp văn bản lên", "Vũ Thị Giang công bố văn bản", "Sai ngày", "người ký"):
        assert words in text
    assert as_("member").get(address + "/lich-su").status_code == 404
    assert as_("office_staff").get("/van-ban/999/lich-su").status_code == 404


def test_history_is_for_clerks_only(as_) -> None:
    made = document()
    assert as_("member").get(f"/van-ban/{made.id}/lich-su").status_code == 403
    assert as_("neighbour").post(f"/van-ban/{made.id}/lich-su").status_code in (400, 405)


@pytest.mark.parametrize(("group", "readers", "others"), [
    ("committee", ["secretary", "committee_secretary"], ["member", "office_staff"]),
    ("heads", ["secretary", "committee_secretary"], ["member", "corporation_staff"]),
])
def test_readers_by_group(as_, actor, group: str, readers: list[str], others: list[str]) -> None:
    made = document("corporation", to=[audience_token(unit("hanoi").id, subtree=True, group=group)])
    run_all()
    for key in readers:
        assert as_(key).get(f"/van-ban/{made.id}").status_code == 200, key
        assert active.engine().find(Query(text="nội dung", readers=actor(key).readers)).hits, key
        assert made.id in {row.id for row in db.session.execute(queries.listed(actor(key), queries.Filters()))}
    for key in set(others) - {"corporation_staff"}:
        assert as_(key).get(f"/van-ban/{made.id}").status_code == 404, key
        assert not active.engine().find(Query(text="nội dung", readers=actor(key).readers)).hits, key


def test_a_group_of_the_unit_alone(as_) -> None:
    made = document("corporation", to=[audience_token(unit("hanoi").id, subtree=False, group="heads")])
    assert as_("committee_secretary").get(f"/van-ban/{made.id}").status_code == 200
    assert as_("secretary").get(f"/van-ban/{made.id}").status_code == 404


def test_the_form_narrows_and_widens(as_) -> None:
    client = as_("committee_secretary")
    address = taken_in(client, LETTER_98, publish=False)
    form = client.get(address + "/sua")
    assert client.submit(form, {"group": "heads"}, action="/sua").status_code == 303
    made = db.session.execute(db.select(Document)).scalar_one()
    assert made.tokens == [f"h{unit('hanoi').id}"]
    db.session.rollback()
    again = client.get(address + "/sua")
    assert client.submit(again, {"group": "", "readers": [f"s{unit('ga_hanoi').id}"]}, action="/sua").status_code == 303
    db.session.expire_all()
    assert db.session.execute(db.select(Document)).scalar_one().tokens == [f"s{unit('ga_hanoi').id}"]


@pytest.mark.once
@pytest.mark.parametrize("sent", ["x1", "s", "s٣", f"h{'9' * 25}", "h999999", "s1; drop"])
def test_audiences_that_are_none(as_, sent: str) -> None:
    client = as_("committee_secretary")
    address = taken_in(client, LETTER_98, publish=False)
    assert client.submit(client.get(address + "/sua"), {"readers": [sent]}, action="/sua").status_code == 422


def test_tokens_there_and_back() -> None:
    for group in GROUPS:
        for subtree in (True, False):
            token = audience_token(14, subtree=subtree, group=group)
            assert audience_of_token(token) == (14, subtree, group) and is_audience(token)
    assert set(reader_tokens("/1/14/", "heads")) == {"h1", "h14", "i14"}
    acting = Actor(account_id=1, unit_id=3, unit_path="/1/3/", holdings=(
        Holding("committee_member", 14, "/1/14/", False, "position", 1),))
    assert {"c1", "c14", "d14", "s14", "u3"} <= acting.readers
    assert not {token for token in acting.readers if token[0] in "hi"}
    assert "c3" not in acting.readers, "a post at one unit makes nobody committee member of another"


def test_who_may_read_counts_the_group_only(actor) -> None:
    made = document("corporation", to=[audience_token(unit("hanoi").id, subtree=True, group="heads")])
    found = queries.readers(made)
    assert [(one.people, str(one.words)) for one in found.units] == [(2, "chỉ bí thư, phó bí thư")]
    assert found.people == 2
    assert queries.readers(document("corporation", to=[f"s{unit('hanoi').id}"])).people > 5
