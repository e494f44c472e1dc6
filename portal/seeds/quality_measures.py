"""The six measures of 215-CV/TU ("đúng, đủ, sạch, sống, thống nhất, dùng chung") and what each counts.

The letter names the words and defines none of them; these definitions are the project's, shown on the page beside
every number, and dated, so that a new definition never changes what an old report said.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.core.i18n import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: its word, its definition, and the codes of what spoils it."""

    key: str
    label: Any
    definition: Any
    codes: tuple[str, ...]
    valid_from: date | None = None
    valid_to: date | None = None


MEASURES = [
    Measure("dung", _l("Đúng"),
            _l("Ngày tháng không mâu thuẫn nhau; số định danh khớp giới tính và năm sinh, hoặc đã được kiểm tra."),
            ("date_order", "id_sex", "id_year")),
    Measure("du", _l("Đủ"),
            _l("Có đủ ngày sinh, giới tính, điện thoại, ngày vào Đảng; đảng viên chính thức có cả ngày chính thức "
               "và số thẻ."),
            ("no_birth_date", "no_sex", "no_phone", "no_joined_on", "no_official_on", "no_card_number")),
    Measure("sach", _l("Sạch"),
            _l("Họ tên viết đúng dạng, điện thoại đúng dạng, không nằm trong cặp hồ sơ nghi trùng."),
            ("name_form", "phone_form", "double")),
    Measure("song", _l("Sống"),
            _l("Đang thuộc một chi bộ, không dự bị quá hạn, không có đề nghị sửa chờ quá 10 ngày."),
            ("no_cell", "probation_over", "correction_waits")),
    Measure("thong-nhat", _l("Thống nhất"),
            _l("Số thẻ 12 số trùng số định danh; tên tài khoản trùng số định danh; trạng thái khớp ngày chính thức."),
            ("card_differs", "account_differs", "state_differs")),
    Measure("dung-chung", _l("Dùng chung"),
            _l("Chi bộ có mã tổ chức; số định danh thuộc mã tỉnh đã biết hoặc đã được kiểm tra, để nối được với cơ sở "
               "dữ liệu đảng viên."),
            ("no_cell_code", "id_province")),
]
CODES: dict[str, Any] = {
    "date_order": _l("ngày tháng mâu thuẫn"), "id_sex": _l("số định danh không khớp giới tính"),
    "id_year": _l("số định danh không khớp năm sinh"), "no_birth_date": _l("thiếu ngày sinh"),
    "no_sex": _l("thiếu giới tính"), "no_phone": _l("thiếu điện thoại"), "no_joined_on": _l("thiếu ngày vào Đảng"),
    "no_official_on": _l("thiếu ngày chính thức"), "no_card_number": _l("thiếu số thẻ đảng viên"),
    "name_form": _l("họ tên viết chưa đúng dạng"), "phone_form": _l("điện thoại chưa đúng dạng"),
    "double": _l("nghi trùng hồ sơ"), "no_cell": _l("chưa thuộc chi bộ nào"),
    "probation_over": _l("dự bị quá hạn xét chính thức"), "correction_waits": _l("đề nghị sửa chờ quá 10 ngày"),
    "card_differs": _l("số thẻ 12 số khác số định danh"), "account_differs": _l("tên tài khoản khác số định danh"),
    "state_differs": _l("trạng thái không khớp ngày chính thức"), "no_cell_code": _l("chi bộ chưa có mã tổ chức"),
    "id_province": _l("số định danh có mã tỉnh chưa biết"),
}
ID_CODES = ("id_sex", "id_year", "id_province")
"""Warnings on the citizen id: registers err, so a person looks and may say "đã kiểm tra"."""
MEASURE_OF = {code: measure.key for measure in MEASURES for code in measure.codes}
"""Code → the measure it spoils."""


def in_force(on: date) -> list[Measure]:
    """The measures that hold on a day."""
    return [one for one in MEASURES if (one.valid_from is None or one.valid_from <= on)
            and (one.valid_to is None or on <= one.valid_to)]
