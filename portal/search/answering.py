"""A query answered whole: understood, found, and where a slip explains what was typed, what was meant as well."""

from dataclasses import replace

from portal.search.entry import Query, Results
from portal.search.filtering import known_values
from portal.search.finding import find
from portal.search.parsing import parse
from portal.search.ranking import Ranker
from portal.search.suggesting import meant
from portal.search.wanted import Wanted


def answer(ranker: Ranker, query: Query) -> Results:
    """Answer a query. Words like `hôm nay` bound the date only where something is left; a slip of the finger is
    mended by searching for what was perhaps meant too (see `Results.instead`)."""
    known = known_values(ranker, ranker.readable(query.readers))
    wanted = parse(query.text, soft=not query.as_typed, known=known)
    results = find(ranker, query, wanted)
    only_days = bool(wanted.soft) and not wanted.words
    if wanted.soft and not results.total:
        wanted = parse(query.text, soft=False, known=known)
        results = find(ranker, query, wanted)
    if query.as_typed or not wanted.words or only_days:
        return results
    results = _mended(ranker, query, wanted, results)
    if wanted.soft and wanted.since and wanted.until:
        results = replace(results, days=(wanted.since, wanted.until))
    return results


def _mended(ranker: Ranker, query: Query, wanted: Wanted, results: Results) -> Results:
    readable = ranker.readable(query.readers)
    if any(branch.phrases for branch in wanted.branches) or ranker.whole_symbol(wanted.only, readable):
        return results
    other = meant(ranker, query.text, readable, whole=bool(results.whole))
    if other is None:
        return results
    wanted.guess(parse(other, soft=bool(wanted.soft), known=known_values(ranker, readable)))
    return replace(find(ranker, query, wanted), instead=other)
