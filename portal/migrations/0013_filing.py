"""Filing of documents: approval, set times, versions, registers, uploads in pieces.

Revision ID: 0013
Revises: 0012
Create Date: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

from portal.core.db import UtcDateTime, key_column

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

NEW = (("submitted_at", UtcDateTime()), ("submitted_by", sa.Integer()), ("publish_at", UtcDateTime()),
       ("withdraw_at", UtcDateTime()), ("approved_by", sa.Integer()), ("reading_since", UtcDateTime()),
       ("keep_until", sa.Date()), ("archived_at", UtcDateTime()))
INDEXED = ("publish_at", "withdraw_at", "keep_until")


def upgrade() -> None:
    for name, kind in NEW:
        op.add_column("document", sa.Column(name, kind, nullable=True))
    op.add_column("document", sa.Column("returned_reason", sa.String(length=500), nullable=False, server_default=""))
    op.add_column("document", sa.Column("edition", sa.Integer(), nullable=False, server_default="1"))
    for name in INDEXED:
        op.create_index(f"ix_document_{name}", "document", [name])
    _papers()
    _registers()
    _uploads()
    op.execute(
        "INSERT INTO document_event (document_id, at, account_id, verb, note, changed) "
        "SELECT a.object_id, a.at, a.account_id, a.verb, '', '[]' FROM audit_entry AS a "
        "JOIN document AS d ON d.id = a.object_id WHERE a.object_kind = 'document' ORDER BY a.id")


def _papers() -> None:
    op.create_table(
        "document_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("verb", sa.String(length=60), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_document_event_document_id_document"),
        sa.PrimaryKeyConstraint("id", name="pk_document_event"))
    op.create_index("ix_document_event_document_id_at", "document_event", ["document_id", "at"])
    op.create_table(
        "document_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("problem", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.Column("replaced_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_document_edition_document_id_document"),
        sa.PrimaryKeyConstraint("id", name="pk_document_edition"))
    op.create_index("uq_document_edition_number", "document_edition", ["document_id", "number"], unique=True)
    op.create_index("ix_document_edition_digest", "document_edition", ["digest"])
    op.create_table(
        "document_bundle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("ids", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_document_bundle_account_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_document_bundle"))
    op.create_index("ix_document_bundle_account_id", "document_bundle", ["account_id"])
    op.create_index("ix_document_bundle_digest", "document_bundle", ["digest"])
    op.create_table(
        "document_disposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("ids", sa.JSON(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", UtcDateTime(), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["organization.id"], name="fk_document_disposal_unit_id_organization"),
        sa.PrimaryKeyConstraint("id", name="pk_document_disposal"))
    op.create_index("ix_document_disposal_unit_id", "document_disposal", ["unit_id"])


def _registers() -> None:
    op.create_table(
        "numbering_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("per", sa.String(length=10), nullable=False),
        sa.Column("rule", sa.String(length=120), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["organization.id"], name="fk_numbering_rule_unit_id_organization"),
        sa.PrimaryKeyConstraint("id", name="pk_numbering_rule"))
    op.create_index("ix_numbering_rule_unit_id_valid_from", "numbering_rule", ["unit_id", "valid_from"])
    op.execute("INSERT INTO numbering_rule (unit_id, per, rule, valid_from) "
               "VALUES (NULL, 'term', '05-HD/VPTW', '1997-10-01')")
    op.create_table(
        "register_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("symbol", sa.String(length=60), nullable=False),
        sa.Column("symbol_key", key_column(60), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("subject", sa.String(length=1000), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["organization.id"], name="fk_register_number_unit_id_organization"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_register_number_document_id_document"),
        sa.PrimaryKeyConstraint("id", name="pk_register_number"))
    op.create_index("uq_register_number_series", "register_number", ["unit_id", "kind", "period", "number"],
                    unique=True)
    op.create_index("ix_register_number_document_id", "register_number", ["document_id"])
    op.create_table(
        "incoming_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=False),
        sa.Column("sender", sa.String(length=200), nullable=False),
        sa.Column("symbol", sa.String(length=60), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("subject", sa.String(length=1000), nullable=False),
        sa.Column("passed_to", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("search_key", key_column(1600), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["organization.id"], name="fk_incoming_entry_unit_id_organization"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_incoming_entry_document_id_document"),
        sa.PrimaryKeyConstraint("id", name="pk_incoming_entry"))
    op.create_index("uq_incoming_entry_number", "incoming_entry", ["unit_id", "year", "number"], unique=True)
    op.create_index("ix_incoming_entry_unit_id_arrived_on", "incoming_entry", ["unit_id", "arrived_on"])
    op.create_index("ix_incoming_entry_document_id", "incoming_entry", ["document_id"])


def _uploads() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=43), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("readers", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("touched_at", UtcDateTime(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_upload_account_id_account"),
        sa.ForeignKeyConstraint(["unit_id"], ["organization.id"], name="fk_upload_unit_id_organization"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_upload_document_id_document"),
        sa.PrimaryKeyConstraint("id", name="pk_upload"))
    op.create_index("uq_upload_token", "upload", ["token"], unique=True)
    op.create_index("ix_upload_account_id_touched_at", "upload", ["account_id", "touched_at"])


def downgrade() -> None:
    for name in ("upload", "incoming_entry", "register_number", "numbering_rule", "document_disposal",
                 "document_bundle", "document_edition", "document_event"):
        op.drop_table(name)
    op.execute("UPDATE document SET state = 'draft' WHERE state IN ('submitted', 'approved')")
    for name in INDEXED:
        op.drop_index(f"ix_document_{name}", table_name="document")
    for name in ("returned_reason", "edition", *(name for name, _ in NEW)):
        op.drop_column("document", name)
