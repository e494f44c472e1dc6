"""Lists narrowed by words and classes: what is found, by whom, from either side, and that it follows each change."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core import clock
from portal.core.db import db
from portal.core.migrating import alembic
from portal.documents import queries
from portal.documents.models import Document, DocumentTerm, State, terms_of
from portal.documents.queries import terms
from portal.documents.services import purging
from tests.documents.test_citations import document
from tests.documents.test_views import symbols

WORDS = ["chuyển", "đổi", "số", "quý", "đảng"]


def found(as_, who: str = "member", **asked: str) -> list[str]:
    return symbols(as_(who).get("/van-ban", query_string=asked))


def kept(document_id: int) -> set[str]:
    rows = db.session.execute(db.select(DocumentTerm.term).where(DocumentTerm.document_id == document_id))
    got = set(rows.scalars())
    db.session.rollback()
    return got


@pytest.mark.parametrize(("typed", "is_found"), [
    ("chuyển đổi số", True), ("CHUYEN doi", True), ("số chuyển", True), ("quí", True), ("98-CV/ĐU", True),
    ("98CV", True), ("98 cv", True), ("du", True), ("chuy", False), ("9", False), ("chuyển mạch", False),
    ("!!!", False), ("%", False), ("_", False)])
def test_whole_words_of_symbol_and_subject(as_, typed: str, is_found: bool) -> None:
    document(symbol="98-CV/ĐU", subject="chuyển đổi số trong quý I")
    document("ga_vinh", symbol="99-CV/ĐU", subject="chuyển đổi số trong quý I")
    assert found(as_, q=typed) == (["98-CV/ĐU"] if is_found else [])


def test_words_of_the_issuer(as_) -> None:
    document(symbol="1-CV/TU", issuer="Thành ủy Cần Thơ")
    document(symbol="2-CV/ĐU", issuer="Đảng ủy Cần Giờ", subject="thành phố cần thơ")
    assert found(as_, co_quan="can tho") == ["1-CV/TU"]
    assert sorted(found(as_, co_quan="Cần")) == ["1-CV/TU", "2-CV/ĐU"]
    assert found(as_, co_quan="can", q="tho") == ["2-CV/ĐU"]
    assert found(as_, co_quan="...") == []


def test_the_terms_follow_each_change(as_) -> None:
    made = document(symbol="5-CV/ĐU", subject="mời họp", issuer_suffix="ĐU")
    assert {"moi", "hop", "5", "cap:dang-uy", "chu:tot", "nhom:trao-doi", "@dang"} <= kept(made.id)
    mine = db.session.get_one(Document, made.id)
    mine.subject, mine.quality = "giao ban", 0.2
    db.session.commit()
    assert {"giao", "ban", "chu:thieu-chu"} <= kept(made.id)
    assert not {"moi", "hop", "chu:tot"} & kept(made.id)
    assert found(as_, q="hop") == [] and found(as_, q="giao ban", chat_luong="thieu-chu") == ["5-CV/ĐU"]


def test_a_word_that_stands_twice_and_a_paper_without_any(as_) -> None:
    made = document(symbol="", subject="", issuer="", kind_name="", issuer_suffix="")
    assert kept(made.id) == {"cap:khac", "chu:tot", "tep", "txt"}
    twice = document(symbol="7-CV/ĐU", subject="số " * 300)
    assert found(as_, q="số") == ["7-CV/ĐU"] and set(terms_of(twice)) == kept(twice.id)


def test_terms_go_with_the_paper(app) -> None:
    made = document(trashed=True)
    db.session.execute(db.update(Document).where(Document.id == made.id).values(
        trashed_at=clock.now() - purging.IN_TRASH * 2))
    db.session.commit()
    assert purging.purge() == 1
    db.session.commit()
    assert kept(made.id) == set()


def test_the_migration_makes_the_terms_of_the_papers_there_are(as_, app) -> None:
    made = [document(subject=f"giao ban lần {n}").id for n in range(3)]
    before = [kept(one) for one in made]
    db.session.remove()
    alembic.downgrade("0022")
    alembic.upgrade()
    assert [kept(one) for one in made] == before
    assert len(found(as_, q="giao ban")) == 3


def test_clerks_find_what_is_not_published(as_) -> None:
    document(symbol="8-CV/ĐU", subject="dự thảo nghị quyết", state=State.DRAFT)
    assert found(as_, "office_staff", xem="cho-xac-nhan", q="dự thảo") == ["8-CV/ĐU"]
    assert found(as_, "office_staff", xem="cho-xac-nhan", q="khác") == []
    assert found(as_, "office_staff", q="dự thảo") == []


SUBJECTS = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), min_size=1, max_size=6)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(subjects=SUBJECTS, asked=st.lists(st.sampled_from(WORDS), max_size=3), few=st.sampled_from([0, 1, 1000]),
       sort=st.sampled_from(["", "-date", "date", "symbol"]))
def test_whichever_way_it_is_looked_for(actor, monkeypatch, subjects, asked, few: int, sort: str) -> None:
    """From the rarest word or along the order of the list: the same papers in the same order."""
    monkeypatch.setattr(terms, "FEW", few)
    mark = document(symbol="").id
    ids = {document(subject=" ".join(subject), issued_on=date(2025, 1, 1 + place)).id: set(subject)
           for place, subject in enumerate(subjects)}
    reader = actor("member")
    shown = [row.id for row in db.session.execute(queries.listed(reader, queries.Filters(
        text=" ".join(asked), sort=sort)))]
    every = [row.id for row in db.session.execute(queries.listed(reader, queries.Filters(sort=sort)))]
    db.session.rollback()
    hidden = {one for one in every if one not in ids}
    assert [one for one in shown if one in ids] == [one for one in every if one in ids and set(asked) <= ids[one]]
    assert mark in hidden


def test_a_word_many_have_counts_only_a_few_pages_ahead(as_, monkeypatch) -> None:
    monkeypatch.setattr(terms, "FEW", 5)
    monkeypatch.setattr("portal.documents.queries.lists.AHEAD", 1)
    for _ in range(45):
        document(subject="chuyển đổi số")
    page = as_("member").get("/van-ban?q=chuyen+doi")
    assert len(symbols(page)) == 20 and "hơn 40" in page.text
    last = as_("member").get("/van-ban?q=chuyen+doi&trang=3")
    assert len(symbols(last)) == 5 and "có 45 mục" in last.text
    assert "Xem tiếp các văn bản cũ hơn" not in page.text + last.text
