"""Before a unit ends, whoever ends it reads what is still open there; the page of a unit that ended shows it too."""

from collections.abc import Callable

import pytest

from portal.core import clock
from portal.core.db import db
from portal.documents.models import State
from portal.handover import queries
from portal.organizations.services import merge
from tests.client import PortalClient
from tests.factories import documents, feedback, meetings
from tests.factories.organizations import acting
from tests.people import unit

As = Callable[[str | None], PortalClient]


@pytest.fixture
def busy(app: object) -> None:
    """A cell with a meeting, a committee with an opinion to answer and a paper to confirm."""
    meetings.settle_rules()
    meetings.meeting("open")
    meetings.meeting("closed")
    feedback.opinion()
    documents.document("hanoi", state=State.DRAFT)
    db.session.commit()


def test_one_statement_says_what_each_room_says(busy: None) -> None:
    for key in ("ga_hanoi", "hanoi", "ga_vinh"):
        rooms = {str(one.label): one.count for one in queries.in_hand(unit(key))}
        assert {str(words): number for words, number in queries.counted([unit(key).id]).items()} == rooms
    both = queries.counted([unit("ga_hanoi").id, unit("hanoi").id])
    assert sorted(both.values()) == [0, 1, 1, 1]


def test_merging_names_what_is_open_first(busy: None, as_: As) -> None:
    client = as_("committee_secretary")
    form = client.get(f"/to-chuc/{unit('ga_hanoi').id}/sap-nhap")
    shown = client.submit(form, {"don-vi": str(unit("dau_may").id), "cach": "into", "quyet-dinh": "12-QĐ/ĐU",
                                 "buoc": "xem"})
    assert "Cuộc họp chưa khóa biên bản" in shown.text
    assert "ở lại với đơn vị kết thúc" in shown.text
    assert "Tin đang soạn" not in shown.text


def test_what_is_open_stays_within_reach_of_who_stands_above(busy: None, as_: As) -> None:
    merge(acting("administrator"), [unit("ga_hanoi")], target=unit("dau_may"), since=clock.today(), decision="1-QĐ")
    db.session.commit()
    assert "Cuộc họp chưa khóa biên bản" in as_("delegate").get(f"/ban-giao/{unit('ga_hanoi').id}").text
