"""How a room shows a hit: what `Source.show` answers for each record the actor may read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit as plain text: its address, title, the text passages are taken from, and one line of facts."""

    url: str
    title: str
    body: str
    note: str = ""
