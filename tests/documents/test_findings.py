"""Contradictions and use taken away as sheets: what the screen shows, nothing the clerk may not read."""

import csv
from datetime import date
from io import StringIO

import pytest

from portal.core.db import db
from portal.documents import services
from portal.documents.models import Relation
from tests.documents.test_citations import OWN, citing, document
from tests.documents.test_usage import opened


def rows_of(client, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert client.get(address.replace(".csv", ".xlsx")).get_data()[:2] == b"PK"
    return list(csv.reader(StringIO(answer.get_data().decode("utf-8-sig"))))[1:]


def test_contradictions_of_each_kind(as_, actor) -> None:
    old = document(symbol="5-QC/ĐU", number="5", kind_name="quy chế", issuer=OWN, issued_on=date(2021, 5, 5))
    new = document(symbol="9-QC/ĐU", number="9", kind_name="quy chế", issuer=OWN, issued_on=date(2025, 5, 5),
                   subject="mới")
    document(symbol="7-QC/ĐU", number="7", kind_name="quy chế", issuer=OWN, issued_on=date(2025, 6, 6), subject="lùi")
    citing("Theo Quy chế số 05-QC/ĐU, ngày 05/5/2021.")
    citing("Hướng dẫn 05-HD/VPTW, ngày 27/5/2026 và Hướng dẫn 05-HD/VPTW, ngày 12/01/2026.")
    services.relate(actor("committee_secretary"), new, Relation.REPLACES, old)
    db.session.commit()
    clerk = as_("office_staff")
    assert [row[:3] for row in rows_of(clerk, "/van-ban/mau-thuan.csv")] == [
        ["05-HD/VPTW", day, "viện dẫn trong"] for day in ("12/01/2026", "27/05/2026")]
    [falling] = rows_of(clerk, "/van-ban/mau-thuan.csv?loai=thu-tu")
    assert "7-QC/ĐU" in falling[0] and falling[1] == "06/06/2025" and "9-QC/ĐU" in falling[3]
    [replaced] = rows_of(clerk, "/van-ban/mau-thuan.csv?loai=thay-the")
    assert "5-QC/ĐU" in replaced[3] and "9-QC/ĐU" in replaced[5]
    assert "mau-thuan.xlsx?loai=thu-tu" in clerk.get("/van-ban/mau-thuan?loai=thu-tu").text
    assert rows_of(as_("secretary_elsewhere"), "/van-ban/mau-thuan.csv?loai=thay-the") == []


def test_use(as_) -> None:
    one, two = document(subject="một"), document(subject="hai")
    opened(one, "member", "secretary")
    clerk = as_("office_staff")
    assert [row[2] for row in rows_of(clerk, "/van-ban/su-dung.csv")] == ["2"]
    assert [row[0] for row in rows_of(clerk, "/van-ban/su-dung.csv?xem=chua-mo")] == [f"{two.heading}: hai"]
    assert rows_of(clerk, "/van-ban/su-dung.csv?xem=the-loai") == [["công văn", "2", "1"]]
    assert "su-dung.csv?xem=the-loai" in clerk.get("/van-ban/su-dung?xem=the-loai").text


@pytest.mark.parametrize("address", ["/van-ban/mau-thuan", "/van-ban/su-dung", "/so-van-ban"])
def test_who_files_nothing_is_told_why_and_whom_to_ask(as_, address: str) -> None:
    refused = as_("member").get(address)
    assert refused.status_code == 403
    assert "bí thư, phó bí thư" in refused.text and "giúp việc văn phòng cấp ủy" in refused.text
    assert "tải văn bản lên" not in refused.text
