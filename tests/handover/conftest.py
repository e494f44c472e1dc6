"""A cell whose secretary hands over, and what is open there."""

from datetime import timedelta

import pytest

from portal.core import clock
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.delegation.api import grant
from portal.meetings.api import Meeting
from portal.organizations.api import Role
from tests.factories import documents, feedback, meetings, news
from tests.people import SINCE, person, unit


@pytest.fixture
def above(app: object) -> None:
    """The committee's secretary reaches down; the old secretary of the cell holds a grant too."""
    chief = grant(SYSTEM, account_id=person("committee_secretary").account_id, unit=unit("hanoi"), role=Role.SECRETARY,
                  subtree=True, since=SINCE, until=None, source=None)
    top = grant(SYSTEM, account_id=person("administrator").account_id, unit=unit("corporation"), subtree=True,
                role=Role.ORGANIZATION_BOARD, since=SINCE, until=None, source=None)
    chief.source_id = top.id
    down = grant(SYSTEM, account_id=person("secretary").account_id, unit=unit("ga_hanoi"), role=Role.SECRETARY,
                 subtree=False, since=SINCE, until=clock.today() + timedelta(days=900), source=chief)
    down.decision = "11-QĐ/ĐU"
    db.session.commit()


@pytest.fixture
def busy(above: None) -> None:
    """Of every kind something that waits at the cell, and of every kind something that waits nowhere or elsewhere."""
    meetings.settle_rules()
    for state in ("draft", "open", "in_progress", "closed"):
        meetings.meeting(state)
    for where, writer in (("ga_hanoi", "secretary"), ("hanoi", "office_staff")):
        documents.document(where, state="draft", subject=f"văn bản của {where}")
        news.article(where, publish=False, title=f"Tin của {where}", by=writer)
    news.article("ga_hanoi", title="Tin đã đăng", by="secretary")
    feedback.opinion()
    db.session.commit()


@pytest.fixture
def titled(busy: None) -> None:
    """Each meeting has a title of its own."""
    for one in db.session.execute(db.select(Meeting)).scalars():
        one.title = f"Họp bàn việc {one.state}"
    db.session.commit()
