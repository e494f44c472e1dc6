"""Rule and list say the same of the same opinions."""

import pytest

from portal.core.db import db
from portal.core.policy import allowed
from portal.feedback.models import Opinion
from portal.feedback.policy import Feedback, readable
from tests.factories.feedback import actor_of, answered, opinion, taken
from tests.people import PEOPLE


@pytest.mark.parametrize("who", [key for key in PEOPLE if key not in ("suspended_account", "newcomer")])
def test_rule_and_list_agree(who: str) -> None:
    for sender in ("member", "secretary", "neighbour", "member_elsewhere", "committee_secretary"):
        for category in ("cell_life", "work_and_life", "persons"):
            for visibility in ("cell", "handlers", "hidden"):
                opinion(sender, category=category, visibility=visibility)
    taken()
    answered(visibility="hidden")
    me = actor_of(who)
    rows = db.session.execute(db.select(Opinion)).scalars().all()
    by_rule = {one.id for one in rows if allowed(me, Feedback.READ, one)}
    by_list = set(db.session.execute(readable(me).with_only_columns(Opinion.id)).scalars())
    assert by_rule == by_list
    foreign = {one.id for one in rows if one.sender_id != me.member_id and one.visibility != "cell"}
    if who in ("administrator", "corporation_staff", "lapsed_delegate", "probationary"):
        assert not by_rule & foreign
    else:
        assert by_rule
