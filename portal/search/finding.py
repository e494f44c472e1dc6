"""A query answered: what the asker may read, phrases and exclusions applied, in order, one page of it."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import compress

from portal.search.analysis import pairs
from portal.search.entry import Found, Query, Results
from portal.search.parsing import Exclusion, Wanted, parse
from portal.search.ranking import Ranker, Ranking
from portal.search.snapshot import EXACT, HEAD, HEAD_PAIRS, KIND

MOST_VERIFIED = 2_000
MOST_STRICT = 8


@dataclass(slots=True)
class Hits:
    """Documents that answer, with all it takes to put them in order."""

    documents: list[int]
    ranking: Ranking
    whole: int
    symbols: frozenset[int]


def find(ranker: Ranker, query: Query) -> Results:
    """Answer a query. Nothing outside the asker's readers has any part in hits, total or counts."""
    wanted = parse(query.text)
    readable = ranker.readable(query.readers)
    hits = matching(ranker, wanted, readable)
    counts = _counts(ranker, hits.documents)
    if query.kind is not None:
        mask = ranker.of_kind(query.kind)
        hits.documents = [document for document in hits.documents if mask[document]]
    _order(ranker, hits, query.sort)
    start = max(query.offset, 0)
    page = hits.documents[start : start + max(query.limit, 0)]
    found = hits.ranking.found
    return Results(
        hits=_found(ranker, wanted, hits.ranking, page),
        total=len(hits.documents),
        counts=counts,
        whole=sum(found[document] == hits.whole for document in hits.documents),
    )


def matching(ranker: Ranker, wanted: Wanted, readable: bytearray) -> Hits:
    """Every readable document that holds a word, all phrases and no exclusion, in no order."""
    ranking = ranker.rank(wanted)
    found = ranking.found
    documents = [document for document in compress(range(len(readable)), readable) if found[document]]
    for phrase in wanted.phrases:
        holding = _holding(ranker, phrase, documents, ranking)
        documents = [document for document in documents if document in holding]
    for exclusion in wanted.exclusions:
        banned = _excluded(ranker, exclusion, documents, ranking)
        documents = [document for document in documents if document not in banned]
    return Hits(documents, ranking, len(wanted.words), ranker.with_symbol(wanted, readable))


def _holding(ranker: Ranker, phrase: tuple[str, ...], documents: list[int], ranking: Ranking) -> set[int]:
    """Those of the documents that hold the syllables side by side: by their pairs, then by their text.

    Only the MOST_VERIFIED best are read; the others are taken on their pairs, which rarely deceive.
    """
    left = set(documents)
    for word in phrase:
        left.intersection_update(ranker.impacts(HEAD, word).documents)
    for pair in pairs(list(phrase)):
        left.intersection_update(ranker.impacts(HEAD_PAIRS, pair).documents)
    if len(phrase) == 1:
        return left
    needle = f" {' '.join(phrase)} "
    best = sorted(left, key=ranking.scores.__getitem__, reverse=True)[:MOST_VERIFIED]
    return left.difference(document for document in best if needle not in ranker.snapshot.text(document))


def _excluded(ranker: Ranker, exclusion: Exclusion, documents: list[int], ranking: Ranking) -> set[int]:
    if exclusion.exact:
        return set(ranker.impacts(EXACT, exclusion.exact).documents)
    return _holding(ranker, exclusion.words, documents, ranking)


def _counts(ranker: Ranker, documents: list[int]) -> dict[str, int]:
    counts = {}
    for kind in sorted(ranker.snapshot.terms(KIND)):
        mask = ranker.of_kind(kind)
        if number := sum(mask[document] for document in documents):
            counts[kind] = number
    return counts


def _order(ranker: Ranker, hits: Hits, sort: str) -> None:
    """Best first. By relevance: symbols that begin as typed, records with all words, score; newer breaks ties.
    By date: the more words the earlier, then the newer.
    """
    scores, found = hits.ranking.scores, hits.ranking.found
    day, record = ranker.snapshot.day, ranker.snapshot.record
    strict = hits.whole <= MOST_STRICT

    def by_date(document: int) -> tuple[int, int, float, int]:
        return found[document], day(document), scores[document], record(document)

    def by_score(document: int) -> tuple[bool, bool, float, int, int]:
        complete = strict and found[document] == hits.whole
        return document in hits.symbols, complete, scores[document], day(document), record(document)

    hits.documents.sort(key=by_date if sort == "newest" else by_score, reverse=True)


def _found(ranker: Ranker, wanted: Wanted, ranking: Ranking, page: Iterable[int]) -> list[Found]:
    kinds = {kind: ranker.of_kind(kind) for kind in ranker.snapshot.terms(KIND)}
    answer = []
    for document in page:
        kind = next(name for name, mask in kinds.items() if mask[document])
        lacks = tuple(wanted.shown[word] for word in wanted.words if not holds(ranker, word, document))
        score = round(ranking.scores[document], 6)
        answer.append(Found(kind, ranker.snapshot.record(document), score, lacks))
    return answer


def holds(ranker: Ranker, word: str, document: int) -> bool:
    """Whether a document holds a syllable."""
    documents = ranker.impacts(HEAD, word).documents
    place = bisect_left(documents, document)
    return place < len(documents) and documents[place] == document
