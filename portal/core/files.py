"""Files by content: named by their SHA-256, written whole or not at all, served only through the guard.

Written to a temporary name, flushed to the disk, renamed, the folder flushed; only then does a
transaction name it. A local folder here; another store is another class with the same three methods.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import quote

from flask import Flask, current_app, g, has_request_context, request, send_file
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from portal.core.errors import DomainError
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import safe_file_name

CHUNK = 1 << 16
NEVER_CHANGED = 0
_namers: dict[str, Callable[[str], bool]] = {}


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in the store: digest (64 hex signs), size in bytes, cleaned name."""

    digest: str
    size: int
    name: str


class Store(Protocol):
    """Where files live."""

    def put(self, stream: BinaryIO) -> tuple[str, int]:
        """Keep the stream; answers (digest, size in bytes). The same content twice is one file."""

    def path(self, digest: str) -> Path | None:
        """A readable local path, or None where the file is missing."""

    def drop(self, digest: str) -> None:
        """Forget the file; nothing happens where it is not there."""


class FolderStore:
    """The default store: a folder, two levels deep."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, stream: BinaryIO) -> tuple[str, int]:
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=".new-")
        try:
            digest, size = hashlib.sha256(), 0
            with os.fdopen(handle, "wb") as file:
                while chunk := stream.read(CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            place = self._place(digest.hexdigest())
            place.parent.mkdir(parents=True, exist_ok=True)
            Path(temporary).replace(place)
            _flush_folders(place.parent, place.parent.parent, self.folder)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return digest.hexdigest(), size

    def path(self, digest: str) -> Path | None:
        place = self._place(digest)
        return place if place.is_file() else None

    def drop(self, digest: str) -> None:
        self._place(digest).unlink(missing_ok=True)

    def _place(self, digest: str) -> Path:
        if len(digest) != 64 or not all(sign in "0123456789abcdef" for sign in digest):
            raise ValueError("not a digest")
        return self.folder / digest[:2] / digest[2:4] / digest


def init_app(app: Flask, folder: Path) -> None:
    """Use the folder as the store of this app."""
    app.extensions["file_store"] = FolderStore(folder)


def store() -> Store:
    """The store of the running app."""
    kept: Store = current_app.extensions["file_store"]
    return kept


def trust_roots() -> Path | None:
    """The folder of certificates that signatures in files are judged by, if one is set."""
    folder: Path | None = current_app.extensions["settings"].trust_roots
    return folder


def size_of(upload: FileStorage, *, field: str = "files") -> int:
    """Bytes of an upload; an empty one is refused as such before anybody asks what it is."""
    size = upload.stream.seek(0, 2)
    upload.stream.seek(0)
    if size == 0:
        raise DomainError(_l("Tệp “%(name)s” rỗng. Chọn tệp khác.", name=safe_file_name(upload.filename or "")), field)
    return size


def keep(upload: FileStorage, *, field: str = "files", largest: int | None = None) -> Stored:
    """Keep an upload; raises DomainError on an empty or too large file. Its type is the room's question."""
    name, size = safe_file_name(upload.filename or ""), size_of(upload, field=field)
    if largest is not None and size > largest:
        raise DomainError(_l("Tệp “%(name)s” lớn hơn %(mb)s MB. Chọn tệp nhỏ hơn.", name=name, mb=largest >> 20), field)
    digest, size = store().put(upload.stream)  # type: ignore[arg-type]
    remember_kept(digest)
    return Stored(digest, size, name)


def remember_kept(digest: str) -> None:
    """This request put the file into the store: rolled back, it does not stay."""
    if has_request_context():
        g.setdefault("kept_files", []).append(digest)


def named_by(room: str, names: Callable[[str], bool]) -> None:
    """Say how to find out whether a row of the room still needs the file of a digest."""
    _namers[room] = names


def forget(digest: str) -> None:
    """Take a file out of the store unless a row of any room names it."""
    if not any(names(digest) for names in _namers.values()):
        store().drop(digest)


def forget_kept() -> None:
    """After a roll-back: of what this request kept, what nobody names does not stay."""
    for digest in g.pop("kept_files", ()):
        forget(digest)


def send(digest: str, *, name: str, media_type: str, inline: bool = False) -> Response:
    """The file as an answer with ranges and an ETag; always an attachment unless a known picture.

    Only a device that its owner declared may keep it. When it came into the store is told to nobody.
    """
    place = store().path(digest)
    if place is None:
        raise DomainError(_l("Tệp này không còn trong kho. Báo cho người quản trị hệ thống."))
    response = send_file(place, mimetype=media_type, conditional=True, etag=digest[:32], max_age=0,
                         last_modified=NEVER_CHANGED)
    ascii_name = "".join(c if c.isascii() and (c.isalnum() or c in "-_. ") else "_" for c in name)
    kind = "inline" if inline and media_type.startswith("image/") else "attachment"
    response.headers["Content-Disposition"] = f"{kind}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name)}"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    kept = "private, max-age=31536000, immutable" if inline else "private, no-cache"
    response.headers["Cache-Control"] = kept if "actor" in g and g.actor.own_device else "no-store"
    if request.method == "HEAD":
        response.direct_passthrough = False
    return response


def _flush_folders(*folders: Path) -> None:
    for folder in folders:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
