"""Symbols: 163 real ones, the edge cases of DOCUMENTS.md section 10, and laws that hold for any text."""

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.papers.kinds import ISSUE_RULES, KINDS, kind_name
from portal.papers.symbols import find_symbols, parse_symbol, propose_symbol, symbol_key

HERE = Path(__file__).parent
with (HERE / "doc_symbols.tsv").open(encoding="utf-8", newline="") as _file:
    REAL = [row["symbol"] for row in csv.DictReader(_file, delimiter="\t")]
FREE = {"QC-01/CB-LH", "09-NQ/CB (DT)", "1836 QĐ/TWĐTN"}


def test_real_symbols():
    assert len(REAL) == 163
    whole = [raw for raw in REAL if parse_symbol(raw).form != "free"]
    assert len(whole) == 160
    assert all(parse_symbol(raw).text == raw for raw in REAL)
    assert set(REAL) - set(whole) == FREE


@pytest.mark.parametrize(
    ("raw", "text", "number", "kind", "issuer", "form"),
    [
        ("Số 98 -CV/ĐU", "98-CV/ĐU", "98", "CV", "ĐU", "party"),
        ("Số: 16 - HD/BTCTW", "16-HD/BTCTW", "16", "HD", "BTCTW", "party"),
        ("98\u00a0– CV/ĐU", "98-CV/ĐU", "98", "CV", "ĐU", "party"),
        ("Số: 367 - QĐ/TWĐTN-VP", "367-QĐ/TWĐTN-VP", "367", "QĐ", "TWĐTN-VP", "party"),
        ("Số      -NQ/CB", "-NQ/CB", "", "NQ", "CB", "party"),
        ("Số …… -NQ/CB", "-NQ/CB", "", "NQ", "CB", "party"),
        ("01/NQ-TU", "01/NQ-TU", "01", "NQ", "TU", "state"),
        ("01-CT/CB", "01-CT/CB", "01", "CT", "CB", "party"),
        ("12-CTr/CB", "12-CTr/CB", "12", "CTr", "CB", "party"),
        ("QC-01/CB-LH", "QC-01/CB-LH", "", "", "", "free"),
        ("09-NQ/CB (DT)", "09-NQ/CB (DT)", "", "", "", "free"),
        ("05-BC/DVK", "05-BC/DVK", "05", "BC", "DVK", "party"),
        ("01-CT/KTGS", "01-CT/KTGS", "01", "CT", "KTGS", "party"),
        ("03-NQ/CĐ-CB", "03-NQ/CĐ-CB", "03", "NQ", "CĐ-CB", "party"),
        ("11-QĐi/TW", "11-QĐi/TW", "11", "QĐi", "TW", "party"),
        ("3399/QyĐ-BTL", "3399/QyĐ-BTL", "3399", "QyĐ", "BTL", "state"),
        ("10072-CV/BTCTW", "10072-CV/BTCTW", "10072", "CV", "BTCTW", "party"),
        ("2537-NQ/ĐU", "2537-NQ/ĐU", "2537", "NQ", "ĐU", "party"),
        ("439/QĐ-TTg", "439/QĐ-TTg", "439", "QĐ", "TTg", "state"),
        ("Số: 12/2025/NĐ-CP", "12/2025/NĐ-CP", "12", "NĐ", "CP", "law"),
        ("91/2025/QH15", "91/2025/QH15", "91", "", "QH15", "law"),
        ("678/BTL-CT", "678/BTL-CT", "678", "CV", "BTL", "state_cv"),
        ("12a-NQ/TW", "12a-NQ/TW", "12a", "NQ", "TW", "party"),
        ("57-NQ/TƯ", "57-NQ/TƯ", "57", "NQ", "TƯ", "party"),
        ("98\u00ad-CV/ĐU", "98-CV/ĐU", "98", "CV", "ĐU", "party"),
        ("giai đoạn 2021-2025", "giai đoạn 2021-2025", "", "", "", "free"),
        ("  ", "", "", "", "", "free"),
    ],
)
def test_edge_cases(raw, text, number, kind, issuer, form):
    symbol = parse_symbol(raw)
    assert (symbol.text, symbol.number, symbol.kind, symbol.issuer, symbol.form) == (
        text, number, kind, issuer, form,
    )  # fmt: skip


def test_du_is_not_đu():
    assert parse_symbol("98-CV/DU").issuer == "DU"
    assert parse_symbol("98-CV/DU") != parse_symbol("98-CV/ĐU")


@pytest.mark.parametrize(
    ("raw", "better"),
    [
        ("98-CV/DU", "98-CV/ĐU"),
        ("98-CV/U", "98-CV/ĐU"),
        ("98-CV/PĐU", "98-CV/ĐU"),
        ("S-CV/ĐU", "5-CV/ĐU"),
        ("01/NQ-TU", "01-NQ/TU"),
        ("1836 QĐ/TWĐTN", "1836-QĐ/TWĐTN"),
        ("98-cv/đu", "98-CV/ĐU"),
    ],
)
def test_proposals(raw, better):
    assert propose_symbol(raw).text == better


@pytest.mark.parametrize("raw", ["98-CV/ĐU", "439/QĐ-TTg", "12/2025/NĐ-CP", "678/BTL-CT", "xin chào", ""])
def test_nothing_to_propose(raw):
    assert propose_symbol(raw) is None


@pytest.mark.parametrize("typed", ["98-CV/ĐU", "98 – cv/đu", "Số 98 -CV/ĐU", "98-cv/du", "98/CV-ĐU", "98 cv/du"])
def test_key(typed):
    assert symbol_key(typed) == "98-cv/du"


def test_other_keys():
    assert symbol_key("5-HD/VPTW") == symbol_key("05-HD/VPTW") == "05-hd/vptw"
    assert symbol_key("12/2025/NĐ-CP") == "12/2025/nd-cp"
    assert symbol_key("678/BTL-CT") == "678/btl-ct"
    assert symbol_key("QC-01/CB-LH") == "qc-01/cb-lh"


def test_inside_text():
    text = "theo Quy định số 339-QĐ/TW và 30/2020/NĐ-CP, Công văn 678/BTL-CT (giai đoạn 2021-2025), 09-NQ/CB (DT)."
    found = find_symbols(text)
    assert [symbol.text for _, _, symbol in found] == [
        "339-QĐ/TW", "30/2020/NĐ-CP", "678/BTL-CT", "09-NQ/CB",
    ]  # fmt: skip
    assert [text[start:end] for start, end, _ in found] == [symbol.text for _, _, symbol in found]


def test_broken_over_lines_with_any_dash():
    ((start, end, symbol),) = find_symbols("số 98 –\nCV/ĐU của")
    assert (start, end, symbol.text) == (3, 13, "98-CV/ĐU")


ANY_SYMBOL = st.sampled_from([raw for raw in REAL if raw not in FREE])
GAPS = st.sampled_from(["", " ", "\u00a0", "  "])
DASHES = st.sampled_from(["-", "\u2010", "\u2011", "–", "—", "\u2212"])


@given(st.text())
def test_never_raises_and_is_stable(raw):
    symbol = parse_symbol(raw)
    assert parse_symbol(symbol.text).text == symbol.text
    assert symbol_key(symbol_key(raw)) == symbol_key(raw)
    find_symbols(raw)
    propose_symbol(raw)


@given(st.text(alphabet="Ssốố :.-–/0129aCVQĐNTUWĐi ()", max_size=25))
def test_stable_near_symbols(raw):
    symbol = parse_symbol(raw)
    assert parse_symbol(symbol.text) == symbol
    propose_symbol(raw)


@given(st.text())
def test_normal_forms_are_equal(raw):
    assert parse_symbol(unicodedata.normalize("NFD", raw)) == parse_symbol(unicodedata.normalize("NFC", raw))


@given(ANY_SYMBOL, GAPS, GAPS, GAPS, GAPS, DASHES, st.sampled_from(["", "Số ", "Số: ", "SỐ  "]))
def test_spacing_and_dashes_do_not_matter(raw, a, b, c, d, dash, lead):
    spoilt = lead + raw.replace("-", f"{a}{dash}{b}", 1).replace("/", f"{c}/{d}")
    assert parse_symbol(spoilt) == parse_symbol(raw)
    assert symbol_key(spoilt) == symbol_key(raw)


def test_kinds():
    assert KINDS["CV"].name == "công văn"
    assert KINDS["QĐ"].is_ambiguous
    assert kind_name("QĐ") == ""
    assert kind_name("TT") == "thông tri"
    assert kind_name("TT", "law") == "thông tư"
    assert kind_name("??") == ""


def test_who_may_issue_is_dated():
    cells = {(rule.name, rule.rule): rule.cell for rule in ISSUE_RULES}
    assert cells["thông báo", "399-QĐ/TW"] is True
    assert cells["thông báo", "66-QĐ/TW"] is False
    assert cells["chỉ thị", "399-QĐ/TW"] is False
