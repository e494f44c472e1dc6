"""Settings: no default unfit for production; what can't be used is named in one sentence."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portal.settings import Settings, SettingsError, kept_secret


def read(folder: Path, **environ: str) -> Settings:
    return Settings.from_environment({"PORTAL_DATA": str(folder), **environ})


def test_defaults_are_fit_for_production(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings.https
    assert settings.proxies == 0
    assert settings.host == "127.0.0.1"
    assert settings.database_url == f"sqlite:///{tmp_path / 'portal.sqlite'}"
    assert len(settings.secret_key) >= 48


@pytest.mark.parametrize(("name", "value"), [
    ("PORTAL_PORT", "0"), ("PORTAL_PORT", "65536"), ("PORTAL_PORT", "http"), ("PORTAL_PORT", "-1"), ("PORTAL_PORT", ""),
    ("PORTAL_PROXIES", "6"), ("PORTAL_PROXIES", "1.5"), ("PORTAL_UPLOAD_MB", "0"), ("PORTAL_UPLOAD_MB", "501"),
])
def test_what_cannot_be_used_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        read(tmp_path, **{name: value})


@pytest.mark.parametrize("given", ["postgres://u:p@h/d", "postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d"])
def test_every_spelling_of_postgresql_uses_psycopg(tmp_path: Path, given: str) -> None:
    assert read(tmp_path, DATABASE_URL=given).database_url == "postgresql+psycopg://u:p@h/d"


def test_https_is_switched_off_only_by_zero(tmp_path: Path) -> None:
    assert not read(tmp_path, PORTAL_HTTPS="0").https
    assert read(tmp_path, PORTAL_HTTPS="").https


def test_the_key_is_kept_and_private(tmp_path: Path) -> None:
    first = read(tmp_path).secret_key
    assert read(tmp_path).secret_key == first
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert read(tmp_path, PORTAL_SECRET_KEY="đã cho").secret_key == "đã cho"


def test_processes_starting_at_once_agree_on_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: kept_secret(tmp_path / "key"), range(40)))
    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["key"]
