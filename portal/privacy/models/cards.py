"""What an identity card, old or new, or a passport looks like in words: photos of them are not accepted (RULES, 18).

One word proves nothing: decisions and forms say "Căn cước công dân số …" in a sentence. A card has its heading on a
line of its own and several of its printed labels, or the lines that machines read.
"""

import re
from collections.abc import Iterable

from portal.core.text import fold

HEADINGS = re.compile(
    r"(?:the )?can cuoc(?: cong dan)?|(?:giay )?chung minh nhan dan|(?:the )?dang vien|"
    r"(?:ho chieu|passport|ho chieu passport)|(?:citizen )?identity card|giay phep lai xe|driver s license")
LABELS = (
    "full name", "date of birth", "place of origin", "place of residence", "date of expiry", "nationality",
    "place of birth", "personal identification", "date of issue", "co gia tri den", "dac diem nhan dang",
    "dac diem nhan dang personal identification", "quoc tich", "que quan", "noi thuong tru", "noi dkhk thuong tru",
    "nguyen quan", "co quan cap", "so the", "vao dang ngay", "hang class",
)
MACHINE = re.compile(r"(?:I[D<]VNM[0-9A-Z<]{20,}|P[<A-Z]VNM[A-Z<]{25,}|[A-Z]{2,}(?:<[A-Z]+)*<<[A-Z<]{5,}<<)")
NAMES = re.compile(r"\b(?:cccd|cmnd|cmtnd|can cuoc|chung minh (?:nhan dan|thu)|ho chieu|passport)\b")
ENOUGH = 3
"""Labels that must stand beside a heading; without one, twice as many."""


def looks_like_card(pages: Iterable[str]) -> bool:
    """One of the pages carries the words of an identity card, a Party card or a passport."""
    return any(_page(page) for page in pages)


def named_like_card(name: str) -> bool:
    """The name of the file says that it is one: `CCCD mặt trước.pdf`."""
    return NAMES.search(re.sub(r"[\W_]+", " ", fold(name))) is not None


def _page(text: str) -> bool:
    if MACHINE.search(re.sub(r"[ \t]", "", text)):
        return True
    lines = [" ".join(re.sub(r"[\W_]+", " ", fold(line)).split()) for line in text.splitlines()]
    labels = {label for label in LABELS for line in lines if re.search(rf"\b{label}\b", line)}
    has_heading = any(HEADINGS.fullmatch(part) for line in text.splitlines() for part in _parts(line))
    return len(labels) >= (ENOUGH if has_heading else 2 * ENOUGH)


def _parts(line: str) -> list[str]:
    """The line itself and its halves: `CĂN CƯỚC CÔNG DÂN / Citizen Identity Card`."""
    found = [line, *re.split(r"[/|]", line)]
    return [" ".join(re.sub(r"[\W_]+", " ", fold(part)).split()) for part in found if _is_title(part)]


def _is_title(part: str) -> bool:
    """In capitals, or each word with one: a heading and no piece of a sentence."""
    words = [word for word in re.split(r"[\W_]+", part) if word]
    return bool(words) and all(word[0].isupper() for word in words)
