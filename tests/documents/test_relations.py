"""What one document is to another: said once, shown at both ends to those who may read the other end."""

from datetime import date

import pytest

from portal.core.db import db
from portal.core.errors import DomainError
from portal.documents import queries, services
from portal.documents.models import Document, DocumentRelation, Relation
from tests.documents.test_citations import citing, document
from tests.documents.test_views import send


def related(actor, made: Document) -> list[tuple[str, int]]:
    return [(str(one.label), one.other.id) for one in queries.relations(actor, made)]


def test_the_other_one_shows_the_reverse_at_once(as_, actor) -> None:
    old, new = document(symbol="5-QC/ĐU"), document(symbol="9-QC/ĐU")
    client = as_("office_staff")
    form = client.get(f"/van-ban/{new.id}/quan-he")
    answer = client.submit(form, {"kind": "replaces", "symbol": "05 – qc/đu"}, action="/quan-he")
    assert answer.status_code == 303, answer.text
    assert related(actor("member"), new) == [("Thay thế", old.id)]
    assert related(actor("member"), old) == [("Được thay thế bởi", new.id)]
    page = as_("member").get(f"/van-ban/{old.id}").text
    assert "Văn bản này đã được thay thế bởi" in page
    assert "Nội dung văn bản." in page, "a replaced text stays readable"
    assert "đã được thay thế bởi" not in as_("member").get(f"/van-ban/{new.id}").text


def test_nobody_learns_of_a_relation_to_what_they_may_not_read(as_, actor) -> None:
    shared = document("corporation", symbol="1-QC/ĐU")
    before = as_("member_elsewhere").get(f"/van-ban/{shared.id}").text
    new = document("hanoi", symbol="2-QC/ĐU", subject="quy chế kín")
    services.relate(actor("committee_secretary"), new, Relation.REPLACES, shared)
    db.session.commit()
    assert related(actor("member"), shared) == [("Được thay thế bởi", new.id)]
    assert related(actor("member_elsewhere"), shared) == []
    for path in (f"/van-ban/{shared.id}", f"/van-ban/{shared.id}/quan-he"):
        page = as_("member_elsewhere").get(path)
        assert page.status_code == 200
        assert "thay thế" not in page.text and "quy chế kín" not in page.text
    assert "thay thế" not in before
    services.withdraw(actor("committee_secretary"), db.session.get_one(Document, new.id), "thử")
    db.session.commit()
    assert related(actor("member"), shared) == []


def test_several_of_one_symbol_are_offered_and_citations_suggested(as_) -> None:
    one = document(symbol="18-NQ/TW", issuer="Ban Chấp hành Trung ương", issued_on=date(2017, 10, 25))
    other = document(symbol="18-NQ/TW", issuer="Ban Chấp hành Trung ương", issued_on=date(2022, 6, 16))
    made = citing("Căn cứ Nghị quyết 18-NQ/TW, ngày 16/6/2022.")
    client = as_("office_staff")
    form = client.get(f"/van-ban/{made.id}/quan-he")
    assert f'value="{other.id}"' in form.text and f'value="{one.id}"' not in form.text
    asked = client.submit(form, {"kind": "basis", "symbol": "18-NQ/TW"}, action="/quan-he")
    assert asked.status_code == 422
    assert f'value="{one.id}"' in asked.text and f'value="{other.id}"' in asked.text
    assert client.submit(asked, {"kind": "basis", "other": str(one.id)}, action="/quan-he").status_code == 303
    row = db.session.execute(db.select(DocumentRelation)).scalar_one()
    assert (row.document_id, row.kind, row.other_id) == (made.id, "basis", one.id)


@pytest.mark.once
@pytest.mark.parametrize(("fields", "words"), [
    ({"kind": "basis", "symbol": "404-QĐ/TW"}, "mà bạn đọc được"), ({"kind": "basis"}, "Ghi số, ký hiệu"),
    ({"kind": "la", "symbol": "1-CV/ĐU"}, "Chọn một mục"), ({"kind": "basis", "symbol": "77-CV/ĐU"}, "mà bạn đọc được"),
    ({"kind": "basis", "other": "999"}, "Ghi số, ký hiệu"), ({"kind": "basis", "other": "x"}, "Ghi số, ký hiệu"),
    ({"kind": "basis", "symbol": "9" * 61}, "Không dài quá"),
])
def test_bad_input_is_said_at_its_field(as_, fields, words: str) -> None:
    document("ga_vinh", symbol="77-CV/ĐU")
    made = document()
    client = as_("office_staff")
    answer = client.submit(client.get(f"/van-ban/{made.id}/quan-he"), fields, action="/quan-he")
    assert answer.status_code == 422
    assert words in answer.text


def test_rules_of_relations(actor) -> None:
    one, other = document(), document()
    clerk = actor("committee_secretary")
    with pytest.raises(DomainError):
        services.relate(clerk, one, Relation.BASIS, one)
    services.relate(clerk, one, Relation.REPLACES, other)
    with pytest.raises(DomainError):
        services.relate(clerk, other, Relation.REPLACES, one)
    services.relate(clerk, other, Relation.BASIS, one)
    db.session.rollback()


def test_the_same_relation_twice_is_refused_in_words(as_, actor) -> None:
    one, other = document(), document(symbol="5-QC/ĐU")
    services.relate(actor("committee_secretary"), one, Relation.BASIS, other)
    db.session.commit()
    client = as_("office_staff")
    answer = client.submit(client.get(f"/van-ban/{one.id}/quan-he"), {"kind": "basis", "symbol": "5-QC/ĐU"})
    assert answer.status_code == 422
    assert "Quan hệ này đã có" in answer.text


def test_taking_one_back(as_, actor) -> None:
    one, other = document(), document()
    row = services.relate(actor("committee_secretary"), one, Relation.BASIS, other)
    db.session.commit()
    number = row.id
    url = f"/van-ban/{one.id}/quan-he/{number}/bo"
    assert send(as_("member"), url).status_code == 403
    assert send(as_("member_elsewhere"), url).status_code == 404
    assert send(as_("office_staff"), f"/van-ban/{other.id}/quan-he/{number}/bo").status_code == 404
    assert as_("office_staff").get(url).status_code == 405
    page = as_("office_staff").get(f"/van-ban/{other.id}/quan-he")
    assert "Là căn cứ của" in page.text and "/bo\"" not in page.text, "only at the end that says it"
    client = as_("office_staff")
    assert client.submit(client.get(f"/van-ban/{one.id}/quan-he"), action="/bo").status_code == 303
    assert related(actor("member"), one) == []


def test_readers_see_no_form(as_) -> None:
    made = document()
    page = as_("member").get(f"/van-ban/{made.id}/quan-he")
    assert page.status_code == 200
    assert "Thêm quan hệ" not in page.text
    assert send(as_("member"), f"/van-ban/{made.id}/quan-he", kind="basis", symbol="1").status_code == 403
    assert as_("member_elsewhere").get(f"/van-ban/{made.id}/quan-he").status_code == 404


def test_a_purged_document_takes_its_relations_and_marks_along(actor) -> None:
    from datetime import timedelta

    from portal.core import clock

    one, other = document(), document(trashed=True)
    services.relate(actor("committee_secretary"), one, Relation.BASIS, other)
    services.write_note(actor("office_staff"), other, "ghi")
    db.session.get_one(Document, other.id).trashed_at = clock.now() - timedelta(days=31)
    db.session.commit()
    assert services.purge() == 1
    db.session.commit()
    assert db.session.execute(db.select(DocumentRelation)).first() is None
