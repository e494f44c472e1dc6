"""What a reader gives, and how it says that it can't."""

from dataclasses import dataclass, field

from portal.papers.blocks import Block
from portal.papers.reasons import State


@dataclass(slots=True)
class Paper:
    """Blocks in reading order; `pages` where the format knows them; `margins`: headers, footers, masters."""

    parts: list[Block]
    pages: list[str] = field(default_factory=list)
    margins: list[str] = field(default_factory=list)


class Unreadable(Exception):
    """The file can't be read; the state says why."""

    def __init__(self, state: State, page_count: int = 0) -> None:
        super().__init__(str(state))
        self.state, self.page_count = state, page_count
