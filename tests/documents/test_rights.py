"""Rule, list, search, counts and panels say the same of the same documents."""

import pytest

from portal.core import clock
from portal.core.db import db
from portal.core.policy import allowed
from portal.documents import queries
from portal.documents.models import Document, DocumentRelation, Relation, State
from portal.documents.policy import Documents, readable
from portal.jobs.worker import run_all
from portal.search import active, registry
from portal.search.entry import Query
from tests.factories.documents import document
from tests.people import PEOPLE, unit

EVERYONE = [key for key in PEOPLE if key not in ("newcomer", "suspended_account")]


@pytest.fixture
def library(app) -> list[Document]:
    """Every state × owner × audience that matters."""
    made = [document(owner, state=state, text="đường sắt")
            for owner in ("corporation", "hanoi", "ga_hanoi", "ga_vinh") for state in State]
    made += [document("hanoi", trashed=True, text="đường sắt"),
             document("corporation", to=[f"s{unit('hanoi').id}"], text="đường sắt"),
             document("hanoi", to=[f"u{unit('hanoi').id}"], text="đường sắt"),
             document("hanoi", to=[f"s{unit('ga_hanoi').id}"], text="đường sắt"),
             document("hanoi", to=[f"u{unit('ga_hanoi').id}", f"s{unit('dau_may').id}"], text="đường sắt")]
    run_all()
    return made


@pytest.mark.parametrize("who", EVERYONE)
def test_rule_list_and_search_agree(library, actor, who: str) -> None:
    person = actor(who)
    by_rule = {one.id for one in library if allowed(person, Documents.READ, one)}
    by_list = set(db.session.execute(readable(person).with_only_columns(Document.id)).scalars())
    assert by_rule == by_list
    found = active.engine().find(Query(text="đường sắt", readers=registry.readers(person), limit=100))
    assert {hit.id for hit in found.hits} == {one.id for one in library if one.id in by_rule and one.is_public}
    shown = registry.sources()["document"].show(person, [one.id for one in library])
    assert set(shown) == {one.id for one in library if one.id in by_rule and one.is_public}
    listed = {row.id for row in db.session.execute(queries.listed(person, queries.Filters()))}
    assert listed == {one.id for one in library if one.id in by_rule and one.is_public}
    assert {row.id for row in queries.newest(person, limit=100)} == listed


@pytest.mark.parametrize(("newer_of", "to", "told"), [
    ("ga_hanoi", "ga_hanoi", "đã được thay thế"), ("corporation", "corporation", "đã được thay thế"),
    ("corporation", "ga_hanoi", "chưa bị thay thế")])
def test_that_it_was_replaced_is_told_where_its_clerks_may_know_too(app, actor, newer_of: str, to: str,
                                                                     told: str) -> None:
    tokens = [f"s{unit('ga_hanoi').id}"]
    old = document("ga_hanoi", to=tokens)
    newer = document(newer_of, to=[*tokens, f"s{unit(to).id}"] if to != "ga_hanoi" else tokens)
    db.session.add(DocumentRelation(document_id=newer.id, kind=Relation.REPLACES, other_id=old.id,
                                    added_at=clock.now()))
    db.session.commit()
    entry = registry.sources()["document"].load(old.id)
    assert entry is not None and entry.facets["validity"] == told
    for who in EVERYONE:
        person = actor(who)
        if registry.readers(person) & entry.readers and told == "đã được thay thế":
            assert allowed(person, Documents.READ, newer), who
    db.session.rollback()


def test_a_stranger_reads_nothing(library, app) -> None:
    from portal.core.actor import STRANGER

    assert not db.session.execute(readable(STRANGER)).first()
    assert not any(allowed(STRANGER, Documents.READ, one) for one in library)


@pytest.mark.parametrize("who", EVERYONE)
def test_views_of_clerks_show_their_units_only(library, actor, who: str) -> None:
    person = actor(who)
    rights = (Documents.TRASH, Documents.RESTORE)
    own = {one.id for one in library if any(allowed(person, right, one) for right in rights)}
    for view in queries.VIEWS[1:]:
        rows = db.session.execute(queries.listed(person, queries.Filters(view=view)))
        assert {row.id for row in rows} <= own
    assert {row.id for row in queries.waiting(person, limit=100)} <= own


def test_a_lapsed_delegate_is_no_clerk_and_a_delegate_is(as_) -> None:
    draft = document("ga_hanoi", state=State.DRAFT)
    assert as_("delegate").get(f"/van-ban/{draft.id}/sua").status_code == 200
    assert as_("lapsed_delegate").get(f"/van-ban/{draft.id}/sua").status_code == 404
    assert as_("lapsed_delegate").get("/van-ban/them").status_code == 403


def test_who_may_read_is_told(as_) -> None:
    made = document("corporation", to=[f"s{unit('hanoi').id}", f"u{unit('ga_vinh').id}"])
    assert f'href="/van-ban/{made.id}/ai-xem-duoc"' in as_("member").get(f"/van-ban/{made.id}").text
    page = as_("member").get(f"/van-ban/{made.id}/ai-xem-duoc").text
    assert "Đảng viên Đảng bộ Khai thác đường sắt Hà Nội và các đơn vị trực thuộc" in page
    assert "Đảng viên Chi bộ Ga Vinh" in page
    assert "phụ trách văn bản của đơn vị" in page
