"""The arrays of a segment in a file beside it, mapped and not read: opening costs nothing, processes share it.

A file holds a mark, the length of its head, the head (JSON: where each array lies, and of which segment file it
was made), and the arrays. One that is missing or does not fit is no harm: arrays are then made of the segment. So a
small one is not flushed, but bears a checksum; a large one is flushed, for it would take long to make or to check.
"""

import json
import mmap
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from portal.search.arrays import Array, Segment

MARK = b"SOTAYAR1"
ENDING = ".arrays"
_ALIGNED = 64
SMALL = 1 << 20


def write(path: Path, segment: Segment, made_of: int) -> None:
    """Put arrays into a file, in one step. `made_of`: size of the segment file."""
    places: dict[str, list[Any]] = {}
    at = 0
    for name, values in segment.arrays.items():
        places[name] = [values.dtype.str, at, len(values)]
        at += -(-values.nbytes // _ALIGNED) * _ALIGNED
    checksum = zlib.crc32(b"".join(_packed(segment))) if at <= SMALL else None
    head = json.dumps({"arrays": places, "averages": segment.averages, "made_of": made_of, "bytes": at,
                       "checksum": checksum}).encode()
    head += b" " * (-(len(MARK) + 8 + len(head)) % _ALIGNED)
    draft = path.with_name(f".{path.name}.new")
    with draft.open("wb") as stream:
        stream.write(MARK + len(head).to_bytes(8, "big") + head)
        for piece in _packed(segment):
            stream.write(piece)
        if checksum is None:
            stream.flush()
            os.fsync(stream.fileno())
    draft.replace(path)


def _packed(segment: Segment) -> Iterator[memoryview | bytes]:
    """The arrays one after the other, each from an aligned place on."""
    for values in segment.arrays.values():
        yield np.ascontiguousarray(values).data
        yield b"\0" * (-values.nbytes % _ALIGNED)


def read(path: Path, made_of: int) -> Segment | None:
    """The arrays of a file, mapped; None if it is missing, cut off or of another segment file."""
    try:
        with path.open("rb") as stream:
            mapped = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        length = int.from_bytes(mapped[8:16], "big")
        start = 16 + length
        head = json.loads(mapped[16:start])
        if mapped[:8] != MARK or head["made_of"] != made_of or len(mapped) != start + head["bytes"]:
            return None
        if head.get("checksum") is not None and zlib.crc32(memoryview(mapped)[start:]) != head["checksum"]:
            return None
        arrays = {name: _array(mapped, code, start + at, count) for name, (code, at, count) in head["arrays"].items()}
        return Segment(arrays, (head["averages"][0], head["averages"][1]))
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def _array(mapped: mmap.mmap, code: str, start: int, count: int) -> Array:
    return np.frombuffer(mapped, np.dtype(code), count, start) if count else np.zeros(0, np.dtype(code))
