"""How papers are used is told in numbers, of the clerk's own units, never by whom (A42)."""

from portal.core import clock
from portal.core.db import db
from portal.documents import queries
from portal.documents.models import DocumentMark
from tests.documents.test_citations import document
from tests.people import PEOPLE, person


def opened(made, *keys: str) -> None:
    db.session.add_all(DocumentMark(account_id=person(key).account_id, document_id=made.id, opened_at=clock.now(),
                                    note="") for key in keys)
    db.session.commit()


def test_most_read_and_never_opened(as_, actor) -> None:
    one, two, three = document(subject="một"), document(subject="hai"), document(kind_name="nghị quyết", subject="ba")
    far = document("ga_vinh", subject="của Vinh")
    opened(one, "member")
    opened(two, "member", "secretary", "neighbour")
    opened(far, "member_elsewhere")
    clerk = actor("office_staff")
    assert [(row.id, row.people) for row in db.session.execute(queries.most_read(clerk))] == [(two.id, 3), (one.id, 1)]
    assert [row.id for row in db.session.execute(queries.never_opened(clerk))] == [three.id]
    assert queries.by_kind(clerk) == [("công văn", 2, 2), ("nghị quyết", 1, 0)]
    pages = [as_("office_staff").get(f"/van-ban/su-dung{query}") for query in ("", "?xem=chua-mo", "?xem=the-loai",
                                                                                "?xem=la")]
    assert all(page.status_code == 200 for page in pages)
    text = "".join(page.text for page in pages)
    assert "của Vinh" not in text
    main = "".join(page.text.partition("<main")[2] for page in pages)
    assert not [name for name, *_ in PEOPLE.values() if name in main], "numbers, no persons"
    assert as_("member").get("/van-ban/su-dung").status_code == 403
