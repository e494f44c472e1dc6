"""HTML as blocks: sieved first, so that nothing of it but words, structure and web addresses comes through."""

import re
from html.parser import HTMLParser
from pathlib import Path

import nh3

from portal.papers.blocks import Block, join_cut
from portal.papers.decoding import decode
from portal.papers.legacy import Letters
from portal.papers.readers.paper import Paper, Unreadable
from portal.papers.readers.runs import Run, paragraph
from portal.papers.readers.tables import table_blocks
from portal.papers.reasons import State

MAX_BYTES = 10_000_000
_HEADINGS = {f"h{level}" for level in range(1, 7)}
_ENDS = _HEADINGS | {"p", "div", "li", "ul", "ol", "pre", "blockquote", "dt", "dd", "section", "article", "center"}
_TABLE = {"table", "tr", "td", "th"}
_TAGS = _ENDS | _TABLE | {"b", "strong", "i", "em", "br", "a", "font", "span", "tbody", "thead"}
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,20})", re.IGNORECASE)
_FONT = re.compile(r"font-family\s*:\s*([^;]+)", re.IGNORECASE)
_BOLD, _ITALIC = {"b", "strong"}, {"i", "em"}
_DEEPEST_TABLE = 8


def read_html(path: Path, letters: Letters) -> Paper:
    """Blocks of a saved page; scripts, styles, forms, pictures and frames are dropped."""
    data = path.read_bytes()
    if len(data) > MAX_BYTES:
        raise Unreadable(State.TOO_LARGE)
    text = _text(data)
    if text is None:
        raise Unreadable(State.BROKEN)
    clean = nh3.clean(
        text, tags=_TAGS, clean_content_tags={"script", "style", "title", "noscript", "template", "svg", "math"},
        attributes={"a": {"href"}, "font": {"face"}, "span": {"style"}, "p": {"style"}, "td": {"style"},
                    "div": {"style"}},
        url_schemes={"http", "https"}, link_rel=None,
    )  # fmt: skip
    reader = _Reader(letters)
    reader.feed(clean)
    reader.close()
    return Paper(join_cut(reader.finish()))


def _text(data: bytes) -> str | None:
    declared = _CHARSET.search(data[:4000])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = declared[1].decode("ascii")
        try:
            return data.decode("latin-1" if name.lower() in {"x-user-defined", "iso-8859-1"} else name)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


class _Reader(HTMLParser):
    """Makes blocks; tables inside tables become lines of their cell."""

    def __init__(self, letters: Letters) -> None:
        super().__init__(convert_charrefs=True)
        self._letters = letters
        self._runs: list[Run] = []
        self._bold, self._italic, self._level, self._number = 0, 0, 0, ""
        self._href = ""
        self._fonts: list[tuple[str, str]] = []
        self._flows: list[list[Block]] = [[]]
        self._tables: list[list[list[list[Block]]]] = []
        self._lists: list[int] = []
        self._depth = 0

    def finish(self) -> list[Block]:
        """All blocks."""
        self._depth = len(self._tables)
        while self._tables:
            self.handle_endtag("table")
        self._end()
        return self._flows[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "br":
            self._runs.append(Run("\n"))
        elif tag in _BOLD | _ITALIC:
            self._shape(tag, 1)
        elif tag == "a":
            self._href = values.get("href", "")
        elif tag in _TABLE:
            self._open(tag)
        elif tag in _ENDS:
            self._end()
            self._begin(tag)
        style = _FONT.search(values.get("style", ""))
        if tag in {"font", "span", "p", "td", "div"}:
            self._fonts.append((tag, values.get("face", "") or (style[1].split(",")[0] if style else "")))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BOLD | _ITALIC:
            self._shape(tag, -1)
        elif tag == "a":
            self._href = ""
        elif tag in _TABLE:
            self._close(tag)
        elif tag in _ENDS:
            self._end()
            if tag in {"ul", "ol"} and self._lists:
                self._lists.pop()
        if self._fonts and self._fonts[-1][0] == tag:
            self._fonts.pop()

    def handle_data(self, data: str) -> None:
        font = next((name for _, name in reversed(self._fonts) if name), "")
        text = self._letters.of_font(re.sub(r"[ \t\r\n\f]+", " ", data), font)
        self._runs.append(Run(text, self._bold > 0, self._italic > 0, self._href))

    def _shape(self, tag: str, step: int) -> None:
        if tag in _BOLD:
            self._bold = max(0, self._bold + step)
        else:
            self._italic = max(0, self._italic + step)

    def _begin(self, tag: str) -> None:
        if tag in _HEADINGS:
            self._level = int(tag[1])
        elif tag in {"ul", "ol"}:
            self._lists.append(-1 if tag == "ul" else 0)
        elif tag == "li":
            self._number = "-"
            if self._lists and self._lists[-1] >= 0:
                self._lists[-1] += 1
                self._number = f"{self._lists[-1]}."

    def _end(self) -> None:
        if block := paragraph(self._runs, level=self._level, number=self._number):
            self._flows[-1].append(block)
            self._number = ""
        self._runs, self._level = [], 0

    def _open(self, tag: str) -> None:
        self._end()
        self._depth += tag == "table"
        if self._depth > _DEEPEST_TABLE:
            return
        if tag == "table":
            self._tables.append([])
        elif tag == "tr" and self._tables:
            self._tables[-1].append([])
        elif tag in {"td", "th"} and self._tables:
            if not self._tables[-1]:
                self._tables[-1].append([])
            self._flows.append([])

    def _close(self, tag: str) -> None:
        self._end()
        is_too_deep = self._depth > _DEEPEST_TABLE
        self._depth -= tag == "table"
        if is_too_deep or not self._tables:
            return
        if tag in {"td", "th"} and len(self._flows) > len(self._tables):
            cell = self._flows.pop()
            self._tables[-1][-1].append(cell)
        elif tag == "table":
            if len(self._flows) > len(self._tables):
                self._close("td")
            cells = self._tables.pop()
            self._flows[-1] += table_blocks(cells)
