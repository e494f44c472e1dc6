"""Settings from the environment, create_app, app: `gunicorn wsgi:app`, `flask --app wsgi …`."""

from portal.app import create_app
from portal.settings import SettingsError

try:
    app = create_app()
except SettingsError as error:
    raise SystemExit(f"Sổ tay: {error}") from None
