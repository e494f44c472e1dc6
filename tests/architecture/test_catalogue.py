"""Every sentence of code and templates stands in the catalogue, and English says it with the same values.

`python -m tests.architecture.test_catalogue` writes both files anew; what has no English yet is left empty there.
"""

import ast
import re
import tomllib
from collections import Counter
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from tests.architecture.sources import TOP, files

TEMPLATE = TOP / "translations/messages.pot"
ENGLISH = TOP / "translations/en/LC_MESSAGES/messages.po"
KEYWORDS = {"_": None, "_l": None, "N_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
HEADER = ("Project-Id-Version", "Language:", "MIME-Version", "Content-", "Plural-Forms")
VIETNAMESE = re.compile("[àáạảãâầấậẩẫăằắặẳẵèéẹẻẽêềếệểễìíịỉĩòóọỏõôồốộổỗơờớợởỡùúụủũưừứựửữỳýỵỷỹđ]", re.IGNORECASE)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
POSITIONAL = re.compile(r"%[sdr]\b|\{\w*\}")
LONGEST_PLAIN = 40
PLAIN: set[str] = set()
"""Long message ids without one Vietnamese letter that are right all the same."""
QUOTED = ("98-CV/ĐU", "QĐ", "T/M BAN THƯỜNG VỤ")
"""Vietnamese that English leaves as it is."""


class Anything(dict[str, int]):
    """A value for each placeholder."""

    def __missing__(self, name: str) -> int:
        return 1


@cache
def extracted() -> tuple[Catalog, frozenset[str]]:
    """What code and templates say now, and the ids templates say, which are formats even without values."""
    mappings = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]["mappings"]
    methods = [(one["pattern"], one["method"]) for one in mappings]
    options = {one["pattern"]: {key: value for key, value in one.items() if key not in ("pattern", "method")}
               for one in mappings}
    found = Catalog(project="Sổ tay", fuzzy=False, header_comment="# Sentences of Sổ tay; ids are Vietnamese.")
    shown: set[str] = set()
    tops = {one["pattern"].partition("/")[0] for one in mappings}
    for file, line, ids, comments, context in extract_from_dir(
            TOP, methods, options, KEYWORDS, directory_filter=lambda path: wanted(Path(path), tops)):
        found.add(ids, None, [(file, line)], auto_comments=comments, context=context)
        if file.endswith(".html"):
            shown.update(texts(ids))
    return found, frozenset(shown)


def wanted(folder: Path, tops: set[str]) -> bool:
    parts = folder.relative_to(TOP).parts
    return not parts or (parts[0] in tops and parts[-1] != "__pycache__")


def texts(said: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [said or ""] if said is None or isinstance(said, str) else list(said)


def said() -> set[str]:
    return {text for ids in messages(extracted()[0]) for text in texts(ids)}


def messages(catalogue: Catalog) -> dict[str | tuple[str, ...], Message]:
    return {tuple(one.id) if isinstance(one.id, list | tuple) else one.id: one for one in catalogue if one.id}


@cache
def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="en" if path == ENGLISH else None)


@pytest.mark.parametrize("path", [TEMPLATE, ENGLISH], ids=["pot", "en"])
def test_holds_what_is_said_and_nothing_else(path: Path) -> None:
    here, there = set(messages(extracted()[0])), set(messages(read(path)))
    assert len(here) > 500, "code and templates are both read"
    assert not here - there, f"run python -m tests.architecture.test_catalogue: {here - there}"
    assert not there - here, f"said nowhere: {there - here}"
    assert not read(path).obsolete, list(read(path).obsolete)


def test_everything_has_its_english() -> None:
    for ids, one in messages(read(ENGLISH)).items():
        assert not one.fuzzy, f"fuzzy: {ids}"
        assert len(texts(one.string)) == (1 if isinstance(ids, str) else 2), f"plural forms: {ids}"
        assert all(text.strip() for text in texts(one.string)), f"no English: {ids}"


def test_english_is_english() -> None:
    for ids, one in messages(read(ENGLISH)).items():
        for text in texts(one.string):
            for quoted in QUOTED:
                text = text.replace(quoted, "")
            assert not VIETNAMESE.search(text), f"{ids}: {text}"


def test_placeholders_agree() -> None:
    for ids, one in messages(read(ENGLISH)).items():
        asked = Counter(PLACEHOLDER.findall(texts(ids)[0]))
        for text in texts(one.string):
            assert Counter(PLACEHOLDER.findall(text)) == asked, f"{ids}: {text}"


def test_each_takes_its_values() -> None:
    """A lone % must be doubled where values are put in: in templates always, in code where there are some."""
    _, shown = extracted()
    for ids, one in messages(read(ENGLISH)).items():
        if PLACEHOLDER.search(texts(ids)[0]) or shown.intersection(texts(ids)):
            for text in (*texts(ids), *texts(one.string)):
                assert "%" not in PLACEHOLDER.sub("", text).replace("%%", ""), text
                assert text % Anything(), text


def test_values_are_named() -> None:
    for text in said():
        assert not POSITIONAL.search(text), text


def test_code_says_whole_sentences() -> None:
    """The catalogue is looked up before values are put in: an f-string, a sum or a formatted text is never found."""
    for path, tree in files():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
                pieces = (ast.JoinedStr, ast.BinOp, ast.Call)
                assert node.args and not isinstance(node.args[0], pieces), f"{path}:{node.lineno}"


def test_ids_are_vietnamese() -> None:
    """Short words like `nam` have no mark to know them by; a whole sentence without one is English."""
    english = {text for text in said() if len(text) > LONGEST_PLAIN and not VIETNAMESE.search(text)}
    assert english == PLAIN, english ^ PLAIN


def lines(catalogue: Catalog) -> str:
    """A catalogue as a file that changes only when a sentence does: no dates, places or names of tools."""
    file = BytesIO()
    write_po(file, catalogue, width=0, no_location=True, sort_by_file=True, ignore_obsolete=True)
    top, _, rest = file.getvalue().decode("utf-8").partition("\n\n")
    kept = [line for line in top.splitlines() if not line.startswith('"') or line[1:].startswith(HEADER)]
    return "\n".join(kept).replace("Sổ tay VERSION", "Sổ tay") + "\n\n" + rest


def refresh() -> None:
    """Write the .pot anew and bring its ids into the English file, which keeps what it has."""
    found = extracted()[0]
    english = read(ENGLISH) if ENGLISH.exists() else Catalog(locale="en")
    english.update(found, no_fuzzy_matching=True, update_header_comment=False)
    english.header_comment, english.fuzzy, english.project = "# English of Sổ tay.", False, "Sổ tay"
    TEMPLATE.parent.mkdir(exist_ok=True)
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_text(lines(found), "utf-8")
    ENGLISH.write_text(lines(english), "utf-8")


if __name__ == "__main__":
    refresh()
