"""Accounts in every state, requests and slips."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from portal.accounts.api import Account, AccountRules, create, set_ready
from portal.core import clock
from portal.core.db import db
from portal.delegation.api import actor_of_account
from portal.keeping import queries, services
from portal.keeping.models import AccountRequest, Kept
from portal.members.api import Member
from tests.people import PASSWORD, PASSWORD_HASH, PEOPLE, person

STRAY = "038090012345"
_strays = count(1)


def member(key: str) -> Member:
    """The member behind a person of the tests."""
    return db.session.execute(db.select(Member).where(Member.full_name == PEOPLE[key][0])).scalar_one()


def account(key: str) -> Account:
    """The account as it stands in the database now."""
    db.session.expire_all()
    return db.session.get_one(Account, person(key).account_id)


def acting(key: str) -> Any:
    """The Actor a person is today."""
    return actor_of_account(person(key).account_id)


def kept(key: str, by: str = "secretary") -> Kept:
    """A person's account as a keeper sees it."""
    found = queries.get(acting(by), member(key).id)
    assert found is not None, key
    return found


def change(key: str, **values: Any) -> Account:
    """Set fields of an account."""
    row = account(key)
    for name, value in values.items():
        setattr(row, name, value)
    db.session.commit()
    return row


def locked() -> dict[str, int]:
    """A locked account (values of an address)."""
    change("suspended_account", state="locked")
    return {"member_id": member("suspended_account").id}


def last_used(key: str, days: int) -> Account:
    """An account whose last sign-in is so many days ago."""
    since = clock.now() - timedelta(days=days)
    return change(key, created_at=since, last_sign_in_at=since, password_set_at=since)


def used(key: str) -> dict[str, int]:
    """An account in use."""
    change(key, state="active", password_hash="x", must_change=False, password_set_at=clock.now(), unconfirmed=False)
    return {"member_id": member(key).id}


def unconfirmed() -> dict[str, int]:
    """An account opened by the letter, in use, not confirmed yet."""
    used("newcomer")
    change("newcomer", unconfirmed=True)
    return {"member_id": member("newcomer").id}


def batch() -> dict[str, int]:
    """A batch of slips the secretary made."""
    made = services.issue(acting("secretary"), [member("newcomer").id], until=clock.now() + timedelta(hours=24))
    db.session.commit()
    return {"batch_id": made.batch.id}


def request(key: str | None, **said: Any) -> AccountRequest:
    """A waiting request with the citizen id of a person, or with one nobody has."""
    citizen_id = person(key).citizen_id if key else STRAY
    known = member(key) if key else None
    values = {"full_name": known.full_name if known else "Người Lạ", "phone": "",
              "birth_date": known.birth_date if known else date(1990, 1, 1), "cell_text": "Ga Hà Nội", **said}
    services.ask("10.0.0.9", citizen_id=citizen_id, **values)
    db.session.commit()
    return db.session.execute(db.select(AccountRequest).where(AccountRequest.waiting_id == citizen_id)).scalar_one()


def rules(**values: Any) -> AccountRules:
    """Rules in force from now on."""
    row = AccountRules(**{"at": clock.now(), "account_id": None, "letter_on": False, "letter_minutes": 60,
                          "networks": "", "warn_days": 90, "lock_days": 30, "request_days": 30, **values})
    db.session.add(row)
    db.session.commit()
    return row


def stray(state: str = "active") -> Account:
    """An account without a record, in use; committed."""
    made = create(f"038090{next(_strays):06d}")
    set_ready(made, PASSWORD, PASSWORD_HASH[0] if PASSWORD_HASH else None)
    made.state = state
    db.session.commit()
    return made
