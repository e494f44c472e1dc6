"""A zip of XML parts, opened with limits: bombs, locks, lying sizes and entities end in a state."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from lzma import LZMAError
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from portal.papers.readers.paper import Unreadable
from portal.papers.reasons import State

MAX_MEMBERS = 3_000
MAX_UNPACKED = 200_000_000
MAX_PART = 20_000_000
_RATIO, _RATIO_FROM = 200, 10_000_000
_OLE = b"\xd0\xcf\x11\xe0"
_BROKEN = (
    zipfile.BadZipFile, KeyError, ValueError, EOFError, OSError, NotImplementedError, RecursionError, RuntimeError,
    ParseError, DefusedXmlException, LZMAError, zlib.error, LookupError,
)  # fmt: skip


class Archive:
    """The parts of one file by name."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = sorted(archive.namelist())

    def has(self, name: str) -> bool:
        """True if there is such a part."""
        return name in self.names

    def data(self, name: str) -> bytes:
        """The bytes of a part; the declared size may lie."""
        with self._archive.open(name) as part:
            data = part.read(MAX_PART + 1)
        if len(data) > MAX_PART:
            raise Unreadable(State.TOO_LARGE)
        return data

    def xml(self, name: str) -> Element:
        """A part as XML without a DTD."""
        root: Element = fromstring(self.data(name), forbid_dtd=True)
        return root

    def matching(self, start: str, end: str = ".xml") -> list[str]:
        """Names of parts in a folder, `slide2` before `slide10`."""
        found = [name for name in self.names if name.startswith(start) and name.endswith(end)]
        return sorted(found, key=lambda name: (len(name), name))


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The archive, checked; whatever is wrong with it becomes `Unreadable`."""
    with path.open("rb") as file:
        if file.read(4) == _OLE:  # Office wraps an encrypted document into an OLE file
            raise Unreadable(State.ENCRYPTED)
    try:
        with zipfile.ZipFile(path) as archive:
            check(archive)
            yield Archive(archive)
    except MemoryError as error:
        raise Unreadable(State.TOO_LARGE) from error
    except _BROKEN as error:
        raise Unreadable(State.BROKEN) from error


def check(archive: zipfile.ZipFile) -> None:
    """Raise `Unreadable` for a bomb or a locked archive."""
    members = archive.infolist()
    unpacked = sum(info.file_size for info in members)
    packed = max(1, sum(info.compress_size for info in members))
    is_bomb = unpacked > _RATIO_FROM and unpacked / packed > _RATIO
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or is_bomb:
        raise Unreadable(State.TOO_LARGE)
    if any(info.flag_bits & 1 for info in members):
        raise Unreadable(State.ENCRYPTED)
