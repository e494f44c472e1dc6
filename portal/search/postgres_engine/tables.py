"""The tables of the index and its rows. They are no part of the house's schema: a rebuild makes them anew."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, text

from portal.search import fields as names
from portal.search.analysis import ANALYSER_VERSION, Analysed, analyse, facts, pairs
from portal.search.entry import Entry
from portal.search.gathering import counted

FINGERPRINT = f"postgresql schema-1 analyser-{ANALYSER_VERSION}"
MOST_PLACES = 255
LONGEST_TEXT = 400_000
"""A tsvector holds a megabyte."""
_LISTS = (names.EXACT, names.SYMBOL, names.FACETS, names.READERS)
_COLUMNS = (*names.COLUMNS, *names.LENGTHS.values())


def create(connection: Connection, table: str) -> None:
    """Empty tables under a name."""
    numbers = ", ".join(f"{name} bigint NOT NULL" for name in _COLUMNS)
    lists = ", ".join(f'"{name}" text[] NOT NULL' for name in _LISTS)
    connection.execute(text(f"CREATE TABLE {table} (kind text, {numbers}, {lists}, folded text NOT NULL,"
                            " words tsvector NOT NULL, PRIMARY KEY (kind, record))"))
    connection.execute(text(f"CREATE TABLE {table}_term (term text PRIMARY KEY, number bigint NOT NULL)"))
    connection.execute(text(f"CREATE TABLE {table}_state (fingerprint text, made_by text, generation bigint,"
                            " written_at timestamptz)"))


def finish(connection: Connection, table: str) -> None:
    """The indexes of filled tables. Their names are left to the database."""
    for column in ("words", "readers", "symbol"):
        connection.execute(text(f"CREATE INDEX ON {table} USING gin ({column})"))


def drop(connection: Connection, table: str) -> None:
    """Take the tables away."""
    for name in (table, f"{table}_term", f"{table}_state"):
        connection.execute(text(f"DROP TABLE IF EXISTS {name}"))


def rename(connection: Connection, old: str, new: str) -> None:
    """Put the tables in the place of those of another name."""
    drop(connection, new)
    for ending in ("", "_term", "_state"):
        connection.execute(text(f"ALTER TABLE {old}{ending} RENAME TO {new}{ending}"))


def write(connection: Connection, table: str, entries: Iterable[Entry]) -> int:
    """Add entries that are not there; how many. The numbers of terms follow."""
    rows = [_row(entry, analyse(entry)) for entry in entries]
    if not rows:
        return 0
    held = Counter(term for row in rows for term in row.pop("terms"))
    columns = ", ".join(f'"{name}"' for name in rows[0])
    values = ", ".join(f"CAST(:{name} AS tsvector)" if name == "words" else f":{name}" for name in rows[0])
    connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({values})"), rows)
    count(connection, table, held)
    return len(rows)


def count(connection: Connection, table: str, held: Counter[str]) -> None:
    """Add to the numbers of documents that hold each term."""
    connection.execute(
        text(f"INSERT INTO {table}_term AS known (term, number) SELECT * FROM unnest(CAST(:terms AS text[]),"
             " CAST(:numbers AS bigint[])) ON CONFLICT (term) DO UPDATE SET number = known.number + excluded.number"),
        {"terms": sorted(held), "numbers": [held[term] for term in sorted(held)]})


def erase(connection: Connection, table: str, keys: Iterable[tuple[str, int]]) -> None:
    """Take records out, and their terms from the numbers."""
    gone = [{"kind": kind, "record": record} for kind, record in sorted(keys)]
    taken: Counter[str] = Counter()
    for key in gone:
        found = connection.execute(text(f"DELETE FROM {table} WHERE kind = :kind AND record = :record"
                                        " RETURNING tsvector_to_array(words)"), key)
        taken.update(term for row in found for term in row[0])
    if taken:
        count(connection, table, Counter({term: -number for term, number in taken.items()}))


def _row(entry: Entry, parts: Analysed) -> dict[str, Any]:
    held = counted(entry, parts)
    heads, body = _paired(parts)
    everything = [(parts.head, parts.body), (heads, body)]
    terms = {term: (head[term], rest[term]) for head, rest in everything for term in {*head, *rest}}
    return {
        "kind": entry.kind, **facts(entry), **{names.LENGTHS[part]: size for part, size in parts.lengths.items()},
        **{name: sorted(held[name]) for name in _LISTS}, "folded": parts.text[:LONGEST_TEXT],
        "words": " ".join(_lexeme(term, *numbers) for term, numbers in terms.items()), "terms": list(terms),
    }  # fmt: skip


def _paired(parts: Analysed) -> tuple[Counter[str], Counter[str]]:
    """Pairs of head and body."""
    *head, body = [line.split() for line in parts.text[:LONGEST_TEXT].split("\n")]
    return Counter(pair for part in head for pair in pairs(part)), Counter(pairs(body))


def _lexeme(term: str, head: int, body: int) -> str:
    """A term with as many places as it has occurrences, those in the head marked A."""
    places = [f"{at}A" for at in range(1, min(head, MOST_PLACES) + 1)]
    places += [f"{at}" for at in range(head + 1, min(head + body, MOST_PLACES) + 1)]
    return f"'{term}':{','.join(places)}"
