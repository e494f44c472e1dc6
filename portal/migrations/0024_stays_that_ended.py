"""Who belongs where over time, read from the index alone: people without a cell are found among stays that ended.

Revision ID: 0024
Revises: 0023
Create Date: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None
ENDED = sa.text("valid_to IS NOT NULL")


def upgrade() -> None:
    op.drop_index("ix_membership_member_from", table_name="membership")
    op.create_index("ix_membership_member_from_to", "membership", ["member_id", "valid_from", "valid_to", "unit_id"])
    op.create_index("ix_membership_ended", "membership", ["valid_to", "member_id", "valid_from", "unit_id"],
                    sqlite_where=ENDED, postgresql_where=ENDED)


def downgrade() -> None:
    op.drop_index("ix_membership_ended", table_name="membership")
    op.drop_index("ix_membership_member_from_to", table_name="membership")
    op.create_index("ix_membership_member_from", "membership", ["member_id", "valid_from"])
