"""Runs of letters of one look, and the block a paragraph of them makes: the same for every format."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape

from portal.core.text import nfc
from portal.papers import lines as looks
from portal.papers.blocks import Block, inline

_EDGES = re.compile(r"^(?:\s|<br>)+|(?:\s|<br>)+$")
_SYMBOL_BULLET = re.compile(r"\s*(?:[\uf020-\uf0ff]\s*){1,3}")  # a sign of a symbol font
_NUMBERED = re.compile(r"\d{1,2}\.\s|[IVX]+[.-]\s")


@dataclass(frozen=True, slots=True)
class Run:
    """Letters that look alike. `href`: a web address they lead to; `\\n` is a hard line break."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""


def merged(runs: Iterable[Run]) -> list[Run]:
    """Neighbours of the same looks as one, so that a sign is never cut from its word."""
    out: list[Run] = []
    for run in runs:
        if out and (out[-1].bold, out[-1].italic, out[-1].href) == (run.bold, run.italic, run.href):
            out[-1] = replace(out[-1], text=out[-1].text + run.text)
        elif run.text:
            out.append(run)
    return [replace(run, text=nfc(run.text)) for run in out]


def paragraph(source: Iterable[Run], *, level: int = 0, number: str = "") -> Block | None:
    """The block of a paragraph, or None for an empty one.

    `level` 1-6 makes a heading; `number` is what stands in front: `-` for a bullet, `1.`, or "".
    """
    runs = merged(source)
    if runs and _SYMBOL_BULLET.match(runs[0].text):
        rest = _SYMBOL_BULLET.sub("", runs[0].text)
        runs[0] = replace(runs[0], text=rest if number else f"• {rest}")
    text = "\n".join(" ".join(line.split()) for line in "".join(run.text for run in runs).split("\n")).strip()
    if not text:
        return None
    html = _EDGES.sub("", "".join(map(_html, runs)))
    if level:
        return Block("h", text, re.sub(r"</?strong>", "", html), level)
    if number == "-":
        return Block("li", text, html)
    if number:
        text, html = f"{number} {text}", f"{escape(number, quote=False)} {html}"
    bullet = looks.BULLET.match(text)
    if bullet and not looks.is_rule(text):
        sign = re.match(r"((?:<[^>]+>)*)" + re.escape(escape(bullet[0].strip(), quote=False)) + r"\s*", html)
        if sign:
            return Block("li", text[bullet.end() :], sign[1] + html[sign.end() :])
    is_bold = all(run.bold for run in runs if run.text.strip())
    if is_bold and "\n" not in text and _NUMBERED.match(text):
        return Block("h", text, re.sub(r"</?strong>", "", html), 1 if text[0] in "IVX" else 2)
    return Block("p", text, html)


def _html(run: Run) -> str:
    html = escape(run.text, quote=False).replace("\n", "<br>") if run.href else inline(run.text)
    if not run.text.strip():
        return html
    if run.italic:
        html = f"<em>{html}</em>"
    if run.bold:
        html = f"<strong>{html}</strong>"
    return f'<a href="{escape(run.href)}">{html}</a>' if run.href else html
