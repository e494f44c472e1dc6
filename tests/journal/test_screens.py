"""The log is read by those who lead, in sentences, within their units, and taken away as a table."""

from collections.abc import Callable

import pytest

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.journal import queries
from portal.journal.policy import REVIEWERS
from portal.members.api import Member, State, enter_state
from portal.organizations.api import Organization, Role
from tests.client import PortalClient
from tests.people import PEOPLE, person, unit

As = Callable[[str | None], PortalClient]
Act = Callable[[str], Actor]


@pytest.fixture
def acts(app: object, actor: Act) -> None:
    """One act at Ga Hà Nội, one at Ga Vinh, one sign-out without a unit."""
    audit.record(actor("secretary"), "documents.publish", "document", 7, unit_id=unit("ga_hanoi").id)
    audit.record(actor("secretary_elsewhere"), "news.publish", "news", 8, unit_id=unit("ga_vinh").id)
    audit.record(actor("member_elsewhere"), "accounts.sign_out", "account", person("member_elsewhere").account_id)
    db.session.commit()


def test_sentences_of_one_s_own_units(as_: As, acts: None) -> None:
    text = as_("secretary").get("/nhat-ky").text
    assert "Trần Văn Bình" in text
    assert "công bố văn bản" in text
    assert "Hồ Thị Dung" not in text
    assert "Phạm Văn Cường" not in text


def test_the_administrator_reads_all(as_: As, acts: None) -> None:
    text = as_("administrator").get("/nhat-ky").text
    assert "Hồ Thị Dung" in text
    assert "Phạm Văn Cường" in text


def test_filters_narrow_by_person_subject_unit_and_day(as_: As, acts: None) -> None:
    client = as_("administrator")
    assert "Hồ Thị Dung" not in client.get("/nhat-ky?ten=tran van binh").text
    assert "Trần Văn Bình" not in client.get("/nhat-ky?viec=news").text
    body = client.get(f"/nhat-ky?don_vi={unit('ga_vinh').id}&viec=news").text
    assert "công bố tin" in body
    assert "Không có việc nào" in client.get("/nhat-ky?tu=01/01/2099").text
    assert client.get("/nhat-ky?tu=hom+qua").status_code == 422
    assert client.get("/nhat-ky?loai=%00&so=abc&don_vi=9999999").status_code in (200, 422)


@pytest.mark.parametrize("asked", ["den=9999-12-31", "tu=01/01/0001", "den=31/12/0000"])
def test_days_outside_the_calendar_are_refused_at_their_field(as_: As, asked: str) -> None:
    client = as_("administrator")
    page = client.get(f"/nhat-ky?{asked}")
    assert page.status_code == 422
    assert "không đúng" in page.text
    assert client.get(f"/nhat-ky/tai-ve?{asked}").location == f"/nhat-ky?{asked}"


def test_a_person_s_record_and_a_unit_lead_to_their_acts(as_: As, actor: Act) -> None:
    member = db.session.execute(db.select(Member).where(Member.full_name == PEOPLE["member"][0])).scalar_one()
    enter_state(actor("secretary"), member, State.SUSPENDED, since=clock.today())
    member_id = member.id
    db.session.commit()
    client = as_("administrator")
    page = client.get(f"/to-chuc/{unit('hanoi').id}/nhat-ky")
    assert page.status_code == 303
    assert f"don_vi={unit('hanoi').id}" in page.headers["Location"]
    page = client.get(f"/nhat-ky?loai=member&so={member_id}")
    assert "ghi trạng thái mới" in page.text
    assert "đình chỉ sinh hoạt" in page.text


def test_names_of_what_one_may_not_see_are_not_told(as_: As, actor: Act, app: object) -> None:
    member = db.session.execute(db.select(Member).where(Member.full_name == "Phạm Văn Cường")).scalar_one()
    audit.record(actor("secretary"), "members.amend", "member", member.id, unit_id=unit("ga_hanoi").id,
                 fields=["phone"])
    member_id = member.id
    db.session.commit()
    text = as_("secretary").get("/nhat-ky").text
    assert f"đảng viên {member_id}" in text
    assert "Phạm Văn Cường" not in text
    assert "điện thoại" in text


def test_the_table_holds_what_the_screen_shows(as_: As, acts: None) -> None:
    answer = as_("secretary").get("/nhat-ky/tai-ve?viec=documents")
    assert answer.mimetype == "text/csv"
    text = answer.get_data().decode("utf-8-sig")
    assert "công bố văn bản" in text
    assert "công bố tin" not in text


def test_who_leads_nothing_is_told_why_not(as_: As) -> None:
    page = as_("member").get("/nhat-ky")
    assert page.status_code == 403
    assert "Ban Tổ chức" in page.text


def test_list_and_rule_say_the_same(actor: Act, acts: None) -> None:
    for key in PEOPLE:
        if key in ("suspended_account", "newcomer"):
            continue
        who = actor(key)
        entries = db.session.execute(queries.listed(who, queries.Filters())).scalars().all()
        everything = who.holds_any({Role.ADMINISTRATOR}) is not None
        paths = {one.id: one.path for one in db.session.execute(db.select(Organization)).scalars()}
        may = {one.id for one in db.session.execute(db.select(audit.AuditEntry)).scalars()
               if everything or one.account_id == who.account_id
               or (one.unit_id is not None and who.holds(REVIEWERS, paths[one.unit_id]) is not None)}
        assert {one.id for one in entries} == may, key
