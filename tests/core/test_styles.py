"""Styles of a page: the rules it uses while the browser has no sheet, a link as soon as it has one."""

import re
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core import styles
from tests.client import PortalClient

As = Callable[[str | None], PortalClient]
SHEET = styles.squeeze("""
/* words */
:root { --ink: #111; --gold: #ff0 }
body { color: var(--ink) }
.badge, ul > li { color: var(--gold) }
a:hover { color: red }
[aria-current] { font-weight: 700 }
.fold:not([open]) + * { display: none }
@media (max-width: 9em) { .nav li:nth-child(n+6), #results { display: none } .badge { margin: 0 } }
@media print { body { margin: 0 } }
@page { size: A4; @bottom-center { content: counter(page) } }
h1 { margin: 0 }
""")


def css(html: str) -> str:
    return styles.needed(SHEET, styles.names_in(html))


def test_only_rules_that_can_apply_are_kept_in_order() -> None:
    assert css("<body><h1>x</h1></body>") == ":root{--ink:#111}body{color:var(--ink)}h1{margin:0}"


def test_rules_of_the_same_in_a_row_become_one() -> None:
    sheet = "p,ol{margin:0}ol{gap:0}@media (min-width:9em){ol{gap:1px}}ol{left:0}h1,ol{top:0}"
    assert styles.needed(sheet, styles.names_in("<ol></ol>")) == (
        "ol{margin:0;gap:0}@media (min-width:9em){ol{gap:1px}}ol{left:0;top:0}")


def test_a_selector_of_several_keeps_those_that_match() -> None:
    page = css('<ul><li class="wide badge">x</li></ul>')
    assert ".badge,ul>li{color:var(--gold)}" in page
    assert "ul>li" not in css('<p class="badge">x</p>')
    assert "--gold" in page
    assert "--ink" not in page


def test_media_are_kept_and_print_and_hover_wait_for_the_sheet() -> None:
    page = css('<body><div id="results" class="badge"><a aria-current="page">x</a></div></body>')
    assert "@media (max-width:9em){#results{display:none}.badge{margin:0}}" in page
    assert "print" not in page
    assert "hover" not in page
    assert "A4" not in page
    assert "[aria-current]{font-weight:700}" in page


def test_what_shows_when_a_menu_opens_waits_for_the_sheet() -> None:
    sheet = ".menu ul,.crumbs ol{padding:0}.menu>:not(summary){top:0}.menu summary{left:0}"
    names = styles.names_in('<nav class="crumbs"><ol></ol></nav><details class="menu"><summary><ul></ul></summary>')
    assert styles.needed(sheet, names) == ".crumbs ol{padding:0}.menu summary{left:0}"


def test_states_that_change_later_need_nothing() -> None:
    assert ".fold:not([open]) + *{display:none}" in css('<details class="fold"></details>')


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.sets(st.sampled_from(["body", "h1", "ul", "li", "a", ".badge", ".nav", ".fold", "#results"])))
def test_more_names_never_lose_a_rule(names: set[str]) -> None:
    some = {rule for rule in re.findall(r"[^{}]+\{[^{}]*\}", styles.needed(SHEET, frozenset(names)))}
    everything = styles.needed(SHEET, frozenset(names | {"body", "h1", "ul", "li", "a", ".badge", ".nav", ".fold",
                                                         "#results", "[aria-current"}))
    for rule in some:
        assert all(one in everything for one in rule.partition("{")[2].rstrip("}").split(";") if "--" not in one)


def test_the_sheet_says_that_the_browser_has_it(as_: As) -> None:
    client = as_("member")
    first = client.get("/")
    assert "<style>" in first.text
    links = re.findall(r'<link rel="stylesheet" href="([^"]+)">', first.text)
    assert len(links) == 1
    assert first.text.index(links[0]) > first.text.index("</footer>")
    client.get(links[0]).close()
    second = client.get("/")
    assert "<style>" not in second.text
    assert second.text.index(links[0]) < second.text.index("<body>")
    assert "sha256" not in second.headers["Content-Security-Policy"]


def test_a_browser_with_an_old_sheet_is_dressed_anew(as_: As) -> None:
    client = as_("member")
    client.set_cookie("css", "0123456789")
    assert "<style>" in client.get("/").text


def test_signing_out_forgets_the_sheet(as_: As) -> None:
    client = as_("member")
    client.get(re.findall(r'<link rel="stylesheet" href="([^"]+)">', client.get("/").text)[0]).close()
    assert client.get_cookie("css") is not None
    client.submit(client.get("/"), action="/dang-xuat")
    assert client.get_cookie("css") is None
