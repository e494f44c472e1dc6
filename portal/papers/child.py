"""The child process that reads one file: `python -m portal.papers.child PATH TYPE MEGABYTES SECONDS`.

It limits itself before it opens the file and writes one JSON object to standard output.
"""

import json
import resource
import sys
from pathlib import Path

from portal.papers import blocks as text_blocks
from portal.papers.blocks import Block
from portal.papers.decoding import decode
from portal.papers.markdown import from_markdown
from portal.papers.quality import syllable_quality
from portal.papers.reading import to_html
from portal.papers.reasons import State
from portal.papers.sniffing import DOCX, MARKDOWN, PDF, TEXT

MAX_OUTPUT = 128_000_000
MAX_TEXT_BYTES = 10_000_000


def read(path: Path, media_type: str) -> dict[str, object]:
    """Pages, HTML, state, quality and page count of one file."""
    state, pages, parts = _parts(path, media_type)
    if state is not State.OK:
        return answer(state, page_count=len(pages))
    text = "\n".join(pages)
    if not text.strip():
        return answer(State.NO_TEXT, page_count=len(pages))
    return answer(State.OK, pages, to_html(parts), syllable_quality(text), len(pages))


def answer(
    state: State, pages: list[str] | None = None, html: str = "", quality: float = 0.0, page_count: int = 0
) -> dict[str, object]:
    """The JSON object, in the shape of `Extracted`."""
    return {
        "pages": pages or [], "html": html, "state": str(state), "quality": quality, "page_count": page_count,
    }  # fmt: skip


def _parts(path: Path, media_type: str) -> tuple[State, list[str], list[Block]]:
    if media_type == PDF:
        from portal.papers.pdf import flowing, read_pdf

        state, pages = read_pdf(path)
        return state, pages, text_blocks.from_text(flowing(pages))
    if media_type == DOCX:
        from portal.papers.docx import read_docx

        state, parts = read_docx(path)
        return state, [text_blocks.to_text(parts)], parts
    if media_type not in {TEXT, MARKDOWN}:
        return State.UNSUPPORTED, [], []
    data = path.read_bytes()
    if len(data) > MAX_TEXT_BYTES:
        return State.TOO_LARGE, [], []
    if not data:
        return State.BROKEN, [], []
    text = decode(data)
    if text is None:
        return State.UNSUPPORTED, [], []
    if media_type == TEXT:
        return State.OK, [text], text_blocks.from_text(text)
    parts = from_markdown(text)
    return State.OK, [text_blocks.to_text(parts)], parts


def _limit(memory_mb: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_OUTPUT, MAX_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def main(arguments: list[str]) -> int:
    """Reads the file named in the arguments; a lack of memory is an answer too."""
    path, media_type, memory_mb, seconds = arguments
    _limit(int(memory_mb), int(seconds))
    try:
        result = read(Path(path), media_type)
    except (MemoryError, RecursionError):
        result = answer(State.TOO_LARGE)
    sys.stdout.write(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
