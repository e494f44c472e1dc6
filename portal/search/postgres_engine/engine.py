"""The engine: SQL chooses, the ranking of the house puts in order."""


from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from portal.core.i18n import lazy_gettext as _l
from portal.search.answering import answer
from portal.search.engine import IndexUnavailable, State
from portal.search.entry import Entry, Query, Results
from portal.search.postgres_engine import tables
from portal.search.postgres_engine.choosing import Chooser
from portal.search.ranking import Ranker
from portal.search.similar import similar
from portal.search.suggesting import suggest

MISSING = _l("Chưa có chỉ mục tìm kiếm.")
OTHER_VERSION = _l("Chỉ mục do phiên bản khác của phần mềm tạo ra: cần dựng lại.")
UNREACHABLE = _l("Không đọc được chỉ mục tìm kiếm trong cơ sở dữ liệu.")
PARTIAL = _l("Chỉ mục chưa được dựng toàn bộ lần nào: có thể còn thiếu.")
AT_ONCE = 500


class PostgresEngine:
    """Search inside PostgreSQL; the tables bear the name `table`."""

    def __init__(self, url: str, *, table: str = "search_index") -> None:
        address = url.replace("postgresql://", "postgresql+psycopg://", 1)
        self._base = create_engine(address, pool_pre_ping=True, pool_size=5)
        self._table = table

    def find(self, query: Query) -> Results:
        """The page asked for."""
        with self._reading() as chooser:
            sample = chooser.sample(query)
            results = answer(Ranker(sample), replace(query, offset=query.offset - chooser.skipped))
            if not results.whole and not query.as_typed and (wider := chooser.wider(query)):
                meant = answer(Ranker(wider), query)
                results = meant if meant.whole else results
            return chooser.counted(query, results)

    def suggest(self, text: str, readers: Iterable[str]) -> list[str]:
        """Other queries near to this one."""
        tokens = frozenset(readers)
        with self._reading() as chooser:
            asked = Query(text, tokens)
            return suggest(Ranker(chooser.wider(asked) or chooser.sample(asked)), text, tokens)

    def similar(self, key: tuple[str, int], readers: Iterable[str], limit: int = 5) -> list[tuple[str, int]]:
        """Keys of readable records like a readable one."""
        tokens = frozenset(readers)
        with self._reading() as chooser:
            return similar(Ranker(chooser.around(key, tokens)), key, tokens, limit)

    def inventory(self) -> dict[tuple[str, int], int]:
        """What is indexed, with the checksum of each entry."""
        with self._reading() as chooser:
            return chooser.inventory()

    def put(self, entries: Iterable[Entry]) -> None:
        """Add or replace."""
        latest = {entry.key: entry for entry in entries}
        if latest:
            self._change(latest.keys(), latest.values())

    def drop(self, keys: Iterable[tuple[str, int]]) -> None:
        """Take records out."""
        gone = list(dict.fromkeys(keys))
        if gone:
            self._change(gone, [])

    def rebuild(self, entries: Iterable[Entry]) -> int:
        """Fill new tables beside the old ones and swap, all in one transaction."""
        fresh = f"{self._table}_new"
        with self._base.begin() as connection:
            self._alone(connection)
            tables.drop(connection, fresh)
            tables.create(connection, fresh)
            rest, known = iter(entries), set[tuple[str, int]]()
            while some := list(islice(rest, AT_ONCE)):
                latest = {entry.key: entry for entry in some}
                tables.erase(connection, fresh, known & latest.keys())
                known |= latest.keys()
                tables.write(connection, fresh, latest.values())
            tables.finish(connection, fresh)
            self._note(connection, fresh, "rebuild", self._generation(connection))
            tables.rename(connection, fresh, self._table)
        return len(known)

    def forget(self) -> None:
        """Take the tables away and close."""
        with self._base.begin() as connection:
            tables.drop(connection, self._table)
        self._base.dispose()

    def tidy(self, *, beside: bool = False) -> bool:
        """The database does that by itself."""
        return False

    def fingerprint(self) -> str:
        """Schema and analyser version of this code."""
        return tables.FINGERPRINT

    def state(self) -> State:
        """Health, size and age; never raises."""
        try:
            with self._reading() as chooser:
                made_by, generation, written_at = chooser.noted
                return State(True, chooser.total, generation, written_at, chooser.bytes(),
                             reason=str(PARTIAL) if made_by != "rebuild" else "")
        except IndexUnavailable as error:
            return State(False, reason=str(error.reason))

    @contextmanager
    def _reading(self) -> Iterator[Chooser]:
        """One look at one state of the tables; IndexUnavailable if there are none of this version."""
        try:
            with self._base.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
                row = connection.execute(text(f"SELECT * FROM {self._table}_state")).one()
                if row.fingerprint != tables.FINGERPRINT:
                    raise IndexUnavailable(OTHER_VERSION, row.fingerprint[:80])
                yield Chooser(connection, self._table, (row.made_by, row.generation, row.written_at))
        except ProgrammingError as error:
            raise IndexUnavailable(MISSING, str(error.orig)[:200]) from error
        except DBAPIError as error:
            raise IndexUnavailable(UNREACHABLE, str(error.orig)[:200]) from error

    def _change(self, gone: Iterable[tuple[str, int]], fresh: Iterable[Entry]) -> None:
        with self._base.begin() as connection:
            self._alone(connection)
            if self._generation(connection) == 0:
                tables.create(connection, self._table)
                tables.finish(connection, self._table)
                self._note(connection, self._table, "put", 0)
            tables.erase(connection, self._table, gone)
            tables.write(connection, self._table, fresh)
            connection.execute(text(f"UPDATE {self._table}_state SET generation = generation + 1, written_at = :now"),
                               {"now": datetime.now(UTC)})

    def _alone(self, connection: Connection) -> None:
        """One writer at a time, until the transaction ends."""
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": self._table})

    def _generation(self, connection: Connection) -> int:
        """The generation of the tables, 0 without any."""
        there = connection.execute(text("SELECT to_regclass(:name)"), {"name": f"{self._table}_state"}).scalar()
        if there is None:
            return 0
        return int(connection.execute(text(f"SELECT generation FROM {self._table}_state")).scalar_one())

    def _note(self, connection: Connection, table: str, made_by: str, before: int) -> None:
        connection.execute(
            text(f"INSERT INTO {table}_state VALUES (:fingerprint, :made_by, :generation, :now)"),
            {"fingerprint": tables.FINGERPRINT, "made_by": made_by, "generation": before + 1,
             "now": datetime.now(UTC)})


