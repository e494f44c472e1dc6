"""Schema changes, one file each, run by `flask --app wsgi init`."""
