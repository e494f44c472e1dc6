"""The text of an article becomes clean HTML."""

import pytest

from portal.news.models import as_html, as_plain


@pytest.mark.parametrize(("typed", "html"), [
    ("Một **đậm** và *nghiêng*", "<p>Một <strong>đậm</strong> và <em>nghiêng</em></p>"),
    ("# A\n\n### B\n\n# C", "<h2>A</h2>\n<h3>B</h3>\n<h2>C</h2>"),
    ("##### Sâu", "<h2>Sâu</h2>"),
    ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    ("dòng một\ndòng hai", "<p>dòng một<br>\ndòng hai</p>"),
    ("[web](https://example.vn)", '<p><a href="https://example.vn" rel="noopener noreferrer">web</a></p>'),
    ("[trong](/van-ban/7)", '<p><a href="/van-ban/7" rel="noopener noreferrer">trong</a></p>'),
    ("    không phải mã", "<p>không phải mã</p>"),
])
def test_what_authors_type(typed: str, html: str) -> None:
    assert as_html(typed).strip() == html


@pytest.mark.parametrize("typed", [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "![x](https://a/b.png)",
    "[x](data:text/html,<script>1</script>)", "<https://a.vn/<script>>", "[a](<javascript:alert(1)>)", "```\n<b>\n```",
    '[a](https://a.vn "x\\" onclick=alert(1)")',
])
def test_nothing_runs(typed: str) -> None:
    html = as_html(typed)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert 'href="data' not in html
    assert "onclick=\"" not in html


def test_plain_text_has_a_line_for_each_block() -> None:
    assert as_plain(as_html("## Mục\n\nA & B\n\n- c\n- d")) == "Mục\nA & B\nc\nd"


def test_entities_come_out_composed() -> None:
    assert "á" in as_html("a&#x301;")
