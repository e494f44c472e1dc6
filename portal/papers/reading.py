"""Clean HTML of a paper for reading: real structure, no word lost or moved, nothing active but links.

Only the tags of `TAGS` and classes that begin with `paper-`; never h1 (the page has its own), no ids.
"""

from collections.abc import Iterator
from itertools import groupby

import nh3

from portal.core.text import nfc
from portal.papers import blocks as text_blocks
from portal.papers import lines as looks
from portal.papers.blocks import Block
from portal.papers.head import Head, read_head
from portal.papers.markdown import from_markdown, is_markdown
from portal.papers.secrecy import secrecy_mark, urgency_mark
from portal.papers.tail import Tail, read_tail

_TEXT_TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "br", "a"}
_TABLE_TAGS = {"table", "thead", "tbody", "tr", "th", "td"}
TAGS = frozenset(_TEXT_TAGS | _TABLE_TAGS | {"header", "footer", "div", "section"})
_LONGEST_HEAD, _LONGEST_FOOT = 16, 40


def to_html(source: str | list[Block]) -> str:
    """Blocks, or the text of a paper (plain or Markdown), as a clean HTML fragment."""
    parts = source if isinstance(source, list) else _read(source)
    head, tail = read_head(parts), read_tail(parts)
    head_end = _head_end(parts, head)
    foot_start, foot_end = _foot(tail, head_end)
    foot_start = min(foot_start, len(parts))
    html = [
        _header(parts[:head_end], head),
        _body(parts[head_end:foot_start], head, head_end, _levels(parts)),
        _footer(parts[foot_start:foot_end], tail),
        _body(parts[max(foot_end, head_end) :], head, max(foot_end, head_end), _levels(parts)),
    ]
    return clean("".join(html))


def clean(html: str, *, marked: bool = False) -> str:
    """The last sieve: known tags, `paper-` classes, links to http and https only, opened without referrer.

    `marked`: with the `<cite>` that a kept text carries around what it cites."""
    attributes = {tag: {"class"} for tag in TAGS} | {"a": {"href"}}
    cleaned = nh3.clean(
        html,
        tags=set(TAGS | {"cite"}) if marked else set(TAGS),
        attributes=attributes,
        attribute_filter=_only_paper_classes,
        url_schemes={"http", "https"},
        link_rel="noopener nofollow",
    )
    return cleaned.replace("&nbsp;", " ")  # so that a symbol is found whichever blank stands in it


def _only_paper_classes(_tag: str, name: str, value: str) -> str | None:
    if name == "class" and not all(part.startswith("paper-") for part in value.split()):
        return None
    return value


def _read(text: str) -> list[Block]:
    return from_markdown(nfc(text)) if is_markdown(text) else text_blocks.from_text(text)


def _head_end(parts: list[Block], head: Head) -> int:
    """How many blocks at the start belong to the official head; 0 without a national head or symbol."""
    if not (head.national or head.symbol_as_printed):
        return 0
    end = 0
    for block in parts[:_LONGEST_HEAD]:
        if not _head_class(block, head):
            break
        end += 1
    classes = {_head_class(block, head) for block in parts[:end]}
    return end if classes & {"paper-national", "paper-symbol"} else 0


def _head_class(block: Block, head: Head) -> str:
    text = " ".join(block.text.split())
    if block.kind not in {"p", "h"} or looks.is_addressed(text):
        return ""
    tests = {
        "paper-national": looks.is_national(text),
        "paper-motto": looks.is_motto(text),
        "paper-rule": looks.is_rule(text),
        "paper-symbol": looks.symbol_line(text) is not None,
        "paper-date": looks.place_and_date(text) is not None,
        "paper-mark": secrecy_mark(text) is not None or urgency_mark(text) is not None,
        "paper-title": bool(looks.title_kind(text)),
        "paper-subject": bool(text) and text in head.subject_as_printed,
        "paper-issuer": looks.is_capitals(text),
    }
    return next((name for name, holds in tests.items() if holds), "")


def _header(parts: list[Block], head: Head) -> str:
    if not parts:
        return ""
    out: list[str] = []
    for name, group in groupby(parts, key=lambda block: _head_class(block, head)):
        blocks = list(group)
        if name == "paper-issuer":
            out += _left_head(blocks, head.bodies)
        else:
            out += [f'<p class="{name}">{_bare(block)}</p>' for block in blocks]
    return f'<header class="paper-head">{"".join(out)}</header>'


def _left_head(blocks: list[Block], bodies: list[str]) -> Iterator[str]:
    """Upper bodies and the issuer, each with the lines its name was broken into."""
    rest = [line.strip() for block in blocks for line in block.text.split("\n")]
    for at, body in enumerate(bodies):
        count = next((n for n in range(1, len(rest) + 1) if " ".join(rest[:n]) == body), 0)
        if not count:
            break
        name = "paper-issuer" if at == len(bodies) - 1 else "paper-upper"
        yield f'<p class="{name}">{text_blocks.inline(chr(10).join(rest[:count]))}</p>'
        rest = rest[count:]
    if rest:
        yield f'<p class="paper-issuer">{text_blocks.inline(chr(10).join(rest))}</p>'


def _bare(block: Block) -> str:
    html = block.html
    for tag in ("strong", "em"):
        html = html.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    return html


def _levels(parts: list[Block]) -> dict[int, str]:
    """Heading levels in use, as h2 to h4."""
    used = sorted({block.level for block in parts if block.kind == "h"})
    return {level: f"h{min(4, at + 2)}" for at, level in enumerate(used)}


def _body(parts: list[Block], head: Head, offset: int, levels: dict[int, str]) -> str:
    out: list[str] = []
    at = 0
    while at < len(parts):
        block = parts[at]
        if offset + at == head.addressed_at:
            out.append(_addressees(parts[at : at + head.addressed_blocks]))
            at += head.addressed_blocks
            continue
        if block.kind == "li":
            end = at
            while end < len(parts) and parts[end].kind == "li" and offset + end != head.addressed_at:
                end += 1
            out.append(_list(parts[at:end]))
            at = end
            continue
        out.append(_one(block, head, levels))
        at += 1
    return "".join(out)


def _one(block: Block, head: Head, levels: dict[int, str]) -> str:
    if block.kind == "table":
        return _table(block)
    if block.kind == "h":
        tag = levels[block.level]
        return f"<{tag}>{_bare(block)}</{tag}>"
    is_subject = bool(head.subject_as_printed) and " ".join(block.text.split()) == head.subject_as_printed
    return f'<p class="paper-subject">{_bare(block)}</p>' if is_subject else f"<p>{block.html}</p>"


def _list(items: list[Block], name: str = "") -> str:
    attribute = f' class="{name}"' if name else ""
    return f"<ul{attribute}>{''.join(f'<li>{item.html}</li>' for item in items)}</ul>"


def _addressees(parts: list[Block]) -> str:
    lead, rest = parts[0], parts[1:]
    call, colon, first = _bare(lead).partition(":")
    bullet = looks.BULLET.match(first.strip())
    if bullet:
        item = first.strip()[bullet.end() :]
        return f'<div class="paper-to"><p>{call}{colon}</p>{_list([Block("li", item, item), *rest])}</div>'
    return f'<div class="paper-to"><p>{_bare(lead)}</p>{_list(rest) if rest else ""}</div>'


def _table(block: Block) -> str:
    def row(cells: tuple[str, ...], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"

    head = f"<thead>{row(block.rows[0], 'th')}</thead>" if block.level else ""
    body = "".join(row(cells, "td") for cells in block.rows[1 if block.level else 0 :])
    return f'<table class="paper-table">{head}<tbody>{body}</tbody></table>'


def _foot(tail: Tail, head_end: int) -> tuple[int, int]:
    far = 10**9
    if tail.starts_at < head_end or tail.ends_at - tail.starts_at > _LONGEST_FOOT:
        return far, far
    return tail.starts_at, tail.ends_at + 1


def _footer(parts: list[Block], tail: Tail) -> str:
    if not parts:
        return ""
    out = []
    for name, group in groupby(parts, key=_foot_class):
        blocks = list(group)
        if name == "paper-recipients":
            items = [block for block in blocks if block.kind == "li"]
            lead = "".join(f"<p>{_bare(block)}</p>" for block in blocks if block.kind != "li")
            out.append(f'<div class="{name}">{lead}{_list(items) if items else ""}</div>')
        else:
            lines = "".join(f'<p class="{_sign_class(block)}">{_bare(block)}</p>' for block in blocks)
            out.append(f'<div class="{name}">{lines}</div>')
    return f'<footer class="paper-foot">{"".join(out)}</footer>'


def _foot_class(block: Block) -> str:
    is_list = block.kind == "li" or looks.is_recipients(block.text)
    return "paper-recipients" if is_list else "paper-signature"


def _sign_class(block: Block) -> str:
    first = block.text.split("\n")[0]
    if looks.is_on_behalf(first):
        return "paper-on-behalf"
    return "paper-post" if looks.is_post(first) else "paper-signer"
