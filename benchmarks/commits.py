"""From a commit to a hit: python -m benchmarks.commits --docs D --index INDEX [--number 300] [--pause 0]

Puts single new papers into a copy of an index, as the worker does, merging beside as it does, and after each asks a
second engine, as a web process has, for a word that stands only there. Prints milliseconds from `put` to the hit,
p50 / p95 / most, by the clock and by the processor, beside their targets, and what was merged meanwhile.
"""

import argparse
import fcntl
import os
import shutil
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.house import table
from benchmarks.relevance import entry_of, records
from portal.search.entry import Query
from portal.search.whoosh_engine import WhooshEngine
from portal.search.whoosh_engine.merging import LOCK

TARGETS = "40 / 80"
READERS = frozenset({"all"})


def unique(number: int) -> str:
    """A word that nobody writes."""
    return "zq" + "".join(chr(ord("b") + int(digit)) for digit in str(number)) + "qz"


def papers(docs: Path, number: int) -> list[dict[str, Any]]:
    """Real texts under a new title each, whose one made-up word stands nowhere else."""
    known = records(docs, number)
    return [{**record, "title": f"{record.get('title', '')} {unique(place)}", "acl": ["all"]}
            for place, record in enumerate(known)]


def trial(folder: Path, made: list[dict[str, Any]], pause: float) -> tuple[list[list[float]], list[int]]:
    """([wall, processor] milliseconds of each commit, parts of the index after each)."""
    writer, reader = WhooshEngine(folder), WhooshEngine(folder, look_every=0)
    first = writer.state().count
    reader.find(Query("một", READERS))
    spent, parts = [], []
    for place, record in enumerate(made):
        entry = entry_of(first + place, record)
        start, begun = time.perf_counter(), time.process_time()
        writer.put([entry])
        if [hit.id for hit in reader.find(Query(unique(place), READERS, as_typed=True)).hits] != [entry.id]:
            raise AssertionError(f"paper {place} is not found")
        spent.append([(time.perf_counter() - start) * 1000, (time.process_time() - begun) * 1000])
        writer.tidy(beside=True)
        parts.append(reader.state().parts)
        time.sleep(pause)
    with (folder / LOCK).open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)  # the last merge has come to its end
    return spent, parts


def spread(values: list[float]) -> str:
    """`p50 / p95 / most`."""
    rising = sorted(values)
    return f"{rising[len(rising) // 2]:.1f} / {rising[int(len(rising) * 0.95)]:.1f} / {rising[-1]:.1f}"


def main() -> None:
    """Read the command line, copy the index, commit, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=Path, required=True)
    parser.add_argument("--index", type=Path, required=True, help="an index made of them; it is copied")
    parser.add_argument("--number", type=int, default=300, help="commits")
    parser.add_argument("--pause", type=float, default=0, help="seconds between two commits")
    options = parser.parse_args()
    made = papers(options.docs, options.number)
    with tempfile.TemporaryDirectory(dir=options.index.parent, ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary) / "index"
        shutil.copytree(options.index, folder)
        os.sync()
        count = WhooshEngine(folder).state().count
        spent, parts = trial(folder, made, options.pause)
    wall, processor = (list(column) for column in zip(*spent, strict=True))
    print(f"{len(made)} commits into an index of {count} papers")
    print(table(["ms p50 / p95 / most", "measured", "target"],
                [["from put to hit", spread(wall), TARGETS], ["processor time of both", spread(processor), ""]]))
    merges = sum(later < earlier for earlier, later in pairwise(parts))
    print(f"parts of the index: {max(parts)} at most, {parts[-1]} in the end; merged {merges} times meanwhile")


if __name__ == "__main__":
    main()
