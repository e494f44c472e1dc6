"""The number of a record or account that was deleted (merged, or undone with an import) is not given to the next person:
the log of acts would tell of two people under one. PostgreSQL never does so; SQLite has to be told.

Revision ID: 0027
Revises: 0026
Create Date: 2026-11-23
"""

import re

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

NAMED = {"account": "max(max(coalesce(account_id, 0)), max(CASE object_kind WHEN 'account' THEN object_id ELSE 0 END), "
                    "max(coalesce(CASE verb WHEN 'quality.merge' THEN json_extract(facts, '$.account') END, 0)))",
         "member": "max(max(CASE object_kind WHEN 'member' THEN object_id ELSE 0 END), "
                   "max(coalesce(CASE verb WHEN 'quality.merge' THEN json_extract(facts, '$.gone') END, 0)))"}
"""Table → the highest number that the log has heard of."""
KEY = re.compile(r',\s*(?:CONSTRAINT "?\w+"? )?PRIMARY KEY \("?id"?\)')


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table, named in NAMED.items():
            _count_on(table, named)


def downgrade() -> None:
    """Nothing: an older portal works with it as well."""


def _count_on(table: str, named: str) -> None:
    """Write a table anew, as SQLite has no other way; its indexes and triggers are made again as they were."""
    execute = op.get_bind().exec_driver_sql
    made = execute("SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY type = 'table' DESC",
                   (table,)).scalars().all()
    if "AUTOINCREMENT" in made[0]:
        return
    anew, keys = KEY.subn("", made[0])
    anew, ids = re.subn(r'("?\bid"?) INTEGER NOT NULL', r"\1 INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT", anew, count=1)
    if (keys, ids) != (1, 1):
        raise RuntimeError(f"the key of {table} is not as expected: {made[0]}")
    execute(f"CREATE TABLE old_{table} AS SELECT * FROM {table}")  # noqa: S608 - our own names
    execute(f"DROP TABLE {table}")
    for statement in [anew, f"INSERT INTO {table} SELECT * FROM old_{table}", f"DROP TABLE old_{table}",  # noqa: S608
                      *made[1:]]:
        execute(statement)
    execute("INSERT INTO sqlite_sequence (name, seq) SELECT ?, 0 WHERE ? NOT IN (SELECT name FROM sqlite_sequence)",
            (table, table))
    execute(f"UPDATE sqlite_sequence SET seq = max(seq, coalesce((SELECT {named} FROM audit_entry), 0)) "  # noqa: S608
            "WHERE name = ?", (table,))
