"""What a person typed, understood: plain words, "phrases", -exclusions. All else is text, nothing an error."""

import re
import unicodedata
from dataclasses import dataclass, field

from portal.search.analysis import exact_form, folded, pairs, spans, syllables

MOST_SYLLABLES = 31
LONGEST_TEXT = 10_000
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"'))
_SYMBOL_TAIL = re.compile(r"-[^\W\d_]{1,5}(?:[-/].*)?$")


@dataclass(frozen=True, slots=True)
class Exclusion:
    """`-word` or `-"words"`. With marks typed, only that very form is excluded (`-cần` leaves `cán`)."""

    words: tuple[str, ...]
    exact: str = ""


@dataclass(slots=True)
class Wanted:
    """A query in parts.

    `words`: distinct folded syllables in order; `shown`: each as typed; `pairs`: distinct neighbours;
    `exact`: the marked form of a word where one was typed; `whole`: all syllables in order.
    """

    words: list[str] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)
    pairs: list[str] = field(default_factory=list)
    exact: dict[str, str] = field(default_factory=dict)
    whole: list[str] = field(default_factory=list)
    phrases: list[tuple[str, ...]] = field(default_factory=list)
    exclusions: list[Exclusion] = field(default_factory=list)

    def add(self, text: str) -> list[str]:
        """Take in running text, up to MOST_SYLLABLES different ones in all; the syllables taken."""
        taken: list[str] = []
        for match in spans(text):
            word = folded(match.group())
            if word not in self.shown:
                if len(self.words) == MOST_SYLLABLES:
                    break
                self.words.append(word)
                self.shown[word] = match.group()
            if form := exact_form(match.group()):
                self.exact.setdefault(word, form)
            taken.append(word)
            if len(taken) == LONGEST_TEXT // 10:
                break
        self.pairs.extend(pair for pair in dict.fromkeys(pairs(taken)) if pair not in self.pairs)
        del self.pairs[MOST_SYLLABLES:]
        self.whole.extend(taken)
        return taken

    def exclude(self, text: str) -> None:
        """Remember what no hit may hold."""
        words = tuple(syllables(text)[:MOST_SYLLABLES])
        if words and len(self.exclusions) < MOST_SYLLABLES:
            self.exclusions.append(Exclusion(words, exact_form(text) if len(words) == 1 else ""))


def parse(text: str) -> Wanted:
    """Understand a query. Quotes may be straight or curly; an open quote is text.

    A hyphen excludes only at the start of a word and not as the tail of a symbol (`98 -CV/ĐU`).
    """
    wanted = Wanted()
    typed = unicodedata.normalize("NFC", text[:LONGEST_TEXT]).translate(_QUOTES)
    parts = typed.split('"')
    if len(parts) % 2 == 0:
        parts[-2:] = [f"{parts[-2]} {parts[-1]}"]
    for number, part in enumerate(parts):
        if number % 2 == 0:
            closed = number + 1 < len(parts)
            _plain(wanted, _without_minus(part) if closed else part)
        elif _ends_in_minus(parts[number - 1]):
            wanted.exclude(part)
        elif phrase := tuple(wanted.add(part)):
            wanted.phrases.append(phrase)
    return wanted


def _ends_in_minus(before: str) -> bool:
    return before == "-" or before.endswith(" -")


def _without_minus(before: str) -> str:
    return before[:-1] if _ends_in_minus(before) else before


def _plain(wanted: Wanted, text: str) -> None:
    kept: list[str] = []
    for word in text.split():
        if word[0] != "-" or not word[1:2].isalnum() or _is_symbol_tail(kept, word):
            kept.append(word)
        else:
            wanted.exclude(word[1:])
    wanted.add(" ".join(kept))


def _is_symbol_tail(before: list[str], word: str) -> bool:
    return bool(before) and before[-1][-1].isdigit() and _SYMBOL_TAIL.match(word) is not None
