"""What every engine does. It runs over the memory engine and the one on disk."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from portal.search.engine import Engine
from portal.search.entry import Entry, Query, Results
from portal.search.memory import MemoryEngine
from tests.search.conftest import ALL, LETTERS, ids, keys, paper

Ask = Callable[..., Results]


class TestContract:
    def test_put_makes_findable_at_once(self, engine: Engine, ask: Ask) -> None:
        engine.put(LETTERS)
        assert keys(ask("học tập nghị quyết").hits) == [("document", 1)]

    def test_body_symbol_and_head_are_searched(self, engine: Engine, ask: Ask) -> None:
        engine.put(LETTERS)
        for text in ("quán triệt", "98-CV/ĐU", "Tổng công ty Đường sắt"):
            assert ids(ask(text))[0] == 1

    def test_title_before_body(self, engine: Engine, ask: Ask) -> None:
        engine.put([paper(1, "Giấy mời", body="bàn về kỷ luật"), paper(2, "Kỷ luật", body="giấy mời họp")])
        assert ids(ask("kỷ luật")) == [2, 1]

    def test_put_replaces(self, engine: Engine, ask: Ask) -> None:
        engine.put([paper(1, "Cũ kỹ")])
        engine.put([paper(1, "Mới tinh")])
        assert ask("cũ kỹ").total == 0
        assert ids(ask("mới tinh")) == [1]
        assert engine.state().count == 1

    def test_the_last_of_a_batch_counts(self, engine: Engine, ask: Ask) -> None:
        engine.put([paper(1, "Cũ kỹ"), paper(1, "Mới tinh")])
        assert (ask("cũ kỹ").total, ask("mới tinh").total) == (0, 1)
        assert engine.rebuild([paper(1, "Cũ kỹ"), paper(2, "Khác"), paper(1, "Mới tinh")]) == 2
        assert (ask("cũ kỹ").total, ask("mới tinh").total) == (0, 1)

    def test_drop(self, engine: Engine, ask: Ask) -> None:
        engine.put(LETTERS)
        engine.drop([("document", 2), ("document", 999), ("news", 1)])
        assert 2 not in ids(ask("đào tạo cán bộ"))
        assert engine.state().count == len(LETTERS) - 1

    def test_same_id_of_two_kinds(self, engine: Engine, ask: Ask) -> None:
        engine.put([paper(1, "Đại hội"), paper(1, "Đại hội", kind="news")])
        engine.drop([("document", 1)])
        assert keys(ask("đại hội").hits) == [("news", 1)]

    def test_every_engine_ranks_alike(self, engine: Engine, ask: Ask) -> None:
        engine.rebuild(LETTERS)
        memory = MemoryEngine()
        memory.put(LETTERS)
        for text in ("công văn đảng uỷ cán bộ ga 98", "hoà giải nghị quyết năm 2025", '"học tập" -ga'):
            assert ask(text) == memory.find(Query(text, ALL))


class TestRights:
    def test_only_common_tokens_hit(self, engine: Engine) -> None:
        engine.put(
            [
                paper(1, "Mật", readers=frozenset({"unit:1/14", "person:7"})),
                paper(2, "Mật", readers=frozenset({"unit:1"})),
                paper(3, "Mật", readers=frozenset()),
            ]
        )

        def found(*tokens: str) -> list[int]:
            return sorted(ids(engine.find(Query("mật", frozenset(tokens)))))

        assert found("unit:1/14") == [1]
        assert found("unit:1", "person:7") == [1, 2]
        assert found("unit", "UNIT:1", "person") == []
        assert found() == []

    def test_tokens_are_taken_as_they_are(self, engine: Engine) -> None:
        tokens = ["Đảng ủy A", "đảng uỷ a", "a,b", "a", "*", "", "x" * 300]
        engine.put(paper(number, "Mật", readers=frozenset({token})) for number, token in enumerate(tokens))
        for number, token in enumerate(tokens):
            assert ids(engine.find(Query("mật", frozenset({token})))) == [number]

    def test_counts_and_totals_know_only_what_may_be_read(self, engine: Engine) -> None:
        engine.put(
            [
                paper(1, "Đại hội"),
                paper(2, "Đại hội", kind="news"),
                paper(3, "Đại hội", kind="meeting", readers=frozenset({"secret"})),
            ]
        )
        results = engine.find(Query("đại hội", ALL))
        assert (results.total, results.counts) == (2, {"document": 1, "news": 1})

    def test_a_change_of_readers_holds_at_once(self, engine: Engine) -> None:
        engine.put([paper(1, "Đại hội")])
        assert engine.find(Query("đại hội", ALL)).total == 1
        engine.put([paper(1, "Đại hội", readers=frozenset({"secret"}))])
        assert engine.find(Query("đại hội", ALL)) == Results()
        assert engine.find(Query("đại hội", frozenset({"secret"}))).total == 1

    def test_suggestions_come_from_what_may_be_read(self, engine: Engine) -> None:
        engine.put([paper(1, "Tham nhũng", readers=frozenset({"secret"})), paper(2, "Đại hội")])
        assert engine.suggest("thmm nhũng", ALL) == []
        assert "tham nhũng" in engine.suggest("thmm nhũng", {"secret"})


class TestPages:
    def test_kind_narrows_hits_but_not_counts(self, engine: Engine, ask: Ask) -> None:
        engine.put([paper(n, "Đại hội", kind="news" if n % 3 else "document") for n in range(9)])
        results = ask("đại hội", kind="document")
        assert {hit.kind for hit in results.hits} == {"document"}
        assert (results.total, results.counts) == (3, {"document": 3, "news": 6})
        assert ask("đại hội", kind="unheard-of").total == 0

    def test_pages_cover_all_once(self, engine: Engine, ask: Ask) -> None:
        engine.put(paper(n, "Đại hội chi bộ") for n in range(23))
        pages = [ids(ask("đại hội", offset=offset, limit=10)) for offset in (0, 10, 20, 30)]
        assert [len(page) for page in pages] == [10, 10, 3, 0]
        assert sorted(number for page in pages for number in page) == list(range(23))

    def test_odd_pages_are_empty_not_errors(self, engine: Engine, ask: Ask) -> None:
        engine.put(LETTERS)
        assert ask("nghị quyết", offset=-5).hits
        assert ask("nghị quyết", limit=0).total == 1
        assert ask("nghị quyết", limit=-1).hits == []

    def test_newest(self, engine: Engine, ask: Ask) -> None:
        engine.put(
            [
                paper(1, "Đại hội", date=date(2024, 5, 1)),
                paper(2, "Đại hội", date=date(2025, 5, 1)),
                paper(3, "Đại hội"),
                paper(4, "Đại biểu", date=date(2026, 1, 1)),
            ]
        )
        assert ids(ask("đại hội", sort="newest")) == [2, 1, 3, 4]

    def test_newer_first_among_equals(self, engine: Engine, ask: Ask) -> None:
        engine.put([paper(1, "Đại hội", date=date(2025, 5, 1)), paper(2, "Đại hội", date=date(2024, 5, 1))])
        assert ids(ask("đại hội")) == [1, 2]


class TestWords:
    def test_all_words_before_some(self, engine: Engine, ask: Ask) -> None:
        engine.put(
            [
                paper(1, "Kế hoạch kế hoạch kế hoạch tài chính"),
                paper(2, "Thư mời", body="trong dịp này có việc khác và kế toán; hoạch định đầu tư" + " xa" * 99),
                paper(3, "Đầu tư"),
            ]
        )
        results = ask("kế hoạch đầu tư")
        assert ids(results)[0] == 2
        assert (results.total, results.whole) == (3, 1)
        assert results.hits[0].lacks == ()
        assert {hit.id: hit.lacks for hit in results.hits}[3] == ("kế", "hoạch")

    @pytest.mark.parametrize("text", ["cán bộ", "CÁN BỘ", "can bo", "ca\u0301n bo\u0323\u0302", " cán\u00a0bộ "])
    def test_accents_case_and_normal_form_do_not_hinder(self, engine: Engine, ask: Ask, text: str) -> None:
        engine.put(LETTERS)
        assert 2 in ids(ask(text))

    @pytest.mark.parametrize("pad", ["", " trong cơ quan nhà nước" * 3])
    def test_accents_typed_decide(self, engine: Engine, ask: Ask, pad: str) -> None:
        engine.put(
            [
                paper(1, f"Nghị quyết về cán bộ{pad}"),
                paper(2, "Cần bỏ thói quen"),
                paper(3, f"Sửa chữa đường{pad}"),
                paper(4, "Họ Dương"),
            ]
        )
        assert ids(ask("cán bộ"))[:2] == [1, 2]
        assert ids(ask("cần bỏ"))[:2] == [2, 1]
        assert ids(ask("đường")) == [3, 4]
        assert ids(ask("dương")) == [4, 3]

    def test_tone_placement_is_one(self, engine: Engine, ask: Ask) -> None:
        engine.put([*LETTERS, paper(7, "Hoa giải ô"), paper(8, "Đảng ủy viên"), paper(9, "Đảng uỷ viên")])
        assert ids(ask("hoà giải")) == ids(ask("hòa giải"))
        assert ids(ask("hoà giải"))[0] == 5
        assert [hit.score for hit in ask("ủy viên").hits[:2]] == [hit.score for hit in ask("uỷ viên").hits[:2]]

    def test_i_and_y_are_one(self, engine: Engine, ask: Ask) -> None:
        """As the only vowel at the end of a syllable and after qu, with the marks typed; nowhere else."""
        engine.put([paper(1, "Lý Công Sáng"), paper(2, "Lí Thị Mĩ"), paper(3, "Bác sĩ Vy"), paper(4, "Quí trọng"),
                    paper(5, "Tay nghề", body="thuý"), paper(6, "Tai nạn", body="thúi"), paper(7, "Kinh phí")])
        assert sorted(ids(ask("Lí"))) == sorted(ids(ask("ly"))) == sorted(ids(ask("LÝ"))) == [1, 2]
        assert ids(ask('"lí thị mỹ"')) == [ids(ask("Lý thị mỹ"))[0]] == [2]
        assert ids(ask("bác sỹ vi")) == [3]
        assert ids(ask("quý trọng")) == ids(ask('"quý trọng"')) == [4]
        assert (ids(ask("tai", as_typed=True)), ids(ask("thuý", as_typed=True))) == ([6], [5])
        assert (ids(ask("ki*")), sorted(ids(ask("li*"))), ids(ask("vy*"))) == ([7], [1, 2], [3])

    def test_nfd_records_are_found(self, engine: Engine, ask: Ask) -> None:
        engine.put([paper(1, "D\u0323a\u0323i ho\u0323\u0302i \u0110u\u031bo\u031b\u0300ng sa\u0306\u0301t")])
        assert ids(ask("đường sắt")) == [1]

    def test_short_words_and_english_stop_words_are_words(self, engine: Engine, ask: Ask) -> None:
        engine.put([paper(1, "Y tế"), paper(2, "Máy in to, an toàn"), paper(3, "Khác")])
        assert ids(ask("y")) == [1]
        assert ids(ask("in to an")) == [2]

    @pytest.mark.parametrize(
        "text",
        [
            "98", "98-CV", "98-cv/du", "98-CV/ĐU", "98 -CV/ĐU", "98 - CV / ĐU", "98–CV/ĐU", "98—cv—đu",
            "98\u00a0-\u00a0CV/ĐU", "98CV/ĐU", "98 cv du", "98/CV-ĐU", "98-CV/\u00d0U", " 98-CV/ĐU ", "số 98-CV/ĐU",
            "công văn 98", "công văn số 98-cv/du", "98-CV/ĐU.",
        ],
    )  # fmt: skip
    def test_symbol_in_any_form_comes_first(self, engine: Engine, ask: Ask, text: str) -> None:
        engine.put([*LETTERS, paper(7, "98 98 98", body="98 " * 50), paper(8, "Số 198-CV/ĐU", symbol="198-CV/ĐU")])
        assert ids(ask(text))[0] == 1


class TestLanguage:
    @pytest.mark.parametrize("text", ['"cán bộ"', "“cán bộ”", "„cán bộ”", "«cán bộ»"])
    def test_phrase(self, engine: Engine, ask: Ask, text: str) -> None:
        engine.put([*LETTERS, paper(7, "Bộ cán thép")])
        assert ids(ask(text))[0] == 2
        assert 7 not in ids(ask(text))
        assert sorted(ids(ask('"can bo"'))) == [2, 3]

    def test_phrase_of_many_stands_together(self, engine: Engine, ask: Ask) -> None:
        engine.put([paper(1, "a b c"), paper(2, "a b. x b c"), paper(3, "c", body="a b")])
        engine.put([paper(4, "x", body="y a b c")])
        assert sorted(ids(ask('"a b c"'))) == [1, 4]
        assert sorted(ids(ask('x "a b"'))) == [1, 2, 3, 4]
        assert ids(ask('x "a b"'))[0] in (2, 4)

    def test_phrase_does_not_reach_over_parts(self, engine: Engine, ask: Ask) -> None:
        engine.put([paper(1, "đầu tư", body="công sức", head="vốn")])
        assert ask('"đầu tư"').total == 1
        assert ask('"tư vốn"').total == ask('"vốn công"').total == 0

    def test_exclusion(self, engine: Engine, ask: Ask) -> None:
        engine.put([paper(1, "Đại hội chi bộ"), paper(2, "Đại hội đoàn thể"), paper(3, "Đại hội thể thao")])
        assert sorted(ids(ask("đại hội -bộ"))) == [2, 3]
        assert sorted(ids(ask('đại hội -"đoàn thể"'))) == [1, 3]
        assert sorted(ids(ask("đại hội -đoàn -chi"))) == [3]
        assert ask("-đoàn").total == 0

    def test_exclusion_with_accents_is_exact(self, engine: Engine, ask: Ask) -> None:
        engine.put([paper(1, "Cán bộ"), paper(2, "Cán bộ cần biết")])
        assert ids(ask("cán bộ -cần")) == [1]
        assert ids(ask("cán bộ -can")) == []

    @pytest.mark.parametrize(
        "text", ["đại hội - chi", "đại hội – chi", "đại-hội", "(đại) hội*", "đại AND hội", "đại+hội?"]
    )
    def test_the_rest_is_text(self, engine: Engine, ask: Ask, text: str) -> None:
        engine.put([paper(1, "Đại hội chi bộ")])
        assert ids(ask(text)) == [1]

    @pytest.mark.parametrize(
        "text",
        [
            "", " ", '"', '""', "-", '-""', "*", "()", "AND OR NOT", "title:[a TO b]", "' OR 1=1 --", "a" * 10_000,
            "a " * 10_000, '"' * 501, "-a " * 500, "\x00\x07\ud800", "\u202e\u200b", "%00<script>", "kind:news^99~",
        ],
    )  # fmt: skip
    def test_anything_may_be_typed(self, engine: Engine, ask: Ask, text: str) -> None:
        engine.put(LETTERS)
        ask(text)
        ask(text, kind="document", sort="newest")
        engine.suggest(text, ALL)

    def test_nothing_asked_nothing_found(self, engine: Engine, ask: Ask) -> None:
        engine.put(LETTERS)
        assert ask("") == ask("…!") == Results()

    def test_odd_records(self, engine: Engine, ask: Ask) -> None:
        engine.put([paper(1, ""), paper(2, "\x00\ud800 a " + "z" * 70_000, body="\n" * 9), paper(3, "a", kind="kỳ lạ")])
        assert {hit.kind for hit in ask("a").hits} == {"document", "kỳ lạ"}


class TestSuggest:
    def test_another_spelling_with_its_accents(self, engine: Engine) -> None:
        engine.put(LETTERS)
        assert engine.suggest("ngị quyết", ALL)[0] == "nghị quyết"
        assert engine.suggest("dao ato can bo", ALL)[0] == "dao tạo can bo"

    def test_fewer_words(self, engine: Engine) -> None:
        engine.put(LETTERS)
        assert "giải cơ sở" in engine.suggest("giải xyzzyx cơ sở", ALL)

    def test_none_if_none_is_needed_or_possible(self, engine: Engine) -> None:
        engine.put(LETTERS)
        assert engine.suggest("nghị quyết", ALL) == []
        assert engine.suggest("xyzzyx", ALL) == []

    def test_each_has_a_record_with_all_its_words(self, engine: Engine, ask: Ask) -> None:
        engine.put(LETTERS)
        for text in ("kế hoạhc đào tạo", "hoa gải", "ga 98 hải dươnh", "đào tạo nghị quyết"):
            suggestions = engine.suggest(text, ALL)
            assert suggestions
            assert len(suggestions) <= 3
            for suggestion in suggestions:
                assert ask(suggestion).whole > 0


class TestKeeping:
    def test_rebuild_replaces_all(self, engine: Engine, ask: Ask) -> None:
        engine.put(LETTERS)
        assert engine.rebuild([paper(50, "Mới tinh"), paper(51, "Mới toanh")]) == 2
        assert ids(ask("mới")) == [51, 50]
        assert ask("nghị quyết").total == 0

    def test_rebuild_from_nothing_and_of_nothing(self, engine: Engine, ask: Ask) -> None:
        assert engine.rebuild(LETTERS) == len(LETTERS)
        assert engine.rebuild([]) == 0
        assert ask("nghị quyết").total == 0
        engine.put(LETTERS)
        assert ask("nghị quyết").total == 1

    def test_a_failing_rebuild_changes_nothing(self, engine: Engine, ask: Ask) -> None:
        def broken() -> list[Entry]:
            raise RuntimeError("database gone")

        def half() -> object:
            yield paper(9, "Nửa chừng")
            broken()

        engine.put(LETTERS)
        with pytest.raises(RuntimeError):
            engine.rebuild(half())  # type: ignore[arg-type]
        assert ask("nghị quyết").total == 1
        assert ask("nửa chừng").total == 0
        engine.put([paper(10, "Sau đó")])
        assert ask("sau đó").whole == 1

    def test_state(self, engine: Engine) -> None:
        before = datetime.now(UTC)
        engine.rebuild(LETTERS)
        state = engine.state()
        assert (state.ok, state.count, state.reason) == (True, len(LETTERS), "")
        assert state.written_at is not None
        assert abs((state.written_at - before).total_seconds()) < 60
        engine.put([paper(9, "Thêm")])
        assert engine.state().generation > state.generation
        assert engine.state().count == len(LETTERS) + 1

    def test_putting_nothing_is_nothing(self, engine: Engine) -> None:
        engine.put(LETTERS)
        engine.put([])
        engine.drop([])
        assert engine.state().count == len(LETTERS)

    def test_fingerprint_names_the_analyser(self, engine: Engine) -> None:
        assert engine.fingerprint() == engine.fingerprint()
        assert len(engine.fingerprint()) > 3
