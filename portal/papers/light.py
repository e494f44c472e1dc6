"""A light copy of a heavy scan: each page drawn again as one grey JPEG, a tenth of the bytes, still to be read.

`python -m portal.papers.light PATH MEGABYTES SECONDS` is the child; it writes the copy to standard output.
Scripts, forms and hidden layers do not come along; the original stays beside it.
"""

import io
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import IO

import pypdfium2

from portal.papers.bounds import limit
from portal.papers.process import run_child
from portal.papers.readers.paper import Unreadable
from portal.papers.readers.pdf import open_pdf
from portal.papers.reasons import State

HEAVY_FROM = 300_000
"""Bytes below which a file is light enough."""
WORTH = 0.7
"""The copy is kept only if it is at most this share of the original."""
MAX_PAGES = 300
_DPI, _QUALITY = 110, 40
_WORDS_A_PAGE = 20


def lighten(data: bytes, *, timeout_s: float = 300, memory_mb: int = 768) -> bytes | None:
    """A smaller PDF of a scanned one, or None: no scan, not heavy, not worth it, or it could not be made."""
    if len(data) < HEAVY_FROM:
        return None
    with NamedTemporaryFile() as source, TemporaryFile() as target:
        source.write(data)
        source.flush()
        return _made(Path(source.name), target, len(data), timeout_s, memory_mb)


def lighten_file(path: Path, *, timeout_s: float = 300, memory_mb: int = 768) -> bytes | None:
    """The same for a file."""
    try:
        size = path.stat().st_size
    except OSError:
        return None
    if size < HEAVY_FROM:
        return None
    with TemporaryFile() as target:
        return _made(path, target, size, timeout_s, memory_mb)


def _made(path: Path, target: IO[bytes], size: int, timeout_s: float, memory_mb: int) -> bytes | None:
    limits = [str(memory_mb), str(int(timeout_s))]
    if run_child(["portal.papers.light", str(path), *limits], target.fileno(), timeout_s) is not State.OK:
        return None
    target.seek(0)
    copy = target.read()
    return copy if copy.startswith(b"%PDF-") and len(copy) <= WORTH * size else None


def light_copy(path: Path) -> bytes:
    """The copy of a scan; empty where the pages hold text of their own. Raises `Unreadable`."""
    document = open_pdf(path, MAX_PAGES)
    try:
        if not _is_scan(document):
            return b""
        copy = pypdfium2.PdfDocument.new()
        for at in range(len(document)):
            _draw(document, at, copy)
        out = io.BytesIO()
        copy.save(out)
        return out.getvalue()
    finally:
        document.close()


def _is_scan(document: pypdfium2.PdfDocument) -> bool:
    looked_at = range(0, len(document), max(1, len(document) // 5))
    worded = 0
    for at in looked_at:
        text = document[at].get_textpage()
        worded += len(text.get_text_range().split()) > _WORDS_A_PAGE
        text.close()
    return worded <= len(looked_at) // 2


def _draw(document: pypdfium2.PdfDocument, at: int, copy: pypdfium2.PdfDocument) -> None:
    page = document[at]
    width, height = page.get_size()
    picture = page.render(scale=_DPI / 72, grayscale=True).to_pil()
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=_QUALITY, optimize=True)
    page.close()
    jpeg.seek(0)
    image = pypdfium2.PdfImage.new(copy)
    image.load_jpeg(jpeg, inline=True)
    image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
    drawn = copy.new_page(width, height)
    drawn.insert_obj(image)
    drawn.gen_content()
    drawn.close()


def main(arguments: list[str]) -> int:
    """Writes the light copy of the file named in the arguments."""
    path, memory_mb, seconds = arguments
    limit(int(memory_mb), int(seconds))
    try:
        sys.stdout.buffer.write(light_copy(Path(path)))
    except (Unreadable, pypdfium2.PdfiumError, MemoryError, OSError):
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
