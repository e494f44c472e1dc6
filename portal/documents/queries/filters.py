"""What a list of documents is narrowed to."""

from dataclasses import dataclass

QUALITIES = ("tot", "thieu-chu", "anh-quet")
VIEWS = ("", "cho-xac-nhan", "thu-hoi", "thung-rac")
"""What a list shows: published ones for everyone; the others are a clerk's."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; empty values narrow nothing. `view` is one of VIEWS.

    `text` are words of the symbol or subject, `issuer` words of the issuer. `group` and `level` are keys of KIND_GROUPS
    and LEVELS, `field_path` that of a field of work with all below it, `body` the whole name of an issuer, `quality`
    one of QUALITIES, `after` the document the list goes on behind; `unread`: what the actor has not opened within the
    year; `unit`: what this unit files and the actor too, None for all.
    """

    text: str = ""
    kind: str = ""
    issuer: str = ""
    year: str = ""
    view: str = ""
    sort: str = ""
    group: str = ""
    level: str = ""
    field_path: str = ""
    body: str = ""
    quality: str = ""
    archived: bool = False
    unread: bool = False
    after: int = 0
    unit: int | None = None
