"""Anything may be typed, anything may be in a record."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.search import highlight
from portal.search.analysis import analyse, exact_form, folded, syllables, symbol_keys
from portal.search.entry import Entry, Query
from portal.search.memory import MemoryEngine
from portal.search.parsing import MOST_BRANCHES, parse
from portal.search.wanted import MOST_SYLLABLES
from tests.search.conftest import ALL, LETTERS

typed = st.text(st.one_of(st.sampled_from(' "-“”*:()/ \u00a0cánbộ98ĐU\u0301\u200b'), st.characters()), max_size=80)
engine = MemoryEngine()
engine.put(LETTERS)


@settings(max_examples=200, deadline=None)
@given(typed)
def test_any_query_gives_results(text: str) -> None:
    results = engine.find(Query(text, ALL, limit=100))
    assert results.total == len(results.hits) == sum(results.counts.values())
    assert results.whole <= results.total
    engine.suggest(text, ALL)


@settings(max_examples=200, deadline=None)
@given(typed)
def test_a_parsed_query_keeps_its_bounds(text: str) -> None:
    wanted = parse(text * 20)
    for branch in wanted.branches:
        assert len(set(branch.words)) == len(branch.words) <= MOST_SYLLABLES
        assert len(branch.pairs) <= MOST_SYLLABLES
    assert len(wanted.branches) <= MOST_BRANCHES
    for branch in wanted.branches:
        assert set(branch.exact) <= set(branch.shown) == set(branch.words)


@settings(max_examples=200, deadline=None)
@given(typed)
def test_any_record_can_be_analysed_and_found_by_itself(text: str) -> None:
    analyse(Entry("document", 1, title=text, body=text, symbol=text))
    one = MemoryEngine()
    one.put([Entry("document", 1, title=text, readers=ALL)])
    words = [word for word in syllables(text) if word.isalnum()]
    assert one.find(Query(" ".join(words), ALL)).total == bool(words)


@settings(max_examples=200, deadline=None)
@given(typed, typed)
def test_marked_pieces_are_the_text(text: str, query: str) -> None:
    pieces = highlight.mark(text, query)
    assert "".join(piece for piece, _ in pieces) == unicodedata.normalize("NFC", text)
    assert all(piece for piece, _ in pieces)


@settings(max_examples=200, deadline=None)
@given(typed, typed, st.integers(10, 60))
def test_an_excerpt_is_a_passage_of_the_text(text: str, query: str, width: int) -> None:
    pieces = highlight.excerpt(text, query, width)
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    passage = "".join(piece for piece, _ in pieces)
    assert len(passage) <= width + 2
    assert passage in plain or passage.removeprefix("…").removesuffix("…") in plain


def test_forms() -> None:
    assert folded("ĐƯỜNG") == "duong"
    assert exact_form("HOÀ") == exact_form("hòa") == "hòa"
    assert exact_form("thuỷ") == "thủy"
    assert exact_form("quý") == "quý"
    assert exact_form("hoàn") == "hoàn"
    assert exact_form("đi") == "đi"
    assert exact_form("di") == ""
    assert symbol_keys("98-CV/ĐU") == ["98", "98_cv", "98_cv_du"]
    assert syllables("98CV/ÐU") == ["98", "cv", "du"]
