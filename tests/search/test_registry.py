"""The sources of entries."""

import pytest

from portal.search import registry
from portal.search.entry import Entry
from portal.search.registry import Source
from tests.search.conftest import paper


@pytest.fixture(autouse=True)
def _own_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_SOURCES", {})


def source(kind: str, *titles: str) -> Source:
    def load(record_id: int) -> Entry | None:
        return paper(record_id, titles[record_id], kind=kind) if titles[record_id] else None

    return Source(kind, kind.title(), load, lambda: range(len(titles)), lambda actor, wanted: {})


def test_entries_of_all_sources_without_those_not_to_be_found() -> None:
    registry.register(source("news", "một", "", "ba"))
    registry.register(source("meeting", "bốn"))
    assert [entry.key for entry in registry.entries()] == [("news", 0), ("news", 2), ("meeting", 0)]


def test_registering_again_replaces() -> None:
    registry.register(source("news", "một"))
    registry.register(source("news", "hai", "ba"))
    assert list(registry.sources()) == ["news"]
    assert [entry.title for entry in registry.entries()] == ["hai", "ba"]
