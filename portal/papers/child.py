"""The child process that reads one file: `python -m portal.papers.child PATH TYPE MEGABYTES SECONDS`.

It limits itself before it opens the file and writes one JSON object to standard output.
"""

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from portal.papers import blocks as text_blocks
from portal.papers.bounds import limit, tell
from portal.papers.legacy import Letters, clean_block, clean_text
from portal.papers.quality import Label, syllable_quality, text_label
from portal.papers.readers.paper import Paper, Unreadable
from portal.papers.reading import to_html
from portal.papers.reasons import State
from portal.papers.secrecy import STAMPS, secrecy_of
from portal.papers.sniffing import DOC, DOCX, HTML, MARKDOWN, ODT, PDF, PPTX, RTF, TEXT, XLSX

_READERS = {
    PDF: "pdf.read_pdf", DOCX: "docx.read_docx", DOC: "doc.read_doc", ODT: "odt.read_odt", RTF: "rtf.read_rtf",
    XLSX: "xlsx.read_xlsx", PPTX: "pptx.read_pptx", HTML: "web.read_html", TEXT: "text.read_text",
    MARKDOWN: "text.read_markdown",
}  # fmt: skip
_BY_CONTENT_TOO = {DOCX, DOC, ODT, RTF, PPTX, HTML}
"""Formats whose fonts tell the encoding; where they say nothing, the words are asked."""


def read(path: Path, media_type: str) -> dict[str, object]:
    """Pages, HTML, state, quality and what else `Extracted` holds, of one file."""
    if media_type not in _READERS:
        return {"state": str(State.UNSUPPORTED)}
    letters = Letters()
    try:
        paper = _reader(media_type)(path, letters)
    except Unreadable as error:
        return {"state": str(error.state), "page_count": error.page_count}
    if media_type in _BY_CONTENT_TOO and not letters.changed:
        paper.parts = letters.blocks_by_content(paper.parts)
    paper.parts = [clean_block(block) for block in paper.parts]
    paper.pages = [clean_text(page) for page in paper.pages]
    return answer(paper, letters)


def answer(paper: Paper, letters: Letters) -> dict[str, object]:
    """The JSON object, in the shape of `Extracted`. Of a paper that carries a secrecy mark only the mark is told."""
    pages = paper.pages or [text_blocks.to_text(paper.parts)]
    count, empty = len(pages), sum(not page.strip() for page in pages)
    if grade := secrecy_of(pages, paper.margins):
        return {"state": str(State.SECRET), "pages": [STAMPS[grade]], "secrecy": grade, "page_count": count}
    if count == empty:
        return {"state": str(State.NO_TEXT), "page_count": count, "empty_pages": empty, "label": str(Label.SCAN)}
    quality = syllable_quality("\n".join(pages))
    return {
        "state": str(State.OK), "pages": pages, "html": to_html(paper.parts), "quality": quality,
        "page_count": count, "empty_pages": empty, "encodings": dict(letters.changed),
        "label": str(text_label(quality, count, empty)),
    }  # fmt: skip


def _reader(media_type: str) -> Callable[[Path, Letters], Paper]:
    module, name = _READERS[media_type].split(".")
    found: Callable[[Path, Letters], Paper] = getattr(import_module(f"portal.papers.readers.{module}"), name)
    return found


def main(arguments: list[str]) -> int:
    """Reads the file named in the arguments; a lack of memory is an answer too."""
    path, media_type, memory_mb, seconds = arguments
    limit(int(memory_mb), int(seconds))
    try:
        result = read(Path(path), media_type)
    except (MemoryError, RecursionError):
        result = {"state": str(State.TOO_LARGE)}
    return tell(result)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
