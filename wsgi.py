"""Settings from the environment, create_app, app: `gunicorn wsgi:app`, `flask --app wsgi …`."""

import gc

gc.disable()  # what is made while the portal loads is never garbage: looking for some is a fifth of the start

from portal.app import create_app  # noqa: E402
from portal.settings import SettingsError  # noqa: E402

try:
    app = create_app()
except SettingsError as error:
    raise SystemExit(f"Sổ tay: {error}") from None
finally:
    gc.enable()
