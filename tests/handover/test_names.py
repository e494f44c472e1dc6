"""Who reads what open work is called, on the page and on the paper; all others read numbers (J10)."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from portal.core import clock
from portal.core.actor import SYSTEM, Actor, Hand, Viewer
from portal.core.db import db
from portal.handover import queries
from portal.handover.policy import reads_its_record
from portal.members.api import appoint
from portal.news.models import Article
from portal.news.services import withdraw
from portal.organizations.api import Role
from tests.client import PortalClient, parse
from tests.factories import feedback, meetings, news
from tests.handover.test_handover import hand, member
from tests.people import SINCE, unit

As = Callable[[str | None], PortalClient]
Act = Callable[[str], Actor]


def test_every_link_leads_to_what_was_counted(busy: None, as_: As) -> None:
    seen = set()
    for key, who in (("ga_hanoi", "secretary"), ("hanoi", "office_staff")):
        client = as_(who)
        page = client.get(f"/ban-giao/{unit(key).id}")
        for one in queries.in_hand(unit(key)):
            if not one.count:
                continue
            seen.add(one.key)
            assert f'href="{one.url.replace("&", "&amp;")}"' in page.text, one.key
            listed = client.get(one.url).text
            for name in one.names:
                assert name.rpartition(": ")[2] in listed, (one.key, name)
    assert seen == {"documents", "news", "meetings", "feedback"}


ROOMS = ["documents", "news", "meetings", "feedback"]


@pytest.mark.parametrize("room", ROOMS)
def test_the_list_behind_shows_as_many(busy: None, as_: As, actor: Act, room: str) -> None:
    """Of that unit alone, also for who serves several and of every state that counts as open."""
    news.article("ga_hanoi", title="Tin đã rút", by="secretary")
    withdrawn = db.session.execute(db.select(Article).where(Article.title == "Tin đã rút")).scalar_one()
    withdraw(actor("secretary"), withdrawn)
    feedback.opinion(by="member", category="cell_life")
    meetings.meeting("cancelled")
    db.session.commit()
    seen = set()
    for key, who in (("ga_hanoi", "secretary"), ("ga_hanoi", "delegate"), ("hanoi", "delegate")):
        one = next(one for one in queries.in_hand(unit(key), actor(who)) if one.key == room)
        if one.leads:
            lists = parse(as_(who).get(one.url)).iter()
            rows = [row for many in lists if many.tag == "tbody" or many.get("class") == "items" for row in many]
            assert len(rows) == one.count, (key, who)
            seen.add(who)
        db.session.rollback()
    assert seen == ({"secretary"} if room == "meetings" else {"secretary", "delegate"})


def test_names_and_lists_only_for_who_may_read_them(busy: None, as_: As) -> None:
    """Who stands above counts; drafts, opinions and meetings nobody was called to yet keep their names (J10)."""
    page = as_("administrator").get(f"/ban-giao/{unit('ga_hanoi').id}").text
    assert "Tin đang soạn: 1" in page
    for one in queries.in_hand(unit("ga_hanoi")):
        assert one.url.replace("&", "&amp;") not in page, one.key
        for name in one.names:
            assert name not in page, one.key
    superior = as_("committee_secretary").get(f"/ban-giao/{unit('ga_hanoi').id}").text
    assert "Tin của ga_hanoi" in superior


def test_a_meeting_nobody_was_called_to_keeps_its_name_from_those_above(titled: None, as_: As) -> None:
    """It is counted; where the list behind would show fewer, no link leads there."""
    address = f"/ban-giao/{unit('ga_hanoi').id}"
    words = "Cuộc họp chưa khóa biên bản: 3"
    below, above_it = (as_(key).get(address).text for key in ("secretary", "committee_secretary"))
    assert "Họp bàn việc draft" in below
    assert f"{words}</a>" in below
    assert "Họp bàn việc draft" not in above_it
    assert "Họp bàn việc open" in above_it
    assert words in above_it
    assert f"{words}</a>" not in above_it


def test_who_wrote_an_opinion_does_not_count_it_among_those_to_answer(busy: None, as_: As, actor: Act) -> None:
    """The sender's own is not in the inbox, so the number leads nowhere for him."""
    feedback.opinion(by="office_staff")
    db.session.commit()
    own, other = (next(one for one in queries.in_hand(unit("hanoi"), actor(key)) if one.key == "feedback")
                  for key in ("office_staff", "committee_secretary"))
    assert (own.count, own.listed, own.leads, len(own.names)) == (2, 1, False, 1)
    assert (other.count, other.listed, other.leads, len(other.names)) == (2, 2, True, 2)


def test_the_paper_names_the_work_for_both_sides_and_the_unit_alone(titled: None, as_: As, actor: Act) -> None:
    appoint(SYSTEM, member("lapsed_delegate"), unit=unit("ga_hanoi"), role=Role.DEPUTY_SECRETARY, since=SINCE)
    row = hand(actor("committee_secretary"))
    db.session.commit()
    address, word = f"/ban-giao/bien-ban/{row.id}", "Tên từng việc chỉ in trong bản của bên giao, bên nhận"
    for who in ("secretary", "member", "lapsed_delegate"):
        paper = as_(who).get(address).text
        assert "Họp bàn việc draft" in paper, who
        assert word not in paper, who
    for who in ("committee_secretary", "administrator", "delegate"):
        paper = as_(who).get(address).text
        assert "Cuộc họp chưa khóa biên bản: 3" in paper, who
        for hidden in ("Họp bàn", "Tin của ga_hanoi", "văn bản của ga_hanoi"):
            assert hidden not in paper, who
        assert word in paper, who
    db.session.rollback()


def test_who_looks_on_in_anothers_place_reads_no_names_on_the_paper(titled: None, actor: Act) -> None:
    row = hand(actor("committee_secretary"))
    giver, viewer = actor("secretary"), Viewer(1, "Ngô Thị Lan", 1, clock.now())
    assert reads_its_record(giver, row)
    assert not reads_its_record(replace(giver, viewed_by=viewer), row)
    assert not reads_its_record(replace(giver, helped_by=Hand(1, "Mai Thị Nga")), row)
    db.session.rollback()
