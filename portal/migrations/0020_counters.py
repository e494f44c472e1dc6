"""Numbers kept beside the tree, units that may have nobody in charge, and the orders long lists are walked in.

Revision ID: 0020
Revises: 0019
Create Date: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

from portal.core.db import UtcDateTime, key_column

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unit_count",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["organization.id"], name="fk_unit_count_unit_id_organization"),
        sa.PrimaryKeyConstraint("unit_id", "key", name="pk_unit_count"))
    op.create_table(
        "count_made",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("good_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("kind", name="pk_count_made"))
    op.create_table(
        "uncovered_unit",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("sort_key", key_column(2000), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["organization.id"], name="fk_uncovered_unit_unit_id_organization"),
        sa.PrimaryKeyConstraint("unit_id", name="pk_uncovered_unit"))
    op.create_index("ix_uncovered_unit_level_sort_key", "uncovered_unit", ["level", "sort_key", "unit_id"])
    op.create_index("ix_organization_sort_key_id", "organization", ["sort_key", "id"])
    op.create_index("ix_role_grant_granted_at_id", "role_grant", ["granted_at", "id"])
    op.create_index("ix_position_role_unit", "position", ["role", "unit_id"])


def downgrade() -> None:
    op.drop_index("ix_position_role_unit", table_name="position")
    op.drop_index("ix_role_grant_granted_at_id", table_name="role_grant")
    op.drop_index("ix_organization_sort_key_id", table_name="organization")
    op.drop_table("uncovered_unit")
    op.drop_table("count_made")
    op.drop_table("unit_count")
