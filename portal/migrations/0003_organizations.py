"""Organisations over time: former names, kinds and parents, terms, thresholds.

Units that are there already need no former state: their own row says what they are since their founding.

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

from portal.core.db import key_column as key
from portal.seeds import nomenclature

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def new_columns() -> list[tuple[str, sa.Column]]:
    """(table, column) of what the older tables get; fresh ones each time, since a column belongs to one table."""
    return [
        ("organization_kind", sa.Column("leading_body", sa.String(length=120), nullable=False, server_default="")),
        ("organization_kind", sa.Column("has_secretary", sa.Boolean(), nullable=False, server_default=sa.true())),
        ("organization_kind", sa.Column("successor_id", sa.String(length=40), nullable=True)),
        ("organization", sa.Column("since", sa.Date(), nullable=True)),
        ("organization", sa.Column("found_decision", sa.String(length=120), nullable=False, server_default="")),
        ("organization", sa.Column("end_decision", sa.String(length=120), nullable=False, server_default="")),
    ]


def upgrade() -> None:
    for table, column in new_columns():
        op.add_column(table, column)
    op.create_table(
        "organization_threshold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=30), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_organization_threshold"))
    op.create_table(
        "organization_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("search_key", key(200), nullable=False),
        sa.Column("sort_key", key(2000), nullable=False),
        sa.Column("kind_id", sa.String(length=40), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("decision", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["organization.id"], name="fk_organization_history_unit_id_organization"),
        sa.ForeignKeyConstraint(["kind_id"], ["organization_kind.id"],
                                name="fk_organization_history_kind_id_organization_kind"),
        sa.ForeignKeyConstraint(["parent_id"], ["organization.id"],
                                name="fk_organization_history_parent_id_organization"),
        sa.PrimaryKeyConstraint("id", name="pk_organization_history"))
    op.create_index("ix_organization_history_unit_id_valid_from", "organization_history", ["unit_id", "valid_from"])
    op.create_index("ix_organization_history_parent_id", "organization_history", ["parent_id"])
    op.create_table(
        "organization_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("congress_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("decision", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["organization.id"], name="fk_organization_term_unit_id_organization"),
        sa.PrimaryKeyConstraint("id", name="pk_organization_term"))
    op.create_index("ix_organization_term_unit_id_valid_from", "organization_term", ["unit_id", "valid_from"])
    _first_rows()


def _first_rows() -> None:
    bind = op.get_bind()
    op.bulk_insert(sa.Table("organization_threshold", sa.MetaData(), autoload_with=bind), nomenclature.THRESHOLDS)
    kind = sa.Table("organization_kind", sa.MetaData(), autoload_with=bind)
    for kind_id, (body, has_secretary, successor) in nomenclature.BODIES.items():
        bind.execute(kind.update().where(kind.c.id == kind_id).values(
            leading_body=body, has_secretary=has_secretary, successor_id=successor))
    bind.execute(kind.update().where(kind.c.rule == "practice").values(rule="Thông lệ"))


def downgrade() -> None:
    for table in ("organization_term", "organization_history", "organization_threshold"):
        op.drop_table(table)
    for table, column in reversed(new_columns()):
        op.drop_column(table, column.name)
