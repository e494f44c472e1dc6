"""Files are written whole or not at all, named by content, and never reached by a guessed path."""

import errno
import hashlib
import io
import os
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage

from portal.core import files
from portal.core.errors import DomainError
from portal.core.files import FolderStore


class Breaking(io.BytesIO):
    """A stream that gives one piece, then fails."""

    def __init__(self, error: Exception) -> None:
        super().__init__(b"x" * 100)
        self.error, self.pieces = error, 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.pieces += 1
        if self.pieces > 1:
            raise self.error
        return super().read(size)


def left(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_content_names_the_file_and_is_kept_once(tmp_path: Path) -> None:
    store, body = FolderStore(tmp_path / "kho"), "Nghị quyết".encode() * 10_000
    digest, size = store.put(io.BytesIO(body))
    assert (digest, size) == (hashlib.sha256(body).hexdigest(), len(body))
    assert store.put(io.BytesIO(body)) == (digest, size)
    assert len(left(tmp_path)) == 1
    place = store.path(digest)
    assert place is not None
    assert place.read_bytes() == body
    store.drop(digest)
    store.drop(digest)
    assert store.path(digest) is None


def test_a_file_is_on_the_disk_before_it_has_its_name_and_the_name_before_it_is_told(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a power cut leaves a row that names an empty file, or none."""
    done: list[str] = []
    flush, rename = os.fsync, Path.replace

    def noted_flush(handle: int) -> None:
        done.append(f"flush {Path(f'/proc/self/fd/{handle}').readlink().name[:4]}")
        flush(handle)

    def noted_rename(self: Path, target: Path) -> Path:
        done.append("rename")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", noted_flush)
    monkeypatch.setattr(Path, "replace", noted_rename)
    digest, _ = FolderStore(tmp_path / "kho").put(io.BytesIO(b"x"))
    assert done == ["flush .new", "rename", f"flush {digest[2:4]}", f"flush {digest[:2]}", "flush kho"]


@pytest.mark.parametrize("error", [ConnectionResetError(), OSError(errno.ENOSPC, "full"), KeyboardInterrupt()])
def test_a_broken_upload_leaves_nothing(tmp_path: Path, error: Exception) -> None:
    with pytest.raises(type(error)):
        FolderStore(tmp_path / "kho").put(Breaking(error))
    assert left(tmp_path) == []


@pytest.mark.parametrize("step", ["replace", "fsync"])
def test_a_failing_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "I/O error")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(OSError, match="I/O"):
        FolderStore(tmp_path / "kho").put(io.BytesIO(b"abc"))
    assert left(tmp_path) == []


@pytest.mark.parametrize("digest", ["../../etc/passwd", "", "A" * 64, "g" * 64, "0" * 63, "0" * 64 + "/"])
def test_what_is_no_digest_reaches_no_path(tmp_path: Path, digest: str) -> None:
    with pytest.raises(ValueError, match="digest"):
        FolderStore(tmp_path).path(digest)


def upload(body: bytes, name: str = "../Nghị quyết.pdf") -> FileStorage:
    return FileStorage(io.BytesIO(body), filename=name)


def test_keep_cleans_the_name_and_refuses_empty_and_large(app: Flask) -> None:
    kept = files.keep(upload(b"%PDF-"))
    assert (kept.name, kept.size) == ("Nghị quyết.pdf", 5)
    with pytest.raises(DomainError, match="files"):
        files.keep(upload(b""))
    with pytest.raises(DomainError, match="files"):
        files.keep(upload(b"x" * 11), largest=10)


def test_sent_files_are_attachments_that_run_nothing(app: Flask) -> None:
    digest, _ = files.store().put(io.BytesIO(b"<script>alert(1)</script>"))
    with app.test_request_context("/"):
        answer = files.send(digest, name='Nghị "quyết"\r\n.html', media_type="text/html", inline=True)
        answer.close()
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "\n" not in answer.headers["Content-Disposition"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "1970" in answer.headers["Last-Modified"], "when a content came into the store is nobody's business"


def test_a_missing_file_is_said_in_words(app: Flask) -> None:
    with app.test_request_context("/"), pytest.raises(DomainError):
        files.send("0" * 64, name="a.pdf", media_type="application/pdf")
