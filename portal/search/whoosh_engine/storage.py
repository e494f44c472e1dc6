"""Files that survive a power cut, the live directory and its swap, one writer at a time.

Order of a commit: the segment is flushed, then the table of contents, then its new name, then old files
go. So whatever moment the power fails, the folder holds one whole index.
"""

import fcntl
import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.filedb.structfile import StructFile

from portal.core.i18n import lazy_gettext as _l
from portal.search.engine import IndexUnavailable

CURRENT, META, LOCK = "CURRENT", "META.json", "WRITER.lock"
MISSING = _l("Chưa có chỉ mục tìm kiếm.")
LOST = _l("Thư mục chỉ mục tìm kiếm bị hỏng: cần dựng lại.")
BUSY = _l("Chỉ mục tìm kiếm đang được một tiến trình khác ghi.")
_DIRECTORY = re.compile(r"index-([1-9][0-9]{0,8})")
_LASTING = re.compile(r"\.seg$|\.toc")


class DurableStorage(FileStorage):  # type: ignore[misc]
    """Whoosh's folder of files with fsync; read without mapping, for Whoosh copies what it maps."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), supports_mmap=False)

    def create_file(self, name: str, **options: Any) -> Any:
        """Segments and tables of contents are flushed to the disk when they are closed."""
        made = super().create_file(name, **options)
        if _LASTING.search(name):
            made.onclose = _flush
        return made

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Replace in one step and flush the folder."""
        Path(self._fpath(oldname)).replace(self._fpath(newname))
        flush_folder(Path(self.folder))


class QuickStorage(DurableStorage):
    """The same for a small commit: the pieces a segment is put together of stay in memory, and no file is made of
    them only to be removed again."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._pieces = RamStorage()

    def create_file(self, name: str, **options: Any) -> Any:
        """A file only of what lasts."""
        if _LASTING.search(name):
            return super().create_file(name, **options)
        return self._pieces.create_file(name, **options)

    def open_file(self, name: str, **options: Any) -> Any:
        """A piece or a file."""
        if not self._pieces.file_exists(name):
            return super().open_file(name, **options)
        return StructFile(BytesIO(self._pieces.files[name]), name=name)

    def temp_storage(self, name: str | None = None) -> Any:
        """Memory."""
        return RamStorage()

    def list(self) -> list[str]:
        """Files and pieces."""
        return [*super().list(), *self._pieces.list()]

    def file_length(self, name: str) -> int:
        """Of a piece or a file."""
        pieces: Any = self._pieces
        return int(pieces.file_length(name) if pieces.file_exists(name) else super().file_length(name))

    def file_modified(self, name: str) -> float:
        """When; a piece knows no time."""
        pieces: Any = self._pieces
        return float(pieces.file_modified(name) if pieces.file_exists(name) else super().file_modified(name))

    def delete_file(self, name: str) -> None:
        """Forget a piece or remove a file."""
        if self._pieces.file_exists(name):
            self._pieces.delete_file(name)
        else:
            super().delete_file(name)


def _flush(file: Any) -> None:
    file.file.flush()
    os.fsync(file.file.fileno())


def flush_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_durably(path: Path, text: str) -> None:
    """Replace a small file as a whole."""
    draft = path.with_name(path.name + ".new")
    with draft.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)
    flush_folder(path.parent)


def live_directory(folder: Path) -> Path:
    """The directory that CURRENT names; IndexUnavailable if there is none."""
    try:
        name = (folder / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise IndexUnavailable(MISSING, "CURRENT is missing") from None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexUnavailable(LOST, f"CURRENT cannot be read: {error}") from error
    if not _DIRECTORY.fullmatch(name) or not (folder / name).is_dir():
        raise IndexUnavailable(LOST, f"CURRENT names no index: {name[:40]!r}")
    return folder / name


def directories(folder: Path) -> list[Path]:
    """Every index directory, oldest first."""
    found = [path for path in folder.glob("index-*") if _DIRECTORY.fullmatch(path.name)]
    return sorted(found, key=_number)


def _number(directory: Path) -> int:
    return int(directory.name.removeprefix("index-"))


def new_directory(folder: Path) -> Path:
    """An empty directory after all others, for its owner only: Whoosh unpickles what lies in it."""
    last = max(map(_number, directories(folder)), default=0)
    made = folder / f"index-{last + 1}"
    made.mkdir(mode=0o700)
    return made


def discard(directory: Path) -> None:
    """Remove a directory that was never live."""
    shutil.rmtree(directory, ignore_errors=True)


def make_live(directory: Path) -> None:
    """Point CURRENT to a finished directory; of the others only the former one is kept."""
    folder = directory.parent
    flush_folder(directory)
    try:
        former: Path | None = live_directory(folder)
    except IndexUnavailable:
        former = None
    write_durably(folder / CURRENT, directory.name + "\n")
    for path in directories(folder):
        if path not in (directory, former):
            shutil.rmtree(path, ignore_errors=True)


def write_meta(directory: Path, fingerprint: str, made_by: str) -> None:
    """Note what an index was made with and whether by a whole rebuild."""
    write_durably(directory / META, json.dumps({"fingerprint": fingerprint, "made_by": made_by}))


def read_meta(directory: Path) -> dict[str, str]:
    """What `write_meta` noted; IndexUnavailable if it cannot be read."""
    try:
        found = json.loads((directory / META).read_text(encoding="utf-8"))
        return {"fingerprint": str(found["fingerprint"]), "made_by": str(found["made_by"])}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexUnavailable(LOST, f"{META} cannot be read: {error!r}") from error


@contextmanager
def only_writer(folder: Path, patience: float) -> Iterator[None]:
    """Hold the folder's writer lock; it dies with its process. IndexUnavailable after `patience` seconds."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / LOCK).open("w") as stream:
        until = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise IndexUnavailable(BUSY) from None
                time.sleep(0.005)
        yield
