"""Symbols in the texts of other rooms lead to their papers (N1), at the cost of one statement."""

from datetime import date

import pytest

from portal.core.db import db
from portal.meetings import services as meetings
from tests.factories.documents import document
from tests.factories.feedback import answered
from tests.factories.meetings import acting, settle_rules
from tests.factories.meetings import meeting as made_meeting
from tests.factories.meetings import row as meeting_row
from tests.factories.news import article

OWN = "Đảng ủy Tổng công ty Đường sắt Việt Nam"
CITES = "Thực hiện Công văn số 59-CV/ĐU, ngày 12/12/2025 & 60-CV/ĐU <b>của cấp trên</b>."


@pytest.fixture
def papers(app) -> tuple[int, int]:
    shown = document(symbol="59-CV/ĐU", issuer=OWN, issued_on=date(2025, 12, 12)).id
    return shown, document("ga_vinh", symbol="60-CV/ĐU", issuer=OWN, issued_on=date(2025, 12, 12)).id


def check(text: str, papers: tuple[int, int]) -> None:
    shown, hidden = papers
    assert f'<a href="/van-ban/{shown}">59-CV/ĐU</a>, ngày 12/12/2025 &amp; 60-CV/ĐU' in text
    assert f"/van-ban/{hidden}" not in text


def test_conclusion_and_agenda_of_a_meeting(as_, papers) -> None:
    settle_rules()
    meeting_id = made_meeting("in_progress")
    meeting = meeting_row(meeting_id)
    meeting.items[0].title = CITES
    meetings.conclude(acting("secretary"), meeting, CITES, notes=CITES)
    meetings.lock(acting("secretary"), meeting)
    db.session.commit()
    page = as_("member").get(f"/sinh-hoat/{meeting_id}").text
    check(page, papers)
    assert page.count(f'<a href="/van-ban/{papers[0]}">') == 3
    assert "&lt;b&gt;của" in page


def test_an_article(as_, papers) -> None:
    made = article(text=CITES, summary="Theo 59-CV/ĐU.")
    page = as_("member").get(f"/tin-tuc/{made.id}").text
    check(page, papers)
    assert f'Theo <a href="/van-ban/{papers[0]}">59-CV/ĐU</a>.' in page


def test_an_answer_to_an_opinion(as_, papers) -> None:
    made = answered(text=CITES)
    page = as_("member").get(f"/gop-y/{made.id}").text
    check(page, papers)
    assert "&lt;b&gt;của" in page
