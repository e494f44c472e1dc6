"""The fields of the index, and an entry as such fields.

Counting fields keep (term, how often) and no positions. The folded text is kept packed: pairs of neighbours and
phrases are read from it.
"""

import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from whoosh import columns, fields, formats
from whoosh.codec.whoosh3 import W3Codec

from portal.search import fields as names
from portal.search.analysis import ANALYSER_VERSION, Analysed, facts
from portal.search.entry import Entry
from portal.search.gathering import counted

SCHEMA_VERSION = "3"
FINGERPRINT = f"whoosh-2.7.4 schema-{SCHEMA_VERSION} analyser-{ANALYSER_VERSION}"
TEXT = "text"
COUNTING = (names.HEAD, names.BODY, names.EXACT, names.SYMBOL, names.KIND, names.READERS, names.FACETS)
_LONGEST_TEXT = 1_000_000


class CountingField(fields.FieldType):  # type: ignore[misc]
    """A field that is handed its terms already counted."""

    def __init__(self) -> None:
        super().__init__(format=formats.Existence(), analyzer=None)

    def index(self, value: Mapping[str, int], **options: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """(term, frequency, weight, no further value) of each term, as Whoosh's writer wants them."""
        for term, count in value.items():
            yield term.encode(errors="surrogatepass"), count, float(count), b""


def schema() -> Any:
    """The Whoosh schema, in code: what an index stores of it is not read."""
    made = fields.Schema(**{name: CountingField() for name in COUNTING})
    for name in (*names.COLUMNS, *names.LENGTHS.values()):
        made.add(name, fields.COLUMN(columns.NumericColumn(code_of(name))))
    made.add(TEXT, fields.COLUMN(columns.VarBytesColumn(allow_offsets=False)))
    return made


def code_of(name: str) -> str:
    """The kind of number a column holds; Whoosh's columns are without sign."""
    return names.COLUMNS.get(name, "I").upper()


def codec() -> Any:
    """Longer blocks decode faster; lengths stand in our own columns, so that Whoosh need not look for any."""
    made = W3Codec(blocklimit=1024)
    made.length_stats = False
    return made


def row(entry: Entry, parts: Analysed) -> dict[str, Any]:
    """An entry as the writer takes it."""
    lengths = {names.LENGTHS[part]: length for part, length in parts.lengths.items()}
    text = zlib.compress(parts.text[:_LONGEST_TEXT].encode(errors="surrogatepass"), 6)
    return {**counted(entry, parts), **facts(entry), **lengths, TEXT: text}
