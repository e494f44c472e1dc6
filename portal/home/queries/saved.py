"""Reads of saved searches, and of what is new for one."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Select, false, func, or_, select

from portal.accounts.api import ACTIVE, Account
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.i18n import lazy_gettext as _l
from portal.core.personal import Rows, Section, add
from portal.core.statements import per_actor, rows
from portal.home.models import SavedSearch
from portal.home.policy import readable
from portal.home.queries.asked import Asked
from portal.jobs.models import SearchChange
from portal.search import active

MOST_KNOWN = 200
"""So many of a search's newest matches are remembered."""


def saved_searches(actor: Actor) -> list[SavedSearch]:
    """The actor's own, by name."""
    return list(db.session.execute(_own(actor)).scalars())


def has_saved(actor: Actor) -> ColumnElement[bool]:
    """Condition: the actor has saved a search."""
    return readable(actor).exists()


@per_actor
def _own(actor: Actor) -> Select[SavedSearch]:
    return readable(actor).order_by(SavedSearch.name, SavedSearch.id)


def saved_search(actor: Actor, search_id: int) -> SavedSearch | None:
    """One of the actor's own."""
    return db.session.execute(readable(actor).where(SavedSearch.id == search_id)).scalar_one_or_none()


def newest(actor: Actor, asked: Asked) -> list[tuple[str, int]]:
    """The keys of what came in last and holds all the words (those meant, where a slip was mended), of what the
    actor's tokens open."""
    query = replace(asked.query(actor), sort="newest", offset=0, limit=MOST_KNOWN, count_facets=())
    results = active.engine().find(query)
    whole = results.hits[:results.whole] if results.instead else [hit for hit in results.hits if not hit.lacks]
    return [(hit.kind, hit.id) for hit in whole]


def to_be_told(before: datetime | None) -> list[int]:
    """Accounts in use with a search that tells and was last looked at before a moment, or never."""
    late = SavedSearch.told_at < before if before is not None else false()
    due = or_(SavedSearch.told_at.is_(None), late)
    found = (select(SavedSearch.account_id).join(Account, Account.id == SavedSearch.account_id)
             .where(SavedSearch.tells, due, Account.state == ACTIVE).distinct().order_by(SavedSearch.account_id))
    return list(db.session.execute(found).scalars())


def last_change() -> datetime | None:
    """When a record last changed that search follows."""
    return db.session.execute(select(func.max(SearchChange.at))).scalar()


def changed_since(moment: datetime) -> dict[tuple[str, int], datetime]:
    """Record → when it last changed, of those that did since a moment."""
    found = (select(SearchChange.kind, SearchChange.record_id, func.max(SearchChange.at))
             .where(SearchChange.at >= moment).group_by(SearchChange.kind, SearchChange.record_id))
    return {(kind, record): at for kind, record, at in rows(found)}


def kept(actor: Actor, whole: bool) -> Rows:
    """What is kept of a person: each saved search and the words it asks for."""
    return [(row.name, Asked.of(row.address).text) for row in saved_searches(actor)]


add(Section("searches", _l("Tìm kiếm đã lưu"), _l("tìm lại, và báo khi có kết quả mới nếu bạn chọn"),
            _l("đến khi bạn xóa"), kept, 46))
