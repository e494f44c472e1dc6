"""Languages: message ids are Vietnamese; English is a catalogue beside it."""

from flask import Flask, g, has_request_context
from flask_babel import Babel, get_locale
from flask_babel import gettext as gettext
from flask_babel import lazy_gettext as lazy_gettext
from flask_babel import ngettext as ngettext

LANGUAGES = ("vi", "en")
babel = Babel()


def init_app(app: Flask, folder: str) -> None:
    """Speak the language of the actor's account, Vietnamese where nothing else is known."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", folder)
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "vi")
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Asia/Ho_Chi_Minh")
    babel.init_app(app, locale_selector=_choose)


def language() -> str:
    """`vi` or `en`."""
    return str(get_locale() or "vi")[:2]


def _choose() -> str:
    chosen = g.get("language") if has_request_context() else None
    return chosen if chosen in LANGUAGES else "vi"
