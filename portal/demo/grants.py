"""The chain of 98-CV/ĐU: who was given which role where, by whom, from which grant."""

from collections.abc import Iterable
from datetime import date, timedelta

from portal.core import clock
from portal.core.db import db
from portal.delegation.api import Grant
from portal.demo.people import Person
from portal.demo.tree import CELL, LONE_CELL, Unit
from portal.organizations.api import Role

HANDED = {Role.SECRETARY, Role.DEPUTY_SECRETARY, Role.OFFICE_STAFF, Role.ORGANIZATION_BOARD,
          Role.CELL_COMMITTEE_MEMBER}


Heads = dict[Unit, tuple[int, int]]


def hand_down(units: list[Unit], people: list[Person], known: Heads) -> Heads:
    """The chain of 98-CV/ĐU, steps 1 to 4: each unit's people get their roles from the head of the unit above.

    `known`: unit → (grant, account) of its head, from an earlier call. Answers the same for these units too.
    """
    today, now = clock.today(), clock.now()
    serving: dict[Unit, list[tuple[Person, Role]]] = {}
    for person in people:
        for unit, role in person.posts:
            if role in HANDED and (unit.kind not in (CELL, LONE_CELL) or role is not Role.DEPUTY_SECRETARY):
                serving.setdefault(unit, []).append((person, role))
    heads = dict(known)
    for depth in sorted({unit.path.count("/") for unit in units}):
        level = [(unit, *one) for unit in units if unit.path.count("/") == depth
                 for one in _heads_first(serving.get(unit, []))]
        rows = []
        for unit, person, role in level:
            source, grantor = heads.get(unit.parent, (None, None)) if unit.parent else (None, None)
            rows.append({"account_id": person.account_id, "unit_id": unit.id, "role": role.value,
                         "subtree": not unit.is_cell, "grantor_id": grantor, "source_id": source,
                         "valid_from": today - timedelta(days=60), "valid_to": date(today.year + 4, 6, 30),
                         "granted_at": now, "decision": "98-CV/ĐU"})
        made = db.insert(Grant).returning(Grant.id, sort_by_parameter_order=True)
        for (unit, person, _), number in zip(level, db.session.execute(made, rows).scalars(), strict=True):
            heads.setdefault(unit, (number, person.account_id))
    return heads


def _heads_first(serving: list[tuple[Person, Role]]) -> list[tuple[Person, Role]]:
    order = [Role.ORGANIZATION_BOARD, Role.SECRETARY]
    return sorted(serving, key=lambda one: order.index(one[1]) if one[1] in order else len(order))


def heads_of(units: Iterable[Unit]) -> Heads:
    """The heads of units whose grants were handed down by an earlier call: the first grant of each."""
    by_id = {unit.id: unit for unit in units}
    found = db.select(Grant.unit_id, Grant.id, Grant.account_id).where(Grant.unit_id.in_(by_id)).order_by(Grant.id)
    heads: Heads = {}
    for unit_id, number, account in db.session.execute(found):
        heads.setdefault(by_id[unit_id], (number, account))
    return heads
