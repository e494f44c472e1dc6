"""Laid by, kept until a day, thrown away by a list that a head approves; and what each kind must say."""

import json
from datetime import timedelta

import pytest

from portal.core import clock
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.notices import Notice
from portal.documents import queries, services
from portal.documents.models import DisposalList, Document, State
from tests.client import find_form
from tests.factories.documents import LETTER_98, document, seed, upload
from tests.people import person, unit


def test_archived_is_found_with_the_filter(actor) -> None:
    made = document()
    services.archive(actor("office_staff"), made)
    db.session.commit()
    seen = [{row.id for row in db.session.execute(queries.listed(actor("member"), queries.Filters(archived=archived)))}
            for archived in (False, True)]
    assert seen == [set(), {made.id}]
    services.unarchive(actor("office_staff"), made)
    assert made.archived_at is None
    db.session.rollback()


def test_a_list_is_proposed_and_approved(as_, actor) -> None:
    old, kept = document(), document()
    for made, days in ((old, -1), (kept, 30)):
        services.keep_until(actor("office_staff"), made, clock.today() + timedelta(days=days))
    db.session.commit()
    heading, old_id, kept_id = old.heading, old.id, kept.id
    clerk, head = as_("office_staff"), as_("committee_secretary")
    home = f"/van-ban/het-han/{unit('hanoi').id}"
    page = clerk.get(home)
    assert heading in page.text and "1 văn bản đã hết hạn" in page.text
    assert clerk.submit(page, action="/het-han").status_code == 303
    assert "Duyệt, bỏ" not in clerk.get(home).text
    assert db.session.execute(db.select(Notice).where(
        Notice.account_id == person("committee_secretary").account_id)).first()
    db.session.rollback()
    assert head.submit(head.get(home), action="/danh-muc").status_code == 303
    db.session.expire_all()
    assert db.session.get_one(Document, old_id).is_trashed and not db.session.get_one(Document, kept_id).is_trashed
    row = db.session.execute(db.select(DisposalList)).scalar_one()
    assert row.approved_by == person("committee_secretary").account_id
    db.session.rollback()


def test_a_day_that_was_moved_meanwhile_counts(actor) -> None:
    made = document()
    services.keep_until(actor("office_staff"), made, clock.today() - timedelta(days=1))
    proposed = services.propose_disposal(actor("office_staff"), unit("hanoi"))
    services.keep_until(actor("office_staff"), made, clock.today() + timedelta(days=900))
    services.approve_disposal(actor("committee_secretary"), proposed)
    assert not made.is_trashed
    db.session.rollback()


def test_a_paper_stands_on_one_open_list_only(as_, actor) -> None:
    made = document()
    services.keep_until(actor("office_staff"), made, clock.today() - timedelta(days=1))
    db.session.commit()
    heading, clerk, home = made.heading, as_("office_staff"), f"/van-ban/het-han/{unit('hanoi').id}"
    page = clerk.get(home)
    assert clerk.submit(page, action=home).status_code == 303
    second = clerk.get(home)
    assert "đều nằm trong danh mục đang chờ duyệt" in second.text and heading in second.text
    assert "Lập danh mục trình duyệt" not in second.text
    with pytest.raises(DomainError) as refused:
        services.propose_disposal(actor("office_staff"), unit("hanoi"))
    assert "đang chờ bí thư, phó bí thư duyệt" in str(refused.value.message)
    later = document()
    services.keep_until(actor("office_staff"), later, clock.today() - timedelta(days=1))
    again = services.propose_disposal(actor("office_staff"), unit("hanoi"))
    assert again.ids == [later.id], "what came due since, and nothing twice"
    db.session.rollback()


def test_a_list_is_dropped_and_its_papers_are_proposed_anew(as_, actor) -> None:
    made = document()
    services.keep_until(actor("office_staff"), made, clock.today() - timedelta(days=1))
    services.propose_disposal(actor("office_staff"), unit("hanoi"))
    db.session.commit()
    clerk, home = as_("office_staff"), f"/van-ban/het-han/{unit('hanoi').id}"
    assert clerk.submit(clerk.get(home), action="/bo").status_code == 303
    page = clerk.get(home)
    assert "1 văn bản đã hết hạn" in page.text and "chờ duyệt" not in page.text
    assert clerk.submit(page, action=home).status_code == 303
    row = db.session.execute(db.select(DisposalList)).scalar_one()
    services.approve_disposal(actor("committee_secretary"), row)
    db.session.commit()
    with pytest.raises(DomainError) as refused:
        services.drop_disposal(actor("office_staff"), row)
    assert "khôi phục từng văn bản" in str(refused.value.message)
    assert "Bỏ danh mục" not in clerk.get(home).text


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.APPROVED])
def test_what_was_never_published_is_not_archived(actor, state: State) -> None:
    made = document(state=state)
    with pytest.raises(DomainError) as refused:
        services.archive(actor("office_staff"), made)
    assert "Chỉ lưu trữ văn bản đã công bố hoặc đã thu hồi" in str(refused.value.message)
    assert made.archived_at is None
    services.archive(actor("office_staff"), document(state=State.WITHDRAWN))
    db.session.rollback()


def test_a_paper_to_be_kept_till_tonight_is_not_thrown_away(actor) -> None:
    made = document()
    services.keep_until(actor("office_staff"), made, clock.today() - timedelta(days=1))
    proposed = services.propose_disposal(actor("office_staff"), unit("hanoi"))
    services.keep_until(actor("office_staff"), made, clock.today())
    services.approve_disposal(actor("committee_secretary"), proposed)
    assert not made.is_trashed
    db.session.rollback()


def test_its_page_says_that_it_is_archived_and_how_long_it_is_kept(as_, actor) -> None:
    made = document()
    services.archive(actor("office_staff"), made)
    services.keep_until(actor("office_staff"), made, clock.today() + timedelta(days=30))
    db.session.commit()
    day = clock.show_date(made.keep_until)
    clerk, reader = (as_(who).get(f"/van-ban/{made.id}").text for who in ("office_staff", "member"))
    assert "Văn bản lưu trữ" in clerk and "Lưu giữ đến hết ngày" in clerk and day in clerk
    assert "Văn bản lưu trữ" in reader and "Lưu giữ đến hết ngày" not in reader


def test_the_fields_a_kind_asks_for_are_marked_from_the_start(as_) -> None:
    client = as_("office_staff")
    address = upload(client, LETTER_98, seed(LETTER_98)).location
    page = client.get(address + "/sua")
    form = find_form(page, "/sua")
    marked = {one.get("name") for one in form.iter() if one.get("required") is not None}
    assert {"symbol", "signer", "recipients", "addressed_to"} <= marked and "typist_mark" not in marked
    assert "Biên bản, giấy chứng nhận" in page.text, "which kind asks for what, in words"
    groups = json.loads(form.get("data-needs"))
    assert [names for names, _ in groups][-1] == [] and "công văn" in groups[0][0]
    again = client.submit(page, {"kind": "BB|biên bản", "addressed_to": "", "signer": ""}, action="/sua")
    assert again.status_code == 422
    marked = {one.get("name") for one in find_form(again, "/sua").iter() if one.get("required") is not None}
    assert {"symbol", "signer"} <= marked and not {"addressed_to", "recipients"} & marked


def test_a_kind_asks_for_its_fields(as_) -> None:
    client = as_("office_staff")
    address = upload(client, LETTER_98, seed(LETTER_98)).location
    form = client.get(address + "/sua")
    refused = client.submit(form, {"signer": "", "recipients": ""}, action="/sua")
    assert refused.status_code == 422 and refused.text.count("Thể loại này cần ghi ô này") >= 2
    assert client.submit(refused, {"lacking": "y"}, action="/sua").status_code == 303
    again = client.get(address + "/sua")
    assert client.submit(again, {"signer": "A", "recipients": "Lưu."}, action="/sua").status_code == 303
