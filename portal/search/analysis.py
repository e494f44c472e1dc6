"""Text to what is indexed and matched: folded syllables, pairs of neighbours, exact forms, symbol keys.

No stop words, no shortest length: `y tế` and `to` are words. Numbers part from letters, so that `98CV`
and `98-CV` are the same. Whatever changes here changes ANALYSER_VERSION, and with it every index.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from portal.core.text import fold
from portal.search.entry import Entry
from portal.search.fields import ADDED, DAY, DIGEST, NUMBER, RECORD, YEAR, facet_term

ANALYSER_VERSION = "3"
LONGEST = 64
LOOSE_MARK = "="
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_NEW_PLACE = re.compile(r"(?<!q)(?:o[àáảãạ]|o[èéẻẽẹ]|u[ỳýỷỹỵ])$")
_I_OR_Y = re.compile(r"(qu|[^aeiouy\W\d_]+)([iy])((?<=qu.)(?:t|nh|p))?")
_USUALLY_Y = frozenset({"h", "k", "l", "m", "t", "qu"})
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")


def spans(text: str) -> Iterator[re.Match[str]]:
    """The syllables of a text as they stand in it: offsets hold for the text itself."""
    return _TOKEN.finditer(text)


def syllables(text: str) -> list[str]:
    """Folded syllables and numbers, in order: `Đảng uỷ, 98-CV` is `dang uy 98 cv`."""
    return [folded(token) for token in _TOKEN.findall(unicodedata.normalize("NFC", text))]


def pairs(sequence: list[str]) -> list[str]:
    """Neighbours joined: `98 cv du` is `98_cv`, `cv_du`."""
    return [f"{left}_{right}" for left, right in pairwise(sequence)]


def exact_forms(text: str) -> list[str]:
    """Syllables that are written with marks, in order, with them: `cán bộ to` is `cán`, `bộ`."""
    found = _TOKEN.findall(unicodedata.normalize("NFC", text))
    return [form for token in found if (form := exact_form(token))]


def symbol_keys(symbol: str) -> list[str]:
    """Every beginning of a symbol: `98-CV/ĐU` answers to `98`, `98_cv` and `98_cv_du`."""
    parts = syllables(symbol)[:8]
    return ["_".join(parts[:end]) for end in range(1, len(parts) + 1)]


def loose_key(symbol: str) -> str:
    """A whole symbol without its dashes and strokes: what one with a slip in it is compared by."""
    return LOOSE_MARK + "".join(syllables(symbol)[:8])


def number_of(symbol: str) -> int:
    """The first number of a symbol, 0 if it has none: what registers are in order of."""
    found = re.search(r"\d{1,9}", symbol)
    return int(found.group()) if found else 0


@lru_cache(maxsize=1 << 16)
def folded(token: str) -> str:
    """One syllable without case and marks, its i or y as it is mostly written (`Lí` is `ly`). Eth, which old fonts put
    for Đ, counts as d."""
    return spellings(plain(token))[0]


def plain(token: str) -> str:
    """The same with i and y as they stand: the beginning of a syllable (`ki*`) is none itself."""
    return fold(token).replace("ð", "d")[:LONGEST]


def spellings(word: str) -> tuple[str, ...]:
    """The ways to write a syllable without marks, the usual one first. i and y are the same as the only vowel at the
    end (`lý`, `lí`) and after qu (`quý`, `quí`; `quýt`, `quít`), nowhere else (`tay`, `tai`; `thuý`, `thúi`)."""
    match = _I_OR_Y.fullmatch(word)
    if match is None:
        return (word,)
    first, _, last = match.groups(default="")
    usual, other = ("y", "i") if first in _USUALLY_Y else ("i", "y")
    return first + usual + last, first + other + last


@lru_cache(maxsize=1 << 16)
def exact_form(token: str) -> str:
    """One syllable in lower case with its marks, tone in the old place (`hoà` is `hòa`), i or y as in `folded`; "" if
    it has none."""
    lower, bare, usual = token.lower()[:LONGEST], plain(token), folded(token)
    if lower == bare:
        return ""
    at = next((at for at in range(len(bare)) if bare[at] != usual[at]), None)
    if at is not None and len(lower) == len(bare):
        apart = unicodedata.normalize("NFD", lower[at])
        lower = lower[:at] + unicodedata.normalize("NFC", usual[at] + apart[1:]) + lower[at + 1 :]
    return _NEW_PLACE.sub(_tone_to_the_left, lower)


def _tone_to_the_left(match: re.Match[str]) -> str:
    left, right = match.group()[0], match.group()[1]
    apart = unicodedata.normalize("NFD", right)
    tone = _TONES.findall(apart)[0]
    return unicodedata.normalize("NFC", left + tone) + apart.replace(tone, "")


@dataclass(frozen=True, slots=True)
class Analysed:
    """An entry as counted terms, by field, and its folded text for phrases."""

    head: Counter[str]
    body: Counter[str]
    exact: Counter[str]
    symbol: Counter[str]
    text: str

    @property
    def lengths(self) -> dict[str, int]:
        """Syllables of head and body."""
        return {"head": self.head.total(), "body": self.body.total()}


def analyse(entry: Entry) -> Analysed:
    """What is indexed of an entry; its text holds the parts of the head and the body, one a line."""
    parts = [syllables(part) for part in (entry.symbol, entry.title, entry.head)]
    body = syllables(entry.body)
    written = " ".join((entry.symbol, entry.title, entry.head, entry.body))
    return Analysed(
        head=Counter(word for part in parts for word in part),
        body=Counter(body),
        exact=Counter(set(exact_forms(written))),
        symbol=Counter([*symbol_keys(entry.symbol), loose_key(entry.symbol)] if syllables(entry.symbol) else []),
        text="\n".join(f" {' '.join(part)} " for part in [*parts, body]),
    )


def facet_terms(entry: Entry) -> list[str]:
    """The facts to filter by, as terms; the year of its date is one of them."""
    year = {YEAR: str(entry.date.year)} if entry.date else {}
    return [facet_term(name, value) for name, value in {**year, **entry.facets}.items() if value]


def facts(entry: Entry) -> dict[str, int]:
    """The facts of an entry that are numbers."""
    return {
        RECORD: entry.id,
        DAY: entry.date.toordinal() if entry.date else 0,
        ADDED: (entry.added or entry.date or Date.min).toordinal(),
        NUMBER: number_of(entry.symbol),
        DIGEST: digest(entry),
    }


def digest(entry: Entry) -> int:
    """A checksum of all there is in an entry: tells whether the index still has it as it is."""
    parts = (entry.kind, entry.id, entry.title, entry.body, entry.symbol, entry.head, entry.date, entry.added,
             sorted(entry.readers), sorted(entry.facets.items()))
    return crc32(repr(parts).encode(errors="surrogatepass"))
