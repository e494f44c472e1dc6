"""Files beside a member's record, what was opened of them, and the rule behind each badge row.

Revision ID: 0018
Revises: 0017
Create Date: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

from portal.core.db import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BADGES = ("badge_years", "badge_round")


def upgrade() -> None:
    op.create_table(
        "member_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("name", sa.String(length=130), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_member_file_member_id_member"),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name="fk_member_file_added_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_member_file"))
    op.create_index("ix_member_file_member_id", "member_file", ["member_id"])
    op.create_index("ix_member_file_digest", "member_file", ["digest"])
    op.add_column("member_disclosure", sa.Column("thing", sa.String(length=150), nullable=False, server_default=""))
    for table in BADGES:
        op.add_column(table, sa.Column("rule", sa.String(length=120), nullable=False, server_default=""))


def downgrade() -> None:
    for table in BADGES:
        op.drop_column(table, "rule")
    op.drop_column("member_disclosure", "thing")
    op.drop_table("member_file")
