"""What a file is signed with, and under which roots it was judged.

Revision ID: 0019
Revises: 0018
Create Date: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

from portal.core.db import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("document_file", sa.Column("signatures", sa.JSON(), nullable=True))
    op.add_column("document_file", sa.Column("signatures_at", UtcDateTime(), nullable=True))
    op.add_column("document_file", sa.Column("signatures_under", sa.String(length=60), nullable=True))
    op.create_index("ix_document_file_signatures_under", "document_file", ["signatures_under"])


def downgrade() -> None:
    op.drop_index("ix_document_file_signatures_under", table_name="document_file")
    for name in ("signatures_under", "signatures_at", "signatures"):
        op.drop_column("document_file", name)
