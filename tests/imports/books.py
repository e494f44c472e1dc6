"""Workbooks written by hand: ODS, old XLS, locked files, bombs."""

import struct
import zipfile
from collections.abc import Sequence
from io import BytesIO

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def zipped(parts: dict[str, bytes | str], *, stored: tuple[str, ...] = ("mimetype",)) -> bytes:
    """A zip of these parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), body, kind, compresslevel=1)
    return out.getvalue()


def ods(rows: Sequence[Sequence[str]], manifest: str = "") -> bytes:
    """An OpenDocument sheet; `date:1985-01-02` is a date cell."""
    def cell(text: str) -> str:
        if text.startswith("date:"):
            day = text.removeprefix("date:")
            return (f'<table:table-cell office:value-type="date" office:date-value="{day}"><text:p>{day}</text:p>'
                    "</table:table-cell>")
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    spaces = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in
                      (("office", "office"), ("table", "table"), ("text", "text")))
    content = (f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body>'
               f'<office:spreadsheet><table:table table:name="Trang">{body}</table:table></office:spreadsheet>'
               "</office:body></office:document-content>")
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content,
                   "META-INF/manifest.xml": manifest or "<manifest/>"})


def compound(streams: dict[str, bytes]) -> bytes:
    """An OLE compound file with these streams (each padded beyond the mini stream)."""
    bodies = {name: body.ljust(max(4096, -(-len(body) // SECTOR) * SECTOR), b"\0") for name, body in streams.items()}
    fat, sectors, starts = [FAT, END], [], {}
    for name, body in bodies.items():
        starts[name] = len(fat)
        count = len(body) // SECTOR
        fat += [*range(len(fat) + 1, len(fat) + count), END]
        sectors += [body[place:place + SECTOR] for place in range(0, len(body), SECTOR)]
    entries = [_entry("Root Entry", 5, END, 0, child=1)]
    names = list(bodies)
    for place, name in enumerate(names):
        right = place + 2 if place + 1 < len(names) else FREE
        entries.append(_entry(name, 2, starts[name], len(bodies[name]), right=right))
    directory = b"".join(entries).ljust(SECTOR, b"\0")[:SECTOR]
    header = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
              + b"\0" * 6 + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
              + struct.pack("<I", 0) + struct.pack("<I", FREE) * 108)
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(SECTOR, b"\xff")
    return header + table + directory + b"".join(sectors)


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE, right: int = FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return (text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1) + struct.pack("<III", FREE, right, child)
            + b"\0" * 36 + struct.pack("<IQ", start, size))


def xls(rows: Sequence[Sequence[str | float]], *, locked: bool = False) -> bytes:
    """An Excel 97 workbook of one sheet with text and number cells."""
    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    begin = struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 1996, 0, 6)
    cells = b""
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            if isinstance(value, str):
                text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
                cells += record(0x204, struct.pack("<HHH", number, place, 0) + text)
            else:
                cells += record(0x203, struct.pack("<HHHd", number, place, 0, value))
    size = struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows), default=0), 0)
    sheet = record(0x809, begin) + record(0x200, size) + cells + record(0x0A, b"")
    lock = record(0x2F, struct.pack("<HHH", 1, 1, 1) + b"\1" * 48) if locked else b""
    top = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 1996, 0, 6)) + lock
    name = "Trang".encode("utf-16-le")
    bound = 4 + 8 + len(name)
    offset = len(top) + bound + 4
    top += record(0x85, struct.pack("<IBBBB", offset, 0, 0, 5, 1) + name) + record(0x0A, b"")
    return compound({"Workbook": top + sheet})
