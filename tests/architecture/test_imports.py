"""Who may import whom: the contracts of pyproject.toml, and rooms meet only at api.py."""

import subprocess
import sys
from pathlib import Path

import grimp

from tests.architecture.sources import TOP, rooms

WIRING = {"app", "cli"}
"""Modules that open the rooms; all others knock at the door."""


def test_contracts_of_import_linter() -> None:
    """Floors, furniture, HTTP and circles (pyproject.toml, [tool.importlinter])."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_rooms_meet_only_at_api() -> None:
    """`portal.documents.…` may import `portal.members.api` and nothing else of `portal.members`."""
    graph = grimp.build_graph("portal", cache_dir=None, exclude_type_checking_imports=True)
    wrong = []
    for module in sorted(graph.modules):
        own = module.split(".")[1] if "." in module else ""
        if own in WIRING:
            continue
        for other in sorted(graph.find_modules_directly_imported_by(module)):
            parts = other.split(".")
            if len(parts) > 1 and parts[1] in rooms() and parts[1] != own and parts[2:] != ["api"]:
                wrong.append(f"{module} → {other}")
    assert not wrong, "\n".join(wrong)


def test_api_only_hands_on() -> None:
    """An api.py holds re-exports and nothing of its own."""
    import ast

    from tests.architecture.sources import files

    for path, tree in files():
        if path.endswith("/api.py"):
            own = [node for node in tree.body if not isinstance(node, ast.ImportFrom | ast.Expr | ast.Assign)]
            assert not own, f"{path}: line {own[0].lineno}"
