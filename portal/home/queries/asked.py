"""What a search was asked, and how it stands in an address: the same for the page and for saved searches."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from typing import Any

from portal.core import clock
from portal.core.actor import Actor
from portal.core.i18n import gettext
from portal.core.i18n import lazy_gettext as _l
from portal.core.text import squeeze
from portal.search import registry
from portal.search.entry import Query

PER_PAGE = 20
FACETS = {
    "paper": ("loai-van-ban", _l("Loại văn bản")), "issuer": ("co-quan", _l("Cơ quan ban hành")),
    "field": ("linh-vuc", _l("Lĩnh vực")), "year": ("nam", _l("Năm")), "unit": ("don-vi", _l("Đơn vị")),
    "level": ("cap", _l("Cấp")), "term": ("nhiem-ky", _l("Nhiệm kỳ")), "validity": ("hieu-luc", _l("Hiệu lực")),
    "file": ("tep", _l("Tệp")),
}  # fmt: skip
"""Facet → (its name in the address, its label)."""
SORTS = {"": "relevance", "ngay": "issued", "so": "number", "moi": "newest"}
UNREAD = _l("Chưa đọc")
NAMED_HERE = ("level", "validity", "file")
"""Facets whose values are words of ours; they stand in the index, and in addresses, in Vietnamese."""


def words_of_value(facet: str, value: str) -> str:
    """A value of a facet as it is shown."""
    return gettext(value) if facet in NAMED_HERE else value


@dataclass(frozen=True, slots=True)
class Asked:
    """What the search page was asked: the text and everything else that stands in its address."""

    text: str
    kind: str | None = None
    sort: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    since: Date | None = None
    until: Date | None = None
    as_typed: bool = False
    unread: bool = False
    number: int = 1

    def query(self, actor: Actor) -> Query:
        """The same for the engine. What the actor has opened is asked of the rooms; where none may tell, all is
        shown."""
        opened = registry.opened(actor)
        return Query(text=self.text, readers=registry.readers(actor), kind=self.kind, sort=SORTS[self.sort],
                     offset=(self.number - 1) * PER_PAGE, limit=PER_PAGE, chosen=self.chosen, since=self.since,
                     until=self.until, count_facets=tuple(FACETS), as_typed=self.as_typed, opened=opened,
                     unread=self.unread and bool(opened))

    @property
    def plain(self) -> bool:
        """Nothing but a text was asked."""
        return self == Asked(self.text)

    @property
    def narrowed(self) -> bool:
        """It is filtered by more than the kind of thing."""
        return bool(self.chosen or self.since or self.until or self.unread)

    @property
    def filters(self) -> list[str]:
        """What it is narrowed to, in words."""
        days = (_l("Từ ngày"), self.since), (_l("Đến ngày"), self.until)
        return [*(f"{FACETS[name][1]}: {words_of_value(name, value)}" for name, value in self.chosen),
                *(f"{label}: {clock.show_date(day)}" for label, day in days if day),
                *([str(UNREAD)] if self.unread else [])]

    @property
    def address(self) -> dict[str, Any]:
        """Everything but the page as values of an address; `of` makes the same of it."""
        days = {"tu": self.since, "den": self.until}
        values = {"q": self.text, "loai": self.kind or "", "xep": self.sort, "dung": "1" if self.as_typed else "",
                  "chua-doc": "1" if self.unread else "",
                  **{name: day.isoformat() for name, day in days.items() if day},
                  **{FACETS[name][0]: value for name, value in self.chosen}}
        return {name: value for name, value in values.items() if value}

    @classmethod
    def of(cls, address: Mapping[str, str], number: int = 1) -> "Asked":
        """An address understood; what makes no sense in it is passed over."""
        chosen = tuple((name, squeeze(address[param])[:200]) for name, (param, _) in FACETS.items()
                       if address.get(param))
        return cls(text=squeeze(address.get("q", ""))[:500], kind=address.get("loai", "")[:20] or None,
                   sort=address.get("xep", "") if address.get("xep") in SORTS else "", chosen=chosen,
                   since=_day(address.get("tu", "")), until=_day(address.get("den", "")),
                   as_typed=address.get("dung") == "1", unread=address.get("chua-doc") == "1", number=number)


def _day(text: str) -> Date | None:
    try:
        return Date.fromisoformat(text)
    except ValueError:
        return None
