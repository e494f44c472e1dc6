"""Tables: data tables stay tables; one that only lays out the head or the signature gives its blocks."""

from collections.abc import Sequence

from portal.core.text import nfc
from portal.papers import lines as looks
from portal.papers.blocks import Block

Cells = Sequence[Sequence[Sequence[Block]]]


def table_blocks(cells: Cells) -> list[Block]:
    """One table block of rows of cells of blocks; or those blocks, where the table is only a layout."""
    flat = [block for row in cells for cell in row for block in cell]
    if _is_layout(flat) or all(len(row) < 2 for row in cells):
        return flat
    rows = [tuple("<br>".join(map(_inner, cell)) for cell in row) for row in cells]
    text = "\n".join("\t".join(" ".join(b.text for b in cell) for cell in row) for row in cells)
    if not text.strip():
        return []
    return [Block("table", nfc(text), "", 1 if len(rows) > 1 else 0, tuple(rows))]


def _inner(block: Block) -> str:
    if block.kind == "table":
        return "<br>".join(" ".join(cell for cell in row if cell) for row in block.rows)
    return f"- {block.html}" if block.kind == "li" else block.html


def _is_layout(blocks: list[Block]) -> bool:
    texts = [line for block in blocks for line in block.text.split("\n")]
    return any(looks.is_national(text) or looks.is_recipients(text) or looks.is_on_behalf(text) for text in texts)
