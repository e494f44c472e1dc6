"""What terms add to documents, whole posting lists at a time."""

from dataclasses import dataclass

import numpy as np

from portal.search.arrays import FULL, Array
from portal.search.snapshot import Postings


@dataclass(frozen=True, slots=True)
class Lists:
    """The postings of a term in every segment."""

    idf: float
    postings: list[Postings]


class Sums:
    """What terms add, by number of the document."""

    def __init__(self, sums: Array) -> None:
        self._sums = sums

    def add(self, lists: Lists, counted: float, weight: float = 1.0) -> None:
        """Add a term: `counted` to each document that holds it, and what it is worth there."""
        factor = lists.idf * weight / FULL
        for base, documents, weights in lists.postings:
            if weights is not None:
                np.add.at(self._sums[base:], documents, weights * factor + counted)


class FewSums:
    """What terms add to a few documents, by their place among these: each is looked up in the long lists."""

    def __init__(self, sums: Array, numbers: Array) -> None:
        self._sums, self._numbers = sums, numbers

    def add(self, lists: Lists, counted: float, weight: float = 1.0) -> None:
        """Add a term: `counted` to each document that holds it, and what it is worth there."""
        factor = lists.idf * weight / FULL
        for base, documents, weights in lists.postings:
            low, high = self._numbers.searchsorted((base, base + int(documents[-1]) + 1)).tolist()
            local = (self._numbers[low:high] - base).astype(documents.dtype)
            places = documents.searchsorted(local)
            held = np.flatnonzero(documents[places] == local)
            if len(held) and weights is not None:
                self._sums[low + held] += weights[places[held]] * factor + counted
