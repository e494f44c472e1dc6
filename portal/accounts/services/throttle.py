"""Tries are counted before anything is checked, in the database, one row a key (SECURITY, 3.8).

Two ways of counting: `tried` lets five by and then makes the next ones wait, 30 seconds doubling to a quarter
of an hour; `within` lets so many by in a span that slides along. A try that is refused is not counted: refusal
never grows by hammering, and nobody is kept out for ever.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from portal.accounts.models import SignInCounter
from portal.core import clock, seal
from portal.core.db import db

FREE = 5
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
MOST_IN_A_ROW = 100
"""After that many wrong ones in a row only a one-time code from the secretary opens the account."""
PER_ADDRESS, ADDRESS_SPAN = 60, timedelta(minutes=1)
SAME_SPAN = timedelta(minutes=10)
SAME_PER_ADDRESS, SAME_IN_ALL = 3, 30
"""Tries whose password is the account's own number: what the letter's rule invites strangers to."""
KEPT = timedelta(days=30)
_lifts: list[Callable[[str], int]] = []


def lift_address_limit(allowance: Callable[[str], int]) -> None:
    """Ask `allowance(address)` how many tries a minute an address may have while a branch signs in together;
    it counts only where it is above the usual 60."""
    _lifts.append(allowance)


def address_limit(address: str) -> int:
    """Tries a minute from this address now."""
    return max([PER_ADDRESS, *(allowance(address) for allowance in _lifts)])


def key(purpose: str, text: str) -> str:
    """The name of a counter: a keyed digest, so that no number or address stands in the table."""
    return seal.digest(f"throttle-{purpose}", text)


def tried(name: str) -> bool:
    """Count a try; True where it may be looked at."""
    row, now = _row(name), clock.now()
    if row.failures >= MOST_IN_A_ROW or (row.blocked_until and row.blocked_until > now):
        return False
    row.failures, row.since = row.failures + 1, now
    if row.failures >= FREE:
        row.blocked_until = now + min(FIRST_WAIT * 2 ** min(row.failures - FREE, 10), LONGEST_WAIT)
    db.session.flush()
    return True


def within(name: str, most: int, span: timedelta) -> bool:
    """Count a try; True while there were no more than `most` in any span up to now."""
    row, now = _row(name), clock.now()
    passed = now - row.since
    if passed >= span or passed < timedelta(0):
        begun = timedelta(0) <= passed < 2 * span
        row.previous, row.failures = (row.failures if begun else 0), 0
        row.since = row.since + span if begun else now
    of_before = row.previous * (1 - (now - row.since) / span)
    allowed = of_before + row.failures + 1 <= most
    row.failures += allowed
    db.session.flush()
    return allowed


def succeeded(name: str) -> None:
    """The try was right: forget the wrong ones before it."""
    row = _row(name)
    row.failures, row.blocked_until = 0, None
    db.session.flush()


def give_back(name: str) -> None:
    """The try was right: it does not count against the span."""
    row = _row(name)
    row.failures = max(0, row.failures - 1)
    db.session.flush()


def forget(names: Iterable[str]) -> None:
    """Begin to count anew under these keys."""
    db.session.execute(delete(SignInCounter).where(SignInCounter.key.in_(list(names))))


def forget_old() -> int:
    """Delete counters that nobody touched for a month, but for those that a code must open; answers how many."""
    old = delete(SignInCounter).where(SignInCounter.since < clock.now() - KEPT, SignInCounter.failures < MOST_IN_A_ROW)
    return db.session.execute(old).rowcount  # type: ignore[attr-defined,no-any-return]


def _row(name: str) -> SignInCounter:
    """The counter's row, locked; made at the first try, also where two come at the same moment."""
    locked = (select(SignInCounter).where(SignInCounter.key == name).with_for_update()
              .execution_options(populate_existing=True))
    row = db.session.execute(locked).scalar_one_or_none()
    if row is None:
        try:
            with db.session.begin_nested():
                db.session.add(SignInCounter(key=name, failures=0, previous=0, since=clock.now()))
        except IntegrityError:
            pass
        return db.session.execute(locked).scalar_one()
    return row
