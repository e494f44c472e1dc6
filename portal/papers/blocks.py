"""Blocks of a paper (paragraph, list item, heading, table), and printed lines joined into them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape

from portal.papers import lines as looks
from portal.papers.lines import Line, read_lines
from portal.papers.symbols import LOWER

_URL = re.compile(r"https?://[^\s<>\"“”]+[^\s<>\"“”.,;:)\]]")
_CONTINUES = re.compile(rf"[(“\"]?[{LOWER}]")
_ADDRESS = re.compile(r"(?:https?://|www\.)")
_PAGE_NUMBER = re.compile(r"[-–—\s]*\d{1,3}[-–—\s]*")
_SENTENCE_END = re.compile(r"[.:;!?…][”\"»)\]]*$")
_HEADING_LINES = 4
_LONGEST_JOINED = 20_000
_FULL_LINE, _NEARLY_FULL, _SHORT = 0.92, 0.72, 0.75


@dataclass(frozen=True, slots=True)
class Block:
    """One block. `html` is safe inline HTML, `text` the same plain; hard line breaks are `\\n` and `<br>`.

    `kind`: p, li, h (with `level` 1-6), table (with `rows`; the first is a heading row if `level` is 1).
    """

    kind: str
    text: str
    html: str
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


def plain_block(kind: str, text: str, level: int = 0) -> Block:
    """A block of plain text: escaped, addresses made links."""
    return Block(kind, text, inline(text), level)


def inline(text: str) -> str:
    """Plain text as safe inline HTML."""
    out, at = [], 0
    for match in _URL.finditer(text):
        out.append(escape(text[at : match.start()], quote=False))
        out.append(f'<a href="{escape(match[0])}">{escape(match[0], quote=False)}</a>')
        at = match.end()
    out.append(escape(text[at:], quote=False))
    return "".join(out).replace("\n", "<br>")


def from_text(text: str, *, with_page_numbers: bool = True) -> list[Block]:
    """Blocks of printed text: wrapped lines joined, also where an empty line stands between all lines."""
    lines = _true_gaps(read_lines(text))
    if not with_page_numbers:
        lines = [line for line in lines if not _PAGE_NUMBER.fullmatch(line.text)]
    width = _width(lines)
    blocks: list[list[Line]] = []
    for line in lines:
        if blocks and _goes_on(blocks[-1], line, width):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return join_cut(_as_block(group, width) for group in blocks)


def to_text(blocks: Iterable[Block]) -> str:
    """Plain text of blocks, one block a paragraph, list items with their hyphen."""
    out = []
    for block in blocks:
        out.append(("- " if block.kind == "li" else "") + block.text)
    return "\n\n".join(out)


def join_cut(blocks: Iterable[Block]) -> list[Block]:
    """Joins what a page end cut: no full stop before, small letter after."""
    out: list[Block] = []
    for block in blocks:
        if out and out[-1].kind in {"p", "li"} and block.kind == "p" and _is_cut(out[-1].text, block.text):
            last = out[-1]
            out[-1] = replace(last, text=f"{last.text} {block.text}", html=f"{last.html} {block.html}")
        else:
            out.append(block)
    return out


def _is_cut(before: str, after: str) -> bool:
    return (
        bool(_CONTINUES.match(after))
        and not _SENTENCE_END.search(before)
        and not _ADDRESS.search(before.rsplit(" ", 1)[-1])
        and not _ADDRESS.match(after)
        and len(before) < _LONGEST_JOINED
        and not _stands_alone(before)
        and not _starts_block(after, before)
    )


def _true_gaps(lines: list[Line]) -> list[Line]:
    """Where nearly every line has one empty line above it, that one says nothing."""
    spaced = sum(line.gap >= 1 for line in lines)
    if len(lines) < 8 or spaced < 0.7 * len(lines):
        return lines
    wrapped = sum(line.gap >= 1 and _CONTINUES.match(line.text) is not None for line in lines)
    if wrapped < 0.15 * len(lines):
        return lines
    return [replace(line, gap=max(0, line.gap - 1)) for line in lines]


def _width(lines: list[Line]) -> int:
    lengths = sorted(len(line.text) for line in lines)
    return lengths[int(len(lengths) * 0.9)] if lengths else 0


def _goes_on(group: list[Line], line: Line, width: int) -> bool:
    before, after = group[-1].text, line.text
    if _stands_alone(before) or _stands_alone(after) or _starts_block(after, before):
        return False
    is_small = bool(_CONTINUES.match(after)) and not _ADDRESS.match(after)
    if looks.SUBJECT_LEAD.match(group[0].text) or looks.is_addressed(group[0].text):
        return line.gap == 0 and not _SENTENCE_END.search(before) and (is_small or len(after) < _SHORT * width)
    if line.gap and not (is_small and not _SENTENCE_END.search(before)):
        return False
    if _is_heading(group, width) and not is_small:
        return False
    first_word = after.split()[0]
    if _SENTENCE_END.search(before):
        return not before.endswith((":", ";")) and len(before) + 1 + len(first_word) >= _FULL_LINE * width
    return is_small or len(before) + 1 + len(first_word) >= _NEARLY_FULL * width


def _stands_alone(line: str) -> bool:
    return (
        looks.is_national(line)
        or looks.is_motto(line)
        or looks.is_rule(line)
        or looks.symbol_line(line) is not None
        or looks.place_and_date(line) is not None
        or looks.is_recipients(line)
        or looks.is_capitals(line)
    )


def _starts_block(line: str, before: str) -> bool:
    if looks.SUBJECT_LEAD.match(line) or looks.is_addressed(line):
        return True
    if bullet := looks.BULLET.match(line):
        # "đúng - đủ - sạch / - sống": a hyphen inside a sentence that the line break left in front
        return _SENTENCE_END.search(before) is not None or not _is_inner_hyphen(line[bullet.end() :], before)
    return bool(looks.NUMBERED.match(line) or looks.ROMAN.match(line))


def _is_inner_hyphen(rest: str, before: str) -> bool:
    return rest[:1].islower() and not before.endswith(",") and len(before) > 40


def _is_heading(group: list[Line], width: int) -> bool:
    if len(group) > _HEADING_LINES:
        return False
    text = " ".join(line.text for line in group)
    if _SENTENCE_END.search(text.rstrip(":")) or text.endswith((",", "-")) or len(text) > 200:
        return False
    is_numbered = re.match(r"(?:\d{1,2}(?:\.\d{1,2})*\.|Điều|Chương|Mục|Phần)\s", text) or looks.ROMAN.match(text)
    return bool(is_numbered) and len(group[-1].text) < _FULL_LINE * width


def _as_block(group: list[Line], width: int) -> Block:
    text = " ".join(line.text for line in group).replace("\ufffe ", "").replace("\ufffe", "")
    if _is_heading(group, width) and not looks.symbol_line(text):
        is_small = re.match(r"\d", text) is not None
        return plain_block("h", text, 2 if is_small else 1)
    if (bullet := looks.BULLET.match(text)) and not looks.is_rule(text):
        return plain_block("li", text[bullet.end() :])
    return plain_block("p", text)
