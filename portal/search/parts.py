"""Long documents count by their best part: a word is worth what it is in that part of the body that holds it most.

A body of more than LONG syllables is taken as parts of about PART each. Without that, length would push a whole
library bound as one file behind every short note. Nothing else knows of parts: a record is one document, with one
place in counts, rights and pages. Bodies that are not long are as if there were none of this.
"""

from dataclasses import dataclass

import numpy as np

from portal.search.arrays import Array
from portal.search.fields import BODY, LENGTHS

LONG, PART = 1_500, 1_000
SPREAD = 0.5
"""0: a part counts as long as the whole body; 1: only as long as it is, and then a body with many parts, each word in
another one, would stand before a short paper that is about the matter."""


def number_of_parts(lengths: Array) -> Array:
    """How many parts bodies of these lengths have."""
    return np.where(lengths > LONG, np.rint(lengths / PART), 1).astype(np.int64)


def average(lengths: Array) -> float:
    """The average length of a part."""
    return float(lengths.sum(dtype=np.float64)) / max(int(number_of_parts(lengths).sum()), 1)


AVERAGE_IN_SQL = (f"sum({LENGTHS[BODY]}) / greatest(sum(CASE WHEN {LENGTHS[BODY]} > {LONG} "
                  f"THEN round({LENGTHS[BODY]} / {PART}.0) ELSE 1 END), 1)")
"""The same where rows stand in a table."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of bodies: `factors` says what one occurrence counts in a part of each, `long` whether it has several,
    `cells` how long half a part is. A part begins at every cell, so that no border divides what stands together."""

    factors: Array
    long: Array
    cells: Array

    def best(self, keys: Array, documents: Array, places: Array) -> tuple[Array, Array, Array]:
        """(key, document, what it counts in the best part) for occurrences of keys at places of bodies: each key and
        document once, rising."""
        key, document, cell = (values.astype(np.int64) for values in (keys, documents, places))
        cell //= self.cells[document]
        order = np.lexsort((cell, document, key))
        key, document, cell = key[order], document[order], cell[order]
        starts = np.flatnonzero(_changes(key) | _changes(document) | _changes(cell))
        counts = np.diff(starts, append=len(key))
        key, document, cell = key[starts], document[starts], cell[starts]
        goes_on = (np.diff(key) == 0) & (np.diff(document) == 0) & (np.diff(cell) == 1)
        worth = (counts + np.append(np.where(goes_on, counts[1:], 0), 0)[: len(counts)]) * self.factors[document]
        starts = np.flatnonzero(_changes(key) | _changes(document))
        return key[starts], document[starts], np.maximum.reduceat(worth, starts) if len(starts) else worth


def _changes(values: Array) -> Array:
    return np.asarray(np.diff(values, prepend=-1) != 0)


def parts_of(lengths: Array, usual: float, share: float) -> Parts:
    """The parts of bodies of these lengths, where a part usually is `usual` long. `share`: of length in the weight."""
    numbers = number_of_parts(lengths)
    counted = lengths / numbers**SPREAD
    factors = 1.0 / (1 - share + share * counted / max(usual, 1.0))
    return Parts(factors, numbers > 1, np.maximum(-(-lengths.astype(np.int64) // (2 * numbers)), 1))
