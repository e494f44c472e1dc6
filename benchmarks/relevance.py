"""How well and how fast the search finds: python -m benchmarks.relevance --docs D --queries Q --qrels R

D: one JSON object a line (.jsonl or .jsonl.gz) with `id`; `body`, `law`, `symbol`, `kind`, `title`, `issuer`
and `acl` (a list of reader tokens) if it has them. Q: `query_id <tab> text`. R: `query_id <tab> doc_id <tab> 1`.
Each query is asked as typed, without accents, with one slip of the finger, and with the tone in the other place.
"""

import argparse
import gzip
import json
import multiprocessing
import os
import random
import re
import resource
import tempfile
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from math import log2
from pathlib import Path
from typing import Any

from portal.core.text import fold
from portal.search.engine import Engine
from portal.search.entry import Entry, Query
from portal.search.memory import MemoryEngine
from portal.search.whoosh_engine import WhooshEngine

DEPTH = 100
WAYS = ("as typed", "no accents", "one slip", "other tone place")
NEAR_KEYS = dict(
    zip(
        "qwertyuiopasdfghjklzxcvbnm",
        ["wa", "qes", "wrd", "etf", "ryg", "tuh", "yij", "uok", "ipl", "o", "qsz", "awdx", "sefc", "drgv",
         "fthb", "gyjn", "hukm", "jil", "ko", "asx", "zsdc", "xdfv", "cfgb", "vghn", "bhjm", "njk"],
        strict=True,
    )
)  # fmt: skip
OPEN_PAIR = re.compile(r"(?<![qQ])([oO])([aAeE])(?![\w])|(?<![qQ])([uU])([yY])(?![\w])")


def lines(path: Path) -> Iterator[str]:
    """Lines of a file, packed or not."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as stream:
        yield from stream


def records(path: Path, limit: int | None = None) -> Iterator[dict[str, Any]]:
    """The documents as they stand in the file."""
    for number, line in enumerate(lines(path)):
        if number == limit:
            return
        yield json.loads(line)


def entries(path: Path, limit: int | None, names: list[str]) -> Iterator[Entry]:
    """The documents as entries; appends their own ids to `names` (an entry's id is its place there)."""
    for number, record in enumerate(records(path, limit)):
        names.append(str(record["id"]))
        yield entry_of(number, record)


def entry_of(number: int, record: dict[str, Any]) -> Entry:
    """A document of the file as the portal would hand it over."""
    head = [str(record[key]) for key in ("kind", "law", "issuer") if record.get(key)]
    facets = {"paper": str(record.get("kind") or ""), "issuer": str(record.get("issuer") or ""),
              "year": str(record.get("year") or "")}
    return Entry(
        kind="document",
        id=number,
        title=str(record.get("title") or ""),
        body=str(record.get("body") or ""),
        symbol=str(record.get("symbol") or ""),
        head=". ".join(head),
        readers=frozenset(map(str, record["acl"])) if "acl" in record else frozenset({"all"}),
        facets={name: value for name, value in facets.items() if value},
    )


def pairs(path: Path) -> Iterator[list[str]]:
    """Rows of a tab-separated file."""
    return (line.rstrip("\n").split("\t") for line in lines(path) if line.strip())


def slip(text: str, chance: random.Random) -> str:
    """One slip of the finger in one word: a letter lost, doubled, swapped or its neighbour's key."""
    words = text.split()
    long = [place for place, word in enumerate(words) if len(word) > 2] or list(range(len(words)))
    if not long:
        return text
    which = chance.choice(long)
    word = words[which]
    at = chance.randrange(len(word) - 1) if len(word) > 1 else 0
    kind = chance.choice(("lose", "double", "swap", "near"))
    if kind == "lose":
        word = word[:at] + word[at + 1 :]
    elif kind == "double":
        word = word[: at + 1] + word[at:]
    elif kind == "swap":
        word = word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]
    else:
        keys = NEAR_KEYS.get(fold(word[at]), word[at])
        word = word[:at] + chance.choice(keys) + word[at + 1 :]
    words[which] = word
    return " ".join(words)


def other_place(text: str) -> str:
    """The tone of open `oa`, `oe`, `uy` on the other letter: `hòa` is `hoà`, `thuỷ` is `thủy`."""
    return " ".join(_moved(word) for word in text.split())


def _moved(word: str) -> str:
    apart = unicodedata.normalize("NFD", word)
    tone = next((mark for mark in apart if mark in "\u0300\u0301\u0303\u0309\u0323"), "")
    bare = unicodedata.normalize("NFC", apart.replace(tone, "", 1) if tone else apart)
    found = OPEN_PAIR.search(bare)
    if not tone or found is None:
        return word
    first = unicodedata.normalize("NFC", bare[: found.start() + 1] + tone + bare[found.start() + 1 :])
    second = unicodedata.normalize("NFC", bare[: found.start() + 2] + tone + bare[found.start() + 2 :])
    return second if first == unicodedata.normalize("NFC", word) else first


def measure(ranked: list[str], right: set[str]) -> tuple[float, float, float]:
    """(nDCG@10, MRR@10, recall@100) of one query."""
    gain = sum(1 / log2(place + 2) for place, name in enumerate(ranked[:10]) if name in right)
    best = sum(1 / log2(place + 2) for place in range(min(len(right), 10)))
    first = next((1 / (place + 1) for place, name in enumerate(ranked[:10]) if name in right), 0.0)
    return gain / best, first, len(right.intersection(ranked)) / len(right)


class Trial:
    """An engine filled with documents, and the queries to ask it."""

    def __init__(self, engine: Engine, names: list[str], readers: frozenset[str]) -> None:
        self.engine, self.names, self.readers = engine, names, readers
        self.run: list[str] = []

    def ask(self, query_id: str, text: str) -> list[str]:
        """Names of the hits."""
        hits = self.engine.find(Query(text, self.readers, limit=DEPTH)).hits
        ranked = [self.names[hit.id] for hit in hits]
        for rank, (name, hit) in enumerate(zip(ranked, hits, strict=True), start=1):
            self.run.append(f"{query_id}\t{name}\t{rank}\t{hit.score:.6f}")
        return ranked

    def marks(self, queries: dict[str, str], right: dict[str, set[str]]) -> dict[str, tuple[float, float, float]]:
        """What each query reached."""
        self.run = []
        return {query_id: measure(self.ask(query_id, text), right[query_id]) for query_id, text in queries.items()}

    def times(self, queries: Iterable[str], rounds: int = 3) -> list[float]:
        """Milliseconds of each query for a page of 20, best of some rounds, rising."""
        return sorted(min(self._spent(text) for _ in range(rounds)) for text in queries)

    def _spent(self, text: str) -> float:
        start = time.perf_counter()
        self.engine.find(Query(text, self.readers))
        return (time.perf_counter() - start) * 1000


def percentiles(times: list[float]) -> str:
    """`p50 / p95`."""
    return f"{times[len(times) // 2]:.2f} / {times[int(len(times) * 0.95)]:.2f}"


def private_mb() -> float:
    """Memory this process shares with nobody."""
    found = re.findall(r"^Private_\w+:\s+(\d+) kB", Path("/proc/self/smaps_rollup").read_text(), re.MULTILINE)
    return sum(map(int, found)) / 1024


def opening(folder: Path, text: str, readers: frozenset[str], told: Any) -> None:
    """In a process of its own: tells (ms until the first answer, MB it took, MB after 20 more)."""
    engine = WhooshEngine(folder)
    before, start = private_mb(), time.perf_counter()
    engine.find(Query(text, readers))
    spent = (time.perf_counter() - start) * 1000
    first = private_mb() - before
    for number in range(20):
        engine.find(Query(f"{text} {number}", readers))
    told.put((spent, first, private_mb() - before))


def build(engine: Engine, made: Iterable[Entry]) -> frozenset[str]:
    """Fill the engine and print how fast; every reader token seen."""
    readers: set[str] = set()

    def noted() -> Iterator[Entry]:
        for entry in made:
            readers.update(entry.readers)
            yield entry

    start, spent_before = time.perf_counter(), time.process_time()
    count = engine.rebuild(noted())
    spent, cpu = time.perf_counter() - start, time.process_time() - spent_before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} documents in {spent:.1f} s ({cpu:.1f} s CPU, {count / cpu:.0f} docs/s CPU), "
          f"index {engine.state().bytes / 1e6:.1f} MB, most memory while building {peak:.0f} MB")
    return frozenset(readers)


def chosen_engine(name: str, folder: Path) -> Engine:
    """The engine asked for."""
    if name == "memory":
        return MemoryEngine()
    if name == "postgresql":
        from portal.search.postgres_engine import PostgresEngine

        return PostgresEngine(os.environ["PORTAL_TEST_POSTGRES"], table="benchmark_search")
    return WhooshEngine(folder)


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--docs", "--queries", "--qrels"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--engine", choices=("whoosh", "postgresql", "memory"), default="whoosh")
    parser.add_argument("--limit", type=int, help="only the first documents")
    parser.add_argument("--run", type=Path, help="write the ranking of the queries as typed")
    parser.add_argument("--index", type=Path, help="keep the index in this folder, or use the one that is there")
    parser.add_argument("--ways", nargs="+", default=WAYS, choices=WAYS, help="only these ways of typing")
    parser.add_argument("--every", type=int, default=1, help="only every n-th query")
    parser.add_argument("--rounds", type=int, default=3, help="the quickest of so many counts; 0: no milliseconds")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.index or Path(temporary)
        engine = chosen_engine(options.engine, folder)
        names: list[str] = []
        if options.index and (options.index / "CURRENT").exists():
            readers = frozenset().union(*(entry.readers for entry in entries(options.docs, options.limit, names)))
            print(f"index {engine.state().bytes / 1e6:.1f} MB, as it was")
        else:
            readers = build(engine, entries(options.docs, options.limit, names))
        typed = report(Trial(engine, names, readers), options)
        if options.engine == "whoosh" and typed:
            report_opening(folder, next(iter(typed.values())), readers)


def report_opening(folder: Path, text: str, readers: frozenset[str]) -> None:
    """Print what a new process needs."""
    spawn = multiprocessing.get_context("spawn")
    told = spawn.Queue()
    process = spawn.Process(target=opening, args=(folder, text, readers, told))
    process.start()
    spent, first, after = told.get(timeout=120)
    process.join()
    print(f"new process: opened and answered in {spent:.0f} ms; private memory {first:.0f} MB, "
          f"after 20 more {after:.0f} MB")


def report(trial: Trial, options: argparse.Namespace) -> dict[str, str]:
    """Ask all queries in each way of typing and print the figures; the queries as typed."""
    right: dict[str, set[str]] = defaultdict(set)
    known = set(trial.names)
    for query_id, name, grade in pairs(options.qrels):
        if name in known and grade != "0":
            right[query_id].add(name)
    typed = {row[0]: row[1] for row in list(pairs(options.queries))[:: options.every] if right.get(row[0])}
    chance = random.Random(7)
    ways: dict[str, Callable[[str], str]] = dict(zip(WAYS, (
        str, fold, lambda text: slip(text, chance), other_place), strict=True))
    print(f"{'':<24} nDCG@10  MRR@10  recall@100   ms p50 / p95")
    for way in options.ways:
        change = ways[way]
        queries = {key: change(text) for key, text in typed.items()}
        marks = trial.marks(queries, right)
        if way == "as typed" and options.run:
            options.run.write_text("\n".join(trial.run) + "\n", encoding="utf-8")
        report_kinds(trial, way, queries, marks, options.rounds)
    return typed


def report_kinds(trial: Trial, way: str, queries: dict[str, str],
                 marks: dict[str, tuple[float, float, float]], rounds: int) -> None:
    """One line for all queries and one for each kind (the beginning of their ids)."""
    kinds: dict[str, list[str]] = {way: list(queries)}
    for query_id in queries:
        kinds.setdefault("  " + query_id.rpartition("-")[0], []).append(query_id)
    for kind, ids in kinds.items():
        if len(kinds) == 2 and kind != way:
            continue
        ndcg, mrr, recall = (sum(marks[one][column] for one in ids) / len(ids) for column in range(3))
        timed = rounds and (kind != way or len(kinds) == 2)
        times = trial.times((queries[one] for one in ids), rounds) if timed else []
        print(f"{kind:<24} {ndcg:7.3f} {mrr:7.3f} {recall:11.3f}   {percentiles(times) if times else ''}")


if __name__ == "__main__":
    main()
