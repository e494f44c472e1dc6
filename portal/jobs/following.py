"""The index of a machine of its own: it follows the changes in the database from the place where it stands.

Nothing is shared but the database. The place is a number in a file beside the index; an index that is missing,
broken, or too far behind is built whole.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, func, select

from portal.core import clock
from portal.core.db import db
from portal.jobs.models import SearchChange
from portal.search import registry
from portal.search.engine import Engine

KEPT = timedelta(days=14)
"""A machine that was away for longer builds its index anew."""
LATE = timedelta(minutes=10)
"""How long a transaction may take: its changes come to light after later ones."""
AT_ONCE = 200


class Follower:
    """One machine's reader of changes; `place` is the file that keeps where it stands."""

    def __init__(self, engine: Engine, place: Path) -> None:
        self._engine, self._place = engine, place
        self._seen: dict[int, datetime] = {}

    def follow(self) -> int:
        """Carry out what has come; how many changes, or -1 when the index was built whole."""
        first, last = db.session.execute(select(func.min(SearchChange.id), func.max(SearchChange.id))).one()
        place = self._stands_at()
        if place is None or not self._engine.state().ok or place > (last or 0) or place < (first or 1) - 1:
            recent = select(SearchChange.id, SearchChange.at).where(SearchChange.at >= clock.now() - LATE)
            self._seen = {number: at for number, at in db.session.execute(recent)}
            self._engine.rebuild(registry.entries())
            self._stand_at(last or 0)
            return -1
        changes = self._changes(place)
        reconcile(self._engine, dict.fromkeys((change.kind, change.record_id) for change in changes))
        self._seen.update({change.id: change.at for change in changes})
        if changes:
            self._stand_at(max(place, *(change.id for change in changes)))
        return len(changes)

    def _changes(self, place: int) -> list[SearchChange]:
        """The next ones, and those of long transactions that were not to be seen when their turn was."""
        since = clock.now() - LATE
        self._seen = {number: at for number, at in self._seen.items() if at >= since}
        late = select(SearchChange.id).where(SearchChange.id <= place, SearchChange.at >= since)
        missed = set(db.session.execute(late).scalars()) - self._seen.keys()
        found = select(SearchChange).where(SearchChange.id.in_(sorted(missed)[:AT_ONCE])).order_by(SearchChange.id)
        newer = select(SearchChange).where(SearchChange.id > place).order_by(SearchChange.id).limit(AT_ONCE)
        return [*(db.session.execute(found).scalars() if missed else []), *db.session.execute(newer).scalars()]

    def _stands_at(self) -> int | None:
        try:
            return int(self._place.read_text("ascii"))
        except (OSError, ValueError):
            return None

    def _stand_at(self, number: int) -> None:
        self._place.parent.mkdir(parents=True, exist_ok=True)
        draft = self._place.with_suffix(".new")
        draft.write_text(str(number), "ascii")
        draft.replace(self._place)


def reconcile(engine: Engine, keys: Iterable[tuple[str, int]]) -> None:
    """Load each record; put it where it is to be found, else drop it. Then parts may be merged, beside."""
    sources = registry.sources()
    entries, gone = [], []
    for kind, record_id in keys:
        source = sources.get(kind)
        entry = source.load(record_id) if source else None
        if entry is not None:
            entries.append(entry)
        else:
            gone.append((kind, record_id))
    if gone:
        engine.drop(gone)
    if entries:
        engine.put(entries)
    if gone or entries:
        engine.tidy(beside=True)


def forget_old() -> int:
    """Let go of changes that every machine has followed or given up; the newest stays, to count on from."""
    newest = db.session.execute(select(func.max(SearchChange.id))).scalar() or 0
    old = delete(SearchChange).where(SearchChange.at < clock.now() - KEPT, SearchChange.id < newest)
    return db.session.execute(old).rowcount  # type: ignore[attr-defined,no-any-return]
