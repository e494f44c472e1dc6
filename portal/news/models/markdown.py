"""The text of an article: a subset of Markdown to clean HTML and to plain text.

Paragraphs, headings, lists, bold, italic, quotes and links; no HTML, no pictures, no code. Headings start at h2 and
never jump, whatever was typed, because the page's h1 is the title.
"""

import re
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

import nh3

from portal.core.text import nfc

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

DEEPEST = 4
TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "blockquote", "a", "br", "hr"}
_BLOCK_END = re.compile(r"</(?:p|h[2-4]|li|blockquote)>|<br>|<hr>")


def as_html(text: str) -> str:
    """Clean HTML of a text as it was typed."""
    reader = _reader()
    tokens = reader.parse(text)
    _settle_headings(tokens)
    html = reader.renderer.render(tokens, reader.options, {})
    return nfc(nh3.clean(html, tags=TAGS, attributes={"a": {"href"}, "ol": {"start"}},
                         url_schemes={"http", "https", "mailto", "tel"}, link_rel="noopener noreferrer"))


@cache
def _reader() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # loads 60 modules; only who writes needs them

    return MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(
        ["code", "fence", "html_block", "html_inline", "lheading", "reference", "backticks", "image"])


def as_plain(html: str) -> str:
    """The words of clean HTML, a line for each block: what is searched and summed up."""
    text = nh3.clean(_BLOCK_END.sub("\n", html), tags=set())
    return nfc(re.sub(r"\n\s*\n+", "\n", unescape(text))).strip()


def _settle_headings(tokens: list["Token"]) -> None:
    outline: list[int] = []
    for token in tokens:
        if token.type not in ("heading_open", "heading_close"):
            continue
        if token.type == "heading_open":
            typed = int(token.tag[1:])
            while outline and outline[-1] >= typed:
                outline.pop()
            outline.append(typed)
        token.tag = f"h{min(1 + len(outline), DEEPEST)}"
