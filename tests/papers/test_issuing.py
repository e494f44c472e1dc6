"""The checks before a paper is issued (N35), kinds' required fields and who may issue what, as dated data."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.papers.issuing import CHECKS, Check, Code, Issue, check_issue
from portal.papers.kinds import FIELD_RULES, FIELDS, ISSUE_RULES, KIND_NAMES, LEVELS, may_issue, required_fields

TODAY = date(2026, 9, 10)
GIVEN = dict.fromkeys(FIELDS, "có")
GOOD = Issue(
    symbol="12-NQ/CB", kind="NQ", kind_name="nghị quyết", level="cell", issued_on=date(2026, 9, 5), fields=GIVEN,
    text="NGHỊ QUYẾT\nvề công tác bảo mật", on_behalf="T/M CHI BỘ", signer_post="BÍ THƯ",
    recipients=("Đảng ủy cấp trên", "Lưu chi bộ"), end_mark=".", taken={10: date(2026, 8, 1), 11: date(2026, 9, 1)},
)  # fmt: skip


def wrong(paper):
    return {one.code for one in check_issue(paper, today=TODAY) if not one.holds}


def test_a_good_paper():
    checks = check_issue(GOOD, today=TODAY)
    assert all(one.holds for one in checks)
    assert [one.code for one in checks] == [
        "secrecy", "fields", "symbol_form", "kind_matches", "number_free", "number_next", "date_order", "may_issue",
        "signature", "recipients", "end_mark",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"text": "TỐI MẬT\nNGHỊ QUYẾT"}, Code.SECRECY),
        ({"fields": {**GIVEN, "signer": ""}}, Code.FIELDS),
        ({"symbol": "QC-01/CB-LH"}, Code.SYMBOL_FORM),
        ({"symbol": "12/NQ-CB"}, Code.SYMBOL_FORM),
        ({"symbol": "5-NQ/CB", "taken": {4: None}}, Code.SYMBOL_FORM),
        ({"symbol": "12-CT/CB", "kind_name": "chương trình"}, Code.KIND_MATCHES),
        ({"symbol": "11-NQ/CB"}, Code.NUMBER_FREE),
        ({"symbol": "14-NQ/CB"}, Code.NUMBER_NEXT),
        ({"symbol": "09-NQ/CB"}, Code.NUMBER_NEXT),
        ({"issued_on": date(2026, 8, 20)}, Code.DATE_ORDER),
        ({"issued_on": TODAY + timedelta(1)}, Code.DATE_ORDER),
        ({"symbol": "12-CT/CB", "kind_name": "chỉ thị"}, Code.MAY_ISSUE),
        ({"symbol": "12-HD/CB", "kind_name": "hướng dẫn"}, Code.MAY_ISSUE),
        ({"enclosures_named": ("Phụ lục 1", "Phụ lục 2"), "enclosures_given": 1}, Code.ENCLOSURES),
        ({"on_behalf": ""}, Code.SIGNATURE),
        ({"on_behalf": "T/M BAN THƯỜNG VỤ"}, Code.SIGNATURE),
        ({"on_behalf": "K/T BÍ THƯ"}, Code.SIGNATURE),
        ({"on_behalf": "T/U CHI BỘ"}, Code.SIGNATURE),
        ({"recipients": ("Đảng ủy",)}, Code.RECIPIENTS),
        ({"recipients": ()}, Code.RECIPIENTS),
        ({"end_mark": "./."}, Code.END_MARK),
    ],
)
def test_what_is_wrong_is_named(change, code):
    assert code in wrong(replace(GOOD, **change))


def test_each_sentence_can_be_filled():
    papers = [replace(GOOD, symbol="20-NQ/CB"), replace(GOOD, symbol="12-CT/CB"), replace(GOOD, fields={}),
              replace(GOOD, symbol="12/NQ-CB", on_behalf="T/M ĐẢNG ỦY", issued_on=date(2027, 1, 1))]  # fmt: skip
    for paper in papers:
        for one in check_issue(paper, today=TODAY):
            assert "%" not in one.says % one.facts
            assert CHECKS[one.code]


def test_the_better_symbol_is_told():
    (check,) = (one for one in check_issue(replace(GOOD, symbol="12/NQ-CB"), today=TODAY) if one.code == "symbol_form")
    assert check.facts == {"better": "12-NQ/CB"}


def test_before_the_rules_of_2026():
    told = replace(GOOD, symbol="12-TB/CB", kind="TB", kind_name="thông báo")
    old = replace(told, issued_on=date(2025, 12, 1), taken={11: None})
    assert Code.MAY_ISSUE in wrong(old)
    assert Code.MAY_ISSUE not in wrong(replace(old, issued_on=date(2026, 2, 1)))
    assert Code.END_MARK not in wrong(replace(old, end_mark="./."))


def test_state_papers_are_not_measured_by_the_party_form():
    paper = replace(GOOD, symbol="12/QĐ-UBND", kind_name="quyết định", form="state", level="")
    assert not wrong(replace(paper, on_behalf="", end_mark="./."))


def test_the_matrix_of_who_issues_what():
    day, before = date(2026, 2, 1), date(2025, 2, 1)
    assert all(getattr(may_issue("nghị quyết", level, day), level) for level in LEVELS)
    assert [may_issue("quy chế", "cell", one).cell for one in (day, before)] == [True, False]
    assert [getattr(may_issue("quy định", level, day), level) for level in LEVELS] == [True, True, False]
    assert [getattr(may_issue("hướng dẫn", level, day), level) for level in LEVELS] == [False, True, False]
    assert not any(getattr(may_issue("chỉ thị", level, day), level) for level in LEVELS)
    assert may_issue("nghị định", "cell", day) is None
    assert may_issue("nghị quyết", "", day) is None
    assert may_issue("nghị quyết", "cell", date(2001, 1, 1)) is None


def test_no_two_rules_hold_at_once():
    for rules, key in ((ISSUE_RULES, lambda one: (one.abbreviation, one.name)),
                       (FIELD_RULES, lambda one: (one.form, one.names))):  # fmt: skip
        for one in rules:
            others = [two for two in rules if two is not one and key(two) == key(one)]
            assert all(ended(one, two) or ended(two, one) for two in others)


def ended(one, two):
    return one.valid_to is not None and one.valid_to < two.valid_from


@pytest.mark.parametrize(
    ("kind", "form", "day", "has", "lacks"),
    [
        ("công văn", "party", TODAY, {"addressed_to", "symbol", "place"}, set()),
        ("nghị quyết", "party", TODAY, {"signer_post", "recipients"}, {"addressed_to"}),
        ("nghị quyết", "party", date(2020, 1, 1), {"recipients"}, {"place"}),
        ("lời kêu gọi", "party", TODAY, {"subject"}, {"symbol", "signer"}),
        ("biên bản", "party", TODAY, {"symbol"}, {"recipients"}),
        ("luật", "law", TODAY, {"symbol"}, {"recipients"}),
        ("công văn", "state_cv", TODAY, {"addressed_to"}, set()),
        ("quyết định", "state", date(1999, 1, 1), {"symbol"}, set()),
    ],
)
def test_required_fields(kind, form, day, has, lacks):
    fields = set(required_fields(kind, form, day))
    assert has <= fields
    assert not lacks & fields
    assert fields <= set(FIELDS)


@given(
    st.text(max_size=20), st.sampled_from(["", *KIND_NAMES]), st.sampled_from(["", *LEVELS]),
    st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    st.dictionaries(st.integers(0, 50), st.none() | st.dates(date(2020, 1, 1), date(2027, 1, 1)), max_size=6),
    st.sampled_from(["party", "state"]),
)  # fmt: skip
def test_any_paper_is_judged(symbol, kind, level, day, taken, form):
    paper = replace(GOOD, symbol=symbol, kind_name=kind, level=level, issued_on=day, taken=taken, form=form)
    for one in check_issue(paper, today=TODAY):
        assert isinstance(one, Check)
        assert one.says % one.facts is not None


@given(st.integers(1, 60), st.sets(st.integers(1, 60), max_size=20))
def test_numbers_follow_each_other(number, taken):
    paper = replace(GOOD, symbol=f"{number:02d}-NQ/CB", taken=dict.fromkeys(taken))
    found = wrong(paper) & {Code.NUMBER_FREE, Code.NUMBER_NEXT}
    assert (not found) == (number == max(taken, default=0) + 1)
