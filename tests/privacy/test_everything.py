"""“Tất cả những gì sổ tay giữ về bạn”: no table that names a person is left out of the page and of the file."""

from collections.abc import Callable
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from portal.core import personal
from portal.core.actor import SYSTEM
from portal.core.db import Base, db
from portal.delegation.api import grant
from portal.meetings.models import Opinion as Spoken
from portal.members.api import Member
from portal.organizations.api import Role
from portal.privacy.queries import guardians
from portal.quality import services as quality
from tests.client import PortalClient
from tests.factories import feedback, meetings, transfers
from tests.factories.transfers import acting
from tests.people import SINCE, person, unit

As = Callable[[str | None], PortalClient]
SHOWN_ELSEWHERE = {
    "member_state": "history", "membership": "history", "position": "history", "member_change": "history",
    "member_file": "files", "member_help": "helps", "meeting_invitation": "meetings", "meeting_opinion": "meetings",
    "feedback_opinion": "feedback", "correction": "corrections", "residence_contact": "transfers",
    "residence_remark": "transfers", "transfer": "transfers", "stay": "transfers", "data_request": "requests",
    "member_disclosure": "Ai truy cập được hồ sơ của tôi?", "handover": "Bàn giao",
    "quality_issue": "worked out anew", "quality_checked": "worked out anew", "quality_pair": "worked out anew",
    "quality_merge": "worked out anew", "member_term": "worked out anew",
    "member_mark": "worked out anew"}


def test_every_table_about_a_member_has_its_place(app: object) -> None:
    named = {table.name for table in Base.metadata.tables.values()
             for key in table.foreign_keys if key.column.table is Member.__table__}
    assert named <= set(SHOWN_ELSEWHERE)
    keys = {one.key for one in personal.sections()}
    assert {"meetings", "feedback", "corrections", "transfers", "requests"} <= keys


@pytest.fixture
def lived(app: object, as_: As) -> None:
    meetings.settle_rules()
    meetings.meeting("closed")
    meeting = db.session.execute(db.text("SELECT id FROM meeting")).scalar_one()
    mine = transfers.member("member")
    db.session.add(Spoken(meeting_id=meeting, member_id=mine.id, full_name=mine.full_name, text="Nên họp sớm hơn.",
                          written_at=meetings.in_days(0)))
    db.session.commit()
    feedback.opinion()
    mine = transfers.member("member")
    quality.propose(acting("member"), mine, field="phone", new="0912345678", reason="Số mới")
    db.session.commit()
    transfers.transfer(who="member", by="member")
    client = as_("member")
    client.submit(client.get("/du-lieu-cua-toi/yeu-cau"), {"wish": "see", "text": "Cho tôi xem nhật ký."})


def test_the_page_counts_and_the_file_tells(lived: None, as_: As) -> None:
    client = as_("member")
    page = client.get("/du-lieu-cua-toi")
    for words in ("Sinh hoạt chi bộ", "Góp ý đã gửi", "Đề nghị sửa hồ sơ", "Chuyển sinh hoạt, nơi cư trú",
                  "Yêu cầu về dữ liệu"):
        assert words in page.text, words
    assert "Đèn ở sân ga" not in page.text
    book = CalamineWorkbook.from_filelike(BytesIO(client.submit(page, {}, action="/tai-ve").data))
    said = "\n".join(" | ".join(str(cell) for cell in row) for row in book.get_sheet_by_index(0).to_python())
    for words in ("Nên họp sớm hơn.", "Đèn ở sân ga hỏng đã ba tuần.", "0912345678", "Chi bộ Ga Vinh",
                  "Cho tôi xem nhật ký.", "có mặt"):
        assert words in said, words


def test_nothing_of_others(lived: None, as_: As) -> None:
    client = as_("neighbour")
    page = client.get("/du-lieu-cua-toi")
    data = client.submit(page, {}, action="/tai-ve").data
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    said = "\n".join(" | ".join(str(cell) for cell in row) for row in book.get_sheet_by_index(0).to_python())
    assert "Nên họp sớm hơn." not in said and "sân ga" not in said and "0912345678" not in said


def test_purposes_read_as_a_sentence(lived: None, as_: As) -> None:
    assert "Để để" not in as_("member").get("/du-lieu-cua-toi").text


def test_who_keeps_the_system_is_named_once_for_each_role(app: object) -> None:
    board = person("administrator").account_id
    grant(SYSTEM, account_id=board, unit=unit("corporation"), role=Role.ORGANIZATION_BOARD, subtree=True, since=SINCE,
          until=None, source=None)
    db.session.commit()
    named = [(one.account_id, one.key) for one in guardians()]
    assert len(named) == len(set(named)) and (board, Role.ORGANIZATION_BOARD) in named
