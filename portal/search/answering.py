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
    results, days = find(ranker, query, wanted), wanted.soft
    if days and not results.total:
        wanted = parse(query.text, soft=False, known=known)
        results = find(ranker, query, wanted)
    if wanted.words and not query.as_typed:
        results = _mended(ranker, query, wanted, results, days)
    if wanted.soft and wanted.since and wanted.until:
        results = replace(results, days=(wanted.since, wanted.until))
    return results


def _mended(ranker: Ranker, query: Query, wanted: Wanted, results: Results, days: str) -> Results:
    """With what was perhaps meant; words of time at the end (`days`) were meant as they stand."""
    readable = ranker.readable(query.readers)
    if any(branch.phrases for branch in wanted.branches) or len(ranker.whole_symbol(wanted.only, readable)):
        return results
    text = query.text.rstrip().removesuffix(days).strip()
    other = meant(ranker, text, readable, whole=bool(results.whole)) if text else None
    if other is None:
        return results
    wanted.guess(parse(other, soft=bool(wanted.soft), known=known_values(ranker, readable)))
    return replace(find(ranker, query, wanted), instead=other)
