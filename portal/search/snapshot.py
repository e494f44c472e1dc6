"""What the search reads: one unchanging state of an index, segment by segment. Documents are numbers from 0."""

from collections.abc import Iterable, Iterator
from itertools import accumulate
from threading import Lock

import numpy as np

from portal.search.arrays import MIX, Array, Segment, word_key
from portal.search.fields import KIND, PAIRS, RECORD, SYLLABLES

Postings = tuple[int, Array, Array | None]
"""(number of the segment's first document, documents of the segment, weights)"""


class Snapshot:
    """Segments one after the other; `deleted` holds for each the documents that are gone."""

    def __init__(self, segments: Iterable[Segment], deleted: Iterable[frozenset[int]] = ()) -> None:
        self.segments = list(segments)
        self.bases = list(accumulate((segment.size for segment in self.segments), initial=0))
        self.size = self.bases.pop()
        self.living = np.ones(self.size, bool)
        self._lock = Lock()
        self._columns: dict[str, Array] = {}
        self._codes: dict[tuple[str, str], tuple[Array, list[str]]] = {}
        self._gone: list[int] = [0] * len(self.segments)
        for number, numbers in enumerate(deleted):
            self.living[[self.bases[number] + document for document in numbers]] = False
            self._gone[number] = len(numbers)
        self.alive = self.size - sum(self._gone)

    def postings(self, field: str, term: str) -> list[Postings]:
        """Where a term stands, also in documents that are gone."""
        found: list[Postings] = []
        for base, segment in zip(self.bases, self.segments, strict=True):
            lists = segment.lists(field)
            place = lists.place(term)
            if place >= 0:
                start, end = lists.bounds(place)
                weights = lists.weights[start:end] if lists.weights is not None else None
                found.append((base, lists.documents[start:end], weights))
        return found

    def living_holders(self, field: str, term: str, postings: list[Postings]) -> int:
        """How many living documents hold a term, whose postings these are."""
        number = 0
        for base, documents, _ in postings:
            whole = self.alive == self.size or not self._gone[self.bases.index(base)]
            number += len(documents) if whole else int(self.living[base:][documents].sum())
        return number

    def frequency(self, field: str, term: str) -> int:
        """How many documents hold a term, also those that are gone."""
        return sum([len(documents) for _, documents, _ in self.postings(field, term)])

    def pair_frequencies(self, lefts: list[str], rights: list[str]) -> Array:
        """How many documents hold each pair of one of the left and one of the right syllables."""
        left = np.array([word_key(word) for word in lefts], np.uint32)
        right = np.array([word_key(word) for word in rights], np.uint32)
        keys = left[:, None] * np.uint32(MIX) + right[None, :]
        counts = [segment.numbered[PAIRS].counts(keys) for segment in self.segments]
        return np.sum(counts, axis=0) if counts else np.zeros(keys.shape, np.int64)

    def following(self, words: list[str]) -> Array:
        """How many documents hold each word side by side with the next."""
        keys = np.array([word_key(word) for word in words], np.uint32)
        together = keys[:-1] * np.uint32(MIX) + keys[1:]
        counts = [segment.numbered[PAIRS].counts(together) for segment in self.segments]
        return np.sum(counts, axis=0) if counts else np.zeros(len(together), np.int64)

    def numbers(self, postings: list[Postings]) -> Array:
        """The documents of postings, rising."""
        if not postings:
            return np.zeros(0, np.int64)
        return np.concatenate([documents.astype(np.int64) + base for base, documents, _ in postings])

    def flags(self, field: str, terms: Iterable[str]) -> Array:
        """True for each document that holds one of the terms."""
        found = np.zeros(self.size, bool)
        for term in terms:
            for base, documents, _ in self.postings(field, term):
                found[base:][documents] = True
        return found

    def names(self, field: str) -> list[str]:
        """Every term of a field, rising."""
        return sorted({name for segment in self.segments for name in segment.terms[field].names()})

    def starting(self, field: str, beginning: str) -> set[str]:
        """The terms of a field that begin so."""
        return {segment.terms[field].name(place) for segment in self.segments
                for place in segment.terms[field].starting(beginning)}

    def column(self, name: str) -> Array:
        """A fact of every document."""
        known = self._columns.get(name)
        if known is None:
            parts = [segment.column(name) for segment in self.segments]
            known = parts[0] if len(parts) == 1 else np.concatenate(parts) if parts else np.zeros(0, np.int64)
            self._columns[name] = known
        return known

    def codes(self, field: str, beginning: str = "") -> tuple[Array, list[str]]:
        """(number of its term, or of none: -1, for every document; the terms) of a field with one term a document."""
        key = field, beginning
        with self._lock:
            known = self._codes.get(key)
        if known is None:
            names = sorted(self.starting(field, beginning))
            codes = np.full(self.size, -1, np.int32)
            for number, name in enumerate(names):
                for base, documents, _ in self.postings(field, name):
                    codes[base:][documents] = number
            known = codes, names
            with self._lock:
                self._codes[key] = known
        return known

    def standing(self, documents: Array, phrase: tuple[str, ...]) -> Array:
        """Those of some rising documents in which the syllables stand side by side."""
        kept = []
        for base, segment in zip(self.bases, self.segments, strict=True):
            low, high = np.searchsorted(documents, [base, base + segment.size])
            here = documents[low:high]
            if len(here):
                kept.append(here[segment.holding(here - base, phrase)])
        return np.concatenate(kept) if kept else documents[:0]

    def words_of(self, document: int) -> list[str]:
        """The syllables of a document, each as often as it occurs."""
        place, base = next((number, base) for number, base in reversed(list(enumerate(self.bases))) if base <= document)
        segment = self.segments[place]
        terms = segment.terms[SYLLABLES]
        return [terms.name(int(word)) for word in segment.words_of(document - base)]

    def records(self) -> Iterator[tuple[str, int, int]]:
        """(kind, record id, document) of every living document."""
        codes, kinds = self.codes(KIND)
        records = self.column(RECORD)
        for document in np.flatnonzero(self.living).tolist():
            yield kinds[int(codes[document])], int(records[document]), document

    def places(self, keys: Iterable[tuple[str, int]]) -> list[int]:
        """The living documents of some keys (kind, record id)."""
        ids: dict[str, list[int]] = {}
        for kind, record in keys:
            ids.setdefault(kind, []).append(record)
        records = self.column(RECORD)
        found: list[int] = []
        for kind, wanted in ids.items():
            here = self.living & np.isin(records, wanted) & self.flags(KIND, [kind])
            found += np.flatnonzero(here).tolist()
        return found
