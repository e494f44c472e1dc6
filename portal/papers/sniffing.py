"""What a file is, judged by its content; a name that says something else is a lie."""

import re
import zipfile
import zlib
from lzma import LZMAError
from pathlib import Path, PurePath

import puremagic

from portal.papers.decoding import decode

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = "text/plain"
MARKDOWN = "text/markdown"
SUPPORTED = {PDF, DOCX, TEXT, MARKDOWN}
_BY_EXTENSION = {".pdf": PDF, ".docx": DOCX, ".txt": TEXT, ".md": MARKDOWN, ".markdown": MARKDOWN}
_MAIN_PART = b"wordprocessingml.document.main+xml"
_MAX_LIST = 1_000_000
_DOCX_START = re.compile(rb"PK\x03\x04.{26}(?:\[Content_Types\]\.xml|word/|_rels/|docProps/)", re.DOTALL)


def sniff(head: bytes, name: str, path: Path | None = None) -> str | None:
    """The media type by content, or None if the file is not supported or its name lies about its type.

    `head` is the beginning of the file (a few kilobytes do); `path` lets a DOCX be looked into.
    """
    claimed = _BY_EXTENSION.get(PurePath(name.strip().lower()).suffix)
    found = _by_content(head, path)
    if found is None or claimed is None:
        return None
    if found == TEXT:
        return claimed if claimed in {TEXT, MARKDOWN} else None
    return found if found == claimed else None


def _by_content(head: bytes, path: Path | None) -> str | None:
    if b"%PDF-" in head[:1024]:
        return PDF if PDF in _magic(head) else None
    if head.startswith(b"PK\x03\x04"):
        return DOCX if _is_docx(head, path) else None
    text = decode(head, whole=False) if head.strip() else None
    return TEXT if text is not None else None


def _magic(head: bytes) -> set[str]:
    start = head.find(b"%PDF-")
    try:
        return {match.mime_type for match in puremagic.magic_string(head[start:])}
    except puremagic.PureError:
        return set()


def _is_docx(head: bytes, path: Path | None) -> bool:
    """True for a Word document without macros."""
    if path is None:
        return re.search(rb"PK\x03\x04.{26}(?:\[Content_Types\]\.xml|word/|_rels/)", head, re.DOTALL) is not None
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            entry = archive.getinfo("[Content_Types].xml")
            types = archive.read(entry) if entry.file_size <= _MAX_LIST and not entry.flag_bits & 1 else b""
    except (OSError, EOFError, KeyError, ValueError, RuntimeError, LZMAError, zlib.error, zipfile.BadZipFile):
        return False
    has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    return _MAIN_PART in types and "word/document.xml" in names and not has_macros
