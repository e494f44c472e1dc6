"""Search at four times the size: python -m benchmarks.large --docs D --index INDEX [--times 4] [--number 400]

Maps the arrays of an index several times over, from copies, and asks in a new process: each query once, so that terms
and pages are cold; with --disk they are in no cache either, as after a restart of the machine. As much is read and
ranked as in an index of that many documents, without a quarter of an hour to write one. Prints wall and processor
milliseconds, p50 / p95, and the memory of the process's own.
"""

import argparse
import multiprocessing
import os
import re
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.engines import asked
from benchmarks.relevance import entry_of, percentiles, records
from portal.search.answering import answer
from portal.search.entry import Query
from portal.search.ranking import Ranker
from portal.search.snapshot import Snapshot
from portal.search.whoosh_engine import sidecar

KINDS = ("3 words + unit", "question + unit")
TARGET_MS, TARGET_MB = 15, 60


def made_of(path: Path) -> int:
    """The size of the segment file that arrays belong to."""
    return path.with_suffix(".seg").stat().st_size


def copied(index: Path, times: int, folder: Path, *, uncached: bool) -> list[tuple[Path, int]]:
    """The arrays of the live index several times over; `uncached`: on the disk and nowhere else."""
    live = index / (index / "CURRENT").read_text(encoding="utf-8").strip()
    found = []
    for turn in range(times):
        for path in live.glob(f"*{sidecar.ENDING}"):
            copy = folder / f"{turn}-{path.name}"
            shutil.copyfile(path, copy)
            with copy.open("rb") as stream:
                os.fsync(stream.fileno())
                if uncached:
                    os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            found.append((copy, made_of(path)))
    return found


def own_mb() -> float:
    """Memory this process has written to: pages of mapped files are the system's, even where one process maps them."""
    found = re.findall(r"^Private_Dirty:\s+(\d+) kB", Path("/proc/self/smaps_rollup").read_text(), re.MULTILINE)
    return sum(map(int, found)) / 1024


def measure(files: list[tuple[Path, int]], prepared: dict[str, list[Any]], told: Any) -> None:
    """In a process of its own: (documents, kind → (wall, processor) milliseconds of each query, MB)."""
    before = own_mb()
    segments = [found for path, size in files if (found := sidecar.read(path, size))]
    ranker = Ranker(Snapshot(segments))
    spent: dict[str, tuple[list[float], list[float]]] = {}
    for kind, queries in prepared.items():
        wall, processor = [], []
        for text, unit, _ in queries:
            start, begun = time.perf_counter(), time.process_time()
            answer(ranker, Query(text, frozenset({unit})))
            wall.append((time.perf_counter() - start) * 1000)
            processor.append((time.process_time() - begun) * 1000)
        spent[kind] = sorted(wall), sorted(processor)
    told.put((ranker.snapshot.size, spent, own_mb() - before))


def main() -> None:
    """Read the command line, copy, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=Path, required=True, help="what the index was made of")
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--times", type=int, default=4)
    parser.add_argument("--number", type=int, default=400, help="queries of each kind")
    parser.add_argument("--disk", action="store_true", help="with nothing of the index in the system's cache")
    options = parser.parse_args()
    entries = [entry_of(number, record) for number, record in enumerate(records(options.docs))]
    prepared = {kind: queries for kind, queries in asked(entries, options.number).items() if kind in KINDS}
    spawn = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(dir=options.index) as folder:
        told = spawn.Queue()
        files = copied(options.index, options.times, Path(folder), uncached=options.disk)
        process = spawn.Process(target=measure, args=(files, prepared, told))
        process.start()
        size, spent, memory = told.get(timeout=300)
        process.join()
    for kind, (wall, processor) in spent.items():
        print(f"{kind:<20} {size} documents: wall {percentiles(wall)} ms, processor {percentiles(processor)} ms")
    print(f"memory of its own {memory:.0f} MB (targets: question p95 {TARGET_MS} ms, {TARGET_MB} MB)")


if __name__ == "__main__":
    main()
