"""What a file is, judged by its content; a name that says something else is a lie, and each refusal has a reason."""

import re
import zipfile
import zlib
from lzma import LZMAError
from pathlib import Path, PurePath

from portal.papers.decoding import decode
from portal.papers.reasons import State

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
DOC = "application/msword"
RTF = "application/rtf"
HTML = "text/html"
TEXT = "text/plain"
MARKDOWN = "text/markdown"
LABELS = {
    PDF: "PDF", DOCX: "DOCX", DOC: "DOC", ODT: "ODT", RTF: "RTF", XLSX: "XLSX", PPTX: "PPTX", TEXT: "TXT",
    HTML: "HTML", MARKDOWN: "MD",
}  # fmt: skip
"""What to call each type on screen."""
SUPPORTED = set(LABELS)
_BY_EXTENSION = {f".{label.lower()}": media_type for media_type, label in LABELS.items()} | {
    ".markdown": MARKDOWN, ".htm": HTML,
}  # fmt: skip
EXTENSIONS = tuple(_BY_EXTENSION)
"""Name endings that may be chosen, for the file picker."""
_MAIN_PARTS = {
    b"wordprocessingml.document.main+xml": (DOCX, "word/document.xml"),
    b"spreadsheetml.sheet.main+xml": (XLSX, "xl/workbook.xml"),
    b"presentationml.presentation.main+xml": (PPTX, "ppt/presentation.xml"),
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAX_LIST = 1_000_000
_MAX_OLE = 200_000_000
_ZIP_START = re.compile(
    rb"PK\x03\x04.{26}(?:\[Content_Types\]\.xml|word/|xl/|ppt/|_rels/|docProps/|mimetype)", re.DOTALL
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|table|div|p|h[1-6])[\s>]", re.IGNORECASE)
_SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)
_ZIP_ERRORS = (OSError, EOFError, KeyError, ValueError, RuntimeError, LZMAError, zlib.error, zipfile.BadZipFile)


class _Refused(Exception):
    def __init__(self, state: State) -> None:
        super().__init__(str(state))
        self.state = state


def sniff(head: bytes, name: str, path: Path | None = None) -> str | None:
    """The media type by content, or None if the file is not supported or its name lies about its type.

    `head` is the beginning of the file (a few kilobytes do); `path` lets a package be looked into.
    """
    return judge(head, name, path)[0]


def judge(head: bytes, name: str, path: Path | None = None) -> tuple[str | None, State]:
    """(media type, OK), or (None, why the file is refused): a code whose sentence is in `reasons.REASONS`."""
    claimed = _BY_EXTENSION.get(PurePath(name.strip().lower()).suffix)
    if not head.strip():
        return None, State.EMPTY if not head else State.UNSUPPORTED
    try:
        found = _by_content(head, claimed, path)
    except _Refused as refused:
        return None, refused.state
    if found is None or claimed is None:
        return None, State.NAME_LIES if claimed else State.UNSUPPORTED
    if found == TEXT and claimed in {TEXT, MARKDOWN}:
        return claimed, State.OK
    if found == HTML and claimed == TEXT:  # shown as text, never as a page
        return TEXT, State.OK
    return (found, State.OK) if found == claimed else (None, State.NAME_LIES)


def _by_content(head: bytes, claimed: str | None, path: Path | None) -> str | None:
    if b"%PDF-" in head[:1024]:
        return PDF if PDF in _magic(head) else None
    if head.startswith(b"PK\x03\x04"):
        return _packed(head, claimed, path)
    if head.startswith(_OLE):
        return _compound(head, claimed, path)
    if head.lstrip()[:5].lower() == b"{\\rtf":
        return RTF
    text = decode(head, whole=False)
    if text is None:
        return None
    plain = text[:4000].encode("utf-8", "replace")
    if _SVG.search(plain[:1000]) and not _HTML.search(plain[:1000]):
        return "image/svg+xml"
    return HTML if _HTML.search(plain) and claimed != MARKDOWN else TEXT


def _magic(head: bytes) -> set[str]:
    import puremagic  # its tables take longer to load than many a file to read

    start = head.find(b"%PDF-")
    try:
        return {match.mime_type for match in puremagic.magic_string(head[start:])}
    except puremagic.PureError:
        return set()


def _packed(head: bytes, claimed: str | None, path: Path | None) -> str | None:
    """A Word, Excel, PowerPoint or OpenDocument file without macros."""
    if path is None:
        return claimed if _ZIP_START.search(head) and claimed in {DOCX, XLSX, PPTX, ODT} else None
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if any(info.flag_bits & 1 for info in archive.infolist()):
                raise _Refused(State.ENCRYPTED)
            lists = {name: _list(archive, name) for name in ("[Content_Types].xml", "mimetype") if name in names}
            manifest = _list(archive, "META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    except _ZIP_ERRORS as error:
        raise _Refused(State.BROKEN) from error
    if lists.get("mimetype", b"").strip() == ODT.encode() and "content.xml" in names:
        return _open_document(names, manifest)
    types = lists.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _Refused(State.MACROS)
    return next((kind for mark, (kind, part) in _MAIN_PARTS.items() if mark in types and part in names), None)


def _open_document(names: set[str], manifest: bytes) -> str:
    if b"encryption-data" in manifest:
        raise _Refused(State.ENCRYPTED)
    if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in names):
        raise _Refused(State.MACROS)
    return ODT


def _list(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_MAX_LIST)


def _compound(head: bytes, claimed: str | None, path: Path | None) -> str | None:
    """An old Office file: only Word's is read, without macros and password; newer ones stand here if locked."""
    if path is None:
        return DOC if claimed == DOC else None
    try:
        if path.stat().st_size > _MAX_OLE:
            raise _Refused(State.TOO_LARGE)
        data = path.read_bytes()
    except OSError as error:
        raise _Refused(State.BROKEN) from error
    if _named(data, "EncryptedPackage"):
        raise _Refused(State.ENCRYPTED)
    if not _named(data, "WordDocument"):
        raise _Refused(State.NAME_LIES if claimed else State.UNSUPPORTED)
    if _named(data, "_VBA_PROJECT") or _named(data, "Macros"):
        raise _Refused(State.MACROS)
    if _is_locked_doc(data):
        raise _Refused(State.ENCRYPTED)
    return DOC


def _named(data: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") + b"\0\0" in data


def _is_locked_doc(data: bytes) -> bool:
    """The bit of the password in the first block of Word's stream."""
    starts = (at for at in range(512, min(len(data), 5_000_000), 512) if data[at : at + 2] == b"\xec\xa5")
    return any(data[at + 11] & 1 for at in starts if at + 11 < len(data))
