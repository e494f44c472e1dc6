"""Merge what is due in a folder, yielding to all others: what `merging.Merger` starts."""

import os
import sys
from pathlib import Path

from portal.search.engine import IndexUnavailable
from portal.search.whoosh_engine import WhooshEngine
from portal.search.whoosh_engine.merging import ROUNDS

if __name__ == "__main__":
    os.nice(5)
    folder = Path(sys.argv[1])
    engine = WhooshEngine(folder)
    try:
        for _ in range(ROUNDS):
            if not engine.tidy():
                break
    except IndexUnavailable as error:
        sys.exit(f"index not merged: {error}"[:300] if folder.exists() else 0)
