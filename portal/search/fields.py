"""What an index knows of a record, by name."""

SYLLABLES, PAIRS, LOOSE = "syllables", "pairs", "loose"
EXACT, SYMBOL, KIND, READERS, FACETS = "exact", "symbol", "kind", "readers", "facets"
PLAIN = (EXACT, SYMBOL, KIND, READERS, FACETS)
"""Fields of which it matters only which documents hold a term."""
HEAD, BODY = "head", "body"
RECORD, DAY, ADDED, NUMBER, DIGEST = "record", "day", "added", "number", "digest"
COLUMNS = {RECORD: "q", DAY: "i", ADDED: "i", NUMBER: "q", DIGEST: "I"}
"""Facts as numbers: record id, date and date of coming in as proleptic ordinals (0: none), number of the symbol,
and a checksum of the whole entry."""
LENGTHS = {HEAD: "head_length", BODY: "body_length"}
YEAR = "year"
"""The facet that every dated record has by itself."""


def facet_term(name: str, value: str) -> str:
    """A facet as a term."""
    return f"{name}={value}"
