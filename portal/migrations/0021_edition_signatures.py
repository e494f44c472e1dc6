"""What an earlier version of a file is signed with.

Revision ID: 0021
Revises: 0020
Create Date: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

from portal.core.db import UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("document_edition", sa.Column("signatures", sa.JSON(), nullable=True))
    op.add_column("document_edition", sa.Column("signatures_at", UtcDateTime(), nullable=True))
    op.add_column("document_edition", sa.Column("signatures_under", sa.String(length=60), nullable=True))
    op.create_index("ix_document_edition_signatures_under", "document_edition", ["signatures_under"])


def downgrade() -> None:
    op.drop_index("ix_document_edition_signatures_under", table_name="document_edition")
    for name in ("signatures_under", "signatures_at", "signatures"):
        op.drop_column("document_edition", name)
