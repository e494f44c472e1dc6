"""Files that come in pieces: what was answered for is on the disk, whatever happens next.

They lie in a folder beside the store until they are whole; the offset that counts is the one in the database, so a
piece written twice, or written and never acknowledged, is written over.
"""

import fcntl
import os
import re
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from flask import current_app

TOKEN = re.compile(r"[A-Za-z0-9_-]{20,43}")


def write(token: str, offset: int, data: bytes) -> None:
    """Put data at an offset of a file and flush it; what stood behind the offset goes."""
    place, fresh = path(token), offset == 0
    place.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if os.fstat(handle).st_size < offset:
            raise OSError("what was acknowledged is missing")
        os.ftruncate(handle, offset)
        view = memoryview(data)
        while view:
            written = os.pwrite(handle, view, offset)
            offset, view = offset + written, view[written:]
        os.fsync(handle)
    finally:
        os.close(handle)
    if fresh:
        _flush(place.parent)


def hold(token: str, seconds: float) -> int:
    """Take the file for oneself, as soon as nobody else receives for it, at the latest after so many seconds. Answers a
    handle: closing it gives the file free, and so does the end of the process."""
    place = path(token)
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, until = os.open(place, os.O_RDWR | os.O_CREAT, 0o600), time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return handle
        time.sleep(0.05)
    return handle


def path(token: str) -> Path:
    """Where the file of a token lies."""
    if not TOKEN.fullmatch(token):
        raise ValueError("not a token")
    folder: Path = current_app.extensions["file_store"].folder
    return folder / ".pieces" / token


def drop(token: str) -> None:
    """Forget it; nothing happens where it is not there."""
    path(token).unlink(missing_ok=True)


def older_than(age: timedelta) -> list[str]:
    """Tokens of files that nobody has written to for so long."""
    folder: Path = current_app.extensions["file_store"].folder / ".pieces"
    before = time.time() - age.total_seconds()
    return [one.name for one in folder.glob("*") if one.stat().st_mtime < before] if folder.is_dir() else []


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
