"""Languages: message ids are Vietnamese; English is a catalogue beside it.

A Vietnamese page asks no catalogue: its texts are the ids themselves.
"""

import os
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

import flask_babel
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import Babel, LazyString
from markupsafe import Markup, escape

LANGUAGES = ("vi", "en")
HOME = "vi"
babel = Babel()


def N_(text: str) -> str:
    """Mark a message id that is stored and translated only when shown (notices)."""
    return text


def gettext(text: str, /, **values: Any) -> str:
    """The text in the reader's language, with its values."""
    if language() == HOME:
        return text % values if values else text
    return str(flask_babel.gettext(text, **values))


def ngettext(one: str, many: str, num: int, /, **values: Any) -> str:
    """The text for a number; Vietnamese has one form for all."""
    return str(flask_babel.ngettext(one, many, num, **values))


class Later(LazyString):  # type: ignore[misc]
    """A text made when it is shown. Escaped there like any other: its values may have been typed by a person."""

    def __html__(self) -> str:
        return str(escape(str(self)))


def lazy_gettext(text: str, /, **values: Any) -> LazyString:
    """A text that is put into the reader's language when it is shown."""
    return Later(gettext, text, **values)


def init_app(app: Flask, folder: str) -> None:
    """Speak the language of the actor's account, Vietnamese where nothing else is known."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", folder)
    app.config.setdefault("BABEL_DEFAULT_LOCALE", HOME)
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Asia/Ho_Chi_Minh")
    compile_catalogues(Path(folder))
    babel.init_app(app, locale_selector=language)
    app.jinja_env.globals["_"] = app.jinja_env.globals["gettext"] = _in_template


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


_spoken: ContextVar[str] = ContextVar("spoken", default=HOME)


def speak(chosen: str) -> None:
    """From here on this language; Vietnamese for any that is none of ours."""
    _spoken.set(chosen if chosen in LANGUAGES else HOME)


def language() -> str:
    """`vi` or `en`: asked for each text of a page."""
    return _spoken.get()


def _in_template(text: str, /, **values: Any) -> Markup:
    """`_()` of templates; values are escaped. An id is Markup as in Jinja's own, for it is written by us."""
    found = _marked(text if language() == HOME else flask_babel.gettext(text))
    return found % values if "%" in found else found


@cache
def _marked(text: str) -> Markup:
    return Markup(text)  # noqa: S704 - a message id or its translation
