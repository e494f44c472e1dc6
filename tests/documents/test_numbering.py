"""Ways of numbering and their change; what cannot be issued, voided or entered says so at once."""

from datetime import date, timedelta

import pytest

from portal.core import clock
from portal.core.db import db
from portal.core.errors import DomainError
from portal.documents import queries, services
from portal.documents.models import Document, NumberState, RegisterNumber
from tests.documents.test_registers import TODAY, draft, issued, term
from tests.factories.documents import document
from tests.people import unit


def test_numbering_by_year_goes_on_with_the_numbers_of_the_year(as_, actor) -> None:
    term("hanoi", TODAY.replace(month=1, day=1) - timedelta(days=40))
    for number in (7, None):
        issued(actor, draft(), number=number)
    client, home = as_("committee_secretary"), f"/so-van-ban-di/{unit('hanoi').id}"
    sent = {"per": "year", "since": clock.show_date(TODAY.replace(month=1, day=1))}
    form = client.get(home + "/cach-danh-so")
    assert "Tôi đã biết" not in form.text
    refused = client.submit(form, sent, action="/cach-danh-so")
    assert refused.status_code == 422 and "NQ đến số 08" in refused.text and "nối tiếp" in refused.text
    assert queries.rule_on(unit("hanoi"), TODAY) is None or queries.rule_on(unit("hanoi"), TODAY).per == "term"
    db.session.rollback()
    assert client.submit(refused, {**sent, "known": "y"}, action="/cach-danh-so").status_code == 303
    after = issued(actor, draft())
    assert (after.symbol, after.period) == ("09-NQ/ĐU", f"year:{TODAY.year}"), "no number twice in one year"
    with pytest.raises(DomainError):
        issued(actor, draft(), number=7)
    db.session.rollback()
    assert client.get(home + "?loai=NQ").text.count("đã phát hành") == 3


def test_back_to_terms_goes_on_with_the_numbers_of_the_term(actor) -> None:
    term("hanoi", TODAY - timedelta(days=400))
    head, first = actor("committee_secretary"), TODAY.replace(month=1, day=1)
    services.set_numbering(head, unit("hanoi"), per="year", since=first, rule="")
    assert issued(actor, draft()).symbol == "01-NQ/ĐU"
    with pytest.raises(DomainError) as refused:
        services.set_numbering(head, unit("hanoi"), per="term", since=TODAY, rule="")
    assert refused.value.field == "known"
    services.set_numbering(head, unit("hanoi"), per="term", since=TODAY, rule="", known=True)
    db.session.commit()
    assert issued(actor, draft()).symbol == "02-NQ/ĐU"


def test_another_way_of_numbering_from_a_year_to_come_asks_nothing(actor) -> None:
    issued(actor, draft())
    services.set_numbering(actor("committee_secretary"), unit("hanoi"), per="year",
                           since=date(TODAY.year + 1, 1, 1), rule="")
    db.session.commit()
    assert issued(actor, draft()).number == 2


def test_issuing_says_at_once_why_it_cannot_be(as_, actor) -> None:
    client, made = as_("office_staff"), draft()
    made.kind, made.kind_name = "", "tài liệu"
    db.session.commit()
    address = f"/van-ban/{made.id}"
    asked = client.get(address + "/phat-hanh")
    assert asked.location.endswith("/sua") and "chọn thể loại có chữ viết tắt" in client.get(asked.location).text
    made = draft()
    issued(actor, made)
    address = f"/van-ban/{made.id}"
    asked = client.get(address + "/phat-hanh")
    assert asked.location == address and "hủy số ấy trong sổ trước" in client.get(asked.location).text


def test_voiding_says_at_once_why_it_cannot_be(as_, actor) -> None:
    made = draft()
    row, client = issued(actor, made), as_("office_staff")
    services.publish(actor("committee_secretary"), made)
    db.session.commit()
    home, address = f"/so-van-ban-di/so/{row.id}/huy", f"/van-ban/{made.id}"
    asked = client.get(home)
    assert asked.location == address and "Thu hồi văn bản trước" in client.get(address).text
    services.withdraw(actor("committee_secretary"), db.session.get_one(Document, made.id), "Nhầm")
    db.session.commit()
    assert client.submit(client.get(home), {"reason": "In nhầm"}, action="/huy").status_code == 303
    asked = client.get(home)
    assert asked.status_code == 303 and "đã hủy từ trước (lý do: In nhầm)" in client.get(asked.location).text


def test_a_paper_enters_the_incoming_register_once_and_not_if_it_is_ones_own(as_, actor) -> None:
    client, came = as_("office_staff"), document("hanoi", symbol="12-CV/TU", issuer="Thành ủy")
    address = f"/van-ban/{came.id}"
    assert client.submit(client.get(address + "/vao-so"), action="/vao-so").status_code == 303
    again = client.get(address + "/vao-so")
    assert again.location == address and "số đến 1 năm" in client.get(address).text
    made = draft()
    issued(actor, made)
    address = f"/van-ban/{made.id}"
    assert client.get(address + "/vao-so").location == address
    assert "do chính đơn vị phát hành, số 01-NQ/ĐU" in client.get(address).text
    with pytest.raises(DomainError):
        services.check_enterable(db.session.get_one(Document, made.id))
    db.session.rollback()


def test_a_paper_that_bears_its_number_already_enters_the_outgoing_register_under_it(as_) -> None:
    on, client = TODAY - timedelta(days=3), as_("office_staff")
    made = draft(symbol="17-NQ/ĐU", number="17", issuer_suffix="ĐU", issued_on=on)
    address, day = f"/van-ban/{made.id}", clock.show_date(on)
    assert "Vào sổ văn bản đi" in client.get(address).text
    page = client.get(address + "/phat-hanh")
    assert "17-NQ/ĐU" in page.text and f'value="{day}"' in page.text
    assert client.submit(page, {"reason": "Đã ký trên giấy"}, action="/phat-hanh").status_code == 303
    row = db.session.execute(db.select(RegisterNumber)).scalar_one()
    assert (row.symbol, row.document_id, row.state) == ("17-NQ/ĐU", made.id, NumberState.ISSUED)
    db.session.rollback()
    assert "Vào sổ văn bản đi" not in client.get(address).text, "it stands there"
    other = draft(symbol="12-NQ/TU", number="12", issuer_suffix="TU")
    assert "Vào sổ văn bản đi" not in client.get(f"/van-ban/{other.id}").text, "of another issuer"


def test_a_paper_taken_back_whose_number_was_voided_gets_another(as_, actor) -> None:
    made, head, clerk = draft(), actor("committee_secretary"), as_("office_staff")
    number, document_id = issued(actor, made).id, made.id
    services.publish(head, made)
    services.withdraw(head, made, "Nhầm số")
    db.session.commit()
    address = f"/van-ban/{document_id}"
    assert clerk.get(address + "/phat-hanh").location == address, "it still has its number"
    services.void(actor("office_staff"), db.session.get_one(RegisterNumber, number), "In nhầm")
    db.session.commit()
    assert "Phát hành" in clerk.get(address).text
    page = clerk.get(address + "/phat-hanh")
    assert "02-NQ/ĐU" in page.text
    assert clerk.submit(page, {"reason": "Số cũ đã hủy"}, action="/phat-hanh").status_code == 303
    assert db.session.get_one(Document, document_id).symbol == "02-NQ/ĐU"
    db.session.rollback()
