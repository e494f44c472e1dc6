"""How well and how fast the search finds: python -m benchmarks.relevance --docs D --queries Q --qrels R

D: one JSON object a line (.jsonl or .jsonl.gz) with `id`; `body`, `law`, `symbol`, `kind`, `title`, `issuer`
and `acl` (a list of reader tokens) if it has them. Q: `query_id <tab> text`. R: `query_id <tab> doc_id <tab> 1`.
"""

import argparse
import gzip
import json
import random
import tempfile
import time
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
NEAR_KEYS = dict(
    zip(
        "qwertyuiopasdfghjklzxcvbnm",
        ["wa", "qes", "wrd", "etf", "ryg", "tuh", "yij", "uok", "ipl", "o", "qsz", "awdx", "sefc", "drgv",
         "fthb", "gyjn", "hukm", "jil", "ko", "asx", "zsdc", "xdfv", "cfgb", "vghn", "bhjm", "njk"],
        strict=True,
    )
)  # fmt: skip


def lines(path: Path) -> Iterator[str]:
    """Lines of a file, packed or not."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as stream:
        yield from stream


def entries(path: Path, limit: int | None, names: list[str]) -> Iterator[Entry]:
    """The documents as entries; appends their own ids to `names` (an entry's id is its place there)."""
    for number, line in enumerate(lines(path)):
        if number == limit:
            return
        record: dict[str, Any] = json.loads(line)
        names.append(str(record["id"]))
        head = [str(record[key]) for key in ("kind", "law", "issuer") if record.get(key)]
        yield Entry(
            kind="document",
            id=number,
            title=str(record.get("title") or ""),
            body=str(record.get("body") or ""),
            symbol=str(record.get("symbol") or ""),
            head=". ".join(head),
            readers=frozenset(map(str, record["acl"])) if "acl" in record else frozenset({"all"}),
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

    def ask(self, query_id: str, text: str) -> tuple[list[str], float]:
        """Names of the hits and the milliseconds it took."""
        start = time.perf_counter()
        hits = self.engine.find(Query(text, self.readers, limit=DEPTH)).hits
        spent = (time.perf_counter() - start) * 1000
        ranked = [self.names[hit.id] for hit in hits]
        for rank, (name, hit) in enumerate(zip(ranked, hits, strict=True), start=1):
            self.run.append(f"{query_id}\t{name}\t{rank}\t{hit.score:.6f}")
        return ranked, spent

    def figures(self, queries: dict[str, str], right: dict[str, set[str]]) -> dict[str, float]:
        """Means over the queries, and their times."""
        self.run, marks, times = [], [], []
        for query_id, text in queries.items():
            ranked, spent = self.ask(query_id, text)
            marks.append(measure(ranked, right[query_id]))
            times.append(spent)
        times.sort()
        ndcg, mrr, recall = (sum(column) / len(marks) for column in zip(*marks, strict=True))
        return {
            "nDCG@10": ndcg,
            "MRR@10": mrr,
            "recall@100": recall,
            "p50 ms": times[len(times) // 2],
            "p95 ms": times[int(len(times) * 0.95)],
        }


def build(engine: Engine, made: Iterable[Entry]) -> frozenset[str]:
    """Fill the engine and print how fast; every reader token seen."""
    readers: set[str] = set()

    def noted() -> Iterator[Entry]:
        for entry in made:
            readers.update(entry.readers)
            yield entry

    start = time.perf_counter()
    count = engine.rebuild(noted())
    spent = time.perf_counter() - start
    size = engine.state().bytes / 1e6
    print(f"{count} documents in {spent:.1f} s ({count / spent:.0f} docs/s), index {size:.1f} MB")
    return frozenset(readers)


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--docs", "--queries", "--qrels"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--engine", choices=("whoosh", "memory"), default="whoosh")
    parser.add_argument("--limit", type=int, help="only the first documents")
    parser.add_argument("--run", type=Path, help="write the ranking of the queries as typed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engine: Engine = MemoryEngine() if options.engine == "memory" else WhooshEngine(Path(folder))
        names: list[str] = []
        readers = build(engine, entries(options.docs, options.limit, names))
        report(Trial(engine, names, readers), options)


def report(trial: Trial, options: argparse.Namespace) -> None:
    """Ask all queries in each way of typing and print the figures."""
    right: dict[str, set[str]] = defaultdict(set)
    known = set(trial.names)
    for query_id, name, grade in pairs(options.qrels):
        if name in known and grade != "0":
            right[query_id].add(name)
    typed = {row[0]: row[1] for row in pairs(options.queries) if right.get(row[0])}
    chance = random.Random(7)
    ways: dict[str, Callable[[str], str]] = {
        "as typed": str,
        "no accents": fold,
        "one slip": lambda text: slip(text, chance),
    }
    for way, change in ways.items():
        figures = trial.figures({key: change(text) for key, text in typed.items()}, right)
        print(f"{way:<11}" + "  ".join(f"{name} {value:.3f}" for name, value in figures.items()))
        if way == "as typed" and options.run:
            options.run.write_text("\n".join(trial.run) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
