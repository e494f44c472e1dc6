"""Marks of whom lists of what is wrong begin from, kept by triggers; who was in which state when, and whose name holds
which words, read from the index alone.

Whoever rebuilds `member`, `membership` or `member_state` on SQLite (`batch_alter_table` that copies the table) makes
the triggers of that table anew: tests/members/test_marks.py says which there are.

Revision ID: 0026
Revises: 0025
Create Date: 2026-11-22
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from portal.core.db import key_column

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

PRESENT = "'probationary', 'official', 'exempt', 'temporary_in', 'temporary_out', 'transferring', 'suspended'"
NEXT_DAY = {"sqlite": "date(stay.valid_to, '+1 day')", "postgresql": "stay.valid_to + 1"}
MARKS = """
INSERT INTO member_mark (member_id, mark)
SELECT member.id, 'no_cell' FROM member WHERE {whose} AND EXISTS (
  SELECT 1 FROM membership AS stay WHERE stay.member_id = member.id AND stay.valid_to IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM membership AS later WHERE later.member_id = stay.member_id
    AND later.valid_from >= stay.valid_from AND later.valid_from <= {next_day}
    AND (later.valid_from > stay.valid_from OR later.id > stay.id))
  AND EXISTS (SELECT 1 FROM member_state WHERE member_state.member_id = stay.member_id
    AND member_state.state IN ({present})
    AND (member_state.valid_to IS NULL OR member_state.valid_to > stay.valid_to)));
INSERT INTO member_mark (member_id, mark)
SELECT member.id, 'not_official' FROM member WHERE {whose} AND member.official_on IS NULL AND EXISTS (
  SELECT 1 FROM member_state WHERE member_state.member_id = member.id AND member_state.state <> 'probationary');
"""
FOLLOWED = {"member": ("id", ["official_on"]), "membership": ("member_id", ["member_id", "valid_from", "valid_to"]),
            "member_state": ("member_id", ["member_id", "state", "valid_from", "valid_to"])}
"""Table → the column that says whose row it is, the columns whose change counts."""


def upgrade() -> None:
    op.create_table(
        "member_mark",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("mark", key_column(20), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_member_mark_member_id_member",
                                ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("member_id", "mark", name="pk_member_mark"),
        sqlite_with_rowid=False)
    op.drop_index("ix_member_state_member_from", table_name="member_state")
    op.create_index("ix_member_state_member_from_to", "member_state", ["member_id", "valid_from", "valid_to", "state"])
    _words_anew("name")
    for statement in _marks("1 = 1").split(";\n"):
        if statement.strip():
            op.execute(statement)
    op.create_index("ix_member_mark_mark", "member_mark", ["mark", "member_id"])
    for statement in _triggers():
        op.execute(statement)


def downgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in FOLLOWED:
        for act in (["change"] if is_postgresql else _acts(table)):
            op.execute(f"DROP TRIGGER {table}_marks_{act.lower()}" + (f" ON {table}" if is_postgresql else ""))
        if is_postgresql:
            op.execute(f"DROP FUNCTION {table}_marks()")
    if is_postgresql:
        op.execute("DROP FUNCTION mark_member(integer)")
    op.drop_index("ix_member_state_member_from_to", table_name="member_state")
    op.create_index("ix_member_state_member_from", "member_state", ["member_id", "valid_from"])
    op.drop_table("member_mark")
    _words_anew()


def _words_anew(*more: str) -> None:
    """The words of names again, in a table with or without the whole name beside each."""
    op.execute("CREATE TEMPORARY TABLE old_term AS SELECT member_id, term FROM member_term")
    op.drop_table("member_term")
    op.create_table(
        "member_term",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("term", key_column(120), nullable=False),
        *(sa.Column(name, key_column(120), nullable=False) for name in more),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_member_term_member_id_member",
                                ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("member_id", "term", name="pk_member_term"),
        sqlite_with_rowid=False)
    old, member = sa.table("old_term", *map(sa.column, ("member_id", "term"))), sa.table(
        "member", *map(sa.column, ("id", "search_key")))
    columns = [old.c.member_id, old.c.term, *(member.c.search_key for _ in more)]
    op.execute(sa.insert(sa.table("member_term", *map(sa.column, ("member_id", "term", *more)))).from_select(
        ["member_id", "term", *more], sa.select(*columns).join_from(old, member, member.c.id == old.c.member_id)
        .order_by(old.c.member_id, old.c.term)))
    op.execute("DROP TABLE old_term")
    op.create_index("ix_member_term_term", "member_term", ["term", "member_id", *more])


def _marks(whose: str) -> str:
    return MARKS.format(whose=whose, next_day=NEXT_DAY[op.get_bind().dialect.name], present=PRESENT)


def _acts(table: str) -> list[str]:
    return ["UPDATE"] if table == "member" else ["INSERT", "UPDATE", "DELETE"]


def _anew(row: str, whose: str) -> str:
    """Statements that mark the person of a row anew."""
    return f"DELETE FROM member_mark WHERE member_id = {row}{whose}; {_marks(f'member.id = {row}{whose}')}"  # noqa: S608 - names of columns


def _triggers() -> Iterator[str]:
    if op.get_bind().dialect.name == "sqlite":
        for table, (whose, columns) in FOLLOWED.items():
            for act in _acts(table):
                of = f" OF {', '.join(columns)}" if act == "UPDATE" else ""
                body = "".join(_anew(f"{row}.", whose) for row in _rows(table, act))
                yield f"CREATE TRIGGER {table}_marks_{act.lower()} AFTER {act}{of} ON {table} BEGIN {body} END"
        return
    yield ("CREATE FUNCTION mark_member(person integer) RETURNS void LANGUAGE plpgsql AS $$ BEGIN "
           + _anew("", "person") + " END $$")
    for table, (whose, columns) in FOLLOWED.items():
        acts = " OR ".join(act + (f" OF {', '.join(columns)}" if act == "UPDATE" else "") for act in _acts(table))
        yield (f"CREATE FUNCTION {table}_marks() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
               f"IF TG_OP <> 'INSERT' THEN PERFORM mark_member(OLD.{whose}); END IF; "
               f"IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND NEW.{whose} <> OLD.{whose}) "
               f"THEN PERFORM mark_member(NEW.{whose}); END IF; RETURN NULL; END $$")
        yield (f"CREATE TRIGGER {table}_marks_change AFTER {acts} ON {table} "
               f"FOR EACH ROW EXECUTE FUNCTION {table}_marks()")


def _rows(table: str, act: str) -> list[str]:
    """Whose marks: of an update of both, as a row may go from one person to another."""
    return {"INSERT": ["NEW"], "DELETE": ["OLD"], "UPDATE": ["NEW"] if table == "member" else ["OLD", "NEW"]}[act]
