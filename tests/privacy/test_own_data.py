"""My data: the notice, what is kept, who reaches it, taking it away."""

from collections.abc import Callable
from io import BytesIO

from portal.core import audit
from portal.core.actor import Actor
from portal.core.db import db
from portal.delegation.api import holders_over
from portal.members.api import KEEPERS, Member, readable
from portal.privacy.models import NoticeReading
from portal.seeds.data_map import VERSION
from tests.client import PortalClient
from tests.people import PEOPLE, person, unit

As = Callable[[str | None], PortalClient]
Act = Callable[[str], Actor]


def test_the_notice_is_owed_until_it_was_read_and_its_version_and_time_are_kept(as_: As) -> None:
    client = as_("member")
    assert "Đọc thông báo về dữ liệu cá nhân" in client.get("/").text
    page = client.get("/quyen-rieng-tu")
    assert "91/2025/QH15" in page.text
    client.submit(page, action="/da-doc")
    client.submit(page, action="/da-doc")
    row = db.session.execute(db.select(NoticeReading)).scalar_one()
    assert (row.account_id, row.version) == (person("member").account_id, VERSION)
    assert "Đọc thông báo về dữ liệu cá nhân" not in client.get("/").text
    assert "Bạn đã đọc thông báo này lúc" in client.get("/quyen-rieng-tu").text


def test_every_page_leads_to_the_notice_and_strangers_may_read_it(as_: As) -> None:
    assert 'href="/quyen-rieng-tu"' in as_("member").get("/van-ban").text
    page = as_(None).get("/quyen-rieng-tu")
    assert page.status_code == 200
    assert "Tôi đã đọc" not in page.text


def test_my_data_masks_numbers_on_the_screen_and_gives_them_whole_in_the_table(as_: As) -> None:
    number = person("member").citizen_id
    client = as_("member")
    page = client.get("/du-lieu-cua-toi")
    assert "Nguyễn Văn An" in page.text
    assert number not in page.text
    answer = client.submit(page, action="/tai-ve")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="du-lieu-cua-toi.xlsx"'
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_filelike(BytesIO(answer.get_data())).get_sheet_by_index(0).to_python()
    assert number in [row[2] for row in rows]
    assert "Trần Văn Bình" not in str(rows)
    entry = db.session.execute(db.select(audit.AuditEntry).order_by(audit.AuditEntry.id.desc()).limit(1)).scalar_one()
    assert entry.verb == "privacy.export_own"


def test_an_account_without_a_record_sees_its_account_only(as_: As, app: object) -> None:
    member = db.session.execute(db.select(Member).where(Member.full_name == PEOPLE["member"][0])).scalar_one()
    client = as_("member")
    member = db.session.execute(db.select(Member).where(Member.full_name == PEOPLE["member"][0])).scalar_one()
    member.account_id = None
    db.session.commit()
    page = client.get("/du-lieu-cua-toi")
    assert page.status_code == 200
    assert "Không có gì." in page.text


def test_who_reaches_my_record_is_who_can_open_it(actor: Act) -> None:
    """The list and the rule of the register say the same about each person."""
    member = db.session.execute(db.select(Member).where(Member.full_name == PEOPLE["member"][0])).scalar_one()
    reach = {one.account_id for one in holders_over(unit("ga_hanoi").path, KEEPERS)}
    for key in set(PEOPLE) - {"member", "newcomer", "suspended_account"}:
        who = actor(key)
        opens = db.session.execute(readable(who).where(Member.id == member.id)).first() is not None
        assert (who.account_id in reach) is opens, key


def test_the_page_names_post_unit_and_ground(as_: As) -> None:
    text = as_("member").get("/du-lieu-cua-toi/ai-xem-duoc").text
    assert "Trần Văn Bình" in text
    assert "chức vụ từ 01/01/2020" in text
    assert "Lý Văn Minh" in text
    assert "được phân quyền từ" in text
    assert "Hồ Thị Dung" not in text
    assert "Ngô Thị Lan" in text


def test_i_see_who_did_what_with_my_record(as_: As, actor: Act) -> None:
    member = db.session.execute(db.select(Member).where(Member.full_name == PEOPLE["member"][0])).scalar_one()
    audit.record(actor("secretary"), "members.amend", "member", member.id, unit_id=unit("ga_hanoi").id)
    db.session.commit()
    assert "Trần Văn Bình: sửa hồ sơ đảng viên" in as_("member").get("/du-lieu-cua-toi/ai-xem-duoc").text
    assert "sửa hồ sơ" not in as_("probationary").get("/du-lieu-cua-toi/ai-xem-duoc").text


def test_i_see_which_lists_held_me(as_: As) -> None:
    keeper = as_("secretary")
    chosen = keeper.submit(keeper.get("/dang-vien"), {"viec": "export", "tat_ca": "1"}, action="/chon")
    keeper.submit(keeper.get(chosen.location), {"is_full": "y", "reason": "Đối chiếu thẻ"}, action="/chon/")
    seen = "Trần Văn Bình: xuất danh sách ra tệp có bạn"
    assert seen in as_("member").get("/du-lieu-cua-toi/ai-xem-duoc").text
    assert "kèm số đầy đủ" in as_("member").get("/du-lieu-cua-toi/ai-xem-duoc").text
    assert seen not in as_("member_elsewhere").get("/du-lieu-cua-toi/ai-xem-duoc").text
    assert seen not in keeper.get("/du-lieu-cua-toi/ai-xem-duoc").text


def test_the_data_map_says_what_why_and_how_long(as_: As) -> None:
    text = as_("member").get("/quyen-rieng-tu/ban-do-du-lieu").text
    assert "Số định danh, số thẻ đảng viên, điện thoại" in text
    assert "356/2025/NĐ-CP" in text
