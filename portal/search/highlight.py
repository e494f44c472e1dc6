"""Where a text holds the words asked for: pieces of (text, marked), for templates to escape and wrap.

Matching is folded: `can bo` marks `cán bộ`. Pieces are cut from the text in NFC, not from folded text.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from portal.search.analysis import folded
from portal.search.parsing import parse
from portal.search.wanted import Wanted

LONGEST = 200_000
Pieces = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Match:
    """A word, or two that stand together in the query too, at its place in the text."""

    start: int
    end: int
    term: str


def mark(text: str, query: str) -> Pieces:
    """A whole text in pieces; joined they are the text in NFC. Beyond LONGEST nothing is marked."""
    return _pieces(unicodedata.normalize("NFC", text), _understood(query))


def excerpt(text: str, query: str, width: int = 220) -> Pieces:
    """The passage of about `width` characters that holds most of the words asked for, close together.

    White space is one blank; `…` stands where text is left out. Without any match it is the beginning.
    """
    plain = " ".join(unicodedata.normalize("NFC", text[:LONGEST]).split())
    wanted = _understood(query)
    start, end = _window(plain, _matches(plain, wanted), width)
    pieces = _pieces(plain[start:end], wanted)
    if start > 0:
        pieces.insert(0, ("…", False))
    if end < len(plain):
        pieces.append(("…", False))
    return pieces


@lru_cache(maxsize=64)
def _understood(query: str) -> Wanted:
    """A page marks many texts by one query."""
    return parse(query, soft=False)


def _pieces(text: str, wanted: Wanted) -> Pieces:
    pieces: Pieces = []
    done = 0
    for match in _found(text[:LONGEST], wanted):
        between = text[done : match.start()]
        if pieces and len(between) <= 1 and between != "\n":
            pieces[-1] = (pieces[-1][0] + between + text[match.start() : match.end()], True)
        else:
            pieces += [(between, False), (text[match.start() : match.end()], True)]
        done = match.end()
    pieces.append((text[done:], False))
    return [piece for piece in pieces if piece[0]]


def _matches(text: str, wanted: Wanted) -> list[Match]:
    pairs = set(wanted.pairs)
    found: list[Match] = []
    before: re.Match[str] | None = None
    for match in _found(text, wanted):
        word = match.group()
        pair = f"{before.group()}_{word}" if before is not None else ""
        if before is not None and pair in pairs and not _WORDY.search(text, before.end(), match.start()):
            found.append(Match(before.start(), match.end(), pair))
        found.append(Match(match.start(), match.end(), word))
        before = match
    return sorted(found, key=lambda one: one.start)


def _found(text: str, wanted: Wanted) -> Iterator[re.Match[str]]:
    """The words asked for, in the folded text: it is as long as the text, sign by sign."""
    pattern = _pattern(tuple(wanted.words))
    return pattern.finditer(text.translate(_FOLDING)) if pattern else iter(())


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Any of the words as a whole syllable or number; of a prefix, all that begins so."""
    letters = sorted((word for word in words if not word.rstrip("*").isdigit()), key=len, reverse=True)
    digits = [word for word in words if word.isdigit()]
    parts = [rf"(?<![^\W\d_]){re.escape(word.rstrip('*'))}" + (r"[^\W\d_]*" if word[-1] == "*" else r"(?![^\W\d_])")
             for word in letters]
    parts += [rf"(?<!\d){re.escape(word)}(?!\d)" for word in digits]
    return re.compile("|".join(parts)) if parts else None


class _Folding(dict[int, str]):
    """Sign by sign as `analysis.folded`, one for one."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        return self.setdefault(code, (folded(sign) or sign)[0])


_FOLDING = _Folding()
_WORDY = re.compile(r"[^\W_]")


def _window(text: str, matches: list[Match], width: int) -> tuple[int, int]:
    """Start and end of the passage: the first one with the most different words and pairs."""
    if len(text) <= width:
        return 0, len(text)
    best, most = (0, 0), 0
    inside: Counter[str] = Counter()
    last = 0
    for first, match in enumerate(matches):
        while last < len(matches) and matches[last].end <= match.start + width:
            inside[matches[last].term] += 1
            last += 1
        if len(inside) > most and last > first:
            best, most = (match.start, matches[last - 1].end), len(inside)
        if last > first:
            inside[match.term] -= 1
            if not inside[match.term]:
                del inside[match.term]
        else:
            last = first + 1
    spare = max(width - (best[1] - best[0]), 0)
    start = max(min(best[0] - spare // 3, len(text) - width), 0)
    return _at_blanks(text, start, start + width, best)


def _at_blanks(text: str, start: int, end: int, keep: tuple[int, int]) -> tuple[int, int]:
    """Move both ends inward to a blank, but not into what must be kept."""
    if start > 0 and text[start - 1] != " ":
        blank = text.find(" ", start, max(keep[0], start))
        start = blank + 1 if blank >= 0 else start
    if end < len(text) and text[end] != " ":
        blank = text.rfind(" ", max(keep[1], start + 1), end)
        end = blank if blank >= 0 else end
    return start, min(end, len(text))
