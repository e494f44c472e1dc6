"""Records like one: those that share its rarest words, of what the asker may read."""

from collections import Counter
from itertools import pairwise
from math import log

import numpy as np

from portal.search.fields import KIND, RECORD, SYLLABLES
from portal.search.ranking import Ranker
from portal.search.wanted import Branch

MOST_WORDS = 25
LEAST_SHARE = 0.3


def similar(ranker: Ranker, key: tuple[str, int], readers: frozenset[str], limit: int = 5) -> list[tuple[str, int]]:
    """The keys of at most `limit` records, likest first; [] if the asker may not read the one itself."""
    snapshot, readable = ranker.snapshot, ranker.readable(readers)
    mine = readable.of(np.array(snapshot.places([key]), np.int64))
    if not len(mine):
        return []
    own = int(mine[0])
    counts = Counter(word for word in snapshot.words_of(own) if not word.isdigit())
    worth = {word: (1 + log(number)) * ranker.lists(SYLLABLES, word).idf for word, number in counts.items()}
    branch = Branch()
    branch.words = sorted(worth, key=lambda word: -worth[word])[:MOST_WORDS]
    sequence = snapshot.words_of(own)
    heard = Counter(f"{a}_{b}" for a, b in pairwise(sequence))
    branch.pairs = [pair for pair, _ in heard.most_common(3 * MOST_WORDS)]
    ranking = ranker.rank(branch, readable.without(own))
    ranking = ranking.only(ranking.shares >= LEAST_SHARE)
    order = np.argsort(-ranking.scores, kind="stable")[:limit]
    codes, kinds = snapshot.codes(KIND)
    records = snapshot.column(RECORD)
    return [(kinds[int(codes[place])], int(records[place])) for place in ranking.documents[order].tolist()]
