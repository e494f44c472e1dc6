"""The register as an import sees it: cells that may be written, people found by number or by name."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import aliased

from portal.accounts.api import Account
from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.statements import per_actor
from portal.imports.policy import WRITERS
from portal.members.api import Member, Membership, MemberState
from portal.organizations.api import Organization, OrganizationKind, below_path, covered, in_force

AT_ONCE = 500
_ABOVE = aliased(Organization)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Person:
    """A record of the register with where its person is today, since when, in which state, since when."""

    id: int
    version: int
    citizen_id: str
    full_name: str
    search_key: str
    birth_date: date | None
    sex: str
    joined_on: date | None
    official_on: date | None
    ceremony_on: date | None
    card_number: str | None
    phone: str | None
    cell: int | None
    cell_since: date | None
    state: str | None
    state_since: date | None

    @property
    def seen(self) -> list[Any]:
        """What must still be so when a change is written."""
        return [self.version, self.cell, self.state]


@dataclass(slots=True)
class Register:
    """The people some rows may mean. `by_name` holds only people of the actor's own cells."""

    by_citizen_id: dict[str, Person] = field(default_factory=dict)
    by_record: dict[int, Person] = field(default_factory=dict)
    by_card: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    accounts: set[str] = field(default_factory=set)


def cells_of(actor: Actor, unit: Organization) -> list[tuple[int, str, str, str]]:
    """(id, name, code, name of what it stands under) of the cells at or below a unit that the actor may write for."""
    found = db.session.execute(_cells(actor, unit.path, clock.today()))
    return [(number, name, code or "", parent or "") for number, name, code, parent in found]


@per_actor
def _cells(actor: Actor, path: str, today: date) -> Select[*tuple[Any, ...]]:
    return (select(Organization.id, Organization.name, Organization.code, _ABOVE.name)
            .join(OrganizationKind, OrganizationKind.id == Organization.kind_id)
            .outerjoin(_ABOVE, _ABOVE.id == Organization.parent_id)
            .where(below_path(path), OrganizationKind.is_cell, covered(actor, WRITERS), in_force())
            .order_by(Organization.sort_key))


def look_up(*, citizen_ids: Collection[str] = (), cards: Collection[str] = (), records: Collection[int] = (),
            names: Collection[str] = (), cells: Collection[int] = ()) -> Register:
    """The people with these numbers; with these names (folded) only in these cells."""
    register = Register()
    for one in people(Member.citizen_id, citizen_ids):
        register.by_citizen_id[one.citizen_id] = one
    for one in people(Member.card_number, cards):
        register.by_card[one.card_number or ""].append(one)
    for one in people(Member.id, records):
        register.by_record[one.id] = one
    for one in people(Member.search_key, names):
        if one.cell in cells:
            register.by_name[one.search_key].append(one)
    for some in _parts(citizen_ids):
        register.accounts.update(db.session.execute(select(Account.citizen_id).where(
            Account.citizen_id.in_(some))).scalars())
    return register


def people(column: Any, values: Collection[Any]) -> Iterator[Person]:
    """The records whose column has one of these values, each once."""
    known: set[int] = set()
    for some in _parts(values):
        for row in db.session.execute(_people().where(column.in_(some))):
            if row[0] not in known:
                known.add(row[0])
                yield Person(*row)


def _people() -> Any:
    return (select(Member.id, Member.version, Member.citizen_id, Member.full_name, Member.search_key,
                   Member.birth_date, Member.sex, Member.joined_on, Member.official_on, Member.ceremony_on,
                   Member.card_number, Member.phone, Membership.unit_id, Membership.valid_from, MemberState.state,
                   MemberState.valid_from)
            .outerjoin(Membership, _today(Membership)).outerjoin(MemberState, _today(MemberState))
            .order_by(Member.id, Membership.valid_from.desc(), MemberState.valid_from.desc()))


def _today(table: Any) -> ColumnElement[bool]:
    today = clock.today()
    return and_(table.member_id == Member.id, table.valid_from <= today,
                or_(table.valid_to.is_(None), table.valid_to >= today))


def _parts(values: Collection[T]) -> Iterator[list[T]]:
    rest: Iterable[T] = iter(dict.fromkeys(values))
    while some := list(islice(rest, AT_ONCE)):
        yield some
