"""A writer killed at random moments, again and again: python -m benchmarks.kills [--kills 100] [--seed 1]

Each round a process puts, drops, merges (itself, or beside: that process outlives it) and rebuilds, and tells of
every change that has come back; after a random time it gets SIGKILL. Then a reader must find everything told of,
nothing dropped, and the next writer must go on.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from portal.search.entry import Entry, Query
from portal.search.whoosh_engine import WhooshEngine

ALL = frozenset({"all"})
BODY = "Nội dung để cho mỗi lần ghi có chút việc phải làm, từ ga này đến ga khác. " * 10


def entry(number: int) -> Entry:
    """One record."""
    return Entry("document", number, f"Bền vững số {number}", body=BODY, readers=ALL)


def write(folder: Path, first: int, told: int, seed: int) -> None:
    """Change the index until killed; every change that came back is told: `+number` or `-number`."""
    engine, chance, number = WhooshEngine(folder), random.Random(seed), first
    mine: list[int] = []
    while True:
        engine.put([entry(number)])
        os.write(told, f"+{number}\n".encode())
        mine.append(number)
        number += 1
        if mine and chance.random() < 0.2:
            gone = mine.pop(chance.randrange(len(mine)))
            os.write(told, f"?{gone}\n".encode())
            engine.drop([("document", gone)])
            os.write(told, f"-{gone}\n".encode())
        if chance.random() < 0.1:
            engine.tidy(beside=chance.random() < 0.5)
        if chance.random() < 0.02:
            engine.rebuild([entry(known) for _, known in engine.inventory()])


def round_of(folder: Path, first: int, seconds: float, seed: int) -> list[str]:
    """Start a writer, kill it after some seconds; what it told."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            write(folder, first, writing, seed)
        finally:
            os._exit(1)
    os.close(writing)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as stream:
        return stream.read().decode().split("\n")[:-1]


def trial(folder: Path, kills: int, seed: int) -> int:
    """How many acknowledged changes were lost in all; prints as it goes."""
    chance = random.Random(seed)
    here: set[int] = set()
    unsure: set[int] = set()
    WhooshEngine(folder).rebuild([])
    lost = changes = 0
    for kill in range(kills):
        first = (kill + 1) * 10_000
        lines = round_of(folder, first, chance.uniform(0.02, 0.6), seed * 1000 + kill)
        for line in lines:
            number = int(line[1:])
            here.add(number) if line[0] == "+" else here.discard(number)
            unsure.add(number) if line[0] == "?" else unsure.discard(number)
        changes += sum(line[0] != "?" for line in lines)
        engine = WhooshEngine(folder)
        found = {record for _, record in engine.inventory()}
        hits = engine.find(Query('"bền vững"', ALL)).total
        ghosts = {number for number in found - here - unsure if number < first}
        missing = here - found
        lost += len(missing) + len(ghosts) + (hits != len(found))
        if missing or ghosts or hits != len(found):
            print(f"kill {kill}: missing {sorted(missing)[:5]}, risen {sorted(ghosts)[:5]}, "
                  f"{hits} of {len(found)} found")
        here |= {number for number in found if number >= first}
        unsure &= found
        here |= unsure
        unsure.clear()
    print(f"{kills} kills, {changes} acknowledged changes, {lost} lost or wrong; {len(here)} records in the end")
    return lost


def main() -> None:
    """Read the command line, kill, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        sys.exit(min(trial(Path(folder), options.kills, options.seed), 1))


if __name__ == "__main__":
    main()
