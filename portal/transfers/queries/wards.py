"""Wards before and after the reform of 2025.

`portal/seeds/wards_2025.tsv.gz` has a line for each (old ward, new ward): folded old name, old ward, old district, old
province, new ward, new province. Made from the MIT-licensed package vietnamadminunits 1.0.4; one old ward may be split
into several, so a new one is offered and never put in its place.
"""

import gzip
import re
from dataclasses import dataclass
from pathlib import Path

from portal.core.text import fold

TABLE = Path(__file__).resolve().parents[2] / "seeds" / "wards_2025.tsv.gz"
KINDS = re.compile(r"^(?:(?:phuong|xa|thi tran|thanh pho|thi xa|tinh|quan|huyen|p|x|tt|q|h|tp)\s+"
                   r"|(?:p|x|tt|q|h|tp)\.\s*)")
MOST = 12


@dataclass(frozen=True, slots=True)
class Offer:
    """A ward of today, and the old one it takes the place of, in whole or in part."""

    now: str
    old: str


def offers(ward: str, province: str = "") -> list[Offer]:
    """Wards of today for an old ward as it was typed ("P. Trúc Bạch, quận Ba Đình"), those of the province first.

    Empty where the name is unknown, or where the province given has none of that name.
    """
    parts = [part.strip() for part in fold(ward).split(",") if part.strip()]
    if not parts:
        return []
    name, around = _bare(parts[0]), [_bare(part) for part in [*parts[1:], fold(province).strip()] if part]
    found = []
    with gzip.open(TABLE, "rt", encoding="utf-8") as file:
        for line in file:
            folded = line[:line.index("\t")]
            if _bare(folded) == name:
                _, old, district, where, new, now = line.rstrip("\n").split("\t")
                if all(any(part in fold(place) for place in (district, where, now)) for part in around):
                    found.append(Offer(f"{new}, {now}", ", ".join(part for part in (old, district, where) if part)))
    return found[:MOST]


def _bare(folded: str) -> str:
    return KINDS.sub("", folded)
