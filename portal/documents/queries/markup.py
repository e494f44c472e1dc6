"""Clean HTML of a document, cut into parts and with its citations and the words looked for marked.

It works on what `papers.extraction` made: well-formed, known tags only, text escaped.
"""

import re
from collections.abc import Callable
from datetime import date
from html import escape, unescape
from html.parser import HTMLParser

from portal.papers.lines import place_and_date
from portal.papers.symbols import find_symbols
from portal.search.highlight import mark

PART = 16_000
"""Signs of HTML after which a part ends at the next closed paragraph, item or row: about 6 KB compressed."""
LONGEST_TEXT = 6_000
_VOID = {"br", "hr"}
_ENDS = {"p", "li", "tr", "ul", "ol", "table", "div", "section", "header", "footer"}
_HEADINGS = {"h2", "h3", "h4"}
_HEAD, _TAG = '<header class="paper-head">', re.compile(r"<[^>]*>")
_BLANK = re.compile(r'<p class="paper-(symbol|date)">(.*?)</p>', re.DOTALL)
_CITE = re.compile(r"<cite>(\d+)</cite>(.*?)<cite></cite>", re.DOTALL)


class Copier(HTMLParser):
    """Writes what it reads; a subclass changes the texts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []

    def run(self, html: str) -> str:
        """The whole HTML, changed."""
        self.feed(html)
        self.close()
        return "".join(self.out)

    def add(self, text: str) -> None:
        """Write."""
        self.out.append(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.add(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.add(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.add(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.add(data)

    def handle_entityref(self, name: str) -> None:
        self.add(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.add(f"&#{name};")


class _Cutter(Copier):
    """Cuts between closed elements; what stays open is closed and opened again in the next part."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.open: list[tuple[str, str]] = []
        self.length, self.level = 0, 2

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HEADINGS:
            self.level = min(int(tag[1]), self.level + 1)
            return self.add(f"<h{self.level}>")
        text = self.get_starttag_text() or ""
        self.add(text)
        if tag not in _VOID:
            self.open.append((tag, text))
        return None

    def handle_endtag(self, tag: str) -> None:
        if tag in _HEADINGS:
            return self.add(f"</h{self.level}>")
        if self.open and self.open[-1][0] == tag:
            self.open.pop()
        self.add(f"</{tag}>")
        if tag in _ENDS and self.length >= PART:
            self._cut()
        return None

    def handle_data(self, data: str) -> None:
        while len(data) > LONGEST_TEXT:
            at = data.rfind(" ", 0, LONGEST_TEXT) + 1 or LONGEST_TEXT
            self.add(data[:at])
            data = data[at:]
            if self.length >= PART:
                self._cut()
        self.add(data)

    def add(self, text: str) -> None:
        super().add(text)
        self.length += len(text)

    def _cut(self) -> None:
        self.out += [f"</{tag}>" for tag, _ in reversed(self.open)]
        self.parts.append("".join(self.out))
        self.out = [text for _, text in self.open]
        self.length, self.level = 0, 2


def split(html: str) -> list[str]:
    """Parts of at most about PART signs; headings never skip a level inside one."""
    cutter = _Cutter()
    rest = cutter.run(html)
    parts = cutter.parts + ([rest] if re.sub(r"<[^>]*>|\s", "", rest) else [])
    return parts or ([html] if html.strip() else [])


class _Citer(Copier):
    """Marks the place of each citation, in order."""

    def __init__(self, symbols: list[str]) -> None:
        super().__init__()
        self.symbols, self.at = symbols, 0

    def handle_data(self, data: str) -> None:
        done = 0
        for start, end, symbol in find_symbols(data):
            number = next((n for n in range(self.at, len(self.symbols)) if self.symbols[n] == symbol.text), None)
            if number is None:
                continue
            self.at = number + 1
            self.out += [data[done:start], f"<cite>{number + 1}</cite>{data[start:end]}<cite></cite>"]
            done = end
        self.out.append(data[done:])


def mark_citations(html: str, symbols: list[str]) -> str:
    """The HTML with `<cite>n</cite>symbol<cite></cite>` where the n-th of `symbols` is cited (from 1)."""
    return _Citer(symbols).run(html)


def link_citations(html: str, link: Callable[[int, str], str]) -> str:
    """The HTML with each marked citation as `link(number, symbol as printed)` says."""
    return _CITE.sub(lambda found: link(int(found[1]), found[2]), html)


def fill_head(html: str, symbol: str, issued_on: date | None) -> str:
    """The HTML with the number and the day that its official head left blank when it was a draft, as written by hand
    on the paper when it is issued; the kept text stays as it was."""
    if not html.startswith(_HEAD):
        return html
    head, end, rest = html.partition("</header>")

    def fill(found: re.Match[str]) -> str:
        text = unescape(_TAG.sub("", found[2])).strip()
        words = text
        if found[1] == "symbol" and symbol and not re.search(r"\d", text.partition("/")[0]):
            words = f"{'Số:' if ':' in text.partition('/')[0] else 'Số'} {symbol}"
        elif found[1] == "date" and issued_on and (known := place_and_date(text)) and known[1] is None:
            words = date_line(known[0], issued_on)
        return found[0] if words == text else f'<p class="paper-{found[1]}">{escape(words)}</p>'

    return _BLANK.sub(fill, head) + end + rest


def date_line(place: str, on: date) -> str:
    """`Hà Nội, ngày 05 tháng 02 năm 2026`: a nought before days below 10 and before months 1 and 2."""
    month = f"{on.month:02d}" if on.month < 3 else str(on.month)
    return f"{place}, ngày {on.day:02d} tháng {month} năm {on.year}"


class _Marker(Copier):
    def __init__(self, query: str) -> None:
        super().__init__()
        self.query = query

    def handle_data(self, data: str) -> None:
        self.out += [f"<mark>{text}</mark>" if found else text for text, found in mark(data, self.query)]


def mark_words(html: str, query: str) -> str:
    """The HTML with the words of a query marked."""
    return _Marker(query).run(html) if query else html
