"""Who stands behind a symbol's suffix, and the provinces and cities, as dated data.

DOCUMENTS.md section 2. `ĐU`, `CB` and `QU` name no single body: the head or a person must tell.
"""

from dataclasses import dataclass
from datetime import date

_SINCE = date(1997, 10, 1)
MERGER = date(2025, 7, 1)
"""From this day there are 34 provinces and cities instead of 63, and no districts."""


@dataclass(frozen=True, slots=True)
class Suffix:
    """What an issuer suffix stands for. `{place}` is the Tỉnh ủy or Thành ủy; "" = the head must tell."""

    name: str
    mark: str  # seen | second-hand | practice
    valid_from: date = _SINCE
    valid_to: date | None = None


SUFFIXES: dict[str, Suffix] = {
    "TW": Suffix("", "seen"),
    "VPTW": Suffix("Văn phòng Trung ương Đảng", "seen"),
    "BTCTW": Suffix("Ban Tổ chức Trung ương", "seen"),
    "UBKTTW": Suffix("Ủy ban Kiểm tra Trung ương", "seen"),
    "BTGDVTW": Suffix("Ban Tuyên giáo và Dân vận Trung ương", "seen", date(2025, 2, 3)),
    "BTGTW": Suffix("Ban Tuyên giáo Trung ương", "practice", _SINCE, date(2025, 2, 2)),
    "BDVTW": Suffix("Ban Dân vận Trung ương", "practice", _SINCE, date(2025, 2, 2)),
    "BNCTW": Suffix("Ban Nội chính Trung ương", "practice"),
    "BCSLTW": Suffix("Ban Chính sách, chiến lược Trung ương", "practice", date(2025, 2, 3)),
    "HĐLLTW": Suffix("Hội đồng Lý luận Trung ương", "practice"),
    "QUTW": Suffix("Quân ủy Trung ương", "seen"),
    "VPQU": Suffix("Văn phòng Quân ủy", "seen"),
    "ĐUQSTW": Suffix("Đảng ủy Quân sự Trung ương", "seen", _SINCE, date(2011, 12, 31)),
    "TU": Suffix("{place}", "seen"),
    "VPTU": Suffix("Văn phòng {place}", "seen"),
    "BTCTU": Suffix("Ban Tổ chức {place}", "seen"),
    "BTGDVTU": Suffix("Ban Tuyên giáo và Dân vận {place}", "seen", date(2025, 2, 3)),
    "UBKTTU": Suffix("Ủy ban Kiểm tra {place}", "practice"),
    "ĐU": Suffix("", "seen"),
    "CB": Suffix("", "seen"),
    "ĐH": Suffix("", "second-hand"),
    "QU": Suffix("", "seen"),
    "UBKT": Suffix("", "seen"),
    "HU": Suffix("", "practice", _SINCE, date(2025, 6, 30)),
    "ThU": Suffix("", "practice", _SINCE, date(2025, 6, 30)),
    "ThịU": Suffix("", "practice", _SINCE, date(2025, 6, 30)),
}

CITIES: dict[str, date] = {
    "Hà Nội": _SINCE,
    "Hải Phòng": _SINCE,
    "Đà Nẵng": _SINCE,
    "Thành phố Hồ Chí Minh": _SINCE,
    "Cần Thơ": date(2004, 1, 1),
    "Huế": date(2025, 1, 1),
}
"""Centrally-run cities (Thành ủy) and the day from which they are."""

PROVINCES: tuple[str, ...] = (
    "An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Đắk Lắk", "Điện Biên", "Đồng Nai", "Đồng Tháp",
    "Gia Lai", "Hà Tĩnh", "Hưng Yên", "Khánh Hòa", "Lai Châu", "Lạng Sơn", "Lào Cai", "Lâm Đồng",
    "Nghệ An", "Ninh Bình", "Phú Thọ", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sơn La", "Tây Ninh",
    "Thái Nguyên", "Thanh Hóa", "Tuyên Quang", "Vĩnh Long",
)  # fmt: skip
PROVINCES_BEFORE_MERGER: tuple[str, ...] = (
    "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bến Tre", "Bình Dương", "Bình Định",
    "Bình Phước", "Bình Thuận", "Đắk Nông", "Hà Giang", "Hà Nam", "Hải Dương", "Hậu Giang", "Hòa Bình",
    "Kiên Giang", "Kon Tum", "Long An", "Nam Định", "Ninh Thuận", "Phú Yên", "Quảng Bình", "Quảng Nam",
    "Sóc Trăng", "Thái Bình", "Thừa Thiên Huế", "Tiền Giang", "Trà Vinh", "Vĩnh Phúc", "Yên Bái",
)  # fmt: skip
