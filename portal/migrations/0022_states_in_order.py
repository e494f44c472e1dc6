"""The order in which who is in a state is listed: since when.

Revision ID: 0022
Revises: 0021
Create Date: 2026-11-22
"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_member_state_state_valid_to", table_name="member_state")
    op.create_index("ix_member_state_state_valid_to_from", "member_state", ["state", "valid_to", "valid_from", "id"])


def downgrade() -> None:
    op.drop_index("ix_member_state_state_valid_to_from", table_name="member_state")
    op.create_index("ix_member_state_state_valid_to", "member_state", ["state", "valid_to"])
