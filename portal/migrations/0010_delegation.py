"""Delegation: where a grant comes from, substitutes, second confirmation, what was told; who gives which role at each
step; looking on as another person.

Revision ID: 0010
Revises: 0009
Create Date: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

from portal.core.db import UtcDateTime
from portal.seeds import nomenclature
from portal.seeds.delegation_steps import ROWS

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

REFERENCES = (("source_position_id", "position"), ("substitute_of", "account"), ("confirmed_by", "account"))


def upgrade() -> None:
    with op.batch_alter_table("role_grant") as table:
        table.add_column(sa.Column("source_position_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("substitute_of", sa.Integer(), nullable=True))
        table.add_column(sa.Column("step", sa.Integer(), nullable=True))
        table.add_column(sa.Column("hidden_from_above", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("pending", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("confirmed_by", sa.Integer(), nullable=True))
        table.add_column(sa.Column("reason", sa.String(length=300), nullable=False, server_default=""))
        table.add_column(sa.Column("end_told", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        for column, there in REFERENCES:
            table.create_foreign_key(f"fk_role_grant_{column}_{there}", there, [column], ["id"])
    op.create_index("ix_role_grant_source_id", "role_grant", ["source_id"])
    op.create_index("ix_role_grant_source_position_id", "role_grant", ["source_position_id"])
    # What ended before this room told of endings is not told now.
    op.execute("UPDATE role_grant SET end_told = (1 = 1) WHERE revoked_at IS NOT NULL OR valid_to < CURRENT_DATE")
    with op.batch_alter_table("delegation_step") as table:
        table.add_column(sa.Column("by_role", sa.String(length=30), nullable=False, server_default=""))
        table.add_column(sa.Column("confirmed", sa.Boolean(), nullable=False, server_default=sa.true()))
        table.add_column(sa.Column("may_hide", sa.Boolean(), nullable=False, server_default=sa.false()))
    _steps(ROWS)
    op.create_table(
        "viewing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("viewer_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["viewer_id"], ["account.id"], name="fk_viewing_viewer_id_account"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_viewing_account_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_viewing"))
    op.create_index("ix_viewing_account_id", "viewing", ["account_id"])


def downgrade() -> None:
    op.drop_table("viewing")
    with op.batch_alter_table("delegation_step") as table:
        for column in ("may_hide", "confirmed", "by_role"):
            table.drop_column(column)
    _steps(nomenclature.STEPS)
    op.drop_index("ix_role_grant_source_position_id", "role_grant")
    op.drop_index("ix_role_grant_source_id", "role_grant")
    # A grant out of a post, one that stands in, one not yet confirmed: the older tables would read more into them.
    op.execute("UPDATE role_grant SET revoked_at = CURRENT_TIMESTAMP WHERE revoked_at IS NULL AND "
               "(source_position_id IS NOT NULL OR pending)")
    with op.batch_alter_table("role_grant") as table:
        for column, there in REFERENCES:
            table.drop_constraint(f"fk_role_grant_{column}_{there}", type_="foreignkey")
        for column in ("version", "end_told", "reason", "confirmed_by", "pending", "hidden_from_above", "step",
                       "substitute_of", "source_position_id"):
            table.drop_column(column)


def _steps(rows: list[dict[str, object]]) -> None:
    op.execute("DELETE FROM delegation_step")
    op.bulk_insert(sa.Table("delegation_step", sa.MetaData(), autoload_with=op.get_bind()), rows)
