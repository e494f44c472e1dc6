"""Migrations: SQLite watched while its tables are written anew. Commands and tests alone need this; the web server
never loads it."""

from typing import Any

from flask import current_app
from flask_alembic import Alembic
from flask_alembic.extension import _Cache

from portal.core.db import Base


class Migrations(Alembic):
    """SQLite changes a table by writing it anew, which looks to it as if all rows that others refer to were deleted:
    references are not watched meanwhile, and each step checks them all before it may be kept."""

    def _get_cache(self) -> _Cache:
        """An app is known from its first migration on, also one that has answered requests."""
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        if app not in self._cache:
            app.config["ALEMBIC"] = {"script_location": f"{app.root_path}/migrations", "path_separator": "os",
                                     "version_locations": []}
            app.config["ALEMBIC_CONTEXT"] = {"render_as_batch": True, "compare_type": True, "transactional_ddl": True,
                                             "compare_server_default": True, "on_version_apply": _check_references}
            self._cache[app] = _Cache()
            app.teardown_appcontext_funcs.append(self._cache[app].clear)
        return self._cache[app]

    def run_migrations(self, fn: Any, **kwargs: Any) -> None:
        """Run the steps that `fn` chooses."""
        found = [context.connection for context in self.migration_contexts.values()
                 if context.connection is not None and context.dialect.name == "sqlite"]
        watched: list[Any] = [connection.connection.dbapi_connection for connection in found]
        for connection in watched:
            connection.execute("PRAGMA foreign_keys=OFF")
        try:
            super().run_migrations(fn, **kwargs)
        finally:
            for connection in watched:
                connection.execute("PRAGMA foreign_keys=ON")


def _check_references(ctx: Any, **kwargs: Any) -> None:
    if ctx.dialect.name == "sqlite":
        broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise RuntimeError(f"the step leaves rows of {broken[0]} that refer to nothing in {broken[2]}")


alembic = Migrations(metadatas=Base.metadata)
