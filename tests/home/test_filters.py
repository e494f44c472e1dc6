"""Filters of the results that come from other facts than the paper's own head: its term, and what replaced it."""

from datetime import date

from portal.core import clock
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.documents.models import DocumentFile, DocumentRelation, Relation
from portal.jobs.queue import index_later
from portal.jobs.worker import run_all
from portal.organizations.api import record_term
from tests.factories.documents import document
from tests.people import unit

SEARCH = "/tim-kiem"


def replaces(newer: int, older: int) -> None:
    db.session.add(DocumentRelation(document_id=newer, kind=Relation.REPLACES, other_id=older, added_at=clock.now()))
    index_later("document", older)
    db.session.commit()
    run_all()


def test_our_own_words_are_shown_in_the_language_of_who_asks(as_, app) -> None:
    older, newer = document(subject="Kế hoạch học tập", issuer_suffix="ĐU"), document(subject="Kế hoạch học tập hai")
    old, new = older.id, newer.id
    replaces(new, old)
    client = as_("member")
    client.submit(client.get("/ngon-ngu"), {"to": "en"}, action="/ngon-ngu")
    shown = client.get(SEARCH, query_string={"q": "kế hoạch học tập"}).text
    for words in ("đã được thay thế", "chưa bị thay thế"):
        assert f">{words}<" not in shown
    assert "hieu-luc=%C4%91%C3%A3+%C4%91" in shown, "the address says the same in every language"
    one = client.get(SEARCH, query_string={"q": "kế hoạch học tập", "hieu-luc": "đã được thay thế"})
    assert one.status_code == 200 and f"/van-ban/{old}?" in one.text and f"/van-ban/{new}?" not in one.text
    assert "đã được thay thế</" not in one.text


def test_by_term_of_the_unit_that_keeps_it(as_, app) -> None:
    for name, begins in (("Nhiệm kỳ 2020–2025", 2020), ("Nhiệm kỳ 2025–2030", 2025)):
        record_term(SYSTEM, unit("hanoi"), name=name, since=date(begins, 6, 1), until=None,
                    congress_on=None, decision="")
    document(subject="Kế hoạch học tập cũ", issued_on=date(2021, 1, 1))
    document(subject="Kế hoạch học tập mới", issued_on=date(2026, 1, 1))
    document(subject="Kế hoạch học tập trước", issued_on=date(2001, 1, 1))
    run_all()
    client = as_("member")
    every = client.get(SEARCH, query_string={"q": "kế hoạch học tập"})
    assert "Nhiệm kỳ 2020–2025</a> (1)" in every.text
    one = client.get(SEARCH, query_string={"q": "kế hoạch học tập", "nhiem-ky": "Nhiệm kỳ 2025–2030"})
    assert "1 kết quả." in one.text
    assert "Bỏ lọc: </span>Nhiệm kỳ: Nhiệm kỳ 2025–2030" in one.text


def test_by_a_file(as_, app) -> None:
    bare = document(subject="Kế hoạch học tập chép tay")
    with_file = document(subject="Kế hoạch học tập có bản gốc").id
    db.session.execute(db.delete(DocumentFile).where(DocumentFile.document_id == bare.id))
    index_later("document", bare.id)
    db.session.commit()
    run_all()
    client = as_("member")
    assert "có tệp kèm</a> (1)" in client.get(SEARCH, query_string={"q": "kế hoạch học tập"}).text
    one = client.get(SEARCH, query_string={"q": "kế hoạch học tập", "tep": "có tệp kèm"})
    assert "1 kết quả." in one.text
    assert f"/van-ban/{with_file}?" in one.text


def test_by_what_was_replaced(as_, app) -> None:
    older, newer = document(subject="Quy định công tác cũ").id, document(subject="Quy định công tác mới").id
    client = as_("member")
    run_all()
    assert "bị thay thế" not in client.get(SEARCH, query_string={"q": "quy định công tác"}).text
    replaces(newer, older)
    every = client.get(SEARCH, query_string={"q": "quy định công tác"})
    assert "đã được thay thế</a> (1)" in every.text
    standing = client.get(SEARCH, query_string={"q": "quy định công tác", "hieu-luc": "chưa bị thay thế"})
    assert f"/van-ban/{newer}?" in standing.text
    assert f"/van-ban/{older}?" not in standing.text


def test_a_paper_that_not_all_may_read_replaces_nothing_for_anybody(as_, app) -> None:
    older = document(subject="Quy định công tác cũ").id
    other = document(subject="Quy định công tác riêng", to=[f"u{unit('ga_hanoi').id}"]).id
    replaces(other, older)
    for key in ("member", "neighbour"):
        assert "thay thế" not in as_(key).get(SEARCH, query_string={"q": "quy định công tác"}).text
