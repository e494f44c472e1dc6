"""Searches kept under a name, and what their owners were told of.

Revision ID: 0017
Revises: 0016
Create Date: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

from portal.core.db import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.Column("tells", sa.Boolean(), nullable=False),
        sa.Column("known", sa.JSON(), nullable=False),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_saved_search_account_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_search"))
    op.create_index("uq_saved_search_account_id_name", "saved_search", ["account_id", "name"], unique=True)
    op.create_index("ix_saved_search_tells_told_at", "saved_search", ["tells", "told_at"])


def downgrade() -> None:
    op.drop_index("ix_saved_search_tells_told_at", table_name="saved_search")
    op.drop_index("uq_saved_search_account_id_name", table_name="saved_search")
    op.drop_table("saved_search")
