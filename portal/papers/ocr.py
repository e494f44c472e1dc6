"""Words out of a scan, by tesseract with its Vietnamese data, in a child process. Optional: it may not be here.

`python -m portal.papers.ocr PATH PAGE MEGABYTES SECONDS` is the child (PAGE from 0, or `all`). What it reads is marked
as read by a machine: a confidence for each page; a person corrects it before it is trusted.
"""

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from enum import StrEnum
from itertools import groupby
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from portal.core.text import nfc
from portal.papers import blocks as text_blocks
from portal.papers.bounds import limit, tell
from portal.papers.extraction import Extracted, ask_child
from portal.papers.legacy import clean_text
from portal.papers.quality import Label, syllable_quality
from portal.papers.readers.paper import Unreadable
from portal.papers.readers.pdf import flowing, is_active, open_pdf
from portal.papers.reading import to_html
from portal.papers.reasons import N_, State
from portal.papers.secrecy import STAMPS, secrecy_of

MAX_PAGES = 200
PLACES = "/usr/local/bin:/usr/bin:/bin"
_LANGUAGE = "vie"
_USUAL_DPI, _LEAST_DPI, _MOST_DPI = 200, 150, 300
_MOST_PIXELS = 30_000_000
_SECONDS_A_PAGE = 60


class Readiness(StrEnum):
    """Whether scans can be read here."""

    OFF = "off"
    MISSING = "missing"
    READY = "ready"


READINESS: dict[str, str] = {
    Readiness.OFF: N_("Nhận dạng chữ đang tắt trên máy chủ này."),
    Readiness.MISSING: N_("Máy chủ chưa cài chương trình nhận dạng chữ (tesseract) hoặc dữ liệu tiếng Việt của nó."),
    Readiness.READY: N_("Nhận dạng được chữ trong ảnh quét. Kết quả do máy đọc: cần người sửa lại trước khi dùng."),
}


def readiness(enabled: bool) -> Readiness:
    """Whether scans can be read: the setting, the program, its Vietnamese data."""
    if not enabled:
        return Readiness.OFF
    program = shutil.which("tesseract", path=PLACES)
    if program is None:
        return Readiness.MISSING
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program
            [program, "--list-langs"], capture_output=True, timeout=20, check=False, env=_environment()
        )
    except (OSError, subprocess.TimeoutExpired):
        return Readiness.MISSING
    known = (done.stdout + done.stderr).decode("utf-8", "replace").split()
    return Readiness.READY if _LANGUAGE in known else Readiness.MISSING


def recognise(path: Path, *, timeout_s: float = 1800, memory_mb: int = 1024) -> Extracted:
    """Text by page of a scanned PDF, with `confidence` (0 to 100) by page; a bad file gives a state, never an error.

    About 10 seconds a page on a slow machine; at most `MAX_PAGES` pages. NO_READER where there is no tesseract.
    """
    return ask_child("portal.papers.ocr", path, ["all"], timeout_s=timeout_s, memory_mb=memory_mb)


def recognise_page(path: Path, at: int, *, timeout_s: float = 120, memory_mb: int = 1024) -> Extracted:
    """One page of a scan, from 0: OK even where it is empty; `page_count` is that of the whole, for who goes on."""
    return ask_child("portal.papers.ocr", path, [str(at)], timeout_s=timeout_s, memory_mb=memory_mb)


def read_scan(path: Path, wanted: str = "all") -> dict[str, object]:
    """The answer of the child, in the shape of `Extracted`."""
    document = open_pdf(path, MAX_PAGES)
    try:
        count = len(document)
        if is_active(document):
            raise Unreadable(State.SCRIPTED, count)
        asked = range(count) if wanted == "all" else [int(wanted)] if int(wanted) < count else []
        read = [_read_page(document, at) for at in asked]
    finally:
        document.close()
    pages, confidence = [text for text, _ in read], [share for _, share in read]
    if wanted != "all":
        return {"state": State.OK, "pages": pages, "page_count": count, "confidence": confidence, "label": Label.SCAN}
    return _whole(pages, confidence)


def _whole(pages: list[str], confidence: list[float]) -> dict[str, object]:
    empty = sum(not page.strip() for page in pages)
    if grade := secrecy_of(pages, recognised=True):
        return {"state": State.SECRET, "pages": [STAMPS[grade]], "secrecy": grade, "page_count": len(pages)}
    if empty == len(pages):
        return {"state": State.NO_TEXT, "page_count": len(pages), "empty_pages": empty, "label": Label.SCAN}
    parts = text_blocks.from_text(flowing(pages))
    return {
        "state": State.OK, "pages": pages, "html": to_html(parts), "quality": syllable_quality("\n".join(pages)),
        "page_count": len(pages), "empty_pages": empty, "label": Label.SCAN, "confidence": confidence,
    }  # fmt: skip


def _read_page(document: pypdfium2.PdfDocument, at: int) -> tuple[str, float]:
    """Text and confidence of one page; a page that can't be drawn or read is empty."""
    try:
        page = document[at]
        dpi = scan_dpi(page)
        bitmap = page.render(scale=dpi / 72, grayscale=True)
        header = f"P5\n{bitmap.width} {bitmap.height}\n255\n".encode("ascii")
        rows = memoryview(bitmap.buffer).cast("B")
        lines = (bytes(rows[y * bitmap.stride : y * bitmap.stride + bitmap.width]) for y in range(bitmap.height))
        picture = header + b"".join(lines)
        bitmap.close()
        page.close()
    except (pypdfium2.PdfiumError, MemoryError):
        return "", 0.0
    return _words(_tesseract(picture, dpi))


def scan_dpi(page: pypdfium2.PdfPage) -> int:
    """The scan's own resolution: enlarging makes reading worse, not better."""
    width, height = page.get_size()
    best = 0.0
    for found in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, _, right, _ = found.get_bounds()
        if right - left > width / 3:
            best = max(best, found.get_px_size()[0] / (right - left) * 72)
    wanted = min(max(int(best) or _USUAL_DPI, _LEAST_DPI), _MOST_DPI)
    most = int((_MOST_PIXELS / max(1.0, width * height)) ** 0.5 * 72)
    return max(36, min(wanted, most))


def _tesseract(picture: bytes, dpi: int) -> str:
    program = shutil.which("tesseract", path=PLACES)
    if program is None:
        raise Unreadable(State.NO_READER)
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, the picture made here
            [program, "stdin", "stdout", "-l", _LANGUAGE, "--dpi", str(dpi), "tsv"], input=picture,
            capture_output=True, timeout=_SECONDS_A_PAGE, check=False, env=_environment(),
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return ""
    if done.returncode and b"Error opening data file" in done.stderr:
        raise Unreadable(State.NO_READER)
    return done.stdout.decode("utf-8", "replace")


def _words(table: str) -> tuple[str, float]:
    """Lines of words and the mean confidence, of tesseract's table; an empty line between paragraphs."""
    rows = [row for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE) if _is_word(row)]
    paragraphs = []
    for _, inside in groupby(rows, key=lambda row: (row["block_num"], row["par_num"])):
        paragraphs.append("\n".join(_lines(list(inside))))
    shares = [float(row["conf"]) for row in rows]
    text = re.sub("ĐÐ|ÐĐ", "Đ", nfc("\n\n".join(paragraphs)))  # tesseract hesitates between the two letters
    return clean_text(text), round(sum(shares) / len(shares), 1) if shares else 0.0


def _lines(rows: list[dict[str, str]]) -> Iterator[str]:
    for _, inside in groupby(rows, key=lambda row: row["line_num"]):
        yield " ".join(row["text"].strip() for row in inside)


def _is_word(row: dict[str, str]) -> bool:
    try:
        return float(row["conf"] or -1) >= 0 and bool((row["text"] or "").strip())
    except (KeyError, TypeError, ValueError):
        return False


def _environment() -> dict[str, str]:
    return {"PATH": PLACES, "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1", "HOME": os.devnull}


def main(arguments: list[str]) -> int:
    """Reads the scan named in the arguments."""
    path, wanted, memory_mb, seconds = arguments
    limit(int(memory_mb), int(seconds))
    try:
        result = read_scan(Path(path), wanted)
    except Unreadable as error:
        result = {"state": error.state, "page_count": error.page_count}
    except (MemoryError, RecursionError):
        result = {"state": State.TOO_LARGE}
    return tell(result)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
