"""Languages: message ids are Vietnamese; English is a catalogue beside it."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, g, has_request_context
from flask_babel import Babel, get_locale
from flask_babel import gettext as gettext
from flask_babel import lazy_gettext as lazy_gettext
from flask_babel import ngettext as ngettext

LANGUAGES = ("vi", "en")
babel = Babel()


def N_(text: str) -> str:
    """Mark a message id that is stored and translated only when shown (notices)."""
    return text


def init_app(app: Flask, folder: str) -> None:
    """Speak the language of the actor's account, Vietnamese where nothing else is known."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", folder)
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "vi")
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Asia/Ho_Chi_Minh")
    compile_catalogues(Path(folder))
    babel.init_app(app, locale_selector=_choose)


def compile_catalogues(folder: Path) -> None:
    """Make each .mo that is older than its .po; a crash leaves the old one."""
    for source in folder.glob("*/LC_MESSAGES/messages.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name)
        fresh = target.with_name(f"{target.name}.{os.getpid()}")
        with fresh.open("wb") as file:
            write_mo(file, catalogue)
        fresh.replace(target)


def language() -> str:
    """`vi` or `en`."""
    return str(get_locale() or "vi")[:2]


def _choose() -> str:
    chosen = g.get("language") if has_request_context() else None
    return chosen if chosen in LANGUAGES else "vi"
