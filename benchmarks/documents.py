"""What the library costs as it grows: python -m benchmarks.documents [--sizes 1000 100000] [--rounds N]

For each size a sample portal of its own, filled up to so many published papers: six of ten for everybody, three for
a committee and what is below it, one for a single cell; five citations each, eight parts of text for one in fifty.
CPU time and SQL statements of lists and the reading page as an ordinary member of a cell, and of a clerk's lists.
Targets (BUDGETS, 1c): CPU at most 1.5 times as much, bytes 1.1 times, statements equal.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from benchmarks import house
from benchmarks.cpu import measure, sign_in

KINDS = (("CV", "công văn", 50), ("KH", "kế hoạch", 15), ("TB", "thông báo", 15), ("NQ", "nghị quyết", 10),
         ("BC", "báo cáo", 9), ("QC", "quy chế", 1))
ISSUERS = (("ĐU", "Đảng ủy Tổng công ty Đường sắt Việt Nam", 60), ("TW", "Ban Bí thư", 15),
           ("VPTW", "Văn phòng Trung ương Đảng", 10), ("TU", "Thành ủy Cần Thơ", 10), ("CB", "Chi bộ Ga Vinh", 5))
TEXT = ("triển khai thực hiện nghị quyết đại hội đảng bộ chuyển đổi số an toàn chạy tàu kiểm tra giám sát học tập "
        "quy định báo cáo sơ kết tổng kết đảng viên chi bộ")
WORDS = TEXT.split()
BATCH = 5000


def drawn(chance: Random, table: Any) -> Any:
    """A row of (…, weight)."""
    return chance.choices(table, [row[-1] for row in table])[0]


def papers(first: int, number: int, units: list[tuple[int, str]], seed: int) -> Iterator[dict[str, Any]]:
    """Rows of `document`, with `token` and `text` beside them."""
    from portal.core import clock
    from portal.core.text import fold, sort_key
    from portal.papers.symbols import symbol_key

    chance, now = Random(seed), clock.now()
    for place in range(number):
        kind, kind_name, _ = drawn(chance, KINDS)
        suffix, issuer, _ = drawn(chance, ISSUERS)
        symbol, day = f"{place % 9000 + 1:02d}-{kind}/{suffix}", date(2010, 1, 1) + timedelta(days=place % 5800)
        subject = " ".join(chance.choice(WORDS) for _ in range(14))
        unit, path = chance.choice(units)
        middle = path.strip("/").split("/")[min(1, path.count("/") - 2)]
        token = chance.choices([f"s{path.strip('/').split('/')[0]}", f"s{middle}", f"u{unit}"], [6, 3, 1])[0]
        at = now - timedelta(minutes=number - place)
        yield {"id": first + place, "unit_id": unit, "state": "published", "name": "tep.pdf", "kind": kind,
               "kind_name": kind_name, "symbol": symbol, "symbol_key": symbol_key(symbol)[:60],
               "symbol_sort": sort_key(symbol)[:600], "number": symbol.partition("-")[0], "issuer_suffix": suffix,
               "issuer": issuer, "issuer_key": fold(issuer), "issued_on": day, "issued_year": day.year,
               "subject": subject, "sort_on": day, "part_count": 1,
               "quality": 0.95, "created_at": at, "changed_at": at, "published_at": at, "confirmed_at": at,
               "field_id": chance.randint(1, 17), "token": token}


def fill(number: int, seed: int = 1) -> int:
    """Bring the library up to so many papers; answers the id of one for everybody that many cite."""
    from sqlalchemy import func, insert, select

    from portal.core.db import db
    from portal.documents.models import Document, DocumentCitation, DocumentPart, DocumentReader, DocumentTerm, terms_of
    from portal.organizations.api import Organization

    units = [(one, path) for one, path in db.session.execute(select(Organization.id, Organization.path))]
    first = (db.session.execute(select(func.max(Document.id))).scalar() or 0) + 1
    chance, rows = Random(seed), list(papers(first, number, units, seed))
    for start in range(0, number, BATCH):
        some = rows[start : start + BATCH]
        tokens = [{"document_id": row["id"], "token": row.pop("token")} for row in some]
        db.session.execute(insert(Document), some)
        db.session.execute(insert(DocumentReader), tokens)
        papers_made = [SimpleNamespace(problem="", **row) for row in some]
        db.session.execute(insert(DocumentTerm), [
            {"document_id": one.id, "term": term} for one in papers_made for term in terms_of(one)])
        db.session.execute(insert(DocumentPart), [
            {"document_id": row["id"], "number": 1, "html": f"<p>{row['subject']}</p>" * 30} for row in some])
        db.session.execute(insert(DocumentCitation), [
            {"document_id": row["id"], "number": n, "symbol": cited["symbol"], "symbol_key": cited["symbol_key"],
             "kind_name": cited["kind_name"], "cited_on": cited["issued_on"], "issuer": cited["issuer"],
             "sought_on": cited["issued_on"], "issuer_key": ""}
            for row in some for n, cited in enumerate(chance.sample(rows, min(5, number)), start=1)])
        db.session.commit()
    return first


def run(size: int, rounds: int) -> str:
    """The table of one size."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        accounts = house.furnish(folder)
        os.environ.update(house.environ(folder))
        from portal.app import create_app

        app = create_app()
        with app.app_context():
            fill(size)
        out = [f"{size} papers"]
        for role, urls in (("member_1", MEMBER), ("cell_secretary_1", CLERK)):
            client, cookie = sign_in(app, *accounts[role])
            newest = next(word for word in client.get("/van-ban").text.split('"') if word.startswith("/van-ban/")
                          and word[9:].isdecimal())
            asked = {name: url.replace("*", newest) for name, url in urls.items()}
            out += [role, measure(app, cookie, asked, rounds)]
        return "\n".join(out)


MEMBER = {"list": "/van-ban", "page 40": "/van-ban?trang=40", "common kind": "/van-ban?loai=công văn",
          "rare kind": "/van-ban?loai=quy chế", "field": "/van-ban?linh_vuc=2", "by symbol": "/van-ban?xep=symbol",
          "by day": "/van-ban?xep=-date", "unread": "/van-ban?chua_doc=y",
          "words": "/van-ban?q=chuyen doi so", "rare word": "/van-ban?q=98-CV", "no such word": "/van-ban?q=khongco",
          "words of few": "/van-ban?q=chuyen doi so&loai=quy chế", "words by day": "/van-ban?q=chuyen doi so&xep=date",
          "words of a kind": "/van-ban?q=chuyen doi so&loai=thông báo",
          "words of issuer": "/van-ban?co_quan=tho", "year": "/van-ban?nam=2015", "level": "/van-ban?cap=chi-bo",
          "no such level": "/van-ban?cap=khac", "group": "/van-ban?nhom=lanh-dao",
          "scans": "/van-ban?chat_luong=anh-quet", "archived": "/van-ban?luu_tru=y", "contents": "/van-ban/muc-luc",
          "reading": "*", "cited by": "*/duoc-vien-dan", "who reads": "*/ai-xem-duoc", "my own": "/van-ban/cua-toi"}
CLERK = {"list": "/van-ban", "missing": "/van-ban/con-thieu", "two days": "/van-ban/mau-thuan",
         "order": "/van-ban/mau-thuan?loai=thu-tu", "replaced": "/van-ban/mau-thuan?loai=thay-the"}


def main() -> None:
    """Measure each size in a process of its own and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sizes", type=int, nargs="+", default=[1000, 100_000])
    asked.add_argument("--rounds", type=int, default=15)
    options = asked.parse_args()
    if len(options.sizes) == 1:
        print(run(options.sizes[0], options.rounds), flush=True)
        return
    for size in options.sizes:
        subprocess.run([sys.executable, "-m", "benchmarks.documents", "--sizes", str(size), "--rounds",
                        str(options.rounds)], check=True)


if __name__ == "__main__":
    main()
