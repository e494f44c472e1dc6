"""Lines of a paper: cleaned, columns taken apart, and what each line is by its looks.

Order of text is no guide (DOCUMENTS.md section 10), so every line is judged by itself.
"""

import re
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from portal.core.text import fold, nfc
from portal.papers.kinds import KIND_NAMES
from portal.papers.symbols import DASH, LOWER, UPPER, UPPER_LETTERS, Symbol, parse_symbol

HEAD_LINES = 40
_LONGEST_ROW = 250
NATIONAL_HEADS = ("ĐẢNG CỘNG SẢN VIỆT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
_BY_FOLD = {letter: "".join(one for one in UPPER_LETTERS if fold(one) == letter) for letter in "adeiouy"}


def _as_read(head: str) -> str:
    """A pattern for a head whose marks a scan may have lost or changed."""
    return "".join(f"[{_BY_FOLD[letter]}]" if letter in _BY_FOLD else letter.upper() for letter in fold(head))


_HEADS = "|".join(map(_as_read, NATIONAL_HEADS))
_NATIONAL = re.compile(rf"(?<!\w)({_HEADS})(?!\w)")
_MOTTO = re.compile(rf"(Độc lập\s*{DASH}\s*Tự do\s*{DASH}\s*Hạnh phúc)", re.IGNORECASE)
_WORD = rf"[{UPPER}][{LOWER}]+"
_PLACE = rf"(?:(?:TP\.?|Thành phố|Tỉnh|Xã|Phường|Đặc khu)\s*)?{_WORD}(?:\s+(?:-\s+)?{_WORD}){{0,4}}"
_DAY = r"ngày\s*(?P<d>\d{0,2})[\s.…]*tháng\s*(?P<m>\d{0,2})[\s.…]*năm\s*(?P<y>\d{4})"
PLACE_DATE = re.compile(rf"(?P<place>[^\n,\d]{{2,40}}),\s*{_DAY}\.?", re.IGNORECASE)
_MERGED_DATE = re.compile(rf"(?P<left>.*?)\s+(?P<right>{_PLACE},\s*(?i:{_DAY}))\.?")
_SYMBOL_LINE = re.compile(r"(?:[Ss]ố|SỐ)\s*[:.]?\s*(?P<rest>[\d\s.…_O]*\S*.*)")
_NAMED_NUMBER = re.compile(r"^(?:Bộ luật|Luật|Nghị quyết|Pháp lệnh|Lệnh)\s+(?=số\s*:)", re.IGNORECASE)
_SIGNED_FOR = r"(?:T/M|TM\.|T/L|TL\.|K/T|KT\.|T/U|TUQ\.|TU\.|Q\.)"
_POSTS = (
    r"(?:TỔNG |PHÓ )?BÍ THƯ(?: THƯỜNG TRỰC| CHI BỘ| ĐẢNG ỦY)?|(?:PHÓ )?CHÁNH VĂN PHÒNG"
    r"|(?:PHÓ )?TRƯỞNG BAN(?: THƯỜNG TRỰC)?|(?:PHÓ )?CHỦ NHIỆM|(?:PHÓ )?CHỦ TỊCH|(?:PHÓ )?(?:TỔNG )?GIÁM ĐỐC"
    r"|(?:ĐẢNG |CHI )?ỦY VIÊN(?: THƯỜNG VỤ)?|THƯỜNG TRỰC BAN BÍ THƯ|(?:PHÓ )?CỤC TRƯỞNG|(?:PHÓ )?VỤ TRƯỞNG"
    r"|THỦ TRƯỞNG|(?:PHÓ )?THỦ TƯỚNG(?: CHÍNH PHỦ)?|(?:BỘ|THỨ) TRƯỞNG|TỔNG THƯ KÝ|(?:PHÓ )?VIỆN TRƯỞNG|CHÁNH ÁN"
    r"|(?:PHÓ )?TƯ LỆNH|(?:PHÓ )?CHÍNH ỦY|(?:PHÓ )?HIỆU TRƯỞNG|(?:PHÓ )?TRƯỞNG PHÒNG|(?:PHÓ )?TỔNG KIỂM TOÁN"
)
POST = re.compile(rf"(?:{_POSTS})")
ON_BEHALF = re.compile(rf"{_SIGNED_FOR}\s+[{UPPER}].*")
_MERGED_SIGN = re.compile(
    rf"(?P<left>(?:Nơi nhận|-|\+).*?)\s+"
    rf"(?P<right>{_SIGNED_FOR}\s+[{UPPER}\s]+|(?:{_POSTS}))"
)
TYPIST = re.compile(rf"[A-ZĐ]{{1,12}}\s*{DASH}\s*\d{{1,4}}(?:\s*b(?:ản)?)?")
BULLET = re.compile(rf"(?:{DASH}|[+•●▪◦–*])\s+(?=\S)|-(?=[{UPPER}“])")
NUMBERED = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ][).]|(?:PHẦN|Phần|MỤC|Mục|CHƯƠNG|Chương|ĐIỀU|Điều)\s+\w+[.:]?)\s"
)
ROMAN = re.compile(rf"[IVX]{{1,5}}\s*(?:\.|{DASH}|\))\s*\S")
_TITLE = re.compile("|".join(name.upper() for name in KIND_NAMES if name != "công văn"))
_RULE = re.compile(r"[*_\-=–—.\s]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line without blanks at its ends; `gap` = empty lines above it."""

    text: str
    gap: int = 0


def read_lines(text: str) -> list[Line]:
    """The non-empty lines of a text, two columns on one line taken apart."""
    lines: list[Line] = []
    gap = 0
    for raw in nfc(text.replace("\ufeff", "").replace("\f", "\n\n")).splitlines():
        squeezed = " ".join(raw.replace("\u00ad", "").replace("\u200b", "").split())
        if not squeezed:
            gap += 1
            continue
        for part in _columns(squeezed, in_head=len(lines) < HEAD_LINES):
            lines.append(Line(part, gap))
            gap = 0
    return lines


def _columns(line: str, *, in_head: bool) -> list[str]:
    if len(line) > _LONGEST_ROW:
        return [line]
    if in_head:
        if len(parts := [part.strip() for part in _NATIONAL.split(line) if part.strip()]) > 1:
            return parts if all(part == part.upper() for part in parts) else [line]
        if len(parts := [part.strip() for part in _MOTTO.split(line) if part.strip()]) == 2:
            return parts
        match = _MERGED_DATE.fullmatch(line)
        if match and (match["left"] == match["left"].upper() or symbol_line(match["left"]) or _is_lead(line)):
            return [match["left"], match["right"]]
    if match := _MERGED_SIGN.fullmatch(line):
        return [match["left"], match["right"]]
    return [line]


def _is_lead(line: str) -> bool:
    return bool(SUBJECT_LEAD.match(line))


SUBJECT_LEAD = re.compile(r"(?P<lead>Về việc|V/v|VỀ VIỆC|V/V)\s*:?\s+", re.IGNORECASE)


def is_national(line: str) -> bool:
    """True for the head of a Party or a State paper."""
    return bool(_NATIONAL.fullmatch(line.strip("* ")))


def national_head(line: str) -> str:
    """The head as it is rightly written, or "" where the line is none."""
    bare = fold(line.strip("* "))
    return next((head for head in NATIONAL_HEADS if fold(head) == bare), "") if is_national(line) else ""


def is_motto(line: str) -> bool:
    """True for `Độc lập - Tự do - Hạnh phúc`."""
    return bool(_MOTTO.fullmatch(line))


def is_rule(line: str) -> bool:
    """True for `*`, `-----` and other lines without letters that only divide."""
    return bool(_RULE.fullmatch(line))


def symbol_line(line: str) -> Symbol | None:
    """The symbol of a line that holds nothing else: `Số 98 -CV/ĐU`, `Số: -NQ/CB`, `98-CV/ĐU`."""
    line = _NAMED_NUMBER.sub("", line)
    symbol = parse_symbol(line)
    if symbol.form != "free":
        return symbol
    match = _SYMBOL_LINE.fullmatch(line)
    is_home_made = match and "/" in line and len(line) <= 30 and not re.search(rf"[{LOWER}]{{3,}}", match["rest"])
    return symbol if is_home_made else None


def place_and_date(line: str) -> tuple[str, date | None] | None:
    """Place and day of a date line that stands alone; the day is None in a draft or if it cannot be."""
    match = PLACE_DATE.fullmatch(line.strip("* "))
    if not match or not match["place"][:1].isupper() or SUBJECT_LEAD.match(line):
        return None
    try:
        return match["place"].strip(), date(int(match["y"]), int(match["m"] or 0), int(match["d"] or 0))
    except ValueError:
        return match["place"].strip(), None


def title_kind(line: str) -> str:
    """The kind a title line names (`NGHỊ QUYẾT`), in lower case, or ""."""
    return line.lower() if _TITLE.fullmatch(line) else ""


def is_addressed(line: str) -> bool:
    """True for `Kính gửi:`, also as OCR spoils it."""
    start = fold(line[:12])[:9].rstrip(" :-")
    return start.startswith("kinh gui") or (
        line[:1] in "KkR" and ":" in line[:12] and SequenceMatcher(None, start, "kinh gui").ratio() >= 0.7
    )


def is_recipients(line: str) -> bool:
    """True for `Nơi nhận:`."""
    return bool(re.match(r"n[ơo]i nh[ậa]n\b", line, re.IGNORECASE)) and len(line) < 60


def is_on_behalf(line: str) -> bool:
    """True for `T/M BAN THƯỜNG VỤ`, `T/L …`, `K/T …`."""
    return bool(ON_BEHALF.fullmatch(line)) and line == line.upper()


def is_post(line: str) -> bool:
    """True for a signer's post in capitals: `PHÓ BÍ THƯ`."""
    return bool(POST.match(line)) and line == line.upper() and len(line) <= 60


def is_capitals(line: str) -> bool:
    """True if the line has letters and all of them are capitals."""
    return line == line.upper() and any(char.isalpha() for char in line)


def is_name(line: str) -> bool:
    """True if the line may be a person's name: two to six words, each with a capital, nothing else."""
    words = line.split()
    return 2 <= len(words) <= 6 and all(word.isalpha() and word[0].isupper() for word in words)
