"""The worker tells of stays that end soon, once."""

from datetime import timedelta

import pytest
import time_machine

from portal.core import clock
from portal.core.db import db
from portal.core.notices import Notice
from portal.transfers import services
from portal.transfers.models import Kind
from tests.factories.transfers import transfer
from tests.people import person


@pytest.mark.usefixtures("app")
def test_both_sides_and_the_member_are_told_once() -> None:
    transfer("accepted", kind=Kind.TEMPORARY)
    assert services.remind() == 0
    with time_machine.travel(clock.now() + timedelta(days=140)):
        for _ in range(2):
            assert services.remind() == 1
        db.session.execute(db.update(Notice).values(read_at=clock.now()))
        services.remind()
        db.session.commit()
        about = db.select(Notice.account_id).where(Notice.text.contains("kết thúc ngày"))
        accounts = list(db.session.execute(about).scalars())
    assert sorted(accounts) == sorted(person(key).account_id
                                      for key in ("probationary", "secretary", "secretary_elsewhere"))
