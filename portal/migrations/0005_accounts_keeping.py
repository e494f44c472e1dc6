"""Keeping accounts: the note beside an account, the rules, requests for an account, slips.

Revision ID: 0005
Revises: 0004
Create Date: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

from portal.core.db import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("unconfirmed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "account_keeping",
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cause", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=True),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("counted_from", UtcDateTime(), nullable=True),
        sa.Column("warned_at", UtcDateTime(), nullable=True),
        sa.Column("letter_until", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_account_keeping_account_id_account"),
        sa.ForeignKeyConstraint(["changed_by"], ["account.id"], name="fk_account_keeping_changed_by_account"),
        sa.PrimaryKeyConstraint("account_id", name="pk_account_keeping"))
    op.create_table(
        "account_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("letter_on", sa.Boolean(), nullable=False),
        sa.Column("letter_minutes", sa.Integer(), nullable=False),
        sa.Column("networks", sa.String(length=1000), nullable=False),
        sa.Column("warn_days", sa.Integer(), nullable=False),
        sa.Column("lock_days", sa.Integer(), nullable=False),
        sa.Column("request_days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_account_rules_account_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_account_rules"))
    op.create_table(
        "account_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("citizen_id", sa.String(length=12), nullable=False),
        sa.Column("waiting_id", sa.String(length=12), nullable=True),
        sa.Column("full_name", sa.String(length=120), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("cell_text", sa.String(length=200), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("differed", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name="fk_account_request_decided_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_account_request"))
    op.create_index("uq_account_request_waiting_id", "account_request", ["waiting_id"], unique=True)
    op.create_index("ix_account_request_citizen_id", "account_request", ["citizen_id"])
    op.create_index("ix_account_request_state_at", "account_request", ["state", "at"])
    op.create_table(
        "ask_counter",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_ask_counter"))
    op.create_table(
        "slip_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("by_letter", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name="fk_slip_batch_made_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_slip_batch"))
    op.create_index("ix_slip_batch_made_by_at", "slip_batch", ["made_by", "at"])
    op.create_table(
        "slip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["slip_batch.id"], name="fk_slip_batch_id_slip_batch"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_slip_account_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_slip"))
    op.create_index("uq_slip_batch_id_account_id", "slip", ["batch_id", "account_id"], unique=True)
    op.create_index("ix_slip_account_id", "slip", ["account_id"])


def downgrade() -> None:
    for table in ("slip", "slip_batch", "ask_counter", "account_request", "account_rules", "account_keeping"):
        op.drop_table(table)
    op.drop_column("account", "unconfirmed")
