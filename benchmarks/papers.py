"""How well and how fast files are read: python -m benchmarks.papers [--quick]

Correctness on the list of 163 real symbols (`tests/papers/doc_symbols.tsv`), put into first pages of three layouts and
into six ways to cite; then pages a second and peak memory for each kind of file, each in a process of its own.
"""

import argparse
import io
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from portal.core.text import equality_key
from portal.papers import ocr
from portal.papers.citations import find_citations
from portal.papers.extraction import DOC, DOCX, HTML, ODT, PDF, PPTX, RTF, TEXT, XLSX
from portal.papers.first_page import propose
from portal.papers.kinds import kind_name
from portal.papers.light import light_copy
from portal.papers.symbols import find_symbols, parse_symbol
from tests.papers import makers
from tests.papers.pages_of_list import CITED, NO_SYMBOLS, cited, first_page, rows

PAGES = 500
LINE = "Đảng ủy Tổng công ty Đường sắt Việt Nam yêu cầu các chi bộ tổ chức thực hiện nghiêm túc {} nội dung sau."


def main() -> None:
    """Print the tables."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--quick", action="store_true", help="only how well")
    reader.add_argument("--wrong", action="store_true", help="name what was read wrong")
    arguments = reader.parse_args()
    for title, right, whole, wrong in correctness():
        print(f"{title:<46} {right:>5} / {whole:<5} {right / whole:7.2%}")
        if arguments.wrong:
            print(*(f"      {one}" for one in wrong), sep="\n")
    if not arguments.quick:
        speed()


def correctness() -> Iterator[tuple[str, int, int, list[str]]]:
    """(what, how many right, of how many, what was wrong)."""
    papers = list(rows())
    yield _share("symbols: kept as they are", [(p.symbol, parse_symbol(p.symbol).text == p.symbol) for p in papers])
    yield _share("symbols: taken apart", [(p.symbol, parse_symbol(p.symbol).form != "free") for p in papers])
    told = [p for p in papers if kind_name(parse_symbol(p.symbol).kind, parse_symbol(p.symbol).form)]
    yield _share("kinds told by the symbol alone", [
        (f"{p.symbol}: {p.kind}", kind_name(parse_symbol(p.symbol).kind, parse_symbol(p.symbol).form) == p.kind)
        for p in told
    ])  # fmt: skip
    for layout in ("left", "right", "columns"):
        yield from _first_pages(papers, layout)
    yield from _citations([p for p in papers if p.date])
    found = [text for _, _, symbol in find_symbols(NO_SYMBOLS) for text in [symbol.text]]
    phrases = len(re.findall(r"[^;,\n]+", NO_SYMBOLS))
    yield "phrases full of numbers without a false symbol", phrases - len(found), phrases, found


def _first_pages(papers: list[Any], layout: str) -> Iterator[tuple[str, int, int, list[str]]]:
    fields: dict[str, Callable[[Any, Any], bool]] = {
        "symbol": lambda p, got: (got.symbol or got.symbol_as_printed) == p.symbol,
        "kind": lambda p, got: got.kind_name == p.kind,
        "date": lambda p, got: p.date is None or got.date == p.date,
        "issuer": lambda p, got: equality_key(got.issuer) == equality_key(p.body),
        "subject": lambda p, got: equality_key(got.subject) == equality_key(p.title),
        "signer": lambda p, got: got.signer == "Nguyễn Văn Ninh",
    }
    got = [(p, propose(first_page(p, layout))) for p in papers]
    for name, test in fields.items():
        yield _share(f"first page ({layout}): {name}", [
            (f"{p.symbol} {p.kind} {p.body}: {getattr(g, 'kind_name' if name == 'kind' else name)}", test(p, g))
            for p, g in got
        ])  # fmt: skip


def _citations(papers: list[Any]) -> Iterator[tuple[str, int, int, list[str]]]:
    tests: dict[str, Callable[[Any, Any], bool]] = {
        "symbol": lambda p, c: c.symbol.text == p.symbol,
        "date": lambda p, c: c.date == p.date,
        "kind": lambda p, c: c.kind_word == p.kind,
        "issuer": lambda p, c: equality_key(c.issuer) == equality_key(p.issuer),
    }
    results: dict[str, list[tuple[str, bool]]] = {name: [] for name in ("found once", *tests)}
    for paper in papers:
        for pattern in CITED:
            text = cited(paper, pattern)
            found = [one for one in find_citations(text) if one.symbol.text != "999-QĐ/TW"]
            results["found once"].append((text, len(found) == 1))
            for name, test in tests.items():
                is_right = bool(found) and test(paper, found[0])
                results[name].append((f"{text} -> {found[0] if found else ''}", is_right))
    for name, judged in results.items():
        yield _share(f"citations: {name}", judged)


def _share(title: str, judged: list[tuple[str, bool]]) -> tuple[str, int, int, list[str]]:
    return title, sum(right for _, right in judged), len(judged), [what for what, right in judged if not right]


def speed() -> None:
    """Pages a second and peak memory of reading each kind, in the child itself."""
    print(f"\n{'kind':<12} {'pages':>6} {'KB':>8} {'seconds':>8} {'pages/s':>8} {'peak MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for name, media_type, pages, make in _files(Path(folder)):
            path = make()
            seconds, peak, state = _measure("portal.papers.child", path, [media_type])
            _line(name, pages, path.stat().st_size, seconds, peak, state)
        scan = _scan(Path(folder) / "scan.pdf", 4)
        if ocr.readiness(True) == ocr.Readiness.READY:
            _line("scan, read", 4, scan.stat().st_size, *_measure("portal.papers.ocr", scan, ["all"]))
        heavy = _scan(Path(folder) / "heavy.pdf", 20)
        seconds, peak, state = _measure("portal.papers.light", heavy, [])
        _line("light copy", 20, heavy.stat().st_size, seconds, peak, state)
        print(f"light copy: {heavy.stat().st_size // 1000} KB -> {len(light_copy(heavy)) // 1000} KB")


def _line(name: str, pages: int, size: int, seconds: float, peak: int, state: str) -> None:
    print(f"{name:<12} {pages:>6} {size // 1000:>8} {seconds:>8.2f} {pages / seconds:>8.1f} {peak:>8} {state}")


def _measure(module: str, path: Path, arguments: list[str]) -> tuple[float, int, str]:
    """Seconds, peak MB, how it ended."""
    code = (
        "import resource, sys, runpy; sys.argv = sys.argv[1:]\n"
        "try: runpy.run_module(sys.argv[0], run_name='__main__', alter_sys=False)\n"
        "except SystemExit as end: pass\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10, file=sys.stderr)"
    )
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, module, str(path), *arguments, "1024", "600"], capture_output=True, check=False,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )  # fmt: skip
    seconds = time.perf_counter() - start
    counts = Counter(word for word in (b'"ok"', b"no_text", b"too_large", b"%PDF") if word in done.stdout)
    return seconds, int(done.stderr.split()[-1]), " ".join(word.decode().strip('"') for word in counts)


def _files(folder: Path) -> Iterator[tuple[str, str, int, Callable[[], Path]]]:
    from portal.papers.blocks import plain_block

    text = [plain_block("p", " ".join(LINE.format(n + m) for m in range(6))) for n in range(PAGES * 5)]
    plain = "\n\n".join(block.text for block in text)
    yield "PDF", PDF, PAGES, lambda: _pdf(folder / "a.pdf", PAGES)
    yield "DOCX", DOCX, PAGES, lambda: _docx(folder / "a.docx", text)
    yield "DOC", DOC, PAGES, lambda: makers.doc(folder / "a.doc", plain)
    yield "ODT", ODT, PAGES, lambda: makers.odt(folder / "a.odt", text)
    yield "RTF", RTF, PAGES, lambda: makers.rtf(folder / "a.rtf", text)
    yield "HTML", HTML, PAGES, lambda: makers.html(folder / "a.html", text)
    yield "TXT", TEXT, PAGES, lambda: _text(folder / "a.txt", plain.encode())
    yield "TXT, TCVN3", TEXT, PAGES, lambda: _text(folder / "b.txt", makers.tcvn3(plain).encode("cp1252"))
    yield "PPTX", PPTX, 100, lambda: makers.pptx(folder / "a.pptx", [(f"Trang {n}", [LINE] * 8) for n in range(100)])
    rows_ = [[n, "Nguyễn Văn An", "Chi bộ Hà Nội", n / 7] for n in range(8_000)]
    yield "XLSX 8,000", XLSX, 1, lambda: makers.xlsx(folder / "a.xlsx", {"Danh sách": rows_})


def _text(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _docx(path: Path, parts: list[Any]) -> Path:
    import docx

    document = docx.Document()
    for part in parts:
        document.add_paragraph(part.text)
    document.save(str(path))
    return path


def _pdf(path: Path, pages: int) -> Path:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from tests.papers.conftest import FONT

    pdfmetrics.registerFont(TTFont("Viet", FONT))
    canvas = Canvas(str(path), pageCompression=1)
    for page in range(pages):
        canvas.setFont("Viet", 9)
        for line in range(46):
            canvas.drawString(40, 790 - 16 * line, LINE.format(page * 46 + line))
        canvas.drawString(290, 20, str(page + 1))
        canvas.showPage()
    canvas.save()
    return path


def _scan(path: Path, pages: int) -> Path:
    import pypdfium2

    source, copy = pypdfium2.PdfDocument(_pdf(path.with_suffix(".src.pdf"), pages)), pypdfium2.PdfDocument.new()
    chance = random.Random(1)
    for at in range(pages):
        page = source[at]
        picture = page.render(scale=200 / 72, grayscale=True).to_pil()
        points: Any = picture.load()
        for _ in range(20_000):
            points[chance.randrange(picture.width), chance.randrange(picture.height)] = chance.randrange(256)
        data = io.BytesIO()
        picture.save(data, "JPEG", quality=92)
        image = pypdfium2.PdfImage.new(copy)
        image.load_jpeg(data, inline=True)
        image.set_matrix(pypdfium2.PdfMatrix().scale(*page.get_size()))
        drawn = copy.new_page(*page.get_size())
        drawn.insert_obj(image)
        drawn.gen_content()
    copy.save(path)
    return path


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
