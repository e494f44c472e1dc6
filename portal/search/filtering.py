"""Filters: kinds, facets and days that bound what is found, and how many there are of each."""

import numpy as np

from portal.search.analysis import syllables
from portal.search.arrays import Array
from portal.search.entry import Query
from portal.search.fields import DAY, FACETS, facet_term
from portal.search.parsing import Wanted
from portal.search.ranking import Ranker


def bounds_of(ranker: Ranker, query: Query, wanted: Wanted, documents: Array) -> dict[str, Array]:
    """Filter by filter, for each of the documents whether it passes."""
    bounds: dict[str, Array] = {}
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


def is_meant(term: str, words: tuple[str, ...]) -> bool:
    """The value of a facet's term holds these syllables, or has them as its first letters."""
    value = syllables(term.partition("=")[2])
    return set(words) <= set(value) or "".join(words) == "".join(word[0] for word in value)


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
