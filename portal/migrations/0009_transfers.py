"""Clocks, transfers, temporary stays and the contact with the place of residence.

Revision ID: 0009
Revises: 0008
Create Date: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

from portal.core.db import UtcDateTime
from portal.seeds.clocks import CLOCKS, GROUNDS

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _clocks()
    _transfers()
    _residence()


def downgrade() -> None:
    for table in ("residence_try", "residence_code", "residence_remark", "residence_contact", "residence_ground",
                  "stay", "transfer_step", "transfer", "clock_rule"):
        op.drop_table(table)


def _clocks() -> None:
    rule = op.create_table(
        "clock_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("rule", sa.String(length=120), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_clock_rule"))
    op.create_index("ix_clock_rule_key", "clock_rule", ["key"])
    op.bulk_insert(rule, CLOCKS)


def _transfers() -> None:
    op.create_table(
        "transfer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("from_unit_id", sa.Integer(), nullable=True),
        sa.Column("from_text", sa.String(length=200), nullable=False),
        sa.Column("to_unit_id", sa.Integer(), nullable=True),
        sa.Column("to_text", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("decision", sa.String(length=120), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("fees_until", sa.Date(), nullable=True),
        sa.Column("papers", sa.String(length=300), nullable=False),
        sa.Column("slip_number", sa.String(length=30), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("late_reason", sa.String(length=300), nullable=False),
        sa.Column("refusal", sa.String(length=300), nullable=False),
        sa.Column("previous_state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_transfer_member_id_member"),
        sa.ForeignKeyConstraint(["from_unit_id"], ["organization.id"], name="fk_transfer_from_unit_id_organization"),
        sa.ForeignKeyConstraint(["to_unit_id"], ["organization.id"], name="fk_transfer_to_unit_id_organization"),
        sa.PrimaryKeyConstraint("id", name="pk_transfer"))
    op.create_index("ix_transfer_member", "transfer", ["member_id", "id"])
    op.create_index("ix_transfer_from_state", "transfer", ["from_unit_id", "state"])
    op.create_index("ix_transfer_to_state", "transfer", ["to_unit_id", "state"])
    running = sa.text("state IN ('asked', 'released')")
    op.create_index("uq_transfer_running", "transfer", ["member_id"], unique=True, sqlite_where=running,
                    postgresql_where=running)
    op.create_table(
        "transfer_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transfer_id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=10), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("done_by", sa.String(length=120), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["transfer_id"], ["transfer.id"], name="fk_transfer_step_transfer_id_transfer"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_transfer_step_account_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_transfer_step"))
    op.create_index("ix_transfer_step_transfer_id", "transfer_step", ["transfer_id"])
    op.create_table(
        "stay",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_stay_member_id_member"),
        sa.ForeignKeyConstraint(["unit_id"], ["organization.id"], name="fk_stay_unit_id_organization"),
        sa.PrimaryKeyConstraint("id", name="pk_stay"))
    op.create_index("ix_stay_unit_to", "stay", ["unit_id", "valid_to"])
    op.create_index("ix_stay_member", "stay", ["member_id"])


def _residence() -> None:
    ground = op.create_table(
        "residence_ground",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("rule", sa.String(length=120), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_residence_ground"))
    op.bulk_insert(ground, GROUNDS)
    op.create_table(
        "residence_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("cell", sa.String(length=200), nullable=False),
        sa.Column("ward", sa.String(length=120), nullable=False),
        sa.Column("province", sa.String(length=80), nullable=False),
        sa.Column("ward_now", sa.String(length=200), nullable=False),
        sa.Column("letter_number", sa.String(length=30), nullable=False),
        sa.Column("letter_on", sa.Date(), nullable=True),
        sa.Column("ground_id", sa.Integer(), nullable=True),
        sa.Column("ground_note", sa.String(length=300), nullable=False),
        sa.Column("ground_from", sa.Date(), nullable=True),
        sa.Column("ground_to", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_residence_contact_member_id_member"),
        sa.ForeignKeyConstraint(["ground_id"], ["residence_ground.id"],
                                name="fk_residence_contact_ground_id_residence_ground"),
        sa.PrimaryKeyConstraint("id", name="pk_residence_contact"))
    op.create_index("ix_residence_contact_member", "residence_contact", ["member_id", "valid_from"])
    still = sa.text("valid_to IS NULL")
    op.create_index("uq_residence_contact_open", "residence_contact", ["member_id"], unique=True, sqlite_where=still,
                    postgresql_where=still)
    op.create_table(
        "residence_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=4), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("grade", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("signer", sa.String(length=120), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["residence_contact.id"],
                                name="fk_residence_remark_contact_id_residence_contact"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_residence_remark_member_id_member"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_residence_remark_account_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_residence_remark"))
    op.create_index("uq_residence_remark_period", "residence_remark", ["member_id", "year", "period"], unique=True)
    op.create_table(
        "residence_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=4), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["residence_contact.id"],
                                name="fk_residence_code_contact_id_residence_contact"),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name="fk_residence_code_made_by_account"),
        sa.PrimaryKeyConstraint("id", name="pk_residence_code"))
    op.create_index("uq_residence_code_digest", "residence_code", ["digest"], unique=True)
    op.create_index("ix_residence_code_contact_id", "residence_code", ["contact_id"])
    op.create_table(
        "residence_try",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_residence_try"))
