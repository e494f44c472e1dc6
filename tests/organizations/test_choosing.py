"""Units where one holds a role, found whichever way is quicker: the same units; a cell out of thousands by its name."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import event

from portal.core import clock
from portal.core.actor import Holding
from portal.core.db import db, transaction
from portal.organizations import queries, services
from portal.organizations.api import CLERKS, Organization, Role, holds_words, in_covered
from portal.organizations.forms import picking
from portal.organizations.queries import units as units_of_tree
from portal.organizations.queries.counts import units_of_kinds
from tests.client import PortalClient, parse
from tests.factories.organizations import acting, cell
from tests.people import PEOPLE, unit

As = Callable[[str | None], PortalClient]


def ids(*conditions: object) -> set[int]:
    return set(db.session.execute(db.select(Organization.id).where(*conditions)).scalars())  # type: ignore[arg-type]


def test_the_units_of_a_condition_are_those_of_the_list(app: Flask) -> None:
    root = unit("corporation")
    whole = Holding(Role.SECRETARY, root.id, root.path, True, "post", 1)
    alone = replace(whole, subtree=False)
    sizes = set()
    for key in PEOPLE:
        actor = acting(key)
        for one in (actor, *(replace(actor, holdings=(*actor.holdings, more)) for more in (whole, alone))):
            for roles in (CLERKS, {Role.ADMINISTRATOR}, {Role.SECRETARY}, set()):
                listed = ids(Organization.id.in_(queries.covered_ids(one, roles)))
                assert ids(in_covered(one, roles, Organization.id)) == listed, (key, roles)
                sizes.add(len(listed))
    assert {0, 1, len(ids())} <= sizes


def test_a_condition_on_another_table_asks_of_its_own_units(app: Flask) -> None:
    """Also where the list joins units itself."""
    actor = replace(acting("secretary"), holdings=(
        Holding(Role.SECRETARY, unit("corporation").id, unit("corporation").path, True, "post", 1),))
    found = db.select(Organization.id).where(in_covered(actor, CLERKS, Organization.parent_id))
    assert set(db.session.execute(found).scalars()) == ids(Organization.parent_id.is_not(None))


@pytest.mark.parametrize("bound", [0, 1, 300])
def test_names_mean_the_same_units_either_way(app: Flask, monkeypatch: pytest.MonkeyPatch, bound: int) -> None:
    monkeypatch.setattr(units_of_tree, "LOOKED_UP", bound)
    for typed in ("", "ga", "chi bộ", "ga hà nội", "nội", "xyzabc", "%", "lí", "h"):
        plain = ids(*holds_words(Organization.search_key, typed))
        assert ids(*units_of_tree.called(typed)) == plain, typed
        assert {one.id for one in queries.look_up(acting("member"), typed, 100)} <= plain


def test_units_of_each_kind_as_kept_and_as_counted(app: Flask) -> None:
    counted = units_of_kinds()
    assert sum(counted.values()) == len(ids(queries.in_force()))
    with transaction():
        services.count_cells()
    assert units_of_kinds() == counted
    made = cell("Chi bộ Kho")
    now = units_of_kinds()
    assert now == counted | {made.kind_id: counted[made.kind_id] + 1}
    with transaction():
        services.count_cells()
    assert units_of_kinds() == now


def test_cells_are_offered_where_they_are_few(as_: As) -> None:
    page = as_("delegate").get("/chuyen-sinh-hoat/de-nghi-den")
    assert "<select" in page.text and "to_cell_ten" not in page.text and "Chi bộ Ga Hà Nội" in page.text


def test_a_cell_out_of_many_is_looked_up_by_its_name(as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without script: words typed, one of the cells found chosen, what else was typed kept."""
    monkeypatch.setattr(picking.queries, "own_cells", lambda *rest: [])
    client = as_("delegate")
    page = client.get("/chuyen-sinh-hoat/tu-ngoai-den")
    typed = {"full_name": "Cao Thị Yến", "citizen_id": "001199012345", "from_text": "Đảng bộ phường Hoàn Kiếm",
             "released_on": clock.show_date(clock.today()), "effective_on": clock.show_date(clock.today())}
    nothing = client.submit(page, typed, action="/tu-ngoai-den")
    assert nothing.status_code == 422 and "Chọn chi bộ nhận" in nothing.text
    found = client.submit(page, typed | {"to_cell_ten": "ga hà nội", "tim": "to_cell"}, action="/tu-ngoai-den")
    assert found.status_code == 422 and "Chi bộ Ga Hà Nội" in found.text and "Cao Thị Yến" in found.text
    strange = client.submit(page, typed | {"to_cell_ten": "ga vinh", "tim": "to_cell"}, action="/tu-ngoai-den")
    assert "Chi bộ Ga Vinh" not in strange.text and "Không có đơn vị nào có tên như vậy" in strange.text
    other = client.submit(page, typed | {"to_cell": str(unit("ga_vinh").id)}, action="/tu-ngoai-den")
    assert other.status_code == 422 and "Chọn một chi bộ bạn phụ trách" in other.text
    done = client.submit(found, typed | {"to_cell": str(unit("ga_hanoi").id)}, action="/tu-ngoai-den")
    assert done.status_code == 303 and "Đã tiếp nhận đồng chí Cao Thị Yến" in client.get(done.location).text


def test_while_typing_only_cells_that_may_be_chosen_are_offered(as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list that follows the typing says what the form would accept."""
    monkeypatch.setattr(picking.queries, "own_cells", lambda *rest: [])
    client = as_("delegate")
    box = next(one for one in parse(client.get("/chuyen-sinh-hoat/tu-ngoai-den")).iter("input")
               if one.get("name") == "to_cell_ten")
    for typed, name, offered in (("ga hà nội", "Chi bộ Ga Hà Nội", True), ("ga vinh", "Chi bộ Ga Vinh", False)):
        assert (name in client.get(f"{box.get('data-hx-get')}&to_cell_ten={typed}").text) is offered
        assert name in client.get(f"/to-chuc/tim?o=to_cell&chi-bo=1&to_cell_ten={typed}").text, "units are no secret"
    for odd in ("", ".", "khong-co", "%00", "a." * 500):
        page = client.get(f"/to-chuc/tim?o=to_cell&vai={odd}&to_cell_ten=ga")
        assert page.status_code == 200 and "Chi bộ" not in page.text, odd


def test_more_cells_than_a_list_holds(app: Flask) -> None:
    actor = acting("delegate")
    every = queries.own_cells(actor, CLERKS | {Role.ORGANIZATION_BOARD})
    assert every and all(one.is_cell for one in every) and every == sorted(
        every, key=lambda one: (len(one.path), one.sort_key))
    assert queries.own_cells(actor, CLERKS | {Role.ORGANIZATION_BOARD}, len(every) - 1) == []
    assert queries.own_cells(actor, set()) == []


def test_who_signs_in_reads_no_list_of_all_grants(as_: As) -> None:
    """On SQLite the plan says so: rights of a request are looked up from the person, whatever others hold."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the plan is SQLite's")
    seen: list[tuple[str, object]] = []

    def note(connection: object, cursor: object, statement: str, values: object, *rest: object) -> None:
        seen.append((statement, values))

    client = as_("delegate")
    many = {"granted_at_id": "724 1", "source_position_id": "1447", "source_id": "12", "account": "1", "unit": "2"}
    rows = [f"('role_grant', 'ix_role_grant_{index}', '1447 {each}')" for index, each in many.items()]
    for statement in ("ANALYZE", "DELETE FROM sqlite_stat1 WHERE tbl = 'role_grant'",
                      f"INSERT INTO sqlite_stat1 VALUES {', '.join(rows)}", "ANALYZE sqlite_schema"):
        db.session.connection().exec_driver_sql(statement)
    db.session.commit()
    event.listen(db.engine, "before_cursor_execute", note)
    client.get("/")
    event.remove(db.engine, "before_cursor_execute", note)
    chains = [one for one in seen if "comes_down" in one[0]]
    assert chains
    for statement, values in chains:
        plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
        whole = ("SCAN role_grant", "SCAN position", "BLOOM FILTER")
        assert not [row.detail for row in plan if row.detail.startswith(whole)]
