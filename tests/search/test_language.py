"""The query language: what is typed, understood and answered."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.days import leading, span, trailing
from portal.search.engine import Engine
from portal.search.entry import Query, Results
from portal.search.parsing import parse
from tests.search.conftest import ALL, ids, paper

Ask = Callable[..., Results]
TODAY = date(2026, 11, 18)  # a Wednesday
PAPERS = [
    paper(1, "Nghị quyết về công tác cán bộ", symbol="5-NQ/ĐU", date=date(2025, 3, 10), added=date(2025, 4, 1),
          facets={"paper": "Nghị quyết", "issuer": "Đảng ủy Tổng công ty"}),
    paper(2, "Chỉ thị về công tác kiểm tra", symbol="12-CT/TW", date=date(2026, 1, 20), added=date(2026, 1, 21),
          facets={"paper": "Chỉ thị", "issuer": "Ban Bí thư"}),
    paper(3, "Nghị định về công tác cán bộ", symbol="2/NĐ-CP", date=date(2024, 7, 1), added=date(2026, 5, 1),
          facets={"paper": "Nghị định", "issuer": "Chính phủ"}),
    paper(4, "Công văn về công tác", date=None, facets={"paper": "Công văn", "issuer": "Đảng ủy Ga Hà Nội"}),
]  # fmt: skip


class TestDays:
    @pytest.mark.parametrize(
        ("words", "first", "last"),
        [
            ("05/9/2025", date(2025, 9, 5), date(2025, 9, 5)),
            ("5.9.2025", date(2025, 9, 5), date(2025, 9, 5)),
            ("05–09–2025", date(2025, 9, 5), date(2025, 9, 5)),
            ("2025-09-05", date(2025, 9, 5), date(2025, 9, 5)),
            ("9/2025", date(2025, 9, 1), date(2025, 9, 30)),
            ("tháng 2 năm 2024", date(2024, 2, 1), date(2024, 2, 29)),
            ("2025", date(2025, 1, 1), date(2025, 12, 31)),
            ("năm 2025", date(2025, 1, 1), date(2025, 12, 31)),
            ("quý I/2026", date(2026, 1, 1), date(2026, 3, 31)),
            ("Quý iv 2025", date(2025, 10, 1), date(2025, 12, 31)),
            ("quý 3 năm 2025", date(2025, 7, 1), date(2025, 9, 30)),
            ("hôm nay", TODAY, TODAY),
            ("hôm qua", date(2026, 11, 17), date(2026, 11, 17)),
            ("ngày mai", date(2026, 11, 19), date(2026, 11, 19)),
            ("tuần này", date(2026, 11, 16), date(2026, 11, 22)),
            ("tuần trước", date(2026, 11, 9), date(2026, 11, 15)),
            ("tháng trước", date(2026, 10, 1), date(2026, 10, 31)),
            ("thang nay", date(2026, 11, 1), date(2026, 11, 30)),
            ("quý trước", date(2026, 7, 1), date(2026, 9, 30)),
            ("năm ngoái", date(2025, 1, 1), date(2025, 12, 31)),
            ("năm sau", date(2027, 1, 1), date(2027, 12, 31)),
        ],
    )  # fmt: skip
    def test_forms(self, words: str, first: date, last: date) -> None:
        assert span(words, TODAY) == (first, last)

    @pytest.mark.parametrize("words", ["31/02/2026", "0/2026", "13/2026", "quý V/2026", "0000", "hôm", "nay", "", "98"])
    def test_what_is_no_day(self, words: str) -> None:
        assert span(words, TODAY) is None

    def test_the_longest_form_counts(self) -> None:
        assert leading(["quý", "3", "năm", "2025", "về"], TODAY) == ((date(2025, 7, 1), date(2025, 9, 30)), 4)
        assert leading(["về", "2025"], TODAY) is None

    def test_the_form_at_the_end(self) -> None:
        for words, number in (("công văn quý I/2026", 1 + 1), ("công văn 3/2026", 1), ("công văn tháng 3 năm 2026", 4),
                              ("công văn 2026", 0), ("công văn tháng trước", 0), ("98/2026/CV", 0), ("", 0)):
            assert trailing(words.split(), TODAY) == number, words

    @given(st.text(max_size=30))
    def test_anything_may_stand_there(self, text: str) -> None:
        found = span(text, TODAY)
        assert found is None or found[0] <= found[1]

    @given(st.dates(date(1000, 1, 1), date(9990, 1, 1)))
    def test_every_day_is_read_back(self, day: date) -> None:
        assert span(f"{day.day:02}/{day.month}/{day.year}", TODAY) == (day, day)


class TestParsing:
    def test_keys(self) -> None:
        wanted = parse('cán bộ loai:"nghị quyết" coquan:dang-uy nam:2025', today=TODAY)
        assert wanted.facets == [("paper", ("nghi", "quyet")), ("issuer", ("dang", "uy")), ("year", ("2025",))]
        assert wanted.words == ["can", "bo"]

    @pytest.mark.parametrize(("text", "facets"), [
        ("cán bộ nhiemky:2025-2030", [("term", ("2025", "2030"))]), ("cán bộ nhiệm kỳ: 2025", [("term", ("2025",))]),
        ("cán bộ cơ quan : vinh", [("issuer", ("vinh",))]), ("cán bộ co-quan:vinh", [("issuer", ("vinh",))]),
        ("loại văn bản:nq cán bộ", [("paper", ("nq",))]), ("cán bộ HIỆU LỰC:“chưa bị thay thế”",
                                                         [("validity", ("chua", "bi", "thay", "the"))]),
        ("cán bộ loai: cap:tw", [("level", ("tw",))])])
    def test_keys_as_people_type_them(self, text: str, facets: list[tuple[str, tuple[str, ...]]]) -> None:
        wanted = parse(text, today=TODAY)
        assert (wanted.facets, wanted.words, wanted.hints) == (facets, ["can", "bo"], [])

    def test_a_key_before_which_nothing_fits_keeps_all_words(self) -> None:
        assert parse("từ ngày: khai mạc", today=TODAY).words == ["tu", "ngay", "khai", "mac"]
        assert parse("lúc 8 : 30", today=TODAY).words == ["luc", "8", "30"]
        assert parse('ga:"vinh"', today=TODAY).hints == ["ga"]

    @pytest.mark.parametrize(("text", "facets", "words"), [
        ("nhiệm vụ năm: tăng cường", [], ["nhiem", "vu", "nam", "tang", "cuong"]),
        ("trong năm: 2 lần", [], ["trong", "nam", "2", "lan"]), ('"" năm:20245', [], ["nam", "20245"]),
        ("nhiệm vụ năm: 2024", [("year", ("2024",))], ["nhiem", "vu"]),
        ('nhiệm vụ năm:"2024"', [("year", ("2024",))], ["nhiem", "vu"])])
    def test_a_year_is_a_year(self, text: str, facets: list[tuple[str, tuple[str, ...]]], words: list[str]) -> None:
        wanted = parse(text, today=TODAY)
        assert (wanted.facets, wanted.words) == (facets, words)

    def test_a_value_without_quotes_goes_on_while_it_names_something(self) -> None:
        def known(name: str, words: tuple[str, ...]) -> bool:
            return words in (("nghi", "quyet"), ("nghi",))

        for text in ("loai:nghị quyết cán bộ", "loai: nghị quyết cán bộ", "loại : nghị quyết cán bộ"):
            wanted = parse(text, today=TODAY, known=known)
            assert (wanted.facets, wanted.words) == ([("paper", ("nghi", "quyet"))], ["can", "bo"])
        assert parse("loai:nghị định", today=TODAY, known=known).words == ["dinh"]

    @pytest.mark.parametrize("text", ["tu:01/3/2025 den:4/2025", "đến: 4/2025 từ: 1/3/2025",
                                      "tu:1.3.2025 den:30–4–2025",
                                      "từ ngày: 1/3/2025 đến ngày : tháng 4/2025"])
    def test_days(self, text: str) -> None:
        wanted = parse(f"{text} cán bộ", today=TODAY)
        assert (wanted.since, wanted.until, wanted.words) == (date(2025, 3, 1), date(2025, 4, 30), ["can", "bo"])

    def test_days_of_several_words(self) -> None:
        wanted = parse("ngay:quý I/2026 kiểm tra", today=TODAY)
        assert (wanted.since, wanted.until) == (date(2026, 1, 1), date(2026, 3, 31))
        assert wanted.words == ["kiem", "tra"]
        assert parse("tu:hôm nay", today=TODAY).since == TODAY

    def test_a_day_that_does_not_exist_is_text(self) -> None:
        wanted = parse("tu:31/02/2026", today=TODAY)
        assert (wanted.since, wanted.words) == (None, ["tu", "31", "02", "2026"])
        assert wanted.no_days == ["31/02/2026"]
        assert parse("từ: khi nào", today=TODAY).no_days == []
        for typed, no_day in (("tu:abc", "abc"), ("ngay:quý 5/2026", "quý 5/2026"), ("den:mùa xuân", "mùa")):
            assert parse(typed, today=TODAY).no_days == [no_day], typed

    def test_an_unknown_key_is_a_word_with_a_hint(self) -> None:
        wanted = parse("ga:vinh http://a.b", today=TODAY)
        assert (wanted.hints, wanted.words[:2]) == (["ga"], ["ga", "vinh"])

    def test_words_of_time_at_the_end(self) -> None:
        wanted = parse("công văn tháng trước", today=TODAY)
        assert (wanted.soft, wanted.since, wanted.words) == ("tháng trước", date(2026, 10, 1), ["cong", "van"])
        assert parse("tháng trước công văn", today=TODAY).soft == ""
        assert parse('"tháng trước"', today=TODAY).soft == ""
        assert parse("công văn tháng trước", today=TODAY, soft=False).words == ["cong", "van", "thang", "truoc"]

    def test_sides_of_an_or(self) -> None:
        wanted = parse("nghị quyết HOẶC chỉ thị", today=TODAY)
        assert [branch.words for branch in wanted.branches] == [["nghi", "quyet"], ["chi", "thi"]]
        assert parse("OR", today=TODAY).words == ["or"]
        assert parse("nghị quyết OR", today=TODAY).words == ["nghi", "quyet", "or"]
        assert parse("hoặc", today=TODAY).words == ["hoac"]


class TestAnswers:
    def test_or(self, engine: Engine, ask: Ask) -> None:
        engine.put(PAPERS)
        results = ask("nghị quyết OR chỉ thị")
        assert sorted(ids(results)[:2]) == [1, 2]
        assert results.whole == 2
        assert sorted(ids(ask("nghị quyết HOẶC chỉ thị -kiểm"))) == [1, 3]

    def test_prefix(self, engine: Engine, ask: Ask) -> None:
        engine.put(PAPERS)
        assert sorted(ids(ask("nghị*"))) == [1, 3]
        assert sorted(ids(ask("ngh* cán bộ"))[:2]) == [1, 3]
        assert ask("xyz*").total == 0

    def test_filters_in_the_text(self, engine: Engine, ask: Ask) -> None:
        engine.put(PAPERS)
        assert ids(ask('công tác loai:"nghị quyết"')) == [1]
        assert ids(ask("loai:nq")) == [1]
        assert sorted(ids(ask("công tác coquan:dang-uy"))) == [1, 4]
        assert sorted(ids(ask("công tác loai:nghị"))) == [1, 3]
        assert ids(ask("công tác nam:2024")) == [3]
        assert ids(ask("tu:2025")) == [2, 1]
        assert ids(ask("công tác tu:1/1/2025 den:31/12/2025")) == [1]
        assert ask("công tác loai:xyz").total == 0
        assert ids(ask("loại: nghị quyết công tác")) == [1]
        assert sorted(ids(ask("cơ quan: đảng ủy công tác"))) == [1, 4]

    def test_a_value_nobody_may_read_of_draws_no_words_to_it(self, engine: Engine, ask: Ask) -> None:
        engine.put(PAPERS)
        before = ask("loai:công tác mật")
        assert [(hit.id, hit.lacks) for hit in before.hits] == [(4, ("mật",))]
        engine.put([paper(9, "Khác", facets={"paper": "Công tác mật"}, readers=frozenset({"secret"}))])
        assert [(hit.id, hit.lacks) for hit in ask("loai:công tác mật").hits] == [(4, ("mật",))]

    def test_unread_by_the_asker_with_its_count(self, engine: Engine, ask: Ask) -> None:
        engine.put([*PAPERS, paper(9, "Công tác mật", readers=frozenset({"secret"})),
                    paper(1, "Tin về công tác", kind="news")])
        opened = {"document": {1, 3}}
        every = ask("công tác", opened=opened)
        assert (every.unread, every.total) == (2, 5)
        left = ask("công tác", opened=opened, unread=True, count_facets=("paper",))
        assert (sorted(ids(left)), left.unread, left.total, left.counts) == ([2, 4], 2, 2, {"document": 2})
        assert left.facets["paper"] == {"Chỉ thị": 1, "Công văn": 1}
        chosen = ask("công tác", opened=opened, chosen=(("paper", "Chỉ thị"),))
        assert (chosen.unread, ids(chosen)) == (1, [2])
        assert ask("công tác", kind="news", opened=opened).unread == 0
        assert ask("công tác").unread == 0
        assert ask("công tác", opened={"document": set()}, unread=True).total == 4

    def test_chosen_filters_and_their_counts(self, engine: Engine, ask: Ask) -> None:
        engine.put([*PAPERS, paper(9, "Công tác mật", facets={"paper": "Mật"}, readers=frozenset({"secret"}))])
        results = ask("công tác", chosen=(("paper", "Nghị quyết"),), count_facets=("paper", "year"))
        assert ids(results) == [1]
        assert results.facets["paper"] == {"Nghị quyết": 1, "Chỉ thị": 1, "Nghị định": 1, "Công văn": 1}
        assert results.facets["year"] == {"2025": 1}
        assert ids(ask("công tác", since=date(2025, 1, 1), until=date(2025, 12, 31))) == [1]

    def test_four_orders(self, engine: Engine, ask: Ask) -> None:
        engine.put(PAPERS)
        assert ids(ask("công tác", sort="issued")) == [2, 1, 3, 4]
        assert ids(ask("công tác", sort="newest")) == [3, 2, 1, 4]
        assert ids(ask("công tác", sort="number")) == [3, 1, 2, 4]

    def test_words_of_time_bound_only_where_something_is_left(self, engine: Engine, ask: Ask) -> None:
        today = date.today()
        engine.put([paper(1, "Công văn", date=today), paper(2, "Công văn", date=date(2001, 1, 1))])
        assert ids(ask("công văn năm nay")) == [1]
        assert ask("công văn năm nay").days is not None
        assert (ids(ask("năm nay")), ask("năm nay").days) == ([1], ask("công văn năm nay").days)
        assert sorted(ids(ask("công văn tuần sau"))) == [1, 2]
        assert ask("công văn tuần sau").days is None
        assert sorted(ids(ask("công văn năm nay", as_typed=True))) == [1, 2]
        engine.put([paper(3, "Họp nay mai")])
        assert ask("tuần sau").instead == ""
        assert ask("công văn tuần sau").instead == ""
        assert ask("côngg văn tuần sau").instead == "công văn"

    def test_a_whole_symbol_is_known(self, engine: Engine, ask: Ask) -> None:
        engine.put([*PAPERS, paper(7, "Khác", symbol="05 - NQ/ĐUK", date=date(2020, 1, 1))])
        assert ask("5-nq/du").symbol == (("document", 1),)
        assert ask("5 - NQ/ĐU về cán bộ").symbol == ask("5").symbol == ask("2025").symbol == ()
        assert engine.find(Query("5-nq/du", frozenset({"secret"}))).symbol == ()
        engine.put([paper(8, "Khóa trước", symbol="5-NQ/ĐU")])
        assert sorted(ask("5-nq/du").symbol) == [("document", 1), ("document", 8)]

    def test_odd_mixtures_give_results(self, engine: Engine, ask: Ask) -> None:
        engine.put(PAPERS)
        typed = [
            "OR OR OR", "-OR", "a OR -b", '"" OR ""', "loai: tu: den:", "loai:* *:*", "nghị** *", "-nghị*", "1*",
            "tu:99/99/9999 OR", "x:" * 300, "a OR " * 300, "* OR *", 'loai:"', "ngay:năm", "0000",
        ]  # fmt: skip
        for text in typed:
            ask(text, count_facets=("paper", "year"), sort="number")
            ask(text, readers=ALL, limit=0)


class TestSlips:
    def test_a_slip_finds_what_was_meant(self, engine: Engine, ask: Ask) -> None:
        engine.put(PAPERS)
        results = ask("nghị quyết cám bộ")
        assert ids(results)[0] == 1
        assert results.instead == "nghị quyết cán bộ"
        assert ask("nghị quyết cám bộ", as_typed=True).instead == ""

    def test_a_slip_in_a_symbol(self, engine: Engine, ask: Ask) -> None:
        engine.put(PAPERS)
        for text in ("12-CT/RW", "12-CT/TWW", "12-TC/TW", "12CT/TW", "12-CT/W"):
            assert ids(ask(text))[0] == 2, text
        assert ask("12-ct/tw").instead == ""
        engine.put([paper(70, "Khác", symbol="101/2023/QĐ-MTTQ"), paper(71, "Khác", symbol="101-QĐ/MTTQ")])
        for text in ("12-CTTW", "12/c-ttw", "1-2CT/TW"):
            assert (ids(ask(text))[0], ask(text).instead) == (2, "12 ct tw"), text
        engine.put([paper(72, "Về 21 và CT", body="TW")])
        assert ids(ask("21-CT/TW"))[0] == 2
        for text in ("1101/2023/qđ-mttq", "101/2023/qđmttq", "101/203/QĐ-MTTQ"):
            assert ids(ask(text))[0] == 70, text

    def test_nothing_but_operators_is_no_slip(self, engine: Engine, ask: Ask) -> None:
        engine.put([paper(1, "Ở ga"), paper(2, "Tờ trình")])
        engine.put([paper(3, "Mr 1")])
        for text in ("OR", "OR OR", "- OR *", '"', "HOẶC", '" OR 1=1 --'):
            assert ask(text).instead == "", text

    @pytest.mark.parametrize("text", ["nghij quyeets", "nghi5 quye61t", "Nghij quyeetS cán bộ"])
    def test_keys_of_telex_and_vni(self, engine: Engine, ask: Ask, text: str) -> None:
        engine.put(PAPERS)
        results = ask(text)
        assert ids(results)[0] == 1
        assert results.instead.lower().startswith("nghị quyết")

    def test_real_words_are_no_keys(self, engine: Engine, ask: Ask) -> None:
        engine.put([paper(1, "Fax, taxi, xe tải")])
        assert (ids(ask("fax taxi")), ask("fax taxi").instead) == ([1], "")

    def test_nothing_is_told_of_what_may_not_be_read(self, engine: Engine, ask: Ask) -> None:
        engine.put([*PAPERS, paper(9, "Tham nhũng", symbol="77-BC/UBKT", readers=frozenset({"secret"}))])
        for text in ("thaam nhũng", "tham nhungs", "77-BC/UBKY", "77-bc/ubkt"):
            results = ask(text)
            assert (results.instead, results.total, results.symbol) == ("", 0, ())


class TestSimilar:
    def test_likest_first_and_only_what_may_be_read(self, engine: Engine) -> None:
        engine.put([
            paper(1, "Kế hoạch kiểm tra công tác cán bộ nữ"),
            paper(2, "Kế hoạch kiểm tra công tác cán bộ trẻ"),
            paper(3, "Bóng đá"),
            paper(4, "Kế hoạch kiểm tra công tác cán bộ mật", readers=frozenset({"secret"})),
        ])  # fmt: skip
        assert engine.similar(("document", 1), ALL) == [("document", 2)]
        assert engine.similar(("document", 4), ALL) == engine.similar(("document", 99), ALL) == []
        assert set(engine.similar(("document", 1), ALL | {"secret"})) == {("document", 2), ("document", 4)}


class TestInventory:
    def test_checksums_tell_what_changed(self, engine: Engine) -> None:
        engine.put(PAPERS)
        before = engine.inventory()
        assert set(before) == {one.key for one in PAPERS}
        engine.put([paper(1, PAPERS[0].title, readers=frozenset({"secret"}))])
        after = engine.inventory()
        assert {key for key in before if before[key] != after[key]} == {("document", 1)}
