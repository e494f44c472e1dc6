"""Numbers: one each, in order, with gaps shown; the register of what came in; the checks before issuing."""

import threading
from datetime import date, timedelta

import pytest

from portal.core import clock
from portal.core.actor import SYSTEM
from portal.core.db import db, transaction
from portal.core.errors import DomainError
from portal.documents import queries, services
from portal.documents.models import Document, IncomingEntry, NumberState, RegisterNumber, State
from portal.organizations.api import record_term
from tests.factories.documents import document
from tests.people import unit

TODAY = clock.today()


def draft(owner: str = "hanoi", **how) -> Document:
    values = {"symbol": "-NQ/ĐU", "number": "", "kind": "NQ", "kind_name": "nghị quyết",
              "on_behalf": "T/M BAN CHẤP HÀNH", "signer_post": "BÍ THƯ", "recipients": ["Lưu Đảng ủy"], **how}
    made = document(owner, state=State.DRAFT, **values)
    made.confirmed_at = clock.now()
    db.session.commit()
    return made


def issued(actor, made: Document, **how) -> RegisterNumber:
    values = {"on": TODAY, "suffix": "ĐU", "reason": "thử", **how}
    row = services.issue(actor("office_staff"), made, **values)
    db.session.commit()
    return row


def term(owner: str, since: date, name: str = "2025-2030") -> None:
    record_term(SYSTEM, unit(owner), name=name, since=since, until=since + timedelta(days=1800), congress_on=None,
                decision="")
    db.session.commit()


def test_numbers_follow_per_kind_and_term(actor) -> None:
    term("hanoi", TODAY - timedelta(days=400))
    symbols = [issued(actor, draft()).symbol for _ in range(2)]
    symbols += [issued(actor, draft(kind="BC", kind_name="báo cáo", symbol="-BC/ĐU")).symbol]
    assert symbols == ["01-NQ/ĐU", "02-NQ/ĐU", "01-BC/ĐU"]
    term("hanoi", TODAY, "2030-2035")
    assert issued(actor, draft()).symbol == "01-NQ/ĐU", "a new term begins at 01"
    made = db.session.execute(db.select(Document).where(Document.symbol == "02-NQ/ĐU")).scalar_one()
    assert (made.number, made.issued_on, made.symbol_key) == ("02", TODAY, "02-nq/du")


def test_a_term_entered_late_goes_on_with_the_numbers_given_out_in_it(as_, actor) -> None:
    issued(actor, draft(), number=4)
    home, by = f"/so-van-ban-di/{unit('hanoi').id}", as_("office_staff")
    assert "chưa ghi nhiệm kỳ" in by.get(home + "/in?ky=none").text
    term("hanoi", TODAY - timedelta(days=400))
    again = draft()
    _, checks = services.looked_over(again, number=4, on=TODAY, suffix="ĐU")
    assert "number_free" in [one.key for one in services.wrong(checks)], "04-NQ/ĐU is of this term"
    with pytest.raises(DomainError):
        issued(actor, again, number=4)
    db.session.rollback()
    assert issued(actor, again).symbol == "05-NQ/ĐU"
    rows = by.get(home + "?loai=NQ").text
    assert rows.count("đã phát hành") == 2, "the register of the term holds both"


def test_per_year_where_the_unit_says_so(actor) -> None:
    services.set_numbering(actor("committee_secretary"), unit("hanoi"), per="year", since=TODAY.replace(month=1, day=1),
                           rule="Quy chế văn thư")
    db.session.commit()
    assert queries.period_on(unit("hanoi"), TODAY) == f"year:{TODAY.year}"
    assert queries.period_on(unit("hanoi"), TODAY.replace(month=1, day=1) - timedelta(days=1)) == queries.NO_TERM
    assert queries.period_on(unit("vinh"), TODAY) == queries.NO_TERM
    assert issued(actor, draft()).period == f"year:{TODAY.year}"


def test_a_draft_has_no_number_and_a_paper_gets_one_once(actor) -> None:
    made = draft()
    assert queries.number_of(made) is None
    issued(actor, made)
    with pytest.raises(DomainError):
        services.issue(actor("office_staff"), made, on=TODAY, suffix="ĐU", reason="x")
    db.session.rollback()


def test_gaps_doubles_reserved_and_void(as_, actor) -> None:
    services.reserve(actor("office_staff"), unit("hanoi"), kind="NQ", on=TODAY, suffix="ĐU", number=97, subject="cũ",
                     reason="Đã dùng trước khi có sổ")
    db.session.commit()
    first, second = issued(actor, draft()), issued(actor, draft(), number=101)
    assert (first.number, second.number) == (98, 101)
    second_id = second.id
    document("hanoi", state=State.DRAFT, symbol="98-NQ/ĐU", kind="NQ", kind_name="nghị quyết", subject="trùng số ấy")
    page = as_("office_staff").get(f"/so-van-ban-di/{unit('hanoi').id}").text
    assert "99–100" in page and "trùng số ấy" in page and "giữ chỗ" in page
    second = db.session.get_one(RegisterNumber, second_id)
    services.void(actor("office_staff"), second, "In nhầm")
    db.session.commit()
    assert issued(actor, draft()).number == 102, "a void number is not given again"
    made = db.session.execute(db.select(Document).where(Document.symbol == "-NQ/ĐU")).scalars().first()
    assert made is not None and made.number == ""
    with pytest.raises(DomainError):
        services.void(actor("office_staff"), second, "nữa")
    db.session.rollback()


def test_a_reserved_number_is_used_by_its_paper(actor) -> None:
    kept = services.reserve(actor("office_staff"), unit("hanoi"), kind="NQ", on=TODAY, suffix="ĐU", number=None,
                            subject="", reason="chờ ký")
    db.session.commit()
    assert kept.number == 1
    made = draft()
    row = issued(actor, made, number=1)
    assert (row.id, row.state, row.document_id) == (kept.id, NumberState.ISSUED, made.id)
    with pytest.raises(Exception, match=r"(?i)unique|duplicate"):
        services.issue(actor("office_staff"), draft(), on=TODAY, suffix="ĐU", number=1, reason="x")
    db.session.rollback()


def test_the_number_of_a_published_paper_is_not_voided(actor) -> None:
    made = draft()
    row = issued(actor, made)
    services.publish(actor("committee_secretary"), made)
    db.session.commit()
    with pytest.raises(DomainError) as refused:
        services.void(actor("office_staff"), row, "x")
    assert "Thu hồi văn bản trước" in str(refused.value.message)
    with pytest.raises(DomainError):
        services.confirm(actor("office_staff"), made, services.Fields.of(_renamed(made)), made.tokens)
    db.session.rollback()


def _renamed(made: Document) -> Document:
    made.symbol, made.number = "55-NQ/ĐU", "55"
    return made


def test_two_clerks_at_once_never_get_the_same(app, actor) -> None:
    """Real threads, connections of their own, both at the same next number (SQLite; PostgreSQL where given)."""
    clerk, ids, got, errors = actor("office_staff"), [draft().id for _ in range(8)], [], []
    start = threading.Barrier(4)

    def work(mine: list[int]) -> None:
        with app.app_context():
            try:
                start.wait(10)
                for document_id in mine:
                    with transaction():
                        row = services.issue(clerk, db.session.get_one(Document, document_id), on=TODAY, suffix="ĐU",
                                             reason="đồng thời")
                        got.append(row.number)
            except Exception as error:
                errors.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=work, args=(ids[place::4],)) for place in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert not errors, errors
    assert sorted(got) == list(range(1, 9))
    assert queries.gaps(unit("hanoi"), queries.NO_TERM, "NQ") == []


def test_who_comes_second_gets_the_next(app, actor, monkeypatch) -> None:
    """Both have read the same highest number: the database refuses the second, which takes the one after."""
    issued(actor, draft())
    real, first = queries.highest, [0]
    monkeypatch.setattr(queries, "highest", lambda *of: first.pop() if first else real(*of))
    assert issued(actor, draft(), number=None).number == 2


def test_issuing_asks_for_a_reason_where_a_check_fails(as_) -> None:
    made, client = draft(owner="ga_hanoi", kind="CT", kind_name="chỉ thị", symbol="-CT/CB"), as_("secretary")
    page = client.get(f"/van-ban/{made.id}/phat-hanh")
    assert "01-CT/CB" in page.text and "chi bộ không ban hành chỉ thị" in page.text and "399-QĐ/TW" in page.text
    refused = client.submit(page, action="/phat-hanh")
    assert refused.status_code == 422 and "ghi lý do để vẫn phát hành" in refused.text
    assert client.submit(refused, {"reason": "Theo yêu cầu cấp trên"}, action="/phat-hanh").status_code == 303
    again = client.get(f"/van-ban/{made.id}/phat-hanh")
    assert again.status_code == 303 and "đã được cấp số 01-CT/CB" in client.get(again.location).text
    shown = client.get(f"/van-ban/{made.id}/lich-su").text
    assert "01-CT/CB – Theo yêu cầu cấp trên" in shown


def test_issuing_with_bad_input(as_) -> None:
    made, client = draft(), as_("office_staff")
    page = client.get(f"/van-ban/{made.id}/phat-hanh")
    for sent in ({"number": "0"}, {"number": "abc"}, {"issued_on": "hôm qua"}, {"issued_on": "01/01/2990"},
                 {"suffix": "<b>"}, {"number": "100000"}):
        assert client.submit(page, {**sent, "reason": "x"}, action="/phat-hanh").status_code == 422, sent
    assert not db.session.execute(db.select(RegisterNumber)).first()
    assert as_("secretary_elsewhere").get(f"/van-ban/{made.id}/phat-hanh").status_code == 404


def checked(actor, made: Document, **how) -> list[str]:
    values = {"number": None, "on": TODAY, "suffix": "ĐU", **how}
    return [one.key for one in services.wrong(services.looked_over(made, **values)[1])]


def test_a_good_paper_passes_and_each_fault_is_found_alone(actor) -> None:
    term("hanoi", TODAY - timedelta(days=400))
    good = {"on_behalf": "T/M ĐẢNG ỦY", "place": "Hà Nội"}
    assert checked(actor, draft(**good)) == []
    issued(actor, draft(**good), on=TODAY - timedelta(days=3))
    assert checked(actor, draft(**good)) == []
    assert checked(actor, draft(**good), number=1) == ["number_free"]
    assert checked(actor, draft(**good), number=9) == ["number_next"]
    assert checked(actor, draft(**good), on=TODAY - timedelta(days=9)) == ["date_order"]
    assert checked(actor, draft(**{**good, "recipients": ["Như trên"]})) == ["recipients"]
    assert checked(actor, draft(**good, kind="CT")) == ["kind_matches"]
    assert checked(actor, draft(**{**good, "signer": ""})) == ["fields"]


def test_a_number_kept_back_may_be_below_the_last(actor) -> None:
    term("hanoi", TODAY - timedelta(days=400))
    for number in (1, 2):
        services.reserve(actor("office_staff"), unit("hanoi"), kind="NQ", on=TODAY, suffix="ĐU", number=number,
                         subject="", reason="giữ")
    db.session.commit()
    good = {"on_behalf": "T/M ĐẢNG ỦY", "place": "Hà Nội"}
    assert checked(actor, draft(**good), number=1) == []
    assert checked(actor, draft(**good)) == [], "and what comes next follows the highest"


def test_the_register_of_what_came_in(as_) -> None:
    client, home = as_("office_staff"), f"/so-van-ban-den/{unit('hanoi').id}"
    assert "chưa có dòng nào" in client.get(home).text
    sent = {"arrived_on": TODAY.strftime("%d/%m/%Y"), "sender": "Tỉnh ủy Nghệ An", "symbol": "215-CV/TU",
            "dated_on": "05/9/2025", "subject": "Triển khai sổ tay", "passed_to": "Đ/c Hòa"}
    for note in ("", " (bản chính)"):
        more = {**sent, "subject": sent["subject"] + note}
        assert client.submit(client.get(home + "/them"), more, action="/them").status_code == 303
    twin = client.submit(client.get(home + "/them"), {**sent, "passed_to": "Đ/c Khác"}, action="/them")
    assert twin.status_code == 422 and "Sổ đã có dòng này, số đến 1" in twin.text
    rows = db.session.execute(db.select(IncomingEntry).order_by(IncomingEntry.id)).scalars().all()
    assert [(row.number, row.year) for row in rows] == [(1, TODAY.year), (2, TODAY.year)]
    row_id = rows[0].id
    db.session.rollback()
    assert "Tỉnh ủy Nghệ An" in client.get(home + "?q=nghe+an&chuyen=hoa").text
    assert "không khớp" not in client.get(home + "?q=hoa").text
    assert "Không có dòng nào khớp" in client.get(home + "?q=vinh").text
    assert "Không có dòng nào khớp" in client.get(home + "?nam=1999").text
    form = client.get(f"/so-van-ban-den/dong/{row_id}/sua")
    assert client.submit(form, {"passed_to": "Đ/c Giang"}, action="/sua").status_code == 303
    stale = client.submit(form, {"passed_to": "Đ/c Khác", "form_key": "another-key-12345"}, action="/sua")
    assert stale.status_code == 409 and "Đ/c Khác" in stale.text
    assert "Đ/c Giang" in client.get(home + "/in").text


def test_a_number_of_arrival_is_given_once(as_) -> None:
    client, home = as_("office_staff"), f"/so-van-ban-den/{unit('hanoi').id}"
    sent = {"arrived_on": TODAY.strftime("%d/%m/%Y"), "sender": "A", "subject": "B", "number": "7"}
    assert client.submit(client.get(home + "/them"), sent, action="/them").status_code == 303
    again = client.submit(client.get(home + "/them"), {**sent, "subject": "C"}, action="/them")
    assert again.status_code == 422 and "Số đến này đã có" in again.text
    for bad in ({"arrived_on": "01/01/2990"}, {"dated_on": "01/01/2990"}, {"number": "-1"}, {"sender": ""}):
        answer = client.submit(client.get(home + "/them"), {**sent, "number": "", **bad}, action="/them")
        assert answer.status_code == 422, bad


def test_from_a_document_and_once(as_) -> None:
    made, client = document(), as_("office_staff")
    page = client.get(f"/van-ban/{made.id}/vao-so")
    other = client.get(f"/van-ban/{made.id}/vao-so")
    assert client.submit(page, {"passed_to": "Đ/c Hòa"}, action="/vao-so").status_code == 303
    again = client.submit(other, action="/vao-so")
    assert again.status_code == 422 and "đã có trong sổ" in again.text
    assert f"/van-ban/{made.id}" in client.get(f"/so-van-ban-den/{unit('hanoi').id}").text


def test_registers_belong_to_the_unit(as_) -> None:
    for path in ("so-van-ban-di", "so-van-ban-den"):
        for end in ("", "/in"):
            assert as_("office_staff").get(f"/{path}/{unit('hanoi').id}{end}").status_code == 200
            assert as_("secretary_elsewhere").get(f"/{path}/{unit('hanoi').id}{end}").status_code == 404
            assert as_("member").get(f"/{path}/{unit('hanoi').id}{end}").status_code == 404
    assert as_("office_staff").get("/so-van-ban").status_code == 303
    assert as_("member").get("/so-van-ban").status_code == 403
    assert as_("office_staff").get(f"/so-van-ban-di/{unit('hanoi').id}/cach-danh-so").status_code == 403
    head = as_("committee_secretary")
    form = head.get(f"/so-van-ban-di/{unit('hanoi').id}/cach-danh-so")
    assert head.submit(form, {"per": "year"}, action="/cach-danh-so").status_code == 303
    assert head.submit(form, {"per": "week", "form_key": "another-key-1234"}, action="/cach-danh-so").status_code == 422


def test_reserving_and_voiding_by_the_forms(as_) -> None:
    client, home = as_("office_staff"), f"/so-van-ban-di/{unit('hanoi').id}"
    form = client.get(home + "/giu-so")
    assert client.submit(form, {"kind": "", "reason": "x"}, action="/giu-so").status_code == 422
    assert client.submit(form, {"kind": "NQ", "reason": ""}, action="/giu-so").status_code == 422
    assert client.submit(form, {"kind": "NQ", "reason": "chờ ký"}, action="/giu-so").status_code == 303
    again = client.submit(client.get(home + "/giu-so"), {"kind": "NQ", "reason": "x", "number": "1"}, action="/giu-so")
    assert again.status_code == 422 and "Số này đã được cấp" in again.text
    row_id = db.session.execute(db.select(RegisterNumber.id)).scalar_one()
    db.session.rollback()
    ask = client.get(f"/so-van-ban-di/so/{row_id}/huy")
    assert client.submit(ask, {"reason": ""}, action="/huy").status_code == 422
    assert client.submit(ask, {"reason": "thôi"}, action="/huy").status_code == 303
    assert "đã hủy" in client.get(home).text
