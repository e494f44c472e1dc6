"""The columns of an exported roster, which are the very columns an import reads (I6).

The headings are Vietnamese whatever the reader's language, for the file is read again by the import.
`record` is the number of the record: it finds the person again where the other numbers are masked
(`masked(number)` equals the cell then: unchanged).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column: its key, its heading, whether its values are digits that keep their zeros, a width in signs."""

    key: str
    heading: str
    digits: bool = False
    width: int = 14


EXPORT_COLUMNS = (
    ExportColumn("number", "STT", width=6),
    ExportColumn("record", "Mã hồ sơ", width=10),
    ExportColumn("full_name", "Họ và tên", width=28),
    ExportColumn("sex", "Giới tính", width=10),
    ExportColumn("birth_date", "Ngày sinh"),
    ExportColumn("citizen_id", "Số định danh", digits=True, width=16),
    ExportColumn("card_number", "Số thẻ đảng viên", digits=True, width=16),
    ExportColumn("joined_on", "Ngày vào Đảng"),
    ExportColumn("official_on", "Ngày chính thức"),
    ExportColumn("ceremony_on", "Ngày lễ kết nạp"),
    ExportColumn("phone", "Điện thoại", digits=True),
    ExportColumn("cell_code", "Mã chi bộ", digits=True),
    ExportColumn("cell_name", "Chi bộ đang sinh hoạt", width=34),
    ExportColumn("state", "Trạng thái", width=24),
    ExportColumn("since", "Từ ngày"),
)
"""`number` counts the rows, `record` is Member.id, `cell_*` name today's cell, `state` and `since` today's state;
the rest are fields of Member. Days are written 05/09/2025, sexes `nam` and `nữ`, states by their Vietnamese names."""
SEX_WORDS = {"male": "nam", "female": "nữ"}
"""How the sexes are written in a file."""
