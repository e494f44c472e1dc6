"""Confirm, publish, withdraw, trash: once, by the newest version, with the index following."""

from datetime import date, timedelta

import pytest
import time_machine

from portal.core import clock
from portal.core.audit import AuditEntry
from portal.core.db import db, transaction
from portal.core.errors import Conflict
from portal.documents import services
from portal.documents.models import Document, DocumentFile, DocumentReader, State
from portal.jobs.registry import KINDS
from portal.jobs.worker import run_all
from portal.search import active
from portal.search.entry import Query
from tests.factories.documents import LETTER_98, LETTER_215, document, seed, taken_in, upload
from tests.people import unit


def found(actor, text: str) -> list[int]:
    run_all()
    return [hit.id for hit in active.engine().find(Query(text=text, readers=actor.readers)).hits]


def fresh(made: Document) -> Document:
    db.session.expire_all()
    return db.session.get_one(Document, made.id)


def test_pressing_twice_makes_one_document(as_) -> None:
    client = as_("committee_secretary")
    form = client.get("/van-ban/them")
    answers = []
    for _ in range(2):
        import io

        answers.append(client.submit(form, {"files": (io.BytesIO(seed(LETTER_98)), LETTER_98), "declared": "y"}))
    assert [one.location for one in answers] == ["/van-ban/1", "/van-ban/1"]
    assert db.session.execute(db.select(db.func.count()).select_from(Document)).scalar_one() == 1


def test_publishing_twice_has_one_effect(as_) -> None:
    client = as_("committee_secretary")
    address = taken_in(client, LETTER_98, publish=False)
    page = client.get(address)
    assert [client.submit(page, action="/cong-bo").status_code for _ in range(2)] == [303, 303]
    verbs = db.session.execute(db.select(AuditEntry.verb).where(AuditEntry.verb == "documents.publish")).scalars().all()
    assert verbs == ["documents.publish"]
    assert client.get(address).text.count("Công bố</button>") == 0


def test_not_before_it_was_confirmed(as_) -> None:
    client = as_("committee_secretary")
    address = upload(client, LETTER_98, seed(LETTER_98)).location
    page = client.get(address)
    assert "/cong-bo" not in page.text
    answer = client.submit(client.get(address), {}, action="/xoa")
    assert answer.status_code == 303
    client.submit(client.get(address), action="/khoi-phuc")
    made = db.session.execute(db.select(Document)).scalar_one()
    assert (made.state, made.confirmed_at) == (State.DRAFT, None)


def test_publishing_by_hand_before_confirming_is_refused_in_words(as_, actor) -> None:
    made = document("hanoi", state=State.DRAFT)
    from portal.core.errors import DomainError

    with pytest.raises(DomainError) as refused:
        services.publish(actor("office_staff"), made)
    db.session.rollback()
    assert "xác nhận" in str(refused.value.message)


def test_two_editors_get_a_friendly_conflict(as_) -> None:
    first, second = as_("committee_secretary"), as_("delegate")
    address = taken_in(first, LETTER_98, publish=False)
    early, late = first.get(address + "/sua"), second.get(address + "/sua")
    assert first.submit(early, {"signer": "Trần Thị Trước"}, action="/sua").status_code == 303
    answer = second.submit(late, {"signer": "Lê Văn Sau", "place": "Vinh"}, action="/sua")
    assert answer.status_code == 409
    for words in ("Lê Văn Sau", "Trần Thị Trước", "người khác đã lưu văn bản này", "Vinh"):
        assert words in answer.text
    assert db.session.execute(db.select(Document.signer)).scalar_one() == "Trần Thị Trước"
    assert second.submit(answer, action="/sua").status_code == 303
    made = db.session.execute(db.select(Document)).scalar_one()
    assert (made.signer, made.place) == ("Lê Văn Sau", "Vinh")


def test_the_service_judges_the_version_too(actor) -> None:
    made = document("hanoi")
    with pytest.raises(Conflict):
        services.confirm(actor("office_staff"), made, services.Fields.of(made), made.tokens, version=made.version - 1)
    db.session.rollback()


def test_number_and_symbol_must_agree(as_) -> None:
    client = as_("committee_secretary")
    address = upload(client, LETTER_98, seed(LETTER_98)).location
    answer = client.submit(client.get(address + "/sua"), {"symbol": "89 – CV/ĐU"}, action="/sua")
    assert answer.status_code == 422
    assert "Số “98” không khớp với số, ký hiệu “89-CV/ĐU”" in answer.text
    assert client.submit(answer, {"number": ""}, action="/sua").status_code == 303
    made = db.session.execute(db.select(Document)).scalar_one()
    assert (made.symbol, made.number, made.symbol_key) == ("89-CV/ĐU", "89", "89-cv/du")


def test_a_home_made_symbol_is_kept_as_typed(as_) -> None:
    client = as_("committee_secretary")
    address = upload(client, LETTER_98, seed(LETTER_98)).location
    saved = client.submit(client.get(address + "/sua"), {"symbol": "QC-01/CB-LH", "number": "01"}, action="/sua")
    assert saved.status_code == 303
    made = db.session.execute(db.select(Document)).scalar_one()
    assert (made.symbol, made.number) == ("QC-01/CB-LH", "01")


def test_the_same_paper_is_published_once_per_unit(as_) -> None:
    client = as_("committee_secretary")
    taken_in(client, LETTER_98)
    copy = taken_in(client, LETTER_98, publish=False)
    answer = client.submit(client.get(copy), action="/cong-bo")
    assert answer.status_code == 422
    assert "Đơn vị đã công bố văn bản cùng số, ký hiệu" in answer.text
    assert client.submit(client.get(copy + "/sua"), {"issued_on": "16/12/2025"}, action="/sua").status_code == 303
    assert client.submit(client.get(copy), action="/cong-bo").status_code == 303
    edited = client.submit(client.get(copy + "/sua"), {"issued_on": "15-12-2025", "reason": "Sai ngày"},
                           action="/sua")
    assert edited.status_code == 422
    assert "Đơn vị đã công bố văn bản cùng số, ký hiệu" in edited.text
    assert taken_in(as_("secretary_elsewhere"), LETTER_98)


def test_withdrawn_is_gone_for_readers_and_comes_back(as_, actor) -> None:
    client, reader = as_("committee_secretary"), as_("member")
    address = taken_in(client, LETTER_215)
    assert found(actor("member"), "215-CV/TU")
    page = client.get(address + "/thu-hoi")
    assert client.submit(page, {"reason": " "}, action="/thu-hoi").status_code == 422
    assert client.submit(page, {"reason": "Gửi nhầm bản"}, action="/thu-hoi").status_code == 303
    assert found(actor("member"), "215-CV/TU") == []
    assert reader.get(address).status_code == 404
    assert "Gửi nhầm bản" in client.get(address).text
    assert "215-CV/TU" in client.get("/van-ban?xem=thu-hoi").text
    assert client.submit(client.get(address), action="/cong-bo").status_code == 303
    assert found(actor("member"), "215-CV/TU")
    assert reader.get(address).status_code == 200


def test_in_the_trash_is_out_of_search_at_once_and_restorable(as_, actor) -> None:
    client, reader = as_("committee_secretary"), as_("member")
    address = taken_in(client, LETTER_215)
    assert client.submit(client.get(address), action="/xoa").status_code == 303
    assert found(actor("member"), "215-CV/TU") == []
    assert reader.get(address).status_code == 404
    assert "215-CV/TU" not in client.get("/van-ban").text
    assert "215-CV/TU" in client.get("/van-ban?xem=thung-rac").text
    assert client.get(address + "/sua").status_code == 403
    assert client.submit(client.get(address), action="/khoi-phuc").status_code == 303
    assert found(actor("member"), "215-CV/TU")
    assert reader.get(address).status_code == 200


def test_the_trash_is_emptied_after_thirty_days(as_, app) -> None:
    client = as_("committee_secretary")
    address = taken_in(client, LETTER_215)
    client.submit(client.get(address), action="/xoa")
    for days, left in ((29, 1), (31, 0)):
        with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
            with transaction():
                KINDS["documents.purge"].handler([{}])
            run_all()
        for table in (Document, DocumentFile, DocumentReader):
            assert db.session.execute(db.select(db.func.count()).select_from(table)).scalar_one() == left, table
    assert [path for path in app.extensions["settings"].files.rglob("*") if path.is_file()] == []


def test_readers_changed_after_publishing_are_followed_by_the_index(as_, actor) -> None:
    client = as_("corporation_staff")
    address = taken_in(client, LETTER_215, at="corporation")
    assert found(actor("member_elsewhere"), "215-CV/TU")
    saved = client.submit(client.get(address + "/sua"), {"readers": [f"s{unit('hanoi').id}"]}, action="/sua")
    assert saved.status_code == 303
    assert found(actor("member_elsewhere"), "215-CV/TU") == []
    assert found(actor("member"), "215-CV/TU")


def test_every_act_is_in_the_log_with_its_holding(as_) -> None:
    client = as_("delegate")
    address = taken_in(client, LETTER_98)
    client.submit(client.get(address + "/thu-hoi"), {"reason": "nhầm"}, action="/thu-hoi")
    client.submit(client.get(address), action="/xoa")
    client.submit(client.get(address), action="/khoi-phuc")
    found = db.select(AuditEntry).where(AuditEntry.verb.startswith("documents.")).order_by(AuditEntry.id)
    entries = db.session.execute(found).scalars().all()
    assert [one.verb.partition(".")[2] for one in entries] == ["receive", "confirm", "submit", "publish",
                                                               "withdraw", "trash", "restore"]
    assert all(one.by.startswith("grant:") or one.verb == "documents.publish" for one in entries)
    assert all(one.object_id for one in entries)
    assert "nhầm" not in str([one.facts for one in entries])


def test_a_year_old_symbol_of_the_same_issuer_is_another_paper(app) -> None:
    document("hanoi", symbol="01-HD/TW", issued_on=date(2016, 9, 20))
    document("hanoi", symbol="01-HD/TW", issued_on=date(2021, 9, 28))
