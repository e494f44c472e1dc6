"""What an import of members costs: python -m benchmarks.imports [--rows 8000] [--cells 1086]

In a folder of its own on SQLite: a file with so many new people is read, previewed, written; then the same file with
one change in ten, previewed and written; then undone. Seconds, and the peak of memory of this process and of the
child that reads. Targets for 8,000 rows: preview under 20 s, commit under 30 s. `longest` is the longest single
transaction: so long a web request that writes may wait on SQLite (it gives up after 10 s).
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter

from benchmarks import house

HEAD = ["STT", "Họ và tên", "Số thẻ Đảng viên", "Số CCCD", "Ngày sinh", "Ngày kết nạp", "Chi bộ đang sinh hoạt",
        "Trạng thái"]
FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"]
MIDDLE = ["Văn", "Thị", "Đức", "Minh", "Ngọc", "Hữu", "Quang", "Thanh", "Xuân", "Thu"]
GIVEN = ["An", "Ánh", "Bình", "Cường", "Dung", "Dũng", "Giang", "Hà", "Hòa", "Hùng", "Khánh", "Lan", "Linh", "Minh",
         "Nga", "Phúc", "Quỳnh", "Sơn", "Thủy", "Vinh"]


def workbook(rows: int, cells: list[str], *, seed: int, changed: int = 0) -> bytes:
    """A file of people nobody can be; every `changed`th has another day of joining."""
    chance, out = Random(seed), BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet("Danh sách")
    sheet.write_row(0, 0, HEAD)
    for number in range(1, rows + 1):
        name = f"{chance.choice(FAMILY)} {chance.choice(MIDDLE)} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}".upper()
        born = date(1960, 1, 1) + timedelta(days=chance.randrange(12_000))
        joined = born + timedelta(days=9000 + (1 if changed and number % changed == 0 else 0))
        citizen_id = f"999{number:09d}"
        row = [str(number), name, citizen_id, citizen_id, f"{born:%d/%m/%Y}", f"{joined:%d/%m/%Y}",
               cells[number % len(cells)], "Chính thức"]
        for place, value in enumerate(row):
            sheet.write_string(number, place, value)
    book.close()
    return out.getvalue()


class Stopwatch:
    """Seconds of steps, and the longest transaction."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time one step; within it, each job is a transaction."""
        from portal.jobs import worker

        longest, real = 0.0, worker.transaction

        @contextmanager
        def timed() -> Iterator[None]:
            nonlocal longest
            begin = time.perf_counter()
            with real():
                yield
            longest = max(longest, time.perf_counter() - begin)

        worker.transaction = timed  # type: ignore[assignment]
        begin = time.perf_counter()
        yield
        worker.transaction = real
        self.rows.append([name, f"{time.perf_counter() - begin:.2f}", f"{longest:.2f}",
                          _megabytes(resource.RUSAGE_SELF), _megabytes(resource.RUSAGE_CHILDREN)])
        print(f"{name}: {self.rows[-1][1]} s", flush=True)


def _megabytes(who: int) -> str:
    return f"{resource.getrusage(who).ru_maxrss / 1024:.0f}"


def settle(cells: int) -> tuple[Any, Any, list[str]]:
    """A committee with so many cells, and a clerk over all of it."""
    from portal.accounts.api import Account, set_ready
    from portal.core import clock
    from portal.core.actor import SYSTEM
    from portal.core.db import db
    from portal.delegation.api import Grant, actor_of_account
    from portal.members.api import State, admit
    from portal.organizations.api import Role, found

    since = date(2020, 1, 1)
    top = found(SYSTEM, kind_id="corporation_committee", name="Đảng bộ Tổng công ty", parent=None, since=since)
    base = found(SYSTEM, kind_id="grassroots_committee", name="Đảng bộ cơ sở", parent=top, since=since)
    names = [f"Chi bộ {number}" for number in range(1, cells + 1)]
    made = [found(SYSTEM, kind_id="affiliated_cell", name=name, parent=base, since=since) for name in names]
    clerk = admit(SYSTEM, full_name="Người Nhập", citizen_id="998000000001", cell=made[0], state=State.OFFICIAL,
                  since=since)
    set_ready(db.session.get_one(Account, clerk.account_id), "con tau ve ga luc sang som", "x")
    db.session.add(Grant(account_id=clerk.account_id, unit_id=top.id, role=Role.OFFICE_STAFF, subtree=True,
                         valid_from=since, granted_at=clock.now()))
    account_id, unit_id = clerk.account_id, top.id
    db.session.commit()
    return lambda: actor_of_account(account_id), unit_id, names


def run(rows: int, cells: int) -> list[list[str]]:
    """Bring the file in, write it, bring it again, undo."""
    from werkzeug.datastructures import FileStorage

    from portal.core import files
    from portal.core.db import db
    from portal.imports import services
    from portal.imports.models import MemberImport
    from portal.jobs.worker import run_all
    from portal.organizations.api import Organization

    actor, unit_id, names = settle(cells)
    watch, import_id = Stopwatch(), 0
    for label, changed in (("new", 0), ("again", 10)):
        data = workbook(rows, names, seed=1, changed=changed)
        with watch.step(f"{label}: read ({len(data) / 1e6:.1f} MB)"):
            made = services.take_in(actor(), db.session.get_one(Organization, unit_id),
                                    files.keep(FileStorage(BytesIO(data), "a.xlsx")))
            import_id = made.id
            db.session.commit()
            run_all()
        with watch.step(f"{label}: preview"):
            made = db.session.get_one(MemberImport, import_id)
            services.save_columns(actor(), made, made.columns, since=made.since, cell_id=None, state="")
            db.session.commit()
            run_all()
        made = db.session.get_one(MemberImport, import_id, populate_existing=True)
        assert made.left_out == 0, made.counts
        print(label, made.counts)
        with watch.step(f"{label}: commit"):
            services.write_down(actor(), made, version=made.version, leave_out=False)
            db.session.commit()
            run_all()
        assert db.session.get_one(MemberImport, import_id, populate_existing=True).step == "done"
    with watch.step("again: undo"):
        services.undo(actor(), db.session.get_one(MemberImport, import_id))
        db.session.commit()
        run_all()
    with watch.step("new: undo"):
        services.undo(actor(), db.session.get_one(MemberImport, 1))
        db.session.commit()
        run_all()
    print("undo", db.session.get_one(MemberImport, 1, populate_existing=True).result)
    return watch.rows


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=8000)
    asked.add_argument("--cells", type=int, default=1086)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        house.command(folder, "init")
        os.environ.update(house.environ(folder))
        from portal.app import create_app
        from portal.search.memory import MemoryEngine

        app = create_app(engine=MemoryEngine())
        with app.app_context():
            found = run(options.rows, options.cells)
        print(house.table(["step", "seconds", "longest", "MB here", "MB child"], found))


if __name__ == "__main__":
    main()
