"""A query answered: what the asker may read, phrases, exclusions and filters applied, in order, one page of it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from portal.search.analysis import pairs
from portal.search.arrays import Array
from portal.search.entry import Found, Query, Results
from portal.search.fields import ADDED, DAY, EXACT, KIND, LOOSE, NUMBER, PAIRS, RECORD, SYLLABLES
from portal.search.filtering import bounds_of, counted, facet_counts, unread_count
from portal.search.ranking import Ranker, Ranking, Readable
from portal.search.wanted import Branch, Exclusion, Wanted

MOST_STRICT = 8
TIER = 4096.0
"""More than any score."""


@dataclass(slots=True)
class Hits:
    """Documents that answer, with all it takes to put them in order."""

    ranking: Ranking
    symbols: Array
    strict: bool

    @property
    def documents(self) -> Array:
        """Their numbers, rising."""
        return self.ranking.documents

    @property
    def whole(self) -> Array:
        """For each whether it holds all words typed (of one side of an OR)."""
        return self.ranking.shares >= 1

    @property
    def number_whole(self) -> int:
        """How many hold all words: those typed, or where none does, those perhaps meant."""
        return int(self.whole.sum()) or int((self.ranking.meant >= 1).sum())

    def only(self, kept: Array) -> "Hits":
        """Those for which `kept` is true."""
        return Hits(self.ranking.only(kept), self.symbols, self.strict)


def find(ranker: Ranker, query: Query, wanted: Wanted) -> Results:
    """Answer a query. Nothing outside the asker's readers has any part in hits, total or counts."""
    hits = matching(ranker, wanted, ranker.readable(query.readers))
    bounds = bounds_of(ranker, query, wanted, hits.documents)
    kept = np.logical_and.reduce([*bounds.values()]) if bounds else np.ones(len(hits.documents), bool)
    counts = counted(ranker, hits.documents[kept], KIND)
    if query.kind is not None:
        bounds["kind"] = ranker.snapshot.flags(KIND, [query.kind])[hits.documents]
        kept &= bounds["kind"]
    facets = {name: facet_counts(ranker, hits.documents, name, bounds) for name in query.count_facets}
    left = unread_count(ranker, query, hits.documents, bounds)
    hits = hits.only(kept)
    page = _page(ranker, wanted, hits, query)
    return Results(_found(ranker, wanted, page), len(hits.documents), counts, hits.number_whole, facets,
                   symbol=_symbol(ranker, wanted, hits.documents), unread=left)


def matching(ranker: Ranker, wanted: Wanted, readable: Readable) -> Hits:
    """Every readable document that holds a word, all phrases and no exclusion, rising."""
    rankings = [_with_phrases(ranker, branch, ranker.rank(branch, readable)) for branch in wanted.branches]
    if not rankings:
        every = readable.numbers if wanted.filters else readable.numbers[:0]
        ranking = Ranking(every, np.zeros(len(every)), np.ones(len(every)), np.zeros(len(every)))
    else:
        ranking = rankings[0] if len(rankings) == 1 else _either(rankings, ranker.snapshot.size)
    for exclusion in wanted.exclusions:
        ranking = ranking.only(~_excluded(ranker, exclusion, ranking.documents))
    strict = all(len(branch.words) <= MOST_STRICT for branch in wanted.branches)
    symbols = ranker.meant_symbols(wanted.branches, readable)
    return Hits(ranking, symbols if len(symbols) else ranker.with_symbol(wanted.only, readable), strict)


def _either(rankings: list[Ranking], size: int) -> Ranking:
    """Several sides of an OR: of each document the best."""
    flags = np.zeros(size, bool)
    for ranking in rankings:
        flags[ranking.documents] = True
    documents = np.flatnonzero(flags)
    best = Ranking(documents, *(np.zeros(len(documents)) for _ in range(3)))
    for ranking in rankings:
        places = np.searchsorted(documents, ranking.documents)
        for mine, theirs in ((best.scores, ranking.scores), (best.shares, ranking.shares), (best.meant, ranking.meant)):
            mine[places] = np.maximum(mine[places], theirs)
    return best


def _with_phrases(ranker: Ranker, branch: Branch, ranking: Ranking) -> Ranking:
    """Those that hold every phrase: by its words and pairs, and of more than two words by their text."""
    for phrase in branch.phrases:
        ranking = ranking.only(holding(ranker, phrase, ranking.documents))
    return ranking


def holding(ranker: Ranker, phrase: tuple[str, ...], documents: Array) -> Array:
    """For each of some rising documents whether it holds the syllables side by side."""
    wanted = [(SYLLABLES, word) for word in phrase] if len(phrase) == 1 else []
    wanted += [(PAIRS, pair) for pair in pairs(list(phrase))]
    left = documents
    for field, term in sorted(wanted, key=lambda one: -ranker.lists(*one).idf):
        left = left[ranker.among(left, field, term)]
    if len(phrase) > 2 and len(left):
        left = ranker.snapshot.standing(left, phrase)
    return np.isin(documents, left, assume_unique=True)


def _excluded(ranker: Ranker, exclusion: Exclusion, documents: Array) -> Array:
    if exclusion.exact:
        return ranker.among(documents, EXACT, exclusion.exact)
    return holding(ranker, exclusion.words, documents)


def _page(ranker: Ranker, wanted: Wanted, hits: Hits, query: Query) -> Ranking:
    """The documents of the page asked for, in order."""
    start, limit = max(query.offset, 0), max(query.limit, 0)
    last = min(start + limit, len(hits.documents))
    if last <= start:
        return hits.ranking.only(np.zeros(0, np.intp))
    order = _by_score(ranker, wanted, hits, last) if query.sort == "relevance" and wanted.branches else _by_fact(
        ranker, hits, query.sort, last)
    here = order[start:last]
    return hits.ranking.only(here)


def _by_score(ranker: Ranker, wanted: Wanted, hits: Hits, last: int) -> Array:
    """Symbols that begin as typed, records with all words, score; newer breaks ties. Sets the final scores.

    Marks raise a score by a bounded share, so only those are looked at that can still come among the `last`.
    """
    ranking = hits.ranking
    tiers = np.zeros(len(ranking.documents))
    if hits.strict:
        tiers[hits.whole] = TIER
    if len(hits.symbols):
        tiers[np.isin(ranking.documents, hits.symbols, assume_unique=True)] += 2 * TIER
    total = tiers + ranking.scores
    bound = _at_place(total, last)
    most = ranker.most_raised(wanted.only)
    within = bound % TIER
    near = np.flatnonzero(total >= bound - within + within / (1 + most) - 1e-9)
    few = ranking.only(near)
    few.scores = ranker.raised(wanted.only, few)
    ranking.scores[near] = few.scores
    total = tiers[near] + few.scores
    best = np.flatnonzero(total >= _at_place(total, last))
    return np.asarray(near[best][_order(ranker, few.documents[best], [tiers[near][best], few.scores[best]])])


def _at_place(total: Array, last: int) -> float:
    """The value at a place, counted from the greatest; few stand in the upper tiers, so these are looked at alone."""
    for least in (2 * TIER, TIER):
        upper = total[total >= least]
        if len(upper) >= last:
            total = upper
            break
    return float(np.partition(total, len(total) - last)[len(total) - last])


def _by_fact(ranker: Ranker, hits: Hits, sort: str, last: int) -> Array:
    """The more words the earlier; then by the fact asked for: the newest first, but numbers rising."""
    snapshot, documents = ranker.snapshot, hits.documents
    fact: Any = snapshot.column(ADDED if sort == "newest" else DAY)[documents].astype(np.int64)
    if sort == "number":
        numbers = snapshot.column(NUMBER)[documents]
        fact = np.where(numbers > 0, -numbers, -(1 << 40))
    return _order(ranker, documents, [np.maximum(hits.ranking.shares, hits.ranking.meant), fact])[:last]


def _order(ranker: Ranker, documents: Array, keys: list[Array]) -> Array:
    """The places of documents, greatest keys first; the newer breaks ties."""
    snapshot = ranker.snapshot
    rising = np.lexsort((snapshot.column(RECORD)[documents], snapshot.column(DAY)[documents], *reversed(keys)))
    return rising[::-1]


def _symbol(ranker: Ranker, wanted: Wanted, documents: Array) -> tuple[tuple[str, int], ...]:
    """The hits whose symbol was typed whole, with nothing beside it."""
    whole = wanted.only.whole
    if not whole or not whole[0].isdigit() or whole[-1].isdigit() or wanted.exclusions or len(wanted.branches) > 1:
        return ()
    snapshot = ranker.snapshot
    found = snapshot.numbers(snapshot.postings(LOOSE, "".join(whole)))
    codes, kinds = snapshot.codes(KIND)
    records = snapshot.column(RECORD)
    mine = found[np.isin(found, documents)][:20].tolist()
    return tuple((kinds[int(codes[document])], int(records[document])) for document in mine)


def _found(ranker: Ranker, wanted: Wanted, page: Ranking) -> list[Found]:
    snapshot = ranker.snapshot
    codes, kinds = snapshot.codes(KIND)
    lacks = _lacking(ranker, wanted, page)
    records = snapshot.column(RECORD)
    return [Found(kinds[int(codes[document])], int(records[document]), round(score, 6), tuple(missing))
            for document, score, missing in zip(page.documents.tolist(), page.scores.tolist(), lacks, strict=True)]


def _lacking(ranker: Ranker, wanted: Wanted, page: Ranking) -> list[list[str]]:
    """For each hit the words it does not hold, as typed: of the side of an OR that it answers best."""
    if (page.shares >= 1).all():
        return [[] for _ in page.documents]
    order = np.argsort(page.documents)
    best: list[list[str]] | None = None
    for branch in wanted.branches:
        missing: list[list[str]] = [[] for _ in range(len(order))]
        for word in branch.words:
            held = holds(ranker, word, page.documents[order])
            for place in order[~held].tolist():
                missing[place].append(branch.shown[word])
        best = missing if best is None else [min(pair, key=len) for pair in zip(best, missing, strict=True)]
    return best if best is not None else [[] for _ in range(len(order))]


def holds(ranker: Ranker, word: str, documents: Array) -> Array:
    """For each of some rising documents whether it holds a word or a continuation of a prefix."""
    if word[-1] != "*":
        return ranker.among(documents, SYLLABLES, word)
    held = [ranker.among(documents, SYLLABLES, one) for one in ranker.continued(word[:-1])]
    return np.logical_or.reduce(held) if held else np.zeros(len(documents), bool)
