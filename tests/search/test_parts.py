"""Long documents: each word counts by the part that holds it most; everything else is as before."""

import random
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from portal.search.building import build
from portal.search.engine import Engine
from portal.search.entry import Results
from portal.search.fields import PAIRS, SYLLABLES
from portal.search.gathering import gather
from portal.search.parts import LONG, PART, SPREAD, average, number_of_parts
from tests.search.conftest import ids, paper

Ask = Callable[..., Results]
FILLER = [f"tu{''.join(letters)}" for letters in zip("abcdeghik" * 40, "mnopqrstu" * 40, strict=True)]


def filler(number: int, seed: int = 1) -> str:
    """So many words that no query asks for."""
    return " ".join(random.Random(seed).choices(FILLER, k=number))


BOOK = f"{filler(6_000)} quy định trồng cây xanh ven ga quy định trồng cây xanh {filler(6_000, 2)}"


def test_a_book_with_the_place_comes_before_a_book_that_scatters_the_words(engine: Engine, ask: Ask) -> None:
    words = ["quy", "định", "trồng", "cây", "xanh"]
    scattered = " ".join(f"{word} {filler(1_100, one)}" for one, word in enumerate(words + words))
    mention = f"{filler(120)} quy định khác nói đến cây {filler(120)} trồng"
    engine.put([paper(1, "Sách", body=BOOK), paper(2, "Sách khác", body=scattered), paper(3, "Thư", body=mention),
                *(paper(9 + one, "Khác", body=filler(900, one)) for one in range(20))])
    found = ask("quy định trồng cây xanh")
    scores = {hit.id: hit.score for hit in found.hits}
    assert ids(found)[0] == 1
    assert scores[1] > 2 * scores[2]


def test_it_is_one_record_with_all_its_words(engine: Engine, ask: Ask) -> None:
    engine.put([paper(1, "Sách", body=f"đầu {BOOK} cuối"), paper(2, "Thư", body="đầu")])
    found = ask("đầu cuối")
    assert (found.total, found.whole, found.counts, ids(found)) == (2, 1, {"document": 2}, [1, 2])
    assert ask('"cây xanh ven ga"').total == 1
    engine.drop([("document", 1)])
    assert ask("cuối").total == 0


def test_what_is_not_long_is_as_it_was() -> None:
    short = build(gather([paper(one, f"Tên {one}", body=filler(LONG - 40 * one, one)) for one in range(1, 6)]))
    assert short.averages[1] == pytest.approx(np.mean([LONG - 40 * one for one in range(1, 6)]))
    terms = short.terms[SYLLABLES]
    place = terms.place(FILLER[0])
    low, high = terms.bounds(place)
    assert terms.weights is not None
    for document, weight in zip(terms.documents[low:high].tolist(), terms.weights[low:high], strict=True):
        body = filler(LONG - 40 * (document + 1), document + 1).split()
        raised = body.count(FILLER[0]) / (0.5 + 0.5 * len(body) / short.averages[1])
        assert int(weight) == pytest.approx(raised / (raised + 1.2) * 65_535, abs=1)


def test_every_word_and_pair_of_a_long_body_has_the_worth_of_its_best_part() -> None:
    chance = random.Random(3)
    words = chance.choices(["mot", "hai", "ba", "bon"], weights=[1, 3, 9, 27], k=4_321)
    made = build(gather([paper(1, "x", body=" ".join(words)), paper(2, "y", body=filler(700))]))
    number = int(number_of_parts(np.array([len(words)]))[0])
    assert number == 4
    cell = -(-len(words) // (2 * number))
    starts = range(0, len(words), cell)
    factor = 1 / (0.5 + 0.5 * (len(words) / number**SPREAD) / made.averages[1])
    for word in ("mot", "hai", "ba", "bon"):
        best = max(words[start : start + 2 * cell].count(word) for start in starts) * factor
        assert _weight(made, SYLLABLES, word) == pytest.approx(best / (best + 1.2) * 65_535, abs=1.5)
    joined = [f"{left}_{right}" for left, right in pairwise(words)]
    best = max(joined[start : start + 2 * cell].count("hai_bon") for start in starts) * factor
    assert _weight(made, PAIRS, "hai_bon") == pytest.approx(best / (best + 0.8) * 65_535, abs=1.5)


def _weight(segment, field: str, term: str) -> int:  # type: ignore[no-untyped-def]
    lists = segment.lists(field)
    low, high = lists.bounds(lists.place(term))
    assert lists.documents[low:high].tolist()[0] == 0
    return int(lists.weights[low])


def test_lengths_and_their_average() -> None:
    lengths = np.array([0, 10, LONG, LONG + 1, 10 * PART + 3])
    assert number_of_parts(lengths).tolist() == [1, 1, 1, 2, 10]
    assert average(lengths) == pytest.approx(lengths.sum() / 15)
    assert average(np.zeros(0, np.int64)) == 0
