"""Cutting and marking clean HTML loses and adds no word."""

import re
from itertools import pairwise

import html5lib

from portal.documents.queries.markup import PART, link_citations, mark_citations, mark_words, split


def words(html: str) -> str:
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return "".join(tree.itertext())


def strict(html: str) -> None:
    parser = html5lib.HTMLParser(strict=False)
    parser.parseFragment(html)
    assert not parser.errors, parser.errors[:2]


def test_parts_are_whole_and_small() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>{'chữ &amp; số ' * 20}</td></tr>" for n in range(200))
    html = (f'<header class="paper-head"><p>A<br>B</p></header><h2>I</h2><h4>x</h4>'
            f'<table class="paper-table"><tbody>{rows}</tbody></table>'
            f'<ul>{"<li>mục <strong>n</strong></li>" * 3000}</ul>')
    parts = split(html)
    assert len(parts) > 4
    assert "".join(map(words, parts)) == words(html)
    for part in parts:
        strict(part)
        assert len(part) < PART * 1.5
        levels = [2, *map(int, re.findall(r"<h(\d)>", part))]
        assert all(b - a <= 1 for a, b in pairwise(levels))
    assert split("") == []
    assert split("<p>một</p>") == ["<p>một</p>"]


def test_one_endless_paragraph_is_cut_between_words() -> None:
    html = f"<p>{'chữ ' * 20_000}</p>"
    parts = split(html)
    assert max(map(len, parts)) < PART * 1.5
    assert "".join(map(words, parts)) == words(html)


def test_citations_are_marked_in_order_and_linked() -> None:
    html = "<p>Số 98 -CV/ĐU</p><p>Quy định số 339-QĐ/TW; Kế hoạch 11 -KH/ĐU &amp; <em>339-QĐ/TW</em></p>"
    marked = mark_citations(html, ["339-QĐ/TW", "11-KH/ĐU", "339-QĐ/TW"])
    assert marked.count("<cite>") == 6
    linked = link_citations(marked, lambda number, printed: f"[{number} {printed}]")
    assert linked == ("<p>Số 98 -CV/ĐU</p><p>Quy định số [1 339-QĐ/TW]; Kế hoạch [2 11 -KH/ĐU] &amp; "
                      "<em>[3 339-QĐ/TW]</em></p>")
    assert link_citations(marked, lambda number, printed: printed) == html


def test_marked_words_leave_tags_alone() -> None:
    html = '<p class="paper-title">Đảng viên <a href="https://a.vn/?dang=1&amp;vien">đảng viên</a> &lt;b&gt;</p>'
    marked = mark_words(html, "dang vien")
    assert 'href="https://a.vn/?dang=1&amp;vien"' in marked
    assert words(marked) == words(html)
    assert marked.count("<mark>") == 2
    assert mark_words(html, "") == html
