"""What a person typed, understood; see `parse` for the language. All else is text, nothing an error."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date as Date

from portal.core import clock
from portal.core.text import fold
from portal.search.analysis import syllables
from portal.search.days import leading, relative
from portal.search.wanted import LONGEST_TEXT, MOST_SYLLABLES, Branch, Wanted

MOST_BRANCHES = 8
DAY_KEYS = {"tu": "since", "den": "until", "ngay": "days", "tungay": "since", "denngay": "until",
            "ngaybanhanh": "days"}
FACET_KEYS = {"loai": "paper", "coquan": "issuer", "linhvuc": "field", "nam": "year", "donvi": "unit", "cap": "level",
              "nhiemky": "term", "hieuluc": "validity", "loaivanban": "paper", "coquanbanhanh": "issuer"}
MOST_KEY_WORDS, MOST_VALUE_WORDS = 4, 8
BETWEEN = frozenset({"OR", "HOẶC", "HOAC"})
"""What stands between two sides."""
_TYPED = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‐‑‒–—―−﹣－", "-"))
_SYMBOL_TAIL = re.compile(r"-[^\W\d_]{1,5}(?:[-/].*)?$")
_KEY = re.compile(r"((?:[^\W\d_]{2,10}(?:[-_][^\W\d_]{1,10})*)?):(.*)", re.DOTALL)
_A_YEAR = re.compile(r"(19|20)\d\d")
_PIECE = re.compile(r'"([^"]*)"|([^\s"]+)')


Known = Callable[[str, tuple[str, ...]], bool]
"""Whether a facet (name) has a value that is meant by some syllables."""


def parse(text: str, *, today: Date | None = None, soft: bool = True, known: Known | None = None) -> Wanted:
    """Understand a query: words; `"cụm từ"` in straight or curly quotes (an open quote is text); `OR`, `HOẶC`
    between two whole sides; `-word` at the start of a word and not as the tail of a symbol (`98 -CV/ĐU`); `nghị*`;
    `loai:`, `coquan:` and the other FACET_KEYS; `tu:`, `den:`, `ngay:` with a day as people write it. With `soft`,
    words like `hôm nay` or `tháng trước` at the end of the text bound the date.

    Keys may be typed with accents, apart (`cơ quan:`, `nhiệm kỳ :`) and with a blank behind. A value without quotes is
    one word, and as many more as with `known` still name a value: `loai: nghị quyết cán bộ` is `loai:"nghị quyết"`.
    What is no year behind `năm:` and no day behind `từ:` is text, as they are.
    """
    typed = unicodedata.normalize("NFC", text[:LONGEST_TEXT]).translate(_TYPED)
    if typed.count('"') % 2:
        last = typed.rindex('"')
        typed = f"{typed[:last]} {typed[last + 1:]}"
    reader = _Reader(list(_pieces(typed)), today or clock.today(), known)
    if soft:
        reader.take_soft_days()
    return reader.read()


def _pieces(typed: str) -> Iterator[tuple[str, bool]]:
    """(text, whether it stood in quotes); `-"…"` and `loai:"…"` come as two, the first ending in `-` or `:`."""
    for match in _PIECE.finditer(typed):
        if match.group(1) is not None:
            yield match.group(1), True
        else:
            yield match.group(2), False


class _Reader:
    """Goes through the pieces once."""

    def __init__(self, pieces: list[tuple[str, bool]], today: Date, known: Known | None) -> None:
        self.pieces, self.today, self.known = pieces, today, known
        self.wanted = Wanted()
        self.branch = Branch()
        self.plain: list[str] = []

    def take_soft_days(self) -> None:
        """Words of time at the very end bound the date."""
        last = self.pieces[-2:]
        if len(last) < 2 or any(quoted for _, quoted in last) or (len(self.pieces) > 2 and ":" in self.pieces[-3][0]):
            return
        words = " ".join(text for text, _ in last)
        span = relative(fold(words), self.today)
        if span:
            self.wanted.soft = words
            self.wanted.within("days", span)
            del self.pieces[-2:]

    def read(self) -> Wanted:
        """The query in parts."""
        at = 0
        while at < len(self.pieces):
            text, quoted = self.pieces[at]
            at += 1 if quoted else self._after(text, at)
            if quoted:
                self._settle()
                if phrase := tuple(self.branch.add(text)):
                    self.branch.phrases.append(phrase)
        self._next_branch()
        return self.wanted

    def _after(self, text: str, at: int) -> int:
        """Take in the unquoted piece at a place; how many pieces that took."""
        ahead = self.pieces[at + 1] if at + 1 < len(self.pieces) else ("", False)
        if text in BETWEEN and (self.plain or self.branch.words) and at + 1 < len(self.pieces):
            self._next_branch()
        elif text == "-" and ahead[1]:
            self.wanted.exclude(ahead[0])
            return 2
        elif match := _KEY.fullmatch(text):
            return self._keyed(match.group(1), match.group(2), at, ahead)
        elif text.endswith("*") and len(syllables(text)) > 0 and text[:-1].rstrip("*")[-1:].isalnum():
            self._settle()
            self.branch.begin(text.rstrip("*"))
        elif text[0] == "-" and text[1:2].isalnum() and not _is_symbol_tail(self.plain, text):
            self.wanted.exclude(text[1:])
        else:
            self.plain.append(text)
        return 1

    def _key_named(self, last: str) -> tuple[str, str]:
        """(a key, the words it was typed with) of a word before a colon and those before it; ("", the word) if none."""
        for number in range(min(MOST_KEY_WORDS, len(self.plain)), -1, -1):
            words = [*self.plain[len(self.plain) - number :], last]
            name = fold("".join(words)).replace("-", "").replace("_", "")
            if name in DAY_KEYS or name in FACET_KEYS:
                del self.plain[len(self.plain) - number :]
                return name, " ".join(words)
        return "", last

    def _keyed(self, key: str, value: str, at: int, ahead: tuple[str, bool]) -> int:
        """Take in a key and its value; how many pieces that took."""
        quoted = not value and ahead[1]
        name, typed = self._key_named(key)
        value, taken = (ahead[0], 2) if quoted and name else (value, 1)
        if name in DAY_KEYS:
            rest = [text for text, in_quotes in self.pieces[at + 1 : at + 5] if not in_quotes]
            words = value.split() if quoted else ([value] if value else []) + rest
            if found := leading(words, self.today):
                self.wanted.within(DAY_KEYS[name], found[0])
                return taken if quoted else taken + found[1] - (1 if value else 0)
            if words and (value or words[0][:1].isdigit()):
                self.wanted.no_days.append(_no_day(words))
        elif name in FACET_KEYS:
            whole, more = (value, 0) if quoted else self._value(FACET_KEYS[name], value, at + 1)
            words_ = tuple(syllables(whole)[:MOST_SYLLABLES])
            if (words_ or not whole) and (name != "nam" or not words_ or _A_YEAR.fullmatch(" ".join(words_))):
                self.wanted.facets += [(FACET_KEYS[name], words_)] if words_ else []
                return taken + more
        elif key.isalpha() and (quoted or value) and value[:1] not in ("/", "\\"):
            self.wanted.hints.append(key)
        self.plain.append(f"{typed} {value}".strip() or ":")
        return taken

    def _value(self, name: str, value: str, at: int) -> tuple[str, int]:
        """A value with those of the words from a place on that belong to it, and how many these are."""
        taken = 0
        for text, quoted in self.pieces[at : at + MOST_VALUE_WORDS]:
            if quoted or ":" in text or text in BETWEEN or not syllables(text) or text[0] == "-":
                break
            longer = f"{value} {text}"
            if value and not (self.known and self.known(name, tuple(syllables(longer)))):
                break
            value, taken = longer, taken + 1
        return value, taken

    def _settle(self) -> None:
        """Running text up to here: syllables that stand side by side are pairs."""
        self.branch.add(" ".join(self.plain))
        self.plain = []

    def _next_branch(self) -> None:
        self._settle()
        if self.branch.words and len(self.wanted.branches) < MOST_BRANCHES:
            self.wanted.branches.append(self.branch)
        self.branch = Branch()


def _no_day(words: list[str]) -> str:
    """What was meant for a day: a word, with the number behind it (`quý 5/2026`)."""
    return " ".join(words[:2] if words[0].isalpha() and words[1:] and words[1][0].isdigit() else words[:1])


def _is_symbol_tail(before: list[str], word: str) -> bool:
    return bool(before) and before[-1][-1].isdigit() and _SYMBOL_TAIL.match(word) is not None
