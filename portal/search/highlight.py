"""Where a text holds the words asked for: pieces of (text, marked), for templates to escape and wrap.

Matching is folded: `can bo` marks `cán bộ`. Pieces are cut from the text in NFC, not from folded text.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from portal.search.analysis import plain, spellings
from portal.search.parsing import parse
from portal.search.wanted import Wanted

LONGEST = 200_000
Pieces = list[tuple[str, bool]]


Match = tuple[int, int, str]
"""(start, end, term) of a word, or of two that stand together in the query too, at its place in the text."""


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
    """Rising. A long text holds a common word hundreds of times: as little as possible is done for each."""
    pairs, usual = set(wanted.pairs), dict[str, str]()
    found: list[Match] = []
    before, begin, done = "", 0, 0
    for match in _found(text, wanted):
        start, end = match.span()
        form = match.group()
        word = usual.get(form) or usual.setdefault(form, spellings(form)[0])
        pair = f"{before}_{word}"
        if pair in pairs and not _WORDY.search(text, done, start):
            found.append((begin, end, pair))
        found.append((start, end, word))
        before, begin, done = word, start, end
    return found


def _found(text: str, wanted: Wanted) -> Iterator[re.Match[str]]:
    """The words asked for, in the folded text: it is as long as the text, sign by sign; i and y as they stand."""
    pattern = _pattern(tuple(wanted.words))
    return pattern.finditer(text.translate(_FOLDING)) if pattern else iter(())


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Any of the words as a whole syllable or number; of a prefix, all that begins so."""
    written = {one for word in words for one in spellings(word)}
    letters = sorted((word for word in written if not word.rstrip("*").isdigit()), key=len, reverse=True)
    digits = [word for word in words if word.isdigit()]
    parts = [rf"(?<![^\W\d_]){re.escape(word.rstrip('*'))}" + (r"[^\W\d_]*" if word[-1] == "*" else r"(?![^\W\d_])")
             for word in letters]
    parts += [rf"(?<!\d){re.escape(word)}(?!\d)" for word in digits]
    return re.compile("|".join(parts)) if parts else None


class _Folding(dict[int, str]):
    """Sign by sign as `analysis.plain`, one for one."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        return self.setdefault(code, (plain(sign) or sign)[0])


_FOLDING = _Folding()
_WORDY = re.compile(r"[^\W_]")


def _window(text: str, matches: list[Match], width: int) -> tuple[int, int]:
    """Start and end of the passage: the first one with the most different words and pairs."""
    if len(text) <= width:
        return 0, len(text)
    best, most = (0, 0), 0
    inside: Counter[str] = Counter()
    last = 0
    for first, (start, _, term) in enumerate(matches):
        while last < len(matches) and matches[last][1] <= start + width:
            inside[matches[last][2]] += 1
            last += 1
        if len(inside) > most and last > first:
            best, most = (start, matches[last - 1][1]), len(inside)
        if last > first:
            inside[term] -= 1
            if not inside[term]:
                del inside[term]
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
