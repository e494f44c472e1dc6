"""Notices, exceptions to the working calendar, and the history of members' records.

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

from portal.core.db import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("url", sa.String(length=200), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_notice_account_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_notice"))
    op.create_index("ix_notice_account_read_at", "notice", ["account_id", "read_at", "at"])
    op.create_table(
        "day_exception",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_day_exception"))
    op.create_table(
        "member_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(length=30), nullable=False),
        sa.Column("old", sa.JSON(), nullable=True),
        sa.Column("new", sa.JSON(), nullable=True),
        sa.Column("way", sa.String(length=20), nullable=False),
        sa.Column("ref", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_member_change_member_id_member"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_member_change_account_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_member_change"))
    op.create_index("ix_member_change_member_at", "member_change", ["member_id", "at"])
    op.create_index("ix_member_change_ref", "member_change", ["way", "ref"])
    op.add_column("member", sa.Column("ceremony_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("member", "ceremony_on")
    for table in ("member_change", "day_exception", "notice"):
        op.drop_table(table)
