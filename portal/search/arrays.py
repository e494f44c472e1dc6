"""One segment of an index as arrays: posting lists that numpy scores whole, in memory or mapped from a file.

A posting says by how much its term counts in its document: one saturation over head and body,
x = 5·tf_head/(.5+.5·length/average) + tf_body/(.5+.5·length/average), kept as x/(x+k) in 16 bits. The averages
are those of the day the segment was made (`averages`); the writer makes it anew when they have moved away.
"""

from bisect import bisect_left
from collections.abc import Mapping
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from portal.search.fields import LOOSE, PAIRS, PLAIN, SYLLABLES

Array = NDArray[Any]
FULL = 65_535
"""The weight of a posting whose term could not count more."""
_KEPT = frozenset({SYLLABLES, "exact", "kind", "readers", "facets"})
MIX = 0x9E3779B1


def pair_key(left: int, right: int) -> int:
    """The number of a pair, from the numbers of its syllables (`word_key`)."""
    return (left * MIX + right) & 0xFFFFFFFF


def pair_number(name: str) -> int:
    """The number of a pair (`left_right`)."""
    left, _, right = name.partition("_")
    return pair_key(word_key(left), word_key(right))


def word_key(word: str) -> int:
    """The number of a syllable."""
    return crc32(word.encode(errors="surrogatepass"))


class Terms:
    """The posting lists of one field, by name."""

    def __init__(self, arrays: Mapping[str, Array], field: str) -> None:
        self._names: Array = arrays[f"{field}.names"]
        self._ends: Array = arrays[f"{field}.name_ends"]
        self.ends: Array = arrays[f"{field}.ends"]
        self.documents: Array = arrays[f"{field}.documents"]
        self.weights: Array | None = arrays.get(f"{field}.weights")
        self._kept = field in _KEPT
        self._places: dict[str, int] | None = None

    def __len__(self) -> int:
        return len(self._ends)

    def place(self, name: str) -> int:
        """The number of a term among the names, -1 if it has no postings."""
        if self._kept:
            return self._known().get(name, -1)
        wanted = name.encode(errors="surrogatepass")
        found = bisect_left(range(len(self)), wanted, key=self._name)
        return found if found < len(self) and self._name(found) == wanted else -1

    def some(self, names: set[str]) -> set[str]:
        """Those of some names that have postings."""
        return names & self._known().keys()

    def _known(self) -> dict[str, int]:
        if self._places is None:
            self._places = {known: number for number, known in enumerate(self.names())}
        return self._places

    def bounds(self, place: int) -> tuple[int, int]:
        """Where the postings of a term begin and end."""
        return (int(self.ends[place - 1]) if place else 0), int(self.ends[place])

    def names(self) -> list[str]:
        """Every name, rising."""
        whole, names, start = self._names.tobytes(), [], 0
        for end in self._ends.tolist():
            names.append(whole[start:end].decode(errors="surrogatepass"))
            start = end
        return names

    def starting(self, beginning: str) -> range:
        """The numbers of the names that begin so."""
        low, high = beginning.encode(errors="surrogatepass"), beginning.encode(errors="surrogatepass") + b"\xff"
        numbers = range(len(self))
        return range(bisect_left(numbers, low, key=self._name), bisect_left(numbers, high, key=self._name))

    def name(self, place: int) -> str:
        """The name of a term."""
        return self._name(place).decode(errors="surrogatepass")

    def _name(self, place: int) -> bytes:
        start = int(self._ends[place - 1]) if place else 0
        return self._names[start : int(self._ends[place])].tobytes()


class Numbered:
    """The posting lists of terms that are known by a number only: pairs of neighbours, symbols without dashes."""

    def __init__(self, arrays: Mapping[str, Array], field: str) -> None:
        self._keys: Array = arrays[f"{field}.keys"]
        self.ends: Array = arrays[f"{field}.ends"]
        self.documents: Array = arrays[f"{field}.documents"]
        self.weights: Array | None = arrays.get(f"{field}.weights")
        self._number = pair_number if field == PAIRS else word_key

    def place(self, name: str) -> int:
        """The place of a term in the list, -1 if it has no postings."""
        key = np.uint32(self._number(name))
        found = int(self._keys.searchsorted(key))
        return found if found < len(self._keys) and self._keys[found] == key else -1

    def some(self, names: list[str]) -> list[str]:
        """Those of some names that have postings."""
        if not len(self._keys):
            return []
        keys = np.array([self._number(name) for name in names], np.uint32)
        places = np.minimum(self._keys.searchsorted(keys), len(self._keys) - 1)
        return [names[at] for at in np.flatnonzero(self._keys[places] == keys).tolist()]

    def counts(self, keys: Array) -> Array:
        """How many documents hold each of some numbered terms."""
        if not len(self._keys):
            return np.zeros(keys.shape, np.int64)
        places = np.minimum(self._keys.searchsorted(keys), len(self._keys) - 1)
        ends = self.ends[places].astype(np.int64)
        starts = np.where(places > 0, self.ends[np.maximum(places - 1, 0)], 0)
        return np.where(self._keys[places] == keys, ends - starts, 0)

    def bounds(self, place: int) -> tuple[int, int]:
        """Where the postings of a term begin and end."""
        return (int(self.ends[place - 1]) if place else 0), int(self.ends[place])


class Segment:
    """Documents 0 to size - 1: posting lists, columns of facts, and the text as numbers of syllables.

    `tokens` holds 0 where a part of a text ends and one more than the number of the syllable elsewhere; the
    text of a document lies from `starts[document]` to `starts[document + 1]`.
    """

    def __init__(self, arrays: Mapping[str, Array], averages: tuple[float, float]) -> None:
        self.arrays, self.averages = arrays, averages
        self.size = len(arrays["record"])
        self.numbered = {field: Numbered(arrays, field) for field in (PAIRS, LOOSE)}
        self.terms = {field: Terms(arrays, field) for field in (SYLLABLES, *PLAIN)}
        self.tokens: Array = arrays["tokens"]
        self.starts: Array = arrays["starts"]

    def lists(self, field: str) -> Terms | Numbered:
        """The posting lists of a field."""
        return self.numbered.get(field) or self.terms[field]

    def column(self, name: str) -> Array:
        """A fact of every document, as a number."""
        return self.arrays[name]

    def words_of(self, document: int) -> Array:
        """The text of a document as numbers of syllables, without the breaks."""
        tokens = self.tokens[int(self.starts[document]) : int(self.starts[document + 1])]
        return np.asarray(tokens[tokens > 0].astype(np.int64) - 1)

    def holding(self, documents: Array, phrase: tuple[str, ...]) -> Array:
        """For each of some documents whether the syllables stand side by side in one part of it."""
        numbers = [self.terms[SYLLABLES].place(word) + 1 for word in phrase]
        starts = self.starts[documents].astype(np.int64)
        lengths = self.starts[documents + 1].astype(np.int64) - starts
        ends = np.cumsum(lengths)
        if not len(ends) or 0 in numbers:
            return np.zeros(len(documents), bool)
        flat = np.repeat(starts - (ends - lengths), lengths) + np.arange(ends[-1])
        tokens = self.tokens[flat]
        match = tokens == numbers[0]
        for after, number in enumerate(numbers[1:], start=1):
            match[:-after] &= tokens[after:] == number
            match[-after:] = False
        found = np.zeros(len(documents), bool)
        found[np.searchsorted(ends, np.flatnonzero(match), side="right")] = True
        return found
