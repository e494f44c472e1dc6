"""Builders of transfers for tests: brought step by step to a state, committed."""

from datetime import date, timedelta
from typing import Any

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.delegation.api import actor_of_account
from portal.members.api import Member, enter_state
from portal.members.api import State as MemberStates
from portal.transfers import services
from portal.transfers.models import Kind, State, Transfer
from portal.transfers.services import Slip, Wish
from tests.people import PEOPLE, person, unit


def acting(key: str) -> Actor:
    """The Actor of a person of the tests."""
    return actor_of_account(person(key).account_id)


def member(key: str) -> Member:
    """The record of a person of the tests."""
    return db.session.execute(db.select(Member).where(Member.full_name == PEOPLE[key][0])).scalar_one()


def days_ago(days: int) -> date:
    """So many days before today."""
    return clock.today() - timedelta(days=days)


def wish(to: str = "ga_vinh", kind: Kind = Kind.OFFICIAL, **how: Any) -> Wish:
    """What is asked; `to` starting with `@` is an organisation outside."""
    until = clock.today() + timedelta(days=150) if kind is Kind.TEMPORARY else None
    place = {"to_text": to[1:]} if to.startswith("@") else {"to_unit": unit(to)}
    return Wish(kind, **{"decided_on": clock.today(), "until": until, **place, **how})


def slip(**how: Any) -> Slip:
    """What the old cell writes."""
    return Slip(**{"on": clock.today(), "fees_until": clock.today().replace(day=1), "number": "12-GT", **how})


def transfer(state: str = "asked", *, who: str = "probationary", to: str = "ga_vinh", kind: Kind = Kind.OFFICIAL,
             by: str = "secretary", old: str = "delegate", new: str = "secretary_elsewhere", **how: Any) -> int:
    """The id of a transfer in a state."""
    made = services.ask(acting(by), member(who), wish(to, kind, **how))
    if state in (State.RELEASED, State.ACCEPTED, State.RETURNED):
        services.release(acting(old), made, slip())
    answering = acting(old if to.startswith("@") else new)
    if state == State.ACCEPTED:
        services.accept(answering, made, effective_on=clock.today())
    elif state == State.RETURNED:
        services.give_back(answering, made, "Sai tên chi bộ nhận")
    elif state == State.DECLINED:
        services.decline(acting(old), made, "Đang có nhiệm vụ dở dang")
    elif state == State.WITHDRAWN:
        services.withdraw(acting(by), made)
    db.session.commit()
    return made.id


def row(transfer_id: int) -> Transfer:
    """The transfer as it stands now."""
    return db.session.get_one(Transfer, transfer_id, populate_existing=True)


def suspend(key: str) -> None:
    """The person may take no part from today."""
    enter_state(acting("administrator"), member(key), MemberStates.SUSPENDED, since=clock.today())
    db.session.commit()
