"""Text and clean HTML of a file, read in a child process: a hostile file costs nothing but itself."""

import json
import math
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile

from portal.papers.process import run_child
from portal.papers.quality import LABELS as QUALITY_LABELS
from portal.papers.quality import Label
from portal.papers.reasons import State
from portal.papers.sniffing import (
    DOC,
    DOCX,
    EXTENSIONS,
    HTML,
    LABELS,
    MARKDOWN,
    ODT,
    PDF,
    PPTX,
    RTF,
    SUPPORTED,
    TEXT,
    XLSX,
    judge,
    sniff,
)

__all__ = [
    "DOC", "DOCX", "EXTENSIONS", "HTML", "LABELS", "MARKDOWN", "ODT", "PDF", "PPTX", "QUALITY_LABELS", "RTF",
    "SUPPORTED", "TEXT", "XLSX", "Extracted", "Label", "extract", "judge", "sniff",
]  # fmt: skip

MAX_FILE_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a file gave. `pages`: plain text, by page (slide, sheet) where the format has pages, else one.

    `state`: one of `State`; `quality`: share of valid Vietnamese syllables, 0 to 1; `encodings`: letters converted
    by old encoding (`{"TCVN3": 812}`), for a person to approve; `empty_pages`: those without text; `label`: a
    `Label`; `secrecy`: the grade of a mark: then `pages` holds the mark alone; `confidence`: per page, of a text
    that a machine recognised, 0 to 100.
    """

    pages: list[str]
    html: str
    state: str
    quality: float
    page_count: int
    encodings: dict[str, int] = field(default_factory=dict)
    empty_pages: int = 0
    label: str = ""
    secrecy: str = ""
    confidence: list[float] = field(default_factory=list)


def extract(path: Path, media_type: str, *, timeout_s: float = 60, memory_mb: int = 512) -> Extracted:
    """Reads a file of a `SUPPORTED` type; a bad file gives a state, never an error."""
    if media_type not in SUPPORTED:
        return nothing(State.UNSUPPORTED)
    return ask_child("portal.papers.child", path, [media_type], timeout_s=timeout_s, memory_mb=memory_mb)


def ask_child(module: str, path: Path, arguments: list[str], *, timeout_s: float, memory_mb: int) -> Extracted:
    """What a child process says of a file; it writes one JSON object."""
    try:
        size = path.stat().st_size
    except OSError:
        return nothing(State.BROKEN)
    if size == 0 or size > MAX_FILE_BYTES:
        return nothing(State.TOO_LARGE if size else State.EMPTY)
    with TemporaryFile() as output:
        limits = [str(memory_mb), str(math.ceil(timeout_s))]
        state = run_child([module, str(path.resolve()), *arguments, *limits], output.fileno(), timeout_s)
        if state is not State.OK:
            return nothing(state)
        output.seek(0)
        try:
            return Extracted(**_EMPTY | json.load(output))
        except (ValueError, TypeError):
            return nothing(State.BROKEN)


_EMPTY: dict[str, object] = {"pages": [], "html": "", "state": "", "quality": 0.0, "page_count": 0}


def nothing(state: State) -> Extracted:
    """No text, for the reason given."""
    return Extracted([], "", state, 0.0, 0)
