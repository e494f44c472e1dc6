"""Filters: kinds, facets and days that bound what is found, and how many there are of each."""

import numpy as np

from portal.search.analysis import syllables
from portal.search.arrays import Array
from portal.search.entry import Query
from portal.search.fields import DAY, FACETS, KIND, RECORD, facet_term
from portal.search.parsing import Known
from portal.search.ranking import Ranker, Readable
from portal.search.wanted import Wanted

UNREAD = "unread"


def bounds_of(ranker: Ranker, query: Query, wanted: Wanted, documents: Array) -> dict[str, Array]:
    """Filter by filter, for each of the documents whether it passes."""
    bounds: dict[str, Array] = {UNREAD: unread(ranker, query, documents)} if query.unread else {}
    flags = ranker.snapshot.flags
    for name, value in query.chosen:
        passed = flags(FACETS, [facet_term(name, value)])[documents]
        bounds[name] = bounds[name] & passed if name in bounds else passed
    for name, words in wanted.facets:
        passed = flags(FACETS, _values(ranker, name, words))[documents]
        bounds[f"{name}:"] = bounds.get(f"{name}:", True) & passed
    day = ranker.snapshot.column(DAY)
    for since in (query.since, wanted.since):
        if since:
            bounds["days"] = bounds.get("days", True) & (day[documents] >= since.toordinal())
    for until in (query.until, wanted.until):
        if until:
            here = day[documents]
            bounds["days"] = bounds.get("days", True) & (here <= until.toordinal()) & (here > 0)
    return bounds


def _values(ranker: Ranker, name: str, words: tuple[str, ...]) -> list[str]:
    """The facets of a name whose value is meant by these syllables."""
    return [term for term in ranker.snapshot.starting(FACETS, facet_term(name, "")) if is_meant(term, words)]


def known_values(ranker: Ranker, readable: Readable) -> Known:
    """Whether a facet has a value that holds some syllables side by side, of what the asker may read."""
    postings = ranker.snapshot.postings

    def known(name: str, words: tuple[str, ...]) -> bool:
        return any(readable.count(postings(FACETS, term)) for term in _values(ranker, name, words)
                   if holds_run(term, words))

    return known


def holds_run(term: str, words: tuple[str, ...]) -> bool:
    """The value of a facet's term holds these syllables side by side."""
    return f" {' '.join(words)} " in f" {' '.join(syllables(term.partition('=')[2]))} "


def is_meant(term: str, words: tuple[str, ...]) -> bool:
    """The value of a facet's term holds these syllables, or has them as its first letters."""
    value = syllables(term.partition("=")[2])
    return set(words) <= set(value) or "".join(words) == "".join(word[0] for word in value)


def unread(ranker: Ranker, query: Query, documents: Array) -> Array:
    """For each of the documents whether the asker has still to open it."""
    left = np.zeros(len(documents), bool)
    records = ranker.snapshot.column(RECORD)[documents]
    for kind, opened in query.opened.items():
        of_kind = ranker.snapshot.flags(KIND, [kind])[documents]
        left |= of_kind & ~np.isin(records, np.array(sorted(opened), np.int64))
    return left


def unread_count(ranker: Ranker, query: Query, documents: Array, bounds: dict[str, Array]) -> int:
    """How many of the documents are unread and pass all other filters."""
    if not query.opened:
        return 0
    left = bounds[UNREAD] if UNREAD in bounds else unread(ranker, query, documents)
    others = [passed for bound, passed in bounds.items() if bound != UNREAD]
    return int(np.count_nonzero(np.logical_and.reduce([left, *others])))


def facet_counts(ranker: Ranker, documents: Array, name: str, bounds: dict[str, Array]) -> dict[str, int]:
    """Value → how many of the documents have it, as if no value of this name had been chosen."""
    others = [passed for bound, passed in bounds.items() if bound != name]
    documents = documents[np.logical_and.reduce(others)] if others else documents
    terms = counted(ranker, documents, FACETS, facet_term(name, ""))
    return {term.partition("=")[2]: number for term, number in terms.items()}


def counted(ranker: Ranker, documents: Array, field: str, beginning: str = "") -> dict[str, int]:
    """Term → how many of the documents hold it, of a field with one term a document."""
    codes, names = ranker.snapshot.codes(field, beginning)
    numbers = np.bincount(codes[documents] + 1, minlength=len(names) + 1)[1:].tolist()
    return {name: number for name, number in zip(names, numbers, strict=True) if number}
