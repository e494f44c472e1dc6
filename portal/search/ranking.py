"""Scores of documents for a query: BM25F over head and body, plus pairs, times coverage.

What a posting is worth stands in the arrays (see arrays.py); a term adds idf times that. Pairs count like
syllables, so order and nearness matter without positions. The sum is multiplied by a root of the share of the words
found. Words found with the very marks typed raise it: a little, or by up to a half for a query of few words, where
a mark often is all that tells. Measured with benchmarks/relevance.py.
"""

from dataclasses import dataclass
from functools import cached_property
from math import log
from threading import Lock

import numpy as np

from portal.search.adding import FewSums, Lists, Sums
from portal.search.analysis import folded, spellings
from portal.search.arrays import FULL, Array
from portal.search.fields import EXACT, LOOSE, PAIRS, READERS, SYLLABLES, SYMBOL
from portal.search.snapshot import Postings, Snapshot
from portal.search.wanted import Branch

PAIR_WEIGHT, COVERAGE = 0.65, 0.2
"""Chosen together on the public corpora: against 1 and ½, law and wiki gained .003, admin stayed."""
EXACT_WEIGHT, EXACT_WEIGHT_SHORT, SHORT = 0.15, 0.5, 4
COUNTED = 1024.0
"""Each word found adds so much to the sum; no score of all words and pairs comes near it."""
GUESSED = 0.95
"""The worth of words that were not typed but perhaps meant."""
FEW = 16
"""An asker who may read so many times fewer documents than there are has them looked up one by one."""
MOST_PREFIXED = 200
MOST_LISTS, MOST_READABLE = 20_000, 8 << 20
"""What one process keeps of the index besides the files: lists in segments, and bytes of who may read what."""


@dataclass(slots=True)
class Ranking:
    """Documents that hold a word, rising; the score of each, the share found of the words typed and of those that
    were perhaps meant."""

    documents: Array
    scores: Array
    shares: Array
    meant: Array

    def only(self, kept: Array) -> "Ranking":
        """Those for which `kept` is true."""
        return Ranking(self.documents[kept], self.scores[kept], self.shares[kept], self.meant[kept])


@dataclass(frozen=True, slots=True)
class Readable:
    """The documents an asker may read: their numbers, rising, and for every document whether it is one."""

    numbers: Array
    flags: Array

    @property
    def bytes(self) -> int:
        """The memory it takes."""
        return int(self.numbers.nbytes + self.flags.nbytes)

    def of(self, numbers: Array) -> Array:
        """Those of some documents."""
        return np.asarray(numbers[self.flags[numbers]])

    def count(self, postings: list[Postings]) -> int:
        """How many of them stand in postings."""
        return sum([int(np.count_nonzero(self.flags[base:][numbers])) for base, numbers, _ in postings])

    def without(self, document: int) -> "Readable":
        """All but one."""
        flags = self.flags.copy()
        flags[document] = False
        return Readable(np.flatnonzero(flags), flags)


class Ranker:
    """Ranks one snapshot; keeps where terms stand and who may read. Safe between threads."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._lock = Lock()
        self._lists: dict[tuple[str, str], Lists] = {}
        self._kept_lists = self._kept_bytes = 0
        self._readable: dict[frozenset[str], Readable] = {}

    def rank(self, branch: Branch, readable: Readable) -> Ranking:
        """Score those of the readable documents that hold a word of the branch."""
        few = len(readable.numbers) * FEW < self.snapshot.size and not any(word[-1] == "*" for word in branch.words)
        sums = np.zeros(len(readable.numbers) if few else self.snapshot.size)
        add = FewSums(sums, readable.numbers).add if few else Sums(sums).add
        for word in branch.words:
            if word[-1] == "*":
                self._add_prefix(sums, word[:-1])
            else:
                add(self.lists(SYLLABLES, word), COUNTED)
        for pair in branch.pairs:
            add(self.lists(PAIRS, pair), 0.0, PAIR_WEIGHT)
        all_here = few or len(readable.numbers) == len(sums)
        hit = np.flatnonzero((sums if all_here else sums[readable.numbers]) >= COUNTED)
        documents = readable.numbers[hit]
        values = sums[hit] if few else sums[documents]
        found = (values / COUNTED).astype(np.intp)
        steps = np.arange(len(branch.words) + 1) / max(len(branch.words), 1)
        shares, worth = steps[found], steps**COVERAGE * (GUESSED if branch.guessed else 1.0)
        scores = (values - found * COUNTED) * worth[found]
        none = np.zeros(len(documents))
        return Ranking(documents, scores, *((none, shares) if branch.guessed else (shares, none)))

    def raised(self, branch: Branch, ranking: Ranking) -> Array:
        """The scores with the marks typed counted in."""
        scores = ranking.scores.copy()
        total = sum(self.lists(SYLLABLES, word).idf for word in branch.exact)
        most = self.most_raised(branch)
        for word, form in branch.exact.items():
            raise_by = most * self.lists(SYLLABLES, word).idf / total if total else 0.0
            scores[self.among(ranking.documents, EXACT, form)] *= 1 + raise_by
        return scores

    def most_raised(self, branch: Branch) -> float:
        """By what share of itself marks may raise a score."""
        if not branch.exact:
            return 0.0
        return EXACT_WEIGHT_SHORT if len(branch.words) <= SHORT else EXACT_WEIGHT

    def lists(self, field: str, term: str) -> Lists:
        """Where a term stands."""
        key = field, term
        known = self._lists.get(key)
        if known is None:
            postings = self.snapshot.postings(field, term)
            holding = self.snapshot.living_holders(field, term, postings)
            idf = log(1 + (self.snapshot.alive - holding + 0.5) / (holding + 0.5))
            known = Lists(idf, postings)
            with self._lock:
                self._kept_lists += 1 + len(postings)
                if self._kept_lists > MOST_LISTS:
                    self._lists.clear()
                    self._kept_lists = 1 + len(postings)
                self._lists[key] = known
        return known

    def readable(self, readers: frozenset[str]) -> Readable:
        """The documents the asker may read, rising."""
        known = self._readable.get(readers)
        if known is None:
            flags = self.snapshot.flags(READERS, readers) & self.snapshot.living
            known = Readable(np.flatnonzero(flags), flags)
            with self._lock:
                self._kept_bytes += known.bytes
                if self._kept_bytes > MOST_READABLE:
                    self._readable.clear()
                    self._kept_bytes = known.bytes
                self._readable[readers] = known
        return known

    def among(self, documents: Array, field: str, term: str) -> Array:
        """For each of some rising documents whether it holds a term."""
        postings = self.lists(field, term).postings
        total = sum([len(numbers) for _, numbers, _ in postings])
        if not total:
            return np.zeros(len(documents), bool)
        if total > 64 * len(documents):
            return self._few_among(documents, postings)
        flags = np.zeros(self.snapshot.size, bool)
        for base, numbers, _ in postings:
            flags[base:][numbers] = True
        return flags[documents]

    def _few_among(self, documents: Array, postings: list[Postings]) -> Array:
        held = np.zeros(len(documents), bool)
        for base, numbers, _ in postings:
            low, high = documents.searchsorted([base, base + int(numbers[-1]) + 1])
            local = (documents[low:high] - base).astype(numbers.dtype)
            held[low:high] |= numbers[numbers.searchsorted(local)] == local
        return held

    def with_symbol(self, branch: Branch, readable: Readable) -> Array:
        """Readable documents whose symbol begins with what was typed, or with a part of it from a number on.

        A bare number must be all there is, or follow `số`: `98`, `công văn số 98`, but not `98 năm`.
        """
        whole = branch.whole
        for start, word in enumerate(whole):
            if not word.isdigit():
                continue
            alone = len(whole) == 1 or whole[max(start - 1, 0)] == "so"
            for end in range(min(len(whole), start + 8), start + (0 if alone else 1), -1):
                found = self.of_symbol("_".join(whole[start:end]), readable)
                if len(found):
                    return found
        return readable.numbers[:0]

    def whole_symbol(self, branch: Branch, readable: Readable) -> Array:
        """Readable documents with the symbol that what was typed ends in, from its number on."""
        whole = branch.whole
        for start, word in enumerate(whole[-8:], start=max(len(whole) - 8, 0)):
            if word.isdigit() and len(found := self.of_symbol("_".join(whole[start:]), readable)):
                return found
        return readable.numbers[:0]

    def meant_symbols(self, branches: list[Branch], readable: Readable) -> Array:
        """Readable documents with a symbol that was perhaps meant, whole."""
        found = [self.whole_symbol(branch, readable) for branch in branches if branch.guessed]
        return np.unique(np.concatenate(found)) if found else readable.numbers[:0]

    def of_symbol(self, key: str, readable: Readable, field: str = SYMBOL) -> Array:
        """Readable documents with a symbol, or a beginning of one; or one without its dashes (LOOSE)."""
        return readable.of(self.snapshot.numbers(self.snapshot.postings(field, key)))

    def symbols(self, keys: list[str]) -> list[str]:
        """Those of some symbols without dashes that some document has."""
        return [key for segment in self.snapshot.segments for key in segment.numbered[LOOSE].some(keys)]

    @cached_property
    def forms(self) -> dict[str, list[str]]:
        """Folded syllable → the forms with marks that occur in the index. Made once, when first asked for."""
        found: dict[str, list[str]] = {}
        for form in self.snapshot.names(EXACT):
            found.setdefault(folded(form), []).append(form)
        return found

    def known(self, words: set[str]) -> set[str]:
        """Those of some words that stand in the index as syllables."""
        return {word for segment in self.snapshot.segments for word in segment.terms[SYLLABLES].some(words)}

    def continued(self, beginning: str) -> list[str]:
        """The syllables that begin so, the commonest MOST_PREFIXED."""
        found = self.snapshot.starting(SYLLABLES, beginning) | self.known({spellings(beginning)[0]})
        return sorted(found, key=lambda word: self.lists(SYLLABLES, word).idf)[:MOST_PREFIXED]

    def _add_prefix(self, sums: Array, beginning: str) -> None:
        """All continuations count as one word: what the best of them is worth."""
        best = np.zeros(self.snapshot.size)
        for word in self.continued(beginning):
            for base, documents, weights in self.lists(SYLLABLES, word).postings:
                here = best[base:]
                here[documents] = np.maximum(here[documents], weights if weights is not None else FULL)
        holding = int(np.count_nonzero(best[self.snapshot.living]))
        idf = log(1 + (self.snapshot.alive - holding + 0.5) / (holding + 0.5))
        sums += best * (idf / FULL) + COUNTED * (best > 0)
