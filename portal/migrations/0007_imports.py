"""Tables of imports.

Revision ID: 0007
Revises: 0006
Create Date: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

from portal.core.db import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "member_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("sheet", sa.String(length=100), nullable=False),
        sa.Column("others", sa.JSON(), nullable=False),
        sa.Column("merged", sa.JSON(), nullable=False),
        sa.Column("date1904", sa.Boolean(), nullable=False),
        sa.Column("heading_from", sa.Integer(), nullable=False),
        sa.Column("heading_to", sa.Integer(), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("unclear", sa.JSON(), nullable=False),
        sa.Column("zeros", sa.Integer(), nullable=False),
        sa.Column("add_zeros", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("problem", sa.String(length=20), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("committed_at", UtcDateTime(), nullable=True),
        sa.Column("committed_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("purged_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["organization.id"], name="fk_member_import_unit_id_organization"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_member_import_account_id_account"),
        sa.ForeignKeyConstraint(["cell_id"], ["organization.id"], name="fk_member_import_cell_id_organization"),
        sa.ForeignKeyConstraint(["committed_by"], ["account.id"], name="fk_member_import_committed_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_member_import"))
    op.create_index("ix_member_import_unit_id_id", "member_import", ["unit_id", "id"])
    op.create_index("ix_member_import_changed_at", "member_import", ["changed_at"])
    op.create_index("ix_member_import_digest", "member_import", ["digest"])
    op.create_table(
        "import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("action", sa.String(length=8), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("choice", sa.String(length=20), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("written", sa.Integer(), nullable=True),
        sa.Column("moved", sa.Boolean(), nullable=False),
        sa.Column("is_left", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["member_import.id"], name="fk_import_row_import_id_member_import"),
        sa.PrimaryKeyConstraint("id", name="pk_import_row"))
    op.create_index("uq_import_row_import_id_number", "import_row", ["import_id", "number"], unique=True)
    op.create_index("ix_import_row_import_id_action_number", "import_row", ["import_id", "action", "number"])
    op.create_index("ix_import_row_import_id_member_id", "import_row", ["import_id", "member_id"])
    op.create_index("ix_import_row_member_id", "import_row", ["member_id"])
    op.create_table(
        "import_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_import_mapping_account_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_import_mapping"))
    op.create_index("uq_import_mapping_account_id_fingerprint", "import_mapping", ["account_id", "fingerprint"],
                    unique=True)


def downgrade() -> None:
    for table in ("import_mapping", "import_row", "member_import"):
        op.drop_table(table)
