"""Scores of every document for a query: BM25F over head and body, plus pairs, times coverage.

One saturation spans head and body: x = 5·tf_head/(.5+.5·length/average) + the same for the body without
the 5; a term adds idf·x/(x+k). Pairs count like syllables, so order and nearness matter without
positions. The sum is multiplied by √(share of the words found), and raised by words found with the very
marks typed: a little, or by up to a half for a query of few words, where a mark often is all that tells.
Measured with benchmarks/relevance.py.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from math import log, sqrt
from threading import Lock

from portal.search.analysis import folded
from portal.search.parsing import Wanted
from portal.search.snapshot import (
    BODY,
    BODY_PAIRS,
    EXACT,
    HEAD,
    HEAD_PAIRS,
    KIND,
    READERS,
    SYMBOL,
    Snapshot,
)

HEAD_WEIGHT = 5.0
LENGTH_SHARE = 0.5
SATURATION = {HEAD: 1.2, HEAD_PAIRS: 0.8}
PAIR_WEIGHT = 1.0
EXACT_WEIGHT, EXACT_WEIGHT_SHORT, SHORT = 0.15, 0.5, 4
MOST_CACHED = 2_000_000


@dataclass(frozen=True, slots=True)
class Impacts:
    """What one term adds to each document that holds it; document numbers rise."""

    idf: float
    documents: Sequence[int]
    scores: Sequence[float]


@dataclass(frozen=True, slots=True)
class Ranking:
    """By document number: the score, and how many of the words asked for it holds."""

    scores: list[float]
    found: bytearray


class Ranker:
    """Ranks one snapshot; keeps what it read of it, up to MOST_CACHED postings. Safe between threads."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._lock = Lock()
        self._impacts: dict[tuple[str, str], Impacts] = {}
        self._cached = 0
        self._masks: dict[tuple[str, frozenset[str]], bytearray] = {}
        self._norms: dict[str, list[float]] = {}
        self._forms: dict[str, list[str]] | None = None

    def rank(self, wanted: Wanted) -> Ranking:
        """Score every document."""
        size = self.snapshot.size
        scores, found = [0.0] * size, bytearray(size)
        for word in wanted.words:
            impacts = self.impacts(HEAD, word)
            for document, score in zip(impacts.documents, impacts.scores, strict=True):
                scores[document] += score
                found[document] += 1
        for pair in wanted.pairs:
            impacts = self.impacts(HEAD_PAIRS, pair)
            for document, score in zip(impacts.documents, impacts.scores, strict=True):
                scores[document] += score
        count = len(wanted.words)
        factors = [sqrt(have / count) for have in range(count + 1)] if count else [0.0]
        scores = [score and score * factors[have] for score, have in zip(scores, found, strict=True)]
        self._prefer_exact(scores, wanted)
        return Ranking(scores, found)

    def impacts(self, field: str, term: str) -> Impacts:
        """What a syllable (HEAD) or a pair (HEAD_PAIRS) adds, head and body together; for EXACT only where."""
        key = field, term
        with self._lock:
            known = self._impacts.get(key)
        if known is None:
            known = self._weigh(field, term) if field != EXACT else self._where(term)
            with self._lock:
                if self._cached > MOST_CACHED:
                    self._impacts.clear()
                    self._cached = 0
                self._impacts[key] = known
                self._cached += len(known.documents) + 10
        return known

    def mask(self, field: str, terms: frozenset[str]) -> bytearray:
        """1 for each document that holds any of the terms: who may read, which kind."""
        key = field, terms
        with self._lock:
            known = self._masks.get(key)
        if known is None:
            known = bytearray(self.snapshot.size)
            for term in terms:
                for document in self.snapshot.postings(field, term)[0]:
                    known[document] = 1
            with self._lock:
                if len(self._masks) >= 64:
                    self._masks.clear()
                self._masks[key] = known
        return known

    def readable(self, readers: frozenset[str]) -> bytearray:
        """1 for each document the asker may read."""
        return self.mask(READERS, readers)

    def of_kind(self, kind: str) -> bytearray:
        """1 for each document of the kind."""
        return self.mask(KIND, frozenset({kind}))

    def with_symbol(self, wanted: Wanted, readable: bytearray) -> frozenset[int]:
        """Readable documents whose symbol begins with what was typed, or with a part of it from a number on.

        A bare number must be all there is, or follow `số`: `98`, `công văn số 98`, but not `98 năm`.
        """
        whole = wanted.whole
        for start, word in enumerate(whole):
            if not word.isdigit():
                continue
            alone = len(whole) == 1 or whole[max(start - 1, 0)] == "so"
            for end in range(min(len(whole), start + 8), start + (0 if alone else 1), -1):
                documents = self.snapshot.postings(SYMBOL, "_".join(whole[start:end]))[0]
                if mine := frozenset(document for document in documents if readable[document]):
                    return mine
        return frozenset()

    def permitted(self, term: str, readable: bytearray) -> list[int]:
        """Documents that hold a syllable and may be read."""
        documents = self.impacts(HEAD, term).documents
        return list(compress(documents, map(readable.__getitem__, documents)))

    def forms(self) -> dict[str, list[str]]:
        """Folded syllable → the forms with marks that occur in the index. Made once, when first asked for."""
        with self._lock:
            if self._forms is None:
                self._forms = {}
                for form in self.snapshot.terms(EXACT):
                    self._forms.setdefault(folded(form), []).append(form)
            return self._forms

    def _prefer_exact(self, scores: list[float], wanted: Wanted) -> None:
        total = sum(self.impacts(HEAD, word).idf for word in wanted.exact)
        most = EXACT_WEIGHT_SHORT if len(wanted.words) <= SHORT else EXACT_WEIGHT
        for word, form in wanted.exact.items():
            raise_by = most * self.impacts(HEAD, word).idf / total if total else 0.0
            for document in self.impacts(EXACT, form).documents:
                scores[document] *= 1 + raise_by

    def _where(self, form: str) -> Impacts:
        return Impacts(0.0, self.snapshot.postings(EXACT, form)[0], ())

    def _weigh(self, field: str, term: str) -> Impacts:
        other = BODY if field == HEAD else BODY_PAIRS
        sums: dict[int, float] = {}
        documents, counts = self.snapshot.postings(field, term)
        norms = self._norm(HEAD)
        for document, count in zip(documents, counts, strict=True):
            sums[document] = HEAD_WEIGHT * count * norms[document]
        documents, counts = self.snapshot.postings(other, term)
        norms = self._norm(BODY)
        for document, count in zip(documents, counts, strict=True):
            sums[document] = sums.get(document, 0.0) + count * norms[document]
        alive, holding = self.snapshot.alive, len(sums)
        idf = log(1 + (alive - holding + 0.5) / (holding + 0.5))
        limit = SATURATION[field]
        weight = idf * (1.0 if field == HEAD else PAIR_WEIGHT)
        rising = sorted(sums)
        scores = array("f", [weight * sums[number] / (sums[number] + limit) for number in rising])
        return Impacts(idf, array("I", rising), scores)

    def _norm(self, field: str) -> list[float]:
        norms = self._norms.get(field)
        if norms is None:
            lengths = self.snapshot.lengths(field)
            average = max(sum(lengths) / max(self.snapshot.alive, 1), 1.0)
            norms = [1 / (1 - LENGTH_SHARE + LENGTH_SHARE * length / average) for length in lengths]
            self._norms[field] = norms
        return norms
