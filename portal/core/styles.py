"""The styles of a page: the one sheet where the browser has it, else the rules that this very page uses.

A browser that does not have the sheet yet gets the rules its page needs inside the page, and fetches the sheet at
the page's end, when everything is on screen. The answer with the sheet leaves a cookie that names it; from then on
pages only link it. Without cookies each page brings its rules: nothing flashes, nothing breaks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

COOKIE = "css"
HEAD, END = "<!--styles-->", "<!--sheet-->"
"""Where a layout wants its styles, and where it lets the sheet be fetched for later."""
AT_RULE_OR_RULE = re.compile(r"(@[^{]*)\{((?:[^{}]*\{[^{}]*\}|[^{}])*)\}|([^{}]+)\{([^{}]*)\}")
COMMAS = re.compile(r",(?![^(]*\))")
NOT_ASKED_FOR = re.compile(r":not\([^)]*\)|::?[\w-]+(?:\([^)]*\))?|[~|^$*]?=[^\]]*(?=\])")
ASKED_FOR = re.compile(r"[.#\[][\w-]+|(?<![\w.#\[-])[a-z][a-z0-9]*")
TAGS, CLASSES, IDS, ARIA = (re.compile(one) for one in (
    r"<([a-z][a-z0-9]*)", r'class="([^"]*)"', r'id="([^"]*)"', r"(aria-[a-z]+)="))
"""Apart, each is found by its first letters: in one expression they took ten times as long."""
WAITS = re.compile(r":hover|:focus-visible|^\.menu(?: (?:ul|a|li)|>)")
"""Selectors of what shows only once a person points, tabs or opens a menu: by then the sheet has come."""
PROPERTY = re.compile(r"(--[\w-]+):[^;}]*;?")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its medium ("" for all), its selectors with the tags, .classes, #ids and [attributes each needs,
    its text."""

    medium: str
    selectors: tuple[tuple[str, frozenset[str]], ...]
    text: str


def squeeze(css: str) -> str:
    """Without comments and blanks that mean nothing."""
    text = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", css, flags=re.S))
    return re.sub(r"\s*([{};,>])\s*", r"\1", text).replace(": ", ":").replace(";}", "}").strip()


@lru_cache(maxsize=4)
def rules(sheet: str) -> tuple[Rule, ...]:
    """The rules of a squeezed sheet for screens, in order."""
    return tuple(_rules(sheet, ""))


def _rules(text: str, medium: str) -> Iterator[Rule]:
    for at, inside, selectors, body in AT_RULE_OR_RULE.findall(text):
        if selectors:
            yield Rule(medium, tuple((one, _needs(one)) for one in COMMAS.split(selectors)), body)
        elif at.startswith("@media") and at != "@media print":
            yield from _rules(inside, at)


def _needs(selector: str) -> frozenset[str]:
    return frozenset(ASKED_FOR.findall(NOT_ASKED_FOR.sub("", selector)))


def names_in(html: str) -> frozenset[str]:
    """Tags, .classes, #ids and [aria attributes of a page."""
    classes = " ".join(set(CLASSES.findall(html))).split()
    return frozenset([*TAGS.findall(html), *(f".{one}" for one in classes),
                      *(f"#{one}" for one in IDS.findall(html)), *(f"[{one}" for one in ARIA.findall(html))])


@lru_cache(maxsize=256)
def needed(sheet: str, names: frozenset[str]) -> str:
    """The rules of a sheet that a page with these names can use at first sight, in the sheet's order."""
    out, medium, before = [], "", ""
    for rule in rules(sheet):
        selectors = [selector for selector, needs in rule.selectors if needs <= names and not WAITS.search(selector)]
        if not selectors:
            continue
        if rule.medium != medium:
            out.append(("}" if medium else "") + (f"{rule.medium}{{" if rule.medium else ""))
            medium, before = rule.medium, ""
        chosen = ",".join(selectors)
        out.append(f"{chosen}{{{rule.text}}}" if chosen != before else f"{out.pop()[:-1]};{rule.text}}}")
        before = chosen
    text = "".join(out) + ("}" if medium else "")
    return PROPERTY.sub(lambda one: one[0] if f"var({one[1]}" in text else "", text).replace(";}", "}")
