"""Markdown papers (converters write `**`, `\\*`, two blanks at the line end) as blocks.

Only what loses no word is understood: no HTML, code, quotes, images or reference definitions; numbers
of ordered lists stay as printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from portal.papers.blocks import Block, join_cut

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

_LOOKS_LIKE = re.compile(r"\*\*\S|^#{1,6}\s\S|^\\\*|<https?://|\]\(https?://", re.MULTILINE)
_OFF = [
    "code",
    "fence",
    "blockquote",
    "html_block",
    "html_inline",
    "lheading",
    "reference",
    "backticks",
    "image",
]


@cache
def _read() -> Callable[[str], SyntaxTreeNode]:
    """Loaded when first needed: a fifth of the start of a child process, and most papers are no Markdown."""
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    class Reader(MarkdownIt):
        def normalizeLinkText(self, link: str) -> str:
            return link  # the library would decode %-escapes: text must stay as printed

    reader = Reader("commonmark", {"html": False}).enable("table").disable(_OFF)
    return lambda text: SyntaxTreeNode(reader.parse(text))


def is_markdown(text: str) -> bool:
    """True if the text carries Markdown signs that a plain paper would not have."""
    return bool(_LOOKS_LIKE.search(text))


def from_markdown(text: str) -> list[Block]:
    """Blocks of a Markdown text."""
    return join_cut(_numbered_headings(block) for block in _blocks(_read()(text)))


def _numbered_headings(block: Block) -> Block:
    """A paragraph wholly in bold that begins with a number is a heading that was not marked as one."""
    match = re.fullmatch(r"<strong>((?:(?!</?strong>|<br>).)*)</strong>", block.html)
    if block.kind == "p" and match and re.match(r"\d{1,2}\.\s|[IVX]+[.-]\s", block.text):
        return Block("h", block.text, match[1], 3)
    return block


def _blocks(node: SyntaxTreeNode, kind: str = "p", lead: str = "") -> Iterator[Block]:
    for child in node.children:
        if child.type == "heading":
            yield _inline_block(child, "h", "", int(child.tag[1:]))
        elif child.type == "paragraph":
            yield _inline_block(child, kind, lead)
            kind, lead = "p", ""
        elif child.type == "bullet_list":
            for item in child.children:
                yield from _blocks(item, "li")
        elif child.type == "ordered_list":
            for item in child.children:
                yield from _blocks(item, "p", f"{item.info}{item.markup} ")
        elif child.type == "table":
            yield _table(child)
        elif child.type == "hr":
            continue
        elif child.children:
            yield from _blocks(child, kind, lead)


def _inline_block(node: SyntaxTreeNode, kind: str, lead: str, level: int = 0) -> Block:
    text, html = _inline(node)
    if kind == "h":
        html = re.sub(r"</?strong>", "", html)
    return Block(kind, lead + text, escape(lead, quote=False) + html, level)


def _table(node: SyntaxTreeNode) -> Block:
    rows = [tuple(_inline(cell)[1] for cell in row.children) for part in node.children for row in part.children]
    plain = [tuple(_inline(cell)[0] for cell in row.children) for part in node.children for row in part.children]
    return Block("table", "\n".join("\t".join(row) for row in plain), "", 1, tuple(rows))


def _inline(node: SyntaxTreeNode) -> tuple[str, str]:
    """Plain text and inline HTML of a node's content."""
    texts, htmls = [], []
    for child in node.children:
        if child.type in {"text", "text_special", "code_inline"}:
            text, html = child.content, escape(child.content, quote=False)
        elif child.type in {"softbreak", "hardbreak"}:
            text, html = (" ", " ") if child.type == "softbreak" else ("\n", "<br>")
        else:
            text, html = _inline(child)
            if child.type in {"strong", "em"}:
                html = f"<{child.type}>{html}</{child.type}>"
            elif child.type == "link":
                html = _link(str(child.attrs.get("href", "")), html)
        texts.append(text)
        htmls.append(html)
    return "".join(texts), "".join(htmls)


def _link(href: str, html: str) -> str:
    is_web = urlsplit(href).scheme.lower() in {"http", "https"}
    return f'<a href="{escape(href)}">{html}</a>' if is_web else html
