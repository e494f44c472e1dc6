"""Cited papers inside a text: symbol, its date, its issuer (DOCUMENTS.md section 9, rules 7 and 8)."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date

from portal.core.text import squeeze
from portal.papers.kinds import KIND_NAMES, kind_name
from portal.papers.symbols import LOWER, UPPER, Symbol, find_symbols, symbol_key

_S = r"[\s*_\u200b]{0,12}"
_CALLED = {"thông báo kết luận": "thông báo", "nghị quyết đại hội": "nghị quyết", "nghị quyết hội nghị": "nghị quyết"}
"""What a kind is also called in front of its number."""
_NAMES = sorted((*KIND_NAMES, *_CALLED), key=len, reverse=True)
_KINDS = "|".join(r"\s+".join(map(re.escape, name.split())) for name in _NAMES)
_NAMED_LAW = re.compile(
    rf"(?<!\w)(?P<kind>bộ luật|luật|pháp lệnh)\s+[{UPPER}][^.;:()\n]{{2,120}}?\s+số\s*$", re.IGNORECASE
)
_DRAFT_MARK = re.compile(r"\s?\([A-ZĐ][A-ZĐr]{0,3}\)")
_LIST = re.compile(rf"{_S}(?:,|và|cùng){_S}(?:số{_S}:?{_S})?", re.IGNORECASE)
_BEFORE = re.compile(rf"(?<!\w)(?P<kind>{_KINDS})[\s*_]+(?:số{_S}:?{_S})?$", re.IGNORECASE)
_DATE = re.compile(
    rf"{_S}[,(]?{_S}(?:ban hành\s+)?ngày\s*(?:(\d{{1,2}})\s*[/.-]\s*(\d{{1,2}})\s*[/.-]\s*(\d{{4}})"
    rf"|(\d{{1,2}})\s*tháng\s*(\d{{1,2}})\s*năm\s*(\d{{4}}))\)?",
    re.IGNORECASE,
)
_OF = re.compile(rf"{_S},?{_S}của\s+", re.IGNORECASE)
_JOINED = re.compile(rf"{_S}(?:,|và|cùng)?{_S}(?:và\s+)?(?:{_KINDS})[\s*_]+(?:số{_S}:?{_S})?", re.IGNORECASE)
_STOPS = (
    "về|v/v|nhằm|để|trong|tại|theo|được|cho|ngày|khóa|khoá|nhiệm kỳ|hướng dẫn|quy định|ban hành|yêu cầu|đã|là"
    "|số|có|do|đến|từ|năm|với|phê duyệt|triển khai|thực hiện|sửa đổi|bổ sung|chỉ đạo|giao|thông qua|vì|khi"
    "|này"
).replace(" ", r"\s+")
_ISSUER_END = re.compile(
    r"[;:,.()\[\]“”\"]|\n\s*(?:[-+•]\s|\d+[.)]|[IVX]+[.-]|Điều\s)"
    rf"|(?<![\w/])(?i:{_STOPS})(?!\w)"
    rf"|(?<!\w)(?:và|cùng)\s+(?=[{LOWER}\d](?![{UPPER}])|(?i:{_KINDS})(?!\w))"
)
_LONGEST_ISSUER = 160


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention of a paper. `start`, `end` span the symbol as printed, in the NFC text.

    `date` is the printed date (also a wrong one), None where no date follows or it does not exist.
    `kind_word` is the kind as the text says it, in lower case.
    """

    symbol: Symbol
    date: date | None
    issuer: str
    kind_word: str
    start: int
    end: int


def find_citations(text: str, own: str = "") -> list[Citation]:
    """All mentions in order of the text; `own` is the document's own symbol, which cites nothing.

    Rule 7: the date follows the symbol directly. Rule 8: the issuer follows "của"; in "A, ngày … và B,
    ngày … của X" it belongs to both.
    """
    text = unicodedata.normalize("NFC", text)
    own_key = symbol_key(own) if own else ""
    found: list[Citation] = []
    ends: list[int] = []
    for start, end, symbol in find_symbols(text):
        citation, stop = _citation(text, start, end, symbol)
        is_own = own_key and symbol_key(symbol.text) == own_key
        if not (is_own and (citation.date is None or not citation.kind_word)):
            found.append(citation)
            ends.append(stop)
    return _share_kinds(text, _share_issuers(text, found, ends))


def _citation(text: str, start: int, end: int, symbol: Symbol) -> tuple[Citation, int]:
    before = _BEFORE.search(text[max(0, start - 60) : start])
    kind_word = " ".join(before["kind"].lower().split()) if before else kind_name(symbol.kind, symbol.form)
    kind_word = _CALLED.get(kind_word, kind_word)
    if not kind_word and (named := _NAMED_LAW.search(text[max(0, start - 160) : start])):
        kind_word = named["kind"].lower()
    stop, cited = end, None
    if mark := _DRAFT_MARK.match(text, end):
        stop = mark.end()
    if match := _DATE.match(text, stop):
        cited, stop = _day(match), match.end()
    issuer = ""
    if match := _OF.match(text, stop):
        issuer, stop = _issuer(text, match.end())
        if issuer and cited is None and (match := _DATE.match(text, stop)):  # "… của Đảng ủy (ngày 5/6/2025)"
            cited, stop = _day(match), match.end()
    return Citation(symbol, cited, issuer, kind_word, start, end), stop


def _issuer(text: str, start: int) -> tuple[str, int]:
    window = text[start : start + _LONGEST_ISSUER]
    match = _ISSUER_END.search(window)
    end = match.start() if match else len(window)
    issuer = squeeze(re.sub(r"[*_]", "", window[:end]))
    return (issuer, start + end) if issuer[:1].isupper() else ("", start)


def _day(match: re.Match[str]) -> date | None:
    day, month, year = (int(part) for part in match.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _share_issuers(text: str, found: list[Citation], ends: list[int]) -> list[Citation]:
    for at in range(len(found) - 2, -1, -1):
        following = found[at + 1]
        between = text[ends[at] : following.start]
        is_joined = _JOINED.fullmatch(between) or _LIST.fullmatch(between)
        if not found[at].issuer and following.issuer and is_joined:
            found[at] = replace(found[at], issuer=following.issuer)
    return found


def _share_kinds(text: str, found: list[Citation]) -> list[Citation]:
    """In "các Quy định số 1-QĐ/TW, 2-QĐ/TW" the word stands for both."""
    for at in range(1, len(found)):
        before, own = found[at - 1], found[at]
        is_alike = not own.kind_word and own.symbol.kind == before.symbol.kind
        if is_alike and _LIST.fullmatch(text[before.end : own.start]):
            found[at] = replace(own, kind_word=before.kind_word)
    return found
