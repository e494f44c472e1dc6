"""What a person typed, understood; see `parse` for the language. All else is text, nothing an error."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date as Date

from portal.core import clock
from portal.core.text import fold
from portal.search.analysis import exact_form, folded, pairs, spans, syllables
from portal.search.days import Span, leading, relative

MOST_SYLLABLES = 31
MOST_BRANCHES = 8
LONGEST_TEXT = 10_000
DAY_KEYS = {"tu": "since", "den": "until", "ngay": "days"}
FACET_KEYS = {"loai": "paper", "coquan": "issuer", "linhvuc": "field", "nam": "year", "donvi": "unit", "cap": "level"}
_OR = frozenset({"OR", "HOẶC", "HOAC"})
_TYPED = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‐‑‒–—―−﹣－", "-"))
_SYMBOL_TAIL = re.compile(r"-[^\W\d_]{1,5}(?:[-/].*)?$")
_KEY = re.compile(r"([^\W\d_]{2,10}):(.*)", re.DOTALL)
_PIECE = re.compile(r'"([^"]*)"|([^\s"]+)')


@dataclass(frozen=True, slots=True)
class Exclusion:
    """`-word` or `-"words"`. With marks typed, only that very form is excluded (`-cần` leaves `cán`)."""

    words: tuple[str, ...]
    exact: str = ""


@dataclass(slots=True)
class Branch:
    """One side of an OR: what a hit should hold.

    `words`: distinct folded syllables in order, a prefix with its `*`; `shown`: each as typed; `pairs`: distinct
    neighbours; `exact`: the marked form of a word where one was typed; `whole`: all syllables in order.
    `guessed`: not typed, but what may have been meant.
    """

    words: list[str] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)
    pairs: list[str] = field(default_factory=list)
    exact: dict[str, str] = field(default_factory=dict)
    whole: list[str] = field(default_factory=list)
    phrases: list[tuple[str, ...]] = field(default_factory=list)
    guessed: bool = False

    def add(self, text: str) -> list[str]:
        """Take in running text, up to MOST_SYLLABLES different ones in all; the syllables taken."""
        taken: list[str] = []
        for match in spans(text):
            word = folded(match.group())
            if not self._room_for(word, match.group()):
                break
            if form := exact_form(match.group()):
                self.exact.setdefault(word, form)
            taken.append(word)
            if len(taken) == LONGEST_TEXT // 10:
                break
        self.pairs.extend(pair for pair in dict.fromkeys(pairs(taken)) if pair not in self.pairs)
        del self.pairs[MOST_SYLLABLES:]
        self.whole.extend(taken)
        return taken

    def begin(self, word: str) -> None:
        """Take in a prefix (`nghị*`): its last syllable may go on."""
        *before, last = syllables(word)
        self.add(" ".join(before))
        self._room_for(f"{last}*", f"{word}*")

    def _room_for(self, word: str, shown: str) -> bool:
        if word not in self.shown:
            if len(self.words) == MOST_SYLLABLES:
                return False
            self.words.append(word)
            self.shown[word] = shown
        return True


@dataclass(slots=True)
class Wanted:
    """A query in parts. `hints` are keys nobody knows, searched as words; `soft` the words taken for days."""

    branches: list[Branch] = field(default_factory=list)
    exclusions: list[Exclusion] = field(default_factory=list)
    facets: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    since: Date | None = None
    until: Date | None = None
    soft: str = ""
    hints: list[str] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        """Every word of every branch."""
        return list(dict.fromkeys(word for branch in self.branches for word in branch.words))

    @property
    def pairs(self) -> list[str]:
        """Every pair of every branch."""
        return list(dict.fromkeys(pair for branch in self.branches for pair in branch.pairs))

    @property
    def only(self) -> Branch:
        """The one branch of a query without OR (the first of one with)."""
        return self.branches[0] if self.branches else Branch()

    def guess(self, meant: "Wanted") -> None:
        """Take in what may have been meant as another side of an OR."""
        for branch in meant.branches:
            branch.guessed = True
        self.branches += meant.branches

    @property
    def filters(self) -> bool:
        """It bounds what may be found."""
        return bool(self.facets or self.since or self.until)

    def exclude(self, text: str) -> None:
        """Remember what no hit may hold."""
        words = tuple(syllables(text)[:MOST_SYLLABLES])
        if words and len(self.exclusions) < MOST_SYLLABLES:
            self.exclusions.append(Exclusion(words, exact_form(text) if len(words) == 1 else ""))

    def within(self, key: str, span: Span) -> None:
        """Bound the date."""
        if key != "until":
            self.since = max(self.since or span[0], span[0])
        if key != "since":
            self.until = min(self.until or span[1], span[1])


def parse(text: str, *, today: Date | None = None, soft: bool = True) -> Wanted:
    """Understand a query: words; `"cụm từ"` in straight or curly quotes (an open quote is text); `OR`, `HOẶC`
    between two whole sides; `-word` at the start of a word and not as the tail of a symbol (`98 -CV/ĐU`); `nghị*`;
    `loai:`, `coquan:` and the other FACET_KEYS; `tu:`, `den:`, `ngay:` with a day as people write it. With `soft`,
    words like `hôm nay` or `tháng trước` at the end of the text bound the date.
    """
    typed = unicodedata.normalize("NFC", text[:LONGEST_TEXT]).translate(_TYPED)
    if typed.count('"') % 2:
        last = typed.rindex('"')
        typed = f"{typed[:last]} {typed[last + 1:]}"
    reader = _Reader(list(_pieces(typed)), today or clock.today())
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

    def __init__(self, pieces: list[tuple[str, bool]], today: Date) -> None:
        self.pieces, self.today = pieces, today
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
        if text in _OR and (self.plain or self.branch.words) and at + 1 < len(self.pieces):
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

    def _keyed(self, key: str, value: str, at: int, ahead: tuple[str, bool]) -> int:
        name, quoted = fold(key), not value and ahead[1]
        value, taken = (ahead[0], 2) if quoted else (value, 1)
        if name in DAY_KEYS:
            rest = [text for text, in_quotes in self.pieces[at + 1 : at + 5] if not in_quotes]
            words = value.split() if quoted else ([value] if value else []) + rest
            if found := leading(words, self.today):
                self.wanted.within(DAY_KEYS[name], found[0])
                return taken if quoted else taken + found[1] - (1 if value else 0)
        elif name in FACET_KEYS:
            words_ = tuple(syllables(value)[:MOST_SYLLABLES])
            if words_ or not value:
                self.wanted.facets += [(FACET_KEYS[name], words_)] if words_ else []
                return taken
        elif value and value[0] not in "/\\":
            self.wanted.hints.append(key)
        self.plain.append(f"{key} {value}")
        return taken

    def _settle(self) -> None:
        """Running text up to here: syllables that stand side by side are pairs."""
        self.branch.add(" ".join(self.plain))
        self.plain = []

    def _next_branch(self) -> None:
        self._settle()
        if self.branch.words and len(self.wanted.branches) < MOST_BRANCHES:
            self.wanted.branches.append(self.branch)
        self.branch = Branch()


def _is_symbol_tail(before: list[str], word: str) -> bool:
    return bool(before) and before[-1][-1].isdigit() and _SYMBOL_TAIL.match(word) is not None
