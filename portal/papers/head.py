"""The head of a paper: national head, left head, symbol, place and date, title, subject, addressees."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from portal.core.text import fold
from portal.papers import lines as looks
from portal.papers.blocks import Block
from portal.papers.secrecy import secrecy_mark, urgency_mark
from portal.papers.symbols import Symbol, parse_symbol

_PARTY_BODIES = re.compile(
    r"(?:đảng (?:ủy|uỷ|bộ|đoàn)|chi (?:bộ|ủy|uỷ)|(?:tỉnh|thành|huyện|quận|thị|quân) (?:ủy|uỷ)|văn phòng"
    r"|bộ chính trị|(?:ủy|uỷ) ban kiểm tra|đoàn |công đoàn|hội "
    r"|ban (?:chấp hành|thường vụ|bí thư|tổ chức|tuyên giáo|dân vận|nội chính|cán sự))"
)
_STATE_BODIES = re.compile(r"(?:bộ |sở |cục |tổng công ty|công ty|ủy ban|uỷ ban|ubnd|trường|ban |phòng |viện )")
_ORGANS = re.compile(r"ban (?:thường vụ|chấp hành)$")
_MAX_SUBJECT_BLOCKS, _NEAR_TITLE = 4, 3


@dataclass(slots=True)
class Head:
    """What the first page says, as printed; empty where it says nothing. `ends_at` = first block behind."""

    symbol: Symbol = field(default_factory=lambda: Symbol("", "", "", "", "free"))
    symbol_as_printed: str = ""
    national: str = ""
    bodies: list[str] = field(default_factory=list)
    place: str = ""
    date: dt.date | None = None
    date_as_printed: str = ""
    title_kind: str = ""
    subject: str = ""
    subject_lead: str = ""
    subject_as_printed: str = ""
    addressed_to: list[str] = field(default_factory=list)
    addressed_as_printed: str = ""
    addressed_at: int = -1
    addressed_blocks: int = 0


def read_head(blocks: list[Block]) -> Head:
    """Reads the first page's blocks; the addressees may have been displaced into the body (215-CV/TU)."""
    head = Head()
    printed = list(_printed(blocks))[: looks.HEAD_LINES]
    titled_at = len(blocks)
    for at, line in printed:
        _read_line(head, line)
        titled_at = min(titled_at, at) if head.title_kind else titled_at
        if head.title_kind and not head.subject and at - titled_at < _NEAR_TITLE:
            _read_subject(head, blocks, at + 1, "")
        elif not head.subject and (match := looks.SUBJECT_LEAD.match(line)):
            _read_subject(head, blocks, at, match["lead"])
    head.bodies = _bodies(printed, head)
    _read_addressees(head, blocks)
    return head


def _printed(blocks: list[Block]) -> Iterator[tuple[int, str]]:
    for at, block in enumerate(blocks):
        if block.kind != "table":
            for line in block.text.split("\n"):
                yield at, line.strip()


def _read_line(head: Head, line: str) -> None:
    if not head.national and looks.is_national(line):
        head.national = looks.national_head(line)
    elif not head.symbol_as_printed and (symbol := looks.symbol_line(line)):
        head.symbol, head.symbol_as_printed = symbol, line
    elif not head.date_as_printed and (found := looks.place_and_date(line)):
        (head.place, head.date), head.date_as_printed = found, line
    elif not head.title_kind:
        head.title_kind = looks.title_kind(line)


def _read_subject(head: Head, blocks: list[Block], start: int, lead: str) -> None:
    """Rule 6: under the number; stops at `Kính gửi`, the national head or the date line."""
    parts: list[str] = []
    for block in blocks[start : start + _MAX_SUBJECT_BLOCKS]:
        text = " ".join(block.text.split())
        if not parts and text.startswith("CỦA "):  # NGHỊ QUYẾT / CỦA BỘ CHÍNH TRỊ / về …
            continue
        if parts and looks.is_capitals(text):
            break
        if _ends_subject(block, text) or (parts and not _goes_on(text, lead)):
            break
        parts.append(text)
    printed = " ".join(parts)
    subject = printed
    if match := looks.SUBJECT_LEAD.match(printed):
        lead, subject = match["lead"], printed[match.end() :]
    head.subject_as_printed, head.subject_lead = printed, _usual_lead(lead)
    head.subject = _without_stray_quotes(subject).rstrip(" .-")


def _usual_lead(lead: str) -> str:
    return {"về việc": "Về việc", "v/v": "V/v"}.get(lead.lower(), lead)


def _goes_on(text: str, lead: str) -> bool:
    return text[:1].islower() or (not lead and not text.endswith((".", ";", ":")) and len(text) < 90)


def _ends_subject(block: Block, text: str) -> bool:
    return block.kind != "p" or (
        looks.is_national(text)
        or looks.is_rule(text)
        or looks.is_addressed(text)
        or looks.is_recipients(text)
        or looks.is_on_behalf(text)
        or looks.symbol_line(text) is not None
        or looks.place_and_date(text) is not None
        or bool(re.match(r"Căn cứ\s|Thực hiện\s|Thi hành\s|Kính gửi", text))
    )


def _without_stray_quotes(text: str) -> str:
    """Drops a closing quote that nothing opened, and an opening one that nothing closes."""
    out: list[str] = []
    opened: list[int] = []
    for char in text:
        if char == "“":
            opened.append(len(out))
        elif char == "”":
            if not opened:
                continue
            opened.pop()
        out.append(char)
    for at in reversed(opened):
        del out[at]
    return "".join(out).strip()


def _bodies(printed: list[tuple[int, str]], head: Head) -> list[str]:
    """Bodies of the left head as printed, upper one first; a name broken over lines is joined."""
    is_body = _STATE_BODIES if head.national.startswith("CỘNG") else _PARTY_BODIES
    bodies: list[str] = []
    for _, line in printed:
        if line == head.symbol_as_printed or (line == head.date_as_printed and not head.symbol_as_printed):
            break
        if not looks.is_capitals(line) or _is_no_body(line):
            continue
        starts = is_body.match(line.lower() + " ") is not None or not bodies
        if starts and not (bodies and fold(bodies[-1]) in {"dang uy", "dang bo", "chi bo"}):
            bodies.append(line)
        else:
            bodies[-1] += " " + line
    return bodies if head.symbol_as_printed or head.national else []


def _is_no_body(line: str) -> bool:
    return (
        looks.is_national(line)
        or looks.is_rule(line)
        or bool(looks.title_kind(line))
        or looks.symbol_line(line) is not None
        or looks.is_on_behalf(line)
        or secrecy_mark(line) is not None
        or urgency_mark(line) is not None
        or parse_symbol(line).form != "free"
    )


def is_organ(body: str) -> bool:
    """True for `BAN THƯỜNG VỤ`, `BAN CHẤP HÀNH`: an organ of the body above it."""
    return bool(_ORGANS.match(body.lower()))


def _read_addressees(head: Head, blocks: list[Block]) -> None:
    start = next((at for at, block in enumerate(blocks) if looks.is_addressed(block.text)), None)
    if start is None:
        return
    first = blocks[start].text.replace("\n", " ")
    rest = re.split(r":\s*", first, maxsplit=1)
    rest_text = rest[1] if len(rest) > 1 else re.sub(r"^\S+\s+\S+\s*", "", first)
    printed, items = [first], []
    bullet = looks.BULLET.match(rest_text)
    if rest_text:
        items.append(rest_text[bullet.end() :] if bullet else rest_text)
    if bullet or not rest_text:
        for block in blocks[start + 1 :]:
            if block.kind != "li" or (items and items[-1].rstrip().endswith(".")):
                break
            items.append(block.text)
            printed.append(block.text)
    head.addressed_to = [re.sub(r"[\s;,.:]+$", "", " ".join(item.split())) for item in items]
    head.addressed_as_printed = "\n".join(printed)
    head.addressed_at, head.addressed_blocks = start, len(printed)
