"""What the log and an incident say of records that were merged: the number that stays and the one that went."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from portal.core import audit, clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.members.api import Member, accounts_now, former_accounts, former_ids, merged_into, records_now
from portal.privacy import services as privacy
from portal.privacy.models import Incident
from tests.client import PortalClient
from tests.factories.organizations import acting
from tests.people import PEOPLE, person
from tests.quality.test_doubles import member, twin
from tests.quality.test_merging import an, merge

As = Callable[[str | None], PortalClient]
pytestmark = pytest.mark.usefixtures("app")


def opened(suspect: int | None) -> int:
    """The id of an incident of the last day."""
    now = clock.now()
    made = privacy.open_incident(acting("administrator"), title="Lộ mật khẩu", text="Máy bị mất.", suspect_id=suspect,
                                 since=now - timedelta(days=1), until=now, found_at=now)
    db.session.commit()
    return made.id


def touch(account_id: int | None, *member_ids: int) -> None:
    for one in member_ids:
        audit.record(Actor(account_id=account_id, name="x"), "members.amend", "member", one)
    db.session.commit()


def chain() -> tuple[int, int, int]:
    """(first, second, third): the first became part of the second, that one of the third."""
    first, second = twin(), twin(citizen_id="999000000775")
    gone, middle = first.id, second.id
    return gone, middle, an().id


def end(gone: int, middle: int) -> int:
    merge(db.session.get_one(Member, middle), db.session.get_one(Member, gone))
    return merge(an(), db.session.get_one(Member, middle))


def test_an_incident_names_who_was_touched_before_the_records_were_merged(as_: As) -> None:
    suspect = person("secretary").account_id
    gone, middle, kept = chain()
    touch(suspect, gone, middle)
    made = opened(suspect)
    assert end(gone, middle) == kept
    client, name = as_("administrator"), PEOPLE["member"][0]
    words = f"hồ sơ số {kept}, gồm hồ sơ số {middle}, {gone} đã gộp vào"
    page = client.get(f"/su-co-du-lieu/{made}").text
    assert (name in page, words in page, page.count("<tr>")) == (True, True, 2)
    sheet = CalamineWorkbook.from_filelike(BytesIO(client.get(f"/su-co-du-lieu/{made}/danh-sach").data))
    rows = sheet.get_sheet_by_index(0).to_python()
    assert [(row[0], row[1], row[3]) for row in rows if row[0] == name] == [(name, 2, words)]


def test_an_incident_counts_what_the_suspect_did_by_the_account_that_ended(as_: As) -> None:
    """Two records, two accounts; the one in use goes on."""
    other = twin()
    ended = other.account_id or 0
    touched = member(PEOPLE["probationary"][0]).id
    touch(ended, touched)
    made = opened(ended)
    merge(an(), other)
    stays = person("member").account_id
    assert former_accounts(stays) == [ended]
    assert db.session.get_one(Incident, made).suspect_id == stays
    assert PEOPLE["probationary"][0] in as_("administrator").get(f"/su-co-du-lieu/{made}").text


def test_an_incident_without_a_merger_says_nothing_of_one(as_: As) -> None:
    suspect = person("secretary").account_id
    touch(suspect, an().id)
    page = as_("administrator").get(f"/su-co-du-lieu/{opened(suspect)}").text
    assert PEOPLE["member"][0] in page
    assert "đã gộp vào" not in page


def test_the_log_of_a_merger_names_both_numbers(as_: As) -> None:
    other = twin()
    gone = other.id
    kept = merge(an(), other)
    page = as_("administrator").get("/nhat-ky", query_string={"viec": "quality"}).text
    assert "gộp hai hồ sơ của một đảng viên" in page
    assert f"giữ hồ sơ số {kept}, hồ sơ số {gone} gộp vào" in page


def test_mergers_are_followed_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a record merged twice, the first and the last know each other; of many at once as of one."""
    from portal.members.services import merged

    gone, middle, kept = chain()
    accounts = [db.session.get_one(Member, one).account_id or 0 for one in (gone, middle)]
    end(gone, middle)
    for most in (merged.ASKED_BY_ID, 0):
        monkeypatch.setattr(merged, "ASKED_BY_ID", most)
        assert former_ids(kept) == [middle, gone]
        assert merged_into([kept, person("secretary").account_id]) == {kept: [middle, gone]}
        assert sorted(former_accounts(person("member").account_id)) == sorted(accounts)
    assert records_now([gone, middle]) == {gone: kept, middle: kept}
    assert accounts_now(accounts) == dict.fromkeys(accounts, kept)
    db.session.rollback()
