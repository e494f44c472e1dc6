"""Other queries near to the one typed: Telex or VNI keys understood, slips mended, fewer words.

What is offered depends on what the asker may read: one readable record holds all its words.
"""

from collections.abc import Iterator

import numpy as np

from portal.search.fields import SYLLABLES
from portal.search.finding import holds, matching
from portal.search.parsing import BETWEEN, parse
from portal.search.ranking import Ranker, Readable
from portal.search.spelling import Speller
from portal.search.telex import retyped
from portal.search.wanted import Wanted

MOST = 3
MOST_SPELLINGS = 12
STRICT = 8


def suggest(ranker: Ranker, text: str, readers: frozenset[str]) -> list[str]:
    """At most MOST queries, best first; [] for a query that has a record with all its words as it is."""
    wanted = parse(text, soft=False)
    readable = ranker.readable(readers)
    if not wanted.words or has_hit(ranker, text, readable):
        return []
    found: list[str] = []
    for proposal in _proposals(ranker, wanted, text, readable):
        if proposal not in found and has_hit(ranker, proposal, readable):
            found.append(proposal)
        if len(found) == MOST:
            break
    return found


def meant(ranker: Ranker, text: str, readable: Readable, *, whole: bool) -> str | None:
    """What was perhaps meant, if keys, a slip or a slip in a symbol explain it. Where records hold all words as they
    were typed (`whole`), only a text in which something stands nowhere is doubted, or a symbol that no record bears."""
    speller = Speller(ranker, readable)
    if whole and not speller.doubtful(text):
        return speller.symbols(text, alone=True)
    for proposal in _spellings(speller, text):
        if has_hit(ranker, proposal, readable):
            return proposal
    return None


def has_hit(ranker: Ranker, text: str, readable: Readable) -> bool:
    """A readable record holds all words of a query."""
    return bool(matching(ranker, parse(text, soft=False), readable).whole.any())


def _spellings(speller: Speller, text: str) -> Iterator[str]:
    known = {word.lower() for word in text.split() if speller.known(word) or word in BETWEEN}
    if keys := retyped(text, known):
        yield keys
    if symbols := speller.symbols(text):
        yield symbols
    long = len(text.split()) > STRICT
    if spelt := speller.respelt(text, unknown_only=long):
        yield spelt


def _proposals(ranker: Ranker, wanted: Wanted, text: str, readable: Readable) -> Iterator[str]:
    yield from _spellings(Speller(ranker, readable), text)
    branch = wanted.only
    kept = [word for word in branch.words
            if word[-1] == "*" or readable.count(ranker.lists(SYLLABLES, word).postings)]
    if 0 < len(kept) < len(branch.words):
        yield " ".join(branch.shown[word] for word in kept)
    hits = matching(ranker, wanted, readable)
    best = np.sort(hits.documents[np.argsort(-hits.ranking.scores, kind="stable")[:MOST_SPELLINGS]])
    held = {word: holds(ranker, word, best) for word in kept}
    scores = dict(zip(hits.documents.tolist(), hits.ranking.scores.tolist(), strict=True))
    for place in sorted(range(len(best)), key=lambda at: -scores[int(best[at])]):
        yield " ".join(branch.shown[word] for word in kept if held[word][place])
