"""Text and clean HTML of a file, read in a child process: a hostile file costs nothing but itself."""

import json
import math
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from portal.papers.reasons import State
from portal.papers.sniffing import DOCX, MARKDOWN, PDF, SUPPORTED, TEXT, sniff

__all__ = ["DOCX", "MARKDOWN", "PDF", "SUPPORTED", "TEXT", "Extracted", "extract", "sniff"]

MAX_FILE_BYTES = 200_000_000
_ROOT = Path(__file__).resolve().parents[2]
_OUT_OF_TIME = {-signal.SIGXCPU, -signal.SIGKILL}
_OUT_OF_SPACE = {-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGXFSZ}


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a file gave. `pages`: plain text, one page for TXT, MD and DOCX; `state`: one of `State`;
    `quality`: share of valid Vietnamese syllables, 0 to 1."""

    pages: list[str]
    html: str
    state: str
    quality: float
    page_count: int


def extract(path: Path, media_type: str, *, timeout_s: float = 60, memory_mb: int = 512) -> Extracted:
    """Reads a file of a `SUPPORTED` type; a bad file gives a state, never an error."""
    if media_type not in SUPPORTED:
        return _nothing(State.UNSUPPORTED)
    try:
        size = path.stat().st_size
    except OSError:
        return _nothing(State.BROKEN)
    if size == 0 or size > MAX_FILE_BYTES:
        return _nothing(State.TOO_LARGE if size else State.BROKEN)
    with tempfile.TemporaryFile() as output:
        state = _run(path, media_type, output.fileno(), timeout_s, memory_mb)
        if state is not State.OK:
            return _nothing(state)
        output.seek(0)
        try:
            return Extracted(**json.load(output))
        except (ValueError, TypeError):
            return _nothing(State.BROKEN)


def _run(path: Path, media_type: str, output: int, timeout_s: float, memory_mb: int) -> State:
    command = [
        sys.executable, "-s", "-m", "portal.papers.child",
        str(path.resolve()), media_type, str(memory_mb), str(math.ceil(timeout_s)),
    ]  # fmt: skip
    environment = {"PATH": os.defpath, "PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "LANG": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.DEVNULL,
            timeout=timeout_s, env=environment, cwd=_ROOT, check=False, start_new_session=True,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return State.TIMEOUT
    except OSError:
        return State.BROKEN
    if done.returncode in _OUT_OF_TIME:
        return State.TIMEOUT
    if done.returncode in _OUT_OF_SPACE:
        return State.TOO_LARGE
    return State.OK if done.returncode == 0 else State.BROKEN


def _nothing(state: State) -> Extracted:
    return Extracted([], "", state, 0.0, 0)
