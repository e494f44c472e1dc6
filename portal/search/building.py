"""Arrays of a segment, made of counted terms and texts: the same for the index on disk and the one in memory."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol
from zlib import crc32

import numpy as np

from portal.search.analysis import LOOSE_MARK
from portal.search.arrays import FULL, MIX, Array, Segment
from portal.search.fields import BODY, COLUMNS, HEAD, LENGTHS, PAIRS, PLAIN, SYLLABLES, SYMBOL
from portal.search.parts import Parts, average, parts_of

HEAD_WEIGHT = 5.0
LENGTH_SHARE = 0.5
SATURATION = {SYLLABLES: 1.2, PAIRS: 0.8}
HEAD_PARTS = 3
CHUNK = 1_000_000
"""How many postings are put in order at once."""
Postings = tuple[Sequence[int], Sequence[float]]


class Source(Protocol):
    """Documents 0 to size - 1 as whoever keeps them knows them."""

    @property
    def size(self) -> int:
        """How many documents there are."""
        ...

    def names(self, field: str) -> Iterable[str]:
        """Every term of a field."""
        ...

    def postings(self, field: str, term: str) -> Postings:
        """Documents that hold a term, rising, and how often each holds it."""
        ...

    def column(self, name: str) -> Sequence[int]:
        """A fact of every document."""
        ...

    def texts(self) -> Iterator[str]:
        """The folded text of every document, as `analysis.analyse` makes it."""
        ...


def build(source: Source, averages: tuple[float, float] | None = None) -> Segment:
    """The arrays of a source; without averages (of head and body lengths) its own are taken."""
    arrays: dict[str, Array] = {
        name: np.array(source.column(name), dtype=code) for name, code in COLUMNS.items()
    }
    lengths = {part: np.array(source.column(name), dtype="I") for part, name in LENGTHS.items()}
    arrays.update({LENGTHS[part]: column for part, column in lengths.items()})
    averages = averages or (float(lengths[HEAD].sum()) / max(source.size, 1), average(lengths[BODY]))
    parts = parts_of(lengths[BODY], averages[1], LENGTH_SHARE)
    factors = {
        HEAD: HEAD_WEIGHT / (1 - LENGTH_SHARE + LENGTH_SHARE * lengths[HEAD] / max(averages[0], 1.0)),
        BODY: parts.factors,
    }
    names = sorted({*source.names(HEAD), *source.names(BODY)})
    arrays |= _tokens(source, names)
    arrays |= _named(SYLLABLES, names) | _weighed(source, names, factors, _in_best_parts(arrays, parts))
    for field in PLAIN:
        arrays |= _plain(source, field)
    arrays |= _loose(source)
    arrays |= _pairs(arrays, names, source.size, factors, parts)
    return Segment(arrays, averages)


def number_type(size: int) -> type[np.unsignedinteger]:
    """The smallest kind of number that holds 0 to size - 1."""
    return np.uint16 if size <= 1 << 16 else np.uint32


def _named(field: str, names: Sequence[str]) -> dict[str, Array]:
    encoded = [name.encode(errors="surrogatepass") for name in names]
    ends = np.cumsum([len(name) for name in encoded], dtype=np.uint32) if encoded else np.zeros(0, np.uint32)
    return {f"{field}.names": np.frombuffer(b"".join(encoded), np.uint8), f"{field}.name_ends": ends}


def _plain(source: Source, field: str) -> dict[str, Array]:
    names = sorted(name for name in source.names(field) if field != SYMBOL or not name.startswith(LOOSE_MARK))
    documents, ends = array("I"), array("I")
    for name in names:
        documents.extend(source.postings(field, name)[0])
        ends.append(len(documents))
    return _named(field, names) | {
        f"{field}.documents": np.array(documents, dtype=number_type(source.size)),
        f"{field}.ends": np.array(ends, dtype=np.uint32),
    }


def _loose(source: Source) -> dict[str, Array]:
    """Symbols without their dashes, by number."""
    names = [name for name in source.names(SYMBOL) if name.startswith(LOOSE_MARK)]
    documents, ends = array("I"), array("I")
    numbers = sorted((crc32(name.removeprefix(LOOSE_MARK).encode(errors="surrogatepass")), name) for name in names)
    for _, name in numbers:
        documents.extend(source.postings(SYMBOL, name)[0])
        ends.append(len(documents))
    return {
        "loose.keys": np.array([number for number, _ in numbers], np.uint32),
        "loose.documents": np.array(documents, dtype=number_type(source.size)),
        "loose.ends": np.array(ends, dtype=np.uint32),
    }


def _in_best_parts(arrays: dict[str, Array], parts: Parts) -> tuple[Array, Array]:
    """(syllable << 32 | document, rising; what it counts in the best part) for the bodies of long documents."""
    found: list[tuple[Array, Array, Array]] = []
    for number in np.flatnonzero(parts.long).tolist():
        tokens = _body(arrays, number)
        found.append(parts.best(tokens[tokens > 0] - 1, np.full(int((tokens > 0).sum()), number),
                                np.flatnonzero(tokens > 0)))
    if not found:
        return np.zeros(0, np.int64), np.zeros(0)
    word, document, worth = (np.concatenate(column) for column in zip(*found, strict=True))
    keys = (word << 32) | document
    order = np.argsort(keys)
    return keys[order], worth[order]


def _body(arrays: dict[str, Array], document: int) -> Array:
    """The body of a document as numbers of syllables."""
    tokens = arrays["tokens"][int(arrays["starts"][document]) : int(arrays["starts"][document + 1])].astype(np.int64)
    breaks = np.flatnonzero(tokens == 0)
    return np.asarray(tokens[int(breaks[HEAD_PARTS - 1]) + 1 :] if len(breaks) >= HEAD_PARTS else tokens[:0])


def _weighed(source: Source, names: Sequence[str], factors: dict[str, Array],
             best: tuple[Array, Array]) -> dict[str, Array]:
    """Head and body of every syllable as one list; put in order a chunk of postings at a time."""
    long_keys, long_worth = best
    made: list[tuple[Array, Array, Array]] = []
    start = 0
    while start < len(names):
        documents, raised, owners = array("I"), array("d"), array("I")
        place = start
        while place < len(names) and len(documents) < CHUNK:
            for part in (HEAD, BODY):
                found, counts = source.postings(part, names[place])
                if len(found):
                    documents.extend(found)
                    numbers = np.array(found, dtype=np.int64)
                    worth = np.array(counts) * factors[part][numbers]
                    if part == BODY and len(long_keys):
                        keys = (place << 32) | numbers
                        at = np.minimum(long_keys.searchsorted(keys), len(long_keys) - 1)
                        worth = np.where(long_keys[at] == keys, long_worth[at], worth)
                    raised.frombytes(worth.astype(np.float64).tobytes())
                    owners.extend([place - start] * len(found))
            place += 1
        made.append(_summed(np.array(owners, np.int64), np.array(documents, np.int64), np.array(raised),
                            place - start, SATURATION[SYLLABLES]))
        start = place
    return _joined(SYLLABLES, made, source.size)


def _summed(owners: Array, documents: Array, raised: Array, count: int, limit: float) -> tuple[Array, Array, Array]:
    """(documents, weights, postings by owner) of owners 0 to count - 1, each document once for an owner."""
    keys = (owners << 32) | documents
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    firsts = np.flatnonzero(np.diff(keys, prepend=-1))
    sums = np.add.reduceat(raised[order], firsts) if len(firsts) else np.zeros(0)
    keys = keys[firsts]
    weights = np.clip(np.rint(sums / (sums + limit) * FULL), 1, FULL).astype(np.uint16)
    return keys & 0xFFFFFFFF, weights, np.bincount(keys >> 32, minlength=count)


def _joined(field: str, made: list[tuple[Array, Array, Array]], size: int) -> dict[str, Array]:
    kind = number_type(size)
    empty: list[tuple[Array, Array, Array]] = [(np.zeros(0), np.zeros(0, np.uint16), np.zeros(0, np.int64))]
    documents, weights, counts = zip(*(made or empty), strict=True)
    return {
        f"{field}.documents": np.concatenate([part.astype(kind) for part in documents]),
        f"{field}.weights": np.concatenate(weights),
        f"{field}.ends": np.cumsum(np.concatenate(counts)).astype(np.uint32),
    }


def _tokens(source: Source, names: Sequence[str]) -> dict[str, Array]:
    """Every text as numbers of its syllables; each part ends in 0."""
    number = {name: place + 1 for place, name in enumerate(names)}
    tokens, starts = array("I"), array("I", [0])
    for text in source.texts():
        for part in text.split("\n"):
            tokens.extend([number.get(word, 0) for word in part.split()])
            tokens.append(0)
        starts.append(len(tokens))
    return {"tokens": np.array(tokens, dtype=number_type(len(names) + 1)), "starts": np.array(starts, np.uint32)}


def _pairs(arrays: dict[str, Array], names: Sequence[str], size: int, factors: dict[str, Array],
           parts: Parts) -> dict[str, Array]:
    """Neighbours in the texts, weighed; put in order some numbers of pairs at a time."""
    hashes = np.array([0] + [crc32(name.encode(errors="surrogatepass")) for name in names], np.uint32)
    tokens, starts = arrays["tokens"], arrays["starts"].astype(np.int64)
    found: list[tuple[Array, Array, Array]] = []
    step = max(1, CHUNK // max(len(tokens) // max(size, 1), 1))
    for first in range(0, size, step):
        last = min(first + step, size)
        part = tokens[int(starts[first]) : int(starts[last])]
        found.append(_neighbours(part, hashes, starts[first : last + 1] - starts[first], first, factors, parts))
    slices = max(1, len(tokens) // CHUNK)
    width = (1 << 32) // slices + 1
    made, keys = [], []
    for low in range(0, 1 << 32, width):
        taken = [(k[here], d[here], r[here]) for k, d, r in found for here in [(k >= low) & (k < low + width)]]
        key, documents, raised = (np.concatenate(column) for column in zip(*taken, strict=True)) if taken else (
            np.zeros(0, np.uint32), np.zeros(0, np.int64), np.zeros(0, np.float32))
        known, owners = np.unique(key, return_inverse=True)
        made.append(_summed(owners.astype(np.int64), documents.astype(np.int64), raised, len(known),
                            SATURATION[PAIRS]))
        keys.append(known)
    return _joined(PAIRS, made, size) | {
        "pairs.keys": np.concatenate(keys).astype(np.uint32) if keys else np.zeros(0, np.uint32)
    }


def _neighbours(tokens: Array, hashes: Array, starts: Array, first: int, factors: dict[str, Array],
                parts: Parts) -> tuple[Array, Array, Array]:
    """(number of the pair, document, what it counts) of every two neighbours in some texts; of those in the body of a
    long document once for all, by the best part."""
    owner = np.repeat(np.arange(first, first + len(starts) - 1, dtype=np.uint32), np.diff(starts))
    breaks = np.cumsum(tokens == 0)
    before = np.concatenate([[0], breaks])[starts[:-1]]
    in_head = breaks - np.repeat(before, np.diff(starts)) < HEAD_PARTS
    both = (tokens[:-1] != 0) & (tokens[1:] != 0)
    keys = hashes[tokens[:-1][both]] * np.uint32(MIX) + hashes[tokens[1:][both]]
    owners, heads = owner[:-1][both], in_head[:-1][both]
    raised = np.where(heads, factors[HEAD][owners], factors[BODY][owners]).astype(np.float32)
    long = parts.long[owners] & ~heads
    if not long.any():
        return keys, owners, raised
    bodies = np.flatnonzero(~in_head)
    places = np.cumsum(~in_head) - 1
    begins = np.zeros(len(starts) - 1, np.int64)
    begins[owner[bodies][::-1] - first] = places[bodies][::-1]
    at = places[:-1][both][long] - begins[owners[long] - first] - 1  # the break before it is no part of the body
    key, document, worth = parts.best(keys[long], owners[long], at)
    return (np.concatenate([keys[~long], key.astype(np.uint32)]),
            np.concatenate([owners[~long], document.astype(np.uint32)]),
            np.concatenate([raised[~long], worth.astype(np.float32)]))
