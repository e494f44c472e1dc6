"""What long lists of people begin from: words of names, people of whom something is missing; more room for the names of
counts.

Revision ID: 0025
Revises: 0024
Create Date: 2026-11-22
"""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from portal.core.db import key_column

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

AT_ONCE = 2000
STATES = ["state", "valid_to", "valid_from", "id"]
LACKING = {"ix_member_lacks_phone": (["phone"], "phone IS NULL OR phone = ''"),
           "ix_member_lacks_sex": (["sex"], "sex = ''"),
           "ix_member_not_official": (["official_on", "ceremony_on"], "official_on IS NULL")}


def upgrade() -> None:
    op.create_table(
        "member_term",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("term", key_column(120), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_member_term_member_id_member",
                                ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("member_id", "term", name="pk_member_term"),
        sqlite_with_rowid=False)
    _fill()
    op.create_index("ix_member_term_term", "member_term", ["term", "member_id"])
    for name, (columns, condition) in LACKING.items():
        op.create_index(name, "member", columns, sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))
    op.drop_index("ix_member_state_state_valid_to_from", table_name="member_state")
    op.create_index("ix_member_state_state_valid_to_from", "member_state", [*STATES, "member_id"])
    op.create_index("ix_quality_score_measure_at", "quality_score", ["measure", "at"])
    with op.batch_alter_table("unit_count") as table:
        table.alter_column("key", existing_type=sa.String(40), type_=sa.String(60), existing_nullable=False)


def _fill() -> None:
    """The words of the names there are."""
    term = sa.table("member_term", sa.column("member_id", sa.Integer()), sa.column("term", sa.String()))
    for some in _people():
        op.get_bind().execute(sa.insert(term), [{"member_id": row.id, "term": one} for row in some
                                                for one in dict.fromkeys(row.search_key.split())])


def _people() -> Iterator[Sequence[sa.Row[Any]]]:
    last, member = 0, sa.table("member", sa.column("id", sa.Integer()), sa.column("search_key", sa.String()))
    named = sa.func.trim(member.c.search_key) != ""
    while some := op.get_bind().execute(sa.select(member).where(member.c.id > last, named).order_by(member.c.id)
                                        .limit(AT_ONCE)).all():
        yield some
        last = some[-1].id


def downgrade() -> None:
    op.drop_index("ix_quality_score_measure_at", table_name="quality_score")
    with op.batch_alter_table("unit_count") as table:
        table.alter_column("key", existing_type=sa.String(60), type_=sa.String(40), existing_nullable=False)
    op.drop_index("ix_member_state_state_valid_to_from", table_name="member_state")
    op.create_index("ix_member_state_state_valid_to_from", "member_state", STATES)
    for name in LACKING:
        op.drop_index(name, table_name="member")
    op.drop_table("member_term")
