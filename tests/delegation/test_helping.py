"""A helper: asked, agreed, at work under both names, without rights of posts, ended by either at once (N33)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.core import clock
from portal.core.audit import AuditEntry, verify
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.guard import DECLARED
from portal.core.notices import Notice
from portal.core.policy import sees_with_own_eyes
from portal.delegation import queries, services
from portal.delegation.models import Help, Helping
from portal.delegation.services.helping import MONTHS
from portal.feedback import queries as feedback_queries
from portal.feedback import services as feedback_services
from portal.feedback.models import Opinion as Sent
from portal.meetings.models import Invitation, Opinion
from portal.members.api import Member, Membership, add_months
from portal.organizations.api import Role
from tests.client import PortalClient, find_form, form_values
from tests.factories import feedback, meetings
from tests.people import person, unit

As = Callable[[str | None], PortalClient]
PAGE = "/nguoi-giup"
BANNER = "Đang làm thay Trần Văn Bình<"


def day(days: int) -> str:
    return clock.show_date(clock.today() + timedelta(days=days))


def member_id(key: str) -> int:
    return db.session.execute(select(Member.id).where(Member.account_id == person(key).account_id)).scalar_one()


def asked(as_: As, by: str = "secretary", helper: str = "member", **more: str):
    client = as_(by)
    fields = {"account_id": str(person(helper).account_id), "since": day(0), "until": day(30), **more}
    return client.submit(client.get(PAGE), fields, action="/nho")


def told(key: str) -> str:
    rows = db.session.execute(select(Notice).where(Notice.account_id == person(key).account_id)).scalars()
    return " | ".join(one.sentence for one in rows)


def at_work():
    """The Actor of the member who works in the secretary's place."""
    row = db.session.execute(select(Helping)).scalar_one()
    hand = replace(queries.actor_of_account(person("member").account_id), session_id=row.session_id)
    actor, used_at = queries.as_helped(hand, row.id)
    assert used_at is not None
    return actor


@pytest.fixture
def agreed(as_: As) -> PortalClient:
    """The member, who agreed to help the secretary of the cell."""
    assert asked(as_).location == PAGE
    client = as_("member")
    assert client.submit(client.get(PAGE), action="/nhan").location == PAGE
    return client


@pytest.fixture
def helping(agreed: PortalClient) -> PortalClient:
    """The same at work in the secretary's place."""
    assert agreed.submit(agreed.get(PAGE), action="/bat-dau").location == "/"
    return agreed


def test_nothing_stands_until_the_helper_agrees(as_: As) -> None:
    asked(as_)
    client = as_("member")
    page = client.get(PAGE)
    assert "Nhận thao tác thay Trần Văn Bình" in page.text
    help_id = db.session.execute(select(Help.id)).scalar_one()
    data = form_values(find_form(page, "/nhan"))
    assert client.post(f"{PAGE}/{help_id}/bat-dau", data=data).status_code == 403
    assert "đến hết ngày" in told("member")
    assert "Nguyễn Văn An được nhờ" in told("secretary")


def test_the_banner_stands_on_every_page_and_posts_are_left_behind(helping: PortalClient) -> None:
    for url in ("/", "/sinh-hoat", "/van-ban", "/khong-co-trang-nay"):
        assert BANNER in helping.get(url).text, url
    assert helping.get("/dang-vien").status_code == 403
    assert helping.get("/sinh-hoat/them-moi").status_code in (403, 404)
    assert "Quản lý</summary>" not in helping.get("/").text


def test_own_things_stay_closed(helping: PortalClient) -> None:
    """Password, second step, sessions, own data, own record, posts, helpers, opinions."""
    sent = feedback.opinion("secretary", text="Đề nghị riêng của bí thư")
    for url in ("/tai-khoan-cua-toi", "/doi-mat-khau", "/tai-khoan-cua-toi/hai-buoc", "/tai-khoan-cua-toi/ma-pin",
                "/tai-khoan-cua-toi/lan-dang-nhap", "/du-lieu-cua-toi", "/phan-quyen/cua-toi", PAGE, "/gop-y"):
        assert helping.get(url).status_code == 403, url
    for url in (f"/dang-vien/{member_id('secretary')}", f"/gop-y/{sent.id}"):
        assert helping.get(url).status_code == 404, url


@pytest.mark.once
def test_every_act_is_refused_but_those_declared(app: Flask, helping: PortalClient) -> None:
    """Over the whole map of addresses."""
    token = form_values(find_form(helping.get("/khong-co"), "/ve-tai-khoan-cua-toi"))
    let = {name for name, one in DECLARED.items() if one.while_helping}
    assert let == {"accounts.sign_out", "delegation.stop_helping", "meetings.answer", "meetings.speak",
                   "feedback.send"}
    helping.lint = False
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or set()) and rule.endpoint not in let:
            values = {name: 1 if "Integer" in type(kind).__name__ else "x" for name, kind in rule._converters.items()}
            url = app.url_map.bind("localhost").build(rule.endpoint, values, method="POST")
            answer = helping.post(url, data={**token, "form_key": f"key-of-{rule.endpoint}"[:60]})
            assert (answer.status_code, "không làm thay được" in answer.text) == (403, True), rule.endpoint


def test_what_is_written_says_both_names(helping: PortalClient, as_: As) -> None:
    meetings.settle_rules()
    url = f"/sinh-hoat/{meetings.meeting('open')}"
    page = helping.get(url)
    assert helping.submit(page, {"reply": "come"}, action="/tra-loi").status_code == 303
    text = "Nhất trí với dự thảo nghị quyết."
    assert helping.submit(helping.get(url), {"text": text}, action="/y-kien").status_code == 303
    row = db.session.execute(select(Opinion)).scalar_one()
    assert (row.full_name, row.by_hand) == ("Trần Văn Bình", "Nguyễn Văn An")
    me = row.member_id
    own = as_("secretary")
    shown = own.get(url).text
    assert shown.count("do Nguyễn Văn An thao tác thay") >= 3, "own answer, list of those invited, opinion"
    own.submit(own.get(url + "?doi=1"), {"reply": "come"}, action="/tra-loi")
    answer = db.session.execute(select(Invitation).where(Invitation.member_id == me)).scalar_one()
    assert answer.by_hand == "", "the member's own word stands alone"
    log = own.get("/nhat-ky").text
    assert "Nguyễn Văn An thao tác thay Trần Văn Bình" in log
    found = own.get("/nhat-ky?ten=nguyen+van+an").text
    assert "gửi ý kiến về cuộc họp" in found
    entry = db.session.execute(select(AuditEntry).where(AuditEntry.verb == "meetings.speak")).scalar_one()
    assert (entry.account_id, entry.by) == (person("secretary").account_id, f"helper:{person('member').account_id}")
    assert verify() is None


def test_an_opinion_is_sent_openly_and_the_member_gets_the_receipt(helping: PortalClient, as_: As) -> None:
    feedback.settle_categories()
    page = helping.get("/gop-y/gui?loai=work_and_life")
    assert 'href="/gop-y/gui"' in page.text
    assert "Ẩn tên với người xử lý" not in page.text
    fields = {"text": "Đèn sân ga hỏng đã ba tuần.", "visibility": "hidden"}
    assert helping.submit(page, fields, action="/gop-y/gui").status_code == 422
    actor = at_work()
    category, handling = feedback_queries.routes(actor)[0]
    with pytest.raises(DomainError) as refused:
        feedback_services.send(actor, category=category, handling=handling, text="x", visibility="hidden")
    assert "chỉ chính người gửi" in str(refused.value.message)
    db.session.rollback()
    assert helping.submit(page, {**fields, "visibility": "handlers", "form_key": "mot-khoa-khac-hoan-toan"},
                          action="/gop-y/gui").location == "/gop-y/gui"
    row = db.session.execute(select(Sent)).scalar_one()
    assert row.by_hand == "Nguyễn Văn An"
    assert f"đã gửi góp ý {row.code} thay bạn" in told("secretary")
    assert "do Nguyễn Văn An thao tác thay" in as_("secretary").get(f"/gop-y/{row.id}").text
    assert as_("member").get(f"/gop-y/{row.id}").status_code == 404


def test_the_helper_returns(helping: PortalClient) -> None:
    assert helping.submit(helping.get("/"), action="/ve-tai-khoan-cua-toi").location == "/"
    page = helping.get("/").text
    assert "thao tác thay Trần Văn Bình" not in page
    assert db.session.execute(select(Helping.ended_at)).scalar_one() is not None


def test_the_helper_returns_after_it_ended_by_itself(helping: PortalClient) -> None:
    page = helping.get("/")
    with time_machine.travel(clock.now() + timedelta(minutes=31)):
        answer = helping.submit(page, action="/ve-tai-khoan-cua-toi")
        assert (answer.status_code, answer.location) == (303, "/")
        assert "Lượt thao tác thay đã kết thúc." in helping.get("/").text


@pytest.mark.parametrize("who", ["secretary", "member"])
def test_either_ends_it_at_once(helping: PortalClient, as_: As, who: str) -> None:
    other = as_(who)
    assert other.submit(other.get(PAGE), action="/thoi").location == PAGE
    page = helping.get("/van-ban").text
    assert BANNER not in page
    assert "Lượt thao tác thay đã kết thúc" in page
    for key in ("secretary", "member"):
        assert "đã thôi" in told(key)


def test_half_an_hour_unused_ends_it_and_nothing_is_sent_as_oneself(helping: PortalClient) -> None:
    meetings.settle_rules()
    url = f"/sinh-hoat/{meetings.meeting('open')}"
    with time_machine.travel(clock.now() + timedelta(minutes=20)):
        page = helping.get(url)
        assert BANNER in page.text
    with time_machine.travel(clock.now() + timedelta(minutes=45)):
        assert BANNER in helping.get(url).text, "it was used in between"
    with time_machine.travel(clock.now() + timedelta(minutes=76)):
        answer = helping.submit(page, {"text": "Viết thay bác Bình."}, action="/y-kien")
        assert answer.status_code == 400
        assert "Lượt thao tác thay đã kết thúc" in answer.text
        assert 'name="unsent"' in answer.text, "nothing typed is lost"
    assert db.session.execute(select(Opinion)).first() is None


def test_a_form_opened_before_is_not_taken_in_the_other_name(agreed: PortalClient) -> None:
    meetings.settle_rules()
    page = agreed.get(f"/sinh-hoat/{meetings.meeting('open')}")
    agreed.submit(agreed.get(PAGE), action="/bat-dau")
    assert agreed.submit(page, {"text": "Ý kiến của tôi."}, action="/y-kien").status_code == 400


def test_its_last_day_and_another_cell_end_it(helping: PortalClient) -> None:
    for days in (-1, 5):
        db.session.execute(db.update(Help).values(valid_to=clock.today() + timedelta(days=days)))
        db.session.commit()
        assert BANNER not in helping.get("/van-ban").text
    helping.submit(helping.get(PAGE), action="/bat-dau")
    assert BANNER in helping.get("/van-ban").text
    home = db.session.execute(select(Membership).where(Membership.member_id == member_id("member"))).scalar_one()
    home.unit_id = unit("dau_may").id
    db.session.commit()
    assert BANNER not in helping.get("/van-ban").text


def test_no_chain_and_no_other_session(app: Flask, as_: As, helping: PortalClient) -> None:
    """Who works for Y can't work for Z through Y; the number of a work opens nothing elsewhere."""
    services.accept_help(queries.actor_of_account(person("secretary").account_id), services.name_helper(
        queries.actor_of_account(person("newcomer").account_id), db.session.get_one(Member, member_id("newcomer")),
        person("secretary").account_id, clock.today(), clock.today()))
    db.session.commit()
    chained = db.session.execute(select(Help.id).order_by(Help.id.desc())).scalars().first()
    token = form_values(find_form(helping.get("/van-ban"), "/ve-tai-khoan-cua-toi"))
    assert helping.post(f"{PAGE}/{chained}/bat-dau", data=token).status_code == 403
    number = db.session.execute(select(Helping.id)).scalar_one()
    for key in ("member", "delegate"):
        client = as_(key)
        with client.session_transaction() as session:
            session["helping"] = number
        assert BANNER not in client.get("/van-ban").text


def test_the_head_of_the_cell_records_it_with_a_reason(as_: As) -> None:
    """For a member who never opened an account."""
    client, url = as_("secretary"), f"/dang-vien/{member_id('newcomer')}/nguoi-giup"
    fields = {"account_id": str(person("member").account_id), "until": day(90)}
    answer = client.submit(client.get(url), fields, action=url)
    assert (answer.status_code, "ít nhất 10 ký tự" in answer.text) == (422, True)
    fields["reason"] = "Mắt kém, không có điện thoại."
    assert client.submit(client.get(url), fields, action=url).location == url
    assert 'href="' + url in client.get(f"/dang-vien/{member_id('newcomer')}").text
    helper = as_("member")
    helper.submit(helper.get(PAGE), action="/nhan")
    helper.submit(helper.get(PAGE), action="/bat-dau")
    page = helper.get("/")
    assert "Đang làm thay Võ Thị Quỳnh<" in page.text
    assert client.submit(client.get(url), action="/thoi").location == url
    assert "Đang làm thay" not in helper.get("/van-ban").text


@pytest.mark.parametrize(("fields", "word"), [
    ({"until": ""}, "cần được điền"), ({"until": day(-1)}, "sau ngày bắt đầu"), ({"since": day(-2)}, "ở trước hôm nay"),
    ({"until": clock.show_date(add_months(clock.today(), MONTHS) + timedelta(days=1))}, "Dài nhất một năm"),
    ({"account_id": "0"}, "cùng chi bộ"), ({"account_id": "999999"}, "danh sách")])
def test_refused_in_words(as_: As, fields: dict[str, str], word: str) -> None:
    answer = asked(as_, **fields)
    assert answer.status_code == 422
    assert word in answer.text


def test_nobody_of_another_cell_nor_with_a_locked_account(as_: As) -> None:
    for key in ("neighbour", "member_elsewhere", "suspended_account"):
        assert asked(as_, helper=key).status_code == 422


def test_asked_again_it_is_renewed(as_: As, agreed: PortalClient) -> None:
    assert asked(as_, until=day(300)).location == PAGE
    row = db.session.execute(select(Help)).scalar_one()
    assert (row.valid_to, row.stands) == (clock.today() + timedelta(days=300), True)


def test_nobody_helps_more_than_ten(as_: As, agreed: PortalClient) -> None:
    helper, now = person("member").account_id, clock.now()
    db.session.add_all(Help(
        member_id=member_id("delegate"), account_id=helper, named_by=helper, named_at=now, valid_from=clock.today(),
        valid_to=clock.today()) for _ in range(queries.MOST_HELPED - 1))
    db.session.commit()
    answer = asked(as_, by="probationary")
    assert (answer.status_code, "đủ 10 đảng viên" in answer.text) == (422, True)


def test_the_actor_of_a_helper(helping: PortalClient) -> None:
    """Plain membership: a rule that asks for own eyes or a role says no."""
    actor = at_work()
    assert actor.account_id == person("secretary").account_id
    assert not sees_with_own_eyes(actor)
    assert actor.holdings == ()
    assert actor.holds_any({Role.SECRETARY}) is None
    assert not actor.own_device
    db.session.rollback()
