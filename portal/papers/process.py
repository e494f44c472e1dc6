"""Starting the child: our own interpreter, an empty environment, a session of its own that ends as a whole."""

import errno
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from portal.papers.bounds import NO_ROOM
from portal.papers.reasons import State

_ROOT = Path(__file__).resolve().parents[2]
_OUT_OF_TIME = {-signal.SIGXCPU, -signal.SIGKILL}
_OUT_OF_SPACE = {-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGXFSZ}


def run_child(arguments: list[str], output: int, timeout_s: float) -> State:
    """Run `python -m` with the arguments, its answer to a file descriptor; OK, or why there is no answer."""
    environment = {"PATH": os.defpath, "PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "LANG": "C.UTF-8",
                   "OMP_THREAD_LIMIT": "1"}  # fmt: skip
    try:
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
            [sys.executable, "-s", "-m", *arguments], stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.DEVNULL, env=environment, cwd=_ROOT, start_new_session=True,
        )  # fmt: skip
    except OSError:
        return State.BROKEN
    try:
        code = child.wait(timeout_s)
    except subprocess.TimeoutExpired:
        _end(child.pid)
        child.wait()
        return State.TIMEOUT
    if code:
        _end(child.pid)
    if code == NO_ROOM:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if code in _OUT_OF_TIME:
        return State.TIMEOUT
    if code in _OUT_OF_SPACE:
        return State.TOO_LARGE
    return State.OK if code == 0 else State.BROKEN


def _end(group: int) -> None:
    """End the child and what it started itself."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
