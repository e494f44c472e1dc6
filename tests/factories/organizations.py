"""Builders of units for tests."""

from datetime import date
from typing import Any

from portal.core.actor import SYSTEM, Actor
from portal.core.db import db
from portal.delegation.api import actor_of_account
from portal.organizations.api import Organization, found
from portal.organizations.models import Term
from tests.people import person, unit


def acting(key: str = "administrator") -> Actor:
    """The Actor that person is today."""
    return actor_of_account(person(key).account_id)


def cell(name: str, parent: str = "hanoi", *, kind: str = "affiliated_cell", since: date = date(2021, 1, 1),
         code: str | None = None) -> Organization:
    """A cell without people; committed."""
    return under(unit(parent), name, kind=kind, since=since, code=code)


def under(parent: Organization, name: str, *, kind: str, since: date = date(2021, 1, 1),
          code: str | None = None) -> Organization:
    """A unit below another; committed."""
    made = found(SYSTEM, kind_id=kind, name=name, parent=parent, since=since, code=code)
    db.session.commit()
    return made


def term(unit_key: str, since: date, until: date, **fields: Any) -> Term:
    """A term of a unit; committed."""
    row = Term(unit_id=unit(unit_key).id, name=fields.pop("name", "Nhiệm kỳ mẫu"), valid_from=since, valid_to=until,
               **fields)
    db.session.add(row)
    db.session.commit()
    return row
