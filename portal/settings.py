"""Settings, read once from the environment; each is named and explained in the README.

No default is unfit for production: without PORTAL_SECRET_KEY a random key is made once and kept,
readable by the owner only, beside the data.
"""

import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent


class SettingsError(ValueError):
    """A setting that can't be used; the message names it and says what it takes."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Sizes in bytes, times in seconds, folders absolute."""

    data: Path
    files: Path
    index: Path
    database_url: str
    secret_key: str
    host: str
    port: int
    https: bool
    proxies: int
    hotline: str
    organization_name: str
    upload_limit: int
    ocr: bool
    log_level: str
    totp_roles: frozenset[str]
    honey_ids: frozenset[str]
    search: str = "whoosh"
    trust_roots: Path | None = None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read and check all; raises SettingsError on the first that can't be used."""
        given = environ.get("PORTAL_DATA")
        data = Path(given).resolve() if given else TOP / "instance"
        index = data / "search_index" if given else TOP / "search_index"
        data.mkdir(parents=True, exist_ok=True)
        return cls(
            data=data,
            files=data / "files",
            index=index,
            database_url=_database_url(environ.get("DATABASE_URL"), data),
            secret_key=environ.get("PORTAL_SECRET_KEY") or kept_secret(data / "secret_key"),
            host=environ.get("PORTAL_HOST", "127.0.0.1"),
            port=_whole(environ, "PORTAL_PORT", 8000, 1, 65535),
            https=environ.get("PORTAL_HTTPS", "1") != "0",
            proxies=_whole(environ, "PORTAL_PROXIES", 0, 0, 5),
            hotline=environ.get("PORTAL_HOTLINE", ""),
            organization_name=environ.get("PORTAL_NAME", "Sổ tay đảng viên"),
            upload_limit=_whole(environ, "PORTAL_UPLOAD_MB", 25, 1, 500) * 1024 * 1024,
            ocr=environ.get("PORTAL_OCR", "0") == "1",
            log_level=environ.get("PORTAL_LOG_LEVEL", "INFO").upper(),
            totp_roles=frozenset(environ.get("PORTAL_TOTP_ROLES", "").replace(",", " ").split()),
            honey_ids=_citizen_ids(environ, "PORTAL_HONEY_IDS"),
            search=_search(environ),
            trust_roots=Path(environ["PORTAL_TRUST_ROOTS"]).resolve() if environ.get("PORTAL_TRUST_ROOTS") else None,
        )


def kept_secret(path: Path) -> str:
    """The key kept at `path`, made at first use; processes starting at once agree on one, written whole."""
    if not path.exists():
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".secret-")
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(temporary, path)
        Path(temporary).unlink()
    return path.read_text("ascii")


def _database_url(given: str | None, data: Path) -> str:
    if not given:
        return f"sqlite:///{data / 'portal.sqlite'}"
    return given.replace("postgres://", "postgresql://", 1).replace("postgresql://", "postgresql+psycopg://", 1)


def _citizen_ids(environ: Mapping[str, str], name: str) -> frozenset[str]:
    ids = environ.get(name, "").replace(",", " ").split()
    if not all(len(one) == 12 and one.isascii() and one.isdecimal() for one in ids):
        raise SettingsError(f"{name}: cần các số gồm đúng 12 chữ số, cách nhau bằng dấu phẩy")
    return frozenset(ids)


def _search(environ: Mapping[str, str]) -> str:
    chosen = environ.get("PORTAL_SEARCH", "whoosh")
    if chosen not in ("whoosh", "postgresql"):
        raise SettingsError(f"PORTAL_SEARCH={chosen!r}: cần whoosh hoặc postgresql")
    if chosen == "postgresql" and not environ.get("DATABASE_URL", "").startswith("postgres"):
        raise SettingsError("PORTAL_SEARCH=postgresql: cần DATABASE_URL trỏ đến PostgreSQL")
    return chosen


def _whole(environ: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    raw = environ.get(name, str(default))
    if not raw.isdecimal() or not least <= int(raw) <= most:
        raise SettingsError(f"{name}={raw!r}: cần một số nguyên từ {least} đến {most}")
    return int(raw)
