"""Helpers of members, shared machines and their PINs.

Revision ID: 0016
Revises: 0015
Create Date: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

from portal.core.db import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

SIGNED = ("meeting_invitation", "meeting_opinion", "feedback_opinion")


def upgrade() -> None:
    for table in SIGNED:
        op.add_column(table, sa.Column("by_hand", sa.String(length=120), nullable=False, server_default=""))
    op.create_table(
        "member_help",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("named_by", sa.Integer(), nullable=False),
        sa.Column("named_at", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("accepted_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_member_help_member_id_member"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_member_help_account_id_account"),
        sa.ForeignKeyConstraint(["named_by"], ["account.id"], name="fk_member_help_named_by_account"),
        sa.ForeignKeyConstraint(["ended_by"], ["account.id"], name="fk_member_help_ended_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_member_help"))
    op.create_index("ix_member_help_member_id", "member_help", ["member_id"])
    op.create_index("ix_member_help_account_id", "member_help", ["account_id"])
    op.create_table(
        "member_helping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("help_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["help_id"], ["member_help.id"], name="fk_member_helping_help_id_member_help"),
        sa.PrimaryKeyConstraint("id", name="pk_member_helping"))
    op.create_index("ix_member_helping_help_id", "member_helping", ["help_id"])
    op.create_table(
        "shared_device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("marked_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_shared_device"))
    op.create_index("uq_shared_device_digest", "shared_device", ["digest"], unique=True)
    op.create_table(
        "device_pin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("hash", sa.String(length=160), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["shared_device.id"], name="fk_device_pin_device_id_shared_device"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_device_pin_account_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_device_pin"))
    op.create_index("uq_device_pin_device_account", "device_pin", ["device_id", "account_id"], unique=True)
    op.create_index("ix_device_pin_account_id", "device_pin", ["account_id"])


def downgrade() -> None:
    for table in ("device_pin", "shared_device", "member_helping", "member_help"):
        op.drop_table(table)
    for table in SIGNED:
        op.drop_column(table, "by_hand")
