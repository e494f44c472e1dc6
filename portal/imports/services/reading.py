"""Reads a sheet in a child process with limits on time and memory: a hostile file costs nothing but itself."""

import json
import math
import os
import signal
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from portal.imports.models import MOST_COLUMNS, MOST_ROWS, Problem

ROOT = Path(__file__).resolve().parents[3]
CHILD = Path(__file__).with_name("child.py")
_OUT_OF_TIME = {-signal.SIGXCPU, -signal.SIGKILL}
_OUT_OF_SPACE = {-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGXFSZ, -signal.SIGSEGV}
Row = tuple[int, list[str]]


@dataclass(slots=True)
class Sheet:
    """What a file is. `problem` is empty where it can be used; `rows` run once, (row of the file, cells)."""

    problem: str = ""
    name: str = ""
    others: list[str] = field(default_factory=list)
    merged: list[list[int]] = field(default_factory=list)
    date1904: bool = False
    rows: Iterator[Row] = field(default_factory=lambda: iter(()))


@contextmanager
def read_sheet(path: Path | None, *, timeout_s: float = 60, memory_mb: int = 1024, most_rows: int = MOST_ROWS,
         most_columns: int = MOST_COLUMNS) -> Iterator[Sheet]:
    """The sheet of a file; a bad file gives a problem, never an error. The rows last as long as the block."""
    if path is None:
        yield Sheet(problem=Problem.BROKEN)
        return
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        problem = _run(path, output.fileno(), timeout_s, [memory_mb, math.ceil(timeout_s), most_rows, most_columns])
        output.seek(0)
        yield Sheet(problem=problem) if problem else _sheet(output)


def _run(path: Path, output: int, timeout_s: float, limits: list[int]) -> str:
    command = [sys.executable, "-s", "-P", str(CHILD), str(path.resolve()), *map(str, limits)]
    environment = {"PATH": os.defpath, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "LANG": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and script, no shell
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.DEVNULL,
            timeout=timeout_s, env=environment, cwd=ROOT, check=False, start_new_session=True)
    except subprocess.TimeoutExpired:
        return Problem.TIMEOUT
    except OSError:
        return Problem.BROKEN
    if done.returncode in _OUT_OF_TIME:
        return Problem.TIMEOUT
    if done.returncode in _OUT_OF_SPACE:
        return Problem.LARGE
    return "" if done.returncode == 0 else Problem.BROKEN


def _sheet(output: IO[str]) -> Sheet:
    """What the child wrote; its last line says that it came to the end, or why not."""
    first = json.loads(output.readline() or '{"problem": "broken"}')
    last = first if "problem" in first else _last(output)
    if last != "end":
        return Sheet(problem=Problem(last["problem"]) if isinstance(last, dict) else Problem.BROKEN)
    output.seek(0)
    output.readline()
    return Sheet(name=first["sheet"], others=[one for one in first["sheets"] if one != first["sheet"]],
                 merged=first["merged"], date1904=first["date1904"], rows=_rows(output))


def _last(output: IO[str]) -> Any:
    try:
        return json.loads(deque(output, maxlen=1).pop())
    except (ValueError, IndexError):
        return None


def _rows(output: IO[str]) -> Iterator[Row]:
    for line in output:
        row = json.loads(line)
        if row == "end":
            return
        yield row[0], row[1]
