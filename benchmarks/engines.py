"""The portal's search beside SQLite FTS5 and tantivy: python -m benchmarks.engines --docs D [--queries Q --qrels R]

The same documents, folded by the same analyser, the same queries, one run: milliseconds p50 / p95 (best of three) by
kind of query, and the ratio to the others; with queries and judgements nDCG@10 too. tantivy is an extra (`bench`).
"""

import argparse
import random
import sqlite3
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from benchmarks.house import table
from benchmarks.relevance import entry_of, measure, pairs, percentiles, records
from portal.search.analysis import syllables
from portal.search.entry import Entry, Query
from portal.search.highlight import excerpt
from portal.search.whoosh_engine import WhooshEngine

HEAD_WEIGHT = 5.0
BREAK = "qzbreakzq"
KINDS = ("1 word", "3 words", "3 words + unit", "phrase", "symbol", "3 words + unit + 10 passages",
         "question + unit")  # fmt: skip


class Peer(Protocol):
    """An engine in this comparison."""

    name: str

    def search(self, text: str, unit: str | None, *, phrase: bool = False, limit: int = 20) -> list[int]:
        """Numbers of documents, best first."""
        ...


class Portal:
    """Ours."""

    name = "portal"

    def __init__(self, folder: Path, readers: frozenset[str]) -> None:
        self._engine, self._all = WhooshEngine(folder), readers

    def search(self, text: str, unit: str | None, *, phrase: bool = False, limit: int = 20) -> list[int]:
        readers = frozenset({unit}) if unit else self._all
        return [hit.id for hit in self._engine.find(Query(f'"{text}"' if phrase else text, readers, limit=limit)).hits]

    def holding_all(self, text: str, unit: str | None) -> set[int]:
        """Those that hold every word."""
        query = Query(text, frozenset({unit}) if unit else self._all, limit=1, as_typed=True)
        whole = self._engine.find(query).whole
        return {hit.id for hit in self._engine.find(replace(query, limit=whole)).hits} if whole else set()


class Fts5:
    """SQLite: folded text, head weighed as ours."""

    name = "FTS5"

    def __init__(self, entries: list[Entry]) -> None:
        self._base = sqlite3.connect(":memory:")
        self._base.execute("CREATE VIRTUAL TABLE paper USING fts5(head, body, content='', tokenize='unicode61')")
        self._base.execute("CREATE TABLE reader (token TEXT, id INTEGER, PRIMARY KEY (token, id)) WITHOUT ROWID")
        rows = ((one.id, *folded_parts(one)) for one in entries)
        self._base.executemany("INSERT INTO paper (rowid, head, body) VALUES (?, ?, ?)", rows)
        tokens = ((token, one.id) for one in entries for token in one.readers)
        self._base.executemany("INSERT INTO reader VALUES (?, ?)", tokens)
        self._base.execute("INSERT INTO paper (paper) VALUES ('optimize')")

    def search(self, text: str, unit: str | None, *, phrase: bool = False, limit: int = 20) -> list[int]:
        words = syllables(text)
        match = f'"{" ".join(words)}"' if phrase else " OR ".join(f'"{word}"' for word in dict.fromkeys(words))
        return self._rows(match, unit, limit) if words else []

    def holding_all(self, text: str, unit: str | None) -> set[int]:
        """Those that hold every word."""
        return set(self._rows(" AND ".join(f'"{word}"' for word in dict.fromkeys(syllables(text))), unit, -1))

    def _rows(self, match: str, unit: str | None, limit: int) -> list[int]:
        where = "AND +rowid IN (SELECT id FROM reader WHERE token = ?)" if unit else ""
        found = self._base.execute(
            f"SELECT rowid FROM paper WHERE paper MATCH ? {where} ORDER BY bm25(paper, {HEAD_WEIGHT}, 1) LIMIT {limit}",
            (match, unit) if unit else (match,))  # fmt: skip
        return [row[0] for row in found]


class Tantivy:
    """tantivy: folded text, head weighed as ours."""

    name = "tantivy"

    def __init__(self, entries: list[Entry]) -> None:
        import tantivy

        self._lib = tantivy
        builder = tantivy.SchemaBuilder()
        for field in ("head", "body"):
            builder.add_text_field(field, tokenizer_name="whitespace")
        builder.add_text_field("reader", tokenizer_name="raw", index_option="basic")
        builder.add_integer_field("number", stored=True, fast=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        writer = self._index.writer(heap_size=256_000_000, num_threads=1)
        for one in entries:
            head, body = folded_parts(one)
            writer.add_document(tantivy.Document(head=head, body=body, number=one.id, reader=sorted(one.readers)))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, text: str, unit: str | None, *, phrase: bool = False, limit: int = 20) -> list[int]:
        query, occur = self._lib.Query, self._lib.Occur
        words = list(dict.fromkeys(syllables(text)))
        if not words:
            return []
        if phrase and len(syllables(text)) > 1:
            parts = [query.phrase_query(self._schema, field, syllables(text)) for field in ("head", "body")]
        else:
            parts = [query.boost_query(query.term_query(self._schema, "head", word), HEAD_WEIGHT) for word in words]
            parts += [query.term_query(self._schema, "body", word) for word in words]
        asked = query.boolean_query([(occur.Should, part) for part in parts])
        if unit:
            mine = query.const_score_query(query.term_query(self._schema, "reader", unit), 0.0)
            asked = query.boolean_query([(occur.Must, asked), (occur.Must, mine)])
        return [self._searcher.doc(address)["number"][0] for _, address in self._searcher.search(asked, limit).hits]


def folded_parts(entry: Entry) -> tuple[str, str]:
    """Head and body as folded syllables; no phrase runs over the parts of a head, so a word stands between them."""
    head = f" {BREAK} ".join(" ".join(syllables(part)) for part in (entry.symbol, entry.title, entry.head))
    return head, " ".join(syllables(entry.body))


def asked(entries: list[Entry], number: int) -> dict[str, list[tuple[str, str | None, bool]]]:
    """Queries of each kind taken from the documents themselves: (text, unit, whether a phrase)."""
    chance = random.Random(5)
    made: dict[str, list[tuple[str, str | None, bool]]] = defaultdict(list)
    while len(made[KINDS[-1]]) < number:
        one = entries[chance.randrange(len(entries))]
        words = one.body.split()
        if len(words) < 25:
            continue
        at, unit = chance.randrange(len(words) - 24), min(one.readers)
        three, twenty = " ".join(words[at : at + 3]), " ".join(words[at : at + 20])
        texts = (words[at], three, three, " ".join(syllables(three)), one.symbol or three, three, twenty)
        for kind, text in zip(KINDS, texts, strict=True):
            made[kind].append((text, unit if "unit" in kind else None, kind == "phrase"))
    return made


def passages(base: sqlite3.Connection, numbers: list[int], text: str) -> None:
    """Ten passages, the texts from a table, as the results page makes them."""
    some = numbers[:10]
    marks = ",".join("?" * len(some))
    for _, body in base.execute(f"SELECT id, body FROM text WHERE id IN ({marks})", some):
        excerpt(body, text)


def best_of(work: Callable[[], Any], clock: Callable[[], float], rounds: int = 3) -> float:
    """Milliseconds of the quickest."""
    times = []
    for _ in range(rounds):
        start = clock()
        work()
        times.append((clock() - start) * 1000)
    return min(times)


def speeds(peers: list[Peer], entries: list[Entry], number: int, clock: Callable[[], float]) -> list[list[str]]:
    """One row for each kind of query."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE text (id INTEGER PRIMARY KEY, body TEXT)")
    base.executemany("INSERT INTO text VALUES (?, ?)", ((one.id, one.body) for one in entries))
    rows = []
    prepared = asked(entries, number)
    for kind in KINDS:
        queries = prepared[kind]
        times: dict[str, list[float]] = {}
        for peer in peers:
            def work(text: str, unit: str | None, phrase: bool, peer: Peer = peer, kind: str = kind) -> None:
                found = peer.search(text, unit, phrase=phrase)
                if "passages" in kind:
                    passages(base, found, text)

            times[peer.name] = sorted(best_of(partial(work, *one), clock) for one in queries)
        p95 = {name: spent[int(len(spent) * 0.95)] for name, spent in times.items()}
        ratios = [f"{p95[peers[0].name] / p95[peer.name]:.2f}" for peer in peers[1:]]
        rows.append([kind, *(percentiles(times[peer.name]) for peer in peers), *ratios])
    return rows


def same_records(ours: Portal, theirs: Fts5, entries: list[Entry], number: int) -> str:
    """For how many queries ours and FTS5 find the very same records: all of three words, phrases; in one unit too."""
    made, most = asked(entries, number), len(entries)
    units = [unit for _, unit, _ in made["3 words + unit"]]
    told = []
    for name, some in (("", [None] * number), (" in a unit", units)):
        words = sum(ours.holding_all(text, unit) == theirs.holding_all(text, unit)
                    for (text, *_), unit in zip(made["3 words"], some, strict=True))
        phrases = sum(set(ours.search(text, unit, phrase=True, limit=most))
                      == set(theirs.search(text, unit, phrase=True, limit=most))
                      for (text, *_), unit in zip(made["phrase"], some, strict=True))
        told.append(f"all of three words{name} {words}, phrases{name} {phrases}")
    return f"the same records as FTS5, of {number}: {', '.join(told)}"


def relevance(peers: list[Peer], names: list[str], options: argparse.Namespace) -> list[list[str]]:
    """nDCG@10, MRR@10, recall@100 of each."""
    right: dict[str, set[str]] = defaultdict(set)
    for query_id, name, _ in pairs(options.qrels):
        right[query_id].add(name)
    rows = []
    for peer in peers:
        marks = [measure([names[number] for number in peer.search(row[1], None, limit=100)], right[row[0]])
                 for row in pairs(options.queries) if right.get(row[0])]
        rows.append([peer.name, *(f"{sum(column) / len(marks):.3f}" for column in zip(*marks, strict=True))])
    return rows


def main() -> None:
    """Read the command line, build all, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--docs", type=Path, required=True)
    parser.add_argument("--queries", type=Path)
    parser.add_argument("--qrels", type=Path)
    parser.add_argument("--index", type=Path, help="keep our index here, or use the one that is there")
    parser.add_argument("--number", type=int, default=200, help="queries of each kind")
    parser.add_argument("--processor", action="store_true",
                        help="count time of the processor, not of the clock: on a machine that others use too")
    options = parser.parse_args()
    made = list(records(options.docs))
    entries = [entry_of(number, record) for number, record in enumerate(made)]
    names = [str(record["id"]) for record in made]
    readers = frozenset().union(*(one.readers for one in entries))
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.index or Path(temporary)
        if not (folder / "CURRENT").exists():
            WhooshEngine(folder).rebuild(entries)
        ours, theirs = Portal(folder, readers), Fts5(entries)
        peers: list[Peer] = [ours, theirs]
        try:
            peers.append(Tantivy(entries))
        except ImportError:
            print("tantivy is not installed (pip install 'so-tay[bench]'): left out")
        heads = [peer.name for peer in peers]
        clock, unit = (time.process_time, "CPU ms") if options.processor else (time.perf_counter, "ms")
        print(table([f"{unit} p50 / p95", *heads, *(f"p95 : {name}" for name in heads[1:])],
                    speeds(peers, entries, options.number, clock)))
        print(same_records(ours, theirs, entries, options.number))
        if options.queries and options.qrels:
            print(table(["as typed", "nDCG@10", "MRR@10", "recall@100"], relevance(peers, names, options)))


if __name__ == "__main__":
    main()
