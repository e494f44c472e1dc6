"""The child process that reads one sheet: `python child.py PATH MEGABYTES SECONDS ROWS COLUMNS`.

It limits itself before it opens the file and writes lines of JSON to standard output: first what the file is, then
[number of the row, [cells]] for each row that holds anything. Run by its path, so that nothing else is loaded.
"""

import csv
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any

from portal.core.text import nfc
from portal.papers.bounds import limit

MAX_OUTPUT = 256_000_000
MAX_UNPACKED = 400_000_000
LONGEST_CELL = 500
HEAD_ROWS = 40
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SEPARATORS = ",;\t|"
LOCKED_XLS = re.compile(rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
"""The beginning of an Excel 97 workbook, followed by the record of its password."""
RISKY = ("'=", "'+", "'-", "'@")
Row = tuple[int, list[str]]


class Refused(Exception):
    """The file can't be used; the code of the reason."""


def read(path: Path, most_rows: int, most_columns: int) -> tuple[dict[str, Any], Iterable[Row]]:
    """What the file is, and its rows."""
    with path.open("rb") as file:
        head = file.read(8192)
    if not head.strip():
        raise Refused("empty")
    if head.startswith((b"PK\x03\x04", OLE)):
        told, rows = _workbook(path, head, most_columns)
    else:
        told, rows = _text(path, head)
    return told, _bounded(rows, most_rows, most_columns)


def _bounded(rows: Iterable[Row], most_rows: int, most_columns: int) -> Iterator[Row]:
    seen = 0
    for number, cells in rows:
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        seen += 1
        if seen > most_rows:
            raise Refused("rows")
        if len(cells) > most_columns:
            raise Refused("columns")
        yield number, cells
    if not seen:
        raise Refused("empty")


def _text(path: Path, head: bytes) -> tuple[dict[str, Any], Iterable[Row]]:
    if head.startswith(b"%PDF") or re.match(rb"\s*(<!doctype|<html|<\?xml|<table|\{\\rtf)", head[:200], re.IGNORECASE):
        raise Refused("web" if b"<" in head[:200] else "kind")
    data = path.read_bytes()
    text = _decoded(data)
    if text is None:
        raise Refused("kind")
    first = text.partition("\n")[0]
    if match := re.fullmatch(r"sep=(.)\r?", first):
        text, separator = text.partition("\n")[2], match[1]
    else:
        separator = _separator(text)
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        rows = [(number, [_unwrapped(cell) for cell in cells]) for number, cells in enumerate(reader, start=1)]
    except csv.Error as error:
        raise Refused("broken") from error
    if not any(len(cells) > 1 for _, cells in rows):
        raise Refused("kind")
    return {"kind": "csv", "sheet": "", "sheets": [], "merged": [], "date1904": False}, rows


def _decoded(data: bytes) -> str | None:
    """UTF-8, UTF-16 (also without its mark), Windows-1258."""
    if b"\0" in data[:200] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        odd, even = data[1:200:2].count(0), data[0:200:2].count(0)
        try:
            return nfc(data.decode("utf-16-le" if odd > even else "utf-16-be"))
        except UnicodeDecodeError:
            return None
    from portal.papers.decoding import decode  # most files are workbooks and need none of it

    return decode(data)


def _separator(text: str) -> str:
    """The separator whose count is most often the same over the first lines."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in text.splitlines()[:HEAD_ROWS] if line.strip()]
    counts = {one: [line.count(one) for line in lines] for one in SEPARATORS}

    def fitness(one: str) -> tuple[int, int]:
        most = max(set(counts[one]), key=lambda n: (n > 0, counts[one].count(n), n), default=0)
        return (counts[one].count(most) if most else 0, most)

    return max(SEPARATORS, key=fitness)


def _unwrapped(cell: str) -> str:
    """`="0123"` and `'+84…`, as spreadsheets and our own files write them, as what they mean."""
    cell = cell.strip()
    if match := re.fullmatch(r'="(.*)"', cell, re.DOTALL):
        cell = match[1]
    return (cell[1:] if cell.startswith(RISKY) else cell)[:LONGEST_CELL]


def _workbook(path: Path, head: bytes, most_columns: int) -> tuple[dict[str, Any], Iterable[Row]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    date1904 = _looked_into(path) if head.startswith(b"PK") else _is_locked(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheet = _fullest(book)
        start, end = sheet.start, sheet.end
    except PasswordError as error:
        raise Refused("encrypted") from error
    except (CalamineError, OSError, ValueError) as error:
        raise Refused("broken") from error
    if start is None or end is None:
        raise Refused("empty")
    if end[1] - start[1] + 1 > 4 * most_columns:
        raise Refused("columns")
    merged = [[low[0] + 1, low[1] - start[1], high[0] + 1, high[1] - start[1]]
              for low, high in sheet.merged_cell_ranges or () if low[0] < HEAD_ROWS]
    told = {"kind": "sheet", "sheet": sheet.name, "sheets": list(book.sheet_names), "merged": merged,
            "date1904": date1904}
    rows = ((number, [_shown(cell) for cell in cells]) for number, cells in enumerate(sheet.iter_rows(), start=1))
    return told, rows


def _fullest(book: Any) -> Any:
    """The sheet that is seen and has most cells."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    best, size = None, -1
    for place, told in enumerate(book.sheets_metadata):
        if told.typ != SheetTypeEnum.WorkSheet or told.visible != SheetVisibleEnum.Visible:
            continue
        sheet = book.get_sheet_by_index(place)
        if sheet.height * sheet.width > size:
            best, size = sheet, sheet.height * sheet.width
    if best is None:
        raise Refused("empty")
    return best


def _looked_into(path: Path) -> bool:
    """Raise Refused for a zip that is no spreadsheet or unpacks to too much; True where days count from 1904."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = {one.filename for one in archive.infolist()}
            if sum(one.file_size for one in archive.infolist()) > MAX_UNPACKED:
                raise Refused("large")
            if any(one.flag_bits & 1 for one in archive.infolist()):
                raise Refused("encrypted")
            if "xl/workbook.xml" in names:
                with archive.open("xl/workbook.xml") as part:
                    return re.search(rb'date1904="(1|true)"', part.read(1_000_000)) is not None
            if "xl/workbook.bin" in names:
                return False
            if "content.xml" in names and b"spreadsheet" in _start_of(archive, "mimetype"):
                if b"encryption-data" in _start_of(archive, "META-INF/manifest.xml"):
                    raise Refused("encrypted")
                return False
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise Refused("broken") from error
    raise Refused("kind")


def _start_of(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as part:
            return part.read(200_000)
    except KeyError:
        return b""


def _is_locked(path: Path) -> bool:
    """Raise Refused for an old file that holds no spreadsheet or a locked one; days count from 1900."""
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data or LOCKED_XLS.search(data):
        raise Refused("encrypted")
    if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book", "WORKBOOK", "BOOK")):
        raise Refused("kind")
    return False


def _shown(cell: Any) -> str:
    """A cell as text: days as ISO, whole numbers without a point, the rest as typed."""
    if isinstance(cell, str):
        return nfc(cell).strip()[:LONGEST_CELL]
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, int) else ""


def answer(path: Path, most_rows: int, most_columns: int, output: IO[str]) -> None:
    """Write what the file is and its rows; a lack of memory is an answer too."""
    try:
        told, rows = read(path, most_rows, most_columns)
        output.write(json.dumps(told) + "\n")
        for row in rows:
            output.write(json.dumps(row) + "\n")
        output.write('"end"\n')
    except Refused as refused:
        output.write(json.dumps({"problem": str(refused)}) + "\n")
    except (MemoryError, RecursionError):
        output.write('{"problem": "large"}\n')


def main(arguments: list[str]) -> int:
    """Reads the file named in the arguments."""
    path, memory_mb, seconds, most_rows, most_columns = arguments
    limit(int(memory_mb), int(seconds), MAX_OUTPUT)
    answer(Path(path), int(most_rows), int(most_columns), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
