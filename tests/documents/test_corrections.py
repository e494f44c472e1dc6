"""Putting right what a published paper says about itself: with a reason, old beside new, readers and head know."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.core import clock
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.notices import Notice
from portal.documents import services
from portal.documents.models import Document, DocumentEvent, State
from portal.jobs.worker import run_all
from tests.documents.test_registers import TODAY, draft, issued, term
from tests.documents.test_versions import replace as replace_file
from tests.factories.documents import LETTER_98, document, seed, taken_in
from tests.people import person, unit


def told(key: str) -> list[str]:
    rows = db.session.execute(db.select(Notice).where(Notice.account_id == person(key).account_id)).scalars().all()
    return [row.sentence for row in rows if "đính chính" in row.sentence]


def test_a_published_paper_is_put_right_with_a_reason(as_) -> None:
    head, clerk = as_("committee_secretary"), as_("office_staff")
    address = taken_in(head, LETTER_98)
    form = clerk.get(address + "/sua")
    refused = clerk.submit(form, {"signer": "Trần Văn Ký", "lacking": "y"}, action="/sua")
    assert refused.status_code == 422 and "ghi lý do đính chính" in refused.text
    assert "Đã đính chính" not in clerk.get(address).text
    sent = {"reason": "In nhầm tên người ký"}
    assert clerk.submit(refused, sent, action="/sua").status_code == 303
    row = db.session.execute(db.select(DocumentEvent).where(DocumentEvent.verb == "documents.correct")).scalar_one()
    assert row.changed == [["signer", "Nguyễn Tất Thương", "Trần Văn Ký"]]
    reader = as_("member")
    assert "Đã đính chính ngày" in reader.get(address).text
    for page in (reader.get(address + "/cac-ban"), clerk.get(address + "/lich-su")):
        assert "Sửa người ký: “Nguyễn Tất Thương” thành “Trần Văn Ký”" in page.text
        assert "In nhầm tên người ký" in page.text
    assert told("committee_secretary") == [
        "“Công văn 98-CV/ĐU” đã công bố, nay được đính chính. Đồng chí xem nội dung cũ, mới và lý do."]


def test_another_kind_is_told_once(as_) -> None:
    made, clerk = document(symbol="7-TB/ĐU", number="7", kind="TB", kind_name="thông báo"), as_("office_staff")
    address = f"/van-ban/{made.id}"
    sent = {"kind": "BC|báo cáo", "symbol": "7-BC/ĐU", "reason": "Nhầm thể loại", "lacking": "y"}
    assert clerk.submit(clerk.get(address + "/sua"), sent, action="/sua").status_code == 303
    text = clerk.get(address + "/cac-ban").text
    assert text.count("Sửa thể loại") == 1 and "“thông báo” thành “báo cáo”" in text
    assert "“7-TB/ĐU” thành “7-BC/ĐU”" in text


def test_a_head_needs_a_reason_too_but_nobody_else_is_told(actor) -> None:
    made, head = document(), actor("committee_secretary")
    given = replace(services.Fields.of(made), signer="Trần Văn Ký")
    with pytest.raises(DomainError) as refused:
        services.confirm(head, made, given, made.tokens, reason="  ")
    assert refused.value.field == "reason" and made.signer == "Nguyễn Văn Ký"
    services.confirm(head, made, given, made.tokens, reason="Nhầm")
    assert made.signer == "Trần Văn Ký" and not told("committee_secretary")
    db.session.rollback()


@pytest.mark.parametrize("state", [State.DRAFT, State.WITHDRAWN])
def test_what_no_reader_sees_is_changed_without_a_reason(as_, actor, state: State) -> None:
    made = document(state=state)
    assert "Lý do đính chính" not in as_("office_staff").get(f"/van-ban/{made.id}/sua").text
    made = db.session.get_one(Document, made.id)
    given = services.Fields.of(made)
    services.confirm(actor("office_staff"), made, given, made.tokens)
    assert not db.session.execute(db.select(DocumentEvent).where(DocumentEvent.verb == "documents.correct")).first()
    db.session.rollback()


def test_who_may_read_is_changed_without_a_reason_and_not_shown_to_readers(as_) -> None:
    made, clerk = document(), as_("office_staff")
    address = f"/van-ban/{made.id}"
    sent = {"group": "committee", "lacking": "y"}
    assert clerk.submit(clerk.get(address + "/sua"), sent, action="/sua").status_code == 303
    assert "Đã đính chính" not in as_("secretary").get(address).text
    assert "người được đọc" in clerk.get(address + "/lich-su").text


def test_only_clerks_of_the_unit_put_right(as_) -> None:
    made = document()
    for key, status in (("member", 403), ("secretary_elsewhere", 404)):
        assert as_(key).get(f"/van-ban/{made.id}/sua").status_code == status, key


@pytest.mark.parametrize(("key", "told_of"), [("office_staff", 1), ("committee_secretary", 0)])
def test_a_new_version_of_a_published_paper_is_told_to_the_head(as_, key: str, told_of: int) -> None:
    client = as_(key)
    address = taken_in(client, LETTER_98)
    assert replace_file(client, address, seed(LETTER_98) + "\nThêm một dòng.\n".encode()).status_code == 303
    run_all()
    assert len(told("committee_secretary")) == told_of


def corrected(actor, number: int, **fields) -> None:
    """Put right by the head, and indexed."""
    made = db.session.get_one(Document, number)
    services.confirm(actor("committee_secretary"), made, replace(services.Fields.of(made), **fields), made.tokens,
                     reason="Ghi nhầm")
    db.session.commit()
    run_all()


def test_the_register_shows_what_the_paper_says_now(as_, actor) -> None:
    made = draft(subject="về việc cũ kỹ")
    symbol, number = issued(actor, made).symbol, made.id
    services.publish(actor("committee_secretary"), made)
    db.session.commit()
    corrected(actor, number, subject="về việc mới mẻ", issued_on=TODAY - timedelta(days=1))
    home = f"/so-van-ban-di/{unit('hanoi').id}"
    for tail in ("?ky=none", "/in?ky=none", "/so.csv?ky=none"):
        shown = as_("office_staff").get(home + tail).text
        assert "mới mẻ" in shown and "cũ kỹ" not in shown and symbol in shown, tail
        assert clock.show_date(TODAY - timedelta(days=1)) in shown


def test_a_number_stays_in_its_term(actor) -> None:
    term("hanoi", TODAY - timedelta(days=400))
    made = draft()
    issued(actor, made)
    for day in (None, TODAY + timedelta(days=1), TODAY - timedelta(days=401)):
        with pytest.raises(DomainError) as refused:
            services.confirm(actor("office_staff"), made, replace(services.Fields.of(made), issued_on=day), made.tokens)
        assert refused.value.field == "issued_on" and "hủy số trong sổ" in str(refused.value.message)
        db.session.rollback()
    services.confirm(actor("office_staff"), made, replace(
        services.Fields.of(made), issued_on=TODAY - timedelta(days=400)), made.tokens)
    db.session.rollback()


def test_old_words_of_the_abstract_are_found_nowhere_but_in_the_history(as_, actor) -> None:
    made = document(symbol="", subject="về xekytra liên vận")
    number, address = made.id, f"/van-ban/{made.id}"
    services.confirm(actor("committee_secretary"), made, services.Fields.of(made), made.tokens)
    db.session.commit()
    run_all()
    reader = as_("member")
    assert address in reader.get("/tim-kiem?q=xekytra").text, "found before"
    corrected(actor, number, subject="về toa xe hàng")
    for asked in ("/tim-kiem?q=xekytra&dung=1", "/tim-kiem?q=xekytra", "/tim-kiem?q=xekytr", "/tim-kiem?q=xekytra*",
                  "/tim-kiem/goi-y?q=xekytra", "/tim-kiem/goi-y?q=xekyt", "/van-ban?q=xekytra"):
        shown = reader.get(asked).text
        assert f'href="{address}' not in shown, asked
        assert "xekytra liên vận" not in shown and "liên vận" not in shown, asked
    assert "xekytra" not in reader.get("/tim-kiem?q=xekytr").text, "no suggestion either"
    for asked in ("/tim-kiem?q=toa+xe+hang", "/tim-kiem/goi-y?q=toa+xe+hang", "/van-ban?q=toa+xe"):
        assert address in reader.get(asked).text, asked
    for page in (address, address + "/in", address + "/ai-xem-duoc", "/", "/van-ban", "/van-ban/cua-toi"):
        assert "xekytra" not in reader.get(page).text, page
    for page in (reader.get(address + "/cac-ban"), as_("office_staff").get(address + "/lich-su")):
        assert "“về xekytra liên vận” thành “về toa xe hàng”" in page.text and "Ghi nhầm" in page.text
    assert as_("member").get(address + "/lich-su").status_code == 403
