"""Readings of the privacy notice, requests about personal data, incidents.

Revision ID: 0011
Revises: 0010
Create Date: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

from portal.core.db import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "privacy_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_privacy_reading_account_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_privacy_reading"))
    op.create_index("uq_privacy_reading_account_version", "privacy_reading", ["account_id", "version"], unique=True)
    op.create_table(
        "data_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("wish", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_data_request_member_id_member"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_data_request_account_id_account"),
        sa.ForeignKeyConstraint(["answered_by"], ["account.id"], name="fk_data_request_answered_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_data_request"))
    op.create_index("ix_data_request_member", "data_request", ["member_id"])
    op.create_index("ix_data_request_stage_asked", "data_request", ["stage", "asked_at"])
    op.create_table(
        "privacy_incident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("suspect_id", sa.Integer(), nullable=True),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("reported_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["suspect_id"], ["account.id"], name="fk_privacy_incident_suspect_id_account"),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"], name="fk_privacy_incident_opened_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_privacy_incident"))


def downgrade() -> None:
    for table in ("privacy_incident", "data_request", "privacy_reading"):
        op.drop_table(table)
