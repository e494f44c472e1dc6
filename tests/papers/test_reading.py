"""Clean HTML: structure, no lost word, nothing active."""

import re
from html import unescape

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.text import fold, words
from portal.papers.reading import TAGS, to_html

TAG = re.compile(r"</?([a-z0-9]+)([^>]*)>")


def text_of(html):
    return unescape(TAG.sub(" ", html))


def check(html):
    html5lib.HTMLParser(strict=True).parseFragment(html)
    for name, attributes in TAG.findall(html):
        assert name in TAGS
        for attribute, value in re.findall(r'([\w-]+)="([^"]*)"', attributes):
            assert attribute in {"class", "href", "rel"}
            if attribute == "class":
                assert all(part.startswith("paper-") for part in value.split())
            if attribute == "href":
                assert value.startswith(("http://", "https://"))


def test_no_word_is_lost_or_moved(letter):
    _, path = letter
    text = path.read_text(encoding="utf-8")
    html = to_html(text)
    assert words(fold(text_of(html))) == words(fold(text))
    check(html)


def test_structure_of_98(text_98):
    html = to_html(text_98)
    head = html[: html.index("</header>")]
    for part in (
        '<p class="paper-upper">ĐẢNG ỦY CHÍNH PHỦ</p>',
        '<p class="paper-issuer">ĐẢNG BỘ TỔNG CÔNG TY<br>ĐƯỜNG SẮT VIỆT NAM</p>',
        '<p class="paper-national">ĐẢNG CỘNG SẢN VIỆT NAM</p>',
        '<p class="paper-symbol">Số 98 -CV/ĐU</p>',
        '<p class="paper-date">Hà Nội, ngày 15 tháng 12 năm 2025</p>',
        '<p class="paper-subject">Về việc tiếp tục',
    ):
        assert part in head
    assert '<div class="paper-to"><p>Kính gửi: Các cơ sở đảng trực thuộc</p></div>' in html
    assert re.findall(r"<h2>(\d)\.", html) == ["1", "2", "3", "4", "4"]
    assert "<h1" not in html
    assert html.count("<a href=") == 4
    assert html.count('rel="noopener nofollow"') == 4
    assert "chính thức, dự bị (trừ đảng viên" in html
    assert "điện tử” tại các cấp ủy" in html
    assert "<strong>từ ngày 01/01/2026</strong>" in html
    assert "(*)" in html
    assert html.endswith('<p class="paper-signer">Nguyễn Tất Thương</p></div></footer>')


def test_structure_of_215(text_215):
    html = to_html(text_215)
    assert re.findall(r"<h2>(.*?)</h2>", html) == [
        "1. Các đảng ủy trực thuộc Thành ủy",
        "2. Ban Tổ chức Thành ủy",
        "3. Ban Tuyên giáo và Dân vận Thành ủy",
        "4. Văn phòng Thành ủy",
    ]
    assert "“đúng - đủ - sạch - sống - thống nhất - dùng chung”" in html
    assert html.count("<li>") == 16
    assert '<div class="paper-to"><p>Kính gửi:</p><ul><li>Các cơ quan tham mưu' in html
    assert "<li>Lưu Văn phòng Thành ủy. LINH-196</li>" in html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("**a** [x](javascript:alert(1))", "<p><strong>a</strong> [x](javascript:alert(1))</p>"),
        ("**a** ![x](http://a/b.png)",
         '<p><strong>a</strong> !<a href="http://a/b.png" rel="noopener nofollow">x</a></p>'),
        ("**a** <b onclick=x()>c</b>", "<p><strong>a</strong> &lt;b onclick=x()&gt;c&lt;/b&gt;</p>"),
        ("# Một\n\n### Hai", "<h2>Một</h2><h3>Hai</h3>"),
        ("## A\n\n3. ba\n4. bốn", "<h2>A</h2><p>3. ba</p><p>4. bốn</p>"),
        ("## A\n\n| a | b |\n|---|---|\n| 1 | 2 |",
         '<h2>A</h2><table class="paper-table"><thead><tr><th>a</th><th>b</th></tr></thead>'
         "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>"),
        ("Xem https://dcs.vn/a?b=1&c=2.",
         '<p>Xem <a href="https://dcs.vn/a?b=1&amp;c=2" rel="noopener nofollow">https://dcs.vn/a?b=1&amp;c=2</a>.</p>'),
        ("", ""),
    ],
)  # fmt: skip
def test_small_texts(source, html):
    assert to_html(source) == html
    check(html)


def test_wrapped_lines_become_paragraphs():
    long = "Thực hiện Kế hoạch của Ban Thường vụ về việc triển khai\nứng dụng trong toàn Đảng bộ, Đảng ủy "
    long += "yêu cầu các chi\nbộ:\n"
    html = to_html(long + "1. Chi bộ\n- Họp đúng kỳ;\n- Ghi biên bản.\nĐảng ủy đề nghị các chi bộ thực hiện tốt.")
    assert html == (
        "<p>Thực hiện Kế hoạch của Ban Thường vụ về việc triển khai ứng dụng trong toàn Đảng bộ, Đảng ủy yêu cầu "
        "các chi bộ:</p><h2>1. Chi bộ</h2><ul><li>Họp đúng kỳ;</li><li>Ghi biên bản.</li></ul>"
        "<p>Đảng ủy đề nghị các chi bộ thực hiện tốt.</p>"
    )


@given(st.text(alphabet="aĐủ1. \n-*#:<>&|[](){}\"'`_~\\!@/htps", max_size=120))
def test_any_text_is_safe_and_whole(text):
    html = to_html(text)
    check(html)
    if not re.search(r"[*#<>\[\]&|\\_!`]", text):
        assert words(text_of(html)) == words(text)
