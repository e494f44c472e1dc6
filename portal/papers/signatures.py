"""Digital signatures in a PDF: who signed, when, and what can be said of it; read in a child (`signing`), offline.

Roots are a folder of certificates (PEM or DER) and lists of revoked ones (`.crl`); without a root that leads to the
signer nothing is called valid.
"""

import hashlib
import json
import mmap
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from portal.core.text import nfc
from portal.papers.process import run_child
from portal.papers.reasons import N_, State

MOST = 20
_RULES = "1"
"""Grows when a file should be judged again by a newer version of this module."""
CERTIFICATES = {".pem", ".crt", ".cer", ".der"}
LISTS = {".crl"}
_LARGEST_ROOT = 5_000_000
_LONGEST_NAME = 120


class Verdict(StrEnum):
    """What can be said of a signature; only `VALID` is a yes."""

    VALID = "valid"
    NO_ROOTS = "no_roots"
    UNKNOWN_ISSUER = "unknown_issuer"
    EXPIRED = "expired"
    UNSURE = "unsure"
    ALTERED = "altered"
    FORGED = "forged"
    REVOKED = "revoked"


NO = frozenset({Verdict.ALTERED, Verdict.FORGED, Verdict.REVOKED})
ANSWERS = {"yes": N_("hợp lệ"), "no": N_("không hợp lệ"), "unknown": N_("chưa kiểm tra được")}
SENTENCES: dict[str, str] = {
    Verdict.VALID: N_("tệp không bị sửa sau khi ký, chứng thư do nơi cấp được tin cậy"),
    Verdict.NO_ROOTS: N_("máy chủ chưa có chứng thư gốc nào"),
    Verdict.UNKNOWN_ISSUER: N_("máy chủ chưa có chứng thư gốc của nơi cấp"),
    Verdict.EXPIRED: N_("chứng thư hết hạn trước khi tệp đến đây, giờ ký không được chứng thực"),
    Verdict.UNSURE: N_("chữ ký thiếu thông tin hoặc theo cách chưa đọc được"),
    Verdict.ALTERED: N_("tệp đã bị sửa sau khi ký"),
    Verdict.FORGED: N_("chữ ký không khớp với chứng thư"),
    Verdict.REVOKED: N_("chứng thư đã bị thu hồi"),
}


def answer_of(verdict: str) -> str:
    """`yes`, `no` or `unknown`: keys of ANSWERS."""
    return "yes" if verdict == Verdict.VALID else "no" if verdict in NO else "unknown"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature as far as it could be read; names are the certificate's own words.

    `signed_at`: ISO 8601, or empty; `is_stamped`: a trusted time stamp says so, not the signer's clock;
    `is_extended`: signed again or filled in afterwards, in a way the signer allowed."""

    signer: str
    organization: str
    issuer: str
    signed_at: str
    is_stamped: bool
    verdict: str
    is_extended: bool = False


def fingerprint(folder: Path | None) -> str:
    """Stands for what is trusted now; another folder, or another certificate in it, gives another."""
    digests = sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in root_files(folder))
    return f"{_RULES}:{hashlib.sha256(''.join(digests).encode()).hexdigest()[:40]}"


def is_signed(path: Path) -> bool:
    """Whether a file may hold a signature: then its range of bytes stands in it, never packed."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return data.find(b"/ByteRange") >= 0
    except (OSError, ValueError):
        return False


def check(path: Path, folder: Path | None, moment: datetime, *, timeout_s: float = 60,
          memory_mb: int = 512) -> list[dict[str, Any]] | None:
    """The signatures of a PDF as JSON objects in the shape of `Signature`; None where they can't be read.

    `moment`: when the file was first seen here; a certificate that ran out later was good then."""
    if not is_signed(path):
        return []
    limits = [str(memory_mb), str(int(timeout_s))]
    roots = str(folder.resolve()) if folder else ""
    with TemporaryFile() as output:
        asked = ["portal.papers.signing", str(path.resolve()), roots, moment.isoformat(), *limits]
        if run_child(asked, output.fileno(), timeout_s) is not State.OK:
            return None
        output.seek(0)
        try:
            found = json.load(output)
            return [asdict(Signature(**one)) for one in found]
        except (ValueError, TypeError):
            return None


def root_files(folder: Path | None) -> Iterator[Path]:
    """Certificates and lists of the folder; none where it is missing."""
    with suppress(OSError):
        for path in sorted(folder.iterdir()) if folder else ():
            if path.suffix.lower() in CERTIFICATES | LISTS and 0 < path.stat().st_size < _LARGEST_ROOT:
                yield path


def printed(name: str) -> str:
    """A name out of a certificate, fit to be shown: no control signs, no turned writing, not long."""
    plain = "".join(sign if sign.isprintable() else " " for sign in nfc(name))
    return " ".join(plain.split())[:_LONGEST_NAME]
