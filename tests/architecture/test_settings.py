"""Every setting is read in one place and explained in the README."""

import re

from tests.architecture.sources import TOP, files

NAME = re.compile(r'"(PORTAL_[A-Z_]+|DATABASE_URL)"')


def names() -> set[str]:
    return {name for path, _ in files() for name in NAME.findall((TOP / path).read_text("utf-8"))}


def test_settings_are_found() -> None:
    assert {"PORTAL_DATA", "PORTAL_PORT", "DATABASE_URL"} <= names()


def test_every_setting_is_documented() -> None:
    readme = (TOP / "README.md").read_text("utf-8")
    assert not {name for name in names() if f"`{name}`" not in readme}


def test_the_environment_is_read_in_settings_only() -> None:
    """Nothing but settings.py and cli.py (child processes) looks at the environment."""
    for path, _ in files():
        if path not in ("portal/settings.py", "portal/cli.py", "portal/papers/child.py"):
            assert "os.environ" not in (TOP / path).read_text("utf-8"), path
