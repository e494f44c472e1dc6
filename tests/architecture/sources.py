"""The Python files of the portal, parsed once."""

import ast
from functools import cache
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
PORTAL = TOP / "portal"
ENGINE = {"core", "search", "jobs", "papers", "migrations", "seeds"}
"""Packages of portal/ that are no rooms."""

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def files() -> list[tuple[str, ast.Module]]:
    """(path from the top, tree) of every module of the portal."""
    found = sorted(path for path in PORTAL.rglob("*.py"))
    return [(path.relative_to(TOP).as_posix(), ast.parse(path.read_text("utf-8"))) for path in found]


@cache
def rooms() -> list[str]:
    """Names of the rooms: packages of portal/ that hold furniture."""
    packages = {path.parent.name for path in PORTAL.glob("*/__init__.py")}
    return sorted(packages - ENGINE - {"demo"})


def lines(node: ast.AST) -> int:
    """Length of a function without its decorators."""
    return node.end_lineno - node.lineno + 1  # type: ignore[attr-defined]


def is_handler(node: ast.AST) -> bool:
    """A function under `@bp.get`, `@bp.post` or `@bp.route`."""
    return isinstance(node, FUNCTIONS) and any(
        isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr in ("get", "post", "route")
        for one in node.decorator_list)
