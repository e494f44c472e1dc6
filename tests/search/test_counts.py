"""Every engine counts the same, also where far more records answer than a page or a sample holds."""

import random
from datetime import date, timedelta
from typing import Any

from portal.core.text import words
from portal.search.engine import Engine
from portal.search.entry import Entry, Query
from portal.search.memory import MemoryEngine
from tests.search.conftest import ALL, paper

WORDS = words("công tác cán bộ kiểm tra giám sát đảng viên chi bộ học tập nghị quyết chỉ thị kế hoạch")
OPENED = {"document": set(range(0, 600, 3))}
ASKED = {"count_facets": ("paper", "issuer", "year"), "opened": OPENED}


def library(number: int = 600) -> list[Entry]:
    """Papers and news of few words, so that hundreds answer each query."""
    chance = random.Random(4)
    made = []
    for one in range(number):
        made.append(paper(
            one, " ".join(chance.choices(WORDS, k=6)), body=" ".join(chance.choices(WORDS, k=12)),
            kind="news" if one % 7 == 0 else "document", date=date(2024, 1, 1) + timedelta(days=one),
            facets={"paper": chance.choice(("Nghị quyết", "Chỉ thị")), "issuer": chance.choice(("Vinh", "Hà Nội"))},
            readers=frozenset({"secret"}) if one % 11 == 0 else ALL))
    return made


QUERIES: list[tuple[str, dict[str, Any]]] = [
    ("công tác", {}), ("công tác cán bộ kiểm tra", {}), ('"cán bộ" kiểm', {}), ('"kiểm tra giám"', {}),
    ("cán bộ OR giám sát", {}), ('"học tập" HOẶC "chỉ thị"', {}), ("công tác -giám", {}), ('đảng viên -"chi bộ"', {}),
    ('đảng viên -"cán bộ kiểm"', {}), ("công -cán", {}), ("nghị*", {}), ("loai: nghị quyết công tác", {}),
    ("công tác nam:2024", {}), ("công tác", {"kind": "news"}), ("công tác", {"chosen": (("issuer", "Vinh"),)}),
    ("công tác", {"since": date(2024, 6, 1), "until": date(2025, 1, 1)}), ("công tác", {"unread": True}),
    ("học tập nghị quyết", {"unread": True, "kind": "document", "chosen": (("paper", "Chỉ thị"),)}),
    ("loai:xyz công", {}), ("công tac kiểm traa", {}),
]  # fmt: skip


def test_as_the_reference_does(engine: Engine) -> None:
    entries, reference = library(), MemoryEngine()
    reference.rebuild(entries)
    engine.rebuild(entries)
    for text, more in QUERIES:
        query = Query(**{"text": text, "readers": ALL, **ASKED, **more})
        ours, theirs = engine.find(query), reference.find(query)
        told = [(one.total, one.whole, one.counts, one.facets, one.unread, one.instead) for one in (ours, theirs)]
        assert told[0] == told[1], query
        assert len(ours.hits) == len(theirs.hits), query
