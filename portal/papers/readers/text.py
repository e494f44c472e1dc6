"""Plain text and Markdown as blocks."""

from pathlib import Path

from portal.papers import blocks as text_blocks
from portal.papers.decoding import decode
from portal.papers.legacy import Letters
from portal.papers.markdown import from_markdown
from portal.papers.readers.paper import Paper, Unreadable
from portal.papers.reasons import State

MAX_BYTES = 10_000_000


def read_text(path: Path, letters: Letters) -> Paper:
    """Printed lines joined to blocks; one page, the text as it stands."""
    text = _decoded(path, letters)
    return Paper(text_blocks.from_text(text), [text])


def read_markdown(path: Path, letters: Letters) -> Paper:
    """Blocks of a Markdown text."""
    return Paper(from_markdown(_decoded(path, letters)))


def _decoded(path: Path, letters: Letters) -> str:
    data = path.read_bytes()
    if len(data) > MAX_BYTES:
        raise Unreadable(State.TOO_LARGE)
    if not data:
        raise Unreadable(State.EMPTY)
    text = decode(data, letters=letters)
    if text is None:
        raise Unreadable(State.UNSUPPORTED)
    return text
