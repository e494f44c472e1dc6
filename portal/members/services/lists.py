"""Filters kept under a name, and rows ticked for a bulk act."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import delete, func, select

from portal.core import clock
from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import squeeze
from portal.members.models import Filters, SavedFilter, Selection

MOST_FILTERS, MOST_TICKED = 30, 1000
KEPT = timedelta(days=1)


def save_filter(actor: Actor, name: str, filters: Filters) -> SavedFilter:
    """Keep a filter under a name, for this account."""
    if not filters.narrows:
        raise DomainError(_l("Chưa có bộ lọc nào để lưu. Lọc danh sách trước."))
    mine = select(func.count()).select_from(SavedFilter).where(SavedFilter.account_id == actor.account_id)
    if db.session.execute(mine).scalar_one() >= MOST_FILTERS:
        raise DomainError(_l("Bạn đã lưu %(most)s bộ lọc. Xóa bớt trước khi lưu thêm.", most=MOST_FILTERS), "name")
    row = SavedFilter(account_id=actor.account_id, name=squeeze(name), address=filters.address, at=clock.now())
    db.session.add(row)
    db.session.flush()
    return row


def drop_filter(actor: Actor, kept: SavedFilter) -> None:
    """Forget a saved filter."""
    db.session.delete(kept)
    db.session.flush()


def choose(actor: Actor, filters: Filters, ids: Collection[int]) -> Selection:
    """Keep what was ticked (nothing: the whole filtered set) for the page of the act; old ones are forgotten."""
    if len(ids) > MOST_TICKED:
        raise DomainError(_l("Chọn nhiều hơn %(most)s dòng thì dùng ô chọn cả danh sách.", most=MOST_TICKED))
    db.session.execute(delete(Selection).where(Selection.account_id == actor.account_id,
                                               Selection.at < clock.now() - KEPT))
    row = Selection(account_id=actor.account_id, address=filters.address, ids=sorted(set(ids)), at=clock.now())
    db.session.add(row)
    db.session.flush()
    return row
