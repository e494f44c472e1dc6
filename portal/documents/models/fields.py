"""How a library is divided: fields of work (lĩnh vực), a tree of at most five levels; kinds and issuers in groups."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, key_column
from portal.core.errors import CLASHES
from portal.core.i18n import lazy_gettext as _l

DEEPEST = 5
"""Levels of the tree."""


@dataclass(frozen=True, slots=True)
class Group:
    """Kinds, or suffixes of issuers (a `%` stands for any signs), under one name."""

    label: Any
    members: tuple[str, ...]


KIND_GROUPS: dict[str, Group] = {
    "lanh-dao": Group(_l("Lãnh đạo, chỉ đạo"), (
        "cương lĩnh chính trị", "điều lệ đảng", "chiến lược", "nghị quyết", "nghị quyết liên tịch", "quyết định",
        "chỉ thị", "kết luận", "quy chế", "quy chế phối hợp", "quy định", "thông tri", "hướng dẫn",
        "hướng dẫn liên ngành", "tuyên bố", "lời kêu gọi")),
    "ke-hoach": Group(_l("Kế hoạch, chương trình"), (
        "kế hoạch", "quy hoạch", "chương trình", "chương trình hành động", "đề án", "phương án", "dự án")),
    "trao-doi": Group(_l("Trao đổi, báo cáo"), (
        "công văn", "thông báo", "thông cáo", "báo cáo", "tờ trình", "biên bản", "công điện")),
    "giay-to": Group(_l("Giấy tờ hành chính"), (
        "giấy mời", "giấy giới thiệu", "giấy chứng nhận", "giấy nghỉ phép", "giấy ủy quyền", "phiếu chuyển",
        "phiếu gửi", "phiếu báo", "hợp đồng", "bản ghi nhớ", "bản thỏa thuận")),
    "phap-luat": Group(_l("Pháp luật"), (
        "luật", "bộ luật", "pháp lệnh", "nghị định", "thông tư", "thông tư liên tịch")),
}
LEVELS: dict[str, Group] = {
    "trung-uong": Group(_l("Trung ương"), ("%TW", "QU", "VPQU")),
    "tinh-thanh": Group(_l("Tỉnh, thành phố"), ("%TU",)),
    "dang-uy": Group(_l("Đảng ủy"), ("ĐU%", "HU", "ThU", "ThịU", "%ĐU")),
    "chi-bo": Group(_l("Chi bộ"), ("CB%",)),
}
"""Issuers by the suffix of their symbols; what fits none is `khac`."""


class FieldOfWork(Base):
    """A field of work. `path` holds the ids from the top down, as `/3/12/`: what is below begins with it."""

    __tablename__ = "document_field"
    __table_args__ = (Index("uq_document_field_name", "parent_id", "name", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("document_field.id"))
    name: Mapped[str] = mapped_column(String(80))
    path: Mapped[str] = mapped_column(key_column(60), default="", index=True)
    sort_key: Mapped[str] = mapped_column(key_column(800), default="")

    @property
    def level(self) -> int:
        """1 at the top."""
        return self.path.count("/") - 1


CLASHES["uq_document_field_name"] = ("name", _l("Đã có lĩnh vực tên này ở cùng chỗ."))
