"""The register: saved filters, ticked sets, what was shown or taken out, days of badges, indexes of the roster.

Revision ID: 0006
Revises: 0005
Create Date: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

from portal.core.db import UtcDateTime
from portal.seeds import badges

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_member_joined_on_sort_key_id", "member", ["joined_on", "sort_key", "id"]),
    ("ix_member_card_number", "member", ["card_number"]),
    ("ix_member_birth_date_search_key", "member", ["birth_date", "search_key"]),
    ("ix_member_state_state_valid_to", "member_state", ["state", "valid_to"]),
)


def upgrade() -> None:
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)
    op.create_table(
        "member_filter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_member_filter_account_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_member_filter"))
    op.create_index("uq_member_filter_account_id_name", "member_filter", ["account_id", "name"], unique=True)
    op.create_table(
        "member_selection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.Column("ids", sa.JSON(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_member_selection_account_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_member_selection"))
    op.create_index("ix_member_selection_account_id", "member_selection", ["account_id"])
    _disclosures()
    _badges()


def _disclosures() -> None:
    op.create_table(
        "member_disclosure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=10), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("is_full", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_member_disclosure_account_id_account"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_member_disclosure_member_id_member"),
        sa.PrimaryKeyConstraint("id", name="pk_member_disclosure"))
    op.create_index("ix_member_disclosure_member_id_id", "member_disclosure", ["member_id", "id"])
    op.create_table(
        "member_disclosure_block",
        sa.Column("disclosure_id", sa.Integer(), nullable=False),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.Column("holds", sa.String(length=512), nullable=False),
        sa.ForeignKeyConstraint(["disclosure_id"], ["member_disclosure.id"],
                                name="fk_member_disclosure_block_disclosure_id_member_disclosure"),
        sa.PrimaryKeyConstraint("disclosure_id", "block", name="pk_member_disclosure_block"))
    op.create_index("ix_member_disclosure_block_block", "member_disclosure_block", ["block"])


def _badges() -> None:
    years = op.create_table(
        "badge_years",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_badge_years"))
    rounds = op.create_table(
        "badge_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_badge_round"))
    op.bulk_insert(years, badges.YEARS)
    op.bulk_insert(rounds, badges.ROUNDS)


def downgrade() -> None:
    for table in ("badge_round", "badge_years", "member_disclosure_block", "member_disclosure", "member_selection",
                  "member_filter"):
        op.drop_table(table)
    for name, table, _ in reversed(INDEXES):
        op.drop_index(name, table_name=table)
