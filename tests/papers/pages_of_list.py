"""First pages and citations made of the list of 163 real symbols, in layouts that are met: for tests and figures."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

LIST = Path(__file__).parent / "doc_symbols.tsv"
STATE = ("Quốc hội", "Chính phủ", "Bộ ", "Cục ")
ORGANS = ("Ban Thường vụ ", "Ban Chấp hành ", "Thường trực ")
CENTRAL = {"Bộ Chính trị", "Ban Bí thư", "Ban Chấp hành Trung ương"}
GAP = " " * 12


@dataclass(frozen=True)
class Row:
    """One paper of the list."""

    symbol: str
    date: date | None
    kind: str
    title: str
    issuer: str

    @property
    def is_state(self):
        """True for a paper in State form."""
        return "/" in self.symbol and self.issuer.startswith(STATE) and "Chính trị" not in self.issuer

    @property
    def body(self):
        """The body as the left head names it, without the organ that signs for it."""
        organ = next((one for one in ORGANS if self.issuer.startswith(one)), "")
        body = self.issuer if self.issuer in CENTRAL else self.issuer.removeprefix(organ)
        return body.replace("Đảng bộ tỉnh", "Tỉnh ủy")


def rows():
    """All rows of the list."""
    with LIST.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            day = date.fromisoformat(row["date"]) if row["date"] else None
            yield Row(row["symbol"], day, row["kind"].lower(), row["title"], row["issuer"])


def head_lines(row, layout):
    """The head of a first page as text: `left`, `right`, `columns`."""
    number = {"left": "Số {}", "right": "Số: {}", "columns": "Số  {}"}[layout].format(spoilt(row.symbol, layout))
    day = row.date or date(2025, 11, 3)
    dated = f"Hà Nội, ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"
    national = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" if row.is_state else "ĐẢNG CỘNG SẢN VIỆT NAM"
    motto = ["Độc lập - Tự do - Hạnh phúc"] if row.is_state else []
    body = row.body.upper()
    if layout == "left":
        return [body, "*", number, national, *motto, dated]
    if layout == "right":
        return [national, *motto, dated, body, "*" if not row.is_state else "-------", number]
    second = f"*{GAP}{motto[0]}" if motto else "*"
    return [f"{body}{GAP}{national}", second, f"{number}{GAP}{dated}"]


def spoilt(symbol, layout):
    """The symbol as people print it."""
    if "-" not in symbol or not symbol[:1].isdigit() or "(" in symbol:
        return symbol
    dash = {"left": "-", "right": " -", "columns": " \u2013\u00a0"}[layout]
    return symbol.replace("-", dash, 1)


def first_page(row, layout="left"):
    """A whole small paper."""
    subject = row.title[:1].lower() + row.title[1:] if row.title else ""
    if row.kind == "công văn":
        title = [f"V/v {subject}", "", "Kính gửi: Các cơ quan trực thuộc"] if subject else ["Kính gửi: Các cơ quan"]
    else:
        title = [row.kind.upper(), *([subject] if subject else []), "-----"]
    return "\n".join([
        *head_lines(row, layout), "", *title, "",
        "Căn cứ Quy định số 999-QĐ/TW, ngày 01/02/2020 của Ban Bí thư; xét đề nghị của cơ quan tham mưu.",
        "Các cơ quan tổ chức thực hiện theo giai đoạn 2021-2025.", "",
        "Nơi nhận:", "- Như trên;", "- Lưu Văn phòng.", "", "T/M BAN THƯỜNG VỤ", "BÍ THƯ", "", "Nguyễn Văn Ninh",
    ])  # fmt: skip


CITED = (
    "Thực hiện {Kind} số {symbol}, ngày {d}/{m}/{y} của {issuer} về việc chung; các cơ quan báo cáo.",
    "theo {kind} {symbol} ngày {d:02d}-{m:02d}-{y} của {issuer}.",
    "Căn cứ {Kind} số\u00a0{first} \u2013\u00a0{rest}, ngày {d} tháng {m} năm {y} của {issuer} và các quy định khác",
    "({Kind} số {first} -{rest} ngày {d:02d}/{m:02d}/{y} của {issuer})",
    "Tiếp tục thực hiện {Kind} số {symbol},\nngày {d:02d}/{m}/{y}\ncủa {issuer}; văn bản này thay thế văn bản cũ",
    "{Kind} số: {symbol} (ngày {d}.{m}.{y}) của {issuer}, có hiệu lực từ ngày 01/01/2026",
)


def cited(row, pattern):
    """A sentence that cites the paper."""
    first, dash, rest = row.symbol.partition("-")
    if not dash or not first.isdigit():
        pattern = pattern.replace("{first} \u2013\u00a0{rest}", "{symbol}").replace("{first} -{rest}", "{symbol}")
    return pattern.format(
        Kind=row.kind.capitalize(), kind=row.kind, symbol=row.symbol, first=first, rest=rest, issuer=row.issuer,
        d=row.date.day, m=row.date.month, y=row.date.year,
    )  # fmt: skip


NO_SYMBOLS = """
giai đoạn 2021-2025; nhiệm kỳ 2025 - 2030; ngày 15/12/2025; trực 24/7; số 0985.538.080; khoản 3/Điều 5; 1/2 số phiếu
tàu SE1/SE2, SE3/4; km 12+300; TCVN 6909:2001; khổ A4/A5; ĐT: 024-3942/7913; tỷ lệ 12/15 - đạt 80%; 100/100
điểm a/khoản 2-Điều 3; mẫu 2-KNĐ; mẫu số 10-HS; Mẫu 12/KNĐ; lớp 10/A2; phòng 12/B-C; đoàn tàu 12/HN; thẻ số 12-3456
CCCD 001084000999; năm 2025-2026/HK1; Điều 5, Khoản 2/b; 05/9; 3-4/tháng; email a-b/c@x.vn; https://x.vn/12-NQ/abc
Win-10/Office; 5G/4G-LTE; quý I/2026-quý II/2026; 50-60/tháng; 16-18/HD; tổ 4/TDP-X; 12 CV; 10-CT; 01/CB; 7/TW
"""
"""Text full of numbers, none of them a symbol."""
