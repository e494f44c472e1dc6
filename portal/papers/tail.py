"""The end of a paper: recipients, typist mark, signature, end mark, enclosures, dates with effect."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from portal.papers import lines as looks
from portal.papers.blocks import Block
from portal.papers.kinds import KIND_NAMES
from portal.papers.symbols import find_symbols

_ARCHIVE = re.compile(r"Lưu(?:\s*:|\s)")
_END_MARK = re.compile(r"(\./\.|\.)\s*$")
_ENCLOSED = re.compile(
    r"(?:\d+\.\s*)?(?:các\s+)?(?:tài liệu|văn bản|hồ sơ)?\s*(?:gửi\s+)?(?:kèm theo|đính kèm)(?:\s+gồm)?\s*:$",
    re.IGNORECASE,
)
_PAPER_WORDS = (
    *KIND_NAMES,
    "tài liệu",
    "phụ lục",
    "danh sách",
    "biểu",
    "mẫu",
    "bảng",
    "đề cương",
    "bản",
    "file",
    "tệp",
)
_IN_BRACKETS = re.compile(
    r"\((?:có\s+|gửi\s+)?kèm theo\s+([^()]{3,200})\)|\(có\s+([^()]{3,200}?)\s+kèm theo\)", re.IGNORECASE
)
_EFFECT = re.compile(
    r"(?P<sense>từ|trước|chậm nhất|đến hết|đến)\s+(?:là\s+|trước\s+)*(?:ngày\s+)?"
    r"(\d{1,2})/(\d{1,2})/(\d{4})",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Tail:
    """What stands below the body, as printed; empty where there is nothing."""

    recipients: list[str] = field(default_factory=list)
    recipients_as_printed: str = ""
    typist_mark: str = ""
    on_behalf: str = ""
    signer_post: str = ""
    signer: str = ""
    signature_as_printed: str = ""
    end_mark: str = ""
    starts_at: int = -1
    ends_at: int = -1


@dataclass(frozen=True, slots=True)
class Effect:
    """A day from which or before which something is to be done."""

    date: date
    sense: str  # "from" | "before"
    passage: str


def read_tail(blocks: list[Block]) -> Tail:
    """Reads recipients and signature, wherever the page put them."""
    tail = Tail()
    start = next((at for at in reversed(range(len(blocks))) if looks.is_recipients(blocks[at].text)), None)
    sign = _signature_start(blocks)
    _read_signature(tail, blocks, sign)
    if start is not None:
        _read_recipients(tail, blocks, start)
    starts = [at for at in (start, sign) if at is not None]
    if starts:
        tail.starts_at = min(starts)
        body_end = tail.starts_at - 1
        if body_end >= 0 and (match := _END_MARK.search(blocks[body_end].text)):
            tail.end_mark = match[1]
    return tail


def _signature_start(blocks: list[Block]) -> int | None:
    for test in (looks.is_on_behalf, looks.is_post):
        for at in reversed(range(len(blocks))):
            if any(test(line.strip()) for line in blocks[at].text.split("\n")) and blocks[at].kind == "p":
                return at
    return None


def _read_signature(tail: Tail, blocks: list[Block], start: int | None) -> None:
    if start is None:
        return
    printed: list[str] = []
    for at in range(start, min(start + 12, len(blocks))):
        if blocks[at].kind != "p" or looks.is_recipients(blocks[at].text):
            continue
        for line in (part.strip() for part in blocks[at].text.split("\n")):
            if looks.is_on_behalf(line) and not tail.signer_post:
                tail.on_behalf = f"{tail.on_behalf} {line}".strip()
            elif looks.is_post(line):
                tail.signer_post = f"{tail.signer_post} {line}".strip()
            elif looks.is_name(line) and tail.signer_post and not looks.is_capitals(line):
                tail.signer = line
            elif looks.is_capitals(line) and not tail.signer_post:
                tail.on_behalf = f"{tail.on_behalf} {line}".strip()
            else:
                continue
            printed.append(line)
            tail.ends_at = at
            if tail.signer:
                tail.signature_as_printed = "\n".join(printed)
                return
    tail.signature_as_printed = "\n".join(printed)


def _read_recipients(tail: Tail, blocks: list[Block], start: int) -> None:
    lines, last = [], start
    first = re.sub(r"^\S+\s+\S+?\s*:?\s*$", "", blocks[start].text)
    if ":" in first:
        lines.append(first.split(":", 1)[1].strip())
    for at in range(start + 1, len(blocks)):
        block = blocks[at]
        if block.kind == "li" or (block.kind == "p" and _ARCHIVE.match(block.text)):
            lines.append(block.text)
            last = at
        elif block.kind != "p" or not _is_signature_part(block):
            break
    tail.ends_at = max(tail.ends_at, last)
    tail.recipients_as_printed = "\n".join(lines)
    tail.recipients = [item for line in lines if (item := _recipient(tail, line))]


def _is_signature_part(block: Block) -> bool:
    return all(looks.is_capitals(line) or looks.is_name(line) for line in block.text.split("\n"))


def _recipient(tail: Tail, line: str) -> str:
    """One recipient without its separator; behind the archive line's full stop stands the typist."""
    line = " ".join(line.split())
    if _ARCHIVE.match(line) and (match := re.search(rf"[.,;]\s+({looks.TYPIST.pattern})(?:\s.*)?$", line)):
        tail.typist_mark = re.sub(r"\s+", "", match[1])
        line = line[: match.start()]
    return line.rstrip(" ;,.")


def end_enclosures(blocks: list[Block]) -> list[str]:
    """Papers named as enclosed: items under "tài liệu kèm theo:" that begin as a paper does; brackets."""
    found: list[str] = []
    for at, block in enumerate(blocks):
        if block.kind in {"h", "p", "li"} and _ENCLOSED.fullmatch(block.text.strip()):
            found += _items(blocks[at + 1 :])
        for match in _IN_BRACKETS.finditer(block.text):
            named = " ".join((match[1] or match[2]).split())
            if not find_symbols(named) and not re.match(r"(?i)(?:quyết định|công văn) số", named):
                found.append(named)
    return found


def _items(blocks: list[Block]) -> Iterator[str]:
    for block in blocks:
        if block.kind != "li" or not block.text.lower().startswith(_PAPER_WORDS):
            return
        yield block.text.rstrip(" ;,.")


def effects(text: str) -> list[Effect]:
    """Days with effect named in the body: "từ ngày 01/01/2026", "trước 25/12/2025"."""
    found = []
    for match in _EFFECT.finditer(text):
        try:
            day = date(int(match[4]), int(match[3]), int(match[2]))
        except ValueError:
            continue
        sense = "from" if match["sense"].lower() == "từ" else "before"
        found.append(Effect(day, sense, " ".join(match[0].split())))
    return found
