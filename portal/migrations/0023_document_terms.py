"""What papers are found by in lists and by citations; the orders lists of a year and of the archive are walked in.

Revision ID: 0023
Revises: 0022
Create Date: 2026-11-22
"""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from portal.core.db import key_column
from portal.core.text import fold
from portal.documents.api import terms_of

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

AT_ONCE = 500
MADE_OF = ("kind_name", "symbol", "subject", "name", "issuer", "issuer_suffix", "problem", "part_count", "quality")


def upgrade() -> None:
    op.create_table(
        "document_term",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("term", key_column(60), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_document_term_document_id_document"),
        sa.PrimaryKeyConstraint("document_id", "term", name="pk_document_term"),
        sqlite_with_rowid=False)
    op.create_index("ix_document_term_term", "document_term", ["term", "document_id"])
    op.drop_index("ix_document_issued_year", table_name="document")
    op.create_index("ix_document_year_published", "document", ["state", "issued_year", "published_at", "id"])
    op.drop_index("ix_document_symbol_key", table_name="document")
    op.create_index("ix_document_cited", "document",
                    ["symbol_key", "issued_on", "state", "trashed_at", "unit_id", "issuer_key"])
    kept = sa.text("archived_at IS NOT NULL")
    op.create_index("ix_document_archived_published", "document", ["state", "published_at", "id"],
                    sqlite_where=kept, postgresql_where=kept)
    op.drop_column("document", "search_key")  # what lists looked through instead
    _fill()


def _fill() -> None:
    """The terms of the papers there are."""
    term = sa.table("document_term", sa.column("document_id", sa.Integer()), sa.column("term", sa.String()))
    for some in _papers():
        op.get_bind().execute(sa.insert(term), [{"document_id": row.id, "term": one} for row in some
                                                for one in terms_of(row)])


def _papers() -> Iterator[Sequence[sa.Row[Any]]]:
    """What their keys are made of, some papers at a time."""
    last, document = 0, sa.table("document", sa.column("id"), *map(sa.column, MADE_OF))
    while some := op.get_bind().execute(sa.select(document).where(document.c.id > last).order_by(document.c.id)
                                        .limit(AT_ONCE)).all():
        yield some
        last = some[-1].id


def downgrade() -> None:
    op.add_column("document", sa.Column("search_key", sa.String(1200), nullable=False, server_default=""))
    document = sa.table("document", sa.column("id"), sa.column("search_key"))
    keyed = sa.update(document).where(document.c.id == sa.bindparam("of")).values(search_key=sa.bindparam("key"))
    for some in _papers():
        op.get_bind().execute(keyed, [{"of": row.id, "key": fold(f"{row.symbol} {row.subject or row.name}")[:1200]}
                                      for row in some])
    op.drop_index("ix_document_archived_published", table_name="document")
    op.drop_index("ix_document_cited", table_name="document")
    op.create_index("ix_document_symbol_key", "document", ["symbol_key"])
    op.drop_index("ix_document_year_published", table_name="document")
    op.create_index("ix_document_issued_year", "document", ["issued_year"])
    op.drop_table("document_term")
