"""What a second review broke: helpers, PINs, looking on, drafts after approval, exports. Each test is a way in that
is closed now."""

import io
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.accounts.api import BY_DISUSE, BY_KEEPER, Account, UserSession, end_sessions, lock
from portal.core import clock
from portal.core.actor import SYSTEM
from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.core.notices import tell
from portal.delegation.api import grant
from portal.delegation.models import Help
from portal.documents import services as documents_services
from portal.documents.models import Bundle, Document, DocumentText, SavedList, State
from portal.documents.services import library
from portal.documents.services.bundles import MOST_KEPT
from portal.jobs.worker import run_all
from portal.organizations.api import Role
from portal.transfers.models import Transfer
from tests.accounts.entering import sign_in
from tests.accounts.test_pins import leave, with_pin
from tests.client import PortalClient, find_form, form_values
from tests.delegation.test_helping import BANNER, PAGE, agreed, asked, day, helping, member_id
from tests.delegation.test_viewing import looking
from tests.factories import documents, feedback, meetings
from tests.people import PASSWORD, person, unit

__all__ = ["agreed", "helping", "looking"]
As = Callable[[str | None], PortalClient]
WIPE = '"cache", "storage"'


def account(key: str) -> Account:
    return db.session.get_one(Account, person(key).account_id)


# --- a helper at work


def test_a_helper_reads_no_notices(helping: PortalClient) -> None:
    """They tell of posts (papers not published yet), of what signs in and of what was asked in confidence."""
    tell([person("secretary").account_id], "“%(heading)s” chờ đồng chí duyệt để công bố.", "/van-ban/1",
         heading="Dự thảo chưa ai được biết")
    db.session.commit()
    assert helping.get("/thong-bao").status_code == 403
    home = helping.get("/")
    assert "Dự thảo chưa ai được biết" not in home.text
    assert 'href="/thong-bao"' not in home.text


@pytest.mark.parametrize("who", ["helping", "looking"])
def test_saved_lists_are_for_their_owner(request: pytest.FixtureRequest, who: str) -> None:
    client = request.getfixturevalue(who)
    db.session.add(SavedList(account_id=person("secretary").account_id, name="Đơn kiện đồng chí Ba",
                             address={"q": "don kien"}, at=clock.now()))
    db.session.commit()
    assert "Đơn kiện" not in client.get("/van-ban/danh-sach").text


def test_a_helper_sees_no_transfer_of_the_member(helping: PortalClient, as_: As) -> None:
    today = clock.today()
    row = Transfer(member_id=member_id("secretary"), from_unit_id=unit("ga_hanoi").id, to_unit_id=unit("dau_may").id,
                   kind="official", side="both", state="asked", decided_on=today, asked_on=today)
    db.session.add(row)
    db.session.commit()
    assert helping.get(f"/chuyen-sinh-hoat/{row.id}").status_code == 404


def test_a_helper_does_not_sit_in_the_committee(helping: PortalClient) -> None:
    """Who is summoned for a post comes in person: the paper of chi ủy is not for a member who helps."""
    meetings.settle_rules()
    number = meetings.meeting("open", kind="cell_committee_meeting")
    whole = meetings.meeting("open")
    assert helping.get(f"/sinh-hoat/{number}").status_code == 404
    assert f'/sinh-hoat/{number}"' not in helping.get("/sinh-hoat").text
    assert f"/sinh-hoat/{number}" not in helping.get("/").text
    page = helping.get(f"/sinh-hoat/{whole}")
    assert page.status_code == 200
    token = form_values(find_form(page, "/tra-loi"))
    assert helping.post(f"/sinh-hoat/{number}/tra-loi", data={**token, "reply": "come"}).status_code == 404


@pytest.mark.parametrize(("cause", "goes_on"), [(BY_KEEPER, False), (BY_DISUSE, True)])
def test_where_a_keeper_locks_the_account_nobody_works_in_it(helping: PortalClient, cause: str, goes_on: bool) -> None:
    """Locked because nobody signs in: that is what a helper is for."""
    lock(SYSTEM, account("secretary"), reason="Nghi bị lạm dụng", cause=cause)
    db.session.commit()
    assert (BANNER in helping.get("/van-ban").text) is goes_on
    helping.submit(helping.get("/van-ban"), action="/ve-tai-khoan") if goes_on else None
    answer = helping.submit(helping.get(PAGE), action="/bat-dau")
    assert (answer.status_code == 303) is goes_on, "nor begin anew"


def recorded(client: PortalClient, member: str, helper: str):
    url = f"/dang-vien/{member_id(member)}/nguoi-giup"
    fields = {"account_id": str(person(helper).account_id), "until": day(90), "reason": "Mắt kém, không có điện thoại."}
    return client.submit(client.get(url), fields, action=url)


def test_the_head_makes_nobody_his_own_puppet(as_: As) -> None:
    """Recorded by the head, the head himself helps only who does not use an account; the others ask him."""
    client = as_("secretary")
    answer = recorded(client, "member", "secretary")
    assert (answer.status_code, "tự nhờ bạn được" in answer.text) == (422, True)
    assert db.session.execute(select(Help)).first() is None
    assert recorded(client, "member", "delegate").status_code == 303
    db.session.execute(db.update(Account).where(Account.id == person("newcomer").account_id).values(state="closed"))
    db.session.commit()
    assert recorded(client, "newcomer", "secretary").status_code == 303


def test_who_the_member_sent_away_the_head_does_not_bring_back(as_: As) -> None:
    head, member = as_("secretary"), as_("delegate")
    assert recorded(head, "delegate", "member").status_code == 303
    assert member.submit(member.get(PAGE), action="/thoi").location == PAGE
    answer = recorded(head, "delegate", "member")
    assert (answer.status_code, "đã thôi người giúp này" in answer.text) == (422, True)
    assert asked(as_, by="delegate").location == PAGE, "the member may"


# --- looking on


def test_signing_out_always_works(looking: PortalClient) -> None:
    """On a machine of many, nobody must first find the other button."""
    answer = looking.submit(looking.get("/phan-quyen/cua-toi"), action="/dang-xuat")
    assert (answer.status_code, answer.headers["Clear-Site-Data"]) == (303, WIPE)
    assert looking.get("/").status_code == 401
    entry = db.session.execute(select(AuditEntry).where(AuditEntry.verb == "accounts.sign_out")).scalar_one()
    assert entry.account_id == person("administrator").account_id, "not in the other's name"


def test_looking_on_ends_where_the_other_leaves_the_branch_or_becomes_administrator(looking: PortalClient) -> None:
    grant(SYSTEM, account_id=person("secretary").account_id, unit=unit("corporation"), role=Role.ADMINISTRATOR,
          subtree=True, since=clock.today(), until=None, source=None)
    db.session.commit()
    assert "đang xem với tư cách" not in looking.get("/phan-quyen/cua-toi").text


# --- a shared machine


def test_a_machine_that_becomes_shared_keeps_nothing_of_before(as_: As) -> None:
    client = as_(None)
    form = client.get("/dang-nhap")
    client.submit(form, {"citizen_id": person("member").citizen_id, "password": PASSWORD, "own_device": "y"},
                  action="/dang-nhap")
    assert client.get("/van-ban").headers["Cache-Control"] == "private, no-cache"
    answer = client.submit(client.get("/tai-khoan-cua-toi/ma-pin"), action="/may-dung-chung")
    assert answer.headers["Clear-Site-Data"] == WIPE


def test_pages_kept_on_an_own_device_go_at_the_first_401(as_: As) -> None:
    client = as_(None)
    client.submit(client.get("/dang-nhap"), {"citizen_id": person("member").citizen_id, "password": PASSWORD,
                                             "own_device": "y"}, action="/dang-nhap")
    end_sessions(person("member").account_id)
    db.session.commit()
    first = client.get("/van-ban")
    assert (first.status_code, first.headers.get("Clear-Site-Data")) == (401, WIPE)
    assert "Clear-Site-Data" not in client.get("/van-ban").headers, "once is enough on a slow link"
    assert "Clear-Site-Data" not in as_(None).get("/van-ban").headers


def test_who_signs_in_after_somebody_else_finds_nothing_kept(as_: As) -> None:
    client = as_(None)
    sign_in(client, person("member").citizen_id)
    end_sessions(person("member").account_id)
    db.session.commit()
    assert sign_in(client, person("secretary").citizen_id).headers["Clear-Site-Data"] == WIPE
    again = as_(None)
    assert "Clear-Site-Data" not in sign_in(again, person("secretary").citizen_id).headers


# --- papers


def test_what_was_put_right_before_the_publication_is_not_published(as_: As) -> None:
    """A wrong file, replaced while a draft, was never in force: its text and file are the clerk's."""
    client = as_("committee_secretary")
    address = documents.taken_in(client, documents.LETTER_98, publish=False)
    form = client.get(address + "/cac-ban")
    right = (io.BytesIO(documents.seed(documents.LETTER_98) + "\nBản đúng.\n".encode()), "dung.md")
    assert client.submit(form, {"file": right, "reason": "Gửi nhầm tệp", "declared": "y"},
                         action="/cac-ban").status_code == 303
    run_all()
    documents.approved(client, address)
    reader = as_("member")
    assert reader.get(address).status_code == 200
    assert reader.get(address + "/ban/1").status_code == 404
    assert reader.get(address + "/ban/1/tep").status_code == 404
    assert "Gửi nhầm tệp" not in reader.get(address + "/cac-ban").text
    assert client.get(address + "/ban/1").status_code == 200
    assert "/ban/1" in client.get(address + "/cac-ban").text


@pytest.mark.parametrize("way", ["readers", "file", "scan"])
def test_what_a_head_approved_is_what_is_published(as_: As, actor, way: str) -> None:
    """Changed by a clerk after the approval, by whatever way, it asks for approval again."""
    owner = unit("hanoi")
    made = documents.document("hanoi", state=State.APPROVED, publish_at=clock.now() + timedelta(hours=1),
                              to=[f"u{owner.id}"])
    clerk = actor("office_staff")
    if way == "readers":
        seen = {made.id: made.version}
        assert documents_services.apply(clerk, "readers", [made], seen=seen, readers=[f"s{owner.id}"]).done == 1
    elif way == "file":
        client = as_("office_staff")
        form = client.get(f"/van-ban/{made.id}/cac-ban")
        sent = {"file": (io.BytesIO("Nội dung khác hẳn.".encode()), "khac.txt"), "reason": "Sửa", "declared": "y"}
        assert client.submit(form, sent, action="/cac-ban").status_code == 303
    else:
        row = db.session.get_one(DocumentText, made.id)
        row.proposal = {"scan": {"state": "read", "digest": "0" * 64, "pages": ["Chữ khác hẳn."], "confidence": [90]}}
        db.session.flush()
        documents_services.enter_scan(clerk, made)
    db.session.commit()
    kept = db.session.get_one(Document, made.id)
    assert (kept.state, kept.publish_at) == (State.DRAFT, None)


def test_bundles_do_not_fill_the_disk(as_: As) -> None:
    made = [documents.document().id for _ in range(2)]
    client = as_("member")
    form = client.get(f"/van-ban/nhieu?viec=zip&id={made[0]}&id={made[1]}")
    for place in range(MOST_KEPT + 1):
        answer = client.submit(form, {"form_key": f"mot-khoa-rieng-{place:03d}", "id": [str(made[0])]},
                               action="/van-ban/goi")
    assert (answer.status_code, "gói" in answer.text) == (422, True)
    assert len(db.session.execute(select(Bundle)).scalars().all()) == MOST_KEPT


def test_the_library_taken_out_is_for_who_took_it(app, tmp_path: Path) -> None:
    """Other accounts of the server must not read the folder."""
    library.export(tmp_path / "thu-vien")
    assert stat.S_IMODE((tmp_path / "thu-vien").stat().st_mode) == 0o700


# --- what a newcomer stumbled over


def test_an_empty_roll_call_does_not_begin_the_meeting(as_: As) -> None:
    """It ends the answering and cannot be taken back."""
    meetings.settle_rules()
    number = meetings.meeting("open", starts_at=meetings.in_days(-1 / 24))
    client = as_("secretary")
    page = client.get(f"/sinh-hoat/{number}/diem-danh")
    answer = client.submit(page, action="/diem-danh")
    assert (answer.status_code, "Chưa điểm danh ai" in answer.text) == (422, True)
    assert meetings.row(number).state == "open"


def test_without_a_name_no_pin_is_called_wrong(as_: As) -> None:
    client = as_(None)
    with_pin(client)
    leave(client)
    answer = client.submit(client.get("/dang-nhap"), {"pin_id": None, "pin": "374862"}, action="/vao-bang")
    assert answer.status_code == 422
    assert "Chọn tên của bạn" in answer.text
    assert "Không vào được bằng mã PIN" not in answer.text


def test_a_form_sent_late_is_read_again_in_words(as_: As) -> None:
    """Values made for machines tell nothing, and no file was chosen."""
    client = as_("member")
    feedback.settle_categories()
    form = client.get("/gop-y/gui?loai=work_and_life")
    db.session.execute(db.update(UserSession).values(ended_at=clock.now()))
    db.session.commit()
    sent = {"category_id": "work_and_life", "visibility": "handlers", "text": "Đèn sân ga hỏng."}
    late = client.submit(form, sent, action="/gop-y/gui")
    fields = {"citizen_id": person("member").citizen_id, "password": PASSWORD}
    again = client.submit(late, fields, action="/dang-nhap")
    assert "Đèn sân ga hỏng." in again.text
    for word in ("work_and_life</", "handlers</", "Tệp đính kèm không giữ được"):
        assert word not in again.text
    assert client.submit(again).status_code == 303


def test_nobody_approves_what_was_changed_since(as_: As, actor) -> None:
    """The head reads, the clerk changes, the head presses: what he pressed for is not what would be published."""
    head, clerk = as_("committee_secretary"), as_("office_staff")
    address = documents.taken_in(clerk, documents.LETTER_98, publish=False)
    assert clerk.submit(clerk.get(address), action="/trinh-duyet").status_code == 303
    pages = [(head.get(address), "/cong-bo"), (head.get(address + "/duyet"), "/duyet")]
    clerk.submit(clerk.get(address + "/sua"), {"subject": "một nội dung khác hẳn"}, action="/sua")
    for page, action in pages:
        answer = head.submit(page, action=action)
        assert (answer.status_code, "vừa được người khác sửa" in answer.text) == (422, True), action
        assert "một nội dung khác hẳn" in answer.text
    assert db.session.execute(select(Document.state)).scalar_one() == State.DRAFT
    documents.approved(head, address)
    assert db.session.execute(select(Document.state)).scalar_one() == State.PUBLISHED


def test_who_helps_stands_in_my_data(as_: As) -> None:
    asked(as_)
    for key in ("secretary", "member"):
        assert "Nguyễn Văn An giúp Trần Văn Bình" in as_(key).get("/du-lieu-cua-toi").text
    assert "giúp Trần Văn Bình" not in as_("delegate").get("/du-lieu-cua-toi").text
