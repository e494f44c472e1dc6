"""History, disposal lists and what is missing, on paper and as sheets: what the screen shows, for whom it is."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

from python_calamine import load_workbook

from portal.core import clock
from portal.core.db import db
from portal.documents import services
from portal.documents.models import DisposalList, full_title
from portal.documents.services.lifecycle import Fields
from tests.documents.test_citations import citing
from tests.factories.documents import document
from tests.people import PEOPLE, unit


def rows_of(client, address: str) -> list[list[str]]:
    """The rows of a CSV; the XLSX beside it says the same."""
    found = list(csv.reader(StringIO(client.get(f"{address}.csv").get_data().decode("utf-8-sig"))))
    sheet = load_workbook(BytesIO(client.get(f"{address}.xlsx").get_data())).get_sheet_by_index(0).to_python()
    assert [[str(cell).removesuffix(".0") for cell in row] for row in sheet] == found
    return found[1:]


def test_the_history_is_printed_and_taken_away(as_, actor) -> None:
    made = document(subject="về công tác phí")
    given = Fields.of(made)
    services.confirm(actor("committee_secretary"), made, type(given)(
        **{name: getattr(given, name) for name in given.__dataclass_fields__} | {"subject": "về tạm ứng"}),
        made.tokens, reason="=gõ nhầm")
    db.session.commit()
    address, title, clerk = f"/van-ban/{made.id}/lich-su", full_title(made), as_("office_staff")
    shown = clerk.get(address).text
    for kind in ("/in", ".xlsx", ".csv"):
        assert f'href="{address}{kind}"' in shown
    printed = clerk.get(f"{address}/in").text
    for words in ("=gõ nhầm", "Sửa trích yếu: “về công tác phí” thành “về tạm ứng”", title):
        assert words in printed
    [row] = [row for row in list(csv.reader(StringIO(clerk.get(f"{address}.csv").get_data().decode("utf-8-sig"))))
             if "gõ nhầm" in row[2]]
    assert row[2] == "'=gõ nhầm" and row[3] == "trích yếu: “về công tác phí” → “về tạm ứng”"
    assert clerk.get(f"{address}.xlsx").get_data()[:2] == b"PK"
    for kind in ("/in", ".xlsx", ".csv"):
        assert as_("member").get(f"{address}{kind}").status_code == 403
        assert as_("member_elsewhere").get(f"{address}{kind}").status_code == 404
        assert clerk.get(f"/van-ban/999999/lich-su{kind}").status_code == 404
        assert clerk.post(f"{address}{kind}").status_code in (400, 405)


def test_a_list_of_what_is_thrown_away_has_places_to_sign(as_, actor) -> None:
    made = document(subject="về thi đua")
    services.keep_until(actor("office_staff"), made, clock.today() - timedelta(days=1))
    proposed = services.propose_disposal(actor("office_staff"), unit("hanoi"))
    db.session.commit()
    address, title = f"/van-ban/het-han/danh-muc/{proposed.id}", full_title(made)
    days, issuer = [clock.show_date(day) for day in (made.issued_on, made.keep_until)], made.issuer
    number, clerk = proposed.id, as_("office_staff")
    shown = clerk.get(f"/van-ban/het-han/{unit('hanoi').id}").text
    assert title in shown, "what a paper is about, not its number alone"
    for kind in ("/in", "/danh-muc.xlsx", "/danh-muc.csv"):
        assert f'href="{address}{kind}"' in shown
    printed = clerk.get(f"{address}/in").text
    for words in ("NGƯỜI LẬP", "T/M CẤP ỦY DUYỆT", "Chưa được duyệt", title, PEOPLE["office_staff"][0], days[0],
                  unit("hanoi").name):
        assert words in printed, words
    assert rows_of(clerk, f"{address}/danh-muc") == [["1", title, days[0], issuer, days[1]]]
    services.approve_disposal(actor("committee_secretary"), db.session.get_one(DisposalList, number))
    db.session.commit()
    printed = clerk.get(f"{address}/in").text
    assert "Duyệt lúc" in printed and PEOPLE["committee_secretary"][0] in printed and title in printed
    for kind in ("/in", "/danh-muc.xlsx", "/danh-muc.csv"):
        assert as_("secretary_elsewhere").get(f"{address}{kind}").status_code == 404
        assert as_("member").get(f"{address}{kind}").status_code == 404
        assert clerk.get(f"/van-ban/het-han/danh-muc/999999{kind}").status_code == 404
        assert clerk.post(f"{address}{kind}").status_code in (400, 405)


def test_a_list_of_an_earlier_version_is_printed_too(as_) -> None:
    db.session.add(DisposalList(unit_id=unit("hanoi").id, ids=[7], rows=[[7, "Công văn 7-CV/ĐU", "01/02/2020"]],
                                until=clock.today(), proposed_at=clock.now()))
    db.session.commit()
    [number] = db.session.execute(db.select(DisposalList.id)).scalars()
    db.session.rollback()
    clerk, address = as_("office_staff"), f"/van-ban/het-han/danh-muc/{number}"
    assert "Công văn 7-CV/ĐU" in clerk.get(f"{address}/in").text
    assert rows_of(clerk, f"{address}/danh-muc") == [["1", "Công văn 7-CV/ĐU", "", "", "01/02/2020"]]


def test_more_than_one_list_holds(as_, actor, monkeypatch) -> None:
    for _ in range(3):
        services.keep_until(actor("office_staff"), document(), clock.today() - timedelta(days=1))
    db.session.commit()
    clerk, home = as_("office_staff"), f"/van-ban/het-han/{unit('hanoi').id}"
    assert "Mỗi danh mục có nhiều nhất" not in clerk.get(home).text
    monkeypatch.setattr("portal.documents.queries.archive.MOST_DISPOSED", 2)
    monkeypatch.setattr("portal.documents.queries.MOST_DISPOSED", 2)
    assert "Mỗi danh mục có nhiều nhất 2 văn bản" in clerk.get(home).text


def test_what_is_missing_is_taken_away(as_) -> None:
    made = citing("Quy định số 339-QĐ/TW, ngày 10/7/2025 của Ban Bí thư.")
    clerk = as_("office_staff")
    assert 'href="/van-ban/con-thieu.xlsx"' in clerk.get("/van-ban/con-thieu").text
    assert rows_of(clerk, "/van-ban/con-thieu") == [
        ["quy định", "339-QĐ/TW", "10/07/2025", "Ban Bí thư", "1", full_title(made)]]
    assert "con-thieu.csv?nam=2025" in clerk.get(f"/van-ban/con-thieu?nam={made.issued_year}").text.replace(
        str(made.issued_year), "2025")
    assert len(list(csv.reader(StringIO(clerk.get("/van-ban/con-thieu.csv?nam=1999").get_data().decode(
        "utf-8-sig"))))) == 1
    assert clerk.get("/van-ban/con-thieu.csv?nam=x").status_code == 200
