"""What proves a person: second steps, passkeys, known devices, the history of sign-ins.

Revision ID: 0004
Revises: 0003
Create Date: 2026-11-22
"""

import sqlalchemy as sa
from alembic import op

from portal.core.db import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("user_session", sa.Column("place", sa.String(length=10), nullable=False, server_default=""))
    op.add_column("user_session", sa.Column("proved_at", UtcDateTime(), nullable=True))
    op.add_column("sign_in_counter", sa.Column("previous", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "totp",
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("secret", sa.String(length=200), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_totp_account_id_account"),
        sa.PrimaryKeyConstraint("account_id", name="pk_totp"))
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_recovery_code_account_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_code"))
    op.create_index("ix_recovery_code_account_id", "recovery_code", ["account_id"])
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_passkey_account_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_passkey"))
    op.create_index("ix_passkey_account_id", "passkey", ["account_id"])
    op.create_index("uq_passkey_credential_id", "passkey", ["credential_id"], unique=True)
    op.create_table(
        "sign_in_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("challenge", sa.String(length=120), nullable=False),
        sa.Column("own_device", sa.Boolean(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_sign_in_step_account_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_step"))
    op.create_index("uq_sign_in_step_digest", "sign_in_step", ["digest"], unique=True)
    op.create_index("ix_sign_in_step_expires_at", "sign_in_step", ["expires_at"])
    op.create_table(
        "sign_in_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("good", sa.Boolean(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("place", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_sign_in_event_account_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_event"))
    op.create_index("ix_sign_in_event_account_at", "sign_in_event", ["account_id", "at"])
    op.create_index("ix_sign_in_event_at", "sign_in_event", ["at"])
    op.create_table(
        "known_device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_known_device_account_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_known_device"))
    op.create_index("uq_known_device_account_digest", "known_device", ["account_id", "digest"], unique=True)
    op.create_index("ix_known_device_seen_at", "known_device", ["seen_at"])


def downgrade() -> None:
    for table in ("known_device", "sign_in_event", "sign_in_step", "passkey", "recovery_code", "totp"):
        op.drop_table(table)
    op.drop_column("sign_in_counter", "previous")
    op.drop_column("user_session", "proved_at")
    op.drop_column("user_session", "place")
