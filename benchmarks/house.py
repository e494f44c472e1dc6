"""A portal to measure: the sample organisation in a folder of its own, and its sample sign-ins."""

import os
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
WARM = ("member_1", "cell_secretary_1")
"""The sample people whose pages are measured: an ordinary member and a secretary, never the administrator."""


def environ(folder: Path) -> dict[str, str]:
    """Settings of that portal."""
    return {**os.environ, "PORTAL_DATA": str(folder), "PORTAL_HTTPS": "0", "PORTAL_LOG_LEVEL": "ERROR",
            "PORTAL_SECRET_KEY": "only to measure"}


def command(folder: Path, *words: str) -> str:
    """Run `flask --app wsgi …` on it; answers what it printed."""
    done = subprocess.run([sys.executable, "-m", "flask", "--app", "wsgi", *words], cwd=TOP, env=environ(folder),
                          capture_output=True, text=True, check=True)
    return done.stdout


def furnish(folder: Path, *, scale: bool = False) -> dict[str, tuple[str, str]]:
    """Fill an empty folder with the sample, or use what is there; answers role → (citizen id, password)."""
    command(folder, "init")
    command(folder, "demo", *(["--scale"] if scale else []))
    rows = [line.split("\t") for line in command(folder, "demo", "--accounts").splitlines()[1:]]
    return {row[0]: (row[1], row[2]) for row in rows}


def table(head: list[str], rows: list[list[str]]) -> str:
    """Aligned columns, the first one to the left."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    lines = ["  ".join([row[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True))])
             for row in [head, *rows]]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])
