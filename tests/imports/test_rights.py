"""Who may import for which unit: rule and list agree, a post above without its cells gives nothing."""

from collections.abc import Callable

import pytest
import time_machine

from portal.core import audit, clock
from portal.core.actor import STRANGER, Actor
from portal.core.db import db
from portal.core.policy import allowed
from portal.imports import queries
from portal.imports.models import STUCK_AFTER, MemberImport, Step
from portal.imports.policy import Imports, readable, writes_whole
from portal.jobs.worker import run_all
from portal.organizations.api import Organization
from tests.client import PortalClient
from tests.factories import imports
from tests.factories.imports import person
from tests.people import PEOPLE, UNITS, unit

Act = Callable[[str], Actor]
As = Callable[[str | None], PortalClient]


def test_rule_and_list_agree(app: object, actor: Act) -> None:
    now = clock.now()
    for key in UNITS:
        db.session.add(MemberImport(unit_id=unit(key).id, account_id=1, step=Step.MAPPING, name=key,
                                    since=clock.today(), created_at=now, changed_at=now))
    db.session.commit()
    made = list(db.session.execute(db.select(MemberImport)).scalars())
    seen = 0
    for who in [STRANGER, *(actor(key) for key in PEOPLE)]:
        listed = {one.id for one in db.session.execute(readable(who)).scalars()}
        for right in (Imports.READ, Imports.WRITE):
            assert listed == {one.id for one in made if allowed(who, right, one)}, who.name
        assert {row[0].id for row in db.session.execute(queries.listed(who))} == listed
        units = {one.id for one in queries.units_of_writer(who)}
        assert units == {one.id for one in db.session.execute(db.select(Organization)).scalars()
                         if writes_whole(who, one)}, who.name
        for one in db.session.execute(db.select(Organization)).scalars():
            assert (queries.unit_of_writer(who, one.id) is not None) == (one.id in units)
        seen += len(listed)
    assert seen > 4


@pytest.mark.parametrize(("who", "units"), [
    ("secretary", {"ga_hanoi"}), ("secretary_elsewhere", {"ga_vinh"}), ("delegate", {"hanoi", "ga_hanoi", "dau_may"}),
    ("lapsed_delegate", set()), ("committee_secretary", set()), ("office_staff", set()), ("administrator", set()),
    ("member", set())])
def test_units_of_writers(app: object, actor: Act, who: str, units: set[str]) -> None:
    assert {one.id for one in queries.units_of_writer(actor(who))} == {unit(key).id for key in units}


def test_the_log_names_an_import_only_to_its_readers(app: object, actor: Act) -> None:
    made = imports.previewed([person(1)])
    namer = audit.NAMERS["import"]
    assert namer(actor("secretary"), [made]) == {made: ("danh-sach.xlsx", f"/dang-vien/nhap/{made}")}
    assert namer(actor("secretary_elsewhere"), [made]) == {}


def test_a_step_that_hangs_may_be_done_again(as_: As) -> None:
    client = as_("secretary")
    made = imports.brought(imports.xlsx([imports.REAL, person(1)]))
    one = imports.get(made)
    one.step = Step.READING
    db.session.commit()
    assert "Làm lại" not in client.get(f"/dang-vien/nhap/{made}").text
    with time_machine.travel(clock.now() + STUCK_AFTER * 2, tick=False):
        page = client.get(f"/dang-vien/nhap/{made}")
        assert 'http-equiv="refresh"' not in page.text
        assert client.submit(page, action="/xem-lai").status_code == 303
    assert imports.get(made).run == 2
    one = imports.get(made)
    one.step = Step.PREVIEWING
    db.session.commit()
    with time_machine.travel(clock.now() + STUCK_AFTER * 4, tick=False):
        assert client.submit(client.get(f"/dang-vien/nhap/{made}"), action="/xem-lai").status_code == 303
        run_all()
    assert imports.get(made).step == Step.READY


def test_many_cells_are_typed_not_listed(as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a bound a picker shows likely cells, and any other is typed by code or by name with its committee."""
    from portal.imports import forms

    monkeypatch.setattr(forms, "MOST_CELLS", 1)
    client = as_("delegate")
    made = imports.previewed([person(1, cell="CB Ga")], who="delegate", unit_key="hanoi")
    page = client.get(f"/dang-vien/nhap/{made}/gia-tri")
    wrong = client.submit(page, {"ten_0": "Chi bộ nào đó"}, action="/gia-tri")
    assert wrong.status_code == 422
    assert "Không rõ chi bộ nào" in wrong.text
    assert client.submit(page, {"ten_0": "chi bo dau may"}, action="/gia-tri").status_code == 303
    run_all()
    assert imports.rows(made)[0].fields["cell"] == unit("dau_may").id
