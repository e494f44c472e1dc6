"""Looking on as another person: read only, half an hour, seen on every page, told to both, ended at any time.

The page asked for is a small one: looking on costs three statements more, and the client counts them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.core import audit, clock
from portal.core.db import db
from portal.core.notices import Notice
from portal.core.policy import sees_with_own_eyes
from portal.delegation import jobs, queries
from portal.delegation.models import Viewing
from portal.members.api import Member, Position
from portal.organizations.api import Role
from tests.client import PortalClient, find_form, form_values
from tests.factories import feedback
from tests.people import person

As = Callable[[str | None], PortalClient]
REASON = "Không thấy cuộc họp tháng này"


@pytest.fixture
def looking(as_: As) -> PortalClient:
    """The administrator, looking on as the secretary."""
    client = as_("administrator")
    page = client.get("/phan-quyen/xem-thay")
    found = client.submit(page, {"text": person("secretary").citizen_id}, action="/xem-thay/tim")
    assert person("secretary").citizen_id not in found.location
    page = client.get(found.location)
    assert client.submit(page, {"reason": REASON}).location == "/"
    return client


def test_the_banner_stands_on_every_page(looking: PortalClient) -> None:
    for url in ("/phan-quyen/cua-toi", "/tai-khoan-cua-toi", "/sinh-hoat", "/khong-co-trang-nay"):
        page = looking.get(url)
        assert "đang xem với tư cách của Trần Văn Bình" in page.text, url
        assert "Thôi xem" in page.text
    assert "Bí thư tại Chi bộ Ga Hà Nội" in looking.get("/phan-quyen/cua-toi").text


def test_nothing_can_be_sent(looking: PortalClient) -> None:
    page = looking.get("/tai-khoan-cua-toi")
    token = form_values(find_form(page, "/thoi-xem"))
    for url in ("/doi-mat-khau", "/phan-quyen/them-moi", "/phan-quyen/xem-thay", "/gop-y/gui",
                f"/tai-khoan-cua-toi/phien/{1}/ket-thuc"):
        answer = looking.post(url, data={**token, "old_password": "x"})
        assert answer.status_code == 403, url
        assert "chỉ đọc" in answer.text
    assert looking.get("/phan-quyen/cua-toi").status_code == 200


def test_what_is_told_in_confidence_stays_so(looking: PortalClient, actor: Callable[[str], object]) -> None:
    """Opinions and the person's own data: neither pages, nor menu, nor panels."""
    mine = feedback.opinion("secretary", text="Đề nghị riêng của bí thư")
    theirs = feedback.opinion("member", text="Đề nghị riêng của đảng viên")
    for url in ("/gop-y", "/gop-y/hop-thu", "/du-lieu-cua-toi"):
        page = looking.get(url)
        assert page.status_code == 403, url
        assert "phần riêng này được che" in page.text
    for opinion in (mine, theirs):
        assert looking.get(f"/gop-y/{opinion.id}").status_code == 404
    assert "Đề nghị riêng" not in looking.get("/tim-kiem?q=de+nghi+rieng").text
    assert 'href="/gop-y"' not in looking.get("/phan-quyen/cua-toi").text


def test_ended_by_the_button(looking: PortalClient) -> None:
    answer = looking.submit(looking.get("/phan-quyen/cua-toi"), action="/thoi-xem")
    assert answer.status_code == 303
    page = looking.get("/phan-quyen/cua-toi").text
    assert "đang xem với tư cách" not in page
    assert "Ngô Thị Lan" in page
    assert db.session.execute(select(Viewing.ended_at)).scalar_one() is not None


def test_ended_by_the_clock(looking: PortalClient) -> None:
    with time_machine.travel(clock.now() + timedelta(minutes=29)):
        assert "đang xem với tư cách" in looking.get("/phan-quyen/cua-toi").text
    with time_machine.travel(clock.now() + timedelta(minutes=31)):
        assert "đang xem với tư cách" not in looking.get("/phan-quyen/cua-toi").text


def test_ended_with_the_office(looking: PortalClient) -> None:
    post = db.session.execute(select(Position).where(Position.role == Role.ADMINISTRATOR)).scalar_one()
    post.valid_to = clock.today() - timedelta(days=1)
    db.session.commit()
    assert "đang xem với tư cách" not in looking.get("/phan-quyen/cua-toi").text


def test_both_are_told_and_it_is_logged(looking: PortalClient) -> None:
    told = {one.account_id: one.sentence for one in db.session.execute(select(Notice)).scalars()}
    assert REASON in told[person("secretary").account_id]
    assert "Ngô Thị Lan" in told[person("secretary").account_id]
    assert person("administrator").account_id in told
    looking.submit(looking.get("/phan-quyen/cua-toi"), action="/thoi-xem")
    verbs = db.session.execute(select(audit.AuditEntry).where(audit.AuditEntry.verb.in_(
        ["delegation.view_as", "delegation.view_end"])).order_by(audit.AuditEntry.id)).scalars().all()
    assert [(entry.verb, entry.account_id) for entry in verbs] == [
        (verb, person("administrator").account_id) for verb in ("delegation.view_as", "delegation.view_end")]
    db.session.rollback()


def test_a_number_in_another_session_opens_nothing(app: Flask, as_: As, looking: PortalClient) -> None:
    viewing = db.session.execute(select(Viewing.id)).scalar_one()
    for key in ("administrator", "member"):
        client = as_(key)
        with client.session_transaction() as session:
            session["viewing"] = viewing
        assert "đang xem với tư cách" not in client.get("/phan-quyen/cua-toi").text


@pytest.mark.parametrize(("key", "reason", "word"), [
    ("administrator", REASON, "tài khoản của bạn"), ("secretary", "ngắn", "ít nhất 10")])
def test_refused_in_words(as_: As, key: str, reason: str, word: str) -> None:
    client = as_("administrator")
    page = client.get(f"/phan-quyen/xem-thay?account_id={person('secretary').account_id}")
    answer = client.submit(page, {"account_id": str(person(key).account_id), "reason": reason})
    assert answer.status_code == 422
    assert word in answer.text


def test_no_other_administrator(as_: As) -> None:
    from portal.core.actor import SYSTEM
    from portal.delegation.api import grant
    from tests.people import unit
    grant(SYSTEM, account_id=person("neighbour").account_id, unit=unit("corporation"), role=Role.ADMINISTRATOR,
          subtree=False, since=clock.today(), until=None, source=None)
    db.session.commit()
    client = as_("administrator")
    page = client.get(f"/phan-quyen/xem-thay?account_id={person('neighbour').account_id}")
    assert "quản trị khác" in client.submit(page, {"reason": REASON}).text


def test_found_by_name_too(as_: As) -> None:
    client = as_("administrator")
    page = client.get(client.submit(client.get("/phan-quyen/xem-thay"), {"text": "binh"},
                                    action="/xem-thay/tim").location)
    assert "Trần Văn Bình" in page.text
    assert client.submit(page, {"text": "000000000000"}, action="/xem-thay/tim").status_code == 422
    assert "Không có đảng viên nào" in client.get("/phan-quyen/xem-thay?ten=khong ai").text


def test_a_rule_can_ask_for_own_eyes(looking: PortalClient) -> None:
    """Ballots, sealed names, whole numbers: rooms add this fact to their rules."""
    own = queries.actor_of_account(person("secretary").account_id)
    assert sees_with_own_eyes(own)
    row = db.session.execute(select(Viewing)).scalar_one()
    from dataclasses import replace
    viewer = queries.actor_of_account(row.viewer_id)
    assert not sees_with_own_eyes(queries.as_another(replace(viewer, session_id=row.session_id), row.id))


def test_after_the_hour_nothing_is_sent_as_oneself(looking: PortalClient) -> None:
    """A page opened while looking on, sent when it is over, would be sent in the administrator's own name."""
    page = looking.get("/tai-khoan-cua-toi")
    with time_machine.travel(clock.now() + timedelta(minutes=31)):
        answer = looking.submit(page, action="/co-chu")
        assert answer.status_code == 400
        assert "đã kết thúc" in looking.get("/phan-quyen/cua-toi").text + answer.text
        again = looking.get("/phan-quyen/cua-toi")
        assert "Lượt xem" not in again.text, "said once"
        assert looking.submit(again, action="/co-chu").status_code == 303


def test_the_button_pressed_after_the_hour_leads_home(looking: PortalClient) -> None:
    """Its form is stale; that the look was over is all there is to say. In a second window, too, where another told."""
    page = looking.get("/phan-quyen/cua-toi")
    with time_machine.travel(clock.now() + timedelta(minutes=31)):
        for _ in range(2):
            answer = looking.submit(page, action="/thoi-xem")
            assert (answer.status_code, answer.location) == (303, "/")
            home = looking.get("/").text
            assert home.count("Lượt xem với tư cách người khác đã kết thúc.") == 1
            assert "đang xem với tư cách" not in home


def test_a_forged_press_ends_no_look(looking: PortalClient) -> None:
    assert looking.post("/phan-quyen/thoi-xem", data={"form_key": "k" * 16}).status_code == 400
    assert "đang xem với tư cách" in looking.get("/phan-quyen/cua-toi").text


def test_a_page_of_before_is_not_sent_after_the_button(looking: PortalClient) -> None:
    page = looking.get("/tai-khoan-cua-toi")
    looking.submit(page, action="/thoi-xem")
    assert looking.submit(page, action="/co-chu").status_code == 400


def test_no_numbers_the_person_uncovered(as_: As, looking: PortalClient) -> None:
    """A print with whole numbers opens for an hour again, for who made it; not for who looks on."""
    found = db.session.execute(select(Member).where(Member.account_id == person("member").account_id)).scalar_one()
    url, own = f"/dang-vien/{found.id}", as_("secretary")
    form = own.get(f"{url}/in")
    answer = own.submit(form, {"is_full": "y", "reason": "Hồ sơ chuyển đi"}, action="/in")
    assert person("member").citizen_id in own.get(answer.location).text
    assert looking.get(answer.location).status_code == 404
    assert person("member").citizen_id not in looking.get(url).text


@pytest.mark.parametrize("how", ["signed out", "the clock"])
def test_both_are_told_however_it_ends(looking: PortalClient, how: str) -> None:
    if how == "signed out":
        looking.submit(looking.get("/phan-quyen/cua-toi"), action="/dang-xuat")
    run_job()
    later = timedelta(minutes=31 if how == "the clock" else 1)
    with time_machine.travel(clock.now() + later):
        run_job()
        run_job()
    row = db.session.execute(select(Viewing)).scalar_one()
    assert row.ended_at is not None
    assert row.ended_at <= row.until
    for key in ("administrator", "secretary"):
        told = db.session.execute(select(Notice).where(Notice.account_id == person(key).account_id)).scalars()
        assert ["đã thôi xem với tư cách" in one.sentence for one in told].count(True) == 1, key
    verbs = list(db.session.execute(select(audit.AuditEntry.verb, audit.AuditEntry.account_id).where(
        audit.AuditEntry.verb == "delegation.view_end")))
    assert verbs == [("delegation.view_end", person("administrator").account_id)]
    db.session.rollback()


def test_a_look_that_goes_on_is_left_alone(looking: PortalClient) -> None:
    run_job()
    assert "đang xem với tư cách" in looking.get("/phan-quyen/cua-toi").text
    assert db.session.execute(select(Viewing.ended_at)).scalar_one() is None


def run_job() -> None:
    """What the worker does every few minutes."""
    jobs.viewings_over([])
    db.session.commit()
