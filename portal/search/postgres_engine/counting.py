"""How many rows answer a query, where the ranked sample does not hold them all: exact, in the database."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from portal.search.entry import Query, Results
from portal.search.fields import facet_term
from portal.search.postgres_engine.conditions import Conditions
from portal.search.wanted import Wanted

Ask = Callable[..., Any]


def counted(ask: Ask, table: str, made: Callable[[], Conditions], query: Query, wanted: Wanted,
            results: Results) -> Results:
    """The results with the numbers of all rows that answer. `wanted` holds what was typed and what was meant."""

    def number(of: Query, whole: bool | None = None) -> int:
        conditions = made()
        where = conditions.where(of, wanted)
        if whole is not None:
            sides = [branch for branch in wanted.branches if branch.guessed is not whole]
            where += f" AND {conditions.whole(sides)}"
        return int(ask(f"SELECT count(*) FROM {table} WHERE {where}", **conditions.values).scalar_one())

    conditions = made()
    where = conditions.where(replace(query, kind=None), wanted)
    rows = ask(f"SELECT kind, count(*) FROM {table} WHERE {where} GROUP BY kind", **conditions.values)
    counts = {row[0]: row[1] for row in rows}
    total = counts.get(query.kind, 0) if query.kind else sum(counts.values())
    whole = (number(query, True) or number(query, False)) if wanted.branches else total
    return replace(results, total=total, counts=counts, whole=whole,
                   facets={name: _facet(ask, table, made(), query, wanted, name) for name in query.count_facets},
                   unread=number(replace(query, unread=True)) if query.opened else 0)


def _facet(ask: Ask, table: str, conditions: Conditions, query: Query, wanted: Wanted, name: str) -> dict[str, int]:
    """Value → how many, as if no value of this name had been chosen."""
    where = conditions.where(replace(query, chosen=tuple(one for one in query.chosen if one[0] != name)), wanted)
    rows = ask(f"SELECT facet, count(*) FROM {table}, unnest(facets) AS facet WHERE {where}"
               " AND starts_with(facet, :beginning) GROUP BY facet", **conditions.values,
               beginning=facet_term(name, ""))
    return {row[0].partition("=")[2]: row[1] for row in rows}
