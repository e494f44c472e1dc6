"""The fields of the index, and an entry as such fields.

Counting fields keep (term, how often) and no positions. Pairs are hashed to 16 bits: it costs no quality
and halves the index. The folded text is kept packed, to verify phrases on.
"""

import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from whoosh import columns, fields, formats
from whoosh.codec.whoosh3 import W3Codec

from portal.search import snapshot as names
from portal.search.analysis import ANALYSER_VERSION, analyse
from portal.search.entry import Entry

SCHEMA_VERSION = "1"
FINGERPRINT = f"whoosh-2.7.4 schema-{SCHEMA_VERSION} analyser-{ANALYSER_VERSION}"
KEY, RECORD, DAY, TEXT = "key", "record", "day", "text"
LENGTHS = {names.HEAD: "head_length", names.BODY: "body_length"}
PAIR_FIELDS = frozenset({names.HEAD_PAIRS, names.BODY_PAIRS})
_LONGEST_TEXT = 1_000_000


class CountingField(fields.FieldType):  # type: ignore[misc]
    """A field that is handed its terms already counted."""

    def __init__(self) -> None:
        super().__init__(format=formats.Existence(), analyzer=None)

    def index(self, value: Counter[str], **options: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """(term, frequency, weight, no further value) of each term, as Whoosh's writer wants them."""
        for term, count in value.items():
            yield term.encode(errors="surrogatepass"), count, float(count), b""


def schema() -> Any:
    """The Whoosh schema, in code: what an index stores of it is not read."""
    counting = (
        KEY, names.HEAD, names.BODY, names.HEAD_PAIRS, names.BODY_PAIRS, names.EXACT, names.SYMBOL,
        names.KIND, names.READERS,
    )  # fmt: skip
    made = fields.Schema(**{name: CountingField() for name in counting})
    made.add(RECORD, fields.COLUMN(columns.NumericColumn("Q")))
    for name in (DAY, *LENGTHS.values()):
        made.add(name, fields.COLUMN(columns.NumericColumn("I")))
    made.add(TEXT, fields.COLUMN(columns.VarBytesColumn(allow_offsets=False)))
    return made


def codec() -> Any:
    """Longer blocks decode faster; lengths stand in our own columns, so that Whoosh need not look for any."""
    made = W3Codec(blocklimit=1024)
    made.length_stats = False
    return made


def key_of(kind: str, record_id: int) -> str:
    """The unique term of a record."""
    return f"{kind}:{record_id}"


def pair_term(pair: str) -> str:
    """A pair as one of 65,536 terms."""
    return f"{zlib.crc32(pair.encode(errors='surrogatepass')) & 0xFFFF:04x}"


def row(entry: Entry) -> dict[str, Any]:
    """An entry as the writer takes it."""
    parts = analyse(entry)
    return {
        KEY: Counter([key_of(*entry.key)]),
        names.HEAD: parts.head,
        names.BODY: parts.body,
        names.HEAD_PAIRS: _hashed(parts.head_pairs),
        names.BODY_PAIRS: _hashed(parts.body_pairs),
        names.EXACT: parts.exact,
        names.SYMBOL: parts.symbol,
        names.KIND: Counter([entry.kind]),
        names.READERS: Counter(entry.readers),
        RECORD: entry.id,
        DAY: entry.date.toordinal() if entry.date else 0,
        LENGTHS[names.HEAD]: parts.head.total(),
        LENGTHS[names.BODY]: parts.body.total(),
        TEXT: zlib.compress(parts.text[:_LONGEST_TEXT].encode(errors="surrogatepass"), 6),
    }


def _hashed(pairs: Counter[str]) -> Counter[str]:
    hashed: Counter[str] = Counter()
    for pair, count in pairs.items():
        hashed[pair_term(pair)] += count
    return hashed
