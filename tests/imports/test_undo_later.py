"""Undo after the house has changed: units that ended, numbers that others have by now, people who went."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from portal.core import clock
from portal.core.actor import SYSTEM
from portal.core.db import db
from portal.imports import services
from portal.imports.models import Problem, Step
from portal.jobs.worker import run_all
from portal.members.api import Member, State, admit
from portal.organizations.api import Organization
from portal.organizations.services import dissolve, merge
from tests.client import PortalClient
from tests.factories import imports
from tests.factories.organizations import acting, cell
from tests.imports.test_commit import new
from tests.imports.test_preview import known, same
from tests.imports.test_undo import left, reasons
from tests.people import unit

As = Callable[[str | None], PortalClient]
pytestmark = pytest.mark.usefixtures("app")


def test_nobody_comes_back_to_a_cell_that_has_ended() -> None:
    old = cell("Chi bộ Kho", "hanoi")
    old_id = old.id
    one = admit(SYSTEM, full_name="Lê Văn Kho", citizen_id=imports.citizen_id(700), cell=old, state=State.OFFICIAL,
                since=clock.today() - timedelta(days=90))
    one_id = one.id
    db.session.commit()
    made = imports.committed([imports.person(1, "Lê Văn Kho", id=imports.citizen_id(700), born="", joined="")],
                             unit_key="hanoi")
    assert known_cell(one_id) == unit("ga_hanoi").id
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        dissolve(acting(), db.session.get_one(Organization, old_id), since=clock.today(), decision="9-QĐ/ĐU")
        db.session.commit()
        assert reasons(made) == {"Lê Văn Kho": Problem.NO_WAY_BACK}
        imports.undone(made)
        assert imports.get(made).step == Step.UNDONE
        assert known_cell(one_id) == unit("ga_hanoi").id


def known_cell(member_id: int) -> int:
    db.session.rollback()
    here = db.session.get_one(Member, member_id, populate_existing=True).membership_today
    assert here is not None
    return here.unit_id


def test_a_number_that_somebody_without_an_account_has_by_now_stays() -> None:
    an = known("member")
    old = an.citizen_id
    made = imports.previewed([imports.person(1, "Nguyễn Văn An", born="01/01/1980", joined="")])
    services.decide(imports.acting("delegate"), imports.get(made), imports.rows(made)[0], str(an.id))
    db.session.commit()
    imports.commit(made)
    admit(SYSTEM, full_name="Lê Thị Miễn", citizen_id=old, cell=unit("dau_may"), state=State.EXEMPT,
          since=clock.today())
    db.session.commit()
    assert reasons(made) == {"Nguyễn Văn An": Problem.NO_WAY_BACK}
    imports.undone(made)
    assert imports.get(made).step == Step.UNDONE
    assert left(made) == {"Nguyễn Văn An": [Problem.NO_WAY_BACK]}


def test_after_the_cell_was_merged_its_new_people_stay_or_go_as_the_page_said() -> None:
    made = imports.committed([imports.person(1), same("member", joined="03/02/2001")])
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        merge(acting(), [unit("ga_hanoi")], target=unit("dau_may"), since=clock.today(), decision="9-QĐ/ĐU")
        db.session.commit()
        said = reasons(made)
        imports.undone(made)
        assert imports.get(made).step == Step.UNDONE
        assert {name: [why] for name, why in said.items()} == left(made)
        assert said and new(1) is not None


def test_a_preview_of_a_cell_that_was_merged_meanwhile_writes_nothing_and_says_so(as_: As) -> None:
    ready = imports.previewed([imports.person(1), same("member", joined="03/02/2001")])
    merge(acting(), [unit("ga_hanoi")], target=unit("dau_may"), since=clock.today(), decision="9-QĐ/ĐU")
    db.session.commit()
    imports.commit(ready)
    assert imports.get(ready).step == Step.STALE
    assert new(1) is None and known("member").joined_on is None
    db.session.rollback()
    client = as_("delegate")
    shown = client.get(f"/dang-vien/nhap/{ready}")
    assert "Bạn không còn phụ trách chi bộ của dòng này." in shown.text
    client.submit(shown, {}, action="/xem-lai")
    run_all()
    shown = client.get(f"/dang-vien/nhap/{ready}")
    assert "Chưa rõ “Chi bộ Ga Hà Nội”" in shown.text and "Không có dòng nào để ghi" in shown.text
