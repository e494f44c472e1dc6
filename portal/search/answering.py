"""A query answered whole: understood, found, and where a slip explains what was typed, what was meant as well."""

from dataclasses import replace

from portal.search.entry import Query, Results
from portal.search.finding import find
from portal.search.parsing import Wanted, parse
from portal.search.ranking import Ranker
from portal.search.suggesting import meant


def answer(ranker: Ranker, query: Query) -> Results:
    """Answer a query. Words like `hôm nay` bound the date only where something is left; a slip of the finger is
    mended by searching for what was perhaps meant too (see `Results.instead`)."""
    wanted = parse(query.text, soft=not query.as_typed)
    results = find(ranker, query, wanted)
    if wanted.soft and not results.total:
        wanted = parse(query.text, soft=False)
        results = find(ranker, query, wanted)
    if query.as_typed or not wanted.words:
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
    wanted.guess(parse(other, soft=bool(wanted.soft)))
    return replace(find(ranker, query, wanted), instead=other)
