"""Relations, private marks, saved lists and fields of work; what a citation looks for; indexes of the lists.

Revision ID: 0014
Revises: 0013
Create Date: 2026-11-22
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

from portal.core.db import UtcDateTime, key_column
from portal.core.text import fold, sort_key

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

FIELDS = {
    "Xây dựng Đảng": ("Tổ chức cơ sở đảng", "Đảng viên", "Cán bộ", "Bảo vệ chính trị nội bộ"),
    "Tuyên giáo và dân vận": ("Học tập nghị quyết", "Tuyên truyền, báo chí", "Dân vận"),
    "Kiểm tra, giám sát, kỷ luật": (),
    "Nội chính, phòng chống tham nhũng": (),
    "Văn phòng và chuyển đổi số": ("Văn thư, lưu trữ", "Chuyển đổi số"),
    "Sản xuất, kinh doanh": ("An toàn chạy tàu", "Kinh tế, đầu tư", "Lao động, tiền lương"),
    "Công đoàn, Đoàn thanh niên": (),
    "Pháp luật của Nhà nước": (),
}
"""What a library starts with; the administrator adds and renames."""
ONE_BODY = {"tw", "vptw", "btctw", "ubkttw", "btgdvtw", "btgtw", "bdvtw", "bnctw", "bcsltw", "hdlltw", "qutw", "vpqu",
            "duqstw"}
ORGAN = re.compile(r"^(?:(?:ban thuong vu|ban chap hanh|ban can su|thuong truc|thuong vu)\s+)+")
INDEXES = {"ix_document_kind_published": ["state", "kind_name", "published_at", "id"],
           "ix_document_issuer_published": ["state", "issuer_key", "published_at", "id"],
           "ix_document_field_published": ["state", "field_id", "published_at", "id"],
           "ix_document_symbol_state": ["symbol_key", "state", "issued_on"],
           "ix_document_symbol_sort": ["state", "symbol_sort", "sort_on", "id"]}


def upgrade() -> None:
    _tables()
    op.add_column("document", sa.Column("field_id", sa.Integer(), nullable=True))
    for name, columns in INDEXES.items():
        op.create_index(name, "document", columns)
    op.add_column("document_citation", sa.Column("sought_on", sa.Date(), nullable=True))
    op.add_column("document_citation", sa.Column("issuer_key", key_column(200), server_default="", nullable=False))
    _seek()
    _fill_fields()


def downgrade() -> None:
    op.drop_column("document_citation", "issuer_key")
    op.drop_column("document_citation", "sought_on")
    for name in INDEXES:
        op.drop_index(name, "document")
    op.drop_column("document", "field_id")
    for table in ("document_light_copy", "document_saved_list", "document_mark", "document_relation", "document_field"):
        op.drop_table(table)


def _tables() -> None:
    op.create_table(
        "document_field",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("path", key_column(60), nullable=False),
        sa.Column("sort_key", key_column(800), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["document_field.id"], name="fk_document_field_parent_id_document_field"),
        sa.PrimaryKeyConstraint("id", name="pk_document_field"))
    op.create_index("uq_document_field_name", "document_field", ["parent_id", "name"], unique=True)
    op.create_index("ix_document_field_path", "document_field", ["path"])
    op.create_table(
        "document_relation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="CASCADE",
                                name="fk_document_relation_document_id_document"),
        sa.ForeignKeyConstraint(["other_id"], ["document.id"], ondelete="CASCADE",
                                name="fk_document_relation_other_id_document"),
        sa.PrimaryKeyConstraint("id", name="pk_document_relation"))
    op.create_index("uq_document_relation", "document_relation", ["document_id", "kind", "other_id"], unique=True)
    op.create_index("ix_document_relation_other", "document_relation", ["other_id", "kind"])
    op.create_index("ix_document_relation_kind", "document_relation", ["kind", "id"])
    _own_tables()


def _own_tables() -> None:
    op.create_table(
        "document_mark",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.Column("later_at", UtcDateTime(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("noted_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_document_mark_account_id_account"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="CASCADE",
                                name="fk_document_mark_document_id_document"),
        sa.PrimaryKeyConstraint("account_id", "document_id", name="pk_document_mark"))
    op.create_index("ix_document_mark_opened", "document_mark", ["account_id", "opened_at"])
    op.create_index("ix_document_mark_later", "document_mark", ["account_id", "later_at"])
    op.create_index("ix_document_mark_document", "document_mark", ["document_id", "opened_at"])
    op.create_table(
        "document_saved_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_document_saved_list_account_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_document_saved_list"))
    op.create_table(
        "document_light_copy",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("light_digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_document_light_copy"))
    op.create_index("ix_document_light_copy_light_digest", "document_light_copy", ["light_digest"])
    op.create_index("uq_document_saved_list_name", "document_saved_list", ["account_id", "name"], unique=True)


def _fill_fields() -> None:
    table = sa.table("document_field", sa.column("id"), sa.column("parent_id"), sa.column("name"), sa.column("path"),
                     sa.column("sort_key"))
    number, rows = 0, []
    for name, below in FIELDS.items():
        number += 1
        parent = number
        rows.append((parent, None, name, f"/{parent}/"))
        for child in below:
            number += 1
            rows.append((number, parent, child, f"/{parent}/{number}/"))
    bind = op.get_bind()
    bind.execute(sa.insert(table), [
        {"id": one, "parent_id": parent, "name": name, "path": path, "sort_key": sort_key(name)[:800]}
        for one, parent, name, path in rows])
    if bind.dialect.name == "postgresql":  # the ids were given: the sequence must know
        bind.execute(sa.text("SELECT setval(pg_get_serial_sequence('document_field', 'id'), :n)"), {"n": number})


def _seek() -> None:
    """What each citation of the papers already read looks for, as portal.documents.models.citing says."""
    table = sa.table("document_citation", sa.column("document_id"), sa.column("number"), sa.column("symbol_key"),
                     sa.column("cited_on", sa.Date), sa.column("issuer"), sa.column("sought_on", sa.Date),
                     sa.column("issuer_key"))
    bind = op.get_bind()
    columns = table.c.document_id, table.c.number, table.c.symbol_key, table.c.cited_on, table.c.issuer
    rows = bind.execute(sa.select(*columns).order_by(table.c.document_id, table.c.number)).all()
    change = (sa.update(table).where(table.c.document_id == sa.bindparam("one"), table.c.number == sa.bindparam("at"))
              .values(sought_on=sa.bindparam("day"), issuer_key=sa.bindparam("key")))
    for _, group in groupby(rows, key=lambda row: row[0]):
        changed = [{"one": one, "at": at, "day": day, "key": key} for one, at, day, key in _sought(list(group))]
        bind.execute(change, changed)


def _sought(mentions: list[Any]) -> Iterator[tuple[int, int, Any, str]]:
    told = [(key, day, "" if key.rpartition("/")[2] in ONE_BODY
             else ORGAN.sub("", fold(issuer)).replace("dang bo", "dang uy")[:200].strip())
            for _, _, key, day, issuer in mentions]
    known: dict[str, set[tuple[Any, str]]] = {}
    for key, day, issuer in told:
        if day is not None or issuer:
            known.setdefault(key, set()).add((day, issuer))
    for (document_id, number, *_), (key, day, issuer) in zip(mentions, told, strict=True):
        if day is None and not issuer and len(known.get(key, ())) == 1:
            day, issuer = next(iter(known[key]))
        yield document_id, number, day, issuer
