"""Sizes, names of drawers, docstrings and the top of the tree."""

import ast
import subprocess

import pytest

from tests.architecture.sources import FUNCTIONS, PORTAL, TOP, files, is_handler, lines, rooms

LONGEST_FILE, LONGEST_FUNCTION, LONGEST_HANDLER = 250, 50, 25
LONGER_FILES: dict[str, str] = {
    "portal/migrations/0001_first.py": "one generated migration makes all tables",
}
LONGER_FUNCTIONS: dict[str, str] = {}
FURNITURE = {"models", "policy", "queries", "services", "search", "jobs", "forms", "views", "api"}
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "shared", "base", "lib"}
TOP_LEVEL = {"portal", "templates", "static", "search_index", "translations", "tests", "benchmarks",
             "wsgi.py", "pyproject.toml", "README.md", "run", "test"}


def test_files_are_short() -> None:
    for path, _ in files():
        length = len((TOP / path).read_text("utf-8").splitlines())
        assert length <= LONGEST_FILE or path in LONGER_FILES, f"{path}: {length} lines"


def is_migration(path: str) -> bool:
    """Lists of columns are as long as they are."""
    return path.startswith("portal/migrations/0")


def test_functions_are_short() -> None:
    for path, tree in files():
        for node in ast.walk(tree):
            if isinstance(node, FUNCTIONS) and not is_migration(path) and f"{path} {node.name}" not in LONGER_FUNCTIONS:
                assert lines(node) <= LONGEST_FUNCTION, f"{path}: {node.name} has {lines(node)} lines"


def test_handlers_are_short() -> None:
    for path, tree in files():
        for node in ast.walk(tree):
            if is_handler(node):
                assert lines(node) <= LONGEST_HANDLER, f"{path}: {node.name} has {lines(node)} lines"


def test_allow_lists_name_only_what_needs_them() -> None:
    for path in LONGER_FILES:
        place = TOP / path
        assert not place.exists() or len(place.read_text("utf-8").splitlines()) > LONGEST_FILE, path


@pytest.mark.parametrize("room", rooms())
def test_every_drawer_has_a_label(room: str) -> None:
    """A room holds only the furniture of ARCHITECTURE, section 2, as a file or a package of the same name."""
    for path in (PORTAL / room).iterdir():
        if path.name in ("__init__.py", "__pycache__"):
            continue
        name = path.stem if path.is_file() else path.name
        assert name in FURNITURE, f"portal/{room}/{path.name}"


def test_nothing_is_called_utils() -> None:
    for path, _ in files():
        assert path.rpartition("/")[2].removesuffix(".py") not in NAMELESS, path


@pytest.mark.parametrize("room", rooms())
def test_a_room_says_what_it_is(room: str) -> None:
    """`__init__.py` is a docstring (purpose, words, states) and holds no code."""
    tree = next(tree for path, tree in files() if path == f"portal/{room}/__init__.py")
    assert len(ast.get_docstring(tree) or "") > 80, room
    assert len(tree.body) == 1, f"portal/{room}/__init__.py holds code"


def test_what_is_public_is_explained() -> None:
    """Modules, public classes and public functions carry a docstring."""
    missing = []
    for path, tree in files():
        if path.startswith("portal/migrations/0"):
            continue
        if not ast.get_docstring(tree):
            missing.append(path)
        missing += [f"{path} {node.name}" for node in public(tree) if not ast.get_docstring(node)]
    assert not missing, "\n".join(missing)


def public(tree: ast.Module) -> list[ast.FunctionDef | ast.ClassDef]:
    """Functions and classes of a module that others may use; methods follow their class."""
    found = [node for node in tree.body if isinstance(node, (*FUNCTIONS, ast.ClassDef))]
    return [node for node in found if not node.name.startswith("_")]


def test_the_top_of_the_tree_is_prescribed() -> None:
    """ARCHITECTURE, section 2: nothing else stands at the top but dot-files."""
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=TOP,
                            capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    names = {line.split("/")[0] for line in listed.stdout.splitlines()}
    assert {name for name in names if not name.startswith(".")} <= TOP_LEVEL


def test_views_ask_and_answer_only() -> None:
    """No SELECT, no commit and no role in views: queries, transactions and rules have their own drawers."""
    wrong = []
    for path, tree in files():
        if path.split("/")[2:3] in (["views.py"], ["views"]):
            for node in ast.walk(tree):
                named = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
                if named in ("select", "Role", "holds", "holds_any", "holdings", "commit", "execute", "scalars"):
                    wrong.append(f"{path}:{node.lineno} {named}")
    assert not wrong, "\n".join(wrong)
