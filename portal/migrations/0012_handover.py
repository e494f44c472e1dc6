"""Handovers.

Revision ID: 0012
Revises: 0011
Create Date: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

from portal.core.db import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("receiver_id", sa.Integer(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("decision", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("held", sa.JSON(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=False),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["organization.id"], name="fk_handover_unit_id_organization"),
        sa.ForeignKeyConstraint(["giver_id"], ["member.id"], name="fk_handover_giver_id_member"),
        sa.ForeignKeyConstraint(["receiver_id"], ["member.id"], name="fk_handover_receiver_id_member"),
        sa.ForeignKeyConstraint(["done_by"], ["account.id"], name="fk_handover_done_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_handover"))
    op.create_index("ix_handover_unit_id_done_at", "handover", ["unit_id", "done_at"])


def downgrade() -> None:
    op.drop_table("handover")
