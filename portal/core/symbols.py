"""Số, ký hiệu cited in the texts of any room become links; the room that keeps the papers says where they lead.

`link_symbols(actor, html)` for clean HTML, `link_symbols_in(actor, text)` for a plain text. What the reader may not
open stays plain text, exactly as a symbol nobody knows.
"""

from collections.abc import Callable
from html import escape

from markupsafe import Markup

from portal.core.actor import Actor

Linker = Callable[[Actor, str], str]
_linkers: list[Linker] = []


def linked_by(linker: Linker) -> None:
    """Say who knows where symbols lead."""
    _linkers[:] = [linker]


def link_symbols(actor: Actor, html: str) -> Markup:
    """Clean HTML with each cited symbol that this reader may follow as a link; one statement at most."""
    return Markup(_linkers[0](actor, html) if _linkers else html)  # noqa: S704 - clean HTML in, links added


def link_symbols_in(actor: Actor, text: str) -> Markup:
    """The same for plain text, line breaks kept."""
    return link_symbols(actor, escape(text, quote=False).replace("\n", "<br>"))
