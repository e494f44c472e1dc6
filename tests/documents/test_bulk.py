"""Several at once: each by its own right, a big deletion typed out, a ZIP for its maker only."""

import io
import zipfile

import pytest

from portal.core import clock
from portal.core.db import db
from portal.documents.models import Bundle, Document, State
from portal.jobs.registry import KINDS
from portal.jobs.worker import run_all
from tests.client import parse, text_of
from tests.factories.documents import LETTER_98, document, taken_in
from tests.people import unit


def confirmed(owner: str = "hanoi", **how) -> int:
    made = document(owner, state=State.DRAFT, **how)
    made.confirmed_at = clock.now()
    db.session.commit()
    return made.id


def states() -> dict[int, str]:
    db.session.expire_all()
    found = {row.id: str(row.state) for row in db.session.execute(db.select(Document)).scalars()}
    db.session.rollback()
    return found


def ticked(page) -> list[str]:
    """The papers a page names, each with its version."""
    return [one.get("value") for one in parse(page).iter("input") if one.get("name") == "id"]


def sent(client, page, **fields):
    """Send the form of a selection and read where it leads."""
    answer = client.submit(page, {"id": ticked(page), **fields}, action="/nhieu")
    return client.get(answer.location) if answer.status_code == 303 else answer


def ask(client, act: str, ids: list[int]):
    return client.get("/van-ban/nhieu", query_string={"viec": act, "id": ids})


def test_publish_what_may_be_and_name_the_rest(as_) -> None:
    ids = [confirmed(), confirmed(), document("hanoi", state=State.DRAFT).id, document("ga_vinh").id]
    head = as_("committee_secretary")
    page = ask(head, "publish", ids)
    assert page.text.count('name="id"') == 3, "what one may not see is not in the selection"
    done = sent(head, page)
    assert "Đã công bố 2 văn bản" in done.text and "xác nhận thông tin" in done.text
    assert [states()[one] for one in ids[:3]] == ["published", "published", "draft"]


def test_two_of_the_same_paper_do_not_spoil_the_rest(as_) -> None:
    twin = document("hanoi", symbol="77-CV/ĐU")
    ids = [confirmed(symbol="77-CV/ĐU", issued_on=twin.issued_on), confirmed()]
    head = as_("committee_secretary")
    done = sent(head, ask(head, "publish", ids))
    assert "đã công bố văn bản cùng số" in done.text
    assert [states()[one] for one in ids] == ["draft", "published"]


def test_withdraw_with_one_reason(as_) -> None:
    ids, clerk = [document().id, document().id], as_("office_staff")
    page = ask(clerk, "withdraw", ids)
    again = sent(clerk, page, reason="")
    assert again.status_code == 422 and "Ghi lý do thu hồi" in again.text
    assert again.text.count('name="id"') == 2, "the selection is kept"
    sent(clerk, ask(clerk, "withdraw", ids), reason="Sai")
    assert set(states().values()) == {"withdrawn"}


def test_a_big_deletion_asks_to_type_the_number(as_) -> None:
    ids, clerk = [document().id for _ in range(11)], as_("office_staff")
    page = ask(clerk, "trash", ids)
    assert "Ghi 11 để xác nhận" in page.text
    for typed in ("", "10", "x"):
        assert sent(clerk, page, typed=typed).status_code == 422
    assert not any(db.session.execute(db.select(Document.trashed_at)).scalars())
    db.session.rollback()
    assert sent(clerk, page, typed="11").status_code == 200
    assert all(db.session.execute(db.select(Document.trashed_at)).scalars())
    db.session.rollback()
    back = ask(clerk, "restore", ids[:2])
    assert sent(clerk, back).status_code == 200
    assert states().keys() == set(ids)


def test_readers_of_several(as_) -> None:
    ids, clerk = [document().id, document().id], as_("office_staff")
    page = ask(clerk, "readers", ids)
    token = f"s{unit('ga_hanoi').id}"
    assert sent(clerk, page, readers=[token], group="committee").status_code == 200
    db.session.expire_all()
    assert {tuple(one.tokens) for one in db.session.execute(db.select(Document)).scalars()} == {
        (f"c{unit('ga_hanoi').id}",)}
    db.session.rollback()
    delegate = as_("delegate")
    both = [ids[0], document("ga_hanoi").id]
    answer = sent(delegate, ask(delegate, "readers", both), readers=[f"s{unit('hanoi').id}"])
    assert answer.status_code == 422


def test_no_reader_chosen_is_an_error_at_the_field_and_the_selection_stays(as_) -> None:
    ids, clerk = [document().id, document().id], as_("office_staff")
    again = sent(clerk, ask(clerk, "readers", ids), readers=[])
    assert again.status_code == 422
    assert 'href="#readers"' in again.text and "Chọn ít nhất một đơn vị được đọc" in again.text
    assert again.text.count('name="id"') == 2


def test_what_changed_since_the_list_was_shown_is_left_out_and_named(as_, actor) -> None:
    ids, head = [confirmed(symbol="71-CV/ĐU"), confirmed(symbol="72-CV/ĐU")], as_("committee_secretary")
    shown = head.get("/van-ban?xem=cho-xac-nhan")
    ticks = ticked(shown)
    assert sorted(int(one.partition("-")[0]) for one in ticks) == ids
    page = ask(head, "publish", ticks)
    changed = db.session.get_one(Document, ids[0])
    changed.subject = "Nội dung khác"
    db.session.commit()
    late = ask(head, "publish", ticks)
    assert "Sẽ để lại 1 văn bản" in late.text and "Người khác đã sửa văn bản này" in late.text
    done = sent(head, page)
    assert "Đã công bố 1 văn bản" in done.text
    assert "Để lại" in done.text and "71-CV/ĐU" in done.text and "sau khi danh sách hiện ra" in done.text
    assert [states()[one] for one in ids] == ["draft", "published"]


def test_a_selection_that_says_no_version_is_left_out(as_) -> None:
    made, head = confirmed(), as_("committee_secretary")
    done = sent(head, ask(head, "publish", [made]), id=[str(made)])
    assert "Không làm được với văn bản nào" in done.text and states()[made] == "draft"


def test_one_comes_back_to_the_list_as_it_was_narrowed(as_) -> None:
    document("hanoi", kind="KH", kind_name="kế hoạch", symbol="91-KH/ĐU")
    document("hanoi", symbol="92-CV/ĐU")
    clerk = as_("office_staff")
    shown = clerk.get("/van-ban", query_string={"loai": "kế hoạch", "xep": "symbol"})
    form = next(one for one in parse(shown).iter("form") if one.get("action") == "/van-ban/nhieu")
    values = [(one.get("name"), one.get("value")) for one in form.iter("input")]
    page = clerk.get("/van-ban/nhieu", query_string=[*values, ("viec", "field")])
    assert "91-KH/ĐU" in page.text and "92-CV/ĐU" not in page.text
    empty = clerk.submit(page, {"field_id": ""}, action="/nhieu")
    assert empty.status_code == 422 and 'href="#field_id"' in empty.text and ticked(empty) == ticked(page)
    answer = clerk.submit(empty, {"field_id": "0"}, action="/nhieu")
    assert answer.status_code == 303 and "loai=k%E1%BA%BF+ho%E1%BA%A1ch" in answer.location
    back = clerk.get(answer.location)
    assert "Đã đổi lĩnh vực của 1 văn bản" in back.text and "Thể loại: kế hoạch" in back.text


@pytest.mark.parametrize(("view", "yes", "no"), [
    ("", "withdraw", "publish"), ("cho-xac-nhan", "publish", "withdraw"), ("thu-hoi", "archive", "withdraw"),
    ("thung-rac", "restore", "trash")])
def test_a_list_offers_what_can_be_done_there(as_, view: str, yes: str, no: str) -> None:
    for state in (State.PUBLISHED, State.DRAFT, State.WITHDRAWN):
        document(state=state)
    document().trashed_at = clock.now()
    db.session.commit()
    offered = {one.get("value") for one in parse(as_("office_staff").get(f"/van-ban?xem={view}")).iter("option")}
    assert yes in offered and no not in offered and "zip" in offered


@pytest.mark.once
@pytest.mark.parametrize("act", ["publish", "withdraw", "trash", "readers", "field", "submit"])
def test_readers_do_nothing_to_several(as_, act: str) -> None:
    made, member = document(), as_("member")
    assert ask(member, act, [made.id]).status_code == 200
    page = member.get("/van-ban/chon")
    assert "Bỏ vào thùng rác" not in page.text
    from tests.client import find_form, form_values

    assert "Không văn bản nào trong số này làm được việc ấy" in ask(member, act, [made.id]).text
    blank = form_values(find_form(ask(member, "zip", [made.id]), "/goi"))
    data = {**blank, "viec": act, "reason": "x", "readers": f"s{unit('hanoi').id}"}
    assert member.post("/van-ban/nhieu", data=data).status_code == 403
    assert states()[made.id] == "published"


@pytest.mark.parametrize(("act", "ids"), [
    ("", ["1"]), ("destroy", ["1"]), ("trash", []), ("trash", ["x", "-1", "9" * 12])])
def test_odd_selections(as_, act: str, ids: list[str]) -> None:
    document()
    page = as_("office_staff").get("/van-ban/nhieu", query_string={"viec": act, "id": ids})
    assert page.status_code == 200 and "Chưa chọn văn bản nào" in page.text


def bundle_of(client, ids: list[int]) -> str:
    answer = client.submit(page := ask(client, "zip", ids), {"id": ticked(page)}, action="/goi")
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_a_zip_of_the_originals_for_its_maker(as_) -> None:
    address = taken_in(as_("committee_secretary"), LETTER_98)
    made_id, member = int(address.rpartition("/")[2]), as_("member")
    hidden = document("ga_vinh").id
    bundle = bundle_of(member, [made_id, hidden])
    assert "đang chuẩn bị" in member.get(bundle).text
    run_all()
    assert "Tải gói 1 văn bản" in member.get(bundle).text
    answer = member.get(bundle + "/tep")
    names = zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    answer.close()
    assert len(names) == 1 and names[0].startswith("98-CV_ĐU")
    for other in ("secretary", "committee_secretary", "administrator"):
        assert as_(other).get(bundle).status_code == 404
        assert as_(other).get(bundle + "/tep").status_code == 404


def test_rights_are_asked_again_at_the_download(as_) -> None:
    head = as_("committee_secretary")
    address = taken_in(head, LETTER_98)
    member = as_("member")
    bundle = bundle_of(member, [int(address.rpartition("/")[2])])
    run_all()
    head.submit(head.get(address + "/thu-hoi"), {"reason": "Sai"}, action="/thu-hoi")
    answer = member.get(bundle + "/tep")
    assert answer.status_code == 422 and "Quyền đọc của bạn đã thay đổi" in answer.text


def test_two_of_one_name_both_stand_in_the_zip_and_it_is_forgotten(as_, app) -> None:
    import time_machine

    head = as_("committee_secretary")
    ids = [int(taken_in(head, LETTER_98, publish=False).rpartition("/")[2]) for _ in range(2)]
    bundle = bundle_of(head, ids)
    run_all()
    answer = head.get(bundle + "/tep")
    assert len(set(zipfile.ZipFile(io.BytesIO(answer.data)).namelist())) == 2
    answer.close()
    from datetime import timedelta

    with time_machine.travel(clock.now() + timedelta(days=2)):
        KINDS["documents.sweep_bundles"].handler([{}])
        db.session.commit()
    assert not db.session.execute(db.select(Bundle)).first()


def test_choosing_is_paged_and_asks_few_statements(as_) -> None:
    for _ in range(3):
        document()
    assert as_("member").get("/van-ban/chon").text.count('type="checkbox"') == 3
    assert as_("office_staff").get("/van-ban/chon?xem=thung-rac").status_code == 200
    whole = as_("member").get("/van-ban/nhieu?viec=zip&id=1&id=2&id=3")
    assert "3 văn bản được chọn" in whole.text
    assert "viec=zip&amp;id=3&amp;id=2&amp;id=1" in as_("member").get("/van-ban/chon").text
    assert as_(None).get("/van-ban/chon").status_code == 401


def test_a_whole_page_is_ticked_by_a_link(as_) -> None:
    for _ in range(3):
        document(kind_name="quy chế")
    document()
    client = as_("member")
    page = client.get("/van-ban/chon?loai=quy+chế")
    assert page.text.count(" checked") == 0
    link = next(one for one in parse(page).iter("a") if text_of(one) == "Chọn cả trang")
    whole = client.get(link.get("href"))
    assert whole.text.count(" checked") == 3 and "Thể loại: quy chế" in whole.text
    back = next(one for one in parse(whole).iter("a") if text_of(one) == "Bỏ chọn cả trang")
    assert "ca_trang" not in back.get("href")


def test_ticks_in_the_list_for_who_files_papers(as_) -> None:
    first, second = "61-CV/ĐU", "62-CV/ĐU"
    mine = document("hanoi", symbol=first).id
    document("hanoi", symbol=second)
    clerk, reader = as_("committee_secretary").get("/van-ban"), as_("member").get("/van-ban")
    assert clerk.text.count('name="id"') == 2 and 'name="viec"' in clerk.text
    assert 'name="id"' not in reader.text and 'name="viec"' not in reader.text
    assert "/van-ban/chon" in reader.text
    asked = as_("committee_secretary").get("/van-ban/nhieu", query_string={"viec": "archive", "id": [mine]})
    assert first in asked.text and second not in asked.text
    assert "Chưa chọn văn bản nào" in as_("committee_secretary").get("/van-ban/nhieu?viec=archive").text


def test_choosing_keeps_what_the_list_was_narrowed_to(as_) -> None:
    document("hanoi", kind="KH", kind_name="kế hoạch", symbol="91-KH/ĐU")
    document("hanoi", symbol="92-CV/ĐU")
    member = as_("member")
    page = member.get("/van-ban", query_string={"loai": "kế hoạch", "xep": "symbol"})
    link = next(one for one in parse(page).iter("a") if (one.get("href") or "").startswith("/van-ban/chon"))
    chosen = member.get(link.get("href"))
    assert "91-KH/ĐU" in chosen.text and "92-CV/ĐU" not in chosen.text
    assert "Thể loại: kế hoạch" in chosen.text and "xep=symbol" in chosen.text
