"""Other queries near to the one typed: one syllable spelt otherwise, or fewer words.

Only what the asker may read has a voice: a suggestion is made if one readable record holds all its words.
"""

from collections.abc import Iterator
from heapq import nlargest
from itertools import pairwise

from portal.search.finding import holds, matching
from portal.search.parsing import Wanted, parse
from portal.search.ranking import Ranker
from portal.search.snapshot import EXACT, HEAD_PAIRS

MOST = 3
MOST_SPELLINGS = 12
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


def suggest(ranker: Ranker, text: str, readers: frozenset[str]) -> list[str]:
    """At most MOST queries, best first; [] for a query that has a record with all its words as it is."""
    wanted = parse(text)
    readable = ranker.readable(readers)
    if not wanted.words or _has_hit(ranker, " ".join(wanted.whole), readable):
        return []
    found: list[str] = []
    for proposal in _proposals(ranker, wanted, readable):
        if proposal not in found and _has_hit(ranker, proposal, readable):
            found.append(proposal)
        if len(found) == MOST:
            break
    return found


def _proposals(ranker: Ranker, wanted: Wanted, readable: bytearray) -> Iterator[str]:
    known = {word: bool(ranker.permitted(word, readable)) for word in wanted.words}
    for unknown in [word for word in wanted.words if not known[word]]:
        yield from _respelt(ranker, wanted, unknown, readable)
    if all(known.values()):
        for word in wanted.words:
            yield from _respelt(ranker, wanted, word, readable)
    kept = [word for word in wanted.words if known[word]]
    if 0 < len(kept) < len(wanted.words):
        yield _written(wanted, kept)
    hits = matching(ranker, wanted, readable)
    for document in nlargest(MOST_SPELLINGS, hits.documents, key=hits.ranking.scores.__getitem__):
        yield _written(wanted, [word for word in kept if holds(ranker, word, document)])


def _written(wanted: Wanted, words: list[str]) -> str:
    return " ".join(wanted.shown[word] for word in words)


def _respelt(ranker: Ranker, wanted: Wanted, word: str, readable: bytearray) -> Iterator[str]:
    """The query with one syllable replaced by a neighbour: those that go with their neighbours first."""
    before = [left for left, right in pairwise(wanted.whole) if right == word]
    after = [right for left, right in pairwise(wanted.whole) if left == word]

    def worth(candidate: str) -> tuple[int, int]:
        joined = [f"{left}_{candidate}" for left in before] + [f"{candidate}_{right}" for right in after]
        fits = sum(_readable_hits(ranker, pair, readable) > 0 for pair in joined)
        return fits, len(ranker.permitted(candidate, readable))

    candidates = [near for near in _near(word) if ranker.permitted(near, readable)]
    for candidate in sorted(candidates, key=worth, reverse=True)[:MOST_SPELLINGS]:
        spelt = _best_form(ranker, candidate, readable)
        yield " ".join(spelt if other == word else wanted.shown[other] for other in wanted.whole)


def _readable_hits(ranker: Ranker, pair: str, readable: bytearray) -> int:
    return sum(readable[document] for document in ranker.impacts(HEAD_PAIRS, pair).documents)


def _near(word: str) -> list[str]:
    """Every string one slip away: a letter too few, too many, another, or two swapped."""
    if not 2 <= len(word) <= 12:
        return []
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    near = {left + right[1:] for left, right in halves if right}
    near.update(left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1)
    near.update(left + letter + right[1:] for left, right in halves if right for letter in _LETTERS)
    near.update(left + letter + right for left, right in halves for letter in _LETTERS)
    return sorted(near - {word})


def _best_form(ranker: Ranker, word: str, readable: bytearray) -> str:
    """The syllable as readable records mostly write it, marks and all."""
    best, most = word, 0
    for form in ranker.forms().get(word, []):
        number = sum(readable[document] for document in ranker.impacts(EXACT, form).documents)
        if number > most:
            best, most = form, number
    return best


def _has_hit(ranker: Ranker, text: str, readable: bytearray) -> bool:
    wanted = parse(text)
    hits = matching(ranker, wanted, readable)
    return any(hits.ranking.found[document] == hits.whole for document in hits.documents)
