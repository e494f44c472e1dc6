"""Issues and scores of the register, pairs of likely doubles, merges, corrections.

Revision ID: 0008
Revises: 0007
Create Date: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

from portal.core.db import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}_{target}")


def upgrade() -> None:
    op.create_table(
        "quality_issue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("measure", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        _to("quality_issue", "member_id", "member"), _to("quality_issue", "unit_id", "organization"),
        sa.PrimaryKeyConstraint("id", name="pk_quality_issue"))
    op.create_index("uq_quality_issue_member_code", "quality_issue", ["member_id", "code"], unique=True)
    op.create_index("ix_quality_issue_measure_unit", "quality_issue", ["measure", "unit_id"])
    op.create_index("ix_quality_issue_code_unit", "quality_issue", ["code", "unit_id"])
    op.create_table(
        "quality_score",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=12), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("good", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        _to("quality_score", "unit_id", "organization"),
        sa.PrimaryKeyConstraint("unit_id", "measure", name="pk_quality_score"))
    op.create_table(
        "quality_checked",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("facts", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        _to("quality_checked", "member_id", "member"), _to("quality_checked", "account_id", "account"),
        sa.PrimaryKeyConstraint("id", name="pk_quality_checked"))
    op.create_index("uq_quality_checked_member_code", "quality_checked", ["member_id", "code"], unique=True)
    op.create_table(
        "quality_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("a_id", sa.Integer(), nullable=False),
        sa.Column("b_id", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _to("quality_pair", "a_id", "member"), _to("quality_pair", "b_id", "member"),
        _to("quality_pair", "decided_by", "account"),
        sa.PrimaryKeyConstraint("id", name="pk_quality_pair"))
    op.create_index("uq_quality_pair_a_b", "quality_pair", ["a_id", "b_id"], unique=True)
    op.create_index("ix_quality_pair_state", "quality_pair", ["state", "id"])
    op.create_table(
        "quality_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("gone", sa.JSON(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        _to("quality_merge", "kept_id", "member"), _to("quality_merge", "account_id", "account"),
        sa.PrimaryKeyConstraint("id", name="pk_quality_merge"))
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(length=30), nullable=False),
        sa.Column("old", sa.String(length=200), nullable=False),
        sa.Column("new", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _to("correction", "member_id", "member"), _to("correction", "account_id", "account"),
        _to("correction", "decided_by", "account"),
        sa.PrimaryKeyConstraint("id", name="pk_correction"))
    op.create_index("ix_correction_member_id", "correction", ["member_id"])
    op.create_index("ix_correction_state_asked_at", "correction", ["state", "asked_at"])


def downgrade() -> None:
    for table in ("correction", "quality_merge", "quality_pair", "quality_checked", "quality_score", "quality_issue"):
        op.drop_table(table)
