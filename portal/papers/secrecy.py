"""Secrecy and urgency marks: stamps, not words of a sentence (RULES.md section 19; `bảo mật` passes)."""

import re
from collections.abc import Iterable, Iterator

from portal.core.text import fold, nfc
from portal.papers.lines import is_national, is_rule, place_and_date, read_lines, symbol_line

GRADES = {"TUYỆT MẬT": "Tuyệt mật", "TỐI MẬT": "Tối mật", "MẬT": "Mật"}
URGENCIES = {"HỎA TỐC HẸN GIỜ": "Hỏa tốc hẹn giờ", "HỎA TỐC": "Hỏa tốc", "HOẢ TỐC": "Hỏa tốc",
             "THƯỢNG KHẨN": "Thượng khẩn", "KHẨN": "Khẩn"}  # fmt: skip
STAMPS = {name: stamp for stamp, name in GRADES.items()}
"""The mark of each grade as it is stamped."""
_NEAR_HEAD = 60
_NEAR_FOOT = 6
_LONGEST_STAMP = 120
_GRADE = r"TUYỆT\s*MẬT|TỐI\s*MẬT|M\s?Ậ\s?T"
_COPY = r"(?:\s*[-–—,;(]?\s*(?:(?i:BẢN)\s+)?(?i:SỐ)\s*:?\s*[\d./…\s]*(?i:BẢN)?\)?)?"
_STAMP = re.compile(rf"[\W_]*(?:DẤU\s*:?\s*)?(?P<grade>{_GRADE}){_COPY}[\W_]*")
_DECLARED = re.compile(rf"(?:độ|mức(?:\s+độ)?|chế\s+độ|dấu)\s+mật\s*:\s*(?P<grade>{_GRADE})[\W_]*", re.IGNORECASE)
_IN_NAME = re.compile(r"(?<![^\W_])(?<!BẢO[ _-])(?<!BÍ[ _-])(?P<grade>TUYỆT[\W_]*MẬT|TỐI[\W_]*MẬT|MẬT)(?![^\W_])")
_IN_BARE_NAME = re.compile(r"(?<![^\W_])(?P<grade>TUYET[\W_]*MAT|TOI[\W_]*MAT|(?<=[(\[])MAT(?=[)\]]))(?![^\W_])")
_LOST_MARKS = re.compile(r"[\W_]*(?P<grade>(?:TUY[EÊỆẸẾ]T\s*|T[OÔỐÓ]I\s*)?M[AÂẬẠẢÃÁÀẦẤẨẪ]T)[\W_]*")
_BARE = {"TUYETMAT": "Tuyệt mật", "TOIMAT": "Tối mật", "MAT": "Mật"}


def secrecy_mark(text: str, file_name: str = "") -> str | None:
    """`Mật`, `Tối mật` or `Tuyệt mật` if the paper or its file name carries the mark, else None.

    A mark is a line of its own in capitals near the head, a declared grade ("Độ mật: Tối mật"), or a word
    in capitals in the file name.
    """
    return _named_grade(nfc(file_name)) or _stamped_grade(text)


def secrecy_of(pages: Iterable[str], margins: Iterable[str] = (), *, recognised: bool = False) -> str:
    """The highest grade that any page carries at its head or foot, or any header, footer or stamp; or "".

    `recognised`: the text came from a scan, where marks over and under letters get lost.
    """
    found = {_stamped(line, recognised) for page in pages for line in _edges(page)}
    found |= {_stamped(line.text, recognised) for margin in margins for line in read_lines(margin)}
    return next((grade for grade in GRADES.values() if grade in found), "")


def _edges(page: str) -> Iterator[str]:
    lines = [line.text for line in read_lines(page)]
    yield from lines[:_NEAR_HEAD]
    yield from lines[max(_NEAR_HEAD, len(lines) - _NEAR_FOOT) :]


def urgency_mark(text: str) -> str | None:
    """`Khẩn`, `Thượng khẩn`, `Hỏa tốc` … where it stands as a line of its own near the head."""
    for line in read_lines(text)[:_NEAR_HEAD]:
        bare = " ".join(re.sub(r"[^\w\s]", " ", line.text).split())
        if bare in URGENCIES:
            return URGENCIES[bare]
    return None


def _stamped_grade(text: str) -> str | None:
    for line in read_lines(text)[:_NEAR_HEAD]:
        if grade := _stamped(line.text):
            return grade
    return None


def _stamped(line: str, recognised: bool = False) -> str | None:
    """The grade that a line is a stamp of."""
    if len(line) > _LONGEST_STAMP:
        return None
    for candidate in (line, _without_head(line)):
        match = _STAMP.fullmatch(candidate) or _DECLARED.fullmatch(candidate)
        if match:
            return _grade(match["grade"])
    if recognised and (match := _LOST_MARKS.fullmatch(line)):
        return _BARE.get(re.sub(r"[\W_]", "", fold(match["grade"])).upper())
    return None


def _without_head(line: str) -> str:
    """A stamp beside the head or the symbol comes out of a PDF on one line with it."""
    for match in re.finditer(_GRADE, line):
        rest = (line[: match.start()] + line[match.end() :]).strip(" *-()[]")
        if is_national(rest) or is_rule(rest) or symbol_line(rest) or place_and_date(rest):
            return match[0]
    return ""


def _named_grade(name: str) -> str | None:
    if match := _IN_NAME.search(name):
        return _grade(match["grade"])
    if match := _IN_BARE_NAME.search(name):
        return _BARE[re.sub(r"[\W_]", "", match["grade"])]
    return None


def _grade(found: str) -> str:
    squeezed = re.sub(r"[\W_]", "", found.upper())
    return next(name for grade, name in GRADES.items() if grade.replace(" ", "") == squeezed)
