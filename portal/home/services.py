"""Saved searches: keep, rename, drop, and tell their owners what is new.

They are private: not logged, shown to nobody else, and a notice names neither the words nor the search.
"""

from contextlib import suppress
from datetime import timedelta

from sqlalchemy import func, select

from portal.accounts.api import ACTIVE, Account
from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import N_
from portal.core.i18n import lazy_gettext as _l
from portal.core.notices import tell
from portal.core.text import squeeze
from portal.delegation.api import actor_of_account
from portal.home import queries
from portal.home.models import SavedSearch
from portal.home.queries import Asked
from portal.search.engine import IndexUnavailable

MOST_SAVED, LONGEST_NAME = 20, 80
OVERLAP = timedelta(days=1)
"""Changes are looked at again for so long: the index may have followed one late. What is known is not told twice."""


def save_search(actor: Actor, name: str, asked: Asked, *, tells: bool) -> SavedSearch:
    """Keep a search under a name, for this account alone."""
    if not asked.text:
        raise DomainError(_l("Chưa có từ nào để tìm. Tìm trước rồi lưu."), "name")
    mine = select(func.count()).select_from(SavedSearch).where(SavedSearch.account_id == actor.account_id)
    if db.session.execute(mine).scalar_one() >= MOST_SAVED:
        raise DomainError(_l("Bạn đã lưu %(most)s tìm kiếm. Xóa bớt trước khi lưu thêm.", most=MOST_SAVED), "name")
    row = SavedSearch(account_id=actor.account_id, name=squeeze(name), address=asked.address, at=clock.now(), known=[])
    db.session.add(row)
    _set_telling(actor, row, tells)
    db.session.flush()
    return row


def change_search(actor: Actor, row: SavedSearch, name: str, *, tells: bool) -> SavedSearch:
    """Another name, and whether to be told of what is new from now on."""
    row.name = squeeze(name)
    _set_telling(actor, row, tells)
    db.session.flush()
    return row


def drop_search(actor: Actor, row: SavedSearch) -> SavedSearch:
    """Forget it."""
    db.session.delete(row)
    db.session.flush()
    return row


def _set_telling(actor: Actor, row: SavedSearch, tells: bool) -> None:
    """From the moment of the tick on; without an index now, from when there is one."""
    if tells and not row.tells:
        row.known, row.told_at = [], None
        with suppress(IndexUnavailable):
            _learn(actor, row)
    row.tells = tells


def _learn(actor: Actor, row: SavedSearch) -> set[tuple[str, int]]:
    """Remember the newest matches of now; answers those that were not known."""
    known = set(row.known)
    keys = queries.newest(actor, Asked.of(row.address))
    row.known = [f"{kind} {record}" for kind, record in keys]
    row.told_at = clock.now()
    return {(kind, record) for kind, record in keys if f"{kind} {record}" not in known}


def tell_new(account_id: int) -> int:
    """Tell one person, once for each search, how many new matches there are; answers how many notices.

    Asked with the person's own rights of now, and of what was found only that counts which the person may read.
    """
    account = db.session.get(Account, account_id)
    actor = actor_of_account(account_id)
    if account is None or account.state != ACTIVE or actor.unconfirmed:
        return 0
    told = 0
    for row in queries.saved_searches(actor):
        new = _new(actor, row) if row.tells else 0
        if new:
            tell([account_id], N_("%(n)s kết quả mới cho một tìm kiếm bạn đã lưu."),
                 f"/tim-kiem/da-luu/{row.id}?moi=1", n=new)
            told += 1
    return told


def _new(actor: Actor, row: SavedSearch) -> int:
    """How many records came or changed since the last look and match only now; no search where nothing changed."""
    last = row.told_at
    if last is None:
        _learn(actor, row)
        return 0
    changed = queries.changed_since(last - OVERLAP)
    fresh = _learn(actor, row) & changed.keys() if changed else set()
    return len(queries.shown_of(actor, sorted(fresh))) if fresh else 0
