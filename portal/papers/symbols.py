"""Số, ký hiệu: parsing by DOCUMENTS.md section 9. Patterns are tried as LAW, PARTY, STATE, STATE_CV.

A field is tested against the whole string; running text is searched. What fits nothing stays free
text: the user is never stopped.
"""

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass

from portal.core.text import fold, nfc
from portal.papers.kinds import KINDS

DASH = "[-\u2010-\u2015\u2212\ufe63\uff0d]"
_GAP = "[\\s\u00ad\u200b]{0,8}"
UPPER = "A-ZĐÀ-ÖØ-ÝĂÂÊÔƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊĨỌỎỐỒỔỖỘỚỜỞỠỢỤỦŨỨỪỬỮỰỲỴỶỸ"
UPPER_LETTERS = re.findall(f"[{UPPER}]", "".join(map(chr, range(0x41, 0x1F00))))
LOWER = UPPER.lower()
_ANY = UPPER + LOWER
_LAW_ONLY = {"NĐ", "TTLT", "PL"}
_STATE_ONLY = {"CĐ", "HĐ", "BGN", "BTT", "GUQ", "GNP", "PB"}
_PARTY_KINDS = [kind for kind in KINDS if kind not in _LAW_ONLY | _STATE_ONLY]


def _longest_first(kinds: list[str]) -> str:
    return "|".join(sorted(kinds, key=lambda kind: (-len(kind), kind)))


_K = _longest_first(_PARTY_KINDS)
_KS = _longest_first(_PARTY_KINDS + sorted(_STATE_ONLY))
_END = r"(?![\w/])"
_ORG = rf"[{UPPER}][{_ANY}]*(?:(?:\.|{DASH})[{UPPER}]+)*"
_LAW_KIND = r"QH[0-9]{1,2}|UBTVQH[0-9]{1,2}|NĐ|TTLT|TT|QĐ|NQ|CT|PL"
LAW = re.compile(
    rf"(?<![\w/])(?P<num>[0-9]{{1,4}}){_GAP}/{_GAP}(?P<year>(?:19|20)[0-9]{{2}}){_GAP}/{_GAP}(?P<kind>{_LAW_KIND})"
    rf"(?:{_GAP}{DASH}{_GAP}(?P<org>[{UPPER}][{_ANY}0-9]*(?:{DASH}[{UPPER}]+)*))?{_END}"
)
PARTY = re.compile(
    rf"(?<![\w/])(?P<num>[0-9]{{1,5}}[a-z]?){_GAP}{DASH}{_GAP}(?P<kind>{_K}){_GAP}/{_GAP}(?P<org>{_ORG}){_END}"
)
STATE = re.compile(
    rf"(?<![\w/])(?P<num>[0-9]{{1,5}}){_GAP}/{_GAP}(?P<kind>{_KS}){_GAP}{DASH}{_GAP}"
    rf"(?P<org>[{UPPER}][{_ANY}]*(?:(?:[.&]|{DASH})[{UPPER}][{_ANY}]*)*(?:(?<=QH)[0-9]{{1,2}})?){_END}"
)
STATE_CV = re.compile(
    rf"(?<![\w/])(?P<num>[0-9]{{1,5}}){_GAP}/{_GAP}(?P<org>[{UPPER}]{{2,}}[{_ANY}]*){_GAP}{DASH}{_GAP}"
    rf"(?P<unit>[{UPPER}]{{2,}}[{_ANY}]*){_END}"
)
BLANK = re.compile(rf"{DASH}{_GAP}(?P<kind>{_K}){_GAP}/{_GAP}(?P<org>{_ORG}){_END}")
HOME_MADE = re.compile(  # QC-01/CB-LH, 1836 QĐ/TWĐTN: kept as free text, but seen where they are cited
    rf"(?<![\w/])(?:(?:{_K}){_GAP}{DASH}{_GAP}[0-9]{{1,4}}|[0-9]{{1,5}}[ \u00a0](?:{_K}))"
    rf"/(?=[{UPPER}]{{2}}){_ORG}{_END}"
)
_PATTERNS = (("law", LAW), ("party", PARTY), ("state", STATE), ("state_cv", STATE_CV))
_SEARCHED = (("free", HOME_MADE), *_PATTERNS)
_LEAD = re.compile(r"^(?:số(?=[\s:.\d…_-])\s*[:.]?[\s.…_]*)+", re.IGNORECASE)
_NEVER_SEEN = str.maketrans("", "", "\u00ad\u200b\ufeff")
_DASHES = re.compile(rf"\s*{DASH}\s*")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol in its stored form. `form`: party, law, state, state_cv or free (only `text` is set)."""

    text: str
    number: str
    kind: str
    issuer: str
    form: str


def parse_symbol(raw: str) -> Symbol:
    """The symbol a field holds, tested against the whole string: `Số 98 – CV/ĐU` is 98-CV/ĐU.

    A draft's blank number (`Số      -NQ/CB`) gives `-NQ/CB` with an empty number.
    """
    bare = _clean(raw)
    for form, pattern in _PATTERNS:
        if match := pattern.fullmatch(bare):
            return _symbol(form, match)
    if match := BLANK.fullmatch(bare):
        kind, issuer = match["kind"], _tight(match["org"])
        return Symbol(f"-{kind}/{issuer}", "", kind, issuer, "party")
    return Symbol(bare, "", "", "", "free")


def find_symbols(text: str) -> list[tuple[int, int, Symbol]]:
    """Symbols inside running text as (start, end, symbol), in order; offsets count in `nfc` text.

    Earlier patterns win where two overlap.
    """
    found: dict[int, tuple[int, int, Symbol]] = {}
    starts: list[int] = []
    text = unicodedata.normalize("NFC", text)
    for form, pattern in _SEARCHED:
        for match in pattern.finditer(text):
            start, end = match.span()
            place = bisect_left(starts, start)
            is_free = place == len(starts) or starts[place] >= end
            if is_free and (place == 0 or found[starts[place - 1]][1] <= start):
                starts.insert(place, start)
                found[start] = (start, end, _symbol(form, match))
    return [found[start] for start in starts]


def symbol_key(raw: str) -> str:
    """The key for look-ups, typed in any way: `98 – CV/ĐU`, `98-cv/du`, `98/CV-ĐU` are all `98-cv/du`.

    Numbers below 10 get their leading zero (05-HD/VPTW).
    """
    bare = fold(_clean(raw))
    bare = re.sub(r"\s*([/-])\s*", r"\1", bare)
    match = _KEY.fullmatch(bare)
    if not match:
        return bare
    number = match["num"]
    return f"{number.zfill(2 + (not number[-1:].isdigit()))}-{match['kind']}/{match['org']}"


_FOLDED_KINDS = "|".join(sorted({fold(kind) for kind in KINDS}, key=lambda kind: (-len(kind), kind)))
_KEY = re.compile(rf"(?P<num>[0-9]{{1,5}}[a-z]?)[-/ ](?P<kind>{_FOLDED_KINDS})[-/ ](?P<org>\S(?:.*\S)?)")
_PARTY_ISSUER = re.compile(r"(?:[A-ZĐ]*(?:TW|TƯ|TU|ĐU|QU|HU|ThU)|ĐUK|CB|ĐH)")
_LOOSE = re.compile(r"(?P<num>[0-9SOIlB]{1,5})\s*[-\s]\s*(?P<kind>[A-ZĐa-zđ]{2,4})\s*/\s*(?P<org>\S+)")
_DIGITS = str.maketrans("SOIlB", "50118")
_ISSUERS_READ_WRONG = {"DU": "ĐU", "U": "ĐU", "PĐU": "ĐU", "PDU": "ĐU", "DUK": "ĐUK", "ÐU": "ĐU"}
_KINDS_READ_WRONG = {"QD": "QĐ", "QDI": "QĐi", "ÐA": "ĐA"}


def propose_symbol(raw: str) -> Symbol | None:
    """A better reading of an irregular symbol for a person to confirm, or None.

    `CV/DU`, `CV/U`, `CV/PĐU` from OCR -> ĐU; `S-CV/ĐU` -> 5-CV/ĐU; `01/NQ-TU` -> 01-NQ/TU;
    a blank for the hyphen; lower case.
    """
    symbol = parse_symbol(raw)
    number, kind, issuer = symbol.number, symbol.kind, symbol.issuer
    if symbol.form == "free":
        match = _LOOSE.fullmatch(symbol.text)
        if not match:
            return None
        number, kind, issuer = match["num"].translate(_DIGITS), match["kind"], match["org"].upper()
    elif symbol.form != "party" and not (symbol.form == "state" and _PARTY_ISSUER.fullmatch(issuer)):
        return None
    kind = _KINDS_READ_WRONG.get(kind.upper(), next((k for k in KINDS if k.upper() == kind.upper()), kind))
    issuer = _ISSUERS_READ_WRONG.get(issuer, issuer)
    better = parse_symbol(f"{number}-{kind}/{issuer}")
    return better if better.form == "party" and better.text != symbol.text else None


def _symbol(form: str, match: re.Match[str]) -> Symbol:
    if form == "free":
        return Symbol(_tight(_clean(match[0])), "", "", "", form)
    number, org = match["num"], _tight(match["org"] or "")
    if form == "state_cv":
        return Symbol(f"{number}/{org}-{match['unit']}", number, "CV", org, form)
    kind = match["kind"]
    if form == "party":
        return Symbol(f"{number}-{kind}/{org}", number, kind, org, form)
    if form == "state":
        return Symbol(f"{number}/{kind}-{org}", number, kind, org, form)
    text = f"{number}/{match['year']}/{kind}" + (f"-{org}" if org else "")
    if "QH" in kind:  # laws and resolutions of the Assembly share one symbol: the kind is not told
        return Symbol(text, number, "", kind, form)
    return Symbol(text, number, kind, org, form)


def _tight(part: str) -> str:
    return _DASHES.sub("-", part)


def _clean(raw: str) -> str:
    text = nfc(nfc(raw).translate(_NEVER_SEEN))
    text = _LEAD.sub("", " ".join(text.split()))
    return " ".join(re.sub(DASH, "-", text).split())
