"""Who stays at another cell for a time is read there, with masked numbers, and kept at home."""

from collections.abc import Callable
from datetime import timedelta

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.policy import allowed
from portal.members.models import Member, Stay
from portal.members.policy import Members, readable
from tests.client import PortalClient
from tests.factories.members import acting, record
from tests.factories.transfers import transfer
from tests.people import PEOPLE, unit

As = Callable[[str | None], PortalClient]
Act = Callable[[str], Actor]
NAME = PEOPLE["probationary"][0]


def stays(who: str = "probationary") -> int:
    """The person is at Vinh for five months; the id of the record."""
    from portal.transfers.models import Kind

    transfer("accepted", who=who, kind=Kind.TEMPORARY)
    return record(who).id


def test_the_host_reads_and_may_nothing_else(as_: As) -> None:
    number = stays()
    host = as_("secretary_elsewhere")
    listed = host.get("/dang-vien/tam-thoi-den")
    assert NAME in listed.text and "Chi bộ Ga Vinh" in listed.text
    page = host.get(f"/dang-vien/{number}")
    assert page.status_code == 200 and "Đang sinh hoạt tạm thời tại Chi bộ Ga Vinh" in page.text
    for words in ("Hiện số", "Sửa hồ sơ", "Lịch sử", "In hồ sơ", "Tệp đính kèm", f"/tai-khoan/{number}"):
        assert words not in page.text, words
    for tail in ("sua", "lich-su", "in", "tep", "trang-thai", "chuc-vu"):
        assert host.get(f"/dang-vien/{number}/{tail}").status_code == 403, tail
    assert as_("secretary").get(f"/dang-vien/{number}/sua").status_code == 200


def test_the_person_sees_that_the_host_reads(as_: As) -> None:
    stays("member")
    assert PEOPLE["secretary_elsewhere"][0] in as_("member").get("/du-lieu-cua-toi/ai-xem-duoc").text


def test_after_the_stay_the_host_finds_nothing(as_: As) -> None:
    number = stays()
    db.session.execute(db.update(Stay).values(valid_from=clock.today() - timedelta(days=9),
                                              valid_to=clock.today() - timedelta(days=1)))
    db.session.commit()
    assert as_("secretary_elsewhere").get(f"/dang-vien/{number}").status_code == 404
    assert "Hôm nay không có ai" in as_("secretary_elsewhere").get("/dang-vien/tam-thoi-den").text


def test_a_stay_counts_only_while_the_person_is_away(actor: Act) -> None:
    db.session.add(Stay(member_id=record("member").id, unit_id=unit("ga_vinh").id, valid_from=clock.today(),
                        valid_to=clock.today() + timedelta(days=9)))
    db.session.commit()
    assert not allowed(acting("secretary_elsewhere"), Members.READ, record("member"))
    assert record("member").id not in ids(acting("secretary_elsewhere"))


def test_rule_and_list_agree(actor: Act) -> None:
    stays()
    members = db.session.execute(db.select(Member)).scalars().all()
    for key in PEOPLE:
        if key in ("suspended_account", "newcomer"):
            continue
        me = acting(key)
        assert ids(me) == {one.id for one in members if allowed(me, Members.READ, one)}, key


def ids(me: Actor) -> set[int]:
    return set(db.session.execute(readable(me).with_only_columns(Member.id)).scalars())
