"""What the database chooses: the best rows for a query among those the asker may read, and how many there are."""

from dataclasses import replace
from datetime import datetime
from functools import cached_property
from math import log
from typing import Any

from sqlalchemy import Connection, text

from portal.search.analysis import syllables
from portal.search.entry import Query, Results
from portal.search.fields import HEAD, LENGTHS, facet_term
from portal.search.filtering import holds_run
from portal.search.parsing import Known, parse
from portal.search.parts import AVERAGE_IN_SQL
from portal.search.postgres_engine.conditions import Conditions, quoted
from portal.search.postgres_engine.counting import counted
from portal.search.postgres_engine.sampling import Sample
from portal.search.spelling import near
from portal.search.telex import retyped
from portal.search.wanted import Wanted

SAMPLE = 100
"""How many rows are ranked by the house at once: five pages."""
FEWEST_HELD = 1_500
"""The rank of the database is asked for rows with the rarest words of the query, which stand in so many at least."""
MOST_RANKED = 24
MOST_NEAR = 20
SHORT = 8
"""Of longer queries only words that no record holds are doubted."""
ORDERS = {"issued": "day DESC, record DESC", "newest": "added DESC, record DESC",
          "number": "(number = 0), number, record DESC"}  # fmt: skip


class Chooser:
    """Asks one state of the tables."""

    def __init__(self, connection: Connection, table: str, noted: tuple[str, int, datetime]) -> None:
        self._connection, self._table, self.noted = connection, table, noted
        self.skipped = 0
        self._cut = False

    @cached_property
    def _sums(self) -> tuple[int, float, float]:
        found = self._ask(f"SELECT count(*), coalesce(avg({LENGTHS[HEAD]}), 0), coalesce({AVERAGE_IN_SQL}, 0)"
                          f" FROM {self._table}")
        total, head_length, body_length = found.one()
        return int(total), float(head_length), float(body_length)

    @property
    def total(self) -> int:
        """How many documents there are."""
        return self._sums[0]

    def bytes(self) -> int:
        """The size of the tables and their indexes."""
        return int(self._ask("SELECT pg_total_relation_size(CAST(:name AS regclass))", name=self._table).scalar_one())

    def inventory(self) -> dict[tuple[str, int], int]:
        """Every key with its checksum."""
        return {(row[0], row[1]): row[2] for row in self._ask(f"SELECT kind, record, digest FROM {self._table}")}

    def sample(self, query: Query) -> Sample:
        """The rows that answer a query best; of later ones where the page asked for lies deep."""
        known = self._known(query.readers)
        wanted = parse(query.text, soft=not query.as_typed, known=known)
        rows = self._best(query, wanted)
        if wanted.soft and not rows:
            wanted = parse(query.text, soft=False, known=known)
            rows = self._best(query, wanted)
        return self._made(rows[:SAMPLE], wanted)

    def _best(self, query: Query, wanted: Wanted) -> list[Any]:
        """All rows if they are few, also those that only count; else those of the page."""
        bare = replace(query, chosen=(), kind=None, since=None, until=None, unread=False)
        conditions = self._conditions()
        where, values = conditions.where(bare, wanted), conditions.values
        few = f"SELECT count(*) FROM (SELECT 1 FROM {self._table} WHERE {where} LIMIT {SAMPLE + 1}) AS few"
        self._cut = bool(wanted.words or wanted.filters) and self._ask(few, **values).scalar_one() > SAMPLE
        if not self._cut:
            return self._rows(bare, wanted.words, wanted, SAMPLE)
        self.skipped = max(query.offset, 0) // SAMPLE * SAMPLE
        return self._rows(query, wanted.words, wanted, SAMPLE, self.skipped)

    def wider(self, query: Query) -> Sample | None:
        """The rows for the words typed and for those they may be slips of; None where nothing speaks for a slip."""
        wanted = parse(query.text, soft=False)
        known = self._numbers(wanted.words)
        doubted = [word for word in wanted.words if word not in known or len(wanted.words) <= SHORT]
        meant = [*self._near(doubted), *parse(retyped(query.text) or "", soft=False).words]
        alike = self._alike(query)
        if not meant and not alike:
            return None
        rows = self._rows(replace(query, chosen=(), kind=None, unread=False, sort="relevance"),
                          [*wanted.words, *meant], Wanted(), SAMPLE)
        seen = {(row.kind, row.record) for row in rows}
        self._cut = len(rows) == SAMPLE
        return self._made([*rows, *(row for row in alike if (row.kind, row.record) not in seen)], wanted)

    def _near(self, words: list[str]) -> list[str]:
        """The commonest words one slip away."""
        around = {one for word in words if 2 <= len(word) <= 12 and not word.isdigit() for one in near(word)}
        found = self._ask(f"SELECT term FROM {self._table}_term WHERE term = ANY(:terms) AND number > 0"
                          " ORDER BY number DESC LIMIT :most", terms=sorted(around), most=MOST_NEAR)
        return [row[0] for row in found]

    def _alike(self, query: Query) -> list[Any]:
        """Rows with a symbol one slip away from the whole text."""
        key = "".join(syllables(query.text)[:9])
        if len(key) > 24 or not key[:1].isdigit():
            return []
        around = [f"={one}" for one in (key, *sorted(near(key, "abcdefghijklmnopqrstuvwxyz0123456789")))]
        found = self._ask(f"SELECT * FROM {self._table} WHERE symbol && :keys AND readers && :readers LIMIT 20",
                          keys=around, readers=sorted(query.readers))
        return list(found.all())

    def around(self, key: tuple[str, int], readers: frozenset[str]) -> Sample:
        """A record, if it may be read, and those that share its rarest words."""
        own = self._ask(f"SELECT * FROM {self._table} WHERE kind = :kind AND record = :record AND readers && :readers",
                        kind=key[0], record=key[1], readers=sorted(readers)).all()
        words = list(dict.fromkeys(own[0].folded.split())) if own else []
        numbers = self._numbers(words)
        rarest = sorted((word for word in words if numbers.get(word, 0) > 1), key=numbers.__getitem__)[:25]
        rows = self._rows(Query("", readers), rarest, Wanted(), SAMPLE)
        others = [row for row in rows if (row.kind, row.record) != key]
        return Sample([*own, *others], self.total, self._sums[1:], numbers)

    def counted(self, query: Query, results: Results) -> Results:
        """The results with the numbers of all that answer, where the sample did not hold them all."""
        if not self._cut:
            return results
        known = self._known(query.readers)
        wanted = parse(query.text, soft=bool(results.days), known=known)
        if results.instead:
            wanted.guess(parse(results.instead, soft=bool(results.days), known=known))
        return counted(self._ask, self._table, self._conditions, query, wanted, results)

    def _made(self, rows: list[Any], wanted: Wanted) -> Sample:
        return Sample(rows, self.total, self._sums[1:], self._numbers([*wanted.words, *wanted.pairs]))

    def _numbers(self, terms: list[str]) -> dict[str, int]:
        found = self._ask(f"SELECT term, number FROM {self._table}_term WHERE term = ANY(:terms)", terms=terms)
        return {row[0]: row[1] for row in found}

    def _rows(self, query: Query, words: list[str], wanted: Wanted, most: int, skipped: int = 0) -> list[Any]:
        """The best rows: those with more of the words first, then by the rank of each word and its rarity.

        A row's words are unpacked once (`|| ''`), not for every term; all else is fetched for the best only.
        """
        if not words and not wanted.filters:
            return []
        terms = [word for word in dict.fromkeys([*words, *wanted.pairs]) if "*" not in word]
        numbers = self._numbers(terms)
        by_fact = query.sort in ORDERS
        conditions = self._conditions()
        where = conditions.where(query, wanted)
        if words:
            where += f" AND {conditions.holding_any(words if by_fact else self._rarest(words, numbers))}"
        values = conditions.values
        ranks, held = self._ranks(terms, numbers, values)
        order = ORDERS.get(query.sort, f"{' + '.join(ranks) or 'CAST(0 AS float)'} DESC, day DESC, record DESC")
        if held and wanted.branches and (by_fact or len(words) <= SHORT):
            order = f"{' + '.join(held)} DESC, {order}"
        return list(self._ask(
            "WITH held AS (SELECT kind, record, day, added, number, words || CAST('' AS tsvector) AS words"
            f" FROM {self._table} WHERE {where} OFFSET 0),"
            f" best AS (SELECT kind, record, row_number() OVER (ORDER BY {order}) AS place FROM held)"
            f" SELECT full_row.* FROM {self._table} AS full_row JOIN best USING (kind, record)"
            " WHERE place > :skipped AND place <= :last ORDER BY place",
            **values, skipped=skipped, last=skipped + most).all())

    def _ranks(self, terms: list[str], numbers: dict[str, int], values: dict[str, Any]) -> tuple[list[str], list[str]]:
        """(the rank of each of the rarest terms, whether each word is held) in SQL; their values are added."""
        ranks, held = [], []
        worth = {term: log(1 + (self.total - numbers.get(term, 0) + 0.5) / (numbers.get(term, 0) + 0.5))
                 for term in terms}
        for place, term in enumerate(sorted(terms, key=lambda term: -worth[term])):
            if place < MOST_RANKED:
                rank = f"ts_rank('{{0.1, 0.2, 0.4, 1.0}}', words, CAST(:t{place} AS tsquery))"
                ranks.append(f"{worth[term]:.4f} * {rank}")
            if "_" not in term:
                held.append(f"CAST(words @@ CAST(:t{place} AS tsquery) AS int)")
            if place < MOST_RANKED or "_" not in term:
                values[f"t{place}"] = quoted(term)
        return ranks, held

    def _rarest(self, words: list[str], numbers: dict[str, int]) -> list[str]:
        taken, held = [], 0
        for word in sorted(words, key=lambda word: numbers.get(word, 0) if "*" not in word else self.total):
            taken.append(word)
            held += numbers.get(word, 0)
            if held >= FEWEST_HELD and len(taken) > 2:
                break
        return taken

    def _conditions(self) -> Conditions:
        return Conditions(self._facets)

    def _known(self, readers: frozenset[str]) -> Known:
        """Whether a facet has a value that holds some syllables side by side, of what the asker may read."""
        return lambda name, words: any(holds_run(term, words) for term in self._facets(name, readers))

    def _facets(self, name: str, readers: frozenset[str] | None = None) -> list[str]:
        may = "" if readers is None else " AND readers && :readers"
        found = self._ask(f"SELECT DISTINCT facet FROM {self._table}, unnest(facets) AS facet"
                          f" WHERE starts_with(facet, :beginning){may}", beginning=facet_term(name, ""),
                          **({} if readers is None else {"readers": sorted(readers)}))
        return [row[0] for row in found]

    def _ask(self, statement: str, **values: Any) -> Any:
        return self._connection.execute(text(statement), values)
