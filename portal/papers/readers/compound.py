"""Old Office's compound files (MS-CFB): streams by name, with every chain bound."""

import struct

from portal.papers.readers.paper import Unreadable
from portal.papers.reasons import State

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE = 0xFFFFFFFA  # this and above: no sector
_ENTRY = 128
_MOST_ENTRIES = 10_000


class Compound:
    """The streams of one file."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(SIGNATURE):
            raise Unreadable(State.BROKEN)
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 0x1E)
        if shift not in {9, 12} or mini_shift != 6:
            raise Unreadable(State.BROKEN)
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        self._fat = self._read_fat()
        first_folder, _, cutoff, first_mini, _ = struct.unpack_from("<5I", data, 0x30)
        self._cutoff = cutoff
        self._mini_fat = _numbers(self._chain(first_mini, len(data)))
        self._entries = self._read_entries(self._chain(first_folder, _MOST_ENTRIES * _ENTRY))
        start, size = self._entries.get("Root Entry", (0xFFFFFFFE, 0))
        self._mini = self._chain(start, size)

    def names(self) -> set[str]:
        """Names of all streams and folders."""
        return set(self._entries)

    def stream(self, name: str) -> bytes:
        """The bytes of a stream; empty if there is none."""
        start, size = self._entries.get(name, (0xFFFFFFFE, 0))
        if size >= self._cutoff:
            return self._chain(start, size)
        out, seen = [], 0
        while start < _FREE and seen * self._mini_size < size:
            out.append(self._mini[start * self._mini_size : (start + 1) * self._mini_size])
            start = self._mini_fat[start] if start < len(self._mini_fat) else _FREE
            seen += 1
        return b"".join(out)[:size]

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        return self._data[at : at + self._size]

    def _read_fat(self) -> list[int]:
        sectors = list(struct.unpack_from("<109I", self._data, 0x4C))
        following = struct.unpack_from("<I", self._data, 0x44)[0]
        for _ in range(len(self._data) // self._size):
            if following >= _FREE:
                break
            numbers = _numbers(self._sector(following))
            sectors += numbers[:-1]
            following = numbers[-1] if numbers else _FREE
        most = len(self._data) // self._size + 1
        return _numbers(b"".join(self._sector(one) for one in sectors[:most] if one < _FREE))

    def _chain(self, start: int, size: int) -> bytes:
        out, left = [], min(size, len(self._data))
        while start < _FREE and left > 0:
            out.append(self._sector(start))
            left -= self._size
            start = self._fat[start] if start < len(self._fat) else _FREE
        return b"".join(out)[:size]

    def _read_entries(self, folder: bytes) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        for at in range(0, len(folder) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", folder, at + 64)
            if kind and 2 <= length <= 64:
                name = folder[at : at + length - 2].decode("utf-16-le", "replace")
                start, size = struct.unpack_from("<II", folder, at + 116)
                found.setdefault(name, (start, size))
        return found


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))
