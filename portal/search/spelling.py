"""Slips of the finger: the likeliest text one letter a word away from what was typed.

Words and pairs of words vote by how many records hold them. A change costs CHANGE, so that what is right as it is
stays. A text is only ever offered where one record that the asker may read holds all its words.
"""

import re
from collections.abc import Iterator

import numpy as np

from portal.search.analysis import exact_form, folded, spans, syllables
from portal.search.arrays import Array
from portal.search.fields import EXACT, LOOSE, SYLLABLES
from portal.search.parsing import BETWEEN
from portal.search.ranking import Ranker, Readable

CHANGE = 8.0
UNKNOWN, UNKNOWN_FORM = 12.0, 6.0
"""What it costs to keep a word that no record holds, or none with these marks."""
MOST_CHOICES = 8
MOST_WORDS = 31
ALONE = 0.1
"""The share of a word in being likely by itself, not by the one before it."""
MOST_SYMBOLS = 3
SYMBOL_LENGTH = range(4, 25)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SYMBOL = re.compile(r"\d+(?:[-/.]\d+)*\s?[-/ .]?\s?[^\W\d_]+(?:[-/ .&]*[^\W\d_]+)*", re.IGNORECASE)


def near(word: str, letters: str = _LETTERS) -> set[str]:
    """Every string one slip away: a letter too few, too many, another, or two swapped."""
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found = {left + right[1:] for left, right in halves if right}
    found.update([left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1])
    found.update([left + letter + right[1:] for left, right in halves if right for letter in letters])
    found.update([left + letter + right for left, right in halves for letter in letters])
    return found - {word, ""}


class Speller:
    """Spells for one asker."""

    def __init__(self, ranker: Ranker, readable: Readable) -> None:
        self._ranker, self._readable = ranker, readable
        self._snapshot = ranker.snapshot

    def doubtful(self, text: str) -> bool:
        """Something in it stands in no record: a word, a word with its marks, or two words side by side."""
        typed = [(folded(match.group()), exact_form(match.group())) for match in spans(text)][:MOST_WORDS]
        lists = self._ranker.lists
        if not all(lists(SYLLABLES, word).postings for word, _ in typed):
            return True
        if not all(lists(EXACT, form).postings for _, form in typed if form):
            return True
        return bool((self._snapshot.following([word for word, _ in typed]) == 0).any())

    def known(self, word: str) -> bool:
        """A record holds the word."""
        return self._snapshot.frequency(SYLLABLES, folded(word)) > 0

    def respelt(self, text: str, *, unknown_only: bool = False) -> str | None:
        """The text with its slips mended, the rest as typed; None if nothing changes."""
        matches = [match for match in spans(text) if text[match.end() : match.end() + 1] != "*"
                   and match.group() not in BETWEEN][:MOST_WORDS]
        typed = [folded(match.group()) for match in matches]
        forms = [exact_form(match.group()) for match in matches]
        best = self._way(typed, forms, unknown_only)
        pieces, done = [], 0
        for match, word, better in zip(matches, typed, best, strict=True):
            pieces += [text[done : match.start()], match.group() if word == better else self._form(better)]
            done = match.end()
        return "".join([*pieces, text[done:]]) if best != typed else None

    def symbols(self, text: str, *, alone: bool = False) -> str | None:
        """The text with symbols in it that readable records bear, parted otherwise or one slip away; None if there is
        none, or if it should stand alone and does not."""
        for match in _SYMBOL.finditer(text):
            if alone and match.group() != text.strip():
                return None
            words = syllables(match.group())
            key = "".join(words)
            if len(key) not in SYMBOL_LENGTH or len(self._ranker.of_symbol("_".join(words), self._readable)):
                continue
            found = [key]
            if not len(self._ranker.of_symbol(key, self._readable, LOOSE)):
                around = [one for one in self._ranker.symbols(sorted(near(key, _LETTERS + "0123456789"))) if one != key]
                found = sorted(around, key=lambda one: (_slip(key, one), one))
            named = list(self._named(found))
            if named:
                return " OR ".join(text[: match.start()] + one + text[match.end() :] for one in named)
        return None

    def _named(self, keys: list[str]) -> Iterator[str]:
        """Symbols as words, as they are parted in a record that may be read."""
        number = 0
        for key in keys:
            documents = self._ranker.of_symbol(key, self._readable, LOOSE)
            words = self._snapshot.words_of(int(documents[-1]))[:8] if len(documents) else []
            ends = [end for end in range(1, len(words) + 1) if "".join(words[:end]) == key]
            if ends and number < MOST_SYMBOLS:
                number += 1
                yield " ".join(words[: ends[0]])

    def _choices(self, word: str, form: str, unknown_only: bool) -> tuple[list[str], Array, Array]:
        """(syllables, records of each, cost of each) that may have been meant."""
        own = self._snapshot.frequency(SYLLABLES, word)
        strange = bool(form) and not self._snapshot.frequency(EXACT, form)
        keep = UNKNOWN_FORM if own and strange else 0.0 if own else UNKNOWN
        others: list[tuple[int, str]] = []
        if 2 <= len(word) <= 12 and not word.isdigit() and (not unknown_only or not own or strange):
            near_by = self._ranker.known(near(word))
            others = sorted(((self._snapshot.frequency(SYLLABLES, one), one) for one in near_by), reverse=True)
        words = [word, *(one for _, one in others[:MOST_CHOICES])]
        numbers = np.array([own, *(number for number, _ in others[:MOST_CHOICES])], float)
        return words, numbers, np.array([keep] + [CHANGE] * (len(words) - 1))

    def _way(self, typed: list[str], forms: list[str], unknown_only: bool) -> list[str]:
        """The likeliest syllables for those typed (Viterbi)."""
        total = self._snapshot.alive + 1.0
        steps: list[tuple[list[str], Array]] = []
        worth = before = np.zeros(0)
        for word, form in zip(typed, forms, strict=True):
            words, numbers, costs = self._choices(word, form, unknown_only)
            alone = (numbers + 0.01) / total
            if steps:
                both = self._snapshot.pair_frequencies(steps[-1][0], words)
                follows = np.log((1 - ALONE) * both / np.maximum(before, 1)[:, None] + ALONE * alone)
                ways = worth[:, None] + follows
                best = ways.argmax(axis=0)
                worth = ways.max(axis=0) - costs
            else:
                best, worth = np.zeros(len(words), np.intp), np.log(alone) - costs
            steps.append((words, best))
            before = numbers
        way: list[str] = []
        place = int(worth.argmax()) if len(worth) else 0
        for words, best in reversed(steps):
            way.append(words[place])
            place = int(best[place])
        return way[::-1]

    def _form(self, word: str) -> str:
        """The syllable as readable records mostly write it, marks and all."""
        forms = [(self._number(EXACT, form), form) for form in self._ranker.forms.get(word, [])]
        most, form = max(forms, default=(0, word))
        return form if most * 2 > self._number(SYLLABLES, word) else word

    def _number(self, field: str, term: str) -> int:
        return self._readable.count(self._snapshot.postings(field, term))


def _slip(typed: str, meant: str) -> float:
    """How unlikely one slip is to make `typed` of `meant`: letters swapped, doubled or lost, a neighbour's key."""
    if len(typed) == len(meant):
        places = [at for at in range(len(typed)) if typed[at] != meant[at]]
        if len(places) == 2:
            return 0.0
        one, other = typed[places[0]], meant[places[0]]
        if one.isdigit() or other.isdigit():
            return 3.0
        return 1.0 if _neighbours(one, other) else 2.0
    longer, shorter = (typed, meant) if len(typed) > len(meant) else (meant, typed)
    at = next((at for at in range(len(shorter)) if longer[at] != shorter[at]), len(shorter))
    doubled = at > 0 and longer[at] == longer[at - 1]
    return (0.5 if doubled else 1.5) + longer[at].isdigit()


def _neighbours(one: str, other: str) -> bool:
    places = {letter: (row, at + row / 2) for row, keys in enumerate(_KEYBOARD) for at, letter in enumerate(keys)}
    (row, at), (other_row, other_at) = places.get(one, (9, 0)), places.get(other, (-9, 0))
    return abs(row - other_row) <= 1 and abs(at - other_at) <= 1
