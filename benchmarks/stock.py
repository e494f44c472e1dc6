"""How many times faster than Whoosh's own searcher: python -m benchmarks.stock --docs D [--index INDEX] [--number 20]

Both read the same segments, which Whoosh wrote: counted terms without positions or stored text, which is faster for
its searcher than what it writes by default, as is TF-IDF, asked for here, than BM25F. The unit is its `filter`, one
searcher is kept. Processor milliseconds, best of three; targets: SEARCH.md, section 8.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from whoosh.index import FileIndex
from whoosh.query import Or, Term
from whoosh.scoring import TF_IDF

from benchmarks.engines import Portal, asked
from benchmarks.house import table
from benchmarks.relevance import entry_of, records
from portal.search.analysis import syllables
from portal.search.fields import BODY, HEAD, READERS
from portal.search.whoosh_engine import WhooshEngine
from portal.search.whoosh_engine.schema import schema
from portal.search.whoosh_engine.segments import NAME
from portal.search.whoosh_engine.storage import DurableStorage, live_directory

TARGETS = {"3 words + unit": 150, "question + unit": 500}


class Stock:
    """Whoosh's own searcher."""

    def __init__(self, folder: Path) -> None:
        opened = FileIndex(DurableStorage(live_directory(folder)), schema(), NAME)
        self._searcher = opened.searcher(weighting=TF_IDF())

    def search(self, text: str, unit: str, limit: int = 20) -> int:
        """How many documents are on the first page."""
        words = dict.fromkeys(syllables(text))
        query = Or([Term(field, word.encode()) for field in (HEAD, BODY) for word in words])
        return len(list(self._searcher.search(query, limit=limit, filter=Term(READERS, unit.encode())).top_n))


def spent(work: Callable[[], Any], rounds: int = 3) -> float:
    """Processor milliseconds of the quickest."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1000)
    return min(times)


def main() -> None:
    """Read the command line, build what is missing, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=Path, required=True)
    parser.add_argument("--index", type=Path, help="keep the index here, or use the one that is there")
    parser.add_argument("--number", type=int, default=20, help="queries of each kind")
    options = parser.parse_args()
    entries = [entry_of(number, record) for number, record in enumerate(records(options.docs))]
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.index or Path(temporary)
        if not (folder / "CURRENT").exists():
            WhooshEngine(folder).rebuild(entries)
        ours, theirs = Portal(folder, frozenset().union(*(one.readers for one in entries))), Stock(folder)
        prepared, rows = asked(entries, options.number), []
        for kind, target in TARGETS.items():
            times = [sorted(spent(lambda one=one, peer=peer: peer.search(*one[:2])) for one in prepared[kind])
                     for peer in (ours, theirs)]
            middle = [one[len(one) // 2] for one in times]
            rows.append([kind, *(f"{one:.2f}" for one in middle), f"{middle[1] / middle[0]:.0f}", str(target)])
        print(table(["CPU ms p50", "portal", "Whoosh", "times", "target"], rows))


if __name__ == "__main__":
    main()
